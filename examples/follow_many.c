/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Follows any number of jobs on one connection, prints each change, and exits with the worst state of all. The loop is
 * the application's own; here it also prints every ten seconds how many are left.
 *
 *     ZILLIZ_API_KEY=… ZIMPORT_CLUSTER=in01-… follow_many v2 https://api.cloud.zilliz.com JOB-ID...
 *     follow_many milvus http://127.0.0.1:19530 $(cat job-ids)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

#define REPORT_MS 10000

static void tell(const zimport_job *job) {
    printf("%.*s: %s", (int)job->id.size, job->id.data,
           job->status == ZIMPORT_OK ? zimport_state_name(job->state) : zimport_status_text(job->status));
    if (job->status == ZIMPORT_OK && job->percent != ZIMPORT_PERCENT_NONE) {
        printf(", %d %%", (int)(job->percent / 100));
    }
    printf("\n");
}

/* The higher the worse: 0 is complete, and failed is worse than unknown. */
static int badness(const zimport_job *job) {
    return job->status != ZIMPORT_OK           ? 2
           : job->state == ZIMPORT_COMPLETED   ? 0
           : job->state == ZIMPORT_UNCOMMITTED ? 1
                                               : 3;
}

/* The earlier of the library's time and our own. */
static void run(zimport_follow *follow, const zimport_platform *platform) {
    uint64_t now = platform->now(platform), report_at = now + REPORT_MS, until = now;

    for (zimport_step step; (step = zimport_follow_step(follow, now, &until)) != ZIMPORT_STEP_DONE;) {
        if (step == ZIMPORT_STEP_EVENT) {
            if (follow->jobs[follow->current].changed) {
                tell(&follow->jobs[follow->current]);
            }
        } else {
            zimport_client_wait(follow->client, step, until < report_at ? until : report_at);
        }
        now = platform->now(platform);
        if (now >= report_at) {
            printf("%zu of %zu left\n", follow->left, follow->count);
            report_at = now + REPORT_MS;
        }
    }
}

static int summarize(const zimport_follow *follow) {
    static const char *const words[] = {"Completed", "Uncommitted", "not answered", "Failed"};
    int worst = 0;

    for (size_t i = 0; i < follow->count; i++) {
        int one = badness(&follow->jobs[i]);
        worst = one > worst ? one : worst;
    }
    printf("%zu jobs, the worst: %s\n", follow->count, words[worst]);
    return worst;
}

int main(int argc, char **argv) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    static char window[1024], value[512];
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_tls tls;
    static zimport_trust_file trust;
    static zimport_origin origin;
    static zimport_client client;
    zimport_config config = {.platform = &platform.base,
                             .origin = &origin,
                             .cluster = zimport_view_of(getenv("ZIMPORT_CLUSTER")),
                             .key = zimport_view_of(getenv("ZILLIZ_API_KEY")),
                             .window = window,
                             .window_size = sizeof window,
                             .value = value,
                             .value_size = sizeof value,
                             .retries = 4};
    for (size_t i = 0; argc > 1 && i < 3; i++) {
        config.dialect = strcmp(argv[1], dialects[i]->name) == 0 ? dialects[i] : config.dialect;
    }
    if (config.dialect == NULL || argc < 4 || zimport_origin_parse(&origin, zimport_view_of(argv[2])) != ZIMPORT_OK) {
        fprintf(stderr, "usage: follow_many v1|v2|milvus ENDPOINT JOB...\n");
        return 2;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    zimport_trust_system_init(&trust);
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);
    config.transport = origin.tls ? &tls.base : &tcp.base;
    zimport_progress progress = {0};
    zimport_answer answer = {0};
    zimport_follow follow = {.client = &client, .interval_ms = 5000, .progress = &progress, .answer = &answer};
    /* All that is kept of a job: 48 bytes beside its id, which stays where it is. */
    follow.count = (size_t)argc - 3;
    follow.jobs = calloc(follow.count, sizeof *follow.jobs);
    for (size_t i = 0; follow.jobs != NULL && i < follow.count; i++) {
        follow.jobs[i].id = zimport_view_of(argv[i + 3]);
    }
    zimport_status status = zimport_client_init(&client, &config);
    status = status == ZIMPORT_OK ? zimport_follow_begin(&follow, platform.base.now(&platform.base)) : status;
    int worst = 0;
    if (status == ZIMPORT_OK) {
        run(&follow, &platform.base);
        worst = summarize(&follow);
    } else {
        fprintf(stderr, "follow_many: %s\n", zimport_status_text(status));
    }
    zimport_client_close(&client);
    free(follow.jobs);
    return status != ZIMPORT_OK ? 2 : worst > 0;
}
