/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An application with a client in each of eight threads, for the thread sanitizer.
 *
 *     threads [--race] ENDPOINT ROOTS POLLS
 *
 * Each thread polls a job of its own POLLS times, each time on a new connection, every second thread with a session
 * that is resumed. They share what nobody writes: platform, roots, origin and key. With --race they also count into one
 * variable without a lock, which has to be reported. Prints a line a thread; exit 1 if a poll failed.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

#define THREADS 8

typedef struct shared {
    zimport_posix_platform platform;
    zimport_trust_file trust;
    zimport_origin origin;
    zimport_view key;
    int polls;
    bool race;
    pthread_barrier_t barrier;
} shared;

typedef struct worker {
    const shared *all;
    pthread_barrier_t *barrier;
    pthread_t thread;
    int number, completed;
    zimport_status status;
    int32_t detail;
    zimport_tcp tcp;
    zimport_tls tls;
    zimport_session session;
    zimport_client client;
    unsigned char memory[1024];
    char window[1024], value[512], id[32];
} worker;

static int unlocked;

static zimport_status begin(worker *w) {
    const shared *all = w->all;

    zimport_tcp_init(&w->tcp, &all->platform);
    zimport_tls_init(&w->tls, &w->tcp.base, &all->platform.base, &all->trust.base, ZIMPORT_TLS_1_2);
    if (w->number % 2 == 0) {
        zimport_session_init(&w->session, w->memory, sizeof w->memory);
        w->tls.session = &w->session;
    }
    const zimport_config config = {
        .platform = &all->platform.base,
        .transport = all->origin.tls ? &w->tls.base : &w->tcp.base,
        .dialect = &zimport_v2,
        .origin = &all->origin,
        .cluster = zimport_view_of("in01-6e64b4d2870ae54"),
        .key = all->key,
        .window = w->window,
        .window_size = sizeof w->window,
        .value = w->value,
        .value_size = sizeof w->value,
    };
    return zimport_client_init(&w->client, &config);
}

static void *work(void *context) {
    worker *w = context;

    (void)snprintf(w->id, sizeof w->id, "job-instant-%d", w->number);
    w->status = begin(w);
    for (int i = 0; i < w->all->polls && w->status == ZIMPORT_OK; i++) {
        zimport_progress progress = {0};
        zimport_answer answer = {0};
        (void)pthread_barrier_wait(w->barrier);
        w->status = zimport_ask(&w->client, zimport_view_of(w->id), &progress, &answer);
        w->detail = w->client.config.transport->detail;
        w->completed += w->status == ZIMPORT_OK && progress.state == ZIMPORT_COMPLETED;
        zimport_client_close(&w->client);
        if (w->all->race) {
            unlocked++;
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    static shared all;
    static worker workers[THREADS];
    int good = 0;

    all.race = argc > 1 && strcmp(argv[1], "--race") == 0;
    argv += all.race;
    if (argc - all.race != 4 || zimport_origin_parse(&all.origin, zimport_view_of(argv[1])) != ZIMPORT_OK ||
        zimport_trust_file_init(&all.trust, argv[2], NULL) != ZIMPORT_OK) {
        (void)fprintf(stderr, "usage: threads [--race] ENDPOINT ROOTS POLLS\n");
        return 2;
    }
    all.polls = (int)strtol(argv[3], NULL, 10);
    all.key = zimport_view_of(getenv("ZILLIZ_API_KEY"));
    zimport_posix_platform_init(&all.platform, -1);
    if (pthread_barrier_init(&all.barrier, NULL, THREADS) != 0) {
        return 2;
    }
    for (int i = 0; i < THREADS; i++) {
        workers[i].all = &all;
        workers[i].barrier = &all.barrier;
        workers[i].number = i;
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
            return 2;
        }
    }
    for (int i = 0; i < THREADS; i++) {
        const worker *w = &workers[i];
        (void)pthread_join(w->thread, NULL);
        printf("thread %d: %d completed, %u handshakes, %u resumed: %s (%ld)\n", i, w->completed,
               (unsigned)w->tls.handshakes, (unsigned)w->tls.resumed, zimport_status_text(w->status), (long)w->detail);
        good += w->completed == all.polls;
    }
    return good == THREADS ? 0 : 1;
}
