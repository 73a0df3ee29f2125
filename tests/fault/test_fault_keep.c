/* SPDX-License-Identifier: Apache-2.0 */
/* Kept connections: used again when they may be, replaced once and silently when they are gone, dropped in doubt. */
#include "asker.h"

/* clang-format off */
static const script_reply good[] = {
    {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)},
};
/* clang-format on */

static void ask_good(struct asker *asker, size_t connections) {
    assert_int_equal(asker_ask(asker), ZIMPORT_OK);
    check_good(asker);
    assert_int_equal(asker->client.counts.connections, connections);
    assert_true(asker->script.open);
}

static void one_connection_for_all(void **state) {
    (void)state;
    static struct asker asker;
    asker_init(&asker, good, COUNT(good));
    asker_start(&asker);
    for (size_t i = 0; i < COUNT(good); i++) {
        ask_good(&asker, 1);
        asker.script.now += 1000;
    }
    assert_int_equal(asker.events[ZIMPORT_EVENT_REUSED], COUNT(good) - 1);
}

/* No retry is used up, and nobody sees a failure. */
static void replaced_silently(void **state) {
    (void)state;
    for (int reset = 0; reset <= 1; reset++) {
        static struct asker asker;
        asker_init(&asker, good, COUNT(good));
        asker_start(&asker);
        for (size_t round = 1; round <= 3; round++) {
            ask_good(&asker, round);
            asker.script.idle_close = reset == 0;
            asker.script.idle_reset = reset == 1;
            asker.script.now += 60000;
        }
        assert_int_equal(asker.client.counts.retries, 0);
        assert_int_equal(asker.events[ZIMPORT_EVENT_STALE], 2);
        assert_int_equal(asker.events[ZIMPORT_EVENT_FAILED], 0);
        assert_int_equal(asker.events[ZIMPORT_EVENT_RETRY], 0);
    }
}

static void whatever_says_that_it_is_gone(void **state) {
    (void)state;
    static const struct {
        unsigned calls;
        zimport_status status;
    } table[] = {{SCRIPT_READ, ZIMPORT_CLOSED}, {SCRIPT_READ, ZIMPORT_LOST}, {SCRIPT_WRITE, ZIMPORT_LOST}};
    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t n = 0; n < 3; n++) {
            static struct asker asker;
            asker_init(&asker, good, COUNT(good));
            asker_start(&asker);
            asker.script.write_most = 100;
            ask_good(&asker, 1);
            asker.script.fault_calls = table[i].calls;
            asker.script.fault = SCRIPT_FAIL;
            asker.script.status = table[i].status;
            asker.script.fault_at = table[i].calls == SCRIPT_READ ? n % 2 : n;
            ask_good(&asker, 2);
            assert_int_equal(asker.client.counts.retries, 0);
            assert_int_equal(asker.events[ZIMPORT_EVENT_STALE], 1);
        }
    }
}

/* What goes wrong on the new connection is an ordinary failure. */
static void replaced_once(void **state) {
    (void)state;
    for (size_t n = 0; n <= 1; n++) {
        static struct asker asker;
        asker_init(&asker, good, COUNT(good));
        asker_start(&asker);
        ask_good(&asker, 1);
        asker.script.fault_calls = SCRIPT_READ;
        asker.script.fault = SCRIPT_FAIL;
        asker.script.status = ZIMPORT_LOST;
        asker.script.fault_at = n;
        asker.script.fault_more = 9;
        assert_int_equal(asker_ask(&asker), ZIMPORT_LOST);
        assert_int_equal(asker.client.counts.connections, 2);
        assert_int_equal(asker.events[ZIMPORT_EVENT_STALE], 1);
        assert_false(asker.script.open);
    }
}

/* The request has reached the server. */
static void not_replaced_after_a_byte(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply replies[] = {{.bytes = LIT(WHOLE)}, {.bytes = LIT("H"), .reset = true}, {.bytes = LIT(WHOLE)}};
    asker_init(&asker, replies, COUNT(replies));
    asker_start(&asker);
    ask_good(&asker, 1);
    assert_int_equal(asker_ask(&asker), ZIMPORT_LOST);
    assert_int_equal(asker.events[ZIMPORT_EVENT_STALE], 0);
    ask_good(&asker, 2);
}

static void not_replaced_for_other_failures(void **state) {
    (void)state;
    static const zimport_status statuses[] = {ZIMPORT_TLS_FAILED, ZIMPORT_NO_MEMORY, ZIMPORT_SYSTEM};
    for (size_t i = 0; i < COUNT(statuses); i++) {
        static struct asker asker;
        asker_init(&asker, good, COUNT(good));
        asker_start(&asker);
        ask_good(&asker, 1);
        asker.script.fault_calls = SCRIPT_WRITE;
        asker.script.fault = SCRIPT_FAIL;
        asker.script.status = statuses[i];
        assert_int_equal(asker_ask(&asker), statuses[i]);
        assert_int_equal(asker.events[ZIMPORT_EVENT_STALE], 0);
    }
}

static void dropped_after(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        bool close;
        zimport_status status;
    } table[] = {
        {LIT("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " BODY_SIZE "\r\n\r\n" BODY), false, ZIMPORT_OK},
        {LIT("HTTP/1.0 200 OK\r\nContent-Length: " BODY_SIZE "\r\n\r\n" BODY), false, ZIMPORT_OK},
        {LIT("HTTP/1.1 200 OK\r\n\r\n" BODY), true, ZIMPORT_OK},
        /* Bytes behind the reply, in the same read. RFC 9112 section 9.2 */
        {LIT(WHOLE "HTTP/1.1 200 OK\r\n"), false, ZIMPORT_OK},
        {LIT(WHOLE "x"), false, ZIMPORT_OK},
        /* Framing that is in doubt. */
        {LIT("HTTP/1.1 200 OK\r\nContent-Length: 245\r\nContent-Length: 244\r\n\r\n" BODY), false,
         ZIMPORT_HTTP_FRAMING},
        {LIT("HTTP/1.1 200 OK\r\nContent-Length: 245\r\nTransfer-Encoding: chunked\r\n\r\n" BODY), false,
         ZIMPORT_HTTP_FRAMING},
        {LIT("nonsense\r\n\r\n"), false, ZIMPORT_HTTP_SYNTAX},
        {LIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), false, ZIMPORT_HTTP_FRAMING},
        {LIT("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>"), false, ZIMPORT_JSON_SYNTAX},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct asker asker;
        const char *label = show(table[i].reply);
        const script_reply replies[] = {{.bytes = table[i].reply, .close = table[i].close}, {.bytes = LIT(WHOLE)}};
        asker_init(&asker, replies, COUNT(replies));
        asker_start(&asker);
        CHECK_STATUS(asker_ask(&asker), table[i].status, label);
        CHECK(!asker.script.open && !asker.client.open, label);
        ask_good(&asker, 2);
        CHECK_EQUAL(asker.events[ZIMPORT_EVENT_REUSED], 0, label);
        CHECK_EQUAL(asker.events[ZIMPORT_EVENT_STALE], 0, label);
    }
}

static void kept_after(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        zimport_status status;
    } table[] = {
        {LIT("HTTP/1.1 404 Not Found\r\nContent-Length: 38\r\n\r\n{\"code\":90144,\"message\":\"no such job\"}"),
         ZIMPORT_NOT_FOUND},
        {LIT("HTTP/1.1 302 Found\r\nLocation: https://x\r\nContent-Length: 0\r\n\r\n"), ZIMPORT_REDIRECTED},
        {LIT("HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b\r\n\r\n"), ZIMPORT_BUSY},
        {LIT("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"code\":80002}"), ZIMPORT_UNAUTHORIZED},
        {LIT("HTTP/1.1 100 Continue\r\n\r\n" WHOLE), ZIMPORT_OK},
        {LIT("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"), ZIMPORT_HTTP_ENCODING},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct asker asker;
        zimport_view reply = table[i].reply;
        const script_reply replies[] = {{.bytes = reply, .piece = 7}, {.bytes = LIT(WHOLE)}};
        asker_init(&asker, replies, COUNT(replies));
        asker_start(&asker);
        CHECK_STATUS(asker_ask(&asker), table[i].status, show(reply));
        CHECK(asker.script.open, show(reply));
        ask_good(&asker, 1);
    }
}

/* They are not the answer to the next question. RFC 9112 section 9.2: the client must not take them for a valid
 * response, and should close the connection. */
static void bytes_that_nobody_asked_for(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view late[] = {
        LIT("HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n{\"code\":200,\"data\":{\"readyPercentage\":1}}"),
        LIT("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        LIT("x"),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(late); i++) {
        static struct asker asker;
        /* clang-format off */
        const script_reply replies[] = {
            {.bytes = LIT(WHOLE), .late = late[i]}, {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}};
        /* clang-format on */
        asker_init(&asker, replies, COUNT(replies));
        asker_start(&asker);
        ask_good(&asker, 1);
        asker.script.now += 5000;
        ask_good(&asker, 2);
        assert_int_equal(asker.client.counts.retries, 0);
    }
}

static void closed_by_the_application(void **state) {
    (void)state;
    static struct asker asker;
    asker_init(&asker, good, COUNT(good));
    asker_start(&asker);
    ask_good(&asker, 1);
    zimport_client_close(&asker.client);
    assert_false(asker.script.open || asker.client.open);
    zimport_client_close(&asker.client);
    ask_good(&asker, 2);
    zimport_client_abort(&asker.client);
    assert_false(asker.script.open || asker.client.open);
    assert_int_equal(asker.answer.status, ZIMPORT_OK);
    ask_good(&asker, 3);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_connection_for_all),
        cmocka_unit_test(replaced_silently),
        cmocka_unit_test(whatever_says_that_it_is_gone),
        cmocka_unit_test(replaced_once),
        cmocka_unit_test(not_replaced_after_a_byte),
        cmocka_unit_test(not_replaced_for_other_failures),
        cmocka_unit_test(dropped_after),
        cmocka_unit_test(kept_after),
        cmocka_unit_test(bytes_that_nobody_asked_for),
        cmocka_unit_test(closed_by_the_application),
    };
    return cmocka_run_group_tests_name("fault, kept connections", tests, NULL, NULL);
}
