/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines, pauses and retries, in a time that only the test moves. */
#include "asker.h"

#define BUSY_WITH(field) "HTTP/1.1 503 Busy\r\n" field "Content-Length: 0\r\n\r\n"

/* Each ends on the millisecond. */
static void deadlines(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        script_reply reply;
        uint32_t connect_ms; /* that connecting takes */
        unsigned stall;      /* calls that stall */
        uint32_t limits[3];  /* connect, idle, total */
        zimport_status status;
        uint64_t after;
    } table[] = {
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_OPEN, {0, 0, 0}, ZIMPORT_CONNECT_TIMEOUT, 10000},
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_OPEN, {1234, 0, 0}, ZIMPORT_CONNECT_TIMEOUT, 1234},
        {{.bytes = LIT(WHOLE)}, 9999, 0, {0, 0, 0}, ZIMPORT_OK, 9999},
        {{.bytes = LIT(WHOLE)}, 10001, 0, {0, 0, 0}, ZIMPORT_CONNECT_TIMEOUT, 10000},
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_WRITE, {0, 0, 0}, ZIMPORT_IDLE_TIMEOUT, 30000},
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_READ, {0, 0, 0}, ZIMPORT_IDLE_TIMEOUT, 30000},
        {{.bytes = LIT(WHOLE)}, 4000, SCRIPT_READ, {0, 777, 0}, ZIMPORT_IDLE_TIMEOUT, 4777},
        {{.bytes = LIT(WHOLE), .delay_ms = 29999}, 0, 0, {0, 0, 0}, ZIMPORT_OK, 29999},
        {{.bytes = LIT(WHOLE), .delay_ms = 30001}, 0, 0, {0, 0, 0}, ZIMPORT_IDLE_TIMEOUT, 30000},
        /* It trickles: never idle for long, but too slow as a whole. */
        {{.bytes = LIT(WHOLE), .piece = 1, .gap_ms = 29000}, 0, 0, {0, 0, 0}, ZIMPORT_TOTAL_TIMEOUT, 60000},
        {{.bytes = LIT(WHOLE), .piece = 1, .gap_ms = 100}, 0, 0, {0, 0, 5000}, ZIMPORT_TOTAL_TIMEOUT, 5000},
        {{.bytes = LIT(WHOLE), .piece = 100, .gap_ms = 1000}, 0, 0, {0, 0, 5000}, ZIMPORT_OK, 3000},
        /* The total is shorter than the others. */
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_READ, {0, 30000, 2000}, ZIMPORT_TOTAL_TIMEOUT, 2000},
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_WRITE, {0, 30000, 2000}, ZIMPORT_TOTAL_TIMEOUT, 2000},
        {{.bytes = LIT(WHOLE)}, 0, SCRIPT_OPEN, {9000, 30000, 2000}, ZIMPORT_STATUS_COUNT, 2000},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct asker asker;
        char label[32];
        (void)snprintf(label, sizeof label, "row %zu", i);
        asker_init(&asker, &table[i].reply, 1);
        asker.config.connect_ms = table[i].limits[0];
        asker.config.idle_ms = table[i].limits[1];
        asker.config.total_ms = table[i].limits[2];
        asker.script.connect_ms = table[i].connect_ms;
        asker.script.fault_calls = table[i].stall;
        asker.script.fault = table[i].stall != 0 ? SCRIPT_STALL : SCRIPT_NOTHING;
        asker_start(&asker);
        zimport_status status = asker_ask(&asker);
        bool either = status == ZIMPORT_CONNECT_TIMEOUT || status == ZIMPORT_TOTAL_TIMEOUT;
        CHECK(status == table[i].status || (table[i].status == ZIMPORT_STATUS_COUNT && either), label);
        CHECK_EQUAL(asker.elapsed, table[i].after, label);
        CHECK_EQUAL(asker.script.open, status == ZIMPORT_OK, label);
        zimport_stage stage = table[i].stall == SCRIPT_WRITE ? ZIMPORT_AT_SENDING : ZIMPORT_AT_READING;
        bool opening = table[i].stall == SCRIPT_OPEN || status == ZIMPORT_CONNECT_TIMEOUT;
        CHECK(status == ZIMPORT_OK || asker.client.stage == (opening ? ZIMPORT_AT_CONNECTING : stage), label);
    }
}

/* By each byte, received or sent. */
static void idle_starts_again(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply reply = {.bytes = LIT(WHOLE), .piece = 25, .gap_ms = 900};
    asker_init(&asker, &reply, 1);
    asker.config.idle_ms = 1000;
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    assert_true(asker.elapsed > 10000);
}

/* Time jumps far ahead while the caller sleeps: the question ends, and so does every later one. */
static void a_caller_that_comes_late(void **state) {
    (void)state;
    for (int steps = 0; steps < 12; steps++) {
        static struct asker asker;
        const script_reply replies[] = {{.bytes = LIT(WHOLE), .piece = 50, .gap_ms = 10, .delay_ms = 10},
                                        {.bytes = LIT(WHOLE)}};
        asker_init(&asker, replies, COUNT(replies));
        asker.script.connect_ms = 10;
        asker_start(&asker);
        assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
        zimport_step step = ZIMPORT_STEP_WAIT;
        for (int i = 0; i < steps && step != ZIMPORT_STEP_DONE; i++) {
            uint64_t until = ZIMPORT_NEVER;
            step = zimport_client_step(&asker.client, asker.script.now, &until);
            if (step != ZIMPORT_STEP_DONE) {
                script_wait(&asker.script, step, until);
            }
        }
        asker.script.now += UINT64_C(86400000);
        (void)script_drive(&asker.script, &asker.client);
        assert_true(asker.answer.status == ZIMPORT_OK || asker.answer.status == ZIMPORT_CONNECT_TIMEOUT ||
                    asker.answer.status == ZIMPORT_IDLE_TIMEOUT || asker.answer.status == ZIMPORT_TOTAL_TIMEOUT);
        assert_int_equal(asker.script.open, asker.answer.status == ZIMPORT_OK);
        asker.script.requests = 1;
        asker.client.counts.requests = 1;
        assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    }
}

/* Deadlines do not wrap. */
static void a_clock_near_its_end(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply reply = {.bytes = LIT(WHOLE), .piece = 50, .gap_ms = 5};
    asker_init(&asker, &reply, 1);
    asker.script.now = UINT64_MAX - 100000;
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
}

static void retries_are_counted(void **state) {
    (void)state;
    for (uint16_t retries = 0; retries < 6; retries++) {
        for (size_t failures = 0; failures < 8; failures++) {
            static struct asker asker;
            script_reply replies[8];
            for (size_t i = 0; i < COUNT(replies); i++) {
                static const script_reply busy = {.bytes = LIT(BUSY_WITH(""))};
                static const script_reply whole = {.bytes = LIT(WHOLE)};
                replies[i] = i < failures ? busy : whole;
            }
            asker_init(&asker, replies, COUNT(replies));
            asker.config.retries = retries;
            asker_start(&asker);
            bool good = failures <= retries;
            assert_int_equal(asker_ask(&asker), good ? ZIMPORT_OK : ZIMPORT_BUSY);
            assert_int_equal(asker.client.counts.requests, good ? failures + 1 : (size_t)retries + 1);
            assert_int_equal(asker.client.counts.retries, good ? failures : retries);
            assert_int_equal(asker.answer.http_status, good ? 200 : 503);
            uint64_t most = 0;
            for (uint32_t i = 0; i < asker.client.counts.retries; i++) {
                most += UINT64_C(500) << i;
            }
            assert_true(asker.elapsed <= most);
        }
    }
}

static void what_the_server_asks_for(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view busy;
        int64_t wall;
        uint64_t least; /* of the pause */
        bool again;
    } table[] = {
        {LIT(BUSY_WITH("Retry-After: 7\r\n")), 0, 7000, true},
        {LIT(BUSY_WITH("Retry-After: 300\r\n")), 0, 300000, true},
        {LIT(BUSY_WITH("Retry-After: 301\r\n")), 0, 0, false},
        {LIT(BUSY_WITH("Retry-After: 0\r\n")), 0, 0, true},
        {LIT(BUSY_WITH("Retry-After: x\r\n")), 0, 0, true},
        {LIT("HTTP/1.1 429 Slow\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"), 0, 3000, true},
        /* As a date, by the server's own clock where it tells it, else by ours. */
        {LIT(BUSY_WITH("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\n")), 5,
         20000, true},
        {LIT(BUSY_WITH("Retry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n")), 5,
         20000, true},
        {LIT(BUSY_WITH("Retry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\n")), 784111777, 20000, true},
        {LIT(BUSY_WITH("Retry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\n")), 784111797, 0, true},
        {LIT(BUSY_WITH("Retry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\n")), 1700000000, 0, true},
        {LIT(BUSY_WITH("Retry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\n")), ZIMPORT_TIME_UNKNOWN, 0, true},
        {LIT(BUSY_WITH("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n")), 1700000000, 0, false},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct asker asker;
        const char *label = show(table[i].busy);
        const script_reply replies[] = {{.bytes = table[i].busy}, {.bytes = LIT(WHOLE)}};
        asker_init(&asker, replies, COUNT(replies));
        asker.config.retries = 3;
        asker.script.wall = table[i].wall;
        asker_start(&asker);
        CHECK_STATUS(asker_ask(&asker), table[i].again ? ZIMPORT_OK : ZIMPORT_BUSY, label);
        CHECK_EQUAL(asker.client.counts.retries, table[i].again ? 1 : 0, label);
        CHECK(asker.elapsed >= table[i].least, label);
        CHECK(asker.elapsed <= table[i].least + ZIMPORT_BACKOFF_BASE_MS, label);
    }
}

static void retry_after_is_not_remembered(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply replies[] = {{.bytes = LIT(BUSY_WITH("Retry-After: 100\r\n"))},
                                    {.bytes = LIT("HTTP/1.1 2"), .reset = true},
                                    {.bytes = LIT(BUSY_WITH(""))},
                                    {.bytes = LIT(WHOLE)}};
    asker_init(&asker, replies, COUNT(replies));
    asker.config.retries = 4;
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    assert_true(asker.elapsed >= 100000 && asker.elapsed <= 100000 + 500 + 1000 + 2000);
}

static void a_pause_that_was_given_up(void **state) {
    (void)state;
    static struct asker asker;
    const script_reply replies[] = {{.bytes = LIT(BUSY_WITH("Retry-After: 100\r\n"))}, {.bytes = LIT(WHOLE)}};
    asker_init(&asker, replies, COUNT(replies));
    asker.config.retries = 4;
    asker_start(&asker);
    assert_int_equal(zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    zimport_step step = ZIMPORT_STEP_READ;
    uint64_t until = 0;
    for (int i = 0; i < 100 && until < asker.script.now + 100000; i++) {
        step = zimport_client_step(&asker.client, asker.script.now, &until);
    }
    assert_int_equal(step, ZIMPORT_STEP_WAIT);
    zimport_client_abort(&asker.client);
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    assert_int_equal(asker.elapsed, 0);
}

static void no_random_numbers(void **state) {
    (void)state;
    static struct asker asker;
    /* clang-format off */
    const script_reply replies[] = {
        {.bytes = LIT(BUSY_WITH(""))}, {.bytes = LIT(BUSY_WITH(""))}, {.bytes = LIT(WHOLE)}};
    asker_init(&asker, replies, COUNT(replies));
    asker.config.retries = 4;
    asker.script.seed = 0;
    asker_start(&asker);
    zimport_status status = asker_ask(&asker);
    assert_true(status == ZIMPORT_OK || status == ZIMPORT_NO_RANDOM);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines),
        cmocka_unit_test(idle_starts_again),
        cmocka_unit_test(a_caller_that_comes_late),
        cmocka_unit_test(a_clock_near_its_end),
        cmocka_unit_test(retries_are_counted),
        cmocka_unit_test(what_the_server_asks_for),
        cmocka_unit_test(retry_after_is_not_remembered),
        cmocka_unit_test(a_pause_that_was_given_up),
        cmocka_unit_test(no_random_numbers),
    };
    /* clang-format on */
    return cmocka_run_group_tests_name("fault, deadlines", tests, NULL, NULL);
}
