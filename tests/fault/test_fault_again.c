/* SPDX-License-Identifier: Apache-2.0 */
/* A start with an idempotency key is tried again like any other question, always with that key (api.md 9). What had
 * arrived is not forgotten, so that nobody is told that nothing was started. */
#include "asker.h"

#define STARTED "{\"code\":0,\"data\":{\"jobId\":\"" JOB "\"}}"
#define FIELD "\r\nIdempotency-Key: once-7\r\n"

static const zimport_view urls[] = {LIT("1.parquet")};

struct starter {
    struct asker asker;
    zimport_start start;
    char job[ZIMPORT_ID_MAX];
    char memory[512];
    script_reply replies[6];
};

static void begin(struct starter *starter, uint16_t retries) {
    memset(starter, 0, sizeof *starter);
    struct asker *asker = &starter->asker;
    asker_init(asker, starter->replies, COUNT(starter->replies));
    for (size_t i = 0; i < COUNT(starter->replies); i++) {
        starter->replies[i] = script_http(starter->memory, sizeof starter->memory, 200, STARTED);
    }
    asker->config.dialect = &zimport_milvus;
    asker->config.retries = retries;
    starter->start = (zimport_start){.collection = VIEW("articles"),
                                     .urls = urls,
                                     .url_count = COUNT(urls),
                                     .idempotency_key = VIEW("once-7"),
                                     .job = {.data = starter->job, .capacity = sizeof starter->job}};
    asker_start(asker);
}

static zimport_status run(struct starter *starter) {
    struct asker *asker = &starter->asker;
    assert_int_equal(zimport_start_begin(&asker->client, &starter->start, &asker->answer), ZIMPORT_OK);
    zimport_status status = asker_finish(asker);
    zimport_view request = {asker->script.request, asker->script.request_size};
    CHECK(asker->script.requests == 0 || contains(request, FIELD), show(request));
    CHECK_EQUAL(starter->start.job.given, status == ZIMPORT_OK, "id");
    check_wiped(asker);
    return status;
}

/* Cut at every byte: the next try has the answer. */
static void lost_replies(void **state) {
    (void)state;
    static struct starter starter;
    begin(&starter, 4);
    const size_t whole = starter.replies[0].bytes.size;
    for (size_t size = 0; size < whole; size++) {
        begin(&starter, 4);
        zimport_view bytes = starter.replies[0].bytes;
        starter.replies[0] = (script_reply){.bytes = part(bytes, 0, size), .close = true};
        assert_int_equal(run(&starter), ZIMPORT_OK);
        assert_int_equal(starter.asker.script.requests, 2);
        assert_int_equal(starter.asker.client.counts.retries, 1);
    }
}

/* 65535 may come after it was done; 1807 may pass. A refusal does not. */
static void codes(void **state) {
    (void)state;
    static const struct {
        unsigned http;
        const char *body;
        bool passes;
    } table[] = {
        {200, "{\"code\":65535,\"message\":\"Unavailable\"}", true},
        {200, "{\"code\":1807}", true},
        {503, "", true},
        {200, "{\"code\":100}", false},
        {401, "{\"code\":1800}", false},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct starter starter;
        static char memory[512];
        begin(&starter, 4);
        starter.replies[0] = script_http(memory, sizeof memory, table[i].http, table[i].body);
        CHECK_EQUAL(run(&starter) == ZIMPORT_OK, table[i].passes, table[i].body);
        CHECK_EQUAL(starter.asker.script.requests, table[i].passes ? 2 : 1, table[i].body);
    }
}

/* The rule for starts without a key does not count: the kept connection is used, and may be stale. */
static void on_the_kept_connection(void **state) {
    (void)state;
    static struct starter starter;
    static char memory[512];
    begin(&starter, 4);
    struct asker *asker = &starter.asker;
    starter.replies[0] = script_http(memory, sizeof memory, 200, "{\"code\":0,\"data\":{\"state\":\"Importing\"}}");
    assert_int_equal(asker_ask(asker), ZIMPORT_OK);
    assert_int_equal(run(&starter), ZIMPORT_OK);
    assert_int_equal(asker->client.counts.connections, 1);
    assert_int_equal(asker->events[ZIMPORT_EVENT_REUSED], 1);
}

/* The first try arrived, all others find nobody: it may have been started. */
static void handed_stays(void **state) {
    (void)state;
    static struct starter starter;
    begin(&starter, 3);
    struct script *script = &starter.asker.script;
    starter.replies[0] = (script_reply){.bytes = VIEW(""), .close = true};
    script->fault_calls = SCRIPT_OPEN;
    script->fault_at = 1;
    script->fault_more = 100000;
    script->fault = SCRIPT_FAIL;
    script->status = ZIMPORT_NO_CONNECTION;
    assert_int_equal(run(&starter), ZIMPORT_NO_CONNECTION);
    assert_int_equal(starter.asker.client.tries, 4);
    assert_int_equal(script->requests, 1);
    assert_true(starter.asker.client.handed);
    begin(&starter, 0);
    script->fault_calls = SCRIPT_OPEN;
    script->fault_more = 100000;
    script->fault = SCRIPT_FAIL;
    script->status = ZIMPORT_NO_CONNECTION;
    assert_int_equal(run(&starter), ZIMPORT_NO_CONNECTION);
    assert_false(starter.asker.client.handed);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lost_replies),
        cmocka_unit_test(codes),
        cmocka_unit_test(on_the_kept_connection),
        cmocka_unit_test(handed_stays),
    };
    return cmocka_run_group_tests_name("fault, start again", tests, NULL, NULL);
}
