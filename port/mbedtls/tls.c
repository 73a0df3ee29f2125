/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS as a transport over another one.
 *
 *     CLOSED --lower is open--> HANDSHAKE --verified--> OPEN
 *       ^-- a failure -----------------'                 |
 *       '-- close ---------------------------------------'
 *
 * In OPEN, `ended` keeps the first result that ends the stream; every later call returns it.
 */
#include "tls.h"

#include <limits.h>
#include <string.h>

#include "chain/chain.h"

static zimport_tls *tls_of(zimport_transport *self) {
    return (zimport_tls *)(void *)self;
}

#if defined(ZIMPORT_SEAM_HEAP)

/* How many bytes an init function has cleared of memory that had none. */
static size_t cleared(const unsigned char *memory, size_t size) {
    while (size > 0 && memory[size - 1] != 0) {
        size--;
    }
    return size;
}

/* A shared mbedTLS can be another one than that of the headers, where the linker has no say. Its contexts have other
 * sizes then, and what it thinks they are shows when it clears one. */
static bool contexts_fit(unsigned char *memory, size_t size) {
    size_t config;

    memset(memory, 0xA5, size);
    mbedtls_ssl_config_init((mbedtls_ssl_config *)(void *)memory);
    config = cleared(memory, size);
    memset(memory, 0xA5, size);
    mbedtls_ssl_init((mbedtls_ssl_context *)(void *)memory);
    return config == sizeof(mbedtls_ssl_config) && cleared(memory, size) == sizeof(mbedtls_ssl_context);
}

static zimport_status take_contexts(zimport_tls *tls) {
    const size_t size = 4 * sizeof(zimport_tls_contexts);
    unsigned char *memory = mbedtls_calloc(1, size);

    tls->memory.pointer = memory;
    if (memory == NULL) {
        return ZIMPORT_NO_MEMORY;
    }
    if (!contexts_fit(memory, size)) {
        mbedtls_free(memory);
        tls->memory.pointer = NULL;
        tls->base.detail = MBEDTLS_ERR_SSL_BAD_CONFIG;
        return ZIMPORT_TLS_FAILED;
    }
    memset(memory, 0, size);
    return ZIMPORT_OK;
}

static void give_contexts(zimport_tls *tls) {
    mbedtls_free(tls->memory.pointer);
    tls->memory.pointer = NULL;
}

#else

/* The build fails if the contexts do not fit: then raise ZIMPORT_TLS_CONTEXT_MAX. */
typedef char contexts_fit[sizeof(zimport_tls_contexts) <= ZIMPORT_TLS_CONTEXT_MAX * sizeof(void *) ? 1 : -1];

static zimport_status take_contexts(zimport_tls *tls) {
    memset(&tls->memory, 0, sizeof tls->memory);
    return ZIMPORT_OK;
}

static void give_contexts(zimport_tls *tls) {
    (void)tls;
}

#endif

static mbedtls_ssl_context *ssl_of(const zimport_tls *tls) {
    return &zimport_tls_contexts_of(tls)->ssl;
}

static int wait_or_fail(zimport_tls *tls, zimport_status status, int wait_code) {
    if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        tls->want = status;
        return wait_code;
    }
    tls->lower_failure = status;
    return MBEDTLS_ERR_NET_CONN_RESET;
}

/* A server that refuses the client's certificate closes while the client is still sending, in TLS 1.3 even after the
 * handshake. Drop what cannot be sent, so that the next read finds its alert: it has come by then, or never will. */
static int send_lower(void *context, const unsigned char *memory, size_t size) {
    zimport_tls *tls = context;
    size_t written = 0;
    zimport_status status = tls->lower_failure;

    if (status == ZIMPORT_OK) {
        status = tls->lower->api->write(tls->lower, memory, size, &written);
    }
    if (status == ZIMPORT_LOST && tls->asked) {
        tls->lower_failure = status;
        return (int)size;
    }
    return status == ZIMPORT_OK ? (int)written : wait_or_fail(tls, status, MBEDTLS_ERR_SSL_WANT_WRITE);
}

static int receive_lower(void *context, unsigned char *memory, size_t capacity) {
    zimport_tls *tls = context;
    size_t size = 0;
    zimport_status status = tls->lower->api->read(tls->lower, memory, capacity, &size);

    if (status == ZIMPORT_CLOSED) {
        return 0;
    }
    if (status == ZIMPORT_WANT_READ && tls->lower_failure != ZIMPORT_OK) {
        status = tls->lower_failure;
    }
    if (status == ZIMPORT_OK && tls->first == 0) {
        tls->first = memory[0];
    }
    return status == ZIMPORT_OK ? (int)size : wait_or_fail(tls, status, MBEDTLS_ERR_SSL_WANT_READ);
}

static void release(zimport_tls *tls) {
    zimport_tls_contexts *contexts = zimport_tls_contexts_of(tls);

    if (tls->state != ZIMPORT_TLS_CLOSED) {
        mbedtls_ssl_free(&contexts->ssl);
        mbedtls_ssl_config_free(&contexts->config);
        give_contexts(tls);
    }
    tls->state = ZIMPORT_TLS_CLOSED;
}

static bool is_want(int code) {
    return code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE;
}

/* The deepest cause wins. */
static zimport_status reason(zimport_tls *tls, int code) {
    zimport_status hook = zimport_hooks_failure();

    tls->base.detail = code;
    if (hook != ZIMPORT_OK) {
        return hook;
    }
    if (tls->trust_failure != ZIMPORT_OK) {
        tls->base.detail = tls->trust_failure == ZIMPORT_SYSTEM ? tls->trust_detail : code;
        return tls->trust_failure;
    }
    if (tls->lower_failure != ZIMPORT_OK && code != MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE) {
        tls->base.detail = tls->lower->detail;
        return tls->lower_failure;
    }
    return zimport_tls_failure(tls, code);
}

static void close_lower(zimport_tls *tls, bool given_up) {
    tls->lower->given_up = given_up;
    tls->lower->api->close(tls->lower);
}

/* No part of a request was sent yet, but mbedTLS's alert was: it tells the server why. */
static zimport_status give_up(zimport_tls *tls, zimport_status status) {
    release(tls);
    close_lower(tls, false);
    return status;
}

static zimport_status begin(zimport_tls *tls, const zimport_peer *peer) {
    zimport_tls_contexts *contexts;
    zimport_status status = zimport_hooks_begin(tls->platform, &tls->base.detail);
    int code;

    if (status != ZIMPORT_OK) {
        return status;
    }
    status = take_contexts(tls);
    if (status != ZIMPORT_OK) {
        return status;
    }
    contexts = zimport_tls_contexts_of(tls);
    mbedtls_ssl_init(&contexts->ssl);
    mbedtls_ssl_config_init(&contexts->config);
    tls->state = ZIMPORT_TLS_HANDSHAKE;
    tls->peer = peer;
    tls->lower_failure = ZIMPORT_OK;
    tls->ended = ZIMPORT_OK;
    tls->pending = 0;
    tls->asked = false;
    tls->first = 0;
    tls->not_after[0] = '\0';
    tls->chain_end = INT64_MAX;
    status = zimport_verify_prepare(tls);
    if (status != ZIMPORT_OK) {
        return status;
    }
    code = zimport_tls_configure(tls);
    if (code != 0) {
        return reason(tls, code);
    }
    mbedtls_ssl_set_bio(&contexts->ssl, tls, send_lower, receive_lower, NULL);
    if (tls->session != NULL) {
        tls->session->api->offer(tls);
    }
    return ZIMPORT_OK;
}

/* One message at a time, to see whether the server asks for a certificate: a later alert is about that. */
static int shake_hands(zimport_tls *tls) {
    mbedtls_ssl_context *ssl = ssl_of(tls);

    while (!mbedtls_ssl_is_handshake_over(ssl)) {
        int before = ssl->state;
        int code = mbedtls_ssl_handshake_step(ssl);
        if (before == MBEDTLS_SSL_CERTIFICATE_REQUEST && ssl->state != before &&
            ssl->in_msg[0] == MBEDTLS_SSL_HS_CERTIFICATE_REQUEST) {
            tls->asked = true;
        }
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

static void keep_session(zimport_tls *tls, bool ticket) {
    if (tls->session != NULL) {
        tls->session->api->keep(tls, ticket);
    }
}

static zimport_status handshake(zimport_tls *tls, uint64_t now) {
    int code;

#if defined(ZIMPORT_SEAM_THREADS)
    zimport_hooks_own(tls->platform); /* the last step may have been another thread's */
#endif
    code = shake_hands(tls);

    if (code == 0) {
        tls->state = ZIMPORT_TLS_OPEN;
        tls->handshakes++;
        if ((tls->session_state & ZIMPORT_SESSION_CONTINUES) != 0) {
            tls->resumed++;
            tls->asked = (tls->session_state & ZIMPORT_SESSION_ASKED) != 0;
        }
        keep_session(tls, false);
        return ZIMPORT_OK;
    }
    if (!is_want(code)) {
        return reason(tls, code);
    }
    return now >= tls->peer->deadline ? ZIMPORT_CONNECT_TIMEOUT : tls->want;
}

static zimport_status zimport_try_open(zimport_tls *tls, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_status status;

    if (tls->state == ZIMPORT_TLS_CLOSED) {
        tls->session_state = 0;
        status = tls->lower->api->open(tls->lower, peer, now, wake);
        tls->base.stage = tls->lower->stage;
        tls->base.detail = tls->lower->detail;
        if (status != ZIMPORT_OK) {
            return status;
        }
        tls->base.stage = ZIMPORT_AT_TLS;
        tls->base.detail = 0;
        status = begin(tls, peer);
        if (status != ZIMPORT_OK) {
            return give_up(tls, status);
        }
    }
    status = handshake(tls, now);
    if (status == ZIMPORT_OK || status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        return status;
    }
    return give_up(tls, status);
}

static zimport_status tls_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_tls *tls = tls_of(self);
    zimport_status status;

    if (tls->state == ZIMPORT_TLS_OPEN) {
        return ZIMPORT_OK;
    }
    do {
        status = zimport_try_open(tls, peer, now, wake);
    } while (tls->session != NULL && tls->session->api->refused(tls, status));
    return status;
}

static zimport_status end(zimport_tls *tls, zimport_status status, zimport_stage stage) {
    tls->base.stage = stage;
    tls->ended = status;
    return status;
}

static zimport_status tls_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    zimport_tls *tls = tls_of(self);
    int code;

    if (tls->state != ZIMPORT_TLS_OPEN || capacity == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    if (tls->ended != ZIMPORT_OK) {
        return tls->ended;
    }
    /* A new session ticket is neither an error nor data. */
    for (;;) {
        code = mbedtls_ssl_read(ssl_of(tls), memory, capacity < INT_MAX ? capacity : INT_MAX);
        if (ZIMPORT_SEAM_TICKET == MBEDTLS_ERR_SSL_WANT_READ || code != ZIMPORT_SEAM_TICKET) {
            break;
        }
        keep_session(tls, true);
    }
    if (code > 0) {
        *size = (size_t)code;
        return ZIMPORT_OK;
    }
    if (is_want(code)) {
        return tls->want;
    }
    if (code == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
        return end(tls, ZIMPORT_CLOSED, ZIMPORT_AT_READING);
    }
    /* 0 means no close_notify: somebody may have truncated the stream. */
    return end(tls, reason(tls, code == 0 ? MBEDTLS_ERR_SSL_CONN_EOF : code), ZIMPORT_AT_READING);
}

static zimport_status tls_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    zimport_tls *tls = tls_of(self);
    int code;

    if (tls->state != ZIMPORT_TLS_OPEN || size == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    if (tls->ended != ZIMPORT_OK) {
        return tls->ended == ZIMPORT_CLOSED ? ZIMPORT_LOST : tls->ended;
    }
    /* A write that had to wait is already encrypted: repeat it with the same length. */
    size = tls->pending > 0 && tls->pending < size ? tls->pending : size;
    size = size < INT_MAX ? size : INT_MAX;
    code = mbedtls_ssl_write(ssl_of(tls), memory, size);
    if (code > 0) {
        tls->pending = 0;
        *written = (size_t)code;
        return ZIMPORT_OK;
    }
    if (is_want(code)) {
        tls->pending = size;
        return tls->want;
    }
    return end(tls, reason(tls, code), ZIMPORT_AT_SENDING);
}

/* Sending close_notify would first flush a pending write. */
static void tls_close(zimport_transport *self) {
    zimport_tls *tls = tls_of(self);
    bool orderly = !self->given_up && (tls->ended == ZIMPORT_OK || tls->ended == ZIMPORT_CLOSED);

    if (orderly && tls->state == ZIMPORT_TLS_OPEN) {
        (void)mbedtls_ssl_close_notify(ssl_of(tls));
    }
    release(tls);
    close_lower(tls, self->given_up);
}

static void tls_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    zimport_transport *lower = tls_of(self)->lower;

    if (lower->api->wait != NULL) {
        lower->api->wait(lower, want, until);
    }
}

void zimport_tls_init(zimport_tls *tls, zimport_transport *lower, const zimport_platform *platform,
                      const zimport_trust *trust, zimport_tls_version min_version) {
    static const zimport_transport_api api = {tls_open, tls_read, tls_write, tls_close, tls_wait};

    memset(tls, 0, sizeof *tls);
    tls->base.api = &api;
    tls->lower = lower;
    tls->platform = platform;
    tls->trust = trust;
    tls->min_version = min_version;
    tls->floor = zimport_tls_built();
}
