/* SPDX-License-Identifier: Apache-2.0 */
/* One connection: handshake, read a head, wait, send, and then whatever ending the reply asks for. */
#define _POSIX_C_SOURCE 200809L
#include "conn.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void conn_enter(struct conn *conn, enum stage stage, int64_t now) {
    conn->stage = stage;
    conn->begun = now;
    conn->wake = NEVER;
    conn->events = 0;
}

void conn_spoil(struct conn *conn, size_t bytes, int64_t now) {
    if (conn->tls != NULL) {
        tls_limit(conn->tls, bytes);
    } else {
        conn_enter(conn, OVER, now);
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
    conn_enter(conn, sim->options.mute ? HANG : conn->tls != NULL ? HANDSHAKE : READ, now);
    if (sim->next_raw != SIZE_MAX) {
        conn_spoil(conn, sim->next_raw, now);
        sim->next_raw = SIZE_MAX;
    }
    return conn;
}

void conn_free(struct conn *conn) {
    tls_free(conn->tls);
    close(conn->fd);
    reply_free(&conn->reply);
    text_free(&conn->body);
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

long conn_receive(struct conn *conn, void *data, size_t size) {
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

enum next conn_blocked(struct conn *conn, long result, int64_t deadline, int64_t now) {
    if ((result != IO_WANT_READ && result != IO_WANT_WRITE) || now >= deadline) {
        conn_enter(conn, OVER, now);
        return AGAIN;
    }
    conn->events = result == IO_WANT_READ ? POLLIN : POLLOUT;
    conn->wake = deadline;
    return WAIT;
}

static enum next step_handshake(struct conn *conn, int64_t now) {
    int result = tls_handshake(conn->tls);

    if (result != 1) {
        return conn_blocked(conn, result, conn->begun + HANDSHAKE_MS, now);
    }
    conn->sim->counters.handshakes++;
    conn->sim->counters.resumed += tls_resumed(conn->tls);
    conn->sim->counters_changed = true;
    conn_enter(conn, READ, now);
    return AGAIN;
}

void conn_begin_goodbye(struct conn *conn, bool rude, int64_t now) {
    conn_enter(conn, rude ? DRAIN : GOODBYE, now);
    if (rude) {
        shutdown(conn->fd, SHUT_WR);
    }
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
        conn_enter(conn, READ, now);
        return;
    case ENDING_CLOSE:
        conn_begin_goodbye(conn, false, now);
        return;
    case ENDING_CUT:
        conn_begin_goodbye(conn, true, now);
        return;
    case ENDING_RESET:
        setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        conn_enter(conn, OVER, now);
        return;
    case ENDING_HANG:
    default:
        conn_enter(conn, HANG, now);
    }
}

/* False: the reply has ended. */
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

    if (conn->events == 0 && conn->wake != NEVER && now < conn->wake) {
        return WAIT; /* a delay */
    }
    conn->wake = NEVER;
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
        return conn_blocked(conn, result, NEVER, now);
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

/* Below TLS: nothing is answered any more. */
static enum next discard(struct conn *conn, int64_t deadline, int64_t now) {
    char room[4096];
    long result = plain_result(recv(conn->fd, room, sizeof room, 0), IO_WANT_READ);

    return result > 0 ? AGAIN : conn_blocked(conn, result, deadline, now);
}

static enum next step_goodbye(struct conn *conn, int64_t now) {
    int result = conn->tls != NULL ? tls_close_notify(conn->tls) : 1;

    if (result == IO_WANT_READ || result == IO_WANT_WRITE) {
        return conn_blocked(conn, result, conn->begun + DRAIN_MS, now);
    }
    shutdown(conn->fd, SHUT_WR);
    conn_enter(conn, DRAIN, now);
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
            next = conn_step_read(conn, now);
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
            next = discard(conn, NEVER, now);
        }
    }
    return conn->stage != OVER;
}
