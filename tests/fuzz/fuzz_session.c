/* SPDX-License-Identifier: Apache-2.0 */
/* A session file without its checksum is not used; with it, which only the file's owner can make, it does no harm. */
#include "fuzz.h"

#include "port/mbedtls/base/internal.h"

enum { SUM = 32 };

static struct wire {
    zimport_transport base;
    const zimport_tls *tls;
    size_t opens;
    bool breaks; /* off after the first hello */
} wire;

static zimport_status wire_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    (void)self;
    (void)peer;
    (void)now;
    (void)wake;
    wire.opens++;
    return ZIMPORT_OK;
}

static zimport_status wire_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    (void)self;
    (void)memory;
    (void)capacity;
    (void)size;
    return wire.breaks && wire.opens == 1 ? ZIMPORT_LOST : ZIMPORT_WANT_READ;
}

static zimport_status wire_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    uint64_t sum = 0;

    (void)self;
    mix(&sum, memory, size); /* reads all of it */
    *written = size;
    return ZIMPORT_OK;
}

static void wire_close(zimport_transport *self) {
    (void)self;
}

static int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return 1800000000;
}

/* None where no session is offered: what follows takes long and does not matter. */
static zimport_status random_bytes(const zimport_platform *self, void *memory, size_t size) {
    uint8_t *bytes = memory;

    (void)self;
    if ((wire.tls->session_state & ZIMPORT_SESSION_OFFERED) == 0) {
        return ZIMPORT_NO_RANDOM;
    }
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(i * 7 + 1);
    }
    return ZIMPORT_OK;
}

static zimport_status find_none(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                zimport_trust_found found, void *context) {
    (void)self;
    (void)subject;
    (void)subject_size;
    (void)found;
    (void)context;
    return ZIMPORT_OK;
}

static bool identify(const zimport_trust *self, void (*add)(void *context, const void *bytes, size_t size),
                     void *context) {
    (void)self;
    add(context, "roots", 5);
    return true;
}

static void give_checksum(const zimport_tls *tls) {
    const zimport_session *session = tls->session;
    zimport_hash hash;

    zimport_hash_begin(&hash);
    zimport_hash_add(&hash, tls->session_key, sizeof tls->session_key);
    zimport_hash_add(&hash, session->memory, session->size - SUM);
    REQUIRE(zimport_hash_end(&hash, session->memory + session->size - SUM));
}

/* The first one that was offered is in the hello, or, where mbedTLS cannot make one of it, in none. */
static bool offered(zimport_tls *tls, const zimport_peer *peer) {
    uint64_t wake = ZIMPORT_NEVER;
    zimport_status status;

    wire.tls = tls;
    wire.opens = 0;
    status = tls->base.api->open(&tls->base, peer, 0, &wake);
    REQUIRE(strlen(tls->not_after) < sizeof tls->not_after);
    tls->base.api->close(&tls->base);
    REQUIRE(status == ZIMPORT_WANT_READ ? wire.opens == 1 : status == ZIMPORT_NO_RANDOM && wire.opens <= 2);
    return status == ZIMPORT_WANT_READ;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const zimport_transport_api api = {wire_open, wire_read, wire_write, wire_close, NULL};
    const zimport_platform platform = {NULL, wall_clock, random_bytes, NULL};
    const zimport_trust trust = {find_none, identify};
    const zimport_peer peer = {.host = "host.test", .port = 443, .deadline = 1000};
    char *memory = copy_of((zimport_view){(const char *)data, size});
    zimport_session session;
    zimport_tls tls;

    wire.base.api = &api;
    wire.breaks = false;
    zimport_session_init(&session, memory, size);
    zimport_tls_init(&tls, &wire.base, &platform, &trust, ZIMPORT_TLS_1_2);
    tls.session = &session;
    session.size = size;
    bool used = offered(&tls, &peer);
    REQUIRE(session.size == size && !session.changed);
    REQUIRE(!used || size >= SUM);
    if (size >= SUM) {
        give_checksum(&tls);
        /* The fuzzer sees what memcmp compares, and finds a checksum out. */
        REQUIRE(!used || memcmp(memory + size - SUM, data + size - SUM, SUM) == 0);
        if (offered(&tls, &peer)) {
            wire.breaks = true;
            REQUIRE(!offered(&tls, &peer) && wire.opens == 2);
            REQUIRE(session.size == 0 && session.changed);
        }
    }
    free(memory);
    return 0;
}
