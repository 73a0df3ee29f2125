/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_MBEDTLS_INTERNAL_H
#define ZIMPORT_MBEDTLS_INTERNAL_H

#include "seam.h"

#include "zimport/mbedtls.h"

typedef struct zimport_tls_contexts {
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
#if defined(ZIMPORT_SEAM_TRUST_CALLBACK)
    mbedtls_x509_crt *others; /* certificates sent behind the server's own, while mbedTLS verifies that */
#else
    mbedtls_x509_crt nobody; /* an authority that has issued nothing */
#endif
} zimport_tls_contexts;

/* See tls.c. */
enum { ZIMPORT_TLS_CLOSED, ZIMPORT_TLS_HANDSHAKE, ZIMPORT_TLS_OPEN };

/* Bits: the connection and tls->session. */
enum {
    ZIMPORT_SESSION_BOUND = 1,     /* it may have one, which session_key identifies */
    ZIMPORT_SESSION_OFFERED = 2,   /* it was offered to the server */
    ZIMPORT_SESSION_CONTINUES = 4, /* and the server sent no certificate: once open, the session is resumed */
    ZIMPORT_SESSION_STALE = 8,     /* the server could speak a newer TLS */
    ZIMPORT_SESSION_ASKED = 16     /* the server wanted a client certificate when the session began */
};

/* tls.c reaches it through tls->session alone, so that it is not linked without one. */
struct zimport_session_api {
    /* Before the handshake, if the session may be used. */
    void (*offer)(zimport_tls *tls);

    /* After the handshake or, with `ticket`, when a TLS 1.3 ticket came. */
    void (*keep)(zimport_tls *tls, bool ticket);

    /* Forgets the offered session. True: try again without it. */
    bool (*refused)(zimport_tls *tls, zimport_status status);
};

/* mbedTLS's getters take no const. */
static inline zimport_tls_contexts *zimport_tls_contexts_of(const zimport_tls *tls) {
#if defined(ZIMPORT_SEAM_HEAP)
    return tls->memory.pointer;
#else
    return (zimport_tls_contexts *)(uintptr_t)tls->memory.bytes;
#endif
}

/* Process-wide, before anything is allocated. ZIMPORT_OK, ZIMPORT_NO_MEMORY or ZIMPORT_TLS_FAILED with mbedTLS's code
 * in *detail. */
zimport_status zimport_hooks_begin(const zimport_platform *platform, int32_t *detail);

#if defined(ZIMPORT_SEAM_LENT_RNG)
/* PSA takes random bytes from this platform, until the platform that it returns is given back in the same way. */
const zimport_platform *zimport_hooks_lend(const zimport_platform *platform);
#endif

#if defined(ZIMPORT_SEAM_THREADS)
/* PSA takes random bytes from this platform when this thread asks. */
void zimport_hooks_own(const zimport_platform *platform);
#endif

/* A hook's failure since the last call: ZIMPORT_NO_MEMORY, ZIMPORT_NO_RANDOM or ZIMPORT_OK. mbedTLS can report a failed
 * allocation as a bad signature. */
zimport_status zimport_hooks_failure(void);

/* `platform` is a zimport_platform. */
int zimport_hooks_random(void *platform, unsigned char *memory, size_t size);

/* `end` returns false, and the digest is undefined, if mbedTLS failed at any step. `add` has the form that
 * zimport_trust.identify calls. */
void zimport_hash_begin(zimport_hash *hash);
void zimport_hash_add(void *hash, const void *bytes, size_t size);
bool zimport_hash_end(zimport_hash *hash, uint8_t digest[32]);

/* id-kp-serverAuth (RFC 5280 section 4.2.1.12), 1.3.6.1.5.5.7.3.1. */
#define ZIMPORT_SERVER_AUTH "\x2B\x06\x01\x05\x05\x07\x03\x01"

/* By which certificates and sessions are judged, in seconds since 1970; ZIMPORT_TIME_UNKNOWN if the clock cannot be
 * right. */
int64_t zimport_clock_time(const zimport_tls *tls);

/* In seconds since 1970; 0 if the build did not say. */
int64_t zimport_tls_built(void);

#endif
