/* SPDX-License-Identifier: Apache-2.0 */
/* A client certificate and its key out of texts, a piece at a time. */
#ifndef ZIMPORT_MBEDTLS_IDENTITY_H
#define ZIMPORT_MBEDTLS_IDENTITY_H

#include "../base/internal.h"
#include "../base/pem.h"

enum { ZIMPORT_IDENTITY_CERTIFICATE = 1, ZIMPORT_IDENTITY_KEY = 2 };

typedef struct zimport_identity_reader {
    zimport_identity *identity;
    const zimport_platform *platform;
    zimport_status status; /* the first failure */
    int32_t fault;         /* why, as a detail; it outlives zimport_identity_end */
    uint8_t seen;          /* what was in the text at hand (identity.c) */
    uint8_t wanted;        /* ZIMPORT_IDENTITY_…, or both: what counts in the text at hand */
    uint8_t kind;          /* of the block at hand; 0: it does not count */
    zimport_pem pem;
    size_t filled;
    uint8_t *der;
} zimport_identity_reader;

void zimport_identity_begin(zimport_identity_reader *reader, zimport_identity *identity,
                            const zimport_platform *platform);

/* A text begins, of which this is wanted. */
void zimport_identity_text(zimport_identity_reader *reader, uint8_t wanted);

/* The next bytes of the text. They may be wiped afterwards. */
void zimport_identity_feed(zimport_identity_reader *reader, const char *text, size_t size);

/* All is read, or `status` says why not. Wipes and frees what was for reading; what it gives is the outcome. */
zimport_status zimport_identity_end(zimport_identity_reader *reader, zimport_status status);

/* Reads a private key in DER (identity_key.c). It is to be freed in any case. */
bool zimport_identity_key(mbedtls_pk_context *key, const uint8_t *der, size_t size, const zimport_platform *platform);

/* Whether it is that of the certificate. */
bool zimport_identity_fits(const mbedtls_x509_crt *leaf, mbedtls_pk_context *key, const zimport_platform *platform);

#endif
