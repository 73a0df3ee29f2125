/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of a proxy, and which answers open a tunnel: whole, cut at every byte, without end. */
#include "tunnel.h"

static void requests(void **state) {
    (void)state;
    static const struct {
        const char *proxy;
        zimport_peer peer;
        const char *request;
    } table[] = {
        {"user:p4ssw0rd@proxy:3128", {.host = "h.example", .port = 443}, REQUEST},
        {"proxy",
         {.host = "h.example", .port = 8443},
         "CONNECT h.example:8443 HTTP/1.1\r\nHost: h.example:8443\r\nUser-Agent: zimport/" ZIMPORT_VERSION "\r\n\r\n"},
        {"proxy",
         {.host = "fd00::1", .address = true, .port = 443},
         "CONNECT [fd00::1]:443 HTTP/1.1\r\nHost: [fd00::1]:443\r\nUser-Agent: zimport/" ZIMPORT_VERSION "\r\n\r\n"},
        {":@proxy",
         {.host = "10.0.0.1", .address = true, .port = 80},
         "CONNECT 10.0.0.1:80 HTTP/1.1\r\nHost: 10.0.0.1:80\r\nProxy-Authorization: Basic Og==\r\n"
         "User-Agent: zimport/" ZIMPORT_VERSION "\r\n\r\n"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t most = 0; most <= 1; most++) {
            static struct tunnel tunnel;
            const script_reply reply = {.bytes = LIT(GOOD)};
            tunnel_init(&tunnel, &reply, 1);
            assert_int_equal(zimport_proxy_parse(&tunnel.server, zimport_view_of(table[i].proxy)), ZIMPORT_OK);
            tunnel.peer.host = table[i].peer.host;
            tunnel.peer.address = table[i].peer.address;
            tunnel.peer.port = table[i].peer.port;
            tunnel.script.write_most = most;
            assert_int_equal(open_tunnel(&tunnel, table[i].request), ZIMPORT_OK);
            CHECK_VIEW(((zimport_view){tunnel.script.request, tunnel.script.request_size}),
                       zimport_view_of(table[i].request), table[i].request);
            assert_int_equal(tunnel.script.requests, 1);
            assert_string_equal(tunnel.proxy.peer.host, tunnel.server.origin.host);
            assert_int_equal(tunnel.proxy.peer.port, tunnel.server.origin.port);
            assert_int_equal(tunnel.proxy.peer.deadline, tunnel.peer.deadline);
        }
    }
}

#define INTERIM "HTTP/1.1 102 x\r\n\r\n"
#define EIGHT_INTERIM INTERIM INTERIM INTERIM INTERIM INTERIM INTERIM INTERIM INTERIM

struct verdict {
    zimport_view reply;
    zimport_status status;
    int32_t detail;
};

/* clang-format off */
static const struct verdict verdicts[] = {
    {LIT(GOOD), ZIMPORT_OK, 0},
    {LIT("HTTP/1.0 200 Connection established\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 200\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 204 No Content\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 299 x\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 300 x\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 300},
    {LIT("HTTP/1.1 200 OK\nServer: x\n\n"), ZIMPORT_OK, 0},
    /* What would frame a body means nothing. RFC 9110 section 9.3.6 */
    {LIT("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 200 OK\r\nContent-Length: many\r\nContent-Length: 3\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.0 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\n"), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nLink: y\r\n\r\n" GOOD), ZIMPORT_OK, 0},
    {LIT("HTTP/1.1 199 x\r\n\r\n" GOOD), ZIMPORT_OK, 0},
    {LIT(EIGHT_INTERIM GOOD), ZIMPORT_OK, 0},
    {LIT(EIGHT_INTERIM INTERIM GOOD), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 102 x\r\n\r\nHTTP/1.1 407 y\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 407},
    /* Bytes that nobody can have asked for. */
    {LIT(GOOD "x"), ZIMPORT_PROXY_FAILED, 0},
    {LIT(GOOD "\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT(GOOD GOOD), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 6\r\n"
         "\r\n<html>"), ZIMPORT_PROXY_REFUSED, 407},
    {LIT("HTTP/1.0 403 Forbidden\r\n\r\n<html>"), ZIMPORT_PROXY_REFUSED, 403},
    {LIT("HTTP/1.1 401 Unauthorized\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 401},
    {LIT("HTTP/1.1 400 Bad Request\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 400},
    {LIT("HTTP/1.1 404 Not Found\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 404},
    {LIT("HTTP/1.1 405 Method Not Allowed\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 405},
    {LIT("HTTP/1.1 302 Found\r\nLocation: http://login/\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 302},
    {LIT("HTTP/1.1 499 x\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 499},
    {LIT("HTTP/1.1 501 Not Implemented\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 501},
    {LIT("HTTP/1.1 505 HTTP Version Not Supported\r\n\r\n"), ZIMPORT_PROXY_REFUSED, 505},
    {LIT("HTTP/1.1 511 Network Authentication Required\r\n\r\n<html>"), ZIMPORT_PROXY_REFUSED, 511},
    /* What may pass. */
    {LIT("HTTP/1.1 408 Request Timeout\r\n\r\n"), ZIMPORT_PROXY_FAILED, 408},
    {LIT("HTTP/1.1 425 Too Early\r\n\r\n"), ZIMPORT_PROXY_FAILED, 425},
    {LIT("HTTP/1.1 429 Too Many Requests\r\n\r\n"), ZIMPORT_PROXY_FAILED, 429},
    {LIT("HTTP/1.1 500 Unable to connect\r\n\r\n<html>"), ZIMPORT_PROXY_FAILED, 500},
    {LIT("HTTP/1.1 502 Bad Gateway\r\n\r\n"), ZIMPORT_PROXY_FAILED, 502},
    {LIT("HTTP/1.1 503 Service Unavailable\r\n\r\n"), ZIMPORT_PROXY_FAILED, 503},
    {LIT("HTTP/1.1 504 Gateway Timeout\r\n\r\n"), ZIMPORT_PROXY_FAILED, 504},
    {LIT("HTTP/1.1 599 x\r\n\r\n"), ZIMPORT_PROXY_FAILED, 599},
    {LIT("HTTP/1.1 101 Switching Protocols\r\n\r\n"), ZIMPORT_PROXY_FAILED, 101},
    /* Something else than a proxy. */
    {LIT("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("220 mail.example ESMTP\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("\x15\x03\x01\x00\x02\x02\x28\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("\x05\xff\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("<html>\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/2 200 OK\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 099 x\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 600 x\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 20 OK\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 200 OK\r\nno field\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 200 OK\r\nA : b\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
    {LIT("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n"), ZIMPORT_PROXY_FAILED, 0},
};
/* clang-format on */

/* In one piece, and in single bytes; but bytes that come after the head are for TLS to find. */
static void what_the_proxy_answers(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(verdicts); i++) {
        const struct verdict *row = &verdicts[i];
        for (size_t piece = 0; piece <= 3; piece++) {
            static struct tunnel tunnel;
            const char *label = show(row->reply);
            const script_reply reply = {.bytes = row->reply, .piece = piece, .gap_ms = piece > 0 ? 7 : 0};
            bool behind = row->reply.size > sizeof GOOD - 1 && memcmp(row->reply.data, GOOD, sizeof GOOD - 1) == 0;
            tunnel_init(&tunnel, &reply, 1);
            zimport_status status = open_tunnel(&tunnel, label);
            if (behind && piece > 0) {
                CHECK(status == ZIMPORT_OK || status == ZIMPORT_PROXY_FAILED, label);
                continue;
            }
            CHECK_STATUS(status, row->status, label);
            CHECK_EQUAL(tunnel.proxy.base.detail, row->detail, label);
            CHECK_EQUAL(tunnel.proxy.base.stage, ZIMPORT_AT_PROXY, label);
            /* What did not open is given up, for which no orderly end is waited. */
            CHECK_EQUAL(tunnel.script.resets, status == ZIMPORT_OK ? 0 : 1, label);
        }
    }
}

/* By an orderly end and by a reset. */
static void every_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(verdicts); i++) {
        for (size_t size = 0; size < verdicts[i].reply.size; size++) {
            for (int reset = 0; reset <= 1; reset++) {
                static struct tunnel tunnel;
                zimport_view bytes = part(verdicts[i].reply, 0, size);
                const char *label = show(bytes);
                const script_reply reply = {.bytes = bytes, .close = reset == 0, .reset = reset == 1};
                tunnel_init(&tunnel, &reply, 1);
                zimport_status status = open_tunnel(&tunnel, label);
                bool whole = contains(bytes, "\r\n\r\n") || contains(bytes, "\n\n");
                bool judged = status == ZIMPORT_PROXY_REFUSED || tunnel.proxy.base.detail != 0;
                CHECK(status != ZIMPORT_OK || whole, label);
                CHECK(!judged || whole, label);
                CHECK(status == ZIMPORT_OK || status == ZIMPORT_PROXY_REFUSED || status == ZIMPORT_PROXY_FAILED ||
                          (reset == 1 && status == ZIMPORT_LOST),
                      label);
                CHECK_EQUAL(tunnel.proxy.base.stage, ZIMPORT_AT_PROXY, label);
            }
        }
    }
}

static void replies_without_end(void **state) {
    (void)state;
    static char bytes[40 * 1024];
    static const struct {
        const char *start;
        const char *more;
        bool good; /* it may also end */
    } table[] = {
        {"HTTP/1.1 200 OK\r\nA: ", "b", true},
        {"HTTP/1.1 200 OK\r\n", "Field: value\r\n", true},
        {"HTTP/1.1 200 ", "OK", true},
        {"HTTP/1.1 100 Continue\r\n", "\r\nHTTP/1.1 100 Continue\r\n", false},
        {"HTTP/1.1 200 OK\r\nA: b", "\r\n c", true},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct tunnel tunnel;
        size_t size = strlen(table[i].start);
        size_t step = strlen(table[i].more);
        memcpy(bytes, table[i].start, size);
        for (; size + step + 8 < sizeof bytes; size += step) {
            memcpy(bytes + size, table[i].more, step);
        }
        const script_reply endless = {.bytes = {bytes, size}};
        tunnel_init(&tunnel, &endless, 1);
        assert_int_equal(open_tunnel(&tunnel, table[i].more), ZIMPORT_PROXY_FAILED);
        /* Lines longer than the memory for them are fine. */
        size = strlen(table[i].start) + 1200 / step * step;
        size = step == 14 ? strlen(table[i].start) + 90 * step : size;
        memcpy(bytes + size, "\r\n\r\n", 4);
        const script_reply large = {.bytes = {bytes, size + 4 - (step == 14 ? 2 : 0)}};
        tunnel_init(&tunnel, &large, 1);
        zimport_status status = open_tunnel(&tunnel, table[i].more);
        assert_int_equal(status, table[i].good ? ZIMPORT_OK : ZIMPORT_PROXY_FAILED);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests),
        cmocka_unit_test(what_the_proxy_answers),
        cmocka_unit_test(every_cut),
        cmocka_unit_test(replies_without_end),
    };
    return cmocka_run_group_tests_name("fault, proxy", tests, NULL, NULL);
}
