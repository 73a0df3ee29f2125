/* SPDX-License-Identifier: Apache-2.0 */
/* A commit is repeated like any question; an abort is sent at most once, and whoever is told that nothing was handed
 * over can rely on it (api.md 9). */
#include "asker.h"

#define DONE HEAD_OF("20") "{\"code\":0,\"data\":{}}"

struct decider {
    struct asker asker;
    script_reply replies[4];
};

static void begin(struct decider *decider) {
    memset(decider, 0, sizeof *decider);
    asker_init(&decider->asker, decider->replies, COUNT(decider->replies));
    for (size_t i = 0; i < COUNT(decider->replies); i++) {
        decider->replies[i] = (script_reply){.bytes = VIEW(DONE), .piece = 40};
    }
    decider->asker.config.dialect = &zimport_milvus;
    decider->asker.config.retries = 2;
    decider->asker.script.write_most = 100;
    asker_start(&decider->asker);
}

static zimport_status run(struct decider *decider, bool aborts) {
    struct asker *asker = &decider->asker;
    zimport_status (*how)(zimport_client *, zimport_view, zimport_answer *) =
        aborts ? zimport_abort_begin : zimport_commit_begin;
    assert_int_equal(how(&asker->client, VIEW(JOB), &asker->answer), ZIMPORT_OK);
    zimport_status status = asker_finish(asker);
    assert_true(!aborts || asker->script.begun <= 1);
    assert_true(asker->client.handed || asker->script.requests == 0);
    return status;
}

/* `kinds` pass with another try. */
static void every_fault_at_every_call(void **state) {
    (void)state;
    static const struct {
        unsigned calls;
        script_fault fault;
        zimport_status status;
    } kinds[] = {
        {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_CONNECTION}, {SCRIPT_OPEN, SCRIPT_STALL, ZIMPORT_OK},
        {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_LOST},         {SCRIPT_WRITE, SCRIPT_STALL, ZIMPORT_OK},
        {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_LOST},          {SCRIPT_READ, SCRIPT_STALL, ZIMPORT_OK},
        {SCRIPT_READ, SCRIPT_SHORT, ZIMPORT_OK},           {SCRIPT_WRITE, SCRIPT_SHORT, ZIMPORT_OK},
    };
    for (size_t i = 0; i < COUNT(kinds) * 2; i++) {
        bool aborts = i % 2 == 1;
        size_t n = 0;
        bool hit = true;
        while (hit) {
            static struct decider decider;
            const struct asker *asker = &decider.asker;
            begin(&decider);
            decider.asker.script.fault_calls = kinds[i / 2].calls;
            decider.asker.script.fault = kinds[i / 2].fault;
            decider.asker.script.status = kinds[i / 2].status;
            decider.asker.script.fault_at = n++;
            bool good = run(&decider, aborts) == ZIMPORT_OK;
            hit = asker->script.hit;
            /* Only an abort that may have arrived has another end. */
            assert_true(good || (aborts && (asker->client.handed || asker->client.sent > 0)));
        }
        assert_true(n > 1);
    }
}

static void replies_that_end_early(void **state) {
    (void)state;
    for (size_t size = 0; size < sizeof DONE - 1; size++) {
        static struct decider decider;
        for (int aborts = 0; aborts <= 1; aborts++) {
            begin(&decider);
            decider.replies[0] = (script_reply){.bytes = part(VIEW(DONE), 0, size), .close = true};
            assert_int_equal(run(&decider, aborts == 1), aborts == 1 ? ZIMPORT_LOST : ZIMPORT_OK);
            assert_int_equal(decider.asker.script.requests, aborts == 1 ? 1 : 2);
        }
    }
}

/* 404 is no reason to try another path, as it is for progress. */
static void an_older_server(void **state) {
    (void)state;
    static char memory[200];
    for (int aborts = 0; aborts <= 1; aborts++) {
        static struct decider decider;
        begin(&decider);
        decider.replies[0] = script_http(memory, sizeof memory, 404, "404 page not found");
        assert_int_equal(run(&decider, aborts == 1), ZIMPORT_REFUSED);
        assert_int_equal(decider.asker.script.requests, 1);
        assert_int_equal(decider.asker.events[ZIMPORT_EVENT_PATH], 0);
    }
}

/* A path set for progress is not that of a commit; a kept connection serves it. */
static void beside_questions(void **state) {
    (void)state;
    static struct decider decider;
    static char memory[200];
    struct asker *asker = &decider.asker;
    begin(&decider);
    asker->config.path = "/elsewhere";
    asker_start(asker);
    decider.replies[0] = script_http(memory, sizeof memory, 200, "{\"code\":0,\"data\":{\"progress\":1}}");
    assert_int_equal(asker_ask(asker), ZIMPORT_OK);
    assert_int_equal(zimport_commit_begin(&asker->client, VIEW(JOB), &asker->answer), ZIMPORT_OK);
    assert_int_equal(asker_finish(asker), ZIMPORT_OK);
    zimport_view request = {asker->script.request, asker->script.request_size};
    CHECK(contains(request, "POST /v2/vectordb/jobs/import/commit HTTP/1.1\r\n"), show(request));
    assert_int_equal(asker->client.counts.connections, 1);
    assert_int_equal(zimport_commit_begin(&asker->client, VIEW("a b"), &asker->answer), ZIMPORT_BAD_ID);
    asker->config.dialect = &zimport_v1;
    asker_start(asker);
    assert_int_equal(zimport_abort_begin(&asker->client, VIEW(JOB), &asker->answer), ZIMPORT_BAD_ARGUMENT);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_at_every_call),
        cmocka_unit_test(replies_that_end_early),
        cmocka_unit_test(an_older_server),
        cmocka_unit_test(beside_questions),
    };
    return cmocka_run_group_tests_name("fault_commit", tests, NULL, NULL);
}
