/* SPDX-License-Identifier: Apache-2.0 */
/* Listens, accepts, and waits for all connections in one poll(). */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIXED = 3, LOOK_MS = 250 }; /* the pipe and two listeners; how often to look for the parent */

struct loop {
    struct simulator *sim;
    int listeners[2]; /* -1 when not used */
    struct conn **conns;
    struct pollfd *polls;
    size_t count;
    size_t size;
};

static int signal_pipe[2] = {-1, -1};

static void on_signal(int number) {
    int saved = errno;
    char byte = (char)number;

    if (write(signal_pipe[1], &byte, 1) < 0) {
        /* The pipe is full, so a signal is noted already. */
    }
    errno = saved;
}

static bool watch_signals(void) {
    struct sigaction action;

    if (pipe(signal_pipe) != 0) {
        return false;
    }
    fcntl(signal_pipe[1], F_SETFL, O_NONBLOCK);
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = on_signal;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    return true;
}

static int listen_at(const struct sockaddr *address, socklen_t len) {
    int one = 1;
    int fd = socket(address->sa_family, SOCK_STREAM, 0);

    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (address->sa_family == AF_INET6) {
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    }
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (bind(fd, address, len) != 0 || listen(fd, 512) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* -1 on failure. Sets a port of 0. */
static int listen4(unsigned *port) {
    struct sockaddr_in address;
    socklen_t len = sizeof address;
    int fd;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)*port);
    fd = listen_at((struct sockaddr *)&address, len);
    if (fd >= 0 && getsockname(fd, (struct sockaddr *)&address, &len) == 0) {
        *port = ntohs(address.sin_port);
    }
    return fd;
}

static int listen6(unsigned *port) {
    struct sockaddr_in6 address;
    socklen_t len = sizeof address;
    int fd;

    memset(&address, 0, sizeof address);
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    address.sin6_port = htons((uint16_t)*port);
    fd = listen_at((struct sockaddr *)&address, len);
    if (fd >= 0 && getsockname(fd, (struct sockaddr *)&address, &len) == 0) {
        *port = ntohs(address.sin6_port);
    }
    return fd;
}

/* The port has to be free in both families; one free in the first mostly is. */
static bool listen_all(struct loop *loop) {
    const struct options *options = &loop->sim->options;
    int tries;

    for (tries = 0; tries < 20; tries++) {
        loop->sim->port = (unsigned)options->port;
        loop->listeners[0] = *options->listen == '6' ? -1 : listen4(&loop->sim->port);
        if (loop->listeners[0] < 0 && *options->listen != '6') {
            return false;
        }
        loop->listeners[1] = *options->listen == '4' ? -1 : listen6(&loop->sim->port);
        if (loop->listeners[1] >= 0 || *options->listen == '4') {
            return true;
        }
        if (*options->listen == '6' || errno != EADDRINUSE) {
            return loop->listeners[0] >= 0; /* a machine without IPv6 */
        }
        close(loop->listeners[0]);
        if (options->port != 0) {
            return false;
        }
    }
    return false;
}

static void tell_ready(const struct simulator *sim) {
    char line[16];

    printf("listening %s://localhost:%u%s\n", sim->options.plain ? "http" : "https", sim->port, sim->options.prefix);
    fflush(stdout);
    if (sim->options.ready_file != NULL) {
        snprintf(line, sizeof line, "%u\n", sim->port);
        write_file(sim->options.ready_file, line, strlen(line));
    }
}

static void reserve(struct loop *loop) {
    if (loop->count + FIXED < loop->size) {
        return;
    }
    loop->size = loop->size == 0 ? 64 : loop->size * 2;
    loop->conns = must(realloc(loop->conns, loop->size * sizeof(struct conn *)));
    loop->polls = must(realloc(loop->polls, loop->size * sizeof(struct pollfd)));
}

static void accept_all(struct loop *loop, int listener, int64_t now) {
    int one = 1;
    int fd;

    while ((fd = accept(listener, NULL, NULL)) >= 0) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        reserve(loop);
        loop->conns[loop->count] = conn_new(loop->sim, fd, now);
        loop->polls[FIXED + loop->count].revents = POLLIN; /* a first step at once */
        loop->count++;
    }
}

static void prepare_poll(struct loop *loop, int64_t now, int *timeout) {
    int64_t wake = now + LOOK_MS;
    size_t i;

    loop->polls[0] = (struct pollfd){signal_pipe[0], POLLIN, 0};
    loop->polls[1] = (struct pollfd){loop->listeners[0], POLLIN, 0};
    loop->polls[2] = (struct pollfd){loop->listeners[1], POLLIN, 0};
    for (i = 0; i < loop->count; i++) {
        loop->polls[FIXED + i] = (struct pollfd){conn_fd(loop->conns[i]), conn_events(loop->conns[i]), 0};
        if (conn_wake(loop->conns[i]) < wake) {
            wake = conn_wake(loop->conns[i]);
        }
    }
    *timeout = wake > now ? (int)(wake - now) : 0;
}

static void step_all(struct loop *loop, int64_t now) {
    size_t i = 0;

    while (i < loop->count) {
        struct pollfd *ready = &loop->polls[FIXED + i];

        if ((ready->revents == 0 && conn_wake(loop->conns[i]) > now) || conn_step(loop->conns[i], now)) {
            i++;
            continue;
        }
        conn_free(loop->conns[i]);
        loop->count--;
        loop->conns[i] = loop->conns[loop->count];
        *ready = loop->polls[FIXED + loop->count];
    }
}

static void run(struct loop *loop) {
    pid_t parent = getppid();
    int64_t end = clock_ms() + (int64_t)loop->sim->options.max_life;
    int64_t now = clock_ms();
    int timeout;
    int i;

    while (now < end && getppid() == parent) {
        prepare_poll(loop, now, &timeout);
        if (poll(loop->polls, (nfds_t)(FIXED + loop->count), timeout) < 0 && errno != EINTR) {
            return;
        }
        now = clock_ms();
        if (loop->polls[0].revents != 0) {
            return;
        }
        for (i = 0; i < 2; i++) {
            if (loop->polls[1 + i].revents != 0) {
                accept_all(loop, loop->listeners[i], now);
            }
        }
        step_all(loop, now);
        simulator_save_counters(loop->sim);
    }
}

int simulator_run(struct simulator *sim) {
    struct loop loop = {sim, {-1, -1}, NULL, NULL, 0, 0};
    size_t i;

    reserve(&loop);
    if (!watch_signals() || !listen_all(&loop)) {
        fprintf(stderr, "simulator: cannot listen: %s\n", strerror(errno));
        return 1;
    }
    simulator_save_counters(sim);
    tell_ready(sim);
    run(&loop);
    for (i = 0; i < loop.count; i++) {
        conn_free(loop.conns[i]);
    }
    for (i = 0; i < 2; i++) {
        if (loop.listeners[i] >= 0) {
            close(loop.listeners[i]);
        }
        close(signal_pipe[i]);
    }
    free(loop.conns);
    free(loop.polls);
    return 0;
}
