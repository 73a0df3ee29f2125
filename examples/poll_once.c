/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks once how far an import job has come.
 *
 *     ZILLIZ_API_KEY=… poll_once https://controller.api.gcp-us-west1.zillizcloud.com CLUSTER-ID JOB-ID
 */
#include <stdio.h>
#include <stdlib.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

int main(int argc, char **argv) {
    /* All memory is ours: two work buffers, and one for each text we want. */
    static char window[1024], value[512], reason[256], message[256];
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_tls tls;
    static zimport_trust_file trust;
    static zimport_origin origin;
    static zimport_client client;

    if (argc != 4 || zimport_origin_parse(&origin, zimport_view_of(argv[1])) != ZIMPORT_OK) {
        fprintf(stderr, "usage: poll_once ENDPOINT CLUSTER JOB\n");
        return 2;
    }

    /* TLS over TCP, or TCP alone for http. */
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
    zimport_progress progress = {.reason = {.data = reason, .capacity = sizeof reason}};
    zimport_answer answer = {.message = {.data = message, .capacity = sizeof message}};

    zimport_status status = zimport_client_init(&client, &config);
    if (status == ZIMPORT_OK) {
        status = zimport_ask(&client, zimport_view_of(argv[3]), &progress, &answer);
    }
    zimport_client_close(&client);
    if (status != ZIMPORT_OK) {
        fprintf(stderr, "poll_once: %s\n", zimport_status_text(status));
        return 1;
    }
    printf("%s", zimport_state_name(progress.state));
    if (progress.percent != ZIMPORT_PERCENT_NONE) {
        printf(", %d.%02d %%", (int)(progress.percent / 100), (int)(progress.percent % 100));
    }
    printf("\n");
    return 0;
}
