/* SPDX-License-Identifier: Apache-2.0 */
/* The dialect v1: checks a request as the service does, then lets the job's name choose what happens. */
#define _POSIX_C_SOURCE 200809L
#include "v1.h"

#include <stdlib.h>
#include <string.h>

enum { ID_SIZE = 129 };

/* Does the id choose this kind? Returns the length of the kind's name, 0 for no. */
static size_t match(const struct job_kind *kind, const char *id) {
    size_t len = strlen(kind->name);

    if (kind->name[len - 1] == '*') {
        return strncmp(id, kind->name, len - 1) == 0 ? len - 1 : 0;
    }
    return strncmp(id, kind->name, len) == 0 && (id[len] == '\0' || id[len] == '-') ? len : 0;
}

static const struct job_kind *find_kind(const char *id, size_t *name_len) {
    const struct job_kind *found = NULL;
    size_t i;

    *name_len = 0;
    for (i = 0; i < job_kind_count; i++) {
        size_t len = match(&job_kinds[i], id);

        if (len > *name_len) {
            *name_len = len;
            found = &job_kinds[i];
        }
    }
    return found;
}

static bool is_id(const char *id) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    return *id != '\0' && id[strspn(id, allowed)] == '\0';
}

/* Takes the two ids out of the query. Returns NULL or what is wrong. */
static const char *take_ids(const struct request *request, char job[ID_SIZE], char cluster[ID_SIZE]) {
    const char *at;
    size_t count = 1;

    if (request->query == NULL) {
        return "the query is missing";
    }
    for (at = request->query; *at != '\0'; at++) {
        count += *at == '&';
    }
    if (request_parameter(request, "jobId", job, ID_SIZE) != 1) {
        return "jobId has to be in the query once, well encoded and not too long";
    }
    if (request_parameter(request, "clusterId", cluster, ID_SIZE) != 1) {
        return "clusterId has to be in the query once, well encoded and not too long";
    }
    if (count != 2) {
        return "the query has other parameters than jobId and clusterId";
    }
    if (!is_id(job) || (*cluster != '\0' && !is_id(cluster))) {
        return "an id has characters that ids have not";
    }
    return NULL;
}

/* Returns the key, or NULL after a refusal. */
static const char *take_key(struct simulator *sim, const struct request *request, struct reply *reply) {
    const char *expected = sim->options.key;
    const char *value = "";
    size_t count = request_field(request, "Authorization", &value);

    if (count > 1) {
        reply_refuse(sim, reply, "more than one Authorization field");
        return NULL;
    }
    if (count == 0) {
        reply_error(reply, 200, 80002, "The token is not found or unauthorized.");
        return NULL;
    }
    if (strncmp(value, "Bearer ", 7) != 0 || value[7] == '\0' || value[7] == ' ' ||
        (expected != NULL && strcmp(value + 7, expected) != 0)) {
        reply_error(reply, 200, 80001, "The token is illegal.");
        return NULL;
    }
    return value + 7;
}

static bool check_cluster(const struct simulator *sim, const char *cluster, struct reply *reply) {
    if (*cluster == '\0') {
        reply_error(reply, 200, 90104, "The clusterId is empty.");
        return false;
    }
    if (sim->options.cluster != NULL && strcmp(sim->options.cluster, cluster) != 0) {
        reply_error(reply, 200, 40021, "The cluster does not exist.");
        return false;
    }
    return true;
}

static void handle(struct ask *ask, struct reply *reply) {
    size_t name_len;

    ask->kind = find_kind(ask->job->id, &name_len);
    if (ask->kind == NULL) {
        reply_error(reply, 200, 90144, "no such job");
        return;
    }
    ask->rest = ask->job->id + name_len;
    ask->rest += *ask->rest == '-';
    ask->number = *ask->rest >= '0' && *ask->rest <= '9' ? strtol(ask->rest, NULL, 10) : -1;
    ask->elapsed = clock_ms() - ask->job->since;
    ask->kind->handle(ask, reply);
}

void v1_answer(struct simulator *sim, const struct request *request, struct reply *reply) {
    char job[ID_SIZE];
    char cluster[ID_SIZE];
    const char *fault = take_ids(request, job, cluster);
    struct ask ask = {sim, NULL, NULL, NULL, "", -1, 0};

    if (strcmp(request->method, "GET") != 0) {
        fault = "the method is not GET";
    }
    if (fault != NULL) {
        reply_refuse(sim, reply, fault);
        return;
    }
    ask.key = take_key(sim, request, reply);
    if (ask.key == NULL || !check_cluster(sim, cluster, reply)) {
        return;
    }
    ask.job = simulator_job(sim, job);
    handle(&ask, reply);
}
