/* SPDX-License-Identifier: Apache-2.0 */
/* The poll interval: the pure function, and a follower that uses it; and a job that is not found yet. */
#include "asker.h"

#include "client/interval.h"

static void bounds(void **state) {
    (void)state;
    static const struct {
        uint32_t interval, still;
        int32_t percent;
        uint32_t base; /* what the result lies around */
    } table[] = {
        {5000, 0, 4000, 5000},
        {5000, 2, 4000, 5000},
        {5000, 3, 4000, 7500},
        {5000, 4, 4000, 10000},
        {5000, 8, 4000, 20000},
        {5000, 9, 4000, 20000},
        {5000, 255, 4000, 20000},
        {5000, UINT32_MAX, 4000, 20000},
        {5000, 0, 8999, 5000},
        {5000, 0, 9000, 2500},
        {5000, 2, 9900, 2500},
        {5000, 3, 9900, 7500},
        {4000, 0, 9500, 2000},
        {4001, 0, 9500, 2000},
        {4002, 0, 9500, 2001},
        {3000, 0, 9500, 2000},
        {2001, 0, 9500, 2000},
        {1999, 0, 9500, 1999},
        {59999, 3, 0, 60000},
        {60001, 3, 0, 60001},
        {40000, 3, 0, 60000},
        {39998, 3, 0, 59997},
        {2000, 0, 9500, 2000},
        {1000, 0, 9500, 1000},
        {20, 0, 9500, 20},
        {30000, 200, 0, 60000},
        {60000, 200, 0, 60000},
        {90000, 200, 0, 90000},
        {1000000000, 255, 0, 1000000000},
        {0, 0, 0, 0},
        {0, 255, 9999, 0},
        {1, 0, 0, 1},
        {7, 100, 0, 25},
        {5000, 0, ZIMPORT_PERCENT_NONE, 5000},
    };
    static const uint32_t numbers[] = {0, 1, 0x7fffffff, 0x80000000, UINT32_MAX, 12345, 999983};
    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t n = 0; n < COUNT(numbers); n++) {
            uint64_t base = table[i].base;
            uint64_t got = zimport_interval_next(table[i].interval, table[i].still, table[i].percent, numbers[n]);
            assert_true(got >= base - base / 8 && got <= base + base / 8 + 1);
        }
        /* Each way by an eighth, and by all between. */
        uint32_t base = table[i].base;
        uint32_t low = base - base / 8;
        uint32_t moves[][2] = {{0, low}, {1, low + (base / 4 > 0)}, {base / 4, low + base / 4}, {base / 4 + 1, low}};
        for (size_t n = 0; n < COUNT(moves); n++) {
            assert_int_equal(zimport_interval_next(table[i].interval, table[i].still, table[i].percent, moves[n][0]),
                             moves[n][1]);
        }
    }
}

static void jitter(void **state) {
    (void)state;
    uint32_t seed = 5;
    uint32_t low = UINT32_MAX;
    uint32_t high = 0;
    for (int i = 0; i < 5000; i++) {
        uint32_t got = zimport_interval_next(8000, 0, 0, scramble(&seed));
        low = got < low ? got : low;
        high = got > high ? got : high;
    }
    assert_true(low < 7100 && high > 8900);
}

struct watch {
    struct asker asker;
    zimport_job job;
    zimport_follow follow;
    const script_reply *replies;
    size_t count, asked;
    uint64_t asked_at[400];
};

static const script_reply *answer(struct script *script, zimport_view request) {
    struct watch *watch = script->context;
    (void)request;
    assert_true(watch->asked < COUNT(watch->asked_at));
    watch->asked_at[watch->asked] = script->now;
    size_t number = watch->asked++;
    return &watch->replies[number < watch->count ? number : watch->count - 1];
}

static void watch_job(struct watch *watch, const zimport_dialect *dialect, const script_reply *replies, size_t count,
                      uint32_t missing, uint64_t most) {
    struct script *script = &watch->asker.script;
    uint64_t until;
    memset(watch, 0, sizeof *watch);
    asker_init(&watch->asker, NULL, 0);
    script->answer = answer;
    script->context = watch;
    watch->replies = replies;
    watch->count = count;
    watch->job.id = VIEW(JOB);
    watch->follow = (zimport_follow){.client = &watch->asker.client,
                                     .jobs = &watch->job,
                                     .count = 1,
                                     .interval_ms = 5000,
                                     .progress = &watch->asker.progress,
                                     .answer = &watch->asker.answer};
    zimport_follow_patiently(&watch->follow, false, missing);
    watch->asker.config.dialect = dialect;
    asker_start(&watch->asker);
    uint64_t end = script->now + most;
    assert_int_equal(zimport_follow_begin(&watch->follow, script->now), ZIMPORT_OK);
    zimport_step step = ZIMPORT_STEP_WAIT;
    while (script->now < end &&
           (step = zimport_follow_step(&watch->follow, script->now, &until)) != ZIMPORT_STEP_DONE) {
        if (step != ZIMPORT_STEP_EVENT) {
            script_wait(script, step, until < end ? until : end);
        }
    }
    zimport_client_abort(&watch->asker.client);
}

#define REPLY(length, body) \
    { .bytes = LIT("HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body) }

static const script_reply half = REPLY("44", "{\"code\":200,\"data\":{\"readyPercentage\":0.50}}");
static const script_reply near_end = REPLY("44", "{\"code\":200,\"data\":{\"readyPercentage\":0.95}}");
static const script_reply complete = REPLY("44", "{\"code\":200,\"data\":{\"readyPercentage\":1.00}}");
static const script_reply no_job = REPLY("14", "{\"code\":90144}");

static void stretches_and_comes_back(void **state) {
    (void)state;
    static struct watch watch;
    const script_reply replies[] = {half, half, half, half, half, half, half, half, half, half, near_end, complete};
    watch_job(&watch, &zimport_v1, replies, COUNT(replies), 0, 3600000);
    assert_int_equal(watch.asked, 12);
    assert_int_equal(watch.job.state, ZIMPORT_COMPLETED);
    uint64_t first = watch.asked_at[1] - watch.asked_at[0];
    uint64_t longest = watch.asked_at[10] - watch.asked_at[9];
    uint64_t last = watch.asked_at[11] - watch.asked_at[10];
    assert_true(first >= 4375 && first <= 5625);
    assert_true(longest >= 17500 && longest <= 22500);
    assert_true(last >= 2187 && last <= 2813);
}

static void not_known_yet(void **state) {
    (void)state;
    static struct watch watch;
    const script_reply late[] = {no_job, no_job, half, complete};
    watch_job(&watch, &zimport_v1, late, COUNT(late), 10000, 3600000);
    assert_int_equal(watch.asked, 4);
    assert_int_equal(watch.job.state, ZIMPORT_COMPLETED);
    assert_true(watch.asked_at[2] - watch.asked_at[0] <= 2500);
    watch_job(&watch, &zimport_v1, &no_job, 1, 10000, 3600000);
    assert_int_equal(watch.job.status, ZIMPORT_NOT_FOUND);
    assert_true(watch.job.ended);
    assert_true(watch.asked >= 10 && watch.asked <= 12);
    const script_reply gone[] = {half, no_job, complete};
    watch_job(&watch, &zimport_v1, gone, COUNT(gone), 10000, 3600000);
    assert_int_equal(watch.asked, 2);
    assert_int_equal(watch.job.status, ZIMPORT_NOT_FOUND);
    watch_job(&watch, &zimport_v1, late, COUNT(late), 0, 3600000);
    assert_int_equal(watch.asked, 1);
}

/* Somebody else has to commit, so that nothing more is to be expected of it. */
static void uncommitted_is_an_end(void **state) {
    (void)state;
    static struct watch watch;
    const script_reply replies[] = {
        REPLY("56", "{\"code\":0,\"data\":{\"progress\":100,\"state\":\"Uncommitted\"}}"),
    };
    watch_job(&watch, &zimport_milvus, replies, COUNT(replies), 0, 3600000);
    assert_int_equal(watch.asked, 1);
    assert_int_equal(watch.job.state, ZIMPORT_UNCOMMITTED);
    assert_true(watch.job.ended);
}

/* Growing rows mean that the job moves, whatever its percentage. */
static void rows_move_too(void **state) {
    (void)state;
    static struct watch watch;
    const script_reply replies[] = {
        REPLY("51", "{\"code\":0,\"data\":{\"progress\":50,\"importedRows\":10}}"),
        REPLY("51", "{\"code\":0,\"data\":{\"progress\":50,\"importedRows\":20}}"),
        REPLY("51", "{\"code\":0,\"data\":{\"progress\":50,\"importedRows\":20}}"),
        REPLY("51", "{\"code\":0,\"data\":{\"progress\":50,\"importedRows\":30}}"),
    };
    watch_job(&watch, &zimport_milvus, replies, COUNT(replies), 0, 17000);
    assert_int_equal(watch.asked, 4);
    assert_int_equal(watch.job.still, 0);
    assert_true(watch.job.moved_at >= watch.asked_at[3]);
    watch_job(&watch, &zimport_milvus, replies, 3, 0, 12000);
    assert_int_equal(watch.asked, 3);
    assert_int_equal(watch.job.still, 1);
    assert_false(watch.job.changed);
    assert_true(watch.job.moved_at >= watch.asked_at[1] && watch.job.moved_at < watch.asked_at[2]);
}

/* Answers without news are counted up to what the counter holds. */
static void very_still(void **state) {
    (void)state;
    static struct watch watch;
    watch_job(&watch, &zimport_v1, &half, 1, 0, UINT64_C(300) * 22500);
    assert_true(watch.asked > 300);
    assert_int_equal(watch.job.still, UINT8_MAX);
    for (size_t i = 10; i < watch.asked; i++) {
        assert_true(watch.asked_at[i] - watch.asked_at[i - 1] >= 17500);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds),
        cmocka_unit_test(jitter),
        cmocka_unit_test(stretches_and_comes_back),
        cmocka_unit_test(not_known_yet),
        cmocka_unit_test(rows_move_too),
        cmocka_unit_test(very_still),
        cmocka_unit_test(uncommitted_is_an_end),
    };
    return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
