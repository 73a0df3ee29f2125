/* SPDX-License-Identifier: Apache-2.0 */
/* Where requests go. */
#ifndef ZIMPORT_ORIGIN_H
#define ZIMPORT_ORIGIN_H
#include "zimport/base.h"

/* Where requests go: an origin (RFC 9110 section 4.3.1) and a path prefix. Holds its own copies of the texts. */
typedef struct zimport_origin {
    bool tls, address, rooted; /* host is an IPv4 or IPv6 address; a name that had a final dot: see zimport_peer */
    bool loopback;             /* it can only be this machine: "localhost", 127.0.0.0/8 or ::1 */
    uint16_t port;
    char host[ZIMPORT_HOST_MAX + 1];     /* lower case, without brackets and without a final dot */
    char prefix[ZIMPORT_PREFIX_MAX + 1]; /* "" or "/a/b", without a final slash */
} zimport_origin;
/* Reads `[http://|https://]HOST[:PORT][/PREFIX][/]`; without a scheme it is https. HOST is a name, an IPv4 address or
 * an IPv6 address in brackets. User info, query, fragment, spaces, controls and percent-encoding in the host are
 * refused: ZIMPORT_BAD_URL. (RFC 3986) */
zimport_status zimport_origin_parse(zimport_origin *origin, zimport_view text);

/* An HTTP proxy, made by zimport_proxy_parse. Wipe it after use if it has credentials. */
typedef struct zimport_proxy_server {
    zimport_origin origin;                                       /* host and port; the rest does not matter */
    char credentials[(ZIMPORT_CREDENTIALS_MAX + 2) / 3 * 4 + 1]; /* user:password in base64 (RFC 7617); "" without */
    const struct zimport_via *how;                               /* how requests go through it: src/http/via.h */
} zimport_proxy_server;
/* Reads `[http://][USER[:PASSWORD]@]HOST[:PORT][/]`, port 80 by default; user and password may be percent-encoded.
 * ZIMPORT_BAD_URL, also for the URL of a proxy of another kind. */
zimport_status zimport_proxy_parse(zimport_proxy_server *server, zimport_view text);
/* Whether a list as in NO_PROXY takes an origin out: entries with commas or spaces between them, each `*`, an address,
 * an address range (10.0.0.0/8, fd00::/8), or a domain, which stands for all below it too, with or without a dot in
 * front; a port behind a colon restricts an entry to it. Names are not resolved. */
bool zimport_proxy_excluded(zimport_view list, const zimport_origin *origin);
#endif
