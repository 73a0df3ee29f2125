/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Follows a job from within an application's own poll loop: nothing here blocks but that loop. The application's other
 * work is a line typed on standard input, which is echoed; end of input ends the program.
 *
 *     event_loop http://127.0.0.1:19530 CLUSTER-ID JOB-ID
 *
 * Over https the only difference is the TLS transport, as in follow.c: the descriptors to watch are still those of TCP.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "zimport/posix.h"
#include "zimport/zimport.h"

/* The descriptors that poll(2) has to watch for the client. */
static short events_of(zimport_step step) {
    return step == ZIMPORT_STEP_READ ? POLLIN : step == ZIMPORT_STEP_WRITE ? POLLOUT : 0;
}

/* Milliseconds until then, as poll(2) takes them. */
static int timeout_of(uint64_t now, uint64_t until) {
    uint64_t left = until > now ? until - now : 0;

    return left < 1000 ? (int)left : 1000;
}

static void on_news(const zimport_follow *follow) {
    const zimport_job *job = &follow->jobs[follow->current];

    if (job->status != ZIMPORT_OK) {
        printf("job: %s\n", zimport_status_text(job->status));
    } else if (job->changed) {
        printf("job: %s, %d %%\n", zimport_state_name(job->state), (int)(job->percent / 100));
    }
}

/* The application's own work. False: it is over. */
static bool other_work(void) {
    char line[128];
    ssize_t size = read(STDIN_FILENO, line, sizeof line);

    if (size > 0) {
        printf("typed: %.*s", (int)size, line);
    }
    return size > 0;
}

static int run(zimport_follow *follow, const zimport_posix_platform *platform, const zimport_tcp *tcp) {
    uint64_t until = 0;

    zimport_follow_begin(follow, platform->base.now(&platform->base));
    for (;;) {
        uint64_t now = platform->base.now(&platform->base);
        zimport_step step = zimport_follow_step(follow, now, &until);
        if (step == ZIMPORT_STEP_DONE) {
            return follow->jobs[0].state == ZIMPORT_COMPLETED ? 0 : 1;
        }
        if (step == ZIMPORT_STEP_EVENT) {
            on_news(follow);
            continue;
        }
        struct pollfd watched[1 + ZIMPORT_POSIX_ADDRESSES] = {{.fd = STDIN_FILENO, .events = POLLIN}};
        nfds_t count = 1;
        for (unsigned i = 0; i < tcp->fd_count && events_of(step) != 0; i++) {
            watched[count++] = (struct pollfd){.fd = tcp->fds[i], .events = events_of(step)};
        }
        if (poll(watched, count, timeout_of(now, until)) > 0 && watched[0].revents != 0 && !other_work()) {
            zimport_client_abort(follow->client);
            return 130;
        }
    }
}

int main(int argc, char **argv) {
    static char window[1024], value[512];
    static zimport_posix_platform platform;
    static zimport_tcp tcp;
    static zimport_origin origin;
    static zimport_client client;

    if (argc != 4 || zimport_origin_parse(&origin, zimport_view_of(argv[1])) != ZIMPORT_OK || origin.tls) {
        fprintf(stderr, "usage: event_loop http://HOST[:PORT] CLUSTER JOB\n");
        return 2;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    const zimport_config config = {.platform = &platform.base,
                                   .transport = &tcp.base,
                                   .dialect = &zimport_v1,
                                   .origin = &origin,
                                   .cluster = zimport_view_of(argv[2]),
                                   .key = zimport_view_of(getenv("ZILLIZ_API_KEY")),
                                   .window = window,
                                   .window_size = sizeof window,
                                   .value = value,
                                   .value_size = sizeof value,
                                   .retries = 4};
    zimport_status status = zimport_client_init(&client, &config);
    zimport_job job = {.id = zimport_view_of(argv[3])};
    if (status != ZIMPORT_OK || !zimport_id_is_valid(job.id)) {
        fprintf(stderr, "event_loop: %s\n", zimport_status_text(status != ZIMPORT_OK ? status : ZIMPORT_BAD_ID));
        return 2;
    }
    zimport_progress progress = {0};
    zimport_answer answer = {0};
    zimport_follow follow = {
        .client = &client, .jobs = &job, .count = 1, .interval_ms = 2000, .progress = &progress, .answer = &answer};
    int result = run(&follow, &platform, &tcp);
    zimport_client_close(&client);
    return result;
}
