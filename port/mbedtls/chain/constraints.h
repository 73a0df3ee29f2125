/* SPDX-License-Identifier: Apache-2.0 */
/* Name constraints (RFC 5280 section 4.2.1.10). */
#ifndef ZIMPORT_MBEDTLS_CONSTRAINTS_H
#define ZIMPORT_MBEDTLS_CONSTRAINTS_H

#include "../base/internal.h"

enum { ZIMPORT_NAME_CONSTRAINTS = 30 }; /* the extension 2.5.29.30 */

/*
 * Whether an authority may vouch for the names of a certificate below it: its subject and its alternative names, and
 * `host`, unless that is NULL. Names of DNS, addresses and directory names are compared; any other name that is
 * constrained is not allowed, and neither is anything by constraints that are malformed.
 */
bool zimport_constraints_allow(const mbedtls_x509_crt *authority, const mbedtls_x509_crt *below, const char *host);

/* Whether two names in DER are the same but for the case of letters, spaces, and the kind of string. */
bool zimport_names_equal(const mbedtls_x509_buf *a, const mbedtls_x509_buf *b);

#endif
