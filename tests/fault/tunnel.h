/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_TESTS_TUNNEL_H
#define ZIMPORT_TESTS_TUNNEL_H

#include "script.h"

#include "zimport/zimport.h"

#define GOOD "HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"
#define SECRET "dXNlcjpwNHNzdzByZA=="
#define REQUEST \
    "CONNECT h.example:443 HTTP/1.1\r\nHost: h.example:443\r\nProxy-Authorization: Basic " SECRET \
    "\r\nUser-Agent: zimport/" ZIMPORT_VERSION "\r\n\r\n"

struct tunnel {
    struct script script;
    zimport_proxy proxy;
    zimport_proxy_server server;
    zimport_peer peer;
    char memory[600];
};

static inline void tunnel_init(struct tunnel *tunnel, const script_reply *replies, size_t count) {
    memset(tunnel, 0, sizeof *tunnel);
    script_init(&tunnel->script, replies, count);
    tunnel->script.secret = VIEW(SECRET);
    assert_int_equal(zimport_proxy_parse(&tunnel->server, VIEW("user:p4ssw0rd@proxy:3128")), ZIMPORT_OK);
    zimport_proxy_init(&tunnel->proxy, &tunnel->script.transport, &tunnel->server, tunnel->memory,
                       sizeof tunnel->memory);
    tunnel->peer = (zimport_peer){.host = "h.example", .port = 443, .deadline = tunnel->script.now + 10000};
}

static inline zimport_transport *transport_of(struct tunnel *tunnel) {
    return &tunnel->proxy.base;
}

/* No credentials are left, and a tunnel that did not open holds nothing. */
static inline void check_end(const struct tunnel *tunnel, zimport_status status, const char *label) {
    CHECK(!script_finds(tunnel->memory, sizeof tunnel->memory, VIEW(SECRET)), label);
    CHECK(!script_finds(&tunnel->proxy, sizeof tunnel->proxy, VIEW(SECRET)), label);
    CHECK_EQUAL(tunnel->script.open, status == ZIMPORT_OK, label);
    CHECK(!tunnel->script.opening, label);
    CHECK(status != ZIMPORT_WANT_READ && status != ZIMPORT_WANT_WRITE && status != ZIMPORT_CLOSED, label);
}

static inline zimport_status open_tunnel(struct tunnel *tunnel, const char *label) {
    zimport_transport *transport = transport_of(tunnel);
    for (int calls = 0; calls < 50000; calls++) {
        uint64_t wake = tunnel->peer.deadline;
        zimport_status status = transport->api->open(transport, &tunnel->peer, tunnel->script.now, &wake);
        if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
            CHECK(tunnel->script.now < tunnel->peer.deadline, label);
            transport->api->wait(transport, status, wake);
            /* The lower transport is asked to open only before the deadline. */
            if (tunnel->script.now < tunnel->peer.deadline || tunnel->script.open) {
                continue;
            }
            transport->api->close(transport);
            status = ZIMPORT_CONNECT_TIMEOUT;
        }
        check_end(tunnel, status, label);
        return status;
    }
    CHECK(false, label);
    return ZIMPORT_ABORTED;
}

#endif
