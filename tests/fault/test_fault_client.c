/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of fault at every call of the transport: the client ends in time, and says what happened. */
#include "asker.h"

#include "api/operation.h"

/* clang-format off */
static const script_reply two_replies[] = {
    {.bytes = LIT(WHOLE), .piece = 37},
    {.bytes = LIT(WHOLE), .piece = 101},
};
/* clang-format on */

static void check_request(const struct asker *asker) {
    char memory[600];
    size_t head = 0;
    size_t size = 0;
    const zimport_question question = {.operation = &zimport_operation_progress,
                                       .dialect = &zimport_v1,
                                       .origin = &asker->origin,
                                       .path = zimport_v1.paths[0],
                                       .cluster = asker->config.cluster,
                                       .job = VIEW(JOB),
                                       .key = asker->config.key};
    assert_int_equal(zimport_question_write(&question, memory, sizeof memory, &head, &size), ZIMPORT_OK);
    CHECK_VIEW(((zimport_view){asker->script.request, asker->script.request_size}), ((zimport_view){memory, size}), "");
}

static void without_a_fault(void **state) {
    (void)state;
    static struct asker asker;
    asker_init(&asker, two_replies, COUNT(two_replies));
    asker.script.write_most = 100;
    asker_start(&asker);
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
        check_good(&asker);
        check_request(&asker);
        assert_true(asker.script.open);
        assert_int_equal(asker.client.counts.connections, 1);
        assert_int_equal(asker.client.counts.requests, i);
        assert_int_equal(asker.client.counts.retries, 0);
        assert_int_equal(asker.client.counts.body, i * (sizeof BODY - 1));
        assert_int_equal(asker.events[ZIMPORT_EVENT_SENT], i);
        assert_int_equal(asker.events[ZIMPORT_EVENT_STATUS], i);
        assert_int_equal(asker.last_number[ZIMPORT_EVENT_STATUS], 200);
        assert_int_equal(asker.events[ZIMPORT_EVENT_FIELD], 2 * i);
        assert_int_equal(asker.events[ZIMPORT_EVENT_REPLY], i);
        assert_int_equal(asker.last_number[ZIMPORT_EVENT_REPLY], sizeof BODY - 1);
        assert_int_equal(asker.events[ZIMPORT_EVENT_REUSED], i - 1);
        assert_int_equal(asker.events[ZIMPORT_EVENT_FAILED], 0);
    }
    zimport_client_close(&asker.client);
    assert_false(asker.script.open);
}

struct kind {
    unsigned calls;
    script_fault fault;
    zimport_status status; /* that the transport says */
    zimport_status answer; /* that comes of it; ZIMPORT_OK: it does no harm */
    bool passes;           /* another try helps */
};

static const struct kind kinds[] = {
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_ADDRESS, ZIMPORT_NO_ADDRESS, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_CONNECTION, ZIMPORT_NO_CONNECTION, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_CONNECT_TIMEOUT, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TLS_UNTRUSTED, false},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_TLS_EXPIRED, ZIMPORT_TLS_EXPIRED, false},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_TLS_FAILED, ZIMPORT_TLS_FAILED, false},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_LOST, ZIMPORT_LOST, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_RANDOM, ZIMPORT_NO_RANDOM, false},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NOT_PORTED, ZIMPORT_NOT_PORTED, false},
    {SCRIPT_OPEN, SCRIPT_STALL, ZIMPORT_OK, ZIMPORT_CONNECT_TIMEOUT, true},
    {SCRIPT_OPEN, SCRIPT_WANT_READ, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_OPEN, SCRIPT_WANT_WRITE, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_LOST, ZIMPORT_LOST, true},
    {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_CLOSED, ZIMPORT_LOST, true},
    {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_TLS_FAILED, ZIMPORT_TLS_FAILED, false},
    {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_NOT_PORTED, ZIMPORT_NOT_PORTED, false},
    {SCRIPT_READ, SCRIPT_STALL, ZIMPORT_OK, ZIMPORT_IDLE_TIMEOUT, true},
    {SCRIPT_READ, SCRIPT_SHORT, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_READ, SCRIPT_WANT_READ, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_READ, SCRIPT_WANT_WRITE, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_LOST, ZIMPORT_LOST, true},
    {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_CLOSED, ZIMPORT_LOST, true},
    {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_TLS_FAILED, ZIMPORT_TLS_FAILED, false},
    {SCRIPT_WRITE, SCRIPT_STALL, ZIMPORT_OK, ZIMPORT_IDLE_TIMEOUT, true},
    {SCRIPT_WRITE, SCRIPT_SHORT, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_WRITE, SCRIPT_WANT_READ, ZIMPORT_OK, ZIMPORT_OK, true},
    {SCRIPT_WRITE, SCRIPT_WANT_WRITE, ZIMPORT_OK, ZIMPORT_OK, true},
};

/* clang-format off */
static const script_reply many_replies[] = {
    {.bytes = LIT(WHOLE), .piece = 37}, {.bytes = LIT(WHOLE), .piece = 101}, {.bytes = LIT(WHOLE), .piece = 37},
    {.bytes = LIT(WHOLE), .piece = 37}, {.bytes = LIT(WHOLE), .piece = 37},
};
/* clang-format on */

static void check_answer(const struct asker *asker, const struct kind *kind, bool hit_now, bool fresh) {
    zimport_status status = asker->answer.status;
    if (!hit_now || kind->answer == ZIMPORT_OK) {
        assert_int_equal(status, ZIMPORT_OK);
        assert_int_equal(asker->client.counts.retries, hit_now ? 0 : asker->client.counts.retries);
    } else if (status == ZIMPORT_OK) {
        /* Tried again, or silently on a new connection since the kept one was gone. */
        assert_true(kind->passes || asker->events[ZIMPORT_EVENT_STALE] == 1);
        assert_int_equal(asker->events[ZIMPORT_EVENT_RETRY] + asker->events[ZIMPORT_EVENT_STALE], 1);
        assert_true(asker->events[ZIMPORT_EVENT_STALE] == 0 || !fresh);
    } else {
        assert_int_equal(status, kind->answer);
        assert_true(asker->config.retries == 0 || !kind->passes);
        assert_int_equal(asker->last_number[ZIMPORT_EVENT_FAILED], status);
    }
    if (status == ZIMPORT_OK) {
        check_good(asker);
        check_request(asker);
        assert_true(asker->script.open);
    } else {
        assert_false(asker->script.open);
        bool told = kind->fault == SCRIPT_FAIL && kind->status == status;
        assert_true(kind->status == ZIMPORT_CLOSED || asker->client.detail == (told ? 1807 : 0));
        assert_int_not_equal(asker->client.stage, ZIMPORT_AT_NOTHING);
    }
}

/* Two questions with the fault at call n. False: there was no such call. */
static bool run(const struct kind *kind, size_t n, size_t more, uint16_t retries) {
    static struct asker asker;
    bool was_hit = false;
    asker_init(&asker, many_replies, COUNT(many_replies));
    asker.config.retries = retries;
    asker.script.write_most = 100;
    asker.script.fault_calls = kind->calls;
    asker.script.fault_at = n;
    asker.script.fault_more = more;
    asker.script.fault = kind->fault;
    asker.script.status = kind->status;
    asker_start(&asker);
    for (int question = 0; question < 2; question++) {
        bool fresh = !asker.script.open;
        (void)asker_ask(&asker);
        check_answer(&asker, kind, asker.script.hit && !was_hit, fresh);
        was_hit = asker.script.hit;
    }
    return asker.script.hit;
}

static void every_fault_at_every_call(void **state) {
    (void)state;
    static const uint16_t retries[] = {0, 1, 4};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        for (size_t r = 0; r < COUNT(retries); r++) {
            size_t n = 0;
            while (run(&kinds[i], n, 0, retries[r])) {
                n++;
            }
            assert_true(n >= (kinds[i].calls == SCRIPT_OPEN ? 1 : 2));
        }
    }
}

static void faults_that_stay(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (kinds[i].answer == ZIMPORT_OK) {
            continue;
        }
        for (size_t n = 0; n < 12; n++) {
            static struct asker asker;
            asker_init(&asker, many_replies, COUNT(many_replies));
            asker.config.retries = 3;
            asker.script.fault_calls = kinds[i].calls;
            asker.script.fault_at = n;
            asker.script.fault_more = 100000;
            asker.script.fault = kinds[i].fault;
            asker.script.status = kinds[i].status;
            asker_start(&asker);
            zimport_status status = asker_ask(&asker);
            if (!asker.script.hit) {
                break;
            }
            assert_int_equal(status, kinds[i].answer);
            assert_int_equal(asker.client.counts.retries, kinds[i].passes ? 3 : 0);
            assert_int_equal(asker.events[ZIMPORT_EVENT_FAILED], kinds[i].passes ? 4 : 1);
            assert_false(asker.script.open);
        }
    }
}

static void everything_in_single_bytes(void **state) {
    (void)state;
    static struct asker asker;
    static const script_fault faults[] = {SCRIPT_SHORT, SCRIPT_WANT_READ, SCRIPT_WANT_WRITE};
    for (size_t i = 0; i < COUNT(faults); i++) {
        asker_init(&asker, two_replies, COUNT(two_replies));
        asker.script.fault_calls = SCRIPT_OPEN | SCRIPT_READ | SCRIPT_WRITE;
        asker.script.fault_more = faults[i] == SCRIPT_SHORT ? 100000 : 500;
        asker.script.fault = faults[i];
        asker_start(&asker);
        for (int question = 0; question < 2; question++) {
            assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
            check_good(&asker);
            check_request(&asker);
        }
        assert_int_equal(asker.client.counts.connections, 1);
    }
}

/* In order or by a reset: never good, whatever frames its body. */
static void replies_that_end_early(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        bool until_close;
    } table[] = {
        {LIT(WHOLE), false},
        {LIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf5\r\n" BODY "\r\n0\r\n\r\n"), false},
        {LIT("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" BODY), true},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t size = 0; size <= table[i].reply.size; size++) {
            for (int reset = 0; reset <= 1; reset++) {
                static struct asker asker;
                bool whole = size == table[i].reply.size && (reset == 0 || !table[i].until_close);
                const script_reply reply = {
                    .bytes = {table[i].reply.data, size}, .close = reset == 0, .reset = reset == 1};
                asker_init(&asker, &reply, 1);
                asker_start(&asker);
                zimport_status status = asker_ask(&asker);
                const char *label = show(part(table[i].reply, 0, size));
                CHECK_EQUAL(status == ZIMPORT_OK, whole, label);
                bool in_body = table[i].until_close && reset == 0;
                CHECK(whole || status == ZIMPORT_LOST || (in_body && status == ZIMPORT_JSON_EARLY), label);
            }
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_fault),        cmocka_unit_test(every_fault_at_every_call),
        cmocka_unit_test(faults_that_stay),       cmocka_unit_test(everything_in_single_bytes),
        cmocka_unit_test(replies_that_end_early),
    };
    return cmocka_run_group_tests_name("fault, client", tests, NULL, NULL);
}
