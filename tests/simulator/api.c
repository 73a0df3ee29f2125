/* SPDX-License-Identifier: Apache-2.0 */
/* What all dialects check, and how the job's name chooses what happens. */
#define _POSIX_C_SOURCE 200809L
#include "jobs.h"

#include <stdlib.h>
#include <string.h>

/* Returns the length of the kind's name, or 0. */
static size_t match(const struct job_kind *kind, const char *id) {
    size_t len = strlen(kind->name);

    if (kind->name[len - 1] == '*') {
        return strncmp(id, kind->name, len - 1) == 0 ? len - 1 : 0;
    }
    return strncmp(id, kind->name, len) == 0 && (id[len] == '\0' || id[len] == '-') ? len : 0;
}

bool is_of(const struct job_kind *kind, enum dialect dialect) {
    return (kind->dialects >> dialect & 1) != 0;
}

/* Prefers the dialect's own; one of another dialect only if there is no other. */
const struct job_kind *find_kind(const char *id, enum dialect dialect, size_t *name_len) {
    const struct job_kind *found = NULL;
    size_t i;

    *name_len = 0;
    for (i = 0; i < job_kind_count; i++) {
        size_t len = match(&job_kinds[i], id);

        if (len > *name_len || (len > 0 && len == *name_len && is_of(&job_kinds[i], dialect))) {
            *name_len = len;
            found = &job_kinds[i];
        }
    }
    return found;
}

bool is_id(const char *id) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    return *id != '\0' && id[strspn(id, allowed)] == '\0';
}

bool take_key(struct ask *ask, const struct request *request, struct reply *reply) {
    const char *expected = ask->sim->options.key;
    const char *value = "";
    size_t count = request_field(request, "Authorization", &value);

    if (count > 1) {
        reply_refuse(ask->sim, reply, "more than one Authorization field");
        return false;
    }
    ask->key = strncmp(value, "Bearer ", 7) == 0 ? value + 7 : "";
    if (ask->dialect == MILVUS && expected == NULL) {
        return true;
    }
    if (count == 0) {
        refuse_as(NO_KEY, ask, reply);
        return false;
    }
    if (*ask->key == '\0' || *ask->key == ' ' || (expected != NULL && strcmp(ask->key, expected) != 0)) {
        refuse_as(BAD_KEY, ask, reply);
        return false;
    }
    return true;
}

bool check_cluster(const struct ask *ask, const char *cluster, struct reply *reply) {
    const char *only = ask->sim->options.cluster;

    if (*cluster == '\0') {
        refuse_as(NO_CLUSTER, ask, reply);
        return false;
    }
    if (only != NULL && strcmp(only, cluster) != 0) {
        refuse_as(UNKNOWN_CLUSTER, ask, reply);
        return false;
    }
    return true;
}

bool check_place(const struct ask *ask, const char *cluster, const char *project, const char *region,
                 struct reply *reply) {
    const char *only = ask->sim->options.project;

    if (*project == '\0' && *region == '\0') {
        return check_cluster(ask, cluster, reply);
    }
    if (*cluster != '\0') {
        refuse_member(MISSING, ask, "clusterId beside projectId and regionId", reply);
    } else if (*region == '\0') {
        refuse_as(NO_REGION, ask, reply);
    } else if (*project == '\0' || (only != NULL && strcmp(only, project) != 0)) {
        refuse_as(NO_PROJECT, ask, reply);
    } else {
        return true;
    }
    return false;
}

/* 1 to 256 printable ASCII characters (api.md 9). What a real server makes of others is not known. */
bool take_start_key(struct ask *ask, const struct request *request, struct reply *reply) {
    const char *value = "";
    size_t count = request_field(request, "Idempotency-Key", &value);
    size_t len = strlen(value);
    size_t i = 0;

    while (value[i] >= '!' && value[i] <= '~') {
        i++;
    }
    if (count > 1 || i < len || (count > 0 && len == 0) || len > 256) {
        reply_refuse(ask->sim, reply, "not one Idempotency-Key of 1 to 256 printable ASCII characters");
        return false;
    }
    ask->start_key = ask->sim->options.remember > 0 && !is_older(ask, "2.6") ? value : "";
    return true;
}

bool check_database(const struct ask *ask, const char *name, struct reply *reply) {
    const char *only = ask->sim->options.db;

    if (only != NULL && strcmp(only, name) != 0) {
        refuse_as(NO_PRIVILEGE, ask, reply);
        return false;
    }
    return true;
}

bool ask_resolve(struct ask *ask) {
    size_t name_len;

    ask->kind = find_kind(ask->job->id, ask->dialect, &name_len);
    if (ask->kind == NULL && ask->job->created) {
        ask->kind = find_kind("job-ok", ask->dialect, &name_len);
        name_len = strlen(ask->job->id);
    }
    if (ask->kind == NULL) {
        return false;
    }
    ask->rest = ask->job->id + name_len;
    ask->rest += *ask->rest == '-';
    ask->number = *ask->rest >= '0' && *ask->rest <= '9' ? strtol(ask->rest, NULL, 10) : -1;
    ask->elapsed = clock_ms() - ask->job->since;
    return true;
}

void ask_handle(struct ask *ask, struct reply *reply) {
    if (!ask_resolve(ask)) {
        refuse_as(UNKNOWN_JOB, ask, reply);
    } else if (!is_of(ask->kind, ask->dialect)) {
        reply_refuse(ask->sim, reply, "jobs of this kind are not in this dialect");
    } else {
        ask->kind->handle(ask, reply);
    }
}
