/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 only with mbedTLS 4. */
#ifndef ZIMPORT_MBEDTLS_V4_TLS12_H
#define ZIMPORT_MBEDTLS_V4_TLS12_H

#include "client.h"

#endif
