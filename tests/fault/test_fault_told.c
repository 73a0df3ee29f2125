/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of a question that failed, and nothing of an earlier one or of half a reply. */
#include "asker.h"

#include "client/pause.h"

#define LEFT_BEHIND 77

/* A detail that a transport has left from earlier is not that of a reply. */
static void details(void **state) {
    static const struct {
        const char *what;
        script_reply reply;
        zimport_status status;
        zimport_stage stage;
        int32_t detail;
    } rows[] = {
        {"no HTTP", {.bytes = LIT("nonsense\r\n\r\n")}, ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, 0},
        {"refused",
         {.bytes = LIT("HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n")},
         ZIMPORT_UNAUTHORIZED,
         ZIMPORT_AT_DECODING,
         0},
        {"ends", {.bytes = LIT("HTTP/1.1 200 OK\r\nContent-Le"), .close = true}, ZIMPORT_LOST, ZIMPORT_AT_READING, 0},
        {"reset",
         {.bytes = LIT("HTTP/1.1 200 OK\r\nContent-Le"), .reset = true},
         ZIMPORT_LOST,
         ZIMPORT_AT_READING,
         LEFT_BEHIND},
        {"reset, and the head decides",
         {.bytes = LIT("HTTP/1.1 403 x\r\nContent-Length: 9\r\n\r\n"), .reset = true},
         ZIMPORT_UNAUTHORIZED,
         ZIMPORT_AT_READING,
         0},
        {"good", {.bytes = LIT(WHOLE)}, ZIMPORT_OK, ZIMPORT_AT_NOTHING, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        static struct asker asker;
        script_reply reply = rows[i].reply;
        reply.delay_ms = 10; /* so that there is a step before it */
        asker_init(&asker, &reply, 1);
        asker_start(&asker);
        asker.client.detail = LEFT_BEHIND + 1;
        uint64_t wake;
        assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
        (void)zimport_client_step(&asker.client, asker.script.now, &wake);
        asker.script.transport.detail = LEFT_BEHIND;
        CHECK_STATUS(asker_finish(&asker), rows[i].status, rows[i].what);
        CHECK_EQUAL(asker.client.stage, rows[i].stage, rows[i].what);
        CHECK_EQUAL(asker.client.detail, rows[i].detail, rows[i].what);
    }
}

/* Given up: nothing has failed, whatever had before. */
static void given_up(void **state) {
    static const script_reply replies[] = {{.bytes = LIT("HTTP/1.1 200 OK\r\n"), .reset = true},
                                           {.bytes = LIT(WHOLE), .delay_ms = 1000}};
    static struct asker asker;
    uint64_t wake;

    (void)state;
    asker_init(&asker, replies, COUNT(replies));
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_LOST);
    asker.client.detail = LEFT_BEHIND;
    assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_not_equal(zimport_client_step(&asker.client, asker.script.now, &wake), ZIMPORT_STEP_DONE);
    zimport_client_abort(&asker.client);
    assert_int_equal(asker.answer.status, ZIMPORT_ABORTED);
    assert_int_equal(asker.client.stage, ZIMPORT_AT_NOTHING);
    assert_int_equal(asker.client.detail, 0);
}

/* Each value that came before the end is forgotten. */
static void half_a_reply(void **state) {
    static const script_reply reply = {.bytes = LIT(HEAD_OF("999") "{\"code\":200,\"message\":\"fine\",\"data\":{"
                                                                   "\"collectionName\":\"articles\",\"fileSize\":7,"
                                                                   "\"readyPercentage\":0.4,"),
                                       .close = true};
    static struct asker asker;

    (void)state;
    asker_init(&asker, &reply, 1);
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_LOST);
    assert_false(asker.answer.has_code);
    assert_int_equal(asker.answer.code, 0);
    assert_int_equal(asker.answer.http_status, 0);
    assert_false(asker.answer.message.given);
    assert_false(asker.progress.collection.given);
    assert_false(asker.progress.file_size.given);
    assert_int_equal(asker.progress.percent, ZIMPORT_PERCENT_NONE);
}

/* From 300 on the head decides, even if the body never comes. */
static void half_a_reply_whose_head_decides(void **state) {
    static const struct {
        script_reply reply;
        zimport_status status;
    } rows[] = {
        {{.bytes = LIT("HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\n{"), .close = true}, ZIMPORT_LOST},
        {{.bytes = LIT("HTTP/1.1 299 x\r\nContent-Length: 9\r\n\r\n{"), .close = true}, ZIMPORT_LOST},
        {{.bytes = LIT("HTTP/1.1 300 x\r\nContent-Length: 9\r\n\r\n{"), .close = true}, ZIMPORT_REDIRECTED},
        {{.bytes = LIT("HTTP/1.1 301 x\r\nContent-Length: 9\r\n\r\n{"), .close = true}, ZIMPORT_REDIRECTED},
        {{.bytes = LIT("HTTP/1.1 401 x\r\nContent-Length: 9\r\n\r\n{"), .close = true}, ZIMPORT_UNAUTHORIZED},
        {{.bytes = LIT("HTTP/1.1 401 x\r\nContent-Length: 9\r\n"), .close = true}, ZIMPORT_LOST},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        static struct asker asker;
        asker_init(&asker, &rows[i].reply, 1);
        asker_start(&asker);
        CHECK_STATUS(asker_ask(&asker), rows[i].status, show(rows[i].reply.bytes));
    }
}

/* Milliseconds; by the server's own clock, where it tells it. */
static void pauses(void **state) {
    static const struct {
        const char *fields;
        int64_t wall;
        uint32_t ms;
    } rows[] = {
        {"", 100, 0},
        {"Retry-After: 0\r\n", 100, 0},
        {"Retry-After: 1\r\n", 100, 1000},
        {"Retry-After: 2\r\n", 100, 2000},
        {"Retry-After: 300\r\n", 100, 300000},
        {"Retry-After: 301\r\n", 100, UINT32_MAX},
        {"Retry-After: Thu, 01 Jan 1970 00:01:50 GMT\r\n", 100, 10000},
        {"Retry-After: 7\r\nRetry-After: Thu, 01 Jan 1970 00:01:50 GMT\r\n", 100, 7000},
        {"Retry-After: Thu, 01 Jan 1970 00:01:41 GMT\r\n", 100, 1000},
        {"Retry-After: Thu, 01 Jan 1970 00:01:40 GMT\r\n", 100, 0},
        {"Retry-After: Thu, 01 Jan 1970 00:01:39 GMT\r\n", 100, 0},
        {"Retry-After: Thu, 01 Jan 1970 00:01:50 GMT\r\n", 0, 110000},
        {"Retry-After: Thu, 01 Jan 1970 00:01:50 GMT\r\n", -1, 0},
        {"Retry-After: Thu, 01 Jan 1970 00:01:50 GMT\r\nDate: Thu, 01 Jan 1970 00:01:45 GMT\r\n", 100, 5000},
        {"Retry-After: Thu, 01 Jan 1970 00:01:50 GMT\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n", 100, 110000},
        {"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n", -1, 0},
    };

    (void)state;
    assert_int_equal(ZIMPORT_RETRY_AFTER_MAX, 300);
    for (size_t i = 0; i < COUNT(rows); i++) {
        static struct asker asker;
        char text[300];
        (void)snprintf(text, sizeof text, "HTTP/1.1 403 x\r\nContent-Length: 0\r\n%s\r\n", rows[i].fields);
        const script_reply reply = {.bytes = zimport_view_of(text)};
        asker_init(&asker, &reply, 1);
        asker.script.wall = rows[i].wall;
        asker_start(&asker);
        CHECK_STATUS(asker_ask(&asker), ZIMPORT_UNAUTHORIZED, rows[i].fields);
        CHECK_EQUAL(zimport_pause_asked_for(&asker.client), rows[i].ms, rows[i].fields);
    }
}

/* From the platform; from the clock if that has none. */
static void random_numbers(void **state) {
    static struct asker asker;

    (void)state;
    asker_init(&asker, NULL, 0);
    asker.script.seed = 5;
    asker_start(&asker);
    assert_int_not_equal(zimport_pause_random(&asker.client), zimport_pause_random(&asker.client));
    asker.script.seed = 0;
    asker.client.now = 1000;
    uint32_t number = zimport_pause_random(&asker.client);
    assert_int_equal(number, zimport_pause_random(&asker.client));
    asker.client.now = 1001;
    assert_int_not_equal(number, zimport_pause_random(&asker.client));
}

/* A clock that begins with the machine. */
static void at_the_beginning_of_time(void **state) {
    static const script_reply reply = {.bytes = LIT(WHOLE)};
    static struct asker asker;

    (void)state;
    asker_init(&asker, &reply, 1);
    asker.script.now = 0;
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    assert_int_equal(asker.elapsed, 0);
}

/* Nothing can have arrived before there was a connection. */
static void handed(void **state) {
    static const script_reply reply = {.bytes = LIT(WHOLE), .delay_ms = 100};
    static struct asker asker;
    uint64_t wake;

    (void)state;
    asker_init(&asker, &reply, 1);
    asker.script.connect_ms = 100;
    asker_start(&asker);
    assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_not_equal(zimport_client_step(&asker.client, asker.script.now, &wake), ZIMPORT_STEP_DONE);
    assert_false(asker.client.handed);
    asker.script.now += 100;
    assert_int_not_equal(zimport_client_step(&asker.client, asker.script.now, &wake), ZIMPORT_STEP_DONE);
    assert_true(asker.client.handed);
    assert_int_equal(asker_finish(&asker), ZIMPORT_OK);
}

/* However much there is to read, others get their turn. */
static void a_step_has_an_end(void **state) {
    static const script_reply reply = {.bytes = LIT(WHOLE), .piece = 1};
    static struct asker asker;
    uint64_t wake = 0;

    (void)state;
    asker_init(&asker, &reply, 1);
    asker.script.fault_calls = SCRIPT_OPEN | SCRIPT_WRITE | SCRIPT_READ;
    asker.script.fault_at = SIZE_MAX;
    asker_start(&asker);
    assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_equal(zimport_client_step(&asker.client, asker.script.now, &wake), ZIMPORT_STEP_WAIT);
    assert_int_equal(wake, asker.script.now);
    assert_int_equal(asker.script.calls, 63); /* and one turn to begin */
    assert_int_equal(asker_finish(&asker), ZIMPORT_OK);
    check_good(&asker);
}

static zimport_status abort_in_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    struct script *script = (struct script *)(void *)self;

    (void)peer;
    (void)now;
    (void)wake;
    zimport_client_abort(script->context);
    return ZIMPORT_WANT_READ;
}

/* The application's own transport may be where it changes its mind. */
static void given_up_in_the_transport(void **state) {
    static struct asker asker;
    uint64_t wake;

    (void)state;
    asker_init(&asker, NULL, 0);
    zimport_transport_api api = *asker.script.transport.api;
    api.open = abort_in_open;
    asker.script.transport.api = &api;
    asker.script.context = &asker.client;
    asker_start(&asker);
    assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_equal(zimport_client_step(&asker.client, asker.script.now, &wake), ZIMPORT_STEP_DONE);
    assert_int_equal(asker.answer.status, ZIMPORT_ABORTED);
    assert_int_equal(asker.client.phase, ZIMPORT_PHASE_IDLE);
}

/* A name that ends with a dot is complete: the transport is told. */
static void the_peer(void **state) {
    static const struct {
        const char *url;
        const char *host;
        bool rooted, address;
        uint16_t port;
    } rows[] = {{"http://localhost:8080", "localhost", false, false, 8080},
                {"http://localhost.", "localhost", true, false, 80},
                {"http://127.0.0.1:1", "127.0.0.1", false, true, 1}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        static struct asker asker;
        asker_init(&asker, NULL, 0);
        assert_int_equal(zimport_origin_parse(&asker.origin, zimport_view_of(rows[i].url)), ZIMPORT_OK);
        asker_start(&asker);
        assert_string_equal(asker.client.peer.host, rows[i].host);
        CHECK_EQUAL(asker.client.peer.rooted, rows[i].rooted, rows[i].url);
        CHECK_EQUAL(asker.client.peer.address, rows[i].address, rows[i].url);
        CHECK_EQUAL(asker.client.peer.port, rows[i].port, rows[i].url);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(details),
        cmocka_unit_test(given_up),
        cmocka_unit_test(half_a_reply),
        cmocka_unit_test(half_a_reply_whose_head_decides),
        cmocka_unit_test(pauses),
        cmocka_unit_test(random_numbers),
        cmocka_unit_test(at_the_beginning_of_time),
        cmocka_unit_test(handed),
        cmocka_unit_test(a_step_has_an_end),
        cmocka_unit_test(given_up_in_the_transport),
        cmocka_unit_test(the_peer),
    };
    return cmocka_run_group_tests_name("fault, told", tests, NULL, NULL);
}
