/* SPDX-License-Identifier: Apache-2.0 */
/* Where requests go. */
#ifndef ZIMPORT_ORIGIN_H
#define ZIMPORT_ORIGIN_H

#include "zimport/base.h"

/* Where requests go: an origin (RFC 9110 section 4.3.1) and a path prefix. Holds its own copies of the texts. */
typedef struct zimport_origin {
    bool tls;
    bool address;  /* host is an IPv4 or IPv6 address */
    bool loopback; /* it can only be this machine: "localhost", 127.0.0.0/8 or ::1 */
    uint16_t port;
    char host[ZIMPORT_HOST_MAX + 1];     /* lower case, without brackets and without a final dot */
    char prefix[ZIMPORT_PREFIX_MAX + 1]; /* "" or "/a/b", without a final slash */
} zimport_origin;

/*
 * Reads `[http://|https://]HOST[:PORT][/PREFIX][/]`; without a scheme it is https. HOST is a name, an IPv4 address or
 * an IPv6 address in brackets. User info, query, fragment, spaces, controls and percent-encoding in the host are
 * refused: ZIMPORT_BAD_URL. (RFC 3986)
 */
zimport_status zimport_origin_parse(zimport_origin *origin, zimport_view text);

#endif
