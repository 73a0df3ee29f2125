/* SPDX-License-Identifier: Apache-2.0 */
/* The two dialects that POST: v2 of the cloud, which has clusters and pages, and Milvus, which has databases. */
#define _POSIX_C_SOURCE 200809L
#include "members.h"

#include <stdlib.h>
#include <string.h>

static struct ask begin(struct simulator *sim) {
    struct ask ask = {sim, V2, NULL, NULL, "", "", -1, 0, "", NULL, false, false};

    ask.dialect = sim->options.milvus ? MILVUS : V2;
    return ask;
}

static bool open_request(struct ask *ask, const struct request *request, const struct want *wants, bool about_job,
                         struct body *body, struct reply *reply) {
    const char *database = "";
    const char *name;

    if (!take_key(ask, request, reply) || !members_take(ask, request, wants, body, reply)) {
        return false;
    }
    if (ask->dialect == MILVUS) {
        request_field(request, "DB-Name", &database);
    }
    /* Asked about a job, Milvus takes the database from the field alone (api.md 9). */
    name = ask->dialect == MILVUS && about_job ? "" : members_text(body, "dbName");
    database = *name != '\0' ? name : *database != '\0' ? database : "default";
    if ((ask->dialect == V2 && !check_place(ask, members_text(body, "clusterId"), members_text(body, "projectId"),
                                            members_text(body, "regionId"), reply)) ||
        !check_database(ask, database, reply)) {
        body_free(body);
        return false;
    }
    return true;
}

static void about_job(struct simulator *sim, const struct request *request, char decision, struct reply *reply) {
    static const struct want wants[] = {{"jobId", BODY_TEXT, true},      {"dbName", BODY_TEXT, false},
                                        {"clusterId", BODY_TEXT, false}, {"projectId", BODY_TEXT, false},
                                        {"regionId", BODY_TEXT, false},  {NULL, 0, false}};
    static const struct want milvus_wants[] = {
        {"jobId", BODY_TEXT, true}, {"dbName", BODY_TEXT, false}, {NULL, 0, false}};
    struct ask ask = begin(sim);
    struct body body;

    if (!open_request(&ask, request, sim->options.milvus ? milvus_wants : wants, true, &body, reply)) {
        return;
    }
    if (!is_id(members_text(&body, "jobId")) || strlen(members_text(&body, "jobId")) >= ID_SIZE) {
        reply_refuse(sim, reply, "an id has characters that ids have not, or is too long");
    } else {
        ask.job = simulator_job(sim, members_text(&body, "jobId"));
        ask.job->listed = true;
        if (decision != '\0') {
            ask.job->asks--; /* this was not about its progress */
            decide_answer(&ask, decision == 'c', reply);
        } else {
            ask_handle(&ask, reply);
        }
    }
    body_free(&body);
}

void v2_progress(struct simulator *sim, const struct request *request, struct reply *reply) {
    about_job(sim, request, '\0', reply);
}

void v2_commit(struct simulator *sim, const struct request *request, struct reply *reply) {
    sim->counters.decisions++;
    about_job(sim, request, 'c', reply);
}

void v2_abort(struct simulator *sim, const struct request *request, struct reply *reply) {
    sim->counters.decisions++;
    about_job(sim, request, 'a', reply);
}

static unsigned long whole_number(const struct body *body, const char *name, unsigned long otherwise) {
    const char *value = members_text(body, name);

    if (*value == '\0') {
        return otherwise;
    }
    return value[strspn(value, "0123456789")] == '\0' && strlen(value) < 12 ? strtoul(value, NULL, 10) : 0;
}

void v2_list(struct simulator *sim, const struct request *request, struct reply *reply) {
    static const struct want wants[] = {{"clusterId", BODY_TEXT, false},      {"projectId", BODY_TEXT, false},
                                        {"regionId", BODY_TEXT, false},       {"pageSize", BODY_NUMBER, false},
                                        {"currentPage", BODY_NUMBER, false},  {"dbName", BODY_TEXT, false},
                                        {"collectionName", BODY_TEXT, false}, {NULL, 0, false}};
    static const struct want milvus_wants[] = {
        {"dbName", BODY_TEXT, false}, {"collectionName", BODY_TEXT, false}, {NULL, 0, false}};
    struct ask ask = begin(sim);
    struct page page;
    struct body body;

    if (!open_request(&ask, request, sim->options.milvus ? milvus_wants : wants, false, &body, reply)) {
        return;
    }
    page.collection = members_text(&body, "collectionName");
    page.size = whole_number(&body, "pageSize", 10);
    page.number = whole_number(&body, "currentPage", 1);
    if (ask.dialect == V2 && (page.size < 1 || page.size > 100)) {
        refuse_as(PAGE_SIZE, &ask, reply);
    } else if (ask.dialect == V2 && (page.number < 1 || page.number > 2147483647)) {
        refuse_as(CURRENT_PAGE, &ask, reply);
    } else {
        list_answer(&ask, &page, reply);
    }
    body_free(&body);
}

static const char *pairs_of(const struct body *body, const char *name) {
    const struct member *member = body_find(body, name);

    return member != NULL && member->pairs.len > 0 ? member->pairs.data : "";
}

/* Object URLs with or without keys, or paths in a volume (api.md 9). */
static bool check_source(const struct ask *ask, const struct body *body, struct reply *reply) {
    static const char *const of_objects[] = {"objectUrls", "objectUrl", "accessKey", "secretKey", "token"};
    bool volume = *members_text(body, "volumeName") != '\0';
    bool paths = *members_text(body, "dataPaths") != '\0';
    size_t i;

    for (i = 0; (volume || paths) && i < sizeof of_objects / sizeof of_objects[0]; i++) {
        if (*members_text(body, of_objects[i]) != '\0') {
            refuse_member(MISSING, ask, of_objects[i], reply);
            return false;
        }
    }
    if (volume != paths) {
        refuse_member(MISSING, ask, volume ? "dataPaths" : "volumeName", reply);
        return false;
    }
    if (!volume && *members_text(body, "objectUrls") == '\0' && *members_text(body, "objectUrl") == '\0') {
        refuse_member(MISSING, ask, "objectUrls", reply);
        return false;
    }
    return true;
}

void v2_create(struct simulator *sim, const struct request *request, struct reply *reply) {
    static const struct want wants[] = {
        {"clusterId", BODY_TEXT, false},     {"projectId", BODY_TEXT, false},   {"regionId", BODY_TEXT, false},
        {"collectionName", BODY_TEXT, true}, {"objectUrls", BODY_LISTS, false}, {"objectUrl", BODY_TEXT, false},
        {"partitionName", BODY_TEXT, false}, {"dbName", BODY_TEXT, false},      {"accessKey", BODY_TEXT, false},
        {"secretKey", BODY_TEXT, false},     {"token", BODY_TEXT, false},       {"options", BODY_MAP, false},
        {"volumeName", BODY_TEXT, false},    {"dataPaths", BODY_LISTS, false},  {NULL, 0, false}};
    static const struct want milvus_wants[] = {{"collectionName", BODY_TEXT, true}, {"files", BODY_LISTS, true},
                                               {"partitionName", BODY_TEXT, false}, {"dbName", BODY_TEXT, false},
                                               {"options", BODY_MAP, false},        {NULL, 0, false}};
    struct ask ask = begin(sim);
    struct body body;

    sim->counters.starts++;
    if (!open_request(&ask, request, sim->options.milvus ? milvus_wants : wants, false, &body, reply)) {
        return;
    }
    if ((ask.dialect == MILVUS || check_source(&ask, &body, reply)) &&
        decide_options(&ask, pairs_of(&body, "options"), reply) && take_start_key(&ask, request, reply)) {
        create_answer(&ask, members_text(&body, "collectionName"), reply);
    }
    body_free(&body);
}
