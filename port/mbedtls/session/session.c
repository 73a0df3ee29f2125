/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session to resume, in the caller's memory:
 *
 *     form | ticket | checksum
 *
 * The checksum covers all of it and what the session belongs to, so that a damaged or foreign one is rejected.
 * mbedTLS's own serialization holds the server's certificate too, and takes twice the code.
 */
#include "../base/internal.h"

#include <mbedtls/platform_util.h>
#include <string.h>

#if defined(ZIMPORT_SEAM_TICKET_TIME)
#include <mbedtls/platform_time.h>
#endif

enum { CHECKSUM = 32, SECRET = 48, NUMBER = 32 };

/* In this machine's byte order and alignment: another kind of machine's fails the checksum. */
typedef struct form {
    char magic[8]; /* for people who find the file */
    int64_t from;  /* when it was received, in seconds since 1970 */
    int64_t until; /* when the first of the server's certificates expires */
    uint32_t lifetime;
    uint32_t age_add; /* of a TLS 1.3 ticket: this, and how it may be used */
    uint8_t flags;
    uint8_t secret_size;
    uint8_t number_size;
    uint8_t asked; /* the server wanted a client certificate */
    uint16_t version;
    uint16_t cipher;
    uint8_t secret[SECRET];
    uint8_t number[NUMBER]; /* the session's, of TLS 1.2 without a ticket */
    char not_after[24];
} form;

enum { AROUND = sizeof(form) + CHECKSUM };

static const char magic[8] = "zimport2";

/* Sessions without a lifetime of their own (RFC 5246 appendix F.1.4). */
#define DAY 86400U

static bool has(const zimport_tls *tls, int bits) {
    return (tls->session_state & bits) != 0;
}

static void forget(zimport_session *session) {
    session->changed = session->changed || session->size > 0;
    session->size = 0;
}

/* If any of this differs, the session is not this connection's. */
static bool make_key(const zimport_tls *tls, uint8_t key[32]) {
    uint32_t facts[] = {(uint32_t)tls->min_version,
                        sizeof(form),
                        ZIMPORT_SEAM_TLS_1_2 + 2 * ZIMPORT_SEAM_TLS_1_3,
                        tls->peer->port,
                        tls->identity != NULL,
                        tls->pins != NULL ? (uint32_t)tls->pins->count + 1 : 0};
    zimport_hash hash;

    if (tls->trust->identify == NULL) {
        return false;
    }
    zimport_hash_begin(&hash);
    zimport_hash_add(&hash, magic, sizeof magic);
    zimport_hash_add(&hash, MBEDTLS_VERSION_STRING, sizeof MBEDTLS_VERSION_STRING);
    zimport_hash_add(&hash, facts, sizeof facts);
    zimport_hash_add(&hash, tls->peer->host, strlen(tls->peer->host) + 1);
    if (tls->identity != NULL) {
        zimport_hash_add(&hash, tls->identity->digest, sizeof tls->identity->digest);
    }
    if (tls->pins != NULL) {
        zimport_hash_add(&hash, tls->pins->pins, tls->pins->count * sizeof(zimport_pin));
    }
    bool good = tls->trust->identify(tls->trust, zimport_hash_add, &hash);
    return zimport_hash_end(&hash, key) && good;
}

/* The roots may have changed while they were used. */
static bool is_same_key(const zimport_tls *tls) {
    uint8_t key[sizeof tls->session_key];

    return make_key(tls, key) && memcmp(key, tls->session_key, sizeof key) == 0;
}

static bool sum(const zimport_tls *tls, size_t size, uint8_t checksum[CHECKSUM]) {
    zimport_hash hash;

    zimport_hash_begin(&hash);
    zimport_hash_add(&hash, tls->session_key, sizeof tls->session_key);
    zimport_hash_add(&hash, tls->session->memory, size);
    return zimport_hash_end(&hash, checksum);
}

/* Valid, this connection's, and not expired; also gives its form. */
static bool is_usable(const zimport_tls *tls, form *about, int64_t now) {
    const zimport_session *session = tls->session;
    uint8_t checksum[CHECKSUM];

    if (session->size < AROUND || session->size > session->capacity || !sum(tls, session->size - CHECKSUM, checksum) ||
        memcmp(checksum, session->memory + session->size - CHECKSUM, CHECKSUM) != 0) {
        return false;
    }
    memcpy(about, session->memory, sizeof *about);
    return about->secret_size <= SECRET && about->number_size <= NUMBER && now >= about->from && now <= about->until &&
           (uint64_t)now - (uint64_t)about->from < about->lifetime;
}

#if defined(ZIMPORT_SEAM_NEWER)
/* With a TLS 1.2 session mbedTLS offers nothing newer. A server that could speak 1.3 says so in its random number (RFC
 * 8446 section 4.1.3): then this session is used for the last time. */
static void look_for_newer(void *context, mbedtls_ssl_key_export_type type, const unsigned char *secret,
                           size_t secret_size, const unsigned char client_random[32],
                           const unsigned char server_random[32], mbedtls_tls_prf_types prf) {
    static const char downgraded[8] = "DOWNGRD\1";
    zimport_tls *tls = context;

    (void)type;
    (void)secret;
    (void)secret_size;
    (void)client_random;
    (void)prf;
    if (memcmp(server_random + 24, downgraded, sizeof downgraded) == 0) {
        tls->session_state |= ZIMPORT_SESSION_STALE;
    }
}
#endif

static void take_ticket(form *about, const mbedtls_ssl_session *from) {
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    about->age_add = from->ticket_age_add;
    about->flags = from->ticket_flags;
    about->secret_size = from->resumption_key_len;
    memcpy(about->secret, from->resumption_key, SECRET);
#else
    (void)about;
    (void)from;
#endif
}

static void give_ticket(const form *about, mbedtls_ssl_session *to, const zimport_peer *peer, uint32_t age_ms) {
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    to->ticket_flags = about->flags;
    to->resumption_key_len = about->secret_size;
    memcpy(to->resumption_key, about->secret, SECRET);
    to->hostname = peer->address ? NULL : (char *)(uintptr_t)peer->host; /* for mbedTLS to compare */
#if defined(ZIMPORT_SEAM_TICKET_TIME)
    to->ticket_age_add = about->age_add;
    to->ticket_lifetime = about->lifetime;
    to->ticket_reception_time = mbedtls_ms_time() - age_ms;
#else
    to->ticket_age_add = about->age_add + age_ms; /* mbedTLS adds an age of 0 */
#endif
#else
    (void)about;
    (void)to;
    (void)peer;
    (void)age_ms;
#endif
}

/* mbedTLS copies it. */
static bool restore(zimport_tls *tls, const form *about, uint32_t age) {
    const zimport_session *session = tls->session;
    mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(tls)->ssl;
    mbedtls_ssl_session to;
    bool good;

    mbedtls_ssl_session_init(&to);
    to.tls_version = (mbedtls_ssl_protocol_version)about->version;
    to.ciphersuite = about->cipher;
    to.verify_result = 0;
    to.id_len = about->number_size;
    memcpy(to.id, about->number, NUMBER);
    memcpy(to.master, about->secret, SECRET);
    to.ticket_len = session->size - AROUND;
    to.ticket = to.ticket_len > 0 ? session->memory + sizeof *about : NULL;
    give_ticket(about, &to, tls->peer, age * 1000U);
    good = mbedtls_ssl_set_session(ssl, &to) == 0;
    mbedtls_platform_zeroize(&to, sizeof to);
#if defined(ZIMPORT_SEAM_NEWER)
    if (good && about->version == MBEDTLS_SSL_VERSION_TLS1_2) {
        mbedtls_ssl_set_export_keys_cb(ssl, look_for_newer, tls);
    }
#endif
    return good;
}

static void offer(zimport_tls *tls) {
    int64_t now = zimport_clock_time(tls);
    form about;

    if (!make_key(tls, tls->session_key)) {
        return;
    }
    tls->session_state = ZIMPORT_SESSION_BOUND;
#if defined(ZIMPORT_SEAM_TICKET_SIGNAL)
    mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(&zimport_tls_contexts_of(tls)->config,
                                                             MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
#endif
    if (!is_usable(tls, &about, now)) {
        return;
    }
    if (restore(tls, &about, (uint32_t)((uint64_t)now - (uint64_t)about.from))) {
        tls->session_state |= ZIMPORT_SESSION_OFFERED | ZIMPORT_SESSION_CONTINUES;
        tls->session_state |= about.asked != 0 ? ZIMPORT_SESSION_ASKED : 0;
        tls->chain_end = about.until;
        memcpy(tls->not_after, about.not_after, sizeof tls->not_after - 1);
    } else {
        /* The handshake works without it; drop what was copied before memory ran out. */
        mbedtls_ssl_session_free(zimport_tls_contexts_of(tls)->ssl.session_negotiate);
        (void)zimport_hooks_failure();
    }
    mbedtls_platform_zeroize(&about, sizeof about);
}

static void describe(const zimport_tls *tls, const mbedtls_ssl_session *from, form *about) {
    memset(about, 0, sizeof *about);
    memcpy(about->magic, magic, sizeof about->magic);
    about->from = zimport_clock_time(tls);
    about->asked = tls->asked;
    about->until = tls->chain_end;
    about->lifetime = from->ticket_len > 0 && from->ticket_lifetime > 0 ? from->ticket_lifetime : DAY;
    about->version = (uint16_t)from->tls_version;
    about->cipher = (uint16_t)from->ciphersuite;
    memcpy(about->not_after, tls->not_after, sizeof about->not_after);
    if (about->version == MBEDTLS_SSL_VERSION_TLS1_2) {
        about->number_size = (uint8_t)from->id_len;
        memcpy(about->number, from->id, NUMBER);
        memcpy(about->secret, from->master, SECRET);
    } else {
        take_ticket(about, from);
    }
}

static void save(zimport_tls *tls, const mbedtls_ssl_session *from) {
    zimport_session *session = tls->session;
    form about;
    size_t size = sizeof about + from->ticket_len;

    forget(session);
    if (session->capacity < CHECKSUM || session->capacity - CHECKSUM < size ||
        (!has(tls, ZIMPORT_SESSION_CONTINUES) && !is_same_key(tls))) {
        return;
    }
    describe(tls, from, &about);
    memcpy(session->memory, &about, sizeof about);
    mbedtls_platform_zeroize(&about, sizeof about);
    if (from->ticket_len > 0) {
        memcpy(session->memory + sizeof about, from->ticket, from->ticket_len);
    }
    if (sum(tls, size, session->memory + size)) {
        session->size = size + CHECKSUM;
        session->changed = true;
    }
}

static void keep(zimport_tls *tls, bool ticket) {
    mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(tls)->ssl;
    const mbedtls_ssl_session *from = ssl->session;

    if (!has(tls, ZIMPORT_SESSION_BOUND)) {
        return;
    }
    if (!ticket) {
        if (has(tls, ZIMPORT_SESSION_STALE) ||
            (has(tls, ZIMPORT_SESSION_OFFERED) && !has(tls, ZIMPORT_SESSION_CONTINUES))) {
            forget(tls->session);
        }
        /* A TLS 1.3 ticket is yet to come. In 1.2 a ticket replaces the session number: a resumed session with a number
         * has no new ticket. */
        if (has(tls, ZIMPORT_SESSION_STALE) || mbedtls_ssl_get_version_number(ssl) != MBEDTLS_SSL_VERSION_TLS1_2 ||
            (from->id_len > 0 ? has(tls, ZIMPORT_SESSION_CONTINUES) : from->ticket_len == 0)) {
            return;
        }
    }
    save(tls, from);
}

static bool refused(zimport_tls *tls, zimport_status status) {
    if (tls->state != ZIMPORT_TLS_CLOSED || !has(tls, ZIMPORT_SESSION_OFFERED) || status == ZIMPORT_NO_MEMORY ||
        status == ZIMPORT_NO_RANDOM) {
        return false;
    }
    forget(tls->session);
    return has(tls, ZIMPORT_SESSION_CONTINUES) && status != ZIMPORT_CONNECT_TIMEOUT;
}

void zimport_session_init(zimport_session *session, void *memory, size_t capacity) {
    static const struct zimport_session_api api = {offer, keep, refused};

    session->api = &api;
    session->memory = memory;
    session->capacity = capacity;
    session->size = 0;
    session->changed = false;
}
