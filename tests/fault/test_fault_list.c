/* SPDX-License-Identifier: Apache-2.0 */
/* On one connection, each page in turn, and whole whatever happens. */
#include "asker.h"

#define JOBS_MAX 16

struct lister {
    struct asker asker;
    zimport_list list;
    char jobs[JOBS_MAX][8]; /* of the page at hand */
    char all[256];          /* of the pages before, and of this one once it is good */
    size_t started;         /* pages that began more than once */
    char memory[512];
    script_reply reply;
};

static void on_job(void *context, const zimport_listed *job) {
    struct lister *lister = context;
    assert_true(job->index < JOBS_MAX && job->id.size < sizeof lister->jobs[0]);
    lister->started += job->index == 0;
    (void)snprintf(lister->jobs[job->index], sizeof lister->jobs[0], "%.*s", (int)job->id.size, job->id.data);
}

/* Five jobs, two per page, as in v2; v1's server names the array differently and counts in strings. */
static const script_reply *answer(struct script *script, zimport_view request) {
    struct lister *lister = script->context;
    static const char *const v2[] = {"\"currentPage\":1}", "\"currentPage\":2}", "\"currentPage\":3}"};
    static const char *const v1[] = {"&currentPage=1 ", "&currentPage=2 ", "&currentPage=3 "};
    static const char *const jobs[] = {"{\"jobId\":\"a\"},{\"jobId\":\"b\"}", "{\"jobId\":\"c\"},{\"jobId\":\"d\"}",
                                       "{\"jobId\":\"e\"}"};
    bool first = lister->asker.config.dialect == &zimport_v1;
    char body[256];
    size_t page = 0;
    while (page < COUNT(jobs) && !contains(request, first ? v1[page] : v2[page])) {
        page++;
    }
    assert_true(page < COUNT(jobs));
    assert_true(contains(request, first ? "GET /v1/vector/collections/import/list?clusterId=in01-6e64b4d2870ae54&"
                                        : "POST /v2/vectordb/jobs/import/list HTTP"));
    (void)snprintf(body, sizeof body,
                   first ? "{\"code\":200,\"data\":{\"tasks\":[%s],\"count\":\"5\",\"pageSize\":\"2\"}}"
                         : "{\"code\":0,\"data\":{\"count\":5,\"records\":[%s]}}",
                   jobs[page % COUNT(jobs)]);
    lister->reply = script_http(lister->memory, sizeof lister->memory, 200, body);
    lister->reply.piece = 50;
    return &lister->reply;
}

static void begin(struct lister *lister, const zimport_dialect *dialect, uint16_t retries) {
    memset(lister, 0, sizeof *lister);
    asker_init(&lister->asker, NULL, 0);
    lister->asker.script.answer = answer;
    lister->asker.script.context = lister;
    lister->asker.script.write_most = 100;
    lister->asker.config.dialect = dialect;
    lister->asker.config.retries = retries;
    lister->list = (zimport_list){.page = 1, .size = 2, .on_job = on_job, .context = lister};
    asker_start(&lister->asker);
}

static zimport_status next_page(struct lister *lister) {
    assert_int_equal(zimport_list_begin(&lister->asker.client, &lister->list, &lister->asker.answer), ZIMPORT_OK);
    zimport_status status = asker_finish(&lister->asker);
    for (size_t i = 0; status == ZIMPORT_OK && i < lister->list.jobs; i++) {
        strncat(lister->all, lister->jobs[i], sizeof lister->all - strlen(lister->all) - 1);
    }
    return status;
}

static zimport_status all_pages(struct lister *lister) {
    zimport_status status;
    do {
        status = next_page(lister);
    } while (status == ZIMPORT_OK && lister->list.more);
    return status;
}

static void three_pages(void **state) {
    (void)state;
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2};
    for (size_t i = 0; i < COUNT(dialects); i++) {
        static struct lister lister;
        begin(&lister, dialects[i], 0);
        assert_int_equal(all_pages(&lister), ZIMPORT_OK);
        assert_string_equal(lister.all, "abcde");
        assert_int_equal(lister.list.page, 3);
        assert_int_equal(lister.list.seen, 5);
        assert_int_equal(lister.started, 3);
        assert_int_equal(lister.asker.script.requests, 3);
        for (size_t page = 1; page < 3; page++) {
            const uint64_t *asked_at = lister.asker.script.asked_at;
            assert_true(asked_at[page] - asked_at[page - 1] >= ZIMPORT_SPACING_MS);
        }
        assert_int_equal(lister.asker.client.counts.connections, 1);
        assert_int_equal(lister.asker.events[ZIMPORT_EVENT_REUSED], 2);
        assert_int_equal(lister.asker.events[ZIMPORT_EVENT_STALE], 0);
        assert_int_equal(lister.asker.events[ZIMPORT_EVENT_PATH], 0);
    }
}

/* Nothing is missing, and nothing comes twice. */
static void a_loss_at_every_call(void **state) {
    (void)state;
    static const zimport_status losses[] = {ZIMPORT_LOST, ZIMPORT_CLOSED, ZIMPORT_NO_CONNECTION};
    static const unsigned calls[] = {SCRIPT_READ | SCRIPT_WRITE, SCRIPT_READ | SCRIPT_WRITE, SCRIPT_OPEN};
    for (size_t i = 0; i < COUNT(losses); i++) {
        bool hit = true;
        size_t n = 0;
        for (; hit; n++) {
            static struct lister lister;
            begin(&lister, &zimport_v2, 1);
            lister.asker.script.fault_calls = calls[i];
            lister.asker.script.fault_at = n;
            lister.asker.script.fault = SCRIPT_FAIL;
            lister.asker.script.status = losses[i];
            assert_int_equal(all_pages(&lister), ZIMPORT_OK);
            hit = lister.asker.script.hit;
            assert_string_equal(lister.all, "abcde");
            assert_true(lister.asker.script.requests <= 4);
            assert_true(lister.asker.client.counts.connections <= 2);
        }
        assert_true(n >= (calls[i] == SCRIPT_OPEN ? 2 : 15));
    }
}

/* Without a retry: it says nothing, and can be asked for again. */
static void a_page_that_fails(void **state) {
    (void)state;
    bool hit = true;
    size_t failed = 0;
    for (size_t n = 0; hit; n++) {
        static struct lister lister;
        begin(&lister, &zimport_v2, 0);
        lister.asker.script.fault_calls = SCRIPT_OPEN | SCRIPT_READ | SCRIPT_WRITE;
        lister.asker.script.fault_at = n;
        lister.asker.script.fault = SCRIPT_FAIL;
        lister.asker.script.status = ZIMPORT_LOST;
        zimport_status status = all_pages(&lister);
        hit = lister.asker.script.hit;
        if (status != ZIMPORT_OK) {
            failed++;
            assert_int_equal(status, ZIMPORT_LOST);
            assert_int_equal(lister.list.seen, strlen(lister.all));
            assert_int_equal(lister.list.seen, 2 * (lister.list.page - 1));
            assert_int_equal(all_pages(&lister), ZIMPORT_OK);
        }
        assert_string_equal(lister.all, "abcde");
    }
    assert_true(failed >= 3);
}

/* No second page: the service has none, or the answer was bad. */
static void one_request(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        const zimport_dialect *dialect;
        unsigned http;
        const char *body;
        zimport_status status;
    } table[] = {
        {&zimport_milvus, 200, "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"},{\"jobId\":\"b\"}]}}", ZIMPORT_OK},
        {&zimport_milvus, 200, "{\"code\":0,\"data\":{\"records\":[]}}", ZIMPORT_OK},
        {&zimport_v1, 200, "{\"code\":200,\"data\":{\"tasks\":[],\"count\":0}}", ZIMPORT_OK},
        {&zimport_v2, 200, "{\"code\":96026}", ZIMPORT_REFUSED},
        {&zimport_v2, 200, "{\"code\":96008}", ZIMPORT_REFUSED},
        {&zimport_v2, 401, "{}", ZIMPORT_UNAUTHORIZED},
        {&zimport_v2, 404, "{\"code\":404}", ZIMPORT_REFUSED},
        {&zimport_v2, 503, "", ZIMPORT_BUSY},
        {&zimport_milvus, 200, "{\"code\":1807}", ZIMPORT_BUSY},
        {&zimport_v2, 200, "{\"code\":0,\"data\":{\"records\":7}}", ZIMPORT_REPLY_TYPE},
        {&zimport_v2, 200, "{\"code\":0,\"data\":{\"count\":7}}", ZIMPORT_REPLY_NO_DATA},
        {&zimport_v2, 200, "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"}]", ZIMPORT_JSON_EARLY},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static struct lister lister;
        static char memory[512];
        const script_reply reply = script_http(memory, sizeof memory, table[i].http, table[i].body);
        begin(&lister, table[i].dialect, 0);
        lister.asker.script.answer = NULL;
        lister.asker.script.replies = &reply;
        lister.asker.script.count = 1;
        CHECK_STATUS(all_pages(&lister), table[i].status, table[i].body);
        CHECK_EQUAL(lister.asker.script.requests, 1, table[i].body);
        CHECK_EQUAL(lister.list.page, 1, table[i].body);
        CHECK_EQUAL(lister.list.more, false, table[i].body);
    }
}

static void busy_once(void **state) {
    (void)state;
    static struct lister lister;
    static char memory[2][512];
    const script_reply replies[] = {
        script_http(memory[0], sizeof memory[0], 200, "{\"code\":1807}"),
        script_http(memory[1], sizeof memory[1], 200, "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"}]}}")};
    begin(&lister, &zimport_milvus, 1);
    lister.asker.script.answer = NULL;
    lister.asker.script.replies = replies;
    lister.asker.script.count = 2;
    assert_int_equal(all_pages(&lister), ZIMPORT_OK);
    assert_string_equal(lister.all, "a");
    assert_int_equal(lister.asker.client.counts.retries, 1);
}

static void refused_before_it_is_sent(void **state) {
    (void)state;
    static struct lister lister;
    zimport_client *client = &lister.asker.client;
    zimport_answer *answer_of = &lister.asker.answer;
    begin(&lister, &zimport_v2, 0);
    lister.list.page = 0;
    assert_int_equal(zimport_list_begin(client, &lister.list, answer_of), ZIMPORT_BAD_ARGUMENT);
    lister.list.page = 1;
    lister.list.size = 0;
    assert_int_equal(zimport_list_begin(client, &lister.list, answer_of), ZIMPORT_BAD_ARGUMENT);
    lister.list.size = 2;
    assert_int_equal(zimport_list_begin(client, NULL, answer_of), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(zimport_list_begin(client, &lister.list, NULL), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(client->phase, ZIMPORT_PHASE_IDLE);
    assert_int_equal(zimport_list_begin(client, &lister.list, answer_of), ZIMPORT_OK);
    assert_int_equal(zimport_list_begin(client, &lister.list, answer_of), ZIMPORT_BAD_ARGUMENT);
    zimport_client_abort(client);
    assert_int_equal(lister.asker.answer.status, ZIMPORT_ABORTED);
    assert_int_equal(lister.asker.script.begun, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_pages),       cmocka_unit_test(a_loss_at_every_call),
        cmocka_unit_test(a_page_that_fails), cmocka_unit_test(one_request),
        cmocka_unit_test(busy_once),         cmocka_unit_test(refused_before_it_is_sent),
    };
    return cmocka_run_group_tests_name("fault, list", tests, NULL, NULL);
}
