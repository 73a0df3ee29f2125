/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every configuration for mbedTLS 4 has, as ../client.h for 3.6: a TLS client that verifies certificates. Its
 * other half is crypto.h, since 4 takes its cryptography from a library of its own. Included by default.h and tls12.h.
 */
#ifndef ZIMPORT_MBEDTLS_V4_CLIENT_H
#define ZIMPORT_MBEDTLS_V4_CLIENT_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096 /* a request, and later a client's certificates */

#include "../protocol.h"

#endif
