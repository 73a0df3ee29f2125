/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     poll PORT CA JOB...
 *
 * Asks 127.0.0.1:PORT for each job, over TLS if CA is a file and over plain TCP if it is "-", and prints
 *
 *     heap N     most bytes that TLS had allocated at one time, without what an allocator adds
 *     stack N    deepest stack below the call of zimport_ask
 *     answers N  jobs with an answer of the service, good or bad
 *
 * The library runs on a thread whose stack was painted before.
 */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

enum { STACK = 256 * 1024, PAINT = 0xA5, GAP = 512, HEADER = 16 };

static size_t allocated;
static size_t most;

/* Each block begins with its size. */
static void *allocate(size_t count, size_t size) {
    size_t wanted = count * size;
    unsigned char *block = calloc(1, wanted + HEADER);

    if (block == NULL) {
        return NULL;
    }
    memcpy(block, &wanted, sizeof wanted);
    allocated += wanted;
    most = allocated > most ? allocated : most;
    return block + HEADER;
}

static void release(void *memory) {
    unsigned char *block = memory;
    size_t size;

    if (block != NULL) {
        memcpy(&size, block - HEADER, sizeof size);
        allocated -= size;
        free(block - HEADER);
    }
}

struct work {
    char **jobs;
    zimport_client client;
    zimport_progress progress;
    zimport_answer answer;
    int answers;
    unsigned char *stack;
    size_t deepest;
};

static void ask_all(struct work *work) {
    for (char **job = work->jobs; *job != NULL; job++) {
        zimport_status status = zimport_ask(&work->client, zimport_view_of(*job), &work->progress, &work->answer);
        work->answers += work->answer.http_status != 0;
        fprintf(stderr, "%s: %s\n", *job, zimport_status_text(status));
    }
    zimport_client_close(&work->client);
}

/* Starting the thread has left traces below this frame: paint it once more. */
static void *on_thread(void *context) {
    struct work *work = context;
    unsigned char here = 0;
    size_t room = (size_t)((uintptr_t)&here - (uintptr_t)work->stack) - GAP;
    size_t untouched = 0;

    for (volatile unsigned char *at = work->stack; at < work->stack + room; at++) {
        *at = PAINT;
    }
    ask_all(work);
    while (untouched < room && work->stack[untouched] == PAINT) {
        untouched++;
    }
    work->deepest = room + GAP - untouched;
    return NULL;
}

static int run(struct work *work) {
    pthread_attr_t attributes;
    pthread_t thread;

    if (posix_memalign((void **)&work->stack, 4096, STACK) != 0 || pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstack(&attributes, work->stack, STACK) != 0 ||
        pthread_create(&thread, &attributes, on_thread, work) != 0 || pthread_join(thread, NULL) != 0) {
        fputs("poll: no thread\n", stderr);
        return 1;
    }
    printf("heap %zu\nstack %zu\nanswers %d\n", most, work->deepest, work->answers);
    return 0;
}

int main(int argc, char **argv) {
    static char window[1024];
    static char value[512];
    static char message[256];
    static struct work work;
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_tls tls;
    static zimport_trust_file trust;
    static zimport_origin origin;
    char url[64];

    if (argc < 4) {
        fputs("usage: poll PORT CA JOB...\n", stderr);
        return 2;
    }
    bool secure = strcmp(argv[2], "-") != 0;
    snprintf(url, sizeof url, "%s://127.0.0.1:%s", secure ? "https" : "http", argv[1]);
    zimport_tls_set_allocator(allocate, release);
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    if (zimport_origin_parse(&origin, zimport_view_of(url)) != ZIMPORT_OK ||
        (secure && zimport_trust_file_init(&trust, argv[2], NULL) != ZIMPORT_OK)) {
        fputs("poll: bad port, or no certificate\n", stderr);
        return 2;
    }
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);

    const zimport_config config = {.platform = &platform.base,
                                   .transport = secure ? &tls.base : &tcp.base,
                                   .dialect = &zimport_v1,
                                   .origin = &origin,
                                   .cluster = zimport_view_of("in01-0a1b2c3d4e5f6g7"),
                                   .key = zimport_view_of("budget-key"),
                                   .window = window,
                                   .window_size = sizeof window,
                                   .value = value,
                                   .value_size = sizeof value};
    work.jobs = argv + 3;
    work.answer.message = (zimport_text){.data = message, .capacity = sizeof message};
    if (zimport_client_init(&work.client, &config) != ZIMPORT_OK) {
        fputs("poll: not a configuration\n", stderr);
        return 2;
    }
    return run(&work);
}
