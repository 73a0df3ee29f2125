/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that the headers rule out: each ends in a defined way, and harms no other question. */
#include "asker.h"

#define OTHER "job-other"

typedef void (*deed)(struct asker *asker);

static struct {
    deed act;
    zimport_event at;
    bool row;      /* at a file row, instead of an event */
    unsigned done; /* how often */
    zimport_status said;
} plan;

static void do_it(struct asker *asker) {
    plan.done++;
    plan.act(asker);
}

static void on_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    asker_event(context, event, text, number);
    if (!plan.row && event == plan.at && plan.done == 0) {
        do_it(context);
    }
}

static void on_row(void *context, const zimport_file *file) {
    asker_row(context, file);
    if (plan.row && plan.done == 0) {
        do_it(context);
    }
}

static const script_reply whole[] = {
    {.bytes = LIT(WHOLE), .piece = 50}, {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}};

static void prepare(struct asker *asker, deed act, zimport_event at, bool row) {
    memset(&plan, 0, sizeof plan);
    plan.act = act;
    plan.at = at;
    plan.row = row;
    asker_init(asker, whole, COUNT(whole));
    zimport_files_init(&asker->files, on_row, asker);
    zimport_log_init(&asker->log, on_event, asker);
    asker_start(asker);
}

static void abort_it(struct asker *asker) {
    zimport_client_abort(&asker->client);
}

static void close_it(struct asker *asker) {
    zimport_client_close(&asker->client);
}

static void begin_another(struct asker *asker) {
    static zimport_progress progress;
    static zimport_answer answer;
    plan.said = zimport_client_begin(&asker->client, VIEW(OTHER), &progress, &answer);
}

static void finish_it(struct asker *asker) {
    plan.said = zimport_client_finish(&asker->client);
}

static void step_it(struct asker *asker) {
    uint64_t until = 7;
    plan.said = zimport_client_step(&asker->client, asker->script.now, &until) == ZIMPORT_STEP_DONE && until == 7
                    ? ZIMPORT_BAD_ARGUMENT
                    : ZIMPORT_OK;
}

/* All those of a question on a new connection, and a row. */
static const zimport_event events[] = {ZIMPORT_EVENT_CONNECTING, ZIMPORT_EVENT_CONNECTED, ZIMPORT_EVENT_SENT,
                                       ZIMPORT_EVENT_STATUS,     ZIMPORT_EVENT_FIELD,     ZIMPORT_EVENT_REPLY};

/* Nothing more is reported, sent or kept, and the client can ask again. */
static void given_up_in_a_callback(void **state) {
    (void)state;
    static const deed deeds[] = {abort_it, close_it};
    for (size_t i = 0; i < 2 * (COUNT(events) + 1); i++) {
        static struct asker asker;
        bool row = i / 2 == COUNT(events);
        prepare(&asker, deeds[i % 2], row ? ZIMPORT_EVENT_RETRY : events[i / 2], row);
        assert_int_equal(asker_ask(&asker), ZIMPORT_ABORTED);
        assert_int_equal(plan.done, 1);
        assert_false(asker.client.open);
        assert_int_equal(asker.script.resets, asker.script.opens);
        assert_int_equal(asker.events[ZIMPORT_EVENT_RETRY], 0);
        assert_int_equal(asker.events[ZIMPORT_EVENT_FAILED], 0);
        assert_int_equal(asker.events[ZIMPORT_EVENT_REPLY], row || events[i / 2] != ZIMPORT_EVENT_REPLY ? 0 : 1);
        assert_true(asker.script.requests <= 1);
        plan.at = ZIMPORT_EVENT_RETRY;
        assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
        check_good(&asker);
    }
}

/* Where the failure is reported, or its pause. */
static void given_up_before_a_retry(void **state) {
    (void)state;
    static const zimport_event at[] = {ZIMPORT_EVENT_FAILED, ZIMPORT_EVENT_RETRY};
    for (size_t i = 0; i < COUNT(at); i++) {
        static struct asker asker;
        prepare(&asker, abort_it, at[i], false);
        asker.client.config.retries = asker.config.retries = 3;
        asker.script.fault_calls = SCRIPT_READ;
        asker.script.fault = SCRIPT_FAIL;
        asker.script.status = ZIMPORT_LOST;
        assert_int_equal(asker_ask(&asker), ZIMPORT_ABORTED);
        assert_int_equal(asker.script.opens, 1);
        asker.script.fault = SCRIPT_NOTHING;
        assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    }
}

static void refused_in_a_callback(void **state) {
    (void)state;
    static const deed deeds[] = {begin_another, finish_it, step_it};
    for (size_t i = 0; i < COUNT(deeds) * (COUNT(events) + 1); i++) {
        static struct asker asker;
        size_t event = i / COUNT(deeds);
        bool row = event == COUNT(events);
        prepare(&asker, deeds[i % COUNT(deeds)], row ? ZIMPORT_EVENT_RETRY : events[event], row);
        assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
        check_good(&asker);
        assert_int_equal(plan.done, 1);
        assert_int_equal(plan.said, ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(asker.script.requests, 1);
    }
}

static void without_a_question(void **state) {
    (void)state;
    static struct asker asker;
    uint64_t until = 7;
    asker_init(&asker, whole, COUNT(whole));
    asker_start(&asker);
    for (int after = 0; after < 2; after++) {
        assert_int_equal(zimport_client_finish(&asker.client), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_client_step(&asker.client, asker.script.now, &until), ZIMPORT_STEP_DONE);
        assert_int_equal(until, 7);
        zimport_client_abort(&asker.client);
        zimport_client_close(&asker.client);
        if (after == 0) {
            assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
            zimport_client_close(&asker.client);
            assert_int_equal(asker.script.resets, 0);
        }
        assert_int_equal(asker.answer.status, ZIMPORT_OK);
    }
}

static zimport_status begin_progress(struct asker *asker) {
    return zimport_client_begin(&asker->client, VIEW(JOB), &asker->progress, &asker->answer);
}

/* Each missing argument in turn: what follows is refused, and nothing is touched. */
static void after_an_init_that_failed(void **state) {
    (void)state;
    for (int missing = 0; missing < 8; missing++) {
        static struct asker asker;
        static zimport_job job;
        static zimport_list list;
        static zimport_start start;
        uint64_t until = 7;
        asker_init(&asker, whole, COUNT(whole));
        zimport_config *config = &asker.config;
        config->platform = missing == 0 ? NULL : config->platform;
        config->transport = missing == 1 ? NULL : config->transport;
        config->dialect = missing == 2 ? NULL : config->dialect;
        config->origin = missing == 3 ? NULL : config->origin;
        config->window = missing == 4 ? NULL : config->window;
        config->window_size = missing == 5 ? ZIMPORT_WINDOW_MIN - 1 : config->window_size;
        config->value = missing == 6 ? NULL : config->value;
        config->value_size = missing == 7 ? ZIMPORT_VALUE_MIN - 1 : config->value_size;
        memset(&asker.client, 0xA5, sizeof asker.client);
        assert_int_equal(zimport_client_init(&asker.client, config), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(begin_progress(&asker), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_list_begin(&asker.client, &list, &asker.answer), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_start_begin(&asker.client, &start, &asker.answer), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_ask(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_client_finish(&asker.client), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_client_step(&asker.client, asker.script.now, &until), ZIMPORT_STEP_DONE);
        zimport_client_abort(&asker.client);
        zimport_client_close(&asker.client);
        job.id = VIEW(JOB);
        zimport_follow follow = {
            .client = &asker.client, .jobs = &job, .count = 1, .progress = &asker.progress, .answer = &asker.answer};
        assert_int_equal(zimport_follow_begin(&follow, 0), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_follow_run(&follow, ZIMPORT_NEVER, NULL, NULL), ZIMPORT_BAD_ARGUMENT);
        follow.client = NULL;
        assert_int_equal(zimport_follow_begin(&follow, 0), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_follow_run(&follow, ZIMPORT_NEVER, NULL, NULL), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(asker.script.opens, 0);
    }
}

static void after_a_check_that_failed(void **state) {
    (void)state;
    static struct asker asker;
    asker_init(&asker, whole, COUNT(whole));
    asker.config.key = VIEW("two words");
    assert_int_equal(zimport_client_init(&asker.client, &asker.config), ZIMPORT_BAD_KEY);
    assert_int_equal(begin_progress(&asker), ZIMPORT_BAD_KEY);
    zimport_client_close(&asker.client);
    static zimport_job job;
    job.id = VIEW(JOB);
    zimport_follow follow = {
        .client = &asker.client, .jobs = &job, .count = 1, .progress = &asker.progress, .answer = &asker.answer};
    uint64_t until;
    assert_int_equal(zimport_follow_begin(&follow, 0), ZIMPORT_OK);
    assert_int_equal(zimport_follow_step(&follow, 0, &until), ZIMPORT_STEP_EVENT);
    assert_int_equal(job.status, ZIMPORT_BAD_KEY);
    assert_true(job.ended);
    assert_int_equal(zimport_follow_step(&follow, 0, &until), ZIMPORT_STEP_DONE);
    assert_int_equal(asker.script.opens, 0);
}

struct pair {
    struct asker asker;
    zimport_job job;
    zimport_follow follow;
    zimport_progress other;
    zimport_answer other_answer;
};

static void begin_follow(struct pair *pair) {
    static const script_reply late[] = {{.bytes = LIT(WHOLE), .delay_ms = 100}, {.bytes = LIT(WHOLE)}};
    memset(pair, 0, sizeof *pair);
    asker_init(&pair->asker, late, COUNT(late));
    asker_start(&pair->asker);
    pair->job.id = VIEW(JOB);
    pair->follow = (zimport_follow){.client = &pair->asker.client,
                                    .jobs = &pair->job,
                                    .count = 1,
                                    .once = true,
                                    .progress = &pair->asker.progress,
                                    .answer = &pair->asker.answer};
    assert_int_equal(zimport_follow_begin(&pair->follow, pair->asker.script.now), ZIMPORT_OK);
}

static void check_refused(const struct pair *pair) {
    assert_int_equal(pair->job.status, ZIMPORT_BAD_ARGUMENT);
    assert_true(pair->job.ended);
    assert_false(pair->job.answered);
    assert_int_equal(pair->job.state, ZIMPORT_UNKNOWN);
    assert_int_equal(pair->follow.left, 0);
}

/* The application's own question is not disturbed, and its answer is not taken for the job's. */
static void a_client_that_is_busy(void **state) {
    (void)state;
    static struct pair pair;
    uint64_t until = 0;
    begin_follow(&pair);
    struct asker *asker = &pair.asker;
    assert_int_equal(zimport_client_begin(&asker->client, VIEW(JOB), &pair.other, &pair.other_answer), ZIMPORT_OK);
    assert_int_equal(zimport_follow_step(&pair.follow, asker->script.now, &until), ZIMPORT_STEP_EVENT);
    check_refused(&pair);
    assert_int_equal(asker->script.requests, 0);
    (void)script_drive(&asker->script, &asker->client);
    assert_int_equal(pair.other_answer.status, ZIMPORT_OK);
    assert_int_equal(pair.other.percent, 4000);
}

/* While the follow's own question is on its way the application aborts it and begins another. */
static void a_client_that_was_taken_away(void **state) {
    (void)state;
    static struct pair pair;
    uint64_t until = 0;
    begin_follow(&pair);
    struct asker *asker = &pair.asker;
    assert_int_equal(zimport_follow_step(&pair.follow, asker->script.now, &until), ZIMPORT_STEP_READ);
    zimport_client_abort(&asker->client);
    assert_int_equal(zimport_client_begin(&asker->client, VIEW(OTHER), &pair.other, &pair.other_answer), ZIMPORT_OK);
    assert_int_equal(zimport_follow_step(&pair.follow, asker->script.now, &until), ZIMPORT_STEP_EVENT);
    check_refused(&pair);
    assert_int_equal(asker->client.phase, ZIMPORT_PHASE_PAUSING);
}

/* Aborted, nothing else: the job ends with that. */
static void a_question_that_was_taken_away(void **state) {
    (void)state;
    static struct pair pair;
    uint64_t until = 0;
    begin_follow(&pair);
    assert_int_equal(zimport_follow_step(&pair.follow, pair.asker.script.now, &until), ZIMPORT_STEP_READ);
    zimport_client_abort(&pair.asker.client);
    assert_int_equal(zimport_follow_step(&pair.follow, pair.asker.script.now, &until), ZIMPORT_STEP_EVENT);
    assert_int_equal(pair.job.status, ZIMPORT_ABORTED);
    assert_false(pair.job.answered);
}

/* With one answer between them: neither takes the other's. */
static void two_follows_on_one_client(void **state) {
    (void)state;
    static struct pair pair;
    zimport_job other = {.id = VIEW(OTHER)};
    uint64_t until = 0;
    begin_follow(&pair);
    zimport_follow second = pair.follow;
    second.jobs = &other;
    assert_int_equal(zimport_follow_begin(&second, pair.asker.script.now), ZIMPORT_OK);
    assert_int_equal(zimport_follow_step(&pair.follow, pair.asker.script.now, &until), ZIMPORT_STEP_READ);
    pair.asker.script.now += ZIMPORT_SPACING_MS;
    assert_int_equal(zimport_follow_step(&second, pair.asker.script.now, &until), ZIMPORT_STEP_EVENT);
    assert_int_equal(other.status, ZIMPORT_BAD_ARGUMENT);
    assert_false(other.answered);
    for (int steps = 0; !pair.job.ended && steps < 20; steps++) {
        if (zimport_follow_step(&pair.follow, pair.asker.script.now, &until) == ZIMPORT_STEP_READ) {
            script_wait(&pair.asker.script, ZIMPORT_STEP_READ, until);
        }
    }
    assert_int_equal(pair.job.status, ZIMPORT_OK);
    assert_int_equal(pair.job.percent, 4000);
}

static uint64_t a_clock_that_goes_on(const zimport_platform *self) {
    return ((const script_platform *)(const void *)self)->script->now += 1;
}

/* Without the two functions that only blocking calls use they poll, and still end: for a reply, and in a pause. */
static void a_port_that_cannot_wait(void **state) {
    (void)state;
    static const script_reply late[] = {{.bytes = LIT("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"), .delay_ms = 50},
                                        {.bytes = LIT(WHOLE), .delay_ms = 50}};
    static struct asker asker;
    asker_init(&asker, late, COUNT(late));
    zimport_transport_api api = *asker.script.transport.api;
    api.wait = NULL;
    asker.script.transport.api = &api;
    asker.script.platform.base.sleep = NULL;
    asker.script.platform.base.now = a_clock_that_goes_on;
    asker.config.retries = 1;
    asker_start(&asker);
    uint64_t start = asker.script.now;
    assert_int_equal(zimport_ask(&asker.client, VIEW(JOB), &asker.progress, &asker.answer), ZIMPORT_OK);
    assert_int_equal(asker.progress.percent, 4000);
    assert_int_equal(asker.events[ZIMPORT_EVENT_RETRY], 1);
    assert_true(asker.script.now - start >= 100);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_up_in_a_callback),         cmocka_unit_test(given_up_before_a_retry),
        cmocka_unit_test(refused_in_a_callback),          cmocka_unit_test(without_a_question),
        cmocka_unit_test(after_an_init_that_failed),      cmocka_unit_test(after_a_check_that_failed),
        cmocka_unit_test(a_client_that_is_busy),          cmocka_unit_test(a_client_that_was_taken_away),
        cmocka_unit_test(a_question_that_was_taken_away), cmocka_unit_test(two_follows_on_one_client),
        cmocka_unit_test(a_port_that_cannot_wait),
    };
    return cmocka_run_group_tests_name("fault, misuse", tests, NULL, NULL);
}
