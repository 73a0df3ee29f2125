/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints and proxies. */
#ifndef ZIMPORT_ORIGIN_H
#define ZIMPORT_ORIGIN_H
#include "zimport/base.h"
ZIMPORT_BEGIN_C
/* Where requests go: an origin (RFC 9110 section 4.3.1) and a path prefix. Holds its own copies of the texts. */
typedef struct zimport_origin {
    bool tls, address, rooted; /* https; host is numeric; host is a name that had a final dot (see zimport_peer) */
    bool loopback;             /* it can only be this machine: "localhost", 127.0.0.0/8 or ::1 */
    uint16_t port;
    char host[ZIMPORT_HOST_MAX + 1];     /* lower case, no brackets, no final dot */
    char prefix[ZIMPORT_PREFIX_MAX + 1]; /* "" or "/a/b", no final slash */
} zimport_origin;
/* Reads `[http://|https://]HOST[:PORT][/PREFIX][/]` (RFC 3986), https by default. HOST is a name, an IPv4 address or an
 * IPv6 address in brackets. ZIMPORT_BAD_URL: anything else, such as user info, a query, a fragment, spaces, control
 * characters, or percent-encoding in the host. */
zimport_status zimport_origin_parse(zimport_origin *origin, zimport_view text);

/* An HTTP proxy, made by zimport_proxy_parse. Wipe it after use if it has credentials. */
typedef struct zimport_proxy_server {
    zimport_origin origin;                                       /* only host and port are used */
    char credentials[(ZIMPORT_CREDENTIALS_MAX + 2) / 3 * 4 + 1]; /* user:password in base64 (RFC 7617); "": none */
    const struct zimport_via *how;                               /* internal: src/http/via.h */
} zimport_proxy_server;
/* Reads `[http://][USER[:PASSWORD]@]HOST[:PORT][/]`, port 80 by default; user and password may be percent-encoded.
 * ZIMPORT_BAD_URL: anything else, such as another kind of proxy. */
zimport_status zimport_proxy_parse(zimport_proxy_server *server, zimport_view text);
/* Whether a NO_PROXY list excludes an origin. Entries are separated by commas or spaces: `*`, an address, a range
 * (10.0.0.0/8, fd00::/8), or a domain, which includes its subdomains, with or without a leading dot. `:PORT` limits an
 * entry to that port. Names are not resolved. */
bool zimport_proxy_excluded(zimport_view list, const zimport_origin *origin);
ZIMPORT_END_C
#endif
