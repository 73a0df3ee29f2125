/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 only: for hosts where 45 KB of code matter more than TLS 1.3. Sizes of records as in default.h. */
#ifndef ZIMPORT_MBEDTLS_TLS12_H
#define ZIMPORT_MBEDTLS_TLS12_H

#include "client.h"

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096 /* a request, and later a client's certificates */

#endif
