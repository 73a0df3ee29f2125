/* SPDX-License-Identifier: Apache-2.0 */
/* Reads PEM texts a piece at a time. */
#ifndef ZIMPORT_MBEDTLS_IDENTITY_H
#define ZIMPORT_MBEDTLS_IDENTITY_H

#include "../base/internal.h"
#include "../base/pem.h"

enum { ZIMPORT_IDENTITY_CERTIFICATE = 1, ZIMPORT_IDENTITY_KEY = 2 };

typedef struct zimport_identity_reader {
    zimport_identity *identity;
    const zimport_platform *platform;
#if defined(ZIMPORT_SEAM_LENT_RNG)
    const zimport_platform *before; /* whose random bytes PSA took */
#endif
    zimport_status status; /* the first failure */
    int32_t fault;         /* why, as a detail; still valid after zimport_identity_end */
    uint8_t seen;          /* what the current text held (identity.c) */
    uint8_t wanted;        /* ZIMPORT_IDENTITY_…, or both: what counts in the current text */
    uint8_t kind;          /* of the current block; 0: it does not count */
    zimport_pem pem;
    size_t filled;
    uint8_t *der;
} zimport_identity_reader;

void zimport_identity_begin(zimport_identity_reader *reader, zimport_identity *identity,
                            const zimport_platform *platform);

/* `wanted`: what to take from it. */
void zimport_identity_text(zimport_identity_reader *reader, uint8_t wanted);

/* The text may be wiped afterwards. */
void zimport_identity_feed(zimport_identity_reader *reader, const char *text, size_t size);

/* Wipes and frees what was used, and returns the outcome. */
zimport_status zimport_identity_end(zimport_identity_reader *reader, zimport_status status);

/* DER. The caller frees the key in any case. */
bool zimport_identity_key(mbedtls_pk_context *key, const uint8_t *der, size_t size, const zimport_platform *platform);

bool zimport_identity_fits(const mbedtls_x509_crt *leaf, mbedtls_pk_context *key, const zimport_platform *platform);

#endif
