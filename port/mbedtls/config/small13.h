/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 and 1.3, with less heap: any server, and requests in records of up to 2 KB. For boards. */
#ifndef ZIMPORT_MBEDTLS_SMALL13_H
#define ZIMPORT_MBEDTLS_SMALL13_H

#define MBEDTLS_SSL_PROTO_TLS1_3
#define MBEDTLS_PSA_KEY_SLOT_COUNT 8 /* for one connection, and another that opens */

#include "client.h"

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048 /* a request, and a client's certificates: more is sent in several records */

#endif
