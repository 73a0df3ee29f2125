/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_MBEDTLS_TLS_H
#define ZIMPORT_MBEDTLS_TLS_H

#include "base/internal.h"

/* After verification is set up. 0, or mbedTLS's code. */
int zimport_tls_configure(zimport_tls *tls);

/* Also sets the connection's detail. */
zimport_status zimport_tls_failure(zimport_tls *tls, int code);

#endif
