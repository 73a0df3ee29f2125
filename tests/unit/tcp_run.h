/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_TESTS_TCP_RUN_H
#define ZIMPORT_TESTS_TCP_RUN_H

#include "check.h"

#include "port/posix/internal.h"

#include <errno.h>
#include <fcntl.h>

/* The time that the connection is told; it begins here. */
#define BEGIN UINT64_C(5000)

typedef struct tcp_run {
    zimport_tcp tcp;
    zimport_posix_platform platform;
    zimport_peer peer;
    uint64_t now;
    uint64_t wake;
    char log[1024]; /* "T a 0; F a 111; ": what, which address, errno; "@250 " in front when the time has moved */
    uint64_t logged_at;
    unsigned descriptors; /* that were open in the beginning */
} tcp_run;

static inline unsigned open_descriptors(void) {
    unsigned count = 0;
    for (int fd = 0; fd < 256; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

static inline void log_words(tcp_run *run, const char *words) {
    size_t size = strlen(run->log);
    assert_true(size + strlen(words) < sizeof run->log);
    memcpy(run->log + size, words, strlen(words) + 1);
}

static inline void on_tcp_event(void *context, zimport_posix_event what, const char *address, uint16_t port,
                                int error) {
    tcp_run *run = context;
    char words[128];
    assert_int_equal(port, run->peer.port);
    if (run->now != run->logged_at) {
        (void)snprintf(words, sizeof words, "@%u ", (unsigned)(run->now - BEGIN));
        log_words(run, words);
        run->logged_at = run->now;
    }
    (void)snprintf(words, sizeof words, "%c %s", "TFCG"[what], address);
    log_words(run, words);
    if (error != 0) {
        (void)snprintf(words, sizeof words, " %s", strerror(error));
        log_words(run, words);
    }
    log_words(run, "; ");
}

static inline void tcp_begin(tcp_run *run, const char *host) {
    memset(run, 0, sizeof *run);
    run->descriptors = open_descriptors();
    zimport_posix_platform_init(&run->platform, -1);
    zimport_tcp_init(&run->tcp, &run->platform);
    run->tcp.on_event = on_tcp_event;
    run->tcp.context = run;
    run->peer = (zimport_peer){.host = host, .port = 443, .deadline = BEGIN + 10000};
    run->now = BEGIN;
    run->logged_at = BEGIN;
}

static inline zimport_status tcp_open_once(tcp_run *run) {
    run->wake = run->peer.deadline;
    return run->tcp.base.api->open(&run->tcp.base, &run->peer, run->now, &run->wake);
}

/* At most ten seconds of real time. */
static inline void tcp_wait_for(tcp_run *run, zimport_status want) {
    run->tcp.base.api->wait(&run->tcp.base, want, run->platform.base.now(&run->platform.base) + 10000);
}

/* No descriptor is left, as often as it is called. */
static inline void tcp_end(tcp_run *run, const char *label) {
    run->tcp.base.api->close(&run->tcp.base);
    CHECK_EQUAL(run->tcp.fd_count, 0, label);
    CHECK_EQUAL(open_descriptors(), run->descriptors, label);
}

#endif
