/* SPDX-License-Identifier: Apache-2.0 */
/* An import is started at most once: no second request begins once a byte of the first was given to the transport.
 * Whoever is told that nothing was started can rely on it. */
#include "asker.h"

#define ACCESS "AKIA-access+key"
#define SECRET "object/Store+Secret=="
#define SESSION "session-Token/0123"
#define STARTED "{\"code\":0,\"data\":{\"jobId\":\"" JOB "\"}}"

static const zimport_view urls[] = {LIT("s3://bucket/run7/1.parquet"), LIT("s3://bucket/run7/2.parquet")};
static const zimport_view secrets[] = {LIT(ACCESS), LIT(SECRET), LIT(SESSION)};

struct starter {
    struct asker asker;
    zimport_start start;
    char job[ZIMPORT_ID_MAX];
    char window[1024];
    char memory[2][512];
    script_reply replies[4];
    size_t begun; /* requests that are no starts */
    size_t whole; /* of these, those that arrived */
};

static void on_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    for (size_t i = 0; i < COUNT(secrets); i++) {
        assert_false(script_finds(text.data, text.size, secrets[i]));
    }
    asker_event(context, event, text, number);
}

static void begin(struct starter *starter, unsigned http, const char *body, uint16_t retries) {
    memset(starter, 0, sizeof *starter);
    struct asker *asker = &starter->asker;
    asker_init(asker, starter->replies, COUNT(starter->replies));
    for (size_t i = 0; i < COUNT(starter->replies); i++) {
        starter->replies[i] = script_http(starter->memory[0], sizeof starter->memory[0], http, body);
        starter->replies[i].piece = 40;
    }
    asker->script.write_most = 100;
    asker->script.secret = VIEW(SECRET);
    asker->config.dialect = &zimport_v2;
    asker->config.retries = retries;
    asker->config.window = starter->window;
    asker->config.window_size = sizeof starter->window;
    asker->log.on_event = on_event;
    starter->start = (zimport_start){.collection = VIEW("articles"),
                                     .urls = urls,
                                     .url_count = COUNT(urls),
                                     .access_key = secrets[0],
                                     .secret_key = secrets[1],
                                     .session_token = secrets[2],
                                     .job = {.data = starter->job, .capacity = sizeof starter->job}};
    asker_start(asker);
}

/* Key and secrets are only in the caller's own memory. */
static void check_all_wiped(const struct starter *starter) {
    const struct asker *asker = &starter->asker;
    assert_false(script_finds(starter->window, sizeof starter->window, VIEW(KEY)));
    for (size_t i = 0; i < COUNT(secrets); i++) {
        assert_false(script_finds(starter->window, sizeof starter->window, secrets[i]));
        assert_false(script_finds(asker->value, sizeof asker->value, secrets[i]));
        assert_false(script_finds(&asker->client, sizeof asker->client, secrets[i]));
        assert_false(script_finds(asker->texts, sizeof asker->texts, secrets[i]));
        assert_false(script_finds(starter->job, sizeof starter->job, secrets[i]));
    }
}

static zimport_status run(struct starter *starter) {
    struct asker *asker = &starter->asker;
    starter->begun = asker->script.begun;
    starter->whole = asker->script.requests;
    assert_int_equal(zimport_start_begin(&asker->client, &starter->start, &asker->answer), ZIMPORT_OK);
    zimport_status status = asker_finish(asker);
    check_all_wiped(starter);
    /* The rule. */
    assert_true(asker->script.begun - starter->begun <= 1);
    assert_true(asker->client.handed || asker->script.requests == starter->whole);
    if (status == ZIMPORT_OK) {
        assert_true(starter->start.job.given);
        CHECK_VIEW(zimport_text_view(&starter->start.job), VIEW(JOB), "started");
        assert_int_equal(asker->script.begun - starter->begun, 1);
    }
    return status;
}

static void started(void **state) {
    (void)state;
    static struct starter starter;
    begin(&starter, 200, STARTED, 4);
    assert_int_equal(run(&starter), ZIMPORT_OK);
    zimport_view request = {starter.asker.script.request, starter.asker.script.request_size};
    CHECK(contains(request, "POST /v2/vectordb/jobs/import/create HTTP/1.1\r\n"), show(request));
    CHECK(contains(request, "\"accessKey\":\"" ACCESS "\",\"secretKey\":\"" SECRET "\",\"token\":\"" SESSION "\"}"),
          show(request));
    assert_true(starter.asker.script.open);
    assert_int_equal(starter.asker.client.counts.requests, 1);
    assert_int_equal(starter.asker.client.counts.retries, 0);
}

/* A connection kept from an earlier question may be gone, and is not used; the start's own can be, by the next
 * question. */
static void on_a_connection_of_its_own(void **state) {
    (void)state;
    static struct starter starter;
    begin(&starter, 200, STARTED, 4);
    static char memory[512];
    struct asker *asker = &starter.asker;
    starter.replies[0] = starter.replies[2] =
        script_http(memory, sizeof memory, 200, "{\"code\":0,\"data\":{\"state\":\"Importing\"}}");
    assert_int_equal(asker_ask(asker), ZIMPORT_OK);
    assert_true(asker->client.open);
    assert_int_equal(run(&starter), ZIMPORT_OK);
    assert_int_equal(asker->client.counts.connections, 2);
    assert_int_equal(asker->events[ZIMPORT_EVENT_REUSED], 0);
    assert_int_equal(asker->events[ZIMPORT_EVENT_STALE], 0);
    assert_int_equal(asker_ask(asker), ZIMPORT_OK);
    assert_int_equal(asker->client.counts.connections, 2);
    assert_int_equal(asker->events[ZIMPORT_EVENT_REUSED], 1);
}

/* What became of the one before does not matter: nothing of this one was sent when it fails the first time. */
static void behind_another(void **state) {
    (void)state;
    static struct starter starter;
    begin(&starter, 200, STARTED, 4);
    starter.asker.script.fault_calls = SCRIPT_OPEN;
    starter.asker.script.fault = SCRIPT_FAIL;
    starter.asker.script.status = ZIMPORT_NO_CONNECTION;
    starter.asker.script.fault_at = 1;
    assert_int_equal(run(&starter), ZIMPORT_OK);
    assert_int_equal(run(&starter), ZIMPORT_OK);
    assert_true(starter.asker.script.hit);
    assert_int_equal(starter.asker.client.counts.retries, 1);
}

/* Not even "later". */
static void replies_that_refuse(void **state) {
    (void)state;
    static const struct {
        const zimport_dialect *dialect;
        unsigned http;
        const char *body;
        zimport_status status;
    } table[] = {
        {&zimport_v2, 503, "", ZIMPORT_BUSY},
        {&zimport_v2, 429, "{\"code\":429}", ZIMPORT_BUSY},
        {&zimport_v2, 408, "", ZIMPORT_BUSY},
        {&zimport_v2, 425, "", ZIMPORT_BUSY},
        {&zimport_v2, 500, "", ZIMPORT_BUSY},
        {&zimport_v2, 502, "<html>", ZIMPORT_BUSY},
        {&zimport_v2, 504, "", ZIMPORT_BUSY},
        {&zimport_milvus, 200, "{\"code\":1807}", ZIMPORT_BUSY},
        {&zimport_milvus, 200, "{\"code\":1}", ZIMPORT_BUSY},
        {&zimport_v2, 404, "404 page not found", ZIMPORT_REFUSED},
        {&zimport_v2, 404, "{\"code\":404}", ZIMPORT_REFUSED},
        {&zimport_v2, 307, "", ZIMPORT_REDIRECTED},
        {&zimport_v2, 401, "", ZIMPORT_UNAUTHORIZED},
        {&zimport_v2, 200, "{\"code\":0,\"data\":{}}", ZIMPORT_REPLY_NO_DATA},
        {&zimport_v2, 200, "{\"code\":0,\"data\":{\"jobId\":\"a b\"}}", ZIMPORT_REPLY_NO_DATA},
        {&zimport_v2, 200, "", ZIMPORT_JSON_EARLY},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct starter starter;
        begin(&starter, table[i].http, table[i].body, 4);
        if (table[i].dialect == &zimport_milvus) {
            starter.asker.config.dialect = &zimport_milvus;
            starter.start.access_key = starter.start.secret_key = starter.start.session_token = VIEW("");
            asker_start(&starter.asker);
        }
        CHECK_STATUS(run(&starter), table[i].status, table[i].body);
        CHECK_EQUAL(starter.asker.script.requests, 1, table[i].body);
        CHECK_EQUAL(starter.asker.events[ZIMPORT_EVENT_RETRY], 0, table[i].body);
        CHECK_EQUAL(starter.asker.events[ZIMPORT_EVENT_PATH], 0, table[i].body);
    }
}

/* `passes`: another try may help. */
struct kind {
    unsigned calls;
    script_fault fault;
    zimport_status status;
    zimport_status answer;
    bool passes;
};

static const struct kind kinds[] = {
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_ADDRESS, ZIMPORT_NO_ADDRESS, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_CONNECTION, ZIMPORT_NO_CONNECTION, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_LOST, ZIMPORT_LOST, true},
    {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TLS_UNTRUSTED, false},
    {SCRIPT_OPEN, SCRIPT_STALL, ZIMPORT_OK, ZIMPORT_CONNECT_TIMEOUT, true},
    {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_LOST, ZIMPORT_LOST, true},
    {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_CLOSED, ZIMPORT_LOST, true},
    {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_TLS_FAILED, ZIMPORT_TLS_FAILED, false},
    {SCRIPT_WRITE, SCRIPT_STALL, ZIMPORT_OK, ZIMPORT_IDLE_TIMEOUT, true},
    {SCRIPT_WRITE, SCRIPT_HOLD, ZIMPORT_OK, ZIMPORT_IDLE_TIMEOUT, true},
    {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_LOST, ZIMPORT_LOST, true},
    {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_CLOSED, ZIMPORT_LOST, true},
    {SCRIPT_READ, SCRIPT_STALL, ZIMPORT_OK, ZIMPORT_IDLE_TIMEOUT, true},
    {SCRIPT_READ, SCRIPT_SHORT, ZIMPORT_OK, ZIMPORT_OK, false},
    {SCRIPT_WRITE, SCRIPT_SHORT, ZIMPORT_OK, ZIMPORT_OK, false},
    {SCRIPT_OPEN | SCRIPT_READ | SCRIPT_WRITE, SCRIPT_WANT_READ, ZIMPORT_OK, ZIMPORT_OK, false},
    {SCRIPT_OPEN | SCRIPT_READ | SCRIPT_WRITE, SCRIPT_WANT_WRITE, ZIMPORT_OK, ZIMPORT_OK, false},
};

/* After one byte it is over; before, it is tried again. */
static void check_run(const struct starter *starter, const struct kind *kind, zimport_status status) {
    const struct asker *asker = &starter->asker;
    bool harm = asker->script.hit && kind->answer != ZIMPORT_OK;
    bool nothing_sent = asker->events[ZIMPORT_EVENT_RETRY] > 0;
    assert_true(status == ZIMPORT_OK || (harm && status == kind->answer));
    if (!harm) {
        assert_int_equal(status, ZIMPORT_OK);
        assert_int_equal(asker->client.counts.connections, asker->events[ZIMPORT_EVENT_CONNECTING]);
        assert_int_equal(asker->client.counts.retries, 0);
    } else if ((asker->client.sent > 0 || asker->client.handed) && !nothing_sent) {
        assert_int_equal(status, kind->answer);
        assert_int_equal(asker->events[ZIMPORT_EVENT_FAILED], 1);
    } else {
        assert_int_equal(status == ZIMPORT_OK, kind->passes && asker->config.retries > 0);
        assert_int_equal(nothing_sent, kind->passes && asker->config.retries > 0);
    }
}

/* `kept`: after another question. */
static bool one_fault(const struct kind *kind, size_t n, uint16_t retries, bool kept) {
    static struct starter starter;
    static char memory[512];
    struct asker *asker = &starter.asker;
    begin(&starter, 200, STARTED, retries);
    if (kept) {
        starter.replies[0] = script_http(memory, sizeof memory, 200, "{\"code\":0,\"data\":{\"progress\":1}}");
        assert_int_equal(asker_ask(asker), ZIMPORT_OK);
    }
    asker->script.fault_calls = kind->calls;
    asker->script.fault_at = n;
    asker->script.fault = kind->fault;
    asker->script.status = kind->status;
    zimport_status status = run(&starter);
    assert_int_equal(asker->events[ZIMPORT_EVENT_STALE], 0);
    assert_int_equal(asker->events[ZIMPORT_EVENT_REUSED], 0);
    check_run(&starter, kind, status);
    return asker->script.hit;
}

static void every_fault_at_every_call(void **state) {
    (void)state;
    static const uint16_t retries[] = {0, 1, 4};
    for (size_t i = 0; i < COUNT(kinds) * COUNT(retries) * 2; i++) {
        size_t n = 0;
        while (one_fault(&kinds[i / 6], n, retries[i / 2 % 3], i % 2 == 1)) {
            n++;
        }
        assert_true(n >= (kinds[i / 6].calls == SCRIPT_OPEN ? 1 : 2));
    }
}

/* Before a byte was sent all tries are used up; after it there is no other. */
static void faults_that_stay(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        for (size_t n = 0; kinds[i].answer != ZIMPORT_OK && n < 6; n++) {
            static struct starter starter;
            struct script *script = &starter.asker.script;
            begin(&starter, 200, STARTED, 3);
            script->fault_calls = kinds[i].calls;
            script->fault_at = n;
            script->fault_more = 100000;
            script->fault = kinds[i].fault;
            script->status = kinds[i].status;
            zimport_status status = run(&starter);
            if (!script->hit) {
                break;
            }
            assert_int_equal(status, kinds[i].answer);
            assert_int_equal(starter.asker.client.counts.retries,
                             kinds[i].passes && script->begun == 0 && !starter.asker.client.handed ? 3 : 0);
        }
    }
}

static void replies_that_end_early(void **state) {
    (void)state;
    static char memory[512];
    const script_reply whole = script_http(memory, sizeof memory, 200, STARTED);
    for (size_t size = 0; size < whole.bytes.size; size++) {
        for (int reset = 0; reset <= 1; reset++) {
            static struct starter starter;
            begin(&starter, 200, STARTED, 4);
            starter.replies[0] =
                (script_reply){.bytes = part(whole.bytes, 0, size), .close = reset == 0, .reset = reset == 1};
            assert_int_equal(run(&starter), ZIMPORT_LOST);
            assert_int_equal(starter.asker.script.requests, 1);
        }
    }
}

/* What was written is wiped. */
static void given_up(void **state) {
    (void)state;
    for (size_t steps = 0; steps < 8; steps++) {
        static struct starter starter;
        struct asker *asker = &starter.asker;
        uint64_t until = 0;
        begin(&starter, 200, STARTED, 4);
        asker->script.fault_calls = SCRIPT_WRITE | SCRIPT_READ;
        asker->script.fault = SCRIPT_WANT_WRITE;
        asker->script.fault_more = 100000;
        assert_int_equal(zimport_start_begin(&asker->client, &starter.start, &asker->answer), ZIMPORT_OK);
        asker->script.fault_at = steps;
        assert_int_not_equal(zimport_client_step(&asker->client, asker->script.now, &until), ZIMPORT_STEP_DONE);
        zimport_client_abort(&asker->client);
        assert_int_equal(asker->answer.status, ZIMPORT_ABORTED);
        check_wiped(asker);
        check_all_wiped(&starter);
        assert_true(asker->script.begun <= 1);
    }
}

/* A write has taken the whole request and sent nothing of it. After a deadline or an abort, also one in a callback, the
 * close must not send it; and since the transport could have, it may have been sent. */
static void held_and_given_up(void **state) {
    (void)state;
    for (int way = 0; way < 2; way++) {
        static struct starter starter;
        struct asker *asker = &starter.asker;
        uint64_t until = 0;
        begin(&starter, 200, STARTED, 4);
        asker->script.write_most = 0;
        asker->script.fault_calls = SCRIPT_WRITE;
        asker->script.fault = SCRIPT_HOLD;
        if (way == 0) {
            assert_int_equal(run(&starter), ZIMPORT_IDLE_TIMEOUT);
        } else {
            assert_int_equal(zimport_start_begin(&asker->client, &starter.start, &asker->answer), ZIMPORT_OK);
            assert_int_equal(zimport_client_step(&asker->client, asker->script.now, &until), ZIMPORT_STEP_WRITE);
            zimport_client_abort(&asker->client);
            assert_int_equal(asker->answer.status, ZIMPORT_ABORTED);
        }
        assert_true(asker->client.handed);
        assert_int_equal(asker->client.counts.requests, 0);
        assert_int_equal(asker->client.counts.retries, 0);
        assert_int_equal(asker->script.begun, 0);
        assert_int_equal(asker->script.resets, 1);
        check_all_wiped(&starter);
    }
}

/* At every size: nothing is sent, and nothing stays. */
static void a_small_window(void **state) {
    (void)state;
    static struct starter starter;
    begin(&starter, 200, STARTED, 4);
    assert_int_equal(run(&starter), ZIMPORT_OK);
    size_t enough = starter.asker.script.request_size;
    for (size_t size = ZIMPORT_WINDOW_MIN; size <= enough; size++) {
        begin(&starter, 200, STARTED, 4);
        starter.asker.config.window_size = size;
        asker_start(&starter.asker);
        assert_int_equal(run(&starter), size < enough ? ZIMPORT_NO_ROOM : ZIMPORT_OK);
        assert_int_equal(starter.asker.script.begun, size < enough ? 0 : 1);
        assert_int_equal(starter.asker.client.counts.retries, 0);
    }
}

/* What the dialect does not support, and secrets that would cross a network in the clear. */
static void refused_before_it_is_sent(void **state) {
    (void)state;
    static struct starter starter;
    struct asker *asker = &starter.asker;
    begin(&starter, 200, STARTED, 0);
    asker->client.config.dialect = &zimport_milvus;
    assert_int_equal(zimport_start_begin(&asker->client, &starter.start, &asker->answer), ZIMPORT_BAD_ARGUMENT);
    asker->client.config.dialect = &zimport_v1;
    assert_int_equal(zimport_start_begin(&asker->client, &starter.start, &asker->answer), ZIMPORT_BAD_ARGUMENT);
    asker->client.config.dialect = &zimport_v2;
    assert_int_equal(zimport_origin_parse(&asker->origin, VIEW("http://h.example")), ZIMPORT_OK);
    assert_int_equal(zimport_start_begin(&asker->client, &starter.start, &asker->answer), ZIMPORT_KEY_PLAINTEXT);
    assert_int_equal(asker->client.phase, ZIMPORT_PHASE_IDLE);
    assert_int_equal(asker->script.opens, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(started),
        cmocka_unit_test(behind_another),
        cmocka_unit_test(on_a_connection_of_its_own),
        cmocka_unit_test(replies_that_refuse),
        cmocka_unit_test(every_fault_at_every_call),
        cmocka_unit_test(faults_that_stay),
        cmocka_unit_test(replies_that_end_early),
        cmocka_unit_test(given_up),
        cmocka_unit_test(held_and_given_up),
        cmocka_unit_test(a_small_window),
        cmocka_unit_test(refused_before_it_is_sent),
    };
    return cmocka_run_group_tests_name("fault, start", tests, NULL, NULL);
}
