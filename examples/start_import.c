/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts an import and prints its job id. A start is sent only once, since a second one could import everything twice:
 * if the connection breaks, use list_jobs to see whether it arrived.
 *
 *     ZILLIZ_API_KEY=… ZIMPORT_CLUSTER=in01-… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… \
 *         start_import v2 https://api.cloud.zilliz.com COLLECTION s3://bucket/folder/ [URL...]
 *     start_import milvus http://127.0.0.1:19530 COLLECTION folder/rows.parquet
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

#define URLS_MAX 16

int main(int argc, char **argv) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    /* The window must hold the whole request, with all URLs. */
    static char window[8192], value[512], message[256], id[ZIMPORT_ID_MAX];
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_tls tls;
    static zimport_trust_file trust;
    static zimport_origin origin;
    static zimport_client client;
    static zimport_view urls[URLS_MAX];
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
    if (config.dialect == NULL || argc < 5 || argc > 4 + URLS_MAX ||
        zimport_origin_parse(&origin, zimport_view_of(argv[2])) != ZIMPORT_OK) {
        fprintf(stderr, "usage: start_import v1|v2|milvus ENDPOINT COLLECTION URL...\n");
        return 2;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    zimport_trust_system_init(&trust);
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);
    config.transport = origin.tls ? &tls.base : &tcp.base;

    zimport_start start = {.collection = zimport_view_of(argv[3]),
                           .urls = urls,
                           .access_key = zimport_view_of(getenv("AWS_ACCESS_KEY_ID")),
                           .secret_key = zimport_view_of(getenv("AWS_SECRET_ACCESS_KEY")),
                           .job = {.data = id, .capacity = sizeof id}};
    for (int i = 4; i < argc; i++) {
        urls[start.url_count++] = zimport_view_of(argv[i]);
    }
    zimport_answer answer = {.message = {.data = message, .capacity = sizeof message}};
    zimport_status status = zimport_client_init(&client, &config);
    status = status == ZIMPORT_OK ? zimport_start_begin(&client, &start, &answer) : status;
    status = status == ZIMPORT_OK ? zimport_client_finish(&client) : status;
    zimport_client_close(&client);
    if (status == ZIMPORT_OK) {
        printf("%.*s\n", (int)start.job.size, start.job.data);
        return 0;
    }
    bool refused = status == ZIMPORT_REFUSED || status == ZIMPORT_UNAUTHORIZED;
    fprintf(stderr, "start_import: %s%s\n", zimport_status_text(status),
            client.sent > 0 && !refused ? "; it may have been started all the same" : "");
    return 1;
}
