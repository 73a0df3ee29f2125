/* SPDX-License-Identifier: Apache-2.0 */
/* Names in certificates (RFC 9525), without mbedTLS and without I/O. */
#ifndef ZIMPORT_MBEDTLS_NAME_H
#define ZIMPORT_MBEDTLS_NAME_H

#include "zimport/base.h"

/*
 * Whether a dNSName of a certificate covers a host. ASCII letters of either case are the same. A wildcard is the whole
 * left-most label of `name`, has two labels or more to its right, and stands for exactly one label (RFC 9525 section
 * 6.3). One final dot of the host does not matter.
 */
bool zimport_name_covers(zimport_view name, zimport_view host);

/* Whether it is a name of DNS in letters, digits, - and _; the other one: or a wildcard for such names. */
bool zimport_name_is_host(zimport_view name);
bool zimport_name_is_dns(zimport_view name);

#endif
