/* SPDX-License-Identifier: Apache-2.0 */
/* Replies; refusals before anything is sent; giving up; the blocking calls. */
#include "asker.h"

static void answers(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        bool close;
        zimport_status status;
        const char *message; /* NULL: not checked */
    } table[] = {
        {LIT(WHOLE), false, ZIMPORT_OK, ""},
        {LIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" BODY), false, ZIMPORT_HTTP_FRAMING, NULL},
        {LIT("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/x\r\nContent-Length: 0\r\n\r\n"), false,
         ZIMPORT_REDIRECTED, "https://elsewhere.example/x"},
        {LIT("HTTP/1.1 300 x\r\nLocation: /x\r\nContent-Length: 15\r\n\r\n{\"message\":\"m\"}"), false,
         ZIMPORT_REDIRECTED, "/x"},
        {LIT("HTTP/1.1 307 x\r\nLocation: /x\r\nContent-Length: "
             "41\r\n\r\n{\"code\":200,\"data\":{\"readyPercentage\":1}}"),
         false, ZIMPORT_REDIRECTED, "/x"},
        {LIT("HTTP/1.1 301 x\r\nLocation: /x\r\nContent-Length: 15\r\n\r\n{\"message\":\"m\"}"), false,
         ZIMPORT_REDIRECTED, "/x"},
        {LIT("HTTP/1.1 301 x\r\nLocation: /x\r\nContent-Length: 14\r\n\r\n{\"code\":90144}"), false, ZIMPORT_REDIRECTED,
         "/x"},
        {LIT("HTTP/1.1 304 x\r\nContent-Length: 5\r\n\r\n"), false, ZIMPORT_REDIRECTED, NULL},
        {LIT("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"), false,
         ZIMPORT_HTTP_ENCODING, NULL},
        {LIT("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 245\r\n\r\n" BODY), false,
         ZIMPORT_HTTP_ENCODING, NULL},
        {LIT("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 245\r\n\r\n" BODY), false, ZIMPORT_OK,
         ""},
        {LIT("HTTP/1.1 204 No Content\r\n\r\n"), false, ZIMPORT_JSON_EARLY, NULL},
        {LIT("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), false, ZIMPORT_JSON_EARLY, NULL},
        {LIT("HTTP/1.1 200 OK\r\n\r\n<html>"), true, ZIMPORT_JSON_SYNTAX, NULL},
        {LIT("HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n{\"code\":80001,\"message\":\"bad token!!\"}"), false,
         ZIMPORT_UNAUTHORIZED, "bad token!!"},
        {LIT("HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n"), false, ZIMPORT_UNAUTHORIZED, NULL},
        {LIT("HTTP/1.1 403 x\r\nContent-Length: 6\r\n\r\n<html>"), false, ZIMPORT_UNAUTHORIZED, NULL},
        {LIT("HTTP/1.1 400 x\r\nContent-Length: 15\r\n\r\n{\"message\":\"m\"}"), false, ZIMPORT_REFUSED, "m"},
        {LIT("HTTP/1.1 502 x\r\nContent-Length: 6\r\n\r\n<html>"), false, ZIMPORT_BUSY, NULL},
        {LIT("HTTP/1.1 503 x\r\nContent-Length: 600\r\n\r\n<html>"), true, ZIMPORT_BUSY, NULL},
        /* The head says it all, however the body ends. */
        {LIT("HTTP/1.1 503 x\r\nContent-Length: 600\r\n\r\n{\"a\":"), true, ZIMPORT_BUSY, NULL},
        {LIT("HTTP/1.1 401 x\r\nContent-Length: 600\r\n\r\n{\"a\":"), true, ZIMPORT_UNAUTHORIZED, NULL},
        {LIT("HTTP/1.1 302 x\r\nLocation: /x\r\nContent-Length: 600\r\n\r\n{\"a\":"), true, ZIMPORT_REDIRECTED,
         "/x"},
        {LIT("HTTP/1.1 503 x\r\nContent-Length: 6"), true, ZIMPORT_LOST, ""},
        {LIT("HTTP/1.1 503 x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b"), false, ZIMPORT_BUSY,
         NULL},
        {LIT("HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n<\r\n1\r\n>\r\n0\r\n\r\n"), false,
         ZIMPORT_JSON_SYNTAX, NULL},
        {LIT("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), false, ZIMPORT_HTTP_FRAMING, NULL},
        {LIT("HTTP/2 200\r\n\r\n"), false, ZIMPORT_HTTP_SYNTAX, NULL},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t piece = 0; piece < 9; piece += 4) {
            static struct asker asker;
            const char *label = show(table[i].reply);
            const script_reply reply = {.bytes = table[i].reply, .close = table[i].close, .piece = piece};
            asker_init(&asker, &reply, 1);
            asker_start(&asker);
            CHECK_STATUS(asker_ask(&asker), table[i].status, label);
            CHECK_EQUAL(asker.client.counts.requests, 1, label);
            bool broken = table[i].status >= ZIMPORT_LOST && table[i].status < ZIMPORT_HTTP_ENCODING;
            zimport_stage stage = broken ? ZIMPORT_AT_READING : ZIMPORT_AT_DECODING;
            CHECK(table[i].status == ZIMPORT_OK || table[i].close || asker.client.stage == stage, label);
            if (table[i].message != NULL) {
                CHECK_VIEW(zimport_text_view(&asker.answer.message), zimport_view_of(table[i].message), label);
            }
        }
    }
}

static void what_init_refuses(void **state) {
    (void)state;
    static struct asker asker;
    asker_init(&asker, NULL, 0);
    const zimport_config good = asker.config;
    zimport_config bad[13];
    for (size_t i = 0; i < COUNT(bad); i++) {
        bad[i] = good;
    }
    bad[0].platform = NULL;
    bad[1].transport = NULL;
    bad[2].dialect = NULL;
    bad[3].origin = NULL;
    bad[4].window = NULL;
    bad[5].window_size = ZIMPORT_WINDOW_MIN - 1;
    bad[6].value = NULL;
    bad[7].value_size = ZIMPORT_VALUE_MIN - 1;
    bad[8].cluster = VIEW("");
    bad[9].cluster = VIEW("a b");
    bad[10].key = VIEW("");
    bad[11].key = VIEW("a\nb");
    zimport_origin plain;
    assert_int_equal(zimport_origin_parse(&plain, VIEW("http://example.com")), ZIMPORT_OK);
    bad[12].origin = &plain;
    /* clang-format off */
    static const zimport_status statuses[] = {
        ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT,
        ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ID,       ZIMPORT_BAD_ID,
        ZIMPORT_KEY_MISSING,  ZIMPORT_BAD_KEY,      ZIMPORT_KEY_PLAINTEXT};
    for (size_t i = 0; i < COUNT(bad); i++) {
        CHECK_STATUS(zimport_client_init(&asker.client, &bad[i]), statuses[i], "init");
    }
    bad[12].allow_plaintext_key = true;
    assert_int_equal(zimport_client_init(&asker.client, &bad[12]), ZIMPORT_OK);
    zimport_config least = good;
    least.window_size = ZIMPORT_WINDOW_MIN;
    least.value_size = ZIMPORT_VALUE_MIN;
    assert_int_equal(zimport_client_init(&asker.client, &least), ZIMPORT_OK);
    assert_int_equal(zimport_client_init(&asker.client, &good), ZIMPORT_OK);
    assert_int_equal(asker.script.opens, 0);
}

static void what_begin_refuses(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply reply = {.bytes = LIT(WHOLE), .delay_ms = 100};
    uint64_t until = ZIMPORT_NEVER;
    asker_init(&asker, &reply, 1);
    asker_start(&asker);
    zimport_client *client = &asker.client;
    assert_int_equal(zimport_client_step(client, asker.script.now, &until), ZIMPORT_STEP_DONE);
    assert_int_equal(zimport_client_begin(client, VIEW("a/b"), &asker.progress, &asker.answer), ZIMPORT_BAD_ID);
    assert_int_equal(zimport_client_begin(client, VIEW(""), &asker.progress, &asker.answer), ZIMPORT_BAD_ID);
    assert_int_equal(zimport_client_begin(client, VIEW(JOB), NULL, &asker.answer), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(zimport_client_begin(client, VIEW(JOB), &asker.progress, NULL), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(zimport_ask(client, VIEW("a b"), &asker.progress, &asker.answer), ZIMPORT_BAD_ID);
    assert_int_equal(zimport_client_begin(client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_equal(zimport_client_begin(client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(zimport_client_step(client, asker.script.now, &until), ZIMPORT_STEP_READ);
    assert_int_equal(zimport_client_begin(client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_BAD_ARGUMENT);
    (void)script_drive(&asker.script, client);
    check_good(&asker);
}

static void a_window_that_is_too_small(void **state) {
    (void)state;
    for (size_t size = ZIMPORT_WINDOW_MIN; size < 500; size += 3) {
        static struct asker asker;
        const script_reply replies[] = {{.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}};
        asker_init(&asker, replies, 2);
        asker.config.window_size = size;
        asker_start(&asker);
        zimport_status status = asker_ask(&asker);
        assert_true(status == ZIMPORT_OK || status == ZIMPORT_NO_ROOM);
        if (status == ZIMPORT_OK) {
            check_good(&asker);
            assert_true(asker.script.request_size <= size);
        } else {
            assert_int_equal(asker.script.request_size, 0);
            assert_false(asker.script.open);
        }
    }
}

/* The answer says so, connection and key are gone, and the client can be used again. */
static void given_up_at_every_step(void **state) {
    (void)state;
    for (int steps = 0;; steps++) {
        static struct asker asker;
        const script_reply replies[] = {{.bytes = LIT("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n")},
                                        {.bytes = LIT(WHOLE), .piece = 100, .gap_ms = 10, .delay_ms = 10},
                                        {.bytes = LIT(WHOLE)},
                                        {.bytes = LIT(WHOLE)}};
        zimport_step step = ZIMPORT_STEP_WAIT;
        asker_init(&asker, replies, COUNT(replies));
        asker.config.retries = 1;
        asker.script.connect_ms = 10;
        asker.script.write_most = 100;
        asker_start(&asker);
        assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
        for (int i = 0; i < steps && step != ZIMPORT_STEP_DONE; i++) {
            uint64_t until = ZIMPORT_NEVER;
            step = zimport_client_step(&asker.client, asker.script.now, &until);
            if (step != ZIMPORT_STEP_DONE) {
                script_wait(&asker.script, step, until);
            }
        }
        if (step == ZIMPORT_STEP_DONE) {
            assert_true(steps > 5);
            break;
        }
        zimport_client_abort(&asker.client);
        assert_int_equal(asker.answer.status, ZIMPORT_ABORTED);
        assert_false(asker.script.open || asker.script.opening || asker.client.open);
        check_wiped(&asker);
        uint64_t until = ZIMPORT_NEVER;
        assert_int_equal(zimport_client_step(&asker.client, asker.script.now, &until), ZIMPORT_STEP_DONE);
        zimport_status status = asker_ask(&asker);
        assert_int_equal(status, ZIMPORT_OK);
        check_good(&asker);
    }
}

/* A longer id than before does not fit: on a kept connection, too. */
static void a_second_question_that_is_too_long(void **state) {
    (void)state;
    static struct asker asker;
    static char job[ZIMPORT_ID_MAX];
    const script_reply replies[] = {{.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}};
    asker_init(&asker, replies, 2);
    asker.config.window_size = 360;
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    memset(job, 'j', sizeof job);
    const zimport_view id = {job, sizeof job};
    assert_int_equal(zimport_client_begin(&asker.client, id, &asker.progress, &asker.answer), ZIMPORT_OK);
    (void)script_drive(&asker.script, &asker.client);
    assert_int_equal(asker.answer.status, ZIMPORT_NO_ROOM);
    assert_int_equal(asker.script.requests, 1);
    check_wiped(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
}

static void waiting_when_all_is_done(void **state) {
    (void)state;
    static struct asker asker;
    asker_init(&asker, NULL, 0);
    asker_start(&asker);
    uint64_t start = asker.script.now;
    zimport_client_wait(&asker.client, ZIMPORT_STEP_DONE, start + 1000);
    zimport_client_wait(&asker.client, ZIMPORT_STEP_EVENT, start + 1000);
    assert_int_equal(asker.script.now, start);
    zimport_client_wait(&asker.client, ZIMPORT_STEP_WAIT, start + 1000);
    assert_int_equal(asker.script.now, start + 1000);
}

static void begin_sends_nothing(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply reply = {.bytes = LIT(WHOLE)};
    asker_init(&asker, &reply, 1);
    asker_start(&asker);
    assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_equal(asker.script.opens + asker.events[ZIMPORT_EVENT_CONNECTING], 0);
}

static void the_blocking_call(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply replies[] = {{.bytes = LIT("HTTP/1.1 503 x\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n")},
                                    {.bytes = LIT(WHOLE), .piece = 30, .gap_ms = 5, .delay_ms = 50},
                                    {.bytes = LIT("HTTP/1.1 404 x\r\nContent-Length: 14\r\n\r\n{\"code\":90144}")}};
    asker_init(&asker, replies, COUNT(replies));
    asker.config.retries = 1;
    asker.config.log = NULL;
    asker.script.connect_ms = 30;
    asker_start(&asker);
    uint64_t start = asker.script.now;
    assert_int_equal(zimport_ask(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    check_good(&asker);
    assert_true(asker.script.now - start >= 2080);
    assert_int_equal(zimport_ask(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_NOT_FOUND);
    assert_int_equal(asker.client.counts.connections, 1);
    /* A server that is silent: the blocking call ends by its deadline. */
    start = asker.script.now;
    assert_int_equal(zimport_ask(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_IDLE_TIMEOUT);
    assert_true(asker.script.now - start <= 2 * 60000 + ZIMPORT_BACKOFF_CAP_MS);
}

/* A million rows pass through the same memory. Many small reads do not keep the caller from its other work. */
static void a_long_reply(void **state) {
    (void)state;
    static struct asker asker;
    static char reply[1200000];
    size_t size = (size_t)snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\n\r\n{\"code\":200,\"data\":{\"details\":[");
    for (int i = 0; i < 20000; i++) {
        size += (size_t)snprintf(reply + size, sizeof reply - size, "%s{\"fileName\":\"%08d.parquet\",\"fileSize\":1}",
                                 i > 0 ? "," : "", i);
    }
    size += (size_t)snprintf(reply + size, sizeof reply - size, "],\"readyPercentage\":0.5}}");
    const script_reply whole = {.bytes = {reply, size}, .close = true};
    asker_init(&asker, &whole, 1);
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    assert_int_equal(asker.progress.files, 20000);
    assert_int_equal(asker.rows, 20000);
    assert_int_equal(asker.row_bytes, 20000);
    assert_true(asker.steps > 10);
    assert_int_equal(asker.progress.files_cut, 0);
    assert_int_equal(asker.elapsed, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(what_init_refuses),
        cmocka_unit_test(what_begin_refuses),
        cmocka_unit_test(a_window_that_is_too_small),
        cmocka_unit_test(given_up_at_every_step),
        cmocka_unit_test(a_second_question_that_is_too_long),
        cmocka_unit_test(waiting_when_all_is_done),
        cmocka_unit_test(begin_sends_nothing),
        cmocka_unit_test(the_blocking_call),
        cmocka_unit_test(a_long_reply),
    };
    /* clang-format on */
    return cmocka_run_group_tests_name("fault, answers", tests, NULL, NULL);
}
