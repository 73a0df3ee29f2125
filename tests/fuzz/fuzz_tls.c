/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS against records that do harm. An input is a byte of choices, two for the pieces, and
 *
 *     what a server says, all of it: no connection comes of it, since no server proves who it is
 *     or, with the first bit, what is done to the records of a real server in memory, a byte for each and what it
 * needs: spoilt, dropped, doubled, cut off, swapped or of another type. If a byte of the handshake was spoilt or is
 * missing, no connection comes of it; what is read is how the server's reply begins, and its end is the end that the
 * server announced
 */
#include "fuzz.h"

#include <time.h>

#include "port/mbedtls/base/internal.h"
#include "tls_host.h"

#define ASK "GET / HTTP/1.1\r\n\r\n"
#define REPLY "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n0123456789abcdef"

enum { QUEUE = 80000, STEPS_MOST = 100000, ALERT = 21, HANDSHAKE = 22, DATA = 23 };

static struct wire {
    zimport_transport base;
    tls_host_end *end;
    zimport_view script;
    uint32_t seed;
    uint64_t random;
    unsigned char out[QUEUE], late[QUEUE / 4]; /* for the client; a record that the next one overtakes */
    size_t from, to, late_size;
    unsigned char raw[QUEUE]; /* of the server, records in part */
    size_t raw_size;
    bool live, open, cut, harmed, waits;
} wire;

static tls_host *host;
static zimport_trust_memory trust;

static void queue(const unsigned char *bytes, size_t size) {
    size = size < QUEUE - wire.to ? size : QUEUE - wire.to;
    memcpy(wire.out + wire.to, bytes, size);
    wire.to += size;
}

/* One whole record, as the script wants it. */
static void pass_record(unsigned char *record, size_t size) {
    unsigned op = wire.script.size > 0 ? take_byte(&wire.script) : 0;
    bool matters = record[0] == HANDSHAKE || record[0] == DATA;

    switch (op % 16) {
    case 9:
    case 10:
        if (size > 5) {
            record[5 + take_seed(&wire.script) % (size - 5)] ^= (unsigned char)(1U << (op >> 4 & 7U));
            wire.harmed |= matters;
        }
        break;
    case 11:
        wire.harmed |= matters;
        size = 0;
        break;
    case 12:
        queue(record, size);
        break;
    case 13:
        size = take_seed(&wire.script) % size;
        wire.cut = true;
        break;
    case 14:
        record[0] = (unsigned char)(ALERT - 2 + (op >> 4));
        break;
    case 15:
        if (wire.late_size == 0 && size <= sizeof wire.late) {
            memcpy(wire.late, record, size);
            wire.late_size = size;
            return;
        }
        break;
    default:
        break;
    }
    queue(record, size);
    queue(wire.late, wire.late_size);
    wire.late_size = 0;
}

/* Records one at a time, as they are asked for: what becomes of one is known before it is read. */
static void pump(void) {
    if (!wire.live || wire.cut || wire.from < wire.to) {
        return;
    }
    wire.raw_size += tls_host_get(wire.end, wire.raw + wire.raw_size, sizeof wire.raw - wire.raw_size);
    while (wire.from == wire.to && wire.raw_size >= 5) {
        size_t size = 5 + ((size_t)wire.raw[3] << 8 | wire.raw[4]);
        REQUIRE(size <= wire.raw_size);
        wire.from = wire.to = 0;
        pass_record(wire.raw, size);
        wire.raw_size -= size;
        memmove(wire.raw, wire.raw + size, wire.raw_size);
    }
}

static zimport_status wire_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    (void)self;
    (void)peer;
    (void)now;
    (void)wake;
    wire.open = true;
    return ZIMPORT_OK;
}

static zimport_status wire_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    (void)self;
    REQUIRE(wire.open && capacity > 0);
    wire.waits = !wire.waits && wire.seed % 2 == 0;
    if (wire.waits) {
        return ZIMPORT_WANT_READ;
    }
    pump();
    if (wire.from == wire.to) {
        bool over = !wire.live || wire.cut || tls_host_is_over(wire.end);
        return over ? ZIMPORT_CLOSED : ZIMPORT_WANT_READ;
    }
    *size = piece_size(&wire.seed, wire.to - wire.from);
    *size = *size < capacity ? *size : capacity;
    memcpy(memory, wire.out + wire.from, *size);
    wire.from += *size;
    return ZIMPORT_OK;
}

static zimport_status wire_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    (void)self;
    REQUIRE(wire.open && size > 0);
    if (wire.live) {
        tls_host_put(wire.end, memory, size);
    }
    *written = size;
    return ZIMPORT_OK;
}

static void wire_close(zimport_transport *self) {
    (void)self;
    wire.open = false;
}

static int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return (int64_t)time(NULL);
}

static zimport_status random_bytes(const zimport_platform *self, void *memory, size_t size) {
    uint8_t *bytes = memory;

    (void)self;
    for (size_t i = 0; i < size; i++) {
        wire.random = wire.random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (uint8_t)(wire.random >> 56);
    }
    return ZIMPORT_OK;
}

static const zimport_platform platform = {NULL, wall_clock, random_bytes, NULL};

static bool is_want(zimport_status status) {
    return status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE;
}

/* Nothing more can come of waiting. */
static bool is_stuck(void) {
    return wire.from == wire.to && !wire.waits;
}

static zimport_status open_tls(zimport_tls *tls) {
    static const zimport_peer peer = {.host = "host.test", .port = 443, .deadline = 1000};
    zimport_status status;
    size_t steps = 0;

    do {
        uint64_t wake = peer.deadline;
        status = tls->base.api->open(&tls->base, &peer, 0, &wake);
        REQUIRE(++steps < STEPS_MOST);
    } while (is_want(status) && !is_stuck());
    return status;
}

/* The reply's bytes, in their order; an orderly end only where the server has made one. */
static void read_reply(zimport_tls *tls) {
    char reply[sizeof REPLY + 100];
    zimport_transport *transport = &tls->base;
    size_t size = 0;
    size_t written = 0;
    zimport_status status = ZIMPORT_OK;

    for (size_t steps = 0; written < strlen(ASK) && (status == ZIMPORT_OK || is_want(status)); steps++) {
        size_t part = 0;
        REQUIRE(steps < 100);
        status = transport->api->write(transport, &ASK[written], strlen(ASK) - written, &part);
        written += status == ZIMPORT_OK ? part : 0;
    }
    for (size_t steps = 0; status == ZIMPORT_OK || (is_want(status) && !is_stuck()); steps++) {
        size_t part = 0;
        REQUIRE(steps < STEPS_MOST);
        status = transport->api->read(transport, reply + size, sizeof reply - size, &part);
        size += status == ZIMPORT_OK ? part : 0;
        REQUIRE(size <= strlen(REPLY) && memcmp(reply, REPLY, size) == 0);
    }
    REQUIRE(status != ZIMPORT_CLOSED ||
            (size == strlen(REPLY) && tls_host_options_of(host)->ending == TLS_CLOSES && !wire.cut));
}

static void begin(void) {
    static const zimport_transport_api api = {wire_open, wire_read, wire_write, wire_close, NULL};

    if (host == NULL) {
        host = tls_host_new("", "host.test", "ec", false);
        const char *root = tls_host_root(host);
        REQUIRE(zimport_trust_memory_init(&trust, root, strlen(root)) == ZIMPORT_OK);
    }
    memset(&wire, 0, sizeof wire);
    wire.base.api = &api;
    wire.random = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size};
    unsigned choice = take_byte(&input);
    char name[64];
    zimport_text blamed = {.data = name, .capacity = sizeof name};
    zimport_tls tls;

    begin();
    wire.live = (choice & 1) != 0;
    wire.seed = take_seed(&input);
    tls_host_options *options = tls_host_options_of(host);
    options->least = 2;
    options->most = (choice & 2) != 0 ? 2 : 3;
    options->ask = (choice & 4) != 0 ? TLS_ASKS : TLS_ASKS_NOTHING;
    options->tickets = (choice & 8) != 0;
    options->record = (choice & 16) != 0 ? 7 : 1000;
    options->reply = REPLY;
    options->ending = (tls_host_ending)(choice >> 5 & 3U);
    options->alert = 80;
    if (wire.live) {
        wire.script = input;
        wire.end = tls_host_accept(host);
    } else {
        queue((const unsigned char *)input.data, input.size);
    }
    zimport_tls_init(&tls, &wire.base, &platform, &trust.base, (choice & 128) != 0 ? ZIMPORT_TLS_1_3 : ZIMPORT_TLS_1_2);
    tls.blamed = &blamed;
    zimport_status status = open_tls(&tls);
    REQUIRE(status != ZIMPORT_CLOSED && (!is_want(status) || is_stuck()));
    REQUIRE(status != ZIMPORT_OK || (wire.live && !wire.harmed));
    REQUIRE(blamed.size <= blamed.capacity);
    if (status == ZIMPORT_OK) {
        read_reply(&tls);
    }
    tls.base.api->close(&tls.base);
    REQUIRE(!wire.open);
    if (wire.live) {
        tls_host_leave(wire.end);
    }
    return 0;
}
