/* SPDX-License-Identifier: Apache-2.0 */
/* What the transport's own files share. */
#ifndef ZIMPORT_MBEDTLS_TLS_H
#define ZIMPORT_MBEDTLS_TLS_H

#include "base/internal.h"

/* Configures the contexts, once verification is set up. 0, or mbedTLS's code. */
int zimport_tls_configure(zimport_tls *tls);

/* The status for mbedTLS's code; sets the connection's detail. */
zimport_status zimport_tls_failure(zimport_tls *tls, int code);

#endif
