/* SPDX-License-Identifier: Apache-2.0 */
/* One connection: handshake, read a head, wait, send, and then whatever ending the reply asks for. */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HANDSHAKE_MS = 10000, /* for a client that connects and says nothing */
    DRAIN_MS = 1000,
    HEAD_MAX = 16384,
    BLOCK = 262144
};

enum stage { HANDSHAKE, READ, SEND, HANG, GOODBYE, DRAIN, OVER };

/* What a stage function says: call me again at once, or wait for the socket or the clock. */
enum next { AGAIN, WAIT };

struct conn {
    struct simulator *sim;
    int fd;
    struct tls *tls;
    enum stage stage;
    short events;
    int64_t wake;  /* the stage's deadline or timer */
    int64_t begun; /* when the stage, or the head, began */
    int64_t idle;  /* ms that it is kept open without a request; 0: for ever */
    bool unasked;  /* then it is not closed, but says something */
    unsigned long served;
    bool counted; /* among the connections, which one that asks for the counters first is not */

    char in[HEAD_MAX];
    size_t in_len;
    unsigned reads;

    struct reply reply;
    char *block; /* for reply.more */
    const char *out;
    size_t out_len;
    size_t out_at;
    uint64_t sent;
};

static const int64_t never = INT64_MAX;

static void enter(struct conn *conn, enum stage stage, int64_t now) {
    conn->stage = stage;
    conn->begun = now;
    conn->wake = never;
    conn->events = 0;
}

/* Has the connection end after so many bytes; without TLS at once. */
static void spoil(struct conn *conn, size_t bytes, int64_t now) {
    if (conn->tls != NULL) {
        tls_limit(conn->tls, bytes);
    } else {
        enter(conn, OVER, now);
    }
}

struct conn *conn_new(struct simulator *sim, int fd, int64_t now) {
    struct conn *conn = must(calloc(1, sizeof *conn));

    conn->sim = sim;
    conn->fd = fd;
    conn->counted = true;
    sim->counters.connections++;
    sim->counters_changed = true;
    reply_init(&conn->reply);
    if (sim->tls != NULL) {
        conn->tls = tls_new(sim->tls, fd);
    }
    conn->idle = (int64_t)sim->options.idle_close;
    enter(conn, sim->options.mute ? HANG : conn->tls != NULL ? HANDSHAKE : READ, now);
    if (sim->next_raw != SIZE_MAX) {
        spoil(conn, sim->next_raw, now);
        sim->next_raw = SIZE_MAX;
    }
    return conn;
}

void conn_free(struct conn *conn) {
    tls_free(conn->tls);
    close(conn->fd);
    reply_free(&conn->reply);
    free(conn->block);
    free(conn);
}

int conn_fd(const struct conn *conn) {
    return conn->fd;
}

short conn_events(const struct conn *conn) {
    return conn->events;
}

int64_t conn_wake(const struct conn *conn) {
    return conn->wake;
}

static long plain_result(ssize_t result, int want) {
    if (result >= 0) {
        return (long)result;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? want : IO_FAILED;
}

static long receive(struct conn *conn, void *data, size_t size) {
    if (conn->tls != NULL) {
        return tls_read(conn->tls, data, size);
    }
    return plain_result(recv(conn->fd, data, size, 0), IO_WANT_READ);
}

static long transmit(struct conn *conn, const void *data, size_t len) {
    if (conn->tls != NULL) {
        return tls_write(conn->tls, data, len);
    }
    return plain_result(send(conn->fd, data, len, MSG_NOSIGNAL), IO_WANT_WRITE);
}

/* For a result that is not positive: waits as it says, or ends the connection. */
static enum next blocked(struct conn *conn, long result, int64_t deadline, int64_t now) {
    if ((result != IO_WANT_READ && result != IO_WANT_WRITE) || now >= deadline) {
        enter(conn, OVER, now);
        return AGAIN;
    }
    conn->events = result == IO_WANT_READ ? POLLIN : POLLOUT;
    conn->wake = deadline;
    return WAIT;
}

static enum next step_handshake(struct conn *conn, int64_t now) {
    int result = tls_handshake(conn->tls);

    if (result != 1) {
        return blocked(conn, result, conn->begun + HANDSHAKE_MS, now);
    }
    conn->sim->counters.handshakes++;
    conn->sim->counters.resumed += tls_resumed(conn->tls);
    conn->sim->counters_changed = true;
    enter(conn, READ, now);
    return AGAIN;
}

static void begin_goodbye(struct conn *conn, bool rude, int64_t now) {
    enter(conn, rude ? DRAIN : GOODBYE, now);
    if (rude) {
        shutdown(conn->fd, SHUT_WR);
    }
}

/* A head has its time from the connection's start or, on a kept connection, from its first byte. */
static int64_t read_deadline(const struct conn *conn) {
    if (conn->served == 0 || conn->in_len > 0) {
        return conn->begun + (int64_t)conn->sim->options.head;
    }
    return conn->idle > 0 ? conn->begun + conn->idle : never;
}

static void begin_send(struct conn *conn, int64_t now) {
    enter(conn, SEND, now);
    conn->wake = now + (int64_t)conn->reply.delay;
    conn->out = conn->reply.bytes.data;
    conn->out_len = conn->reply.bytes.len;
    conn->out_at = 0;
    conn->sent = 0;
    if (conn->reply.raw != SIZE_MAX) {
        spoil(conn, conn->reply.raw, now);
    }
}

static void read_too_late(struct conn *conn, int64_t now) {
    if (conn->in_len == 0 && !conn->unasked) {
        begin_goodbye(conn, conn->sim->options.rude, now);
        return;
    }
    if (conn->in_len == 0) {
        text_bytes(&conn->reply.bytes, "\0\r\n", 3);
        begin_send(conn, now);
        return;
    }
    reply_error(&conn->reply, 400, 80000, "the request head did not arrive in time");
    conn->reply.ending = ENDING_CLOSE;
    conn->sim->counters.bad++;
    conn->sim->counters_changed = true;
    begin_send(conn, now);
}

/* A connection whose first request asks for the counters is not counted. */
static void count(struct conn *conn, size_t head_len) {
    struct counters *counters = &conn->sim->counters;
    static const char probe[] = "GET /_counters ";
    bool is_probe = head_len >= sizeof probe && memcmp(conn->in, probe, sizeof probe - 1) == 0;

    if (is_probe && conn->served == 0) {
        counters->connections--;
        counters->handshakes -= conn->tls != NULL;
        counters->resumed -= conn->tls != NULL && tls_resumed(conn->tls);
        conn->counted = false;
    }
    if (!is_probe && !conn->counted) {
        counters->connections++;
        counters->handshakes += conn->tls != NULL;
        counters->resumed += conn->tls != NULL && tls_resumed(conn->tls);
        conn->counted = true;
    }
    if (!is_probe) {
        counters->requests++;
        counters->whole_heads += conn->reads == 1 && conn->in_len == head_len;
    }
    conn->sim->counters_changed = true;
}

static void take_request(struct conn *conn, size_t head_len, int64_t now) {
    const struct options *options = &conn->sim->options;
    bool last = options->close_after > 0 && conn->served + 1 >= options->close_after;

    count(conn, head_len);
    conn->reply.say_close = last && options->announce;
    answer(conn->sim, &conn->reply, conn->in, head_len, conn->in_len);
    if (last && conn->reply.ending == ENDING_KEEP) {
        conn->reply.ending = options->rude ? ENDING_CUT : ENDING_CLOSE;
    }
    conn->served++;
    conn->in_len = 0;
    conn->reads = 0;
    simulator_save_counters(conn->sim); /* so that they hold for who has the reply */
    begin_send(conn, now);
}

static enum next step_read(struct conn *conn, int64_t now) {
    size_t head_len;
    long result;

    if (now >= read_deadline(conn)) {
        read_too_late(conn, now);
        return AGAIN;
    }
    result = receive(conn, conn->in + conn->in_len, sizeof conn->in - conn->in_len);
    if (result <= 0) {
        return blocked(conn, result, read_deadline(conn), now);
    }
    if (conn->in_len == 0 && conn->served > 0) {
        conn->begun = now;
    }
    conn->in_len += (size_t)result;
    conn->reads++;
    head_len = request_end(conn->in, conn->in_len);
    if (head_len == 0 && conn->in_len == sizeof conn->in) {
        head_len = conn->in_len; /* answered as malformed */
    }
    if (head_len > 0) {
        take_request(conn, head_len, now);
    }
    return AGAIN;
}

static void end_reply(struct conn *conn, int64_t now) {
    struct linger linger = {1, 0};
    enum ending ending = conn->reply.ending;

    conn->idle = (int64_t)(conn->reply.idle > 0 ? conn->reply.idle : conn->sim->options.idle_close);
    conn->unasked = conn->reply.unasked;
    reply_free(&conn->reply);
    reply_init(&conn->reply);
    switch (ending) {
    case ENDING_KEEP:
        enter(conn, READ, now);
        return;
    case ENDING_CLOSE:
        begin_goodbye(conn, false, now);
        return;
    case ENDING_CUT:
        begin_goodbye(conn, true, now);
        return;
    case ENDING_RESET:
        setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        enter(conn, OVER, now);
        return;
    case ENDING_HANG:
    default:
        enter(conn, HANG, now);
    }
}

/* Makes sure that there is something to send. Returns false at the reply's end. */
static bool refill(struct conn *conn) {
    if (conn->sent >= conn->reply.cut) {
        return false;
    }
    if (conn->out_at < conn->out_len) {
        return true;
    }
    if (conn->reply.more == NULL) {
        return false;
    }
    if (conn->block == NULL) {
        conn->block = must(malloc(BLOCK));
    }
    conn->out = conn->block;
    conn->out_at = 0;
    conn->out_len = conn->reply.more(&conn->reply, conn->block, BLOCK);
    return conn->out_len > 0;
}

static enum next step_send(struct conn *conn, int64_t now) {
    size_t len;
    long result;

    if (conn->events == 0 && conn->wake != never && now < conn->wake) {
        return WAIT; /* a delay */
    }
    conn->wake = never;
    if (!refill(conn)) {
        end_reply(conn, now);
        return AGAIN;
    }
    len = conn->out_len - conn->out_at;
    if (len > conn->reply.cut - conn->sent) {
        len = (size_t)(conn->reply.cut - conn->sent);
    }
    if (conn->reply.pace > 0 && len > conn->reply.piece) {
        len = conn->reply.piece;
    }
    result = transmit(conn, conn->out + conn->out_at, len);
    if (result <= 0) {
        return blocked(conn, result, never, now);
    }
    conn->out_at += (size_t)result;
    conn->sent += (uint64_t)result;
    conn->events = 0;
    if (conn->reply.pace > 0) {
        conn->wake = now + (int64_t)conn->reply.pace;
        return WAIT;
    }
    if (conn->reply.more != NULL && conn->out_at == conn->out_len) {
        conn->events = POLLOUT; /* let the others have a turn: this one may go on for ever */
        return WAIT;
    }
    return AGAIN;
}

/* Reads and forgets what comes, below TLS: nothing is answered any more. */
static enum next discard(struct conn *conn, int64_t deadline, int64_t now) {
    char room[4096];
    long result = plain_result(recv(conn->fd, room, sizeof room, 0), IO_WANT_READ);

    return result > 0 ? AGAIN : blocked(conn, result, deadline, now);
}

static enum next step_goodbye(struct conn *conn, int64_t now) {
    int result = conn->tls != NULL ? tls_close_notify(conn->tls) : 1;

    if (result == IO_WANT_READ || result == IO_WANT_WRITE) {
        return blocked(conn, result, conn->begun + DRAIN_MS, now);
    }
    shutdown(conn->fd, SHUT_WR);
    enter(conn, DRAIN, now);
    return AGAIN;
}

bool conn_step(struct conn *conn, int64_t now) {
    enum next next = AGAIN;

    while (next == AGAIN && conn->stage != OVER) {
        switch (conn->stage) {
        case HANDSHAKE:
            next = step_handshake(conn, now);
            break;
        case READ:
            next = step_read(conn, now);
            break;
        case SEND:
            next = step_send(conn, now);
            break;
        case GOODBYE:
            next = step_goodbye(conn, now);
            break;
        case DRAIN:
            next = discard(conn, conn->begun + DRAIN_MS, now);
            break;
        case HANG:
        case OVER:
        default:
            next = discard(conn, never, now);
        }
    }
    return conn->stage != OVER;
}
