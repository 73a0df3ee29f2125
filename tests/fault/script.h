/* SPDX-License-Identifier: Apache-2.0 */
/* A transport, a server and a platform made of a script. The server answers each whole request with the next reply, in
 * pieces and with delays; the test moves the time; any one call can fail, fall short or stall. */
#ifndef ZIMPORT_TESTS_SCRIPT_H
#define ZIMPORT_TESTS_SCRIPT_H

#include "zimport/zimport.h"

#include "check.h"

typedef struct script_reply {
    zimport_view bytes;
    bool close;        /* and ends the stream behind it */
    bool reset;        /* the end is a reset */
    uint32_t delay_ms; /* before the first byte */
    uint32_t gap_ms;   /* between two pieces */
    size_t piece;      /* bytes of a piece; 0: all */
    zimport_view late; /* bytes that nobody asked for, to be read after the reply is complete */
} script_reply;

/* At one call. */
typedef enum script_fault {
    SCRIPT_NOTHING,
    SCRIPT_FAIL,       /* the call answers `status` */
    SCRIPT_SHORT,      /* one byte is moved */
    SCRIPT_WANT_READ,  /* "not now, read first", though it could */
    SCRIPT_WANT_WRITE, /* the same for writing */
    SCRIPT_STALL,      /* this connection does nothing any more */
    SCRIPT_HOLD        /* the same, but a write has taken its bytes, as TLS does: an orderly close sends them */
} script_fault;

typedef enum script_call { SCRIPT_OPEN = 1, SCRIPT_READ = 2, SCRIPT_WRITE = 4 } script_call;

typedef struct script_platform {
    zimport_platform base;
    struct script *script;
} script_platform;

struct script {
    zimport_transport transport;
    script_platform platform;
    uint64_t now;
    int64_t wall;
    uint32_t seed; /* of random; 0: there is none */

    const script_reply *replies;
    size_t count;                                                               /* beyond: the server stays silent */
    const script_reply *(*answer)(struct script *script, zimport_view request); /* instead of replies; may be NULL */
    void *context;
    uint32_t connect_ms;
    size_t write_most;   /* bytes a write takes; 0: all */
    bool idle_close;     /* the server has closed the kept connection: the next read says so */
    bool idle_reset;     /* the same, and the next write says so */
    zimport_view secret; /* must not be in the memory that a read is given */

    /* At call number fault_at (from 0, of those in fault_calls), and the fault_more after it. */
    size_t fault_at;
    size_t fault_more;
    unsigned fault_calls;
    script_fault fault;
    zimport_status status;

    size_t steps;      /* of the last script_drive */
    size_t calls;      /* of those in fault_calls */
    bool hit;          /* the fault came to pass */
    unsigned hit_call; /* at a call of this kind */
    size_t opens;      /* connections that were opened */
    size_t closes;     /* of those, closed */
    size_t begun;      /* requests of which a byte came */
    size_t resets;     /* of those closed: given up */
    size_t requests;   /* whole ones */
    size_t replied;    /* replies that were read to their end */
    uint64_t asked_at[64];
    char request[1024]; /* the last one, whole or not yet */
    size_t request_size;
    bool whole;

    bool open;
    bool opening;
    bool stalled;
    uint64_t ready_at;
    const script_reply *reply; /* being read */
    size_t at;
    bool ended; /* the server closed */
    bool late;  /* the bytes in late_bytes are there */
    zimport_view late_bytes;
    zimport_status want;     /* the last answer, if it was to wait */
    bool spurious;           /* and there was no need to */
    const void *want_memory; /* what the write that has to wait was given */
    size_t want_size;
    char want_first;
    bool held; /* they were taken */
};

/* At time 1,000,000. */
void script_init(struct script *script, const script_reply *replies, size_t count);

/* Until the question is done, moving the time as needed. Fails the test if the client spins, waits for ever, or does
 * not wait for what the transport wants. Returns the time that went by. */
uint64_t script_drive(struct script *script, zimport_client *client);

/* To when the transport is ready, or to `until`. */
void script_wait(struct script *script, zimport_step step, uint64_t until);

bool script_finds(const void *memory, size_t size, zimport_view bytes);

/* Written into `memory`. */
script_reply script_http(char *memory, size_t capacity, unsigned status, const char *body);

#endif
