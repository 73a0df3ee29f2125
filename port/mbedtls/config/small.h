/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 only, with less heap: any server, and requests in records of up to 2 KB. For boards. */
#ifndef ZIMPORT_MBEDTLS_SMALL_H
#define ZIMPORT_MBEDTLS_SMALL_H

#include "client.h"

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048 /* more is sent in several records */

#endif
