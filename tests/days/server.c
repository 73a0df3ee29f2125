/* SPDX-License-Identifier: Apache-2.0 */
/* What comes back for a request: a good reply, a refusal, or what no client wants to read. */
#include <stdio.h>
#include <string.h>

#include "days.h"

const char *const fate_names[FATES] = {
    "good reply",      "429",      "500 to 504",     "401",         "refused",
    "no such job",     "cut",      "reset",          "stalled",     "dripping",
    "bytes at random", "not JSON", "JSON too short", "another job", "head too long",
    "not opened",
};

static enum fate draw_fate(struct wire *wire) {
    return below(&wire->chance, 1000) < wire->faults ? (enum fate)below(&wire->chance, UNOPENED) : GOOD;
}

static uint64_t fits(enum fate fate) {
    static const uint64_t sets[FATES] = {
        [GOOD] = A(ZIMPORT_OK),
        [LIMITED] = A(ZIMPORT_BUSY),
        [UNAVAILABLE] = A(ZIMPORT_BUSY),
        [DENIED] = A(ZIMPORT_UNAUTHORIZED),
        [REFUSED] = A(ZIMPORT_REFUSED),
        [MISSING] = A(ZIMPORT_NOT_FOUND),
        [CUT] = A(ZIMPORT_LOST),
        [RESET] = A(ZIMPORT_LOST),
        [STALLED] = A(ZIMPORT_IDLE_TIMEOUT) | A(ZIMPORT_TOTAL_TIMEOUT),
        [DRIPPED] = A(ZIMPORT_TOTAL_TIMEOUT),
        [NOISE] = A(ZIMPORT_HTTP_SYNTAX),
        [NO_JSON] = A(ZIMPORT_JSON_SYNTAX),
        [EARLY] = A(ZIMPORT_JSON_EARLY),
        [OTHER_JOB] = A(ZIMPORT_REPLY_OTHER_JOB),
        [LONG_HEAD] = A(ZIMPORT_HTTP_LIMIT),
    };

    return sets[fate];
}

/* A body in up to three chunks. Returns its size. */
static size_t say_chunks(struct wire *wire, char *to, const char *body, size_t size) {
    size_t at = 0;

    for (unsigned left = 3; size > 0; left--) {
        size_t part = left > 1 ? 1 + below(&wire->chance, (uint32_t)size) : size;
        at += (size_t)snprintf(to + at, 12, "%zx\r\n", part);
        memcpy(to + at, body, part);
        memcpy(to + at + part, "\r\n", 2);
        at += part + 2;
        body += part;
        size -= part;
    }
    memcpy(to + at, "0\r\n\r\n", 5);
    return at + 5;
}

static void say(struct wire *wire, unsigned status, const char *more, const char *body, size_t size) {
    char length[40] = "Transfer-Encoding: chunked";
    bool chunked = once_in(&wire->chance, 3);

    if (!chunked) {
        snprintf(length, sizeof length, "Content-Length: %zu", size);
    }
    wire->size = (size_t)snprintf(wire->reply, HEAD_MOST, "HTTP/1.1 %u X\r\n%s%s\r\n\r\n", status, more, length);
    if (chunked) {
        wire->size += say_chunks(wire, wire->reply + wire->size, body, size);
    } else {
        memcpy(wire->reply + wire->size, body, size);
        wire->size += size;
    }
}

static void say_refusal(struct wire *wire, enum fate fate) {
    static const unsigned away[] = {500, 502, 503, 504};
    const zimport_dialect *dialect = wire->day->client.config.dialect;
    bool old = dialect->fraction;
    char more[40] = "";
    char body[80];
    unsigned http = 200;
    unsigned code = old ? 40021 : 12345;

    if (fate == LIMITED) {
        http = code = 429;
        if (once_in(&wire->chance, 2)) {
            snprintf(more, sizeof more, "Retry-After: %u\r\n", below(&wire->chance, 40));
        }
    } else if (fate == UNAVAILABLE) {
        http = code = away[below(&wire->chance, 4)];
    } else if (fate == DENIED) {
        http = code = 401;
    } else if (fate == MISSING) {
        code = old ? 90144 : 2101;
    }
    int size = snprintf(body, sizeof body, "{\"code\":%u,\"message\":\"as drawn\"}", code);
    say(wire, http, more, body, (size_t)size);
}

static void say_progress(struct wire *wire, enum fate fate) {
    const struct day *day = wire->day;
    const struct thing *thing = &day->things[day->follow.current];
    struct thing other = *thing;
    static char body[BODY_MOST];
    static char more[HEAD_MOST - 200];
    uint32_t files = once_in(&wire->chance, 20) ? below(&wire->chance, 150) : below(&wire->chance, 4);
    size_t size;

    other.id[4] = other.id[4] == 'x' ? 'y' : 'x';
    size =
        world_body(day->client.config.dialect, fate == OTHER_JOB ? &other : thing, wire->now, files, body, &wire->said);
    if (fate == NO_JSON) {
        body[below(&wire->chance, 3)] = '\001';
    } else if (fate == EARLY) {
        size -= 1 + below(&wire->chance, 2);
    } else if (fate == LONG_HEAD) {
        memset(more, 'a', sizeof more - 1);
        memcpy(more, "A: ", 3);
        memcpy(more + sizeof more - 3, "\r\n", 2);
    }
    say(wire, 200, fate == LONG_HEAD ? more : "", body, size);
}

static void say_noise(struct wire *wire) {
    wire->size = 20 + below(&wire->chance, 300);
    for (size_t i = 0; i < wire->size; i++) {
        wire->reply[i] = (char)(0x80 + below(&wire->chance, 100));
    }
    wire->reply[wire->size - 1] = '\n'; /* before a line ends, it may still be one */
}

void server_answer(struct wire *wire) {
    enum fate fate = draw_fate(wire);

    wire->fate = fate;
    wire->fates[fate]++;
    wire->expect = fits(fate);
    if (fate == NOISE) {
        say_noise(wire);
    } else if (fate >= LIMITED && fate <= MISSING) {
        say_refusal(wire, fate);
    } else {
        say_progress(wire, fate);
    }
    wire->at = 0;
    wire->end =
        fate == CUT || fate == RESET || fate == STALLED ? below(&wire->chance, (uint32_t)wire->size) : wire->size;
    wire->ready_at = wire->now + (once_in(&wire->chance, 30) ? below(&wire->chance, 20000) : below(&wire->chance, 40));
}
