/* SPDX-License-Identifier: Apache-2.0 */
/* A client behind a proxy: through a tunnel, and with requests in absolute form. */
#include "asker.h"

#include "zimport/zimport.h"

#define OPENED "HTTP/1.1 200 Connection established\r\n\r\n"
#define SECRET "dXNlcjpwNHNzdzByZA=="
#define JSON(status, length, body) "HTTP/1.1 " status "\r\nContent-Length: " length "\r\n\r\n" body
#define HTML(status) JSON(status, "12", "<html></html")

static zimport_proxy_server server;

static int parse_server(void **state) {
    (void)state;
    return zimport_proxy_parse(&server, VIEW("user:p4ssw0rd@127.0.0.1:3128")) != ZIMPORT_OK;
}

/* ---- a tunnel, in the memory of the client's window */

static zimport_proxy tunnel;

static void start_tunnel(struct asker *asker, const script_reply *replies, size_t count) {
    asker_init(asker, replies, count);
    asker->script.secret = VIEW(SECRET);
    asker->config.retries = 2;
    zimport_proxy_init(&tunnel, &asker->script.transport, &server, asker->window, sizeof asker->window);
    asker->config.transport = &tunnel.base;
    asker_start(asker);
}

static zimport_status ask_through(struct asker *asker) {
    asker->rows = 0;
    asker->row_bytes = 0;
    assert_int_equal(zimport_client_begin(&asker->client, VIEW(JOB), &asker->progress, &asker->answer), ZIMPORT_OK);
    asker->elapsed = script_drive(&asker->script, &asker->client);
    check_wiped(asker);
    assert_false(script_finds(asker->window, sizeof asker->window, VIEW(SECRET)));
    assert_false(script_finds(&tunnel, sizeof tunnel, VIEW(SECRET)));
    assert_int_equal(asker->client.open, asker->script.open);
    assert_int_equal(asker->script.opens - asker->script.closes, asker->script.open ? 1 : 0);
    return asker->answer.status;
}

static void one_tunnel_for_all(void **state) {
    (void)state;
    static struct asker asker;
    static const script_reply replies[] = {{.bytes = LIT(OPENED), .piece = 5},
                                           {.bytes = LIT(WHOLE)},
                                           {.bytes = LIT(WHOLE), .piece = 7},
                                           {.bytes = LIT(OPENED)},
                                           {.bytes = LIT(WHOLE)}};
    start_tunnel(&asker, replies, COUNT(replies));
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(ask_through(&asker), ZIMPORT_OK);
        check_good(&asker);
        assert_int_equal(asker.client.counts.connections, 1);
        assert_int_equal(asker.script.requests, 1 + i);
        CHECK(contains((zimport_view){asker.script.request, asker.script.request_size}, "GET /v1/"), "origin form");
    }
    asker.script.idle_close = true;
    assert_int_equal(ask_through(&asker), ZIMPORT_OK);
    check_good(&asker);
    assert_int_equal(asker.events[ZIMPORT_EVENT_STALE], 1);
    assert_int_equal(asker.client.counts.connections, 2);
    assert_int_equal(asker.client.counts.retries, 0);
}

/* Retried or not as the status tells; the failure is the proxy's. */
static void tunnels_that_fail(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        bool close;
        zimport_status status;
        int32_t detail;
        uint32_t retries;
    } table[] = {
        {LIT(HTML("407 Proxy Authentication Required")), false, ZIMPORT_PROXY_REFUSED, 407, 0},
        {LIT(HTML("403 Forbidden")), true, ZIMPORT_PROXY_REFUSED, 403, 0},
        {LIT(HTML("503 Service Unavailable")), false, ZIMPORT_PROXY_FAILED, 503, 2},
        {LIT("SSH-2.0-x\r\n"), false, ZIMPORT_PROXY_FAILED, 0, 2},
        {LIT("HTTP/1.1 200 OK\r\n"), true, ZIMPORT_PROXY_FAILED, 0, 2},
        {LIT(""), true, ZIMPORT_PROXY_FAILED, 0, 2},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct asker asker;
        const script_reply bad = {.bytes = table[i].reply, .close = table[i].close};
        const script_reply replies[] = {bad, bad, bad, {.bytes = LIT(OPENED)}, {.bytes = LIT(WHOLE)}};
        const char *label = show(table[i].reply);
        start_tunnel(&asker, replies + 2 - table[i].retries, 3 + table[i].retries);
        CHECK_STATUS(ask_through(&asker), table[i].status, label);
        CHECK_EQUAL(asker.client.stage, ZIMPORT_AT_PROXY, label);
        CHECK_EQUAL(asker.client.detail, table[i].detail, label);
        CHECK_EQUAL(asker.client.counts.retries, table[i].retries, label);
        CHECK_EQUAL(asker.client.counts.requests, 0, label);
        CHECK_EQUAL(asker.answer.http_status, 0, label);
        CHECK_STATUS(ask_through(&asker), ZIMPORT_OK, label);
        check_good(&asker);
    }
}

/* It ends at the connect deadline. */
static void tunnels_that_stall(void **state) {
    (void)state;
    static const script_reply replies[] = {{.bytes = LIT(""), .delay_ms = 1},
                                           {.bytes = LIT(OPENED), .piece = 1, .gap_ms = 300}};
    for (size_t i = 0; i <= COUNT(replies); i++) {
        static struct asker asker;
        start_tunnel(&asker, replies + i, i < COUNT(replies) ? 1 : 0);
        asker.client.config.retries = 0;
        assert_int_equal(ask_through(&asker), ZIMPORT_CONNECT_TIMEOUT);
        assert_int_equal(asker.client.stage, ZIMPORT_AT_PROXY);
        assert_int_equal(asker.elapsed, 10000);
    }
}

/* ---- absolute form */

static void start_via(struct asker *asker, const script_reply *replies, size_t count) {
    asker_init(asker, replies, count);
    asker->config.via = &server;
    asker->config.retries = 2;
    asker_start(asker);
    assert_string_equal(asker->client.peer.host, "127.0.0.1");
    assert_int_equal(asker->client.peer.port, 3128);
    assert_true(asker->client.peer.address);
}

static void in_absolute_form(void **state) {
    (void)state;
    static struct asker asker;
    static const script_reply replies[] = {{.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}};
    start_via(&asker, replies, COUNT(replies));
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
        check_good(&asker);
        zimport_view request = {asker.script.request, asker.script.request_size};
        CHECK(contains(request, "GET http://localhost:8080/v1/"), show(request));
        CHECK(contains(request, "\r\nHost: localhost:8080\r\nProxy-Authorization: Basic " SECRET "\r\n"),
              show(request));
        assert_int_equal(asker.client.counts.connections, 1);
        assert_false(script_finds(asker.window, sizeof asker.window, VIEW(SECRET)));
    }
}

/* The proxy's own is known by its status, and by a body that is not JSON. */
static void whose_a_reply_is(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        zimport_status with, without; /* a proxy */
    } table[] = {
        {LIT(HTML("407 x")), ZIMPORT_PROXY_REFUSED, ZIMPORT_REFUSED},
        {LIT(JSON("407 x", "12", "{\"code\":407}")), ZIMPORT_PROXY_REFUSED, ZIMPORT_REFUSED},
        {LIT(JSON("407 x", "0", "")), ZIMPORT_PROXY_REFUSED, ZIMPORT_REFUSED},
        {LIT(HTML("403 x")), ZIMPORT_PROXY_REFUSED, ZIMPORT_UNAUTHORIZED},
        {LIT(JSON("403 x", "0", "")), ZIMPORT_PROXY_REFUSED, ZIMPORT_UNAUTHORIZED},
        {LIT(JSON("403 x", "12", "{\"code\":403}")), ZIMPORT_UNAUTHORIZED, ZIMPORT_UNAUTHORIZED},
        {LIT(HTML("500 x")), ZIMPORT_PROXY_FAILED, ZIMPORT_BUSY},
        {LIT(JSON("500 x", "2", "{}")), ZIMPORT_BUSY, ZIMPORT_BUSY},
        {LIT(HTML("502 x")), ZIMPORT_PROXY_FAILED, ZIMPORT_BUSY},
        {LIT(JSON("502 x", "0", "")), ZIMPORT_PROXY_FAILED, ZIMPORT_BUSY},
        {LIT(JSON("502 x", "2", "{}")), ZIMPORT_BUSY, ZIMPORT_BUSY},
        {LIT(HTML("503 x\r\nContent-Encoding: gzip")), ZIMPORT_PROXY_FAILED, ZIMPORT_BUSY},
        {LIT(JSON("503 x", "2", "{}")), ZIMPORT_BUSY, ZIMPORT_BUSY},
        {LIT(HTML("504 x")), ZIMPORT_PROXY_FAILED, ZIMPORT_BUSY},
        {LIT(JSON("504 x", "4", "null")), ZIMPORT_BUSY, ZIMPORT_BUSY},
        {LIT(HTML("401 x")), ZIMPORT_PROXY_REFUSED, ZIMPORT_UNAUTHORIZED},
        {LIT(JSON("401 x", "12", "{\"code\":401}")), ZIMPORT_UNAUTHORIZED, ZIMPORT_UNAUTHORIZED},
        {LIT(HTML("404 x")), ZIMPORT_REFUSED, ZIMPORT_REFUSED},
        {LIT(HTML("429 x")), ZIMPORT_BUSY, ZIMPORT_BUSY},
        {LIT(HTML("302 x")), ZIMPORT_REDIRECTED, ZIMPORT_REDIRECTED},
        {LIT(HTML("200 x")), ZIMPORT_JSON_SYNTAX, ZIMPORT_JSON_SYNTAX},
        {LIT(JSON("403 x", "12", "{\"code\":4")), ZIMPORT_PROXY_REFUSED, ZIMPORT_UNAUTHORIZED},
    };
    /* clang-format on */
    for (size_t i = 0; i < 2 * COUNT(table); i++) {
        static struct asker asker;
        bool proxy = i % 2 == 0;
        zimport_status want = proxy ? table[i / 2].with : table[i / 2].without;
        const script_reply reply = {.bytes = table[i / 2].reply, .piece = i % 3, .close = i / 2 == COUNT(table) - 1};
        const char *label = show(reply.bytes);
        start_via(&asker, &reply, 1);
        asker.config.via = proxy ? &server : NULL;
        asker.config.retries = 0;
        asker_start(&asker);
        CHECK_STATUS(asker_ask(&asker), want, label);
        bool own = want == ZIMPORT_PROXY_REFUSED || want == ZIMPORT_PROXY_FAILED;
        CHECK_EQUAL(asker.answer.http_status, strtol(reply.bytes.data + 9, NULL, 10), label);
        CHECK_EQUAL(asker.client.detail, own ? asker.answer.http_status : 0, label);
        zimport_stage stage = reply.close ? ZIMPORT_AT_READING : ZIMPORT_AT_DECODING;
        CHECK_EQUAL(asker.client.stage, own ? ZIMPORT_AT_PROXY : stage, label);
    }
}

/* A proxy that finds no way is asked again, one that refuses is not. */
static void tried_again(void **state) {
    (void)state;
    static const script_reply replies[] = {{.bytes = LIT(HTML("503 x"))},
                                           {.bytes = LIT(HTML("500 x"))},
                                           {.bytes = LIT(WHOLE)},
                                           {.bytes = LIT(HTML("407 x"))}};
    static struct asker asker;
    start_via(&asker, replies, COUNT(replies));
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    check_good(&asker);
    assert_int_equal(asker.client.stage, ZIMPORT_AT_NOTHING);
    assert_int_equal(asker.client.detail, 0);
    assert_int_equal(asker.client.counts.retries, 2);
    assert_int_equal(asker_ask(&asker), ZIMPORT_PROXY_REFUSED);
    assert_int_equal(asker.client.counts.retries, 2);
}

/* What would cross the network in the clear, and a proxy that should see TLS. */
static void refused_configurations(void **state) {
    (void)state;
    static struct asker asker;
    zimport_proxy_server elsewhere;
    assert_int_equal(zimport_proxy_parse(&elsewhere, VIEW("proxy.example")), ZIMPORT_OK);
    asker_init(&asker, NULL, 0);
    asker.config.via = &elsewhere;
    assert_int_equal(zimport_client_init(&asker.client, &asker.config), ZIMPORT_KEY_PLAINTEXT);
    asker.config.allow_plaintext_key = true;
    assert_int_equal(zimport_client_init(&asker.client, &asker.config), ZIMPORT_OK);
    assert_int_equal(zimport_origin_parse(&asker.origin, VIEW("https://localhost")), ZIMPORT_OK);
    assert_int_equal(zimport_client_init(&asker.client, &asker.config), ZIMPORT_BAD_ARGUMENT);
    asker.config.via = NULL;
    assert_int_equal(zimport_client_init(&asker.client, &asker.config), ZIMPORT_OK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_tunnel_for_all),     cmocka_unit_test(tunnels_that_fail),
        cmocka_unit_test(tunnels_that_stall),     cmocka_unit_test(in_absolute_form),
        cmocka_unit_test(whose_a_reply_is),       cmocka_unit_test(tried_again),
        cmocka_unit_test(refused_configurations),
    };
    return cmocka_run_group_tests_name("fault, via", tests, parse_server, NULL);
}
