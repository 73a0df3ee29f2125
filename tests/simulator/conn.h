/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of a connection: conn.c has its stages, conn_read.c the one in which a request comes. */
#ifndef SIMULATOR_CONN_H
#define SIMULATOR_CONN_H

#include "simulator.h"

#define NEVER INT64_MAX

enum {
    HANDSHAKE_MS = 10000, /* for a client that connects and says nothing */
    DRAIN_MS = 1000,
    HEAD_MAX = 16384,
    BODY_MS = 10000, /* for a body, once its head is there */
    BLOCK = 262144
};

enum stage { HANDSHAKE, READ, SEND, HANG, GOODBYE, DRAIN, OVER };

/* Call again at once, or wait for the socket or the clock. */
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

    char in[HEAD_MAX]; /* the head, and what came with it */
    size_t in_len;
    unsigned reads;
    bool has_head; /* then request has it, and what is still missing is the body */
    struct request request;
    struct text body;

    struct reply reply;
    char *block; /* for reply.more */
    const char *out;
    size_t out_len;
    size_t out_at;
    uint64_t sent;
};

void conn_enter(struct conn *conn, enum stage stage, int64_t now);
/* Without TLS the connection ends at once. */
void conn_spoil(struct conn *conn, size_t bytes, int64_t now);
long conn_receive(struct conn *conn, void *data, size_t size);
/* For a result that is not positive. */
enum next conn_blocked(struct conn *conn, long result, int64_t deadline, int64_t now);
void conn_begin_goodbye(struct conn *conn, bool rude, int64_t now);
enum next conn_step_read(struct conn *conn, int64_t now);

#endif
