/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hundred thousand questions to simulators that misbehave as each question tells them to, so that whatever happens
 * can be compared with what must happen.
 *
 *     soak.c     the command line, the questions one after the other, the sums
 *     draw.c     what a question's job id is to say: one random step for each time that it will be asked
 *     fits.c     what a step may lead to
 *     judge.c    follows a client's events and compares
 *     lane.c     the clients: one for each way to a simulator, and for ways that lead nowhere
 *     watch.c    memory, descriptors, children
 */
#ifndef SOAK_H
#define SOAK_H

#include <stdio.h>

#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

enum { STEPS_MAX = 6, JOBS_MAX = 4, LANES = 11, LONGEST_WAIT = 300 };

/* ---- chance ---- */

uint64_t chance_next(uint64_t *state);
uint32_t chance_below(uint64_t *state, uint32_t end);
bool chance_of(uint64_t *state, uint32_t in_thousand);

/* ---- what is to happen ---- */

/* From SPOILED on they come of no step, but of the way to the server. */
enum kind {
    GOOD,
    REFUSAL,
    UNUSABLE,
    GARBAGE,
    FIN,
    RESET,
    NOTIFIED,
    RAW,
    STALL,
    DRIP,
    SPOILED,
    REFUSED_PORT,
    DEAF_PORT,
    DISTRUSTED,
    MISNAMED,
    UNASKED,
    ABANDONED,
    KINDS
};
extern const char *const kind_names[KINDS];

/* The words of tests/simulator/job_script.c; -1: not there. */
struct step {
    enum kind kind;
    long done, failed, rows, pretty, other, code, http, after, date, control, early;
    long chunked, until, say, interim;
    long bye, rude, idle, late, extra, slow;
    long fin, rst, stall, notify, raw, garbage, next;
};

struct script {
    long serial;
    struct step steps[STEPS_MAX];
    unsigned count;
    unsigned asks; /* how often the simulator was asked */
    char id[ZIMPORT_ID_MAX + 1];
};

/* What the draw must know of the question's way. */
struct terms {
    bool tls;
    bool doomed;   /* its connection may be gone by now; of jobs that are followed, one of theirs may ever be */
    bool followed; /* several good answers on the way to a final one */
    unsigned retries;
};

void draw_script(uint64_t *chance, const struct terms *terms, long serial, struct script *script);

/* Goes wrong as GOOD, STALL and DRIP say, on its own connection only. */
void draw_lonely(uint64_t *chance, long serial, enum kind kind, struct script *script);

const struct step *script_step(const struct script *script); /* whose turn it is */

/* ---- what may come of it ---- */

bool fits_status(const struct step *step, bool tls, zimport_status status);
bool fits_retry(zimport_status status);     /* trying again may help */
bool fits_network(zimport_status status);   /* it is the network's */
bool fits_silence(const struct step *step); /* the connection may end without a byte of a reply */
const char *fits_progress(const struct script *script, const zimport_progress *progress); /* NULL, or what is wrong */
const char *fits_answer(const struct script *script, const zimport_answer *answer);

enum kept { CLOSED, KEPT, EITHER };
enum kept fits_kept(const struct step *step, zimport_status status);
bool fits_doom(const struct step *step); /* the server ends the connection behind its reply, or makes it unusable */

/* ---- the ways ---- */

enum way { ORDINARY, REFUSED, DEAF, UNTRUSTED, WRONG_HOST };

struct server {
    uint16_t port;
    const char *ca;
    bool spoiled; /* its next connection ends in the handshake */
    unsigned long requests;
    unsigned long doubtful; /* requests that it may have read or not */
};

struct lane {
    const char *name;
    enum way way;
    unsigned share; /* of the questions, in ten thousand */
    struct server *server;
    int listener; /* of a way that leads nowhere; -1: none */
    zimport_origin origin;
    zimport_tcp tcp;
    zimport_tls tls;
    zimport_trust_file trust;
    zimport_session session;
    uint8_t session_memory[4096];
    zimport_client client;
    zimport_files files;
    zimport_log log;
    char window[1024];
    char value[1024];

    enum kept kept;                           /* the connection, as it must be */
    bool doomed;                              /* the server closes it, or makes it unusable */
    bool haunted;                             /* something that nobody asked for may come on it */
    unsigned long connections, sent, retries; /* by events */
};

struct soak;

/* Sleeping moves the clock; waiting for sockets is real. */
struct clock {
    zimport_posix_platform posix;
    uint64_t ahead;
    zimport_posix_platform real;
};
void clock_init(struct clock *clock);

bool lanes_init(struct soak *soak);
void lanes_close(struct soak *soak);
void lanes_end(struct soak *soak); /* the ports that lead nowhere, too */
void lane_clear_backlog(const struct lane *lane);
bool lane_is_tls(const struct lane *lane);
bool lane_is_restless(const struct lane *lane);

/* ---- the question at hand ---- */

struct soak {
    struct clock clock;
    struct server plain, tls12, tls13;
    struct lane lanes[LANES];
    size_t lane_count;

    uint64_t seed;
    uint64_t wanted; /* polls */
    uint64_t polls;
    unsigned long number; /* of the draw */
    bool verbose;
    bool resident; /* resident memory counts */

    struct lane *lane;
    struct script scripts[JOBS_MAX];
    size_t current;               /* of the scripts */
    const zimport_follow *follow; /* or NULL */
    zimport_progress progress;
    zimport_answer answer;
    char texts[6][96];

    /* of the question */
    bool hasty; /* the client gives up soon when nothing comes */
    bool brief; /* soon, whatever comes */
    unsigned tries;
    bool once;   /* the service was away before: one try is all it makes */
    bool failed; /* the last try, with: */
    zimport_status failure;
    const struct step *failed_step; /* NULL: it came to none */
    /* of the try */
    bool reused, sent, stale, spoiled;
    bool offered;  /* there was a saved session */
    bool restless; /* before the question, the kept connection was ready to be read */
    uint32_t rows;
    uint64_t row_sum;
    uint16_t http;

    char trace[640];   /* the question's events */
    const char *wrong; /* the first thing that was not as it must be */
    unsigned long outcomes[ZIMPORT_STATUS_COUNT];
    unsigned long tried[KINDS][ZIMPORT_STATUS_COUNT];
};

void judge_begin(struct soak *soak);
void judge_event(void *context, zimport_event event, zimport_view text, uint64_t number);
void judge_file(void *context, const zimport_file *file);
void judge_end(struct soak *soak, zimport_status status);
void judge_abandon(struct soak *soak); /* it was given up in the middle */

/* ---- what must not grow ---- */

void watch_init(void);
void watch_idle(struct soak *soak);   /* no connection is open over TLS: what mbedTLS holds is always the same */
bool watch_sample(struct soak *soak); /* closes all connections; the first one says what the others are to find */
void watch_report(void);

#endif
