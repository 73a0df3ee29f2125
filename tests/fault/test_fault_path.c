/* SPDX-License-Identifier: Apache-2.0 */
/* An unknown path gives way to the dialect's next one; what worked is remembered. */
#include "asker.h"

#define GOOD "{\"code\":0,\"data\":{\"jobId\":\"" JOB "\",\"state\":\"Importing\",\"progress\":40}}"
#define TEXT_404 "404 page not found"
#define JSON_404 "{\"code\":404,\"message\":\"no route\"}"

/* What it says to unknown paths differs. */
struct server {
    bool knows[3];
    const char *unknown[3]; /* body with HTTP 404 */
    bool close;             /* after a 404 */
    unsigned status;        /* with GOOD; 0: 200 */
    size_t asked[3];
    char memory[512];
    script_reply reply;
};

static size_t path_of(const zimport_dialect *dialect, zimport_view request) {
    for (size_t i = 0; dialect->paths[i] != NULL; i++) {
        char line[128];
        (void)snprintf(line, sizeof line, "POST %s HTTP", dialect->paths[i]);
        if (contains(request, line)) {
            return i;
        }
    }
    fail_msg("a path of its own: %s", show(request));
    return 0;
}

struct pathfinder {
    struct asker asker;
    struct server server;
};

static const script_reply *answer(struct script *script, zimport_view request) {
    struct pathfinder *finder = script->context;
    struct server *server = &finder->server;
    size_t path = path_of(finder->asker.config.dialect, request);
    const char *unknown = server->unknown[path] != NULL ? server->unknown[path] : TEXT_404;
    server->asked[path]++;
    bool known = server->knows[path];
    server->reply = script_http(server->memory, sizeof server->memory,
                                known ? (server->status != 0 ? server->status : 200) : 404, known ? GOOD : unknown);
    server->reply.close = !known && server->close;
    return &server->reply;
}

static void begin(struct pathfinder *finder, const zimport_dialect *dialect) {
    memset(&finder->server, 0, sizeof finder->server);
    asker_init(&finder->asker, NULL, 0);
    finder->asker.script.answer = answer;
    finder->asker.script.context = finder;
    finder->asker.config.dialect = dialect;
    asker_start(&finder->asker);
}

static void check_good_answer(const struct asker *asker) {
    assert_int_equal(asker->answer.status, ZIMPORT_OK);
    assert_int_equal(asker->answer.http_status, 200);
    assert_int_equal(asker->progress.state, ZIMPORT_IMPORTING);
    assert_int_equal(asker->progress.percent, 4000);
    assert_false(asker->answer.message.given);
    assert_int_equal(asker->answer.code_row, 0);
    assert_int_equal(asker->client.stage, ZIMPORT_AT_NOTHING);
}

static const struct {
    const zimport_dialect *dialect;
    size_t paths;
} dialects[] = {{&zimport_milvus, 2}, {&zimport_v2, 3}};

/* With only this path known: found in one question without a retry, and the next one asks it at once. */
static void the_next_one_and_remembered(void **state) {
    (void)state;
    for (size_t d = 0; d < COUNT(dialects); d++) {
        for (size_t n = 0; n < 2 * dialects[d].paths; n++) {
            static struct pathfinder finder;
            struct asker *asker = &finder.asker;
            size_t known = n / 2;
            begin(&finder, dialects[d].dialect);
            finder.server.knows[known] = true;
            finder.server.close = n % 2 == 1;
            assert_int_equal(asker_ask(asker), ZIMPORT_OK);
            check_good_answer(asker);
            assert_int_equal(asker->client.tries, 1);
            assert_int_equal(asker->script.requests, known + 1);
            assert_int_equal(asker->events[ZIMPORT_EVENT_PATH], known);
            assert_int_equal(asker->events[ZIMPORT_EVENT_FAILED], 0);
            assert_int_equal(asker->client.counts.retries, 0);
            assert_int_equal(asker->client.counts.connections, n % 2 == 1 ? known + 1 : 1);
            assert_int_equal(asker->elapsed, known * ZIMPORT_SPACING_MS);
            for (size_t i = 0; i < known; i++) {
                assert_int_equal(asker->script.asked_at[i + 1] - asker->script.asked_at[i], ZIMPORT_SPACING_MS);
                assert_int_equal(finder.server.asked[i], 1);
            }
            for (size_t again = 1; again <= 2; again++) {
                assert_int_equal(asker_ask(asker), ZIMPORT_OK);
                check_good_answer(asker);
                assert_int_equal(asker->script.requests, known + 1 + again);
                assert_int_equal(finder.server.asked[known], 1 + again);
                assert_int_equal(asker->elapsed, 0);
            }
            assert_int_equal(asker->events[ZIMPORT_EVENT_PATH], known);
        }
    }
}

static void a_path_that_disappears(void **state) {
    (void)state;
    for (size_t d = 0; d < COUNT(dialects); d++) {
        for (size_t n = 0; n < dialects[d].paths * dialects[d].paths; n++) {
            static struct pathfinder finder;
            struct asker *asker = &finder.asker;
            size_t count = dialects[d].paths;
            size_t before = n / count;
            size_t after = n % count;
            begin(&finder, dialects[d].dialect);
            finder.server.knows[before] = true;
            assert_int_equal(asker_ask(asker), ZIMPORT_OK);
            finder.server.knows[before] = false;
            finder.server.knows[after] = true;
            size_t requests = asker->script.requests;
            assert_int_equal(asker_ask(asker), ZIMPORT_OK);
            check_good_answer(asker);
            assert_int_equal(asker->script.requests - requests, 1 + (after + count - before) % count);
        }
    }
}

/* Each is asked once, and the last answer counts. */
static void no_path_at_all(void **state) {
    (void)state;
    static const struct {
        const char *last;
        zimport_status status;
        bool has_code;
    } table[] = {
        {JSON_404, ZIMPORT_NOT_FOUND, true},
        {"{\"code\":90144}", ZIMPORT_NOT_FOUND, true}, /* another dialect's own */
        {TEXT_404, ZIMPORT_REFUSED, false},
        {"", ZIMPORT_REFUSED, false},
        {"<html>", ZIMPORT_REFUSED, false},
        {"{\"message\":\"no route\"}", ZIMPORT_REFUSED, false},
        {"{\"code\":0}", ZIMPORT_REFUSED, true},
        {"{\"code\":404", ZIMPORT_REFUSED, true},
    };
    for (size_t n = 0; n < COUNT(dialects) * COUNT(table); n++) {
        static struct pathfinder finder;
        struct asker *asker = &finder.asker;
        size_t count = dialects[n % COUNT(dialects)].paths;
        size_t row = n / COUNT(dialects);
        begin(&finder, dialects[n % COUNT(dialects)].dialect);
        asker->config.retries = 3;
        asker_start(asker);
        for (size_t i = 0; i < count; i++) {
            finder.server.unknown[i] = i + 1 == count ? table[row].last : row % 2 == 0 ? TEXT_404 : JSON_404;
        }
        for (size_t question = 1; question <= 2; question++) {
            CHECK_STATUS(asker_ask(asker), table[row].status, table[row].last);
            CHECK_EQUAL(asker->answer.http_status, 404, table[row].last);
            CHECK_EQUAL(asker->answer.has_code, table[row].has_code, table[row].last);
            CHECK(asker->answer.message.given == contains(zimport_view_of(table[row].last), "message"),
                  table[row].last);
            CHECK_EQUAL(asker->script.requests, question * count, table[row].last);
            CHECK_EQUAL(asker->events[ZIMPORT_EVENT_PATH], question * (count - 1), table[row].last);
            CHECK_EQUAL(asker->events[ZIMPORT_EVENT_FAILED], question, table[row].last);
            CHECK_EQUAL(asker->client.counts.retries, 0, table[row].last);
            CHECK_EQUAL(finder.server.asked[count - 1], question, table[row].last);
        }
    }
}

static void a_missing_job_is_no_missing_path(void **state) {
    (void)state;
    static const char *const bodies[] = {"{\"code\":2100,\"message\":\"m\"}", "{\"code\":\"96026\",\"message\":\"m\"}"};
    for (size_t d = 0; d < COUNT(dialects); d++) {
        static struct pathfinder finder;
        begin(&finder, dialects[d].dialect);
        finder.server.unknown[0] = bodies[d];
        assert_int_equal(asker_ask(&finder.asker), ZIMPORT_NOT_FOUND);
        assert_int_equal(finder.asker.script.requests, 1);
        assert_int_equal(finder.asker.events[ZIMPORT_EVENT_PATH], 0);
    }
}

static void only_404(void **state) {
    (void)state;
    static const unsigned statuses[] = {301, 400, 401, 403, 405, 410, 500, 501};
    for (size_t i = 0; i < COUNT(statuses); i++) {
        static struct pathfinder finder;
        begin(&finder, &zimport_v2);
        finder.server.knows[0] = true;
        finder.server.status = statuses[i];
        assert_int_not_equal(asker_ask(&finder.asker), ZIMPORT_OK);
        assert_int_equal(finder.asker.script.requests, 1);
    }
}

static void a_404_that_breaks_off(void **state) {
    (void)state;
    static const script_reply reply = {.bytes = LIT("HTTP/1.1 404 X\r\nContent-Length: 100\r\n\r\n{\"code\""),
                                       .reset = true};
    static struct asker asker;
    asker_init(&asker, &reply, 1);
    asker.config.dialect = &zimport_v2;
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_REFUSED);
    assert_int_equal(asker.script.requests, 1);
}

/* Neither the caller's own path nor v1 nor other operations have any. */
static void without_alternatives(void **state) {
    (void)state;
    static char memory[256];
    const script_reply replies[] = {script_http(memory, sizeof memory, 404, TEXT_404)};
    static const zimport_dialect *const all[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    for (size_t i = 0; i < COUNT(all) * 3; i++) {
        static struct asker asker;
        zimport_list list = {.page = 1, .size = 10};
        static const zimport_view url = LIT("s3://b/1");
        zimport_start start = {.collection = VIEW("c"), .urls = &url, .url_count = 1};
        zimport_status status = ZIMPORT_OK;
        asker_init(&asker, replies, 1);
        asker.config.dialect = all[i / 3];
        asker.config.path = "/my/path";
        asker_start(&asker);
        if (i % 3 == 0) {
            status = zimport_client_begin(&asker.client, VIEW(JOB), &asker.progress, &asker.answer);
        } else if (i % 3 == 1) {
            status = zimport_list_begin(&asker.client, &list, &asker.answer);
        } else {
            status = zimport_start_begin(&asker.client, &start, &asker.answer);
        }
        assert_int_equal(status, ZIMPORT_OK);
        assert_int_equal(asker_finish(&asker), ZIMPORT_REFUSED);
        assert_int_equal(asker.script.requests, 1);
        assert_int_equal(asker.events[ZIMPORT_EVENT_PATH], 0);
        /* It is that of a job's progress alone. */
        zimport_view request = {asker.script.request, asker.script.request_size};
        assert_int_equal(contains(request, " /my/path"), i % 3 == 0);
    }
    static struct asker asker;
    asker_init(&asker, replies, 1);
    asker_start(&asker);
    assert_int_equal(asker_ask(&asker), ZIMPORT_REFUSED);
    assert_int_equal(asker.script.requests, 1);
}

/* A failure after another path still has all retries. */
static void paths_and_retries(void **state) {
    (void)state;
    static char memory[3][256];
    const script_reply replies[] = {
        script_http(memory[0], sizeof memory[0], 404, TEXT_404), script_http(memory[1], sizeof memory[1], 503, ""),
        script_http(memory[1], sizeof memory[1], 503, ""), script_http(memory[2], sizeof memory[2], 200, GOOD)};
    for (uint16_t retries = 0; retries <= 2; retries++) {
        static struct asker asker;
        asker_init(&asker, replies, COUNT(replies));
        asker.config.dialect = &zimport_milvus;
        asker.config.retries = retries;
        asker_start(&asker);
        assert_int_equal(asker_ask(&asker), retries == 2 ? ZIMPORT_OK : ZIMPORT_BUSY);
        assert_int_equal(asker.script.requests, 2 + retries);
        assert_int_equal(asker.client.counts.retries, retries);
        assert_int_equal(asker.events[ZIMPORT_EVENT_PATH], 1);
    }
}

/* On the way to the last path: it is found all the same. */
static void a_loss_at_every_call(void **state) {
    (void)state;
    bool hit = true;
    for (size_t n = 0; hit; n++) {
        static struct pathfinder finder;
        struct asker *asker = &finder.asker;
        begin(&finder, &zimport_v2);
        finder.server.knows[2] = true;
        asker->config.retries = 1;
        asker->script.write_most = 100;
        asker->script.fault_calls = SCRIPT_OPEN | SCRIPT_READ | SCRIPT_WRITE;
        asker->script.fault_at = n;
        asker->script.fault = SCRIPT_FAIL;
        asker->script.status = ZIMPORT_LOST;
        asker_start(asker);
        assert_int_equal(asker_ask(asker), ZIMPORT_OK);
        check_good_answer(asker);
        hit = asker->script.hit;
        assert_int_equal(asker->events[ZIMPORT_EVENT_PATH], 2);
        assert_true(finder.server.asked[0] <= 2 && finder.server.asked[1] <= 2);
        assert_true(n > 5 || hit);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_one_and_remembered),
        cmocka_unit_test(a_path_that_disappears),
        cmocka_unit_test(no_path_at_all),
        cmocka_unit_test(a_missing_job_is_no_missing_path),
        cmocka_unit_test(only_404),
        cmocka_unit_test(a_404_that_breaks_off),
        cmocka_unit_test(without_alternatives),
        cmocka_unit_test(paths_and_retries),
        cmocka_unit_test(a_loss_at_every_call),
    };
    return cmocka_run_group_tests_name("fault, path", tests, NULL, NULL);
}
