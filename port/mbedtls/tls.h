/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the transport share. */
#ifndef ZIMPORT_MBEDTLS_TLS_H
#define ZIMPORT_MBEDTLS_TLS_H

#include "base/internal.h"

/* Sets up mbedTLS's contexts of a connection whose chain verification is set up (configure.c). 0, or mbedTLS's code. */
int zimport_tls_configure(zimport_tls *tls);

/* What a code of mbedTLS means for this connection, with the detail to it. (failure.c) */
zimport_status zimport_tls_failure(zimport_tls *tls, int code);

#endif
