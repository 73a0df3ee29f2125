/* SPDX-License-Identifier: Apache-2.0 */
/* A collection's name chooses the job's kind: `failed` a job-failed, `at_4000` a job-at-4000. With create_KIND the
 * reply to the start itself behaves as job-KIND. In any other collection the job simply runs. */
#define _POSIX_C_SOURCE 200809L
#include "jobs.h"

#include <stdio.h>
#include <string.h>

/* Collections have _ where job ids have -. */
static void id_of(const char *collection, const char *prefix, char *id, size_t size) {
    size_t i;

    snprintf(id, size, "%s%s", prefix, collection);
    for (i = 0; id[i] != '\0'; i++) {
        id[i] = id[i] == '_' ? '-' : id[i];
    }
}

/* As the services have them: 22 letters and digits in the cloud, 18 digits in Milvus. */
static void ordinary_id(const struct ask *ask, char id[ID_SIZE]) {
    uint64_t random = simulator_random(ask->sim);
    unsigned long serial = ask->sim->counters.starts;

    if (ask->dialect == MILVUS) {
        snprintf(id, ID_SIZE, "44%010llu%06lu", (unsigned long long)(random % UINT64_C(10000000000)), serial % 1000000);
    } else {
        snprintf(id, ID_SIZE, "job-0%016llx%05lu", (unsigned long long)random, serial % 100000);
    }
}

/* The job that the key has started within the last 24 hours, whatever was asked for then (api.md 9). */
static struct job *started_before(const struct ask *ask) {
    const int64_t since = clock_ms() - (int64_t)ask->sim->options.remember;
    struct job *job;
    size_t i;

    for (i = 0; *ask->start_key != '\0' && (job = simulator_known(ask->sim, i)) != NULL; i++) {
        if (strcmp(job->key, ask->start_key) == 0 && job->keyed > since) {
            return job;
        }
    }
    return NULL;
}

static struct job *start_job(const struct ask *ask, const char *collection) {
    const struct job_kind *kind;
    struct job *job = started_before(ask);
    char id[ID_SIZE];
    size_t len;

    if (job != NULL) {
        return job;
    }
    id_of(collection, "job-", id, sizeof id - 16);
    kind = is_id(id) ? find_kind(id, ask->dialect, &len) : NULL;
    if (kind != NULL && is_of(kind, ask->dialect)) {
        len = strlen(id);
        snprintf(id + len, sizeof id - len, "-%05lu", ask->sim->counters.starts);
    } else {
        ordinary_id(ask, id);
    }
    job = simulator_job(ask->sim, id);
    job->asks = 0;
    job->listed = true;
    job->created = true;
    job->two_phase = ask->two_phase;
    snprintf(job->key, sizeof job->key, "%s", ask->start_key);
    job->keyed = clock_ms();
    snprintf(job->collection, sizeof job->collection, "%s", collection);
    return job;
}

void create_body(const struct ask *ask, struct text *body) {
    const struct job *job = start_job(ask, ask->create);

    text_format(body, "{\"code\":%s,\"data\":{\"jobId\":\"%s\"}}", ask->dialect == V1 ? "200" : "0", job->id);
}

void create_answer(struct ask *ask, const char *collection, struct reply *reply) {
    struct text body = {0};
    char id[ID_SIZE];

    ask->create = collection;
    id_of(collection, "", id, sizeof id);
    if (strncmp(id, "create-", 7) == 0 && is_id(id)) {
        memcpy(id + 3, "job", 3);
        ask->job = simulator_job(ask->sim, id + 3);
        ask_handle(ask, reply);
        return;
    }
    create_body(ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}
