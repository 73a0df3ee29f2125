/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     polls full|kept|resumed COUNT PORT CA
 *
 * Asks https://127.0.0.1:PORT for one job COUNT times, in one process:
 *
 *     full     a new connection and a full handshake each time
 *     kept     one connection
 *     resumed  a new connection each time, which continues the TLS session of the one before
 *
 * Prints the median time of a poll in microseconds, closing the connection included. The first poll is left out where
 * it differs from the others. It is an error when handshakes were not what was to be measured. How many instructions a
 * poll takes is told by callgrind: the difference of two runs with different COUNT, divided by the difference.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

enum { POLLS_MAX = 10000 };

enum mode { FULL, KEPT, RESUMED, MODES };

static const char *const modes[MODES] = {"full", "kept", "resumed"};

struct bench {
    enum mode mode;
    long count;
    zimport_posix_platform platform;
    zimport_tcp tcp;
    zimport_tls tls;
    zimport_trust_file trust;
    zimport_session session;
    zimport_origin origin;
    zimport_client client;
    zimport_progress progress;
    zimport_answer answer;
    char window[1024], value[512], message[256];
    uint8_t session_memory[2048];
};

static long now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000L + time.tv_nsec / 1000L;
}

static bool begin(struct bench *bench, const char *port, const char *ca) {
    char url[64];

    snprintf(url, sizeof url, "https://127.0.0.1:%s", port);
    zimport_posix_platform_init(&bench->platform, -1);
    zimport_tcp_init(&bench->tcp, &bench->platform);
    if (zimport_origin_parse(&bench->origin, zimport_view_of(url)) != ZIMPORT_OK ||
        zimport_trust_file_init(&bench->trust, ca, NULL) != ZIMPORT_OK) {
        return false;
    }
    zimport_tls_init(&bench->tls, &bench->tcp.base, &bench->platform.base, &bench->trust.base, ZIMPORT_TLS_1_2);
    if (bench->mode == RESUMED) {
        zimport_session_init(&bench->session, bench->session_memory, sizeof bench->session_memory);
        bench->tls.session = &bench->session;
    }

    const zimport_config config = {.platform = &bench->platform.base,
                                   .transport = &bench->tls.base,
                                   .dialect = &zimport_v1,
                                   .origin = &bench->origin,
                                   .cluster = zimport_view_of("in01-0a1b2c3d4e5f6g7"),
                                   .key = zimport_view_of("bench-key"),
                                   .window = bench->window,
                                   .window_size = sizeof bench->window,
                                   .value = bench->value,
                                   .value_size = sizeof bench->value};
    bench->answer.message = (zimport_text){.data = bench->message, .capacity = sizeof bench->message};
    return zimport_client_init(&bench->client, &config) == ZIMPORT_OK;
}

static bool run(struct bench *bench, long *times) {
    for (long i = 0; i < bench->count; i++) {
        long begun = now();
        zimport_status status =
            zimport_ask(&bench->client, zimport_view_of("job-instant"), &bench->progress, &bench->answer);
        if (bench->mode != KEPT) {
            zimport_client_close(&bench->client);
        }
        times[i] = now() - begun;
        if (status != ZIMPORT_OK) {
            fprintf(stderr, "polls: poll %ld: %s\n", i + 1, zimport_status_text(status));
            return false;
        }
    }
    zimport_client_close(&bench->client);
    return true;
}

static bool as_meant(const struct bench *bench) {
    unsigned long count = (unsigned long)bench->count;
    unsigned long handshakes = bench->tls.handshakes;
    unsigned long resumed = bench->tls.resumed;

    if (handshakes == (bench->mode == KEPT ? 1 : count) && resumed == (bench->mode == RESUMED ? count - 1 : 0)) {
        return true;
    }
    fprintf(stderr, "polls: %s, %lu polls: %lu handshakes, %lu of them resumed\n", modes[bench->mode], count,
            handshakes, resumed);
    return false;
}

static int order(const void *a, const void *b) {
    long left = *(const long *)a;
    long right = *(const long *)b;

    return (left > right) - (left < right);
}

int main(int argc, char **argv) {
    static struct bench bench;
    static long times[POLLS_MAX];

    while (argc == 5 && bench.mode < MODES && strcmp(argv[1], modes[bench.mode]) != 0) {
        bench.mode++;
    }
    bench.count = argc == 5 ? strtol(argv[2], NULL, 10) : 0;
    if (bench.mode == MODES || bench.count < 1 || bench.count > POLLS_MAX) {
        fputs("usage: polls full|kept|resumed COUNT PORT CA\n", stderr);
        return 2;
    }
    if (!begin(&bench, argv[3], argv[4])) {
        fputs("polls: bad port, or no certificate\n", stderr);
        return 2;
    }
    if (!run(&bench, times) || !as_meant(&bench)) {
        return 1;
    }
    long first = bench.mode != FULL && bench.count > 1 ? 1 : 0;
    qsort(times + first, (size_t)(bench.count - first), sizeof times[0], order);
    printf("%ld\n", times[(first + bench.count) / 2]);
    return 0;
}
