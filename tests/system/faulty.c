/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TCP proxy on 127.0.0.1 that harms what passes through it, at an exact place.
 *
 *     faulty --ready-file FILE --upstream ADDRESS:PORT [--log FILE] [--max-life SECONDS] [--never-accept] [PLAN...]
 *
 * The N-th connection gets the N-th plan, those behind it get the last one; without plans everything passes. A plan:
 *
 *     pass
 *     refuse                 closed as soon as it was accepted
 *     delay:MS               connects to the server so much later
 *     trickle:SIDE:BYTES:MS  so many bytes at a time, so far apart
 *     cut:SIDE:PLACE         passes everything up to there, then ends in the orderly way of TCP
 *     reset:SIDE:PLACE       the same, with a TCP reset
 *     stall:SIDE:PLACE       the same, then says nothing more and stays open
 *     corrupt:SIDE:PLACE     flips the highest bit of the byte there
 *     truncate               cuts in front of the server's first TLS alert, which is close_notify if all goes well
 *
 * SIDE is server or client: whose bytes are counted. PLACE is a number of bytes, or RECORD+BYTES: so many bytes into
 * that TLS record of this side, the first being 0. SIGUSR1 resets the connections that are open, SIGUSR2 cuts them.
 *
 * FILE of --ready-file gets the port; FILE of --log a line `accept N PLAN` for each connection, and `hit N` when its
 * fault was done. --never-accept: new connections are not even answered. Ends with its parent, on a signal, or after
 * 300 s.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "faulty.h"

enum { CONNECTIONS = 64, PLANS = 512, TICK_MS = 250, LIFE_S = 300 };

struct connection {
    int client; /* -1: a free slot */
    int server; /* -1: not yet, or not any more */
    bool deaf;  /* the fault is done: what still comes is thrown away, until the client ends it */
    unsigned long number;
    long long connect_at;
    const struct plan *plan;
    struct way up;
    struct way down;
};

static struct connection connections[CONNECTIONS];
static struct sockaddr_in upstream;
static struct plan plans[PLANS];
static size_t plan_count;
static const char *log_path;
static volatile sig_atomic_t signalled;

static void die(const char *what) __attribute__((noreturn));
static void die(const char *what) {
    fprintf(stderr, "faulty: %s: %s\n", what, errno != 0 ? strerror(errno) : "see the top of the source");
    exit(1);
}

static long long now_ms(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void note(const char *what, const struct connection *c, const char *more) {
    FILE *file = log_path != NULL ? fopen(log_path, "a") : NULL;

    if (file != NULL) {
        fprintf(file, "%s %lu%s%s\n", what, c->number, *more != '\0' ? " " : "", more);
        fclose(file);
    }
}

/* ---- what a fault does */

static void close_one(int *fd, bool reset) {
    const struct linger at_once = {1, 0};

    if (*fd >= 0 && reset) {
        setsockopt(*fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

static void close_both(struct connection *c, bool reset) {
    close_one(&c->client, reset);
    close_one(&c->server, reset);
}

/* Always lets the server go: one that serves a client at a time is free for the next. */
static void harm(struct connection *c, enum action action) {
    note("hit", c, "");
    close_one(&c->server, action == RESET);
    if (action == RESET) {
        close_one(&c->client, true);
    } else if (action != STALL) {
        shutdown(c->client, SHUT_WR);
    }
    c->deaf = true;
}

/* ---- the bytes */

static bool is_passing(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static bool can_read(const struct way *way) {
    return way->size == 0 && !way->ended && !way->there;
}

/* False: the connection is over. */
static bool read_some(struct connection *c, struct way *way, int from) {
    unsigned char bytes[PIECE];
    bool slow = way->counted && c->plan->action == TRICKLE;
    ssize_t n = recv(from, bytes, slow && c->plan->bytes < PIECE ? c->plan->bytes : PIECE, 0);

    if (n < 0) {
        return is_passing(errno);
    }
    way->ended = n == 0;
    way->due = slow ? now_ms() + (long long)c->plan->ms : 0;
    take(c->plan, way, bytes, (size_t)n);
    if (way->hit) {
        note("hit", c, "");
        way->hit = false;
    }
    return true;
}

static bool write_some(struct way *way, int to) {
    ssize_t n = send(to, way->data + way->sent, way->size - way->sent, MSG_NOSIGNAL);

    if (n < 0) {
        return is_passing(errno);
    }
    way->sent += (size_t)n;
    if (way->sent == way->size) {
        way->sent = 0;
        way->size = 0;
    }
    return true;
}

/* False: the connection is over, by itself or by the plan. */
static bool move(struct connection *c, struct way *way, int from, int to) {
    bool alive = !can_read(way) || read_some(c, way, from);

    if (alive && way->size > 0 && now_ms() >= way->due) {
        alive = write_some(way, to);
    }
    if (alive && way->ended && way->size == 0 && !way->shut) {
        way->shut = true;
        shutdown(to, SHUT_WR);
    }
    if (!alive || (c->up.shut && c->down.shut)) {
        close_both(c, false);
        return false;
    }
    if (way->there && way->size == 0) {
        harm(c, c->plan->action);
        return false;
    }
    return true;
}

/* ---- connections */

static void set_up(int fd) {
    int on = 1;

    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static bool connect_server(struct connection *c) {
    c->server = socket(AF_INET, SOCK_STREAM, 0);
    if (c->server < 0 || connect(c->server, (struct sockaddr *)&upstream, sizeof upstream) != 0) {
        close_both(c, false);
        return false;
    }
    set_up(c->server);
    c->up.counted = c->plan->of_client;
    c->down.counted = !c->plan->of_client;
    c->up.there = is_end(c->plan, &c->up);
    c->down.there = is_end(c->plan, &c->down);
    return true;
}

static void begin(int fd) {
    static const struct plan pass = {.action = PASS, .text = "pass"};
    static unsigned long number;
    struct connection *c = connections;

    while (c < connections + CONNECTIONS - 1 && c->client >= 0) {
        c++;
    }
    if (c->client >= 0) {
        close_both(c, true);
    }
    memset(c, 0, sizeof *c);
    c->client = fd;
    c->server = -1;
    if (fd < 0) {
        return;
    }
    c->number = ++number;
    c->plan = plan_count == 0 ? &pass : &plans[number <= plan_count ? number - 1 : plan_count - 1];
    c->connect_at = now_ms() + (c->plan->action == DELAY ? (long long)c->plan->ms : 0);
    set_up(fd);
    note("accept", c, c->plan->text);
    if (c->plan->action == REFUSE) {
        note("hit", c, "");
        close_both(c, false);
    }
}

static void throw_away(struct connection *c) {
    unsigned char bytes[PIECE];
    ssize_t n = recv(c->client, bytes, sizeof bytes, 0);

    if (n == 0 || (n < 0 && !is_passing(errno))) {
        close_both(c, false);
    }
}

static void go_on(struct connection *c) {
    if (c->deaf) {
        throw_away(c);
    } else if ((c->server >= 0 || (now_ms() >= c->connect_at && connect_server(c))) &&
               move(c, &c->up, c->client, c->server)) {
        move(c, &c->down, c->server, c->client);
    }
}

/* Also sets when bytes kept back are due. */
static void want(struct pollfd *poll_fd, int fd, const struct way *in, const struct way *out, int *timeout) {
    long long left = out->due - now_ms();

    poll_fd->events = can_read(in) ? POLLIN : 0;
    if (out->size > 0 && left <= 0) {
        poll_fd->events |= POLLOUT;
    } else if (out->size > 0 && left < *timeout) {
        *timeout = (int)left;
    }
    poll_fd->fd = poll_fd->events != 0 ? fd : -1;
}

static void want_for(struct connection *c, struct pollfd *polls, int *timeout) {
    polls[0].fd = -1;
    polls[1].fd = -1;
    if (c->client >= 0 && c->deaf) {
        polls[0] = (struct pollfd){c->client, POLLIN, 0};
    } else if (c->client >= 0 && c->server < 0) {
        long long left = c->connect_at - now_ms();
        *timeout = left < *timeout ? (int)(left > 0 ? left : 0) : *timeout;
    } else if (c->client >= 0) {
        want(&polls[0], c->client, &c->up, &c->down, timeout);
        want(&polls[1], c->server, &c->down, &c->up, timeout);
    }
}

static void serve(int listener) __attribute__((noreturn));
static void serve(int listener) {
    struct pollfd polls[2 * CONNECTIONS + 1];
    pid_t parent = getppid();
    size_t i;

    while (getppid() == parent) {
        enum action all = signalled == SIGUSR1 ? RESET : signalled == SIGUSR2 ? CUT : PASS;
        int timeout = TICK_MS;

        signalled = 0;
        for (i = 0; i < CONNECTIONS; i++) {
            struct connection *c = &connections[i];

            if (c->client >= 0 && !c->deaf && all != PASS) {
                harm(c, all);
            } else if (c->client >= 0) {
                go_on(c);
            }
            want_for(c, &polls[2 * i], &timeout);
        }
        polls[2 * CONNECTIONS] = (struct pollfd){listener, POLLIN, 0};
        if (poll(polls, 2 * CONNECTIONS + 1, timeout) > 0 && polls[2 * CONNECTIONS].revents != 0) {
            begin(accept(listener, NULL, NULL));
        }
    }
    exit(0);
}

static void on_signal(int number) {
    signalled = number;
}

static int listen_somewhere(bool answering, unsigned *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int i;

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, answering ? CONNECTIONS : 0) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        die("listen");
    }
    *port = ntohs(address.sin_port);
    /* The queue is full: whoever comes next is dropped, as if packets vanished. */
    for (i = 0; !answering && i < 2; i++) {
        int filler = socket(AF_INET, SOCK_STREAM, 0);

        set_up(filler);
        if (connect(filler, (struct sockaddr *)&address, size) != 0 && errno != EINPROGRESS) {
            die("connect");
        }
    }
    return fd;
}

/* Atomically. */
static void write_ready(const char *path, unsigned port) {
    char temporary[4096];
    FILE *file;

    snprintf(temporary, sizeof temporary, "%s.new", path);
    file = fopen(temporary, "w");
    if (file == NULL || fprintf(file, "%u\n", port) < 0 || fclose(file) != 0 || rename(temporary, path) != 0) {
        die(path);
    }
}

static bool read_upstream(char *text) {
    char *colon = strchr(text, ':');

    if (colon == NULL) {
        return false;
    }
    *colon = '\0';
    upstream.sin_family = AF_INET;
    upstream.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    return inet_pton(AF_INET, text, &upstream.sin_addr) == 1;
}

/* Then *i is at its value. */
static bool is_option(char **argv, int *i, const char *name) {
    bool same = strcmp(argv[*i], name) == 0 && argv[*i + 1] != NULL;

    *i += same;
    return same;
}

int main(int argc, char **argv) {
    const char *ready = NULL;
    unsigned life = LIFE_S;
    unsigned port;
    bool answering = true;
    int i;

    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--never-accept") == 0) {
            answering = false;
        } else if (is_option(argv, &i, "--ready-file")) {
            ready = argv[i];
        } else if (is_option(argv, &i, "--log")) {
            log_path = argv[i];
        } else if (is_option(argv, &i, "--max-life")) {
            life = (unsigned)strtoul(argv[i], NULL, 10);
        } else if (is_option(argv, &i, "--upstream")
                       ? !read_upstream(argv[i])
                       : plan_count == PLANS || !read_plan(argv[i], &plans[plan_count++])) {
            die(argv[i]);
        }
    }
    if (ready == NULL || upstream.sin_port == 0) {
        die("--ready-file and --upstream are needed");
    }
    for (i = 0; i < CONNECTIONS; i++) {
        connections[i].client = -1;
    }
    alarm(life);
    signal(SIGUSR1, on_signal);
    signal(SIGUSR2, on_signal);
    i = listen_somewhere(answering, &port);
    write_ready(ready, port);
    serve(answering ? i : -1);
}
