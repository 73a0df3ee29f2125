/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints all import jobs of a cluster or Milvus server, one per line. Trusts the system's roots, or SSL_CERT_FILE.
 *
 *     ZILLIZ_API_KEY=… ZIMPORT_CLUSTER=in01-… list_jobs v2 https://api.cloud.zilliz.com
 *     list_jobs milvus http://127.0.0.1:19530
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

/* A server's text could contain control sequences for the terminal. */
static void print_text(FILE *file, zimport_view text) {
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        fputc(byte < ' ' || byte == 0x7F ? '?' : byte, file);
    }
}

/* Jobs arrive before the page is complete, and again if it is retried. So each page goes to a file first, overwritten
 * when it starts over: this takes the same memory for any number of jobs. */
static void on_job(void *context, const zimport_listed *job) {
    FILE *page = context;

    if (job->index == 0) {
        rewind(page);
    }
    print_text(page, job->id);
    fprintf(page, " %s", zimport_state_name(job->state));
    if (job->percent != ZIMPORT_PERCENT_NONE) {
        fprintf(page, " %d%%", (int)(job->percent / 100));
    }
    fputc(' ', page);
    print_text(page, job->collection);
    fputc('\n', page);
}

/* Only what this try wrote counts; an earlier one may have left more in the file. */
static bool print_page(FILE *page, bool any) {
    long left = any ? ftell(page) : 0;
    int byte;

    for (rewind(page); left > 0 && (byte = fgetc(page)) != EOF; left--) {
        putchar(byte);
    }
    return left == 0;
}

static const zimport_dialect *dialect_of(const char *name) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};

    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++) {
        if (strcmp(name, dialects[i]->name) == 0) {
            return dialects[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    static char window[1024], value[1024];
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_tls tls;
    static zimport_trust_file trust;
    static zimport_origin origin;
    static zimport_client client;
    const zimport_dialect *dialect = argc == 3 ? dialect_of(argv[1]) : NULL;

    if (dialect == NULL || zimport_origin_parse(&origin, zimport_view_of(argv[2])) != ZIMPORT_OK) {
        fprintf(stderr, "usage: list_jobs v1|v2|milvus ENDPOINT\n");
        return 2;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    zimport_trust_system_init(&trust);
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);
    const zimport_config config = {.platform = &platform.base,
                                   .transport = origin.tls ? &tls.base : &tcp.base,
                                   .dialect = dialect,
                                   .origin = &origin,
                                   .cluster = zimport_view_of(getenv("ZIMPORT_CLUSTER")),
                                   .key = zimport_view_of(getenv("ZILLIZ_API_KEY")),
                                   .window = window,
                                   .window_size = sizeof window,
                                   .value = value,
                                   .value_size = sizeof value,
                                   .retries = 4};
    FILE *page = tmpfile();
    zimport_status status = page == NULL ? ZIMPORT_SYSTEM : zimport_client_init(&client, &config);

    /* The list knows its next page: ask again, on the same connection, while there is more. */
    zimport_list list = {.page = 1, .size = 100, .on_job = on_job, .context = page, .more = true};
    zimport_answer answer = {0};
    while (status == ZIMPORT_OK && list.more) {
        status = zimport_list_begin(&client, &list, &answer);
        status = status == ZIMPORT_OK ? zimport_client_finish(&client) : status;
        if (status == ZIMPORT_OK && !print_page(page, list.jobs > 0)) {
            status = ZIMPORT_SYSTEM;
        }
    }
    zimport_client_close(&client);
    if (status != ZIMPORT_OK) {
        fprintf(stderr, "list_jobs: %s\n", zimport_status_text(status));
        return 1;
    }
    return 0;
}
