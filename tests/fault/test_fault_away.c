/* SPDX-License-Identifier: Apache-2.0 */
/* Following jobs while the network comes and goes; test_fault_trouble is about the service. */
#include "asker.h"

#include "client/interval.h"

#define INTERVAL 5000
#define HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"

static const script_reply half = {
    .bytes = LIT(HEAD "2b\r\n{\"code\":200,\"data\":{\"readyPercentage\":0.5}}\r\n0\r\n\r\n"), .close = true};
static const script_reply complete = {
    .bytes = LIT(HEAD "29\r\n{\"code\":200,\"data\":{\"readyPercentage\":1}}\r\n0\r\n\r\n"), .close = true};
static const script_reply forbidden = {.bytes = LIT("HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n")};
static const script_reply no_job = {.bytes = LIT(HEAD "e\r\n{\"code\":90144}\r\n0\r\n\r\n"), .close = true};

/* From connection `lost_at` on, `lost` of them fail with `status`. */
struct run {
    const char *name;
    bool persist;
    size_t lost_at, lost;
    zimport_status status;
    const script_reply *second;
    zimport_status ends; /* status of the job at its end */
    size_t away;         /* events that say so */
    size_t events;
};

struct seen {
    size_t events, away, changed;
};

static bool on_answer(void *context, const zimport_follow *follow) {
    struct seen *seen = context;
    const zimport_job *job = &follow->jobs[follow->current];
    seen->events++;
    seen->away += follow->away;
    seen->changed += job->changed;
    assert_true(!follow->away || (!job->ended && !job->changed && (job->answered || follow->missing_ms > 0)));
    assert_true(follow->answer->status != ZIMPORT_OK || !follow->away);
    assert_true(!follow->away || job->still >= INTERVAL_STILL);
    return true;
}

/* Each connection serves one question. The first that fails makes one try and one retry; the others, with the service
 * known to be away, one try. */
static const struct run runs[] = {
    {"nothing is lost", true, 1, 0, ZIMPORT_NO_CONNECTION, &complete, ZIMPORT_OK, 0, 2},
    {"a retry is enough", true, 1, 1, ZIMPORT_NO_CONNECTION, &complete, ZIMPORT_OK, 0, 2},
    {"away for one question", true, 1, 2, ZIMPORT_NO_CONNECTION, &complete, ZIMPORT_OK, 1, 3},
    {"no address", true, 1, 2, ZIMPORT_NO_ADDRESS, &complete, ZIMPORT_OK, 1, 3},
    {"too slow", true, 1, 2, ZIMPORT_CONNECT_TIMEOUT, &complete, ZIMPORT_OK, 1, 3},
    {"no way behind the proxy", true, 1, 2, ZIMPORT_PROXY_FAILED, &complete, ZIMPORT_OK, 1, 3},
    {"away for long", true, 1, 200, ZIMPORT_LOST, &complete, ZIMPORT_OK, 199, 201},
    {"away for longer than is counted", true, 1, 300, ZIMPORT_LOST, &complete, ZIMPORT_OK, 299, 301},
    {"back, and the job is gone", true, 1, 6, ZIMPORT_LOST, &no_job, ZIMPORT_NOT_FOUND, 5, 7},
    {"back, and the key is not good any more", true, 1, 2, ZIMPORT_LOST, &forbidden, ZIMPORT_UNAUTHORIZED, 1, 3},
    {"not asked to persist", false, 1, 2, ZIMPORT_NO_CONNECTION, &complete, ZIMPORT_NO_CONNECTION, 0, 2},
    {"never reached", true, 0, 2, ZIMPORT_NO_CONNECTION, &complete, ZIMPORT_NO_CONNECTION, 0, 1},
    {"another certificate", true, 1, 2, ZIMPORT_TLS_UNTRUSTED, &complete, ZIMPORT_TLS_UNTRUSTED, 0, 2},
    {"the proxy refuses", true, 1, 2, ZIMPORT_PROXY_REFUSED, &complete, ZIMPORT_PROXY_REFUSED, 0, 2},
};

static const script_reply *answer(struct script *script, zimport_view request) {
    const struct run *run = script->context;
    (void)request;
    return script->requests <= 1 ? &half : run->second;
}

static void prepare(struct asker *asker, zimport_follow *follow, zimport_job *job, const struct run *run) {
    asker_init(asker, NULL, 0);
    asker->script.answer = answer;
    asker->script.context = (void *)(uintptr_t)run;
    asker->script.fault_calls = SCRIPT_OPEN;
    asker->script.fault = run->lost > 0 ? SCRIPT_FAIL : SCRIPT_NOTHING;
    asker->script.fault_at = run->lost_at;
    asker->script.fault_more = run->lost > 0 ? run->lost - 1 : 0;
    asker->script.status = run->status;
    asker->config.retries = 1;
    asker_start(asker);
    *job = (zimport_job){.id = zimport_view_of(JOB)};
    *follow = (zimport_follow){.client = &asker->client,
                               .jobs = job,
                               .count = 1,
                               .interval_ms = INTERVAL,
                               .progress = &asker->progress,
                               .answer = &asker->answer};
    if (run->persist) {
        zimport_follow_patiently(follow, true, 0);
    }
}

static void the_network_comes_and_goes(void **state) {
    (void)state;
    static struct asker asker;
    for (size_t i = 0; i < COUNT(runs); i++) {
        struct seen seen = {0, 0, 0};
        zimport_follow follow;
        zimport_job job;
        prepare(&asker, &follow, &job, &runs[i]);
        CHECK(zimport_follow_run(&follow, ZIMPORT_NEVER, on_answer, &seen) == ZIMPORT_OK, runs[i].name);
        CHECK(job.ended && job.status == runs[i].ends, runs[i].name);
        CHECK(seen.away == runs[i].away && seen.events == runs[i].events, runs[i].name);
        CHECK(seen.changed == seen.events - seen.away, runs[i].name);
        CHECK(!follow.away, runs[i].name);
    }
}

static void the_time_runs_out_meanwhile(void **state) {
    (void)state;
    static struct asker asker;
    static const struct run run = {"", true, 1, SIZE_MAX - 1, ZIMPORT_NO_CONNECTION, &complete, ZIMPORT_NO_CONNECTION,
                                   0,  0};
    struct seen seen = {0, 0, 0};
    zimport_follow follow;
    zimport_job job;
    prepare(&asker, &follow, &job, &run);
    uint64_t until = asker.script.now + 60000;
    assert_int_equal(zimport_follow_run(&follow, until, on_answer, &seen), ZIMPORT_TOTAL_TIMEOUT);
    assert_int_equal(asker.script.now, until);
    assert_true(follow.away && !job.ended && job.state == ZIMPORT_IMPORTING && job.percent == 5000);
    assert_true(seen.away >= 60000 / (INTERVAL + ZIMPORT_BACKOFF_CAP_MS) && seen.away <= 60000 / INTERVAL);
}

/* Whatever an earlier use has left in it. */
static void used_again(void **state) {
    static struct asker asker;
    zimport_follow follow;
    zimport_job jobs[2];

    (void)state;
    asker_init(&asker, NULL, 0);
    asker_start(&asker);
    memset(jobs, 0x5a, sizeof jobs);
    memset(&follow, 0, sizeof follow);
    jobs[0].id = jobs[1].id = VIEW(JOB);
    follow.client = &asker.client;
    follow.jobs = jobs;
    follow.count = COUNT(jobs);
    follow.progress = &asker.progress;
    follow.answer = &asker.answer;
    follow.current = 7;
    follow.left = 7;
    follow.asking = follow.away = follow.missing = true;
    assert_int_equal(zimport_follow_begin(&follow, 99), ZIMPORT_OK);
    assert_int_equal(follow.current, 0);
    assert_int_equal(follow.left, 2);
    assert_int_equal(follow.began, 99);
    assert_false(follow.asking || follow.away || follow.missing);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        assert_ptr_equal(jobs[i].id.data, VIEW(JOB).data);
        assert_int_equal(jobs[i].percent, ZIMPORT_PERCENT_NONE);
        assert_int_equal(jobs[i].due, 99);
        assert_int_equal(jobs[i].moved_at, 99);
        assert_int_equal(jobs[i].status, 0);
        assert_int_equal(jobs[i].state, 0);
        assert_int_equal(jobs[i].rows, 0);
        assert_int_equal(jobs[i].still, 0);
        assert_false(jobs[i].answered || jobs[i].asked || jobs[i].changed || jobs[i].ended);
    }
}

/* No longer than the client would ever wait, whatever the service says. */
static void a_very_long_pause(void **state) {
    static const script_reply reply = {.bytes =
                                           LIT("HTTP/1.1 503 x\r\nRetry-After: 99999\r\nContent-Length: 0\r\n\r\n")};
    static const struct run run = {"", true, 0, 0, ZIMPORT_OK, &reply, ZIMPORT_BUSY, 0, 0};
    static struct asker asker;
    zimport_follow follow;
    zimport_job job;
    uint64_t wake;

    (void)state;
    prepare(&asker, &follow, &job, &run);
    asker.script.answer = NULL;
    asker.script.replies = &reply;
    asker.script.count = 1;
    zimport_follow_patiently(&follow, true, 1);
    assert_int_equal(zimport_follow_begin(&follow, asker.script.now), ZIMPORT_OK);
    while (zimport_follow_step(&follow, asker.script.now, &wake) != ZIMPORT_STEP_EVENT) {
        assert_true(wake < ZIMPORT_NEVER);
        script_wait(&asker.script, ZIMPORT_STEP_WAIT, wake);
    }
    assert_true(follow.away);
    assert_int_equal(asker.client.spaced_at - asker.script.now, ZIMPORT_RETRY_AFTER_MAX * 1000);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_network_comes_and_goes),
        cmocka_unit_test(the_time_runs_out_meanwhile),
        cmocka_unit_test(used_again),
        cmocka_unit_test(a_very_long_pause),
    };
    return cmocka_run_group_tests_name("fault, away", tests, NULL, NULL);
}
