/* SPDX-License-Identifier: Apache-2.0 */
/*
 *           open                 a whole request          the reply is read
 *   closed ------> (opening) --> open ------------> replying -------------> open (idle; dies at dies_at)
 *      ^                          |                    |
 *      '---------- close ---------'<-------------------'  deaf, stalled, refused and dead ends on the way
 */
#include <stdio.h>
#include <string.h>

#include "days.h"

#define LATE (A(ZIMPORT_CONNECT_TIMEOUT) | A(ZIMPORT_IDLE_TIMEOUT) | A(ZIMPORT_TOTAL_TIMEOUT))

void wire_blame(struct wire *wire, const char *what) {
    if (wire->wrong == NULL) {
        wire->wrong = what;
    }
}

static struct wire *of(zimport_transport *self) {
    return (struct wire *)(void *)self;
}

static void touch(struct wire *wire) {
    if (wire->began == ZIMPORT_NEVER) {
        wire->began = wire->now;
    }
}

/* ---- time ---- */

static uint64_t clock_now(const zimport_platform *self) {
    return ((const struct clock *)(const void *)self)->wire->now;
}

static int64_t clock_wall(const zimport_platform *self) {
    return ((const struct clock *)(const void *)self)->wire->wall;
}

static zimport_status clock_random(const zimport_platform *self, void *memory, size_t size) {
    struct wire *wire = ((const struct clock *)(const void *)self)->wire;
    unsigned char *bytes = memory;

    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)below(&wire->chance, 256);
    }
    return once_in(&wire->chance, 1000) ? ZIMPORT_NO_RANDOM : ZIMPORT_OK;
}

/* Now and then the machine sleeps for hours, or somebody sets the wall clock. */
static void jump(struct wire *wire) {
    if (once_in(&wire->chance, 100000)) {
        uint64_t hours = (1 + below(&wire->chance, 10)) * UINT64_C(3600000);
        wire->now += hours;
        wire->jumped += hours;
        wire->also |= LATE;
    }
    if (once_in(&wire->chance, 100000)) {
        static const int64_t times[] = {0, ZIMPORT_TIME_UNKNOWN, 1700000000, 4102444800, 2147483647, -1000};
        wire->wall = times[below(&wire->chance, sizeof times / sizeof times[0])];
    }
}

void wire_wait(struct wire *wire, zimport_step step, uint64_t until) {
    uint64_t ready = step == ZIMPORT_STEP_READ && wire->size == 0 ? wire->dies_at : wire->ready_at;
    uint64_t then = until;

    if (step != ZIMPORT_STEP_WAIT && !wire->deaf && !wire->stalled && ready < until) {
        then = ready;
    }
    if (then > wire->now) {
        wire->now = then;
        jump(wire);
    }
}

/* ---- connections ---- */

static void weather(struct wire *wire, uint32_t every) {
    if (once_in(&wire->chance, every)) {
        wire->faults = once_in(&wire->chance, 3) ? 0 : below(&wire->chance, once_in(&wire->chance, 4) ? 1000 : 200);
    }
}

static void draw_connection(struct wire *wire) {
    static const zimport_status ways[] = {ZIMPORT_NO_CONNECTION, ZIMPORT_NO_CONNECTION, ZIMPORT_NO_NAME,
                                          ZIMPORT_NAME_FAILED,   ZIMPORT_NO_ADDRESS,    ZIMPORT_CONNECT_TIMEOUT};
    bool bad = below(&wire->chance, 1000) < wire->faults;

    weather(wire, 20);
    wire->fate = UNOPENED;
    wire->deaf = bad && once_in(&wire->chance, 4);
    wire->refusal = bad ? ways[below(&wire->chance, sizeof ways / sizeof ways[0])] : ZIMPORT_OK;
    wire->ready_at = wire->now + (once_in(&wire->chance, 20) ? below(&wire->chance, 5000) : below(&wire->chance, 30));
    wire->expect = A(wire->deaf ? ZIMPORT_CONNECT_TIMEOUT : wire->refusal) | A(ZIMPORT_CONNECT_TIMEOUT);
}

static zimport_status wire_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    struct wire *wire = of(self);

    touch(wire);
    if (now != wire->now || *wake != peer->deadline || wire->open) {
        wire_blame(wire, "opened in a wrong way");
    }
    if (!wire->opening) {
        wire->opening = true;
        draw_connection(wire);
    }
    if (wire->deaf || now < wire->ready_at) {
        *wake = !wire->deaf && wire->ready_at < *wake ? wire->ready_at : *wake;
        return ZIMPORT_WANT_WRITE;
    }
    wire->opening = false;
    if (wire->refusal != ZIMPORT_OK) {
        return wire->refusal;
    }
    wire->open = true;
    wire->connections++;
    wire->stalled = wire->dead = false;
    wire->size = wire->at = wire->request_size = 0;
    wire->dies_at = ZIMPORT_NEVER;
    wire->expect = 0;
    return ZIMPORT_OK;
}

static void wire_close(zimport_transport *self) {
    struct wire *wire = of(self);

    wire->open = wire->opening = wire->deaf = wire->stalled = false;
    wire->again = NULL;
}

/* ---- bytes ---- */

/* Whole when the head has ended, and as much has come behind it as it says. */
static bool is_whole(const struct wire *wire) {
    const char *end = strstr(wire->request, "\r\n\r\n");
    const char *length = strstr(wire->request, "Content-Length: ");
    size_t body = 0;

    if (end == NULL) {
        return false;
    }
    for (length = length != NULL ? length + 16 : end; length < end && *length != '\r'; length++) {
        body = body * 10 + (size_t)(*length - '0');
    }
    return wire->request_size == (size_t)(end + 4 - wire->request) + body;
}

static void take_request(struct wire *wire) {
    const struct day *day = wire->day;
    size_t current = day->follow.current;

    if (strstr(wire->request, day->things[current].id) == NULL) {
        wire_blame(wire, "a request about another job");
    }
    wire->requests++;
    wire->request_size = 0;
    weather(wire, 300);
    server_answer(wire);
}

/* The server has closed the connection, which was idle. */
static bool is_gone(struct wire *wire) {
    wire->dead |= wire->now >= wire->dies_at;
    return wire->dead;
}

/* A question's first request keeps its distance from the last one of the question before. */
static void note_request(struct wire *wire) {
    if (!wire->asked && wire->now < wire->asked_at + ZIMPORT_SPACING_MS) {
        wire_blame(wire, "asked too often");
    }
    wire->asked = true;
    wire->asked_at = wire->now;
}

static zimport_status wire_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    struct wire *wire = of(self);
    size_t room = REQUEST_MOST - 1 - wire->request_size;

    touch(wire);
    if (wire->request_size == 0 && wire->again == NULL) {
        note_request(wire);
    }
    if (!wire->open || size == 0 || size > room ||
        (wire->again != NULL && (wire->again != memory || wire->again_size != size))) {
        wire_blame(wire, "written in a wrong way");
        return ZIMPORT_LOST;
    }
    wire->again = NULL;
    if (is_gone(wire) && once_in(&wire->chance, 2)) {
        wire->expect = A(ZIMPORT_LOST);
        return ZIMPORT_LOST;
    }
    if (wire->now < wire->ready_at || once_in(&wire->chance, 50)) {
        wire->again = memory;
        wire->again_size = size;
        wire->ready_at = wire->now < wire->ready_at ? wire->ready_at : wire->now + 1 + below(&wire->chance, 300);
        return ZIMPORT_WANT_WRITE;
    }
    *written = once_in(&wire->chance, 10) ? 1 + below(&wire->chance, (uint32_t)size) : size;
    if (!wire->dead) {
        memcpy(wire->request + wire->request_size, memory, *written);
        wire->request_size += *written;
        wire->request[wire->request_size] = '\0';
        if (is_whole(wire)) {
            take_request(wire);
        }
    }
    return ZIMPORT_OK;
}

static zimport_status broken_off(struct wire *wire) {
    if (wire->fate == STALLED) {
        wire->stalled = true;
        return ZIMPORT_WANT_READ;
    }
    return wire->fate == RESET ? ZIMPORT_LOST : ZIMPORT_CLOSED;
}

/* Behind a whole reply the connection lives for a while. */
static void finish(struct wire *wire) {
    wire->size = 0;
    wire->dies_at = once_in(&wire->chance, 5) ? wire->now + below(&wire->chance, 20000) : ZIMPORT_NEVER;
}

static zimport_status wire_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    struct wire *wire = of(self);
    size_t left = wire->end - wire->at;

    touch(wire);
    if (!wire->open || capacity == 0) {
        wire_blame(wire, "read in a wrong way");
        return ZIMPORT_LOST;
    }
    if (wire->size == 0) {
        return is_gone(wire) ? ZIMPORT_CLOSED : ZIMPORT_WANT_READ;
    }
    if (wire->now < wire->ready_at) {
        return ZIMPORT_WANT_READ;
    }
    if (left == 0) {
        return broken_off(wire);
    }
    left = left < capacity ? left : capacity;
    *size = wire->fate == DRIPPED ? 1 : once_in(&wire->chance, 2) ? left : 1 + below(&wire->chance, (uint32_t)left);
    memcpy(memory, wire->reply + wire->at, *size);
    wire->at += *size;
    wire->ready_at = wire->now + (wire->fate == DRIPPED ? 5000 : once_in(&wire->chance, 20) ? 200 : 0);
    if (wire->at == wire->size) {
        finish(wire);
    }
    return ZIMPORT_OK;
}

static void wire_wait_for(zimport_transport *self, zimport_status want, uint64_t until) {
    wire_wait(of(self), want == ZIMPORT_WANT_READ ? ZIMPORT_STEP_READ : ZIMPORT_STEP_WRITE, until);
}

void wire_init(struct wire *wire, uint64_t seed) {
    static const zimport_transport_api api = {wire_open, wire_read, wire_write, wire_close, wire_wait_for};

    memset(wire, 0, sizeof *wire);
    wire->base.api = &api;
    wire->clock.base = (zimport_platform){clock_now, clock_wall, clock_random, NULL};
    wire->clock.wire = wire;
    wire->chance = seed;
    wire->now = 1 + below(&wire->chance, UINT32_MAX);
    wire->wall = 1700000000;
    wire->began = ZIMPORT_NEVER;
}
