/* SPDX-License-Identifier: Apache-2.0 */
/* A tunnel through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6), as a transport over another one; for TLS on top. */
#ifndef ZIMPORT_PROXY_H
#define ZIMPORT_PROXY_H

#include "zimport/origin.h"
#include "zimport/port.h"

/* Room for the proxy's answer as it is read, in bytes; too little is an error when src/client is compiled. */
#define ZIMPORT_PROXY_PARTS (6 * sizeof(void *) + 80)

typedef struct zimport_proxy {
    zimport_transport base;
    zimport_transport *lower;
    const zimport_proxy_server *server;
    char *memory;
    size_t size;
    zimport_peer peer; /* bookkeeping from here on: the proxy */
    size_t sent, to_send;
    uint8_t state;
    union {
        uint64_t align;
        void *pointer;
        unsigned char bytes[ZIMPORT_PROXY_PARTS];
    } reader;
} zimport_proxy;

/*
 * A closed tunnel over `lower`, which must be one of its own. `memory` is used while it opens, and wiped then: it can
 * be the client's window. It has at least ZIMPORT_WINDOW_MIN bytes, and room for the request: 130, twice the server's
 * name and the credentials in base64.
 *
 * What open can say on top of the lower transport's: ZIMPORT_PROXY_REFUSED, ZIMPORT_PROXY_FAILED (both with the HTTP
 * status as the detail, 0 without one), ZIMPORT_LOST, ZIMPORT_NO_ROOM, ZIMPORT_CONNECT_TIMEOUT.
 */
void zimport_proxy_init(zimport_proxy *proxy, zimport_transport *lower, const zimport_proxy_server *server,
                        char *memory, size_t size);

#endif
