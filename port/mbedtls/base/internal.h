/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of port/mbedtls share. */
#ifndef ZIMPORT_MBEDTLS_INTERNAL_H
#define ZIMPORT_MBEDTLS_INTERNAL_H

#include "seam.h"

#include "zimport/mbedtls.h"

/* mbedTLS's contexts of one connection, inside of zimport_tls. */
typedef struct zimport_tls_contexts {
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
#if !defined(ZIMPORT_SEAM_TRUST_CALLBACK)
    mbedtls_x509_crt *roots;
#endif
} zimport_tls_contexts;

/* States of a connection: see tls.c. */
enum { ZIMPORT_TLS_CLOSED, ZIMPORT_TLS_HANDSHAKE, ZIMPORT_TLS_OPEN };

/* What a connection has to do with tls->session, as bits. */
enum {
    ZIMPORT_SESSION_BOUND = 1,     /* it may have one: session_key says what it belongs to */
    ZIMPORT_SESSION_OFFERED = 2,   /* the server was told of it */
    ZIMPORT_SESSION_CONTINUES = 4, /* and has sent no certificate: once open, the connection continues the session */
    ZIMPORT_SESSION_STALE = 8,     /* the server could do better than that */
    ZIMPORT_SESSION_ASKED = 16     /* it wanted a client certificate when the session began */
};

/* What there is to a session (session.c). tls.c knows it by tls->session alone, so that it costs nothing without. */
struct zimport_session_api {
    /* Before the handshake: tells the server of the session if it may be used. */
    void (*offer)(zimport_tls *tls);

    /* The handshake is over, or, with `ticket`, TLS 1.3 has brought a new ticket: keeps what there is to keep. */
    void (*keep)(zimport_tls *tls, bool ticket);

    /* The handshake has failed with `status`: forgets what was offered. True: once more without it. */
    bool (*refused)(zimport_tls *tls, zimport_status status);
};

/* The contexts; from a const connection too, since mbedTLS's getters want them so. */
static inline zimport_tls_contexts *zimport_tls_contexts_of(const zimport_tls *tls) {
#if defined(ZIMPORT_SEAM_HEAP)
    return tls->memory.pointer;
#else
    return (zimport_tls_contexts *)(uintptr_t)tls->memory.bytes;
#endif
}

/*
 * The process-wide hooks (hooks.c): memory and random bytes. Prepared before anything is allocated. ZIMPORT_OK,
 * ZIMPORT_NO_MEMORY or ZIMPORT_TLS_FAILED with mbedTLS's code in *detail.
 */
zimport_status zimport_hooks_begin(const zimport_platform *platform, int32_t *detail);

/* A failure that mbedTLS met in a hook since the last call: ZIMPORT_NO_MEMORY, ZIMPORT_NO_RANDOM or ZIMPORT_OK. mbedTLS
 * itself can take a failed allocation for a bad signature. */
zimport_status zimport_hooks_failure(void);

/* Random bytes for mbedTLS; `platform` is a zimport_platform. */
int zimport_hooks_random(void *platform, unsigned char *memory, size_t size);

/* SHA-256 of pieces (hash.c). `end` is false, and the digest means nothing, when mbedTLS failed at any of it. `add` is
 * what zimport_trust.identify hands its pieces to. */
void zimport_hash_begin(zimport_hash *hash);
void zimport_hash_add(void *hash, const void *bytes, size_t size);
bool zimport_hash_end(zimport_hash *hash, uint8_t digest[32]);

/* id-kp-serverAuth (RFC 5280 section 4.2.1.12), 1.3.6.1.5.5.7.3.1. */
#define ZIMPORT_SERVER_AUTH "\x2B\x06\x01\x05\x05\x07\x03\x01"

/* The time that counts for this connection, in seconds since 1970, or ZIMPORT_TIME_UNKNOWN where the clock cannot be
 * right: nothing that has an end can be judged then. */
int64_t zimport_clock_time(const zimport_tls *tls);

/* When this port was compiled, in seconds since 1970; 0 where the build did not say. (built.c) */
int64_t zimport_tls_built(void);

#endif
