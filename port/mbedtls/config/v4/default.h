/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 and 1.3 with mbedTLS 4: for hosts. */
#ifndef ZIMPORT_MBEDTLS_V4_DEFAULT_H
#define ZIMPORT_MBEDTLS_V4_DEFAULT_H

#define MBEDTLS_SSL_PROTO_TLS1_3

#include "client.h"

#endif
