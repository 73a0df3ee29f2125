/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of polling in simulated time: no socket, no thread, no clock but a number. Only the client and its follow are
 * real; a wire of our own does whatever a network does, and every answer must be one that this can lead to.
 *
 *     days.c     the command line, the fleets one after the other, the judge
 *     world.c    jobs that go through all their states, and what a service says about them
 *     server.c   the replies, good and bad
 *     wire.c     the transport and the time
 */
#ifndef DAYS_H
#define DAYS_H

#include "zimport/zimport.h"

enum { FLEET_MOST = 6, BODY_MOST = 8000, HEAD_MOST = ZIMPORT_HTTP_HEAD_MAX + 600, REQUEST_MOST = 1024 };

/* ---- chance ---- */

uint32_t below(uint64_t *chance, uint32_t end);
bool once_in(uint64_t *chance, uint32_t times);

/* ---- jobs ---- */

struct thing {
    char id[24];
    uint64_t works, ends; /* in now() time: importing from, until */
    uint64_t rows;
    zimport_state end;
};

/* What a reply says. */
struct said {
    zimport_state state;
    int32_t percent;
    uint32_t files;
    uint64_t imported;
    bool reason;
};

void world_draw(uint64_t *chance, uint64_t now, unsigned number, struct thing *thing);
/* Returns the size. */
size_t world_body(const zimport_dialect *dialect, const struct thing *thing, uint64_t now, uint32_t files, char *memory,
                  struct said *said);
/* What a dialect with phases must call it. NULL: none. */
const char *world_phase(const struct said *said);

/* ---- the wire ---- */

/* What becomes of one request. */
enum fate {
    GOOD,
    LIMITED,     /* 429, with Retry-After or without */
    UNAVAILABLE, /* 500, 502, 503, 504 */
    DENIED,
    REFUSED,
    MISSING,
    CUT,
    RESET,
    STALLED,
    DRIPPED,
    NOISE,
    NO_JSON,
    EARLY,
    OTHER_JOB,
    LONG_HEAD,
    UNOPENED, /* it never came so far */
    FATES
};
extern const char *const fate_names[FATES];

/* A set of zimport_status. */
#define A(status) (UINT64_C(1) << (status))

struct wire {
    zimport_transport base;
    struct clock {
        zimport_platform base;
        struct wire *wire;
    } clock;
    uint64_t chance;
    uint64_t now;
    int64_t wall;
    unsigned faults;       /* in a thousand requests */
    const struct day *day; /* whose jobs are asked about */
    const char *wrong;     /* the first thing that was not as it must be */
    uint64_t began;        /* of the question: the first call since the last answer; ZIMPORT_NEVER: none yet */
    uint64_t jumped;       /* milliseconds that the machine slept in the question at hand */
    uint64_t expect, also; /* what the last try may end with, and any */
    struct said said;
    enum fate fate;
    bool asked;        /* in the question at hand */
    uint64_t asked_at; /* last request */
    uint64_t requests, connections, fates[FATES];

    bool open, opening, deaf, stalled, dead;
    zimport_status refusal; /* of the connection at hand, or ZIMPORT_OK */
    uint64_t ready_at;
    uint64_t dies_at;  /* idle, the server closes it */
    const void *again; /* what the write that has to wait was given */
    size_t again_size;
    char request[REQUEST_MOST];
    size_t request_size;
    char reply[HEAD_MOST + BODY_MOST];
    size_t size, at, end; /* end: where the reply breaks off */
};

void wire_init(struct wire *wire, uint64_t seed);
void wire_wait(struct wire *wire, zimport_step step, uint64_t until);
void wire_blame(struct wire *wire, const char *what);

/* Draws what becomes of the request that came, and makes the reply. */
void server_answer(struct wire *wire);

/* ---- a fleet ---- */

struct day {
    struct thing things[FLEET_MOST];
    zimport_job jobs[FLEET_MOST];
    bool answered[FLEET_MOST];
    struct said last[FLEET_MOST];
    uint32_t quiet[FLEET_MOST]; /* answers since one with news */
    uint64_t soonest[FLEET_MOST];
    zimport_follow follow;
    zimport_client client;
    zimport_origin origin;
    zimport_progress progress;
    zimport_answer answer;
    zimport_files files;
    uint32_t rows;
    uint64_t row_sum;
    char window[1100];
    char value[600];
    char texts[6][200];
};

#endif
