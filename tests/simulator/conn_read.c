/* SPDX-License-Identifier: Apache-2.0 */
/* The stage in which a request comes: its head, its body, and what is counted of it. */
#define _POSIX_C_SOURCE 200809L
#include "conn.h"

#include <string.h>

/* A head has its time from the start or, on a kept connection, from its first byte; a body from its head. */
static int64_t read_deadline(const struct conn *conn) {
    if (conn->has_head) {
        return conn->begun + BODY_MS;
    }
    if (conn->served == 0 || conn->in_len > 0) {
        return conn->begun + (int64_t)conn->sim->options.head;
    }
    return conn->idle > 0 ? conn->begun + conn->idle : NEVER;
}

static void begin_send(struct conn *conn, int64_t now) {
    conn_enter(conn, SEND, now);
    conn->wake = now + (int64_t)conn->reply.delay;
    conn->out = conn->reply.bytes.data;
    conn->out_len = conn->reply.bytes.len;
    conn->out_at = 0;
    conn->sent = 0;
    if (conn->reply.raw != SIZE_MAX) {
        conn_spoil(conn, conn->reply.raw, now);
    }
}

static void read_too_late(struct conn *conn, int64_t now) {
    if (conn->in_len == 0 && !conn->unasked) {
        conn_begin_goodbye(conn, conn->sim->options.rude, now);
        return;
    }
    if (conn->in_len == 0) {
        text_bytes(&conn->reply.bytes, "\0\r\n", 3);
        begin_send(conn, now);
        return;
    }
    reply_error(&conn->reply, 400, 80000,
                conn->has_head ? "the request body did not arrive in time" : "the request head did not arrive in time");
    conn->reply.ending = ENDING_CLOSE;
    conn->sim->counters.bad++;
    conn->sim->counters_changed = true;
    begin_send(conn, now);
}

/* A connection whose first request asks for the counters is not counted. */
static void count(struct conn *conn) {
    struct counters *counters = &conn->sim->counters;
    const struct request *request = &conn->request;
    bool is_probe = request->fault == NULL && strcmp(request->path, "/_counters") == 0;

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
        counters->whole_heads += conn->reads == 1 && !request->trailing_bytes;
    }
    conn->sim->counters_changed = true;
}

static void take_bytes(struct conn *conn, const char *data, size_t len) {
    size_t missing = conn->request.body_size - conn->body.len;

    conn->request.trailing_bytes = len > missing;
    text_bytes(&conn->body, data, len < missing ? len : missing);
}

static void take_head(struct conn *conn, size_t head_len, int64_t now) {
    if (conn->sim->options.verbose) {
        show_line("<-", conn->in, head_len);
    }
    request_parse(&conn->request, conn->in, head_len);
    take_bytes(conn, conn->in + head_len, conn->in_len - head_len);
    count(conn);
    conn->has_head = true;
    conn->begun = now;
}

static void take_request(struct conn *conn, int64_t now) {
    const struct options *options = &conn->sim->options;
    bool last = options->close_after > 0 && conn->served + 1 >= options->close_after;

    conn->request.body = conn->body.data;
    conn->reply.say_close = last && options->announce;
    answer(conn->sim, &conn->reply, &conn->request);
    if (last && conn->reply.ending == ENDING_KEEP) {
        conn->reply.ending = options->rude ? ENDING_CUT : ENDING_CLOSE;
    }
    conn->served++;
    conn->in_len = 0;
    conn->reads = 0;
    conn->has_head = false;
    text_free(&conn->body);
    simulator_save_counters(conn->sim); /* so that they hold for who has the reply */
    begin_send(conn, now);
}

static long read_head(struct conn *conn, int64_t now) {
    long result = conn_receive(conn, conn->in + conn->in_len, sizeof conn->in - conn->in_len);
    size_t head_len;

    if (result <= 0) {
        return result;
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
        take_head(conn, head_len, now);
    }
    return result;
}

static long read_body(struct conn *conn) {
    char room[16384];
    long result = conn_receive(conn, room, sizeof room);

    if (result > 0) {
        take_bytes(conn, room, (size_t)result);
    }
    return result;
}

enum next conn_step_read(struct conn *conn, int64_t now) {
    long result;

    if (now >= read_deadline(conn)) {
        read_too_late(conn, now);
        return AGAIN;
    }
    result = conn->has_head ? read_body(conn) : read_head(conn, now);
    if (result <= 0) {
        return conn_blocked(conn, result, read_deadline(conn), now);
    }
    if (conn->has_head && conn->body.len == conn->request.body_size) {
        take_request(conn, now);
    }
    return AGAIN;
}
