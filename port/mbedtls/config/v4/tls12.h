/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 only with mbedTLS 4. */
#ifndef ZIMPORT_MBEDTLS_V4_TLS12_H
#define ZIMPORT_MBEDTLS_V4_TLS12_H

#include "client.h"

/* AES-128 first: it is enough, and its handshake hash needs half the memory. */
#define MBEDTLS_SSL_CIPHERSUITES \
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

#endif
