/* SPDX-License-Identifier: Apache-2.0 */
/* Each HTTP status and code, before and after a good answer. */
#include "api/dialect.h"

#undef KEY /* the asker has one of its own */
#include "asker.h"

#define INTERVAL 5000
#define MOST_JOBS 3
#define HOUR 3600000

/* The jobs are "job-0" and so on: good answers first, then bad ones, then complete. */
struct service {
    const zimport_dialect *dialect;
    zimport_view bad;
    size_t good[MOST_JOBS], trouble[MOST_JOBS]; /* how many of each */
    size_t asked[MOST_JOBS];
    uint64_t asked_at[MOST_JOBS][64];
};

struct follower {
    struct asker asker;
    struct service service;
    zimport_follow follow;
    zimport_job jobs[MOST_JOBS];
    size_t away[MOST_JOBS];
};

static zimport_view reply_with(const zimport_dialect *dialect, bool end) {
    static char memory[200];
    char body[100];
    (void)snprintf(body, sizeof body, "{\"code\":0,\"data\":{\"%s\":%s,\"state\":\"%s\"}}",
                   dialect->fraction ? "readyPercentage" : "progress", end ? dialect->fraction ? "1" : "100" : "0.5",
                   end ? "Completed" : "Importing");
    return script_http(memory, sizeof memory, 200, body).bytes;
}

static const script_reply *serve(struct script *script, zimport_view request) {
    static script_reply reply;
    struct service *service = script->context;
    size_t job = 0;
    while (job < MOST_JOBS - 1 &&
           !script_finds(request.data, request.size, (zimport_view){job == 0 ? "job-0" : "job-1", 5})) {
        job++;
    }
    size_t number = service->asked[job]++;
    if (number < COUNT(service->asked_at[job])) {
        service->asked_at[job][number] = script->now;
    }
    bool bad = number >= service->good[job] && number - service->good[job] < service->trouble[job];
    reply.bytes = bad ? service->bad : reply_with(service->dialect, number >= service->good[job]);
    return &reply;
}

static bool count_away(void *context, const zimport_follow *follow) {
    struct follower *f = context;
    f->away[follow->current] += follow->away;
    return true;
}

static void prepare_follower(struct follower *f, const struct service *service, size_t count, uint32_t interval) {
    static const char *const ids[] = {"job-0", "job-1", "job-2"};
    memset(f, 0, sizeof *f);
    f->service = *service;
    asker_init(&f->asker, NULL, 0);
    f->asker.script.answer = serve;
    f->asker.script.context = &f->service;
    f->asker.config.dialect = service->dialect;
    f->asker.config.retries = 2;
    for (size_t i = 0; i < count; i++) {
        f->jobs[i].id = zimport_view_of(ids[i]);
    }
    f->follow = (zimport_follow){.client = &f->asker.client,
                                 .jobs = f->jobs,
                                 .count = count,
                                 .interval_ms = interval,
                                 .progress = &f->asker.progress,
                                 .answer = &f->asker.answer};
    zimport_follow_patiently(&f->follow, true, 0);
    asker_start(&f->asker);
}

static zimport_status run_follower(struct follower *f, uint64_t most) {
    zimport_status status = zimport_follow_run(&f->follow, f->asker.script.now + most, count_away, f);
    assert_int_equal(f->asker.script.opens - f->asker.script.closes, f->asker.script.open ? 1 : 0);
    return status;
}

/* Before the first good answer, and after it. `want`: the status. */
static void check_trouble(const zimport_dialect *dialect, zimport_view bad, zimport_status want, const char *label) {
    static struct follower f;
    bool passes = want == ZIMPORT_BUSY;
    struct service service = {.dialect = dialect, .bad = bad, .trouble = {12}};
    prepare_follower(&f, &service, 1, INTERVAL);
    CHECK(run_follower(&f, HOUR) == ZIMPORT_OK, label);
    CHECK_STATUS(f.jobs[0].status, want, label);
    CHECK(f.away[0] == 0 && (passes ? f.service.asked[0] == 3 : f.service.asked[0] <= 3), label);
    service.good[0] = 1;
    prepare_follower(&f, &service, 1, INTERVAL);
    CHECK(run_follower(&f, HOUR) == ZIMPORT_OK, label);
    CHECK_STATUS(f.jobs[0].status, passes ? ZIMPORT_OK : want, label);
    /* Three tries, then one each time. */
    CHECK_EQUAL(f.away[0], passes ? 10 : 0, label);
    CHECK(passes ? f.service.asked[0] == 14 : f.service.asked[0] <= 4, label);
    for (size_t i = 4; passes && i < 14; i++) {
        CHECK(f.service.asked_at[0][i] - f.service.asked_at[0][i - 1] >= INTERVAL - INTERVAL / 8, label);
    }
}

static zimport_view bad_reply(unsigned http, const char *body) {
    static char memory[256];
    return script_http(memory, sizeof memory, http, body).bytes;
}

/* Without a word of the service. */
static void each_http_status(void **state) {
    (void)state;
    for (unsigned http = 400; http < 600; http++) {
        static const unsigned lasting[] = {501, 505, 511, 525, 526};
        bool passes = http >= 500 || http == 408 || http == 425 || http == 429;
        char label[32];
        for (size_t i = 0; i < COUNT(lasting); i++) {
            passes = passes && http != lasting[i];
        }
        (void)snprintf(label, sizeof label, "HTTP %u", http);
        check_trouble(&zimport_v1, bad_reply(http, http % 2 == 0 ? "" : "<html></html>"),
                      passes                       ? ZIMPORT_BUSY
                      : http == 401 || http == 403 ? ZIMPORT_UNAUTHORIZED
                                                   : ZIMPORT_REFUSED,
                      label);
    }
}

/* A known one, whatever the HTTP status; for any other the HTTP status decides. */
static void each_code(void **state) {
    (void)state;
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    static const unsigned https[] = {200, 400, 500, 501, 503, 522};
    for (size_t n = 0; n < COUNT(dialects) * COUNT(https); n++) {
        const zimport_dialect *dialect = dialects[n / COUNT(https)];
        unsigned http = https[n % COUNT(https)];
        bool passes = http >= 500 && http != 501;
        for (size_t row = 0; row <= dialect->code_count; row++) {
            bool known = row < dialect->code_count;
            char body[32];
            char label[64];
            (void)snprintf(body, sizeof body, "{\"code\":%u}", known ? dialect->codes[row].code : 500);
            (void)snprintf(label, sizeof label, "%s, HTTP %u, %s", dialect->name, http, body);
            check_trouble(dialect, bad_reply(http, body),
                          known    ? (zimport_status)dialect->codes[row].status
                          : passes ? ZIMPORT_BUSY
                                   : ZIMPORT_REFUSED,
                          label);
        }
    }
}

#define ASKS_FOR(seconds) LIT("HTTP/1.1 503 x\r\nRetry-After: " seconds "\r\nContent-Length: 0\r\n\r\n")

static void what_it_asks_for(void **state) {
    (void)state;
    static struct follower f;
    static const struct {
        zimport_view reply;
        uint32_t interval;
        uint64_t least, most;
    } table[] = {
        {ASKS_FOR("40"), 5000, 40000, 51000},
        {ASKS_FOR("300"), 5000, 300000, 312000},
        {ASKS_FOR("301"), 5000, 300000, 312000},
        {ASKS_FOR("86400"), 5000, 300000, 312000},
        {ASKS_FOR("99999999999999999999"), 5000, 300000, 312000},
        {ASKS_FOR("Fri, 31 Dec 9999 23:59:59 GMT"), 5000, 300000, 312000},
        {ASKS_FOR("1"), 5000, 4375, 22501},
        {ASKS_FOR("0"), 0, 1000, 1100},
        {ASKS_FOR("soon"), 0, 1000, 1100},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct service service = {.dialect = &zimport_v1, .bad = table[i].reply, .good = {1, 1}, .trouble = {6, 0}};
        prepare_follower(&f, &service, 2, table[i].interval);
        f.service.good[1] = 1000000;
        f.asker.config.retries = 0;
        asker_start(&f.asker);
        (void)run_follower(&f, 6 * table[i].most + 60000);
        CHECK(f.service.asked[0] >= 7 && f.away[0] == 6, show(table[i].reply));
        for (size_t n = 2; n < 8; n++) {
            uint64_t gap = f.service.asked_at[0][n] - f.service.asked_at[0][n - 1];
            CHECK(gap >= table[i].least && gap <= table[i].most, show(table[i].reply));
        }
        /* The other job is asked between two questions for this one, and not at once. */
        for (size_t n = 1; n < 7; n++) {
            for (size_t other = 0; other < f.service.asked[1] && other < 64; other++) {
                uint64_t at = f.service.asked_at[1][other];
                uint64_t failed = f.service.asked_at[0][n];
                CHECK(at <= failed || at - failed >= (table[i].least < 40000 ? 1000 : table[i].least),
                      show(table[i].reply));
            }
        }
        CHECK(f.service.asked[1] > 0, show(table[i].reply));
    }
}

/* Jobs with an answer go on; the others have all of their tries, even when the service is known to be away. */
static void several_jobs(void **state) {
    (void)state;
    static struct follower f;
    static const zimport_view busy = LIT("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n");
    struct service service = {.dialect = &zimport_v1, .bad = busy, .good = {1, 0, 2}, .trouble = {5, 100, 5}};
    prepare_follower(&f, &service, 3, INTERVAL);
    assert_int_equal(run_follower(&f, HOUR), ZIMPORT_OK);
    assert_true(f.jobs[0].status == ZIMPORT_OK && f.jobs[2].status == ZIMPORT_OK);
    assert_int_equal(f.jobs[1].status, ZIMPORT_BUSY);
    assert_int_equal(f.service.asked[1], 3);
    assert_int_equal(f.away[1], 0);
    assert_true(f.away[0] >= 3 && f.away[2] >= 3);
    /* The second begins while the first is away. */
    service = (struct service){.dialect = &zimport_v1, .bad = busy, .good = {1, 0}, .trouble = {9, 100}};
    prepare_follower(&f, &service, 2, 0);
    assert_int_equal(zimport_follow_begin(&f.follow, f.asker.script.now), ZIMPORT_OK);
    f.jobs[1].due += 20000;
    uint64_t until;
    zimport_step step;
    while ((step = zimport_follow_step(&f.follow, f.asker.script.now, &until)) != ZIMPORT_STEP_DONE) {
        if (step != ZIMPORT_STEP_EVENT) {
            script_wait(&f.asker.script, step, until);
        }
    }
    assert_int_equal(f.service.asked[1], 3);
    assert_true(f.jobs[0].status == ZIMPORT_OK && f.jobs[1].status == ZIMPORT_BUSY);
}

/* The service knows it: nothing temporary ends it. */
static void a_new_job(void **state) {
    (void)state;
    static struct follower f;
    struct service service = {
        .dialect = &zimport_milvus, .bad = LIT("HTTP/1.1 502 x\r\nContent-Length: 0\r\n\r\n"), .trouble = {20}};
    prepare_follower(&f, &service, 1, INTERVAL);
    zimport_follow_patiently(&f.follow, true, 10000);
    assert_int_equal(run_follower(&f, HOUR), ZIMPORT_OK);
    assert_int_equal(f.jobs[0].status, ZIMPORT_OK);
    assert_int_equal(f.away[0], 18);
    prepare_follower(&f, &service, 1, INTERVAL);
    f.asker.script.fault_calls = SCRIPT_OPEN;
    f.asker.script.fault = SCRIPT_FAIL;
    f.asker.script.fault_more = 9;
    f.asker.script.status = ZIMPORT_NO_CONNECTION;
    zimport_follow_patiently(&f.follow, true, 10000);
    assert_int_equal(run_follower(&f, HOUR), ZIMPORT_OK);
    assert_int_equal(f.jobs[0].status, ZIMPORT_OK);
}

/* It is asked about more often, but not while the service is away. */
static void near_the_end(void **state) {
    (void)state;
    static struct follower f;
    struct service service = {.dialect = &zimport_v1,
                              .bad = LIT("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"),
                              .good = {1},
                              .trouble = {SIZE_MAX}};
    prepare_follower(&f, &service, 1, INTERVAL);
    f.asker.config.retries = 0;
    asker_start(&f.asker);
    assert_int_equal(zimport_follow_begin(&f.follow, f.asker.script.now), ZIMPORT_OK);
    uint64_t until;
    uint64_t end = f.asker.script.now + HOUR;
    while (f.asker.script.now < end) {
        zimport_step step = zimport_follow_step(&f.follow, f.asker.script.now, &until);
        f.jobs[0].percent = 9900;
        if (step != ZIMPORT_STEP_EVENT) {
            script_wait(&f.asker.script, step, until);
        }
    }
    zimport_client_abort(&f.asker.client);
    for (size_t i = 2; i < 64; i++) {
        assert_true(f.service.asked_at[0][i] - f.service.asked_at[0][i - 1] >= INTERVAL - INTERVAL / 8);
    }
    /* For long it is asked less often, within bounds. */
    assert_true(f.service.asked[0] > HOUR / 60000 && f.service.asked[0] < HOUR / 15000);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_http_status), cmocka_unit_test(each_code), cmocka_unit_test(what_it_asks_for),
        cmocka_unit_test(several_jobs),     cmocka_unit_test(a_new_job), cmocka_unit_test(near_the_end),
    };
    return cmocka_run_group_tests_name("fault, trouble", tests, NULL, NULL);
}
