/* SPDX-License-Identifier: Apache-2.0 */
/* Who is asked when, what counts as an end, and every fault at every call. */
#include "asker.h"

#define JOBS 3
#define INTERVAL 5000
#define DATA_200(inside) \
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n" inside "\r\n1\r\n}\r\n0\r\n\r\n"

/* Replies about a job; the last one repeats. */
struct story {
    const char *id;
    const script_reply *replies;
    size_t count;
    size_t asked;
    uint64_t asked_at[64];
};

static const script_reply quarter = {.bytes = LIT(DATA_200("2a\r\n\"code\":200,\"data\":{\"readyPercentage\":0.25}"))};
static const script_reply half = {.bytes = LIT(DATA_200("29\r\n\"code\":200,\"data\":{\"readyPercentage\":0.5}"))};
static const script_reply complete = {.bytes = LIT(DATA_200("27\r\n\"code\":200,\"data\":{\"readyPercentage\":1}"))};
static const script_reply failed = {.bytes = LIT(DATA_200("26\r\n\"code\":200,\"data\":{\"errorMessage\":\"x\"}"))};
static const script_reply unknown = {.bytes = LIT(DATA_200("28\r\n\"code\":200,\"data\":{\"collectionName\":\"c\"}"))};
static const script_reply no_job = {.bytes = LIT(DATA_200("c\r\n\"code\":90144"))};
static const script_reply busy = {.bytes = LIT("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n")};
static const script_reply garbage = {.bytes = LIT("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<htm>")};

struct following {
    struct asker asker;
    struct story stories[JOBS];
    zimport_job jobs[JOBS];
    zimport_follow follow;
    size_t events[JOBS];
    size_t changes[JOBS];
    size_t total; /* events */
};

static const script_reply *answer(struct script *script, zimport_view request) {
    struct following *following = script->context;
    for (size_t i = 0; i < JOBS; i++) {
        struct story *story = &following->stories[i];
        char id[64];
        (void)snprintf(id, sizeof id, "jobId=%s&", story->id != NULL ? story->id : "-");
        if (contains(request, id)) {
            size_t number = story->asked < story->count ? story->asked : story->count - 1;
            if (story->asked < COUNT(story->asked_at)) {
                story->asked_at[story->asked] = script->now;
            }
            story->asked++;
            return &story->replies[number];
        }
    }
    fail_msg("a job that is not followed");
    return NULL;
}

static void prepare(struct following *following, const struct story *stories, size_t count) {
    memset(following, 0, sizeof *following);
    asker_init(&following->asker, NULL, 0);
    following->asker.script.answer = answer;
    following->asker.script.context = following;
    for (size_t i = 0; i < count; i++) {
        following->stories[i] = stories[i];
        following->jobs[i].id = zimport_view_of(stories[i].id);
    }
    following->follow = (zimport_follow){.client = &following->asker.client,
                                         .jobs = following->jobs,
                                         .count = count,
                                         .interval_ms = INTERVAL,
                                         .progress = &following->asker.progress,
                                         .answer = &following->asker.answer};
}

static bool drive(struct following *following, uint64_t most) {
    struct script *script = &following->asker.script;
    zimport_follow *follow = &following->follow;
    uint64_t end = script->now + most;
    asker_start(&following->asker);
    assert_int_equal(zimport_follow_begin(follow, script->now), ZIMPORT_OK);
    for (int steps = 0; steps < 100000; steps++) {
        uint64_t until = ZIMPORT_NEVER;
        zimport_step step = zimport_follow_step(follow, script->now, &until);
        if (step == ZIMPORT_STEP_DONE) {
            return true;
        }
        if (step == ZIMPORT_STEP_EVENT) {
            assert_true(follow->current < follow->count);
            zimport_job *job = &follow->jobs[follow->current];
            assert_int_equal(job->status, follow->answer->status);
            assert_true(job->asked);
            /* Those that are due at the same time are asked in their order. */
            assert_true(following->total >= follow->count || follow->current == following->total);
            following->total++;
            following->events[follow->current]++;
            following->changes[follow->current] += job->changed;
            check_wiped(&following->asker);
            continue;
        }
        if (script->now >= end) {
            return false;
        }
        script_wait(script, step, until < end ? until : end);
    }
    fail_msg("the follower spins");
    return false;
}

/* Between two questions about a job: the interval, or up to an eighth less, and half of it near the end. Between any
 * two requests: the service's 50 ms. */
static void check_spacing(const struct following *following) {
    const struct script *script = &following->asker.script;
    for (size_t i = 0; i < JOBS; i++) {
        const struct story *story = &following->stories[i];
        for (size_t n = 1; n < story->asked && n < COUNT(story->asked_at); n++) {
            assert_true(story->asked_at[n] - story->asked_at[n - 1] >= INTERVAL - INTERVAL / 8);
        }
    }
    for (size_t n = 1; n < script->requests && n < COUNT(script->asked_at); n++) {
        assert_true(script->asked_at[n] - script->asked_at[n - 1] >= ZIMPORT_SPACING_MS);
    }
}

static void three_jobs_to_their_ends(void **state) {
    (void)state;
    static struct following following;
    const script_reply first[] = {quarter, quarter, half, complete};
    const script_reply second[] = {unknown, half, failed};
    const script_reply third[] = {complete};
    const struct story stories[] = {{.id = "a", .replies = first, .count = 4},
                                    {.id = "b", .replies = second, .count = 3},
                                    {.id = "c", .replies = third, .count = 1}};
    prepare(&following, stories, 3);
    assert_true(drive(&following, 3600000));
    static const size_t asked[] = {4, 3, 1};
    static const size_t changes[] = {3, 3, 1};
    for (size_t i = 0; i < JOBS; i++) {
        assert_int_equal(following.stories[i].asked, asked[i]);
        assert_int_equal(following.events[i], asked[i]);
        assert_int_equal(following.changes[i], changes[i]);
        assert_true(following.jobs[i].ended && following.jobs[i].answered);
    }
    assert_int_equal(following.jobs[0].state, ZIMPORT_COMPLETED);
    assert_int_equal(following.jobs[0].percent, 10000);
    assert_int_equal(following.jobs[1].state, ZIMPORT_FAILED);
    assert_int_equal(following.jobs[1].percent, ZIMPORT_PERCENT_NONE);
    assert_int_equal(following.follow.left, 0);
    assert_int_equal(following.asker.client.counts.connections, 1);
    check_spacing(&following);
    uint64_t until = 0;
    assert_int_equal(zimport_follow_step(&following.follow, following.asker.script.now, &until), ZIMPORT_STEP_DONE);
}

static void when_a_job_moved(void **state) {
    (void)state;
    static struct following following;
    const script_reply replies[] = {quarter, half, half, half, complete};
    const struct story story = {.id = "a", .replies = replies, .count = 5};
    prepare(&following, &story, 1);
    uint64_t start = following.asker.script.now;
    /* Give or take an eighth: the fourth question has come by then, and the fifth has not. */
    (void)drive(&following, 3 * INTERVAL * 9 / 8 + 100);
    assert_int_equal(following.stories[0].asked, 4);
    assert_true(following.jobs[0].moved_at >= start + INTERVAL * 7 / 8 &&
                following.jobs[0].moved_at < start + INTERVAL * 7 / 4);
    assert_false(following.jobs[0].changed);
    assert_false(following.jobs[0].ended);
}

static void answers_that_end_a_job(void **state) {
    (void)state;
    static const struct {
        const script_reply *reply;
        zimport_status status;
    } table[] = {{&no_job, ZIMPORT_NOT_FOUND}, {&garbage, ZIMPORT_JSON_SYNTAX}};
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct following following;
        const script_reply first[] = {half, *table[i].reply};
        const script_reply second[] = {half, half, half, complete};
        const struct story stories[] = {{.id = "a", .replies = first, .count = 2},
                                        {.id = "b", .replies = second, .count = 4}};
        prepare(&following, stories, 2);
        assert_true(drive(&following, 3600000));
        assert_int_equal(following.stories[0].asked, 2);
        assert_int_equal(following.jobs[0].status, table[i].status);
        assert_int_equal(following.jobs[0].state, ZIMPORT_IMPORTING);
        assert_int_equal(following.changes[0], 2);
        assert_int_equal(following.stories[1].asked, 4);
        assert_int_equal(following.jobs[1].state, ZIMPORT_COMPLETED);
        check_spacing(&following);
    }
}

/* Tried again as often as the client was told, then the job may end: never without end. */
static void a_service_that_is_busy(void **state) {
    (void)state;
    static struct following following;
    const script_reply replies[] = {busy, busy, complete};
    const struct story story = {.id = "a", .replies = replies, .count = 3};
    prepare(&following, &story, 1);
    following.asker.config.retries = 2;
    assert_true(drive(&following, 3600000));
    assert_int_equal(following.events[0], 1);
    assert_int_equal(following.jobs[0].state, ZIMPORT_COMPLETED);
    const struct story busy_for_ever = {.id = "a", .replies = &busy, .count = 1};
    prepare(&following, &busy_for_ever, 1);
    (void)drive(&following, 60000);
    assert_true(following.events[0] >= 1);
    assert_int_equal(following.jobs[0].status, ZIMPORT_BUSY);
    assert_false(following.jobs[0].answered);
    assert_true(following.stories[0].asked <= 1 + 60000 / INTERVAL);
}

static void each_once(void **state) {
    (void)state;
    static struct following following;
    const script_reply first[] = {half};
    const script_reply second[] = {no_job};
    const struct story stories[] = {{.id = "a", .replies = first, .count = 1},
                                    {.id = "b", .replies = second, .count = 1},
                                    {.id = "c", .replies = &complete, .count = 1}};
    prepare(&following, stories, 3);
    following.follow.once = true;
    uint64_t start = following.asker.script.now;
    assert_true(drive(&following, 3600000));
    assert_true(following.asker.script.now - start < INTERVAL);
    for (size_t i = 0; i < JOBS; i++) {
        assert_int_equal(following.stories[i].asked, 1);
        assert_int_equal(following.events[i], 1);
    }
    check_spacing(&following);
}

/* Any single fault: each job still ends, or has an error of its own; nothing hangs. */
static void every_fault_at_every_call(void **state) {
    (void)state;
    static const struct {
        unsigned calls;
        script_fault fault;
        zimport_status status;
    } kinds[] = {
        {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_NO_CONNECTION}, {SCRIPT_OPEN, SCRIPT_STALL, ZIMPORT_OK},
        {SCRIPT_OPEN, SCRIPT_FAIL, ZIMPORT_TLS_UNTRUSTED}, {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_LOST},
        {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_CLOSED},        {SCRIPT_READ, SCRIPT_STALL, ZIMPORT_OK},
        {SCRIPT_READ, SCRIPT_WANT_WRITE, ZIMPORT_OK},      {SCRIPT_READ, SCRIPT_SHORT, ZIMPORT_OK},
        {SCRIPT_WRITE, SCRIPT_FAIL, ZIMPORT_LOST},         {SCRIPT_WRITE, SCRIPT_STALL, ZIMPORT_OK},
        {SCRIPT_WRITE, SCRIPT_WANT_READ, ZIMPORT_OK},      {SCRIPT_READ, SCRIPT_FAIL, ZIMPORT_TLS_FAILED},
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        for (uint16_t retries = 0; retries <= 1; retries++) {
            bool hit = true;
            for (size_t n = 0; hit; n++) {
                static struct following following;
                const script_reply first[] = {quarter, half, complete};
                const struct story stories[] = {{.id = "a", .replies = first, .count = 3},
                                                {.id = "b", .replies = first + 1, .count = 2}};
                prepare(&following, stories, 2);
                following.asker.config.retries = retries;
                following.asker.script.fault_calls = kinds[i].calls;
                following.asker.script.fault = kinds[i].fault;
                following.asker.script.status = kinds[i].status;
                following.asker.script.fault_at = n;
                assert_true(drive(&following, 3600000));
                size_t good = 0;
                for (size_t j = 0; j < 2; j++) {
                    bool completed = following.jobs[j].state == ZIMPORT_COMPLETED;
                    assert_true(completed || following.jobs[j].status != ZIMPORT_OK);
                    good += completed;
                }
                hit = following.asker.script.hit;
                assert_true(good >= (hit ? 1 : 2));
            }
        }
    }
}

/* What the blocking call reports, and when it is told to stop. */
struct watcher {
    size_t answers;
    size_t most;
};

static bool on_answer(void *context, const zimport_follow *follow) {
    struct watcher *watcher = context;
    assert_true(follow->jobs[follow->current].asked);
    return ++watcher->answers < watcher->most;
}

static void the_blocking_call(void **state) {
    (void)state;
    static struct following following;
    const script_reply first[] = {quarter, half, half, complete};
    const struct story stories[] = {{.id = "a", .replies = first, .count = 4},
                                    {.id = "b", .replies = first + 2, .count = 2}};
    static const struct {
        size_t most;
        uint64_t limit;
        zimport_status status;
        size_t answers;
    } table[] = {
        {99, ZIMPORT_NEVER, ZIMPORT_OK, 6},
        {99, 3 * INTERVAL + 1000, ZIMPORT_OK, 6},
        {3, ZIMPORT_NEVER, ZIMPORT_ABORTED, 3},
        {1, ZIMPORT_NEVER, ZIMPORT_ABORTED, 1},
        {99, INTERVAL + 1000, ZIMPORT_TOTAL_TIMEOUT, 4},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct watcher watcher = {0, table[i].most};
        prepare(&following, stories, 2);
        asker_start(&following.asker);
        uint64_t start = following.asker.script.now;
        uint64_t until = table[i].limit == ZIMPORT_NEVER ? ZIMPORT_NEVER : start + table[i].limit;
        assert_int_equal(zimport_follow_run(&following.follow, until, on_answer, &watcher), table[i].status);
        assert_int_equal(watcher.answers, table[i].answers);
        assert_true(table[i].status != ZIMPORT_TOTAL_TIMEOUT || following.asker.script.now == until);
        assert_true(table[i].status == ZIMPORT_OK || !following.asker.script.open);
        check_spacing(&following);
        check_wiped(&following.asker);
    }
    prepare(&following, stories, 2);
    asker_start(&following.asker);
    assert_int_equal(zimport_follow_run(&following.follow, ZIMPORT_NEVER, NULL, NULL), ZIMPORT_OK);
    following.jobs[1].id = VIEW("/");
    assert_int_equal(zimport_follow_run(&following.follow, ZIMPORT_NEVER, NULL, NULL), ZIMPORT_BAD_ID);
}

static void a_limit_in_the_middle_of_a_request(void **state) {
    (void)state;
    static struct following following;
    const script_reply slow = {.bytes = half.bytes, .delay_ms = 20000};
    const struct story story = {.id = "a", .replies = &slow, .count = 1};
    prepare(&following, &story, 1);
    asker_start(&following.asker);
    uint64_t until = following.asker.script.now + 7000;
    assert_int_equal(zimport_follow_run(&following.follow, until, NULL, NULL), ZIMPORT_TOTAL_TIMEOUT);
    assert_int_equal(following.asker.script.now, until);
    assert_int_equal(following.asker.answer.status, ZIMPORT_ABORTED);
    assert_false(following.asker.script.open);
    check_wiped(&following.asker);
    following.stories[0].replies = &complete;
    assert_int_equal(zimport_follow_run(&following.follow, ZIMPORT_NEVER, NULL, NULL), ZIMPORT_OK);
    assert_int_equal(following.jobs[0].state, ZIMPORT_COMPLETED);
}

static void what_begin_refuses(void **state) {
    (void)state;
    static struct following following;
    const struct story story = {.id = "a", .replies = &half, .count = 1};
    prepare(&following, &story, 1);
    asker_start(&following.asker);
    zimport_follow good = following.follow;
    zimport_follow bad = good;
    bad.client = NULL;
    assert_int_equal(zimport_follow_begin(&bad, 0), ZIMPORT_BAD_ARGUMENT);
    bad = good;
    bad.jobs = NULL;
    assert_int_equal(zimport_follow_begin(&bad, 0), ZIMPORT_BAD_ARGUMENT);
    bad = good;
    bad.progress = NULL;
    assert_int_equal(zimport_follow_begin(&bad, 0), ZIMPORT_BAD_ARGUMENT);
    bad = good;
    bad.answer = NULL;
    assert_int_equal(zimport_follow_begin(&bad, 0), ZIMPORT_BAD_ARGUMENT);
    following.jobs[0].id = VIEW("a b");
    assert_int_equal(zimport_follow_begin(&good, 0), ZIMPORT_BAD_ID);
    following.jobs[0].id = VIEW("");
    assert_int_equal(zimport_follow_begin(&good, 0), ZIMPORT_BAD_ID);
    good.count = 0;
    uint64_t until = 0;
    assert_int_equal(zimport_follow_begin(&good, 0), ZIMPORT_OK);
    assert_int_equal(zimport_follow_step(&good, 0, &until), ZIMPORT_STEP_DONE);
    assert_true(sizeof(zimport_job) <= 128);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_jobs_to_their_ends),
        cmocka_unit_test(when_a_job_moved),
        cmocka_unit_test(answers_that_end_a_job),
        cmocka_unit_test(a_service_that_is_busy),
        cmocka_unit_test(each_once),
        cmocka_unit_test(every_fault_at_every_call),
        cmocka_unit_test(the_blocking_call),
        cmocka_unit_test(a_limit_in_the_middle_of_a_request),
        cmocka_unit_test(what_begin_refuses),
    };
    return cmocka_run_group_tests_name("fault, follow", tests, NULL, NULL);
}
