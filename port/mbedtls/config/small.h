/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 only. */
#ifndef ZIMPORT_MBEDTLS_SMALL_H
#define ZIMPORT_MBEDTLS_SMALL_H

#include "common.h"

#define MBEDTLS_CIPHER_C

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048

#endif
