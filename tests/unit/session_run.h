/* SPDX-License-Identifier: Apache-2.0 */
/* A client that begins a handshake with a server that never answers: its first message shows whether a session was
 * offered, with the ticket in the clear. */
#ifndef ZIMPORT_TESTS_SESSION_RUN_H
#define ZIMPORT_TESTS_SESSION_RUN_H

#include "zimport/mbedtls.h"

#include "check.h"
#include "port/mbedtls/base/internal.h"

#define TICKET "ticket-of-a-server-0123456789abcdef"
#define NUMBER "thirty-two bytes: session number"
#define NOW 1800000000
#define END (NOW + 1000000)

/* What a session belongs to. */
typedef struct setting {
    zimport_transport lower;
    zimport_platform platform;
    zimport_trust trust;
    const char *trusted; /* what identifies it; "": nothing does */
    zimport_identity identity;
    zimport_pins pins;
    zimport_pin pin[2];
    zimport_peer peer;
    zimport_session session;
    zimport_tls tls;
    int64_t now;
    bool asked; /* by the server whose session is kept, for a client certificate */
    size_t opens;
    zimport_status answer; /* of the server to the first `answers` hellos, instead of silence */
    size_t answers;
    size_t size; /* of the last hello */
    uint8_t hello[2048];
} setting;

static inline setting *setting_of(zimport_transport *lower) {
    return (setting *)(void *)lower;
}

static inline zimport_status lower_open(zimport_transport *self, const zimport_peer *peer, uint64_t now,
                                        uint64_t *wake) {
    (void)peer;
    (void)now;
    (void)wake;
    setting_of(self)->opens++;
    setting_of(self)->size = 0;
    return ZIMPORT_OK;
}

static inline zimport_status lower_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    setting *set = setting_of(self);

    (void)memory;
    (void)capacity;
    (void)size;
    return set->opens <= set->answers ? set->answer : ZIMPORT_WANT_READ;
}

static inline zimport_status lower_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    setting *set = setting_of(self);

    assert_true(set->size + size <= sizeof set->hello);
    memcpy(set->hello + set->size, memory, size);
    set->size += size;
    *written = size;
    return ZIMPORT_OK;
}

static inline void lower_close(zimport_transport *self) {
    (void)self;
}

static inline int64_t clock_of(const zimport_platform *self) {
    const char *platform = (const char *)self;

    return ((const setting *)(const void *)(platform - offsetof(setting, platform)))->now;
}

static inline zimport_status random_of(const zimport_platform *self, void *memory, size_t size) {
    static uint32_t seed = 1;
    uint8_t *bytes = memory;

    (void)self;
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525U + 1013904223U;
        bytes[i] = (uint8_t)(seed >> 24);
    }
    return ZIMPORT_OK;
}

static inline zimport_status find_none(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                       zimport_trust_found found, void *context) {
    (void)self;
    (void)subject;
    (void)subject_size;
    (void)found;
    (void)context;
    return ZIMPORT_OK;
}

static inline bool identify(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                            void *context) {
    const char *trust = (const char *)self;
    const char *text = ((const setting *)(const void *)(trust - offsetof(setting, trust)))->trusted;

    mix(context, text, strlen(text));
    return text[0] != '\0';
}

static inline int use_none(const zimport_identity *identity, zimport_tls *tls) {
    (void)identity;
    (void)tls;
    return 0;
}

static inline void set_up(setting *set, void *memory, size_t capacity) {
    static const zimport_transport_api api = {lower_open, lower_read, lower_write, lower_close, NULL};

    memset(set, 0, sizeof *set);
    set->lower.api = &api;
    set->platform.wall_clock = clock_of;
    set->platform.random = random_of;
    set->trust.find = find_none;
    set->trust.identify = identify;
    set->trusted = "roots";
    set->identity.use = use_none;
    set->pins.pins = (const zimport_pin *)set->pin;
    set->pins.count = 1;
    set->peer.host = "host.test";
    set->peer.port = 443;
    set->peer.deadline = 1000;
    set->now = NOW;
    zimport_session_init(&set->session, memory, capacity);
    zimport_tls_init(&set->tls, &set->lower, &set->platform, &set->trust, ZIMPORT_TLS_1_2);
    set->tls.floor = 0;
    set->tls.session = &set->session;
}

static inline zimport_status begin_at(setting *set, uint64_t now) {
    uint64_t wake = ZIMPORT_NEVER;

    return set->tls.base.api->open(&set->tls.base, &set->peer, now, &wake);
}

static inline void leave(setting *set) {
    set->tls.base.api->close(&set->tls.base);
}

static inline bool told(const setting *set) {
    zimport_view hello = {(const char *)set->hello, set->size};

    return contains(hello, TICKET) || contains(hello, NUMBER);
}

static inline bool offers(setting *set) {
    bool offered;

    assert_int_equal(begin_at(set, 0), ZIMPORT_WANT_READ);
    offered = told(set);
    leave(set);
    return offered;
}

/* As if the connection were open. */
static inline void keep_this(setting *set, mbedtls_ssl_session *from) {
    mbedtls_ssl_context *ssl;

    assert_int_equal(begin_at(set, 0), ZIMPORT_WANT_READ);
    ssl = &zimport_tls_contexts_of(&set->tls)->ssl;
    assert_null(ssl->session);
    ssl->session = from;
    ssl->tls_version = from->tls_version;
    set->tls.chain_end = END;
    set->tls.asked = set->asked;
    memcpy(set->tls.not_after, "2027-01-26T21:46:40Z", 21);
    set->session.api->keep(&set->tls, from->tls_version == MBEDTLS_SSL_VERSION_TLS1_3);
    ssl->session = NULL;
    leave(set);
}

typedef enum kind { TICKET_1_2, NUMBER_1_2, TICKET_1_3, KINDS } kind;

/* For TLS 1.3 that of `host`. Static memory: not to be freed. */
static inline mbedtls_ssl_session *session_of(kind which, const char *host) {
    static mbedtls_ssl_session from;
    static char name[100];
    static char ticket[] = TICKET;

    mbedtls_ssl_session_init(&from);
    from.tls_version = which == TICKET_1_3 ? MBEDTLS_SSL_VERSION_TLS1_3 : MBEDTLS_SSL_VERSION_TLS1_2;
    from.endpoint = MBEDTLS_SSL_IS_CLIENT;
    from.ciphersuite =
        which == TICKET_1_3 ? MBEDTLS_TLS1_3_AES_128_GCM_SHA256 : MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    if (which == NUMBER_1_2) {
        from.id_len = 32;
        memcpy(from.id, NUMBER, 32);
        return &from;
    }
    from.ticket = (unsigned char *)ticket;
    from.ticket_len = sizeof ticket - 1;
    from.ticket_lifetime = 7200;
    if (which == TICKET_1_3) {
        from.resumption_key_len = 32;
        from.ticket_flags = 4; /* psk_dhe_ke */
        if (host != NULL) {
            (void)snprintf(name, sizeof name, "%s", host);
            from.hostname = name;
        }
    }
    return &from;
}

static const char *const names[KINDS] = {"a ticket of TLS 1.2", "a number of TLS 1.2", "a ticket of TLS 1.3"};

enum { PLENTY = 1024 };

static inline void have(setting *set, kind which, void *memory, size_t capacity) {
    set_up(set, memory, capacity);
    keep_this(set, session_of(which, set->peer.host));
}

#endif
