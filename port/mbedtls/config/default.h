/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 and 1.3: for hosts. */
#ifndef ZIMPORT_MBEDTLS_DEFAULT_H
#define ZIMPORT_MBEDTLS_DEFAULT_H

#define MBEDTLS_SSL_PROTO_TLS1_3
/* Threads open connections at the same time, which takes more of them. */
#if defined(MBEDTLS_THREADING_C)
#define MBEDTLS_PSA_KEY_SLOT_COUNT 128
#else
#define MBEDTLS_PSA_KEY_SLOT_COUNT 32
#endif

#include "client.h"

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096 /* a request, and later a client's certificates */

#endif
