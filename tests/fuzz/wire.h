/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A transport that does what an input says, for the targets of the client: one byte of a script for each call, and a
 * reply for each whole request. It also holds the client to what port.h says. Calm, it does no harm: all at once, or in
 * pieces with waits, which take no time.
 */
#ifndef ZIMPORT_TESTS_FUZZ_WIRE_H
#define ZIMPORT_TESTS_FUZZ_WIRE_H

#include "fuzz.h"

#include "zimport/zimport.h"

#define WIRE_KEY "s3cr3t`0a1b2c3d"
#define WIRE_KEY_MARK '`' /* which is in no message */
#define A(status) (UINT64_C(1) << (status))

typedef enum wire_mood { WHOLE, PIECES, HARSH } wire_mood;

struct wire {
    zimport_transport base;
    zimport_platform platform;
    wire_mood mood;
    zimport_view script;
    zimport_view replies,
        next;          /* each a byte that says how it ends, and the bytes up to 0xFF; after the last, the first */
    zimport_view left; /* of the reply at hand */
    const char *given; /* its first byte */
    unsigned end;      /* what comes behind it: 0 the end, 1 nothing for ever, 2 a reset */
    uint32_t seed;
    uint64_t now;
    uint64_t failures; /* statuses that were returned, as A() */
    bool random, open, opening, stalled, closed, slept;
    bool first; /* the next request is the first one of a question */
    /* A request of this question was begun. What is wrong with its reply is seen early, and leaves no connection for
     * another try, or late: calm, it leaves none. */
    bool tried;
    const zimport_client *client;
    const void *again; /* what a write that has to wait was given */
    size_t again_size;
    char request[4096];
    size_t size;
    unsigned begun, requests; /* requests of which bytes were taken; whole ones */
    uint64_t asked_at;
    zimport_view job; /* what a request must be about; empty: anything */
};

static struct wire wire;

static unsigned wire_op(void) {
    if (wire.mood == HARSH && wire.script.size > 0) {
        return take_byte(&wire.script);
    }
    return wire.mood == PIECES ? (6 + scramble(&wire.seed) % 5) | (scramble(&wire.seed) & 0xF0) : 0;
}

static zimport_status wire_fail(zimport_status status) {
    wire.failures |= A(status);
    wire.base.detail = 5;
    return status;
}

static zimport_status wire_stall(zimport_status status) {
    wire.stalled = true;
    return status;
}

static zimport_status wire_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    static const zimport_status failures[] = {ZIMPORT_NO_ADDRESS,    ZIMPORT_NO_NAME,       ZIMPORT_NAME_FAILED,
                                              ZIMPORT_NO_CONNECTION, ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TLS_EXPIRED,
                                              ZIMPORT_PROXY_FAILED,  ZIMPORT_SYSTEM,        ZIMPORT_NO_MEMORY,
                                              ZIMPORT_NO_RANDOM,     ZIMPORT_TLS_BROKEN,    ZIMPORT_CONNECT_TIMEOUT};
    unsigned op = wire_op();

    REQUIRE(!wire.open && now == wire.now && now < peer->deadline && *wake == peer->deadline);
    wire.opening = true;
    self->stage = ZIMPORT_AT_CONNECTING;
    if (wire.stalled || op % 16 == 11) {
        return wire_stall(ZIMPORT_WANT_WRITE);
    }
    if (op % 16 >= 8 && op % 16 <= 10) {
        *wake = op % 16 == 9 && now + op < *wake ? now + op : *wake;
        return op % 16 == 10 ? ZIMPORT_WANT_READ : ZIMPORT_WANT_WRITE;
    }
    wire.opening = false;
    if (op % 16 > 11) {
        return wire_fail(failures[op / 16 % (sizeof failures / sizeof *failures)]);
    }
    wire.open = true;
    wire.closed = false;
    wire.size = 0;
    wire.left.size = 0;
    wire.end = 1;
    return ZIMPORT_OK;
}

/* The head has ended, and as much has come behind it as it says. */
static bool wire_is_whole(void) {
    const char *end;
    const char *length;

    wire.request[wire.size] = '\0';
    end = strstr(wire.request, "\r\n\r\n");
    if (end == NULL) {
        return false;
    }
    length = strstr(wire.request, "Content-Length: ");
    size_t body = length != NULL && length < end ? strtoul(length + 16, NULL, 10) : 0;
    size_t all = (size_t)(end + 4 - wire.request) + body;
    REQUIRE(wire.size <= all);
    return wire.size == all;
}

static void wire_reply(void) {
    const char *job = wire.job.size > 0 ? wire.job.data : "";

    REQUIRE(strstr(wire.request, "Authorization: Bearer " WIRE_KEY "\r\n") != NULL);
    REQUIRE(strncmp(wire.request, "GET /", 5) == 0 || strncmp(wire.request, "POST /", 6) == 0);
    REQUIRE(strstr(wire.request, job) != NULL);
    wire.requests++;
    wire.size = 0;
    if (wire.left.size == 0 && !wire.closed) { /* else what came too early is taken for the reply */
        wire.stalled = false;
        wire.next = wire.next.size > 0 ? wire.next : wire.replies;
        wire.end = take_byte(&wire.next) % 3U;
        const char *stop = wire.next.size > 0 ? memchr(wire.next.data, 0xFF, wire.next.size) : NULL;
        wire.left = (zimport_view){wire.next.data, stop != NULL ? (size_t)(stop - wire.next.data) : wire.next.size};
        wire.next.data += wire.left.size + (stop != NULL);
        wire.next.size -= wire.left.size + (stop != NULL);
    }
    wire.given = wire.left.data;
}

static zimport_status wire_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    static const zimport_status failures[] = {ZIMPORT_LOST, ZIMPORT_CLOSED, ZIMPORT_TLS_BROKEN, ZIMPORT_SYSTEM};
    unsigned op = wire_op();

    (void)self;
    REQUIRE(wire.open && wire.client->phase == ZIMPORT_PHASE_SENDING && size > 0);
    REQUIRE(wire.again == NULL || (wire.again == memory && wire.again_size == size));
    if (wire.first) {
        REQUIRE(wire.asked_at == 0 || wire.now >= wire.asked_at + ZIMPORT_SPACING_MS);
    }
    wire.asked_at = wire.size == 0 && wire.again == NULL ? wire.now : wire.asked_at;
    wire.first = false;
    wire.again = NULL;
    if (wire.stalled || (op % 16 >= 9 && op % 16 <= 12)) {
        wire.again = memory;
        wire.again_size = size;
        wire.stalled |= op % 16 == 12;
        return op % 16 == 11 ? ZIMPORT_WANT_READ : ZIMPORT_WANT_WRITE;
    }
    if (op % 16 > 12) {
        return wire_fail(failures[op / 16 % (sizeof failures / sizeof *failures)]);
    }
    wire.begun += wire.size == 0;
    wire.tried = true;
    *written = op % 16 >= 6 && 1 + op < size ? 1 + op : size;
    REQUIRE(wire.size + *written < sizeof wire.request);
    memcpy(wire.request + wire.size, memory, *written);
    wire.size += *written;
    if (wire_is_whole()) {
        wire_reply();
    }
    return ZIMPORT_OK;
}

static zimport_status wire_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    static const zimport_status failures[] = {ZIMPORT_LOST, ZIMPORT_CLOSED, ZIMPORT_TLS_BROKEN, ZIMPORT_TLS_ALERT};
    bool idle = wire.client->phase != ZIMPORT_PHASE_READING; /* the client only looks */
    unsigned op = idle && wire.mood != HARSH ? 0 : wire_op();

    (void)self;
    REQUIRE(wire.open && capacity > 0 && wire.again == NULL);
    if (idle && wire.mood != HARSH && wire.tried) {
        wire.closed = true;
        return ZIMPORT_CLOSED;
    }
    if (op % 16 == 12) {
        return wire_stall(ZIMPORT_WANT_READ);
    }
    if (wire.stalled || (op % 16 >= 9 && op % 16 <= 11)) {
        return op % 16 == 11 ? ZIMPORT_WANT_WRITE : ZIMPORT_WANT_READ;
    }
    if (op % 16 > 12) {
        wire.closed = true;
        return wire_fail(failures[op / 16 % (sizeof failures / sizeof *failures)]);
    }
    if (wire.left.size == 0 || wire.closed) {
        wire.closed |= wire.end != 1;
        wire.stalled |= !idle && wire.end == 1;
        return wire.end == 0 ? ZIMPORT_CLOSED : wire.end == 2 ? wire_fail(ZIMPORT_LOST) : ZIMPORT_WANT_READ;
    }
    *size = op % 16 >= 6 && 1 + op / 16 < wire.left.size ? 1 + op / 16 : wire.left.size;
    *size = *size < capacity ? *size : capacity;
    memcpy(memory, wire.left.data, *size);
    wire.left.data += *size;
    wire.left.size -= *size;
    return ZIMPORT_OK;
}

static void wire_close(zimport_transport *self) {
    (void)self;
    wire.open = wire.opening = wire.stalled = false;
    wire.again = NULL;
}

static uint64_t wire_now(const zimport_platform *self) {
    (void)self;
    return wire.now;
}

static int64_t wire_wall(const zimport_platform *self) {
    (void)self;
    return wire.random ? INT64_C(1800000000) : ZIMPORT_TIME_UNKNOWN;
}

static zimport_status wire_random(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    memset(memory, 0x51, size);
    return wire.random ? ZIMPORT_OK : ZIMPORT_NO_RANDOM;
}

static inline void wire_init(wire_mood mood, uint32_t seed, zimport_view script, zimport_view replies) {
    static const zimport_transport_api api = {wire_open, wire_read, wire_write, wire_close, NULL};

    memset(&wire, 0, sizeof wire);
    wire.base.api = &api;
    wire.platform = (zimport_platform){wire_now, wire_wall, wire_random, NULL};
    wire.mood = mood;
    wire.seed = seed;
    wire.random = seed % 3 != 0;
    wire.script = script;
    wire.replies = wire.next = replies;
    wire.now = seed % 2 == 0 ? 1000 : UINT64_C(0xFFFFFF00);
}

/* What a step asked for, or what time does. */
static inline void wire_pass(zimport_step step, uint64_t until) {
    unsigned op = wire.mood == HARSH ? wire_op() : 0;
    uint64_t before = wire.now;

    REQUIRE(until != ZIMPORT_NEVER && until >= wire.now && (step == ZIMPORT_STEP_WAIT || until > wire.now));
    REQUIRE(until - wire.now <= UINT64_C(1000) * (ZIMPORT_RETRY_AFTER_MAX + 400));
    if (step == ZIMPORT_STEP_WAIT || wire.stalled || op % 8 == 6) {
        wire.now = until;
    }
    wire.now += op % 8 == 7 ? 1 + op * 100U : op % 8 == 5 ? op : 0;
    wire.slept |= wire.now > (step == ZIMPORT_STEP_WAIT ? until : before); /* longer than it was asked to */
}

static inline bool wire_holds(const char *memory, size_t size, const char *text) {
    for (size_t i = 0; i + strlen(text) <= size; i++) {
        if (memcmp(memory + i, text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}

#endif
