/* SPDX-License-Identifier: Apache-2.0 */
/* An application as it sees the library: that the limits of Kconfig are its own, too, and that all of it can be linked.
 * With arguments PORT JOB, it asks a Milvus server at that port of this machine for a job. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zimport/sockets.h"
#include "zimport/zimport.h"
#if defined(WITH_TLS)
#include "zimport/mbedtls.h"
#endif

static uint64_t board_now(const zimport_platform *self) {
    struct timespec time;
    (void)self;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static int64_t board_wall_clock(const zimport_platform *self) {
    (void)self;
    return (int64_t)time(NULL);
}

static zimport_status board_random(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    memset(memory, 7, size);
    return ZIMPORT_OK;
}

int main(int argc, char **argv) {
    static const zimport_platform platform = {board_now, board_wall_clock, board_random, zimport_sockets_sleep};
    static zimport_sockets_tcp tcp;
    static zimport_origin origin;
    static zimport_client client;
    static char window[512];
    static char value[256];
    static char url[64];
    zimport_progress progress = {0};
    zimport_answer answer = {0};

    printf("host %d, id %d, body %llu\n", ZIMPORT_HOST_MAX, ZIMPORT_ID_MAX, (unsigned long long)ZIMPORT_HTTP_BODY_MAX);
#if defined(WITH_TLS)
    {
        static zimport_tls tls;
        zimport_tls_init(&tls, &tcp.base, &platform, NULL, ZIMPORT_TLS_1_2);
        printf("%s, built after 2020: %d\n", zimport_tls_library(), tls.floor > 1577836800);
    }
#endif
    zimport_sockets_tcp_init(&tcp, &platform);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%s", argc == 3 ? argv[1] : "1");
    if (zimport_origin_parse(&origin, zimport_view_of(url)) != ZIMPORT_OK) {
        return 2;
    }
    zimport_config config = {.platform = &platform,
                             .transport = &tcp.base,
                             .dialect = &zimport_milvus,
                             .origin = &origin,
                             .window = window,
                             .window_size = sizeof window,
                             .value = value,
                             .value_size = sizeof value};
    if (zimport_client_init(&client, &config) != ZIMPORT_OK) {
        return 2;
    }
    if (argc == 3) {
        zimport_status status = zimport_ask(&client, zimport_view_of(argv[2]), &progress, &answer);
        printf("%s: %s\n", zimport_status_text(status), zimport_state_name(progress.state));
        zimport_client_close(&client);
        return status == ZIMPORT_OK ? 0 : 1;
    }
    return 0;
}
