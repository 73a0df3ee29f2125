/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 only, with less heap: any server, and requests in records of up to 2 KB. For boards. */
#ifndef ZIMPORT_MBEDTLS_SMALL_H
#define ZIMPORT_MBEDTLS_SMALL_H

#include "client.h"

/* AES-128 first: it is enough, and its handshake hash needs half the memory. */
#define MBEDTLS_SSL_CIPHERSUITES \
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

/* Without MBEDTLS_SSL_KEEP_PEER_CERTIFICATE the server's certificates are parsed where they lie, in the input buffer.
 */

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048 /* more is sent in several records */

#endif
