/* SPDX-License-Identifier: Apache-2.0 */
/* The dialect v1: ids in the query, and JSON only to start a job. */
#define _POSIX_C_SOURCE 200809L
#include "members.h"

#include <stdlib.h>
#include <string.h>

static size_t count_parameters(const struct request *request) {
    const char *at;
    size_t count = 1;

    for (at = request->query; *at != '\0'; at++) {
        count += *at == '&';
    }
    return count;
}

/* Returns NULL or what is wrong. */
static const char *take_ids(const struct request *request, char job[ID_SIZE], char cluster[ID_SIZE]) {
    if (request->query == NULL) {
        return "the query is missing";
    }
    if (request_parameter(request, "jobId", job, ID_SIZE) != 1) {
        return "jobId has to be in the query once, well encoded and not too long";
    }
    if (request_parameter(request, "clusterId", cluster, ID_SIZE) != 1) {
        return "clusterId has to be in the query once, well encoded and not too long";
    }
    if (count_parameters(request) != 2) {
        return "the query has other parameters than jobId and clusterId";
    }
    if (!is_id(job) || (*cluster != '\0' && !is_id(cluster))) {
        return "an id has characters that ids have not";
    }
    return NULL;
}

void v1_get(struct simulator *sim, const struct request *request, struct reply *reply) {
    char job[ID_SIZE];
    char cluster[ID_SIZE];
    const char *fault = take_ids(request, job, cluster);
    struct ask ask = {sim, V1, NULL, NULL, "", "", -1, 0, "", NULL, false, false};

    if (strcmp(request->method, "GET") != 0) {
        fault = "the method is not GET";
    }
    if (fault != NULL) {
        reply_refuse(sim, reply, fault);
        return;
    }
    if (take_key(&ask, request, reply) && check_cluster(&ask, cluster, reply)) {
        ask.job = simulator_job(sim, job);
        ask.job->listed = true;
        ask_handle(&ask, reply);
    }
}

/* The default if it is not there, 0 if it is not a number. False: the query is malformed. */
static bool take_number(const struct request *request, const char *name, unsigned long *number, size_t *count) {
    char value[16];
    int found = request_parameter(request, name, value, sizeof value);

    if (found == 1) {
        *number = value[strspn(value, "0123456789")] == '\0' ? strtoul(value, NULL, 10) : 0;
        *count += 1;
    }
    return found == 0 || found == 1;
}

static const char *take_page(const struct request *request, char cluster[ID_SIZE], struct page *page) {
    size_t count = 1;

    if (request->query == NULL || request_parameter(request, "clusterId", cluster, ID_SIZE) != 1) {
        return "clusterId has to be in the query once, well encoded and not too long";
    }
    if (*cluster != '\0' && !is_id(cluster)) {
        return "an id has characters that ids have not";
    }
    if (!take_number(request, "pageSize", &page->size, &count) ||
        !take_number(request, "currentPage", &page->number, &count)) {
        return "pageSize or currentPage is malformed";
    }
    return count_parameters(request) == count ? NULL : "the query has other parameters than a list has";
}

void v1_list(struct simulator *sim, const struct request *request, struct reply *reply) {
    char cluster[ID_SIZE];
    struct page page = {"", 10, 1};
    const char *fault = take_page(request, cluster, &page);
    struct ask ask = {sim, V1, NULL, NULL, "", "", -1, 0, "", NULL, false, false};

    if (strcmp(request->method, "GET") != 0) {
        fault = "the method is not GET";
    }
    if (fault != NULL) {
        reply_refuse(sim, reply, fault);
        return;
    }
    if (!take_key(&ask, request, reply) || !check_cluster(&ask, cluster, reply)) {
        return;
    }
    if (page.size < 5 || page.size > 100) {
        refuse_as(PAGE_SIZE, &ask, reply);
    } else if (page.number < 1 || page.number > 2147483647) {
        refuse_as(CURRENT_PAGE, &ask, reply);
    } else {
        list_answer(&ask, &page, reply);
    }
}

void v1_create(struct simulator *sim, const struct request *request, struct reply *reply) {
    enum { CLUSTER, COLLECTION };
    static const struct want wants[] = {
        [CLUSTER] = {"clusterId", BODY_TEXT, true},
        [COLLECTION] = {"collectionName", BODY_TEXT, true},
        {"objectUrl", BODY_TEXT, true},
        {"partitionName", BODY_TEXT, false},
        {"accessKey", BODY_TEXT, false},
        {"secretKey", BODY_TEXT, false},
        {NULL, BODY_TEXT, false},
    };
    struct ask ask = {sim, V1, NULL, NULL, "", "", -1, 0, "", NULL, false, false};
    struct body body;

    sim->counters.starts++;
    if (take_key(&ask, request, reply) && members_take(&ask, request, wants, &body, reply)) {
        if (check_cluster(&ask, members_text(&body, wants[CLUSTER].name), reply)) {
            create_answer(&ask, members_text(&body, wants[COLLECTION].name), reply);
        }
        body_free(&body);
    }
}
