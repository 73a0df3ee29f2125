/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 and 1.3: for hosts. */
#ifndef ZIMPORT_MBEDTLS_DEFAULT_H
#define ZIMPORT_MBEDTLS_DEFAULT_H

#include "client.h"

/* TLS 1.3 is built on PSA. A connection takes two key slots, up to six while it opens; they are static (64 bytes each),
 * since slots on the heap would outlive the connection. */
#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_CONFIG
#define MBEDTLS_PSA_CRYPTO_CONFIG_FILE "port/mbedtls/config/crypto.h"
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define MBEDTLS_PSA_KEY_SLOT_COUNT 32

/* The PSK mode is for resumed sessions; with the tickets it has 4 KB. */
#define MBEDTLS_SSL_PROTO_TLS1_3
#define MBEDTLS_SSL_TLS1_3_COMPATIBILITY_MODE
#define MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL_ENABLED
#define MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED
#define MBEDTLS_SSL_KEEP_PEER_CERTIFICATE /* TLS 1.3 needs it in this version of mbedTLS */

/* AES-128 first: it is enough, and its handshake hash needs half the memory. */
#define MBEDTLS_SSL_CIPHERSUITES \
    MBEDTLS_TLS1_3_AES_128_GCM_SHA256, MBEDTLS_TLS1_3_AES_256_GCM_SHA384, \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096 /* a request, and later a client's certificates */

#endif
