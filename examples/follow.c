/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Follows import jobs to their end, for an hour at most; exits with 0 when all of them completed.
 *
 *     ZILLIZ_API_KEY=… follow https://controller.api.gcp-us-west1.zillizcloud.com CLUSTER-ID JOB-ID...
 */
#include <stdio.h>
#include <stdlib.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

#define JOBS_MAX 16
#define HOUR_MS UINT64_C(3600000)

/* Called for each answer; prints changes. */
static bool on_answer(void *context, const zimport_follow *follow) {
    const zimport_job *job = &follow->jobs[follow->current];
    bool *all_completed = context;

    if (job->status != ZIMPORT_OK) {
        printf("%.*s: %s\n", (int)job->id.size, job->id.data, zimport_status_text(job->status));
    } else if (job->changed) {
        int percent = job->percent == ZIMPORT_PERCENT_NONE ? 0 : (int)(job->percent / 100);
        printf("%.*s: %s, %d %%\n", (int)job->id.size, job->id.data, zimport_state_name(job->state), percent);
    }
    if (job->ended && (job->status != ZIMPORT_OK || job->state != ZIMPORT_COMPLETED)) {
        *all_completed = false;
        const zimport_text *reason = &follow->progress->reason;
        printf("  reason: %.*s\n", (int)reason->size, reason->data);
    }
    return true;
}

int main(int argc, char **argv) {
    static char window[1024], value[512], reason[256];
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_tls tls;
    static zimport_trust_file trust;
    static zimport_origin origin;
    static zimport_client client;
    static zimport_job jobs[JOBS_MAX];

    if (argc < 4 || argc > 3 + JOBS_MAX || zimport_origin_parse(&origin, zimport_view_of(argv[1])) != ZIMPORT_OK) {
        fprintf(stderr, "usage: follow ENDPOINT CLUSTER JOB...\n");
        return 2;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    zimport_trust_system_init(&trust);
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);

    const zimport_config config = {
        .platform = &platform.base,
        .transport = origin.tls ? &tls.base : &tcp.base,
        .dialect = &zimport_v1,
        .origin = &origin,
        .cluster = zimport_view_of(argv[2]),
        .key = zimport_view_of(getenv("ZILLIZ_API_KEY")),
        .window = window,
        .window_size = sizeof window,
        .value = value,
        .value_size = sizeof value,
        .retries = 4,
    };
    zimport_status status = zimport_client_init(&client, &config);
    if (status != ZIMPORT_OK) {
        fprintf(stderr, "follow: %s\n", zimport_status_text(status));
        return 2;
    }

    for (int i = 3; i < argc; i++) {
        jobs[i - 3].id = zimport_view_of(argv[i]);
    }
    zimport_progress progress = {.reason = {.data = reason, .capacity = sizeof reason}};
    zimport_answer answer = {0};
    zimport_follow follow = {
        .client = &client,
        .jobs = jobs,
        .count = (size_t)(argc - 3),
        .interval_ms = 5000,
        .progress = &progress,
        .answer = &answer,
    };
    bool all_completed = true;
    status = zimport_follow_run(&follow, platform.base.now(&platform.base) + HOUR_MS, on_answer, &all_completed);
    zimport_client_close(&client);
    if (status != ZIMPORT_OK) {
        fprintf(stderr, "follow: %s\n", zimport_status_text(status));
        return 1;
    }
    return all_completed ? 0 : 1;
}
