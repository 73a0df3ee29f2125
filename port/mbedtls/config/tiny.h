/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS 1.2 only, in as little heap as goes: for servers that are known to send small records, no more than 4 KB (nginx:
 * ssl_buffer_size 4k) or what they are asked for (RFC 6066 section 4: OpenSSL, GnuTLS and wolfSSL heed it, many load
 * balancers do not). Their chain of certificates must fit into 4 KB too. A larger record ends the connection with
 * ZIMPORT_TLS_FAILED and mbedTLS's code -0x7200.
 */
#ifndef ZIMPORT_MBEDTLS_TINY_H
#define ZIMPORT_MBEDTLS_TINY_H

#include "client.h"

#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 1024 /* more is sent in several records */
#define MBEDTLS_SSL_MAX_FRAGMENT_LENGTH

#endif
