/* SPDX-License-Identifier: Apache-2.0 */
/* Verification of the server's certificates. */
#ifndef ZIMPORT_MBEDTLS_CHAIN_H
#define ZIMPORT_MBEDTLS_CHAIN_H

#include "../base/internal.h"

/* Sets up the verification, for a connection whose contexts are initialised. */
zimport_status zimport_verify_prepare(zimport_tls *tls);

/* Saving heap: call before a signature is verified with a certificate's key, and afterwards. */
void zimport_economy_prepare(mbedtls_x509_crt *certificate);
void zimport_economy_done(const mbedtls_x509_crt *certificate);

/* Parses a root for verification only, and prepares it. 0, or mbedTLS's code. */
int zimport_economy_root(mbedtls_x509_crt *root, const uint8_t *der, size_t size);

#endif
