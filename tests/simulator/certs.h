/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIMULATOR_CERTS_H
#define SIMULATOR_CERTS_H

#include "simulator.h"

#include <mbedtls/pk.h>

struct certs {
    mbedtls_pk_context key; /* the server's */
    struct text chain;      /* what the server sends, PEM */
    struct text server;     /* the server's certificate alone, PEM */
    struct text authority;  /* what a client should trust, PEM */
    struct text client;     /* with options->client_out: a client's certificate and key, PEM */
};

/* 0 or an mbedTLS error. */
int certs_make(struct certs *certs, const struct options *options);
void certs_free(struct certs *certs);

#endif
