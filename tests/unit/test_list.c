/* SPDX-License-Identifier: Apache-2.0 */
/* What is taken of a job, when another page is needed, what makes a reply malformed. */
#include "reply_run.h"

/* Each job as index state percent id collection reason, '!' if cut; NULL is -. */
typedef struct page {
    zimport_list list;
    zimport_answer answer;
    zimport_status status;
    size_t size;
    uint32_t seen;
    char log[2048];
    char message[TEXT_MAX];
} page;

static void add(page *result, zimport_view view, const char *behind) {
    int size = snprintf(result->log + result->size, sizeof result->log - result->size, "%.*s%s",
                        (int)(view.data == NULL ? 1 : view.size), view.data == NULL ? "-" : view.data, behind);
    result->size += (size_t)size;
    assert_true(result->size < sizeof result->log);
}

static void on_job(void *context, const zimport_listed *job) {
    page *result = context;
    char text[64];
    if (job->index == 0) {
        result->size = 0;
        result->seen = 0;
    }
    assert_int_equal(job->index, result->seen);
    result->seen++;
    (void)snprintf(text, sizeof text, "%u %s %ld", (unsigned)job->index, zimport_state_name(job->state),
                   (long)job->percent);
    add(result, zimport_view_of(text), " ");
    add(result, job->id, " ");
    add(result, job->collection, " ");
    add(result, job->reason, job->cut ? "!\n" : "\n");
}

static page page_of(uint32_t size) {
    return (page){.list = {.page = 1, .size = size, .on_job = on_job}};
}

static void take(page *result, const zimport_dialect *dialect, zimport_view body, const size_t *cuts, size_t count,
                 size_t capacity) {
    zimport_decoder decoder;
    char *memory = malloc(capacity);
    assert_non_null(memory);
    memset(&decoder, 0x5a, sizeof decoder);
    result->size = 0;
    result->seen = 0;
    result->list.context = result;
    result->answer.message = (zimport_text){.data = result->message, .capacity = sizeof result->message};
    zimport_decoder_init(
        &decoder,
        &(zimport_question){
            .operation = &zimport_operation_list, .dialect = dialect, .job = VIEW(""), .subject = &result->list},
        &result->answer, NULL, memory, capacity);
    result->status = reply_feed(&decoder, body, 200, cuts, count);
    CHECK(result->status == ZIMPORT_OK || result->list.jobs == 0, show(body));
    free(memory);
}

static void check_same(const page *a, const page *b, const char *label) {
    CHECK_STATUS(a->status, b->status, label);
    CHECK_EQUAL(a->list.jobs, b->list.jobs, label);
    CHECK_EQUAL(a->list.more, b->list.more, label);
    CHECK_EQUAL(a->list.page, b->list.page, label);
    CHECK_EQUAL(a->list.seen, b->list.seen, label);
    CHECK_EQUAL(a->list.first, b->list.first, label);
    CHECK_EQUAL(a->answer.code, b->answer.code, label);
    CHECK(a->status != ZIMPORT_OK || (a->size == b->size && memcmp(a->log, b->log, a->size) == 0), label);
}

static void take_all(page *result, const zimport_dialect *dialect, zimport_view body, size_t capacity) {
    static size_t cuts[4096];
    const page before = *result;
    static page other;
    assert_true(body.size < COUNT(cuts));
    take(result, dialect, body, NULL, 0, capacity);
    for (size_t i = 0; i <= body.size; i++) {
        cuts[i] = i;
    }
    other = before;
    take(&other, dialect, body, cuts, body.size, capacity);
    check_same(&other, result, show(body));
    for (size_t i = 0; i <= body.size; i++) {
        other = before;
        take(&other, dialect, body, &cuts[i], 1, capacity);
        check_same(&other, result, show(body));
    }
}

static const char v1_list[] =
    "{\"code\":200,\"data\":{\"tasks\":[{\"collectionName\":\"articles\",\"jobId\":\"" JOB "\",\"state\":"
    "\"ImportRunning\"}],\"count\":1,\"currentPage\":1,\"pageSize\":10}}";
static const char v2_list[] =
    "{\"code\":0,\"data\":{\"count\":12,\"currentPage\":2,\"pageSize\":10,\"records\":[{\"collectionName\":"
    "\"articles\",\"jobId\":\"" JOB "\",\"state\":\"Completed\"}]}}";
static const char milvus_list[] =
    "{\"code\":0,\"data\":{\"records\":[{\"collectionName\":\"articles\",\"jobId\":\"448761313698322011\","
    "\"progress\":80,\"state\":\"Importing\"}]}}";

static const struct {
    const zimport_dialect *dialect;
    const char *body;
    const char *jobs;
    uint64_t seen; /* on the pages before */
    bool more;
} bodies[] = {
    {&zimport_v1, v1_list, "0 Importing -1 " JOB " articles -\n", 0, false},
    {&zimport_v2, v2_list, "0 Completed -1 " JOB " articles -\n", 0, true},
    {&zimport_v2, v2_list, "0 Completed -1 " JOB " articles -\n", 10, true},
    {&zimport_v2, v2_list, "0 Completed -1 " JOB " articles -\n", 11, false},
    {&zimport_milvus, milvus_list, "0 Importing 8000 448761313698322011 articles -\n", 0, false},
};

static void the_documented_bodies(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        page result = page_of(10);
        result.list.seen = bodies[i].seen;
        take_all(&result, bodies[i].dialect, zimport_view_of(bodies[i].body), ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, bodies[i].body);
        CHECK_VIEW(((zimport_view){result.log, result.size}), zimport_view_of(bodies[i].jobs), bodies[i].body);
        CHECK_EQUAL(result.list.jobs, 1, bodies[i].body);
        CHECK_EQUAL(result.list.more, bodies[i].more, bodies[i].body);
        CHECK_EQUAL(result.list.page, bodies[i].more ? 2 : 1, bodies[i].body);
        CHECK_EQUAL(result.list.seen, bodies[i].seen + 1, bodies[i].body);
    }
}

static void every_truncation(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        zimport_view body = zimport_view_of(bodies[i].body);
        for (size_t size = 0; size < body.size; size++) {
            page result = page_of(10);
            take(&result, bodies[i].dialect, part(body, 0, size), NULL, 0, ZIMPORT_VALUE_MIN);
            CHECK_STATUS(result.status, ZIMPORT_JSON_EARLY, show(part(body, 0, size)));
            CHECK(!result.list.more && result.list.page == 1 && result.list.seen == 0, show(part(body, 0, size)));
        }
    }
}

#define LIST(jobs) "{\"code\":0,\"data\":{\"records\":[" jobs "]}}"

static void jobs_of_a_list(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        const char *body;
        const char *jobs;
    } table[] = {
        {LIST(""), ""},
        {LIST("{\"jobId\":\"a\",\"collectionName\":\"c\",\"state\":\"Failed\",\"progress\":0,\"reason\":\"r\"}"),
         "0 Failed 0 a c r\n"},
        {LIST("{\"state\":\"Failed\",\"collectionName\":\"Completed\"}"), "0 Failed -1 - Completed -\n"},
        {LIST("{\"jobId\":\"a\",\"reason\":\"\"},{\"jobID\":\"b\",\"reason\":null}"),
         "0 Unknown -1 a - -\n1 Unknown -1 b - -\n"},
        {LIST("{\"jobId\":448761313698322011,\"progress\":1}"), "0 Unknown 100 448761313698322011 - -\n"},
        {LIST("{\"jobId\":\"a\",\"progress\":-3},{\"progress\":1e9},{\"progress\":0.5},{\"progress\":33.339}"),
         "0 Unknown 0 a - -\n1 Unknown 10000 - - -\n2 Unknown 50 - - -\n3 Unknown 3333 - - -\n"},
        {LIST("{\"jobId\":\"a\",\"state\":\"ImportCompleted\"},{\"state\":\"ImportFailed\"},"
              "{\"state\":\"ImportPending\"},{\"state\":\"ImportCancel\"},{\"state\":\"InProgress\"}"),
         "0 Completed -1 a - -\n1 Failed -1 - - -\n2 Pending -1 - - -\n3 Cancelled -1 - - -\n"
         "4 Importing -1 - - -\n"},
        /* A wrong type in any of them reads as null. */
        {LIST("{\"jobId\":true,\"collectionName\":7,\"state\":8,\"progress\":\"9\",\"reason\":[]}"),
         "0 Unknown -1 - - -\n"},
        {LIST("{\"jobId\":{},\"collectionName\":null,\"state\":{},\"progress\":null,\"reason\":{\"jobId\":\"x\"}}"),
         "0 Unknown -1 - - -\n"},
        {LIST("{}"), "0 Unknown -1 - - -\n"},
        {LIST("7,null,[{\"jobId\":\"x\"}],\"x\",{\"jobId\":\"a\"}"), "0 Unknown -1 a - -\n"},
        {LIST("{\"jobId\":\"a\",\"jobId\":\"b\",\"state\":\"Failed\",\"state\":\"Completed\"}"),
         "0 Completed -1 b - -\n"},
        {LIST("{\"progress\":50,\"progress\":\"60\"}"), "0 Unknown -1 - - -\n"},
        {LIST("{\"jobId\":\"a\\u00e9\",\"collectionName\":\"\",\"reason\":\"\\\"\"}"), "0 Unknown -1 a\xc3\xa9  \"\n"},
        {LIST("{\"jobId\":-5},{\"jobId\":1.5},{\"jobId\":1e5}"),
         "0 Unknown -1 - - -\n1 Unknown -1 - - -\n2 Unknown -1 - - -\n"},
        /* Of an array given twice, under either name, the last counts. */
        {"{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"},{}],\"records\":[{\"jobId\":\"b\"}]}}",
         "0 Unknown -1 b - -\n"},
        {"{\"code\":0,\"data\":{\"tasks\":[{\"jobId\":\"a\"},{}],\"records\":[{\"jobId\":\"b\"}]}}",
         "0 Unknown -1 b - -\n"},
    };
    /* clang-format on */
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    for (size_t i = 0; i < COUNT(dialects) * COUNT(table); i++) {
        page result = page_of(100);
        size_t row = i / COUNT(dialects);
        size_t lines = 0;
        for (const char *c = table[row].jobs; *c != '\0'; c++) {
            lines += *c == '\n';
        }
        take_all(&result, dialects[i % COUNT(dialects)], zimport_view_of(table[row].body), 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, table[row].body);
        CHECK_VIEW(((zimport_view){result.log, result.size}), zimport_view_of(table[row].jobs), table[row].body);
        CHECK_EQUAL(result.list.jobs, lines, table[row].body);
        CHECK(!result.list.more, table[row].body);
    }
}

static void malformed(void **state) {
    (void)state;
    static const struct {
        const char *body;
        zimport_status status;
    } table[] = {
        {"{\"code\":0,\"data\":{\"records\":null}}", ZIMPORT_OK},
        {"{\"code\":0,\"data\":{\"records\":[],\"count\":\"x\",\"pageSize\":{}}}", ZIMPORT_OK},
        {"{\"code\":0,\"data\":{\"records\":7,\"tasks\":[]}}", ZIMPORT_OK},
        {"{\"code\":0,\"data\":{\"records\":7}}", ZIMPORT_REPLY_TYPE},
        {"{\"code\":0,\"data\":{\"tasks\":\"x\"}}", ZIMPORT_REPLY_TYPE},
        {"{\"code\":0,\"data\":{\"tasks\":{\"jobId\":\"a\"}}}", ZIMPORT_REPLY_TYPE},
        {"{\"code\":0,\"data\":{\"tasks\":true}}", ZIMPORT_REPLY_TYPE},
        {"{\"code\":0,\"data\":{\"tasks\":[],\"records\":7}}", ZIMPORT_REPLY_TYPE},
        {"{\"code\":0,\"data\":{\"count\":0,\"pageSize\":10}}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":0,\"data\":{\"jobs\":[]}}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":0,\"data\":{}}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":0,\"data\":null}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":0}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":200,\"message\":\"The token is illegal.\"}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":0,\"data\":{\"records\":[]},\"data\":{\"count\":1}}", ZIMPORT_REPLY_NO_DATA},
        {"{\"code\":0,\"data\":{\"records\":7},\"data\":{\"records\":[]}}", ZIMPORT_OK},
        {"{\"code\":0,\"data\":[{\"jobId\":\"a\"}]}", ZIMPORT_REPLY_TYPE},
        {"{\"data\":{\"records\":[]}}", ZIMPORT_REPLY_NO_CODE},
        {"{\"code\":true,\"data\":{\"records\":[]}}", ZIMPORT_REPLY_TYPE},
        {"{\"code\":0,\"data\":{\"records\":[{]}}", ZIMPORT_JSON_SYNTAX},
        {"{\"code\":424242,\"data\":{\"records\":[{\"jobId\":\"a\"}]}}", ZIMPORT_REFUSED},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        page result = page_of(10);
        take_all(&result, &zimport_v2, zimport_view_of(table[i].body), ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, table[i].status, table[i].body);
        CHECK(result.list.jobs == 0 && !result.list.more && result.list.page == 1, table[i].body);
    }
}

static void long_texts(void **state) {
    (void)state;
    for (int length = 2; length < 300; length += 1 + length / 20) {
        page result = page_of(10);
        static char body[1024];
        (void)snprintf(body, sizeof body,
                       LIST("{\"collectionName\":\"%0*d\",\"jobId\":\"a\",\"state\":\"Failed\"},{\"jobId\":\"b\"}"),
                       length, 1);
        take_all(&result, &zimport_milvus, zimport_view_of(body), ZIMPORT_VALUE_MIN);
        zimport_view log = {result.log, result.size};
        bool cut = contains(log, "!\n1 Unknown -1 b - -\n");
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        CHECK(contains(log, "0 Failed -1 a 0"), show(log));
        CHECK(cut || contains(log, "01 -\n1 Unknown -1 b - -\n"), show(log));
        CHECK(cut || length < ZIMPORT_VALUE_MIN, show(log));
    }
}

static void without_a_callback(void **state) {
    (void)state;
    page result = page_of(1);
    result.list.on_job = NULL;
    take(&result, &zimport_v2, VIEW(LIST("{\"jobId\":\"a\"}")), NULL, 0, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.list.jobs, 1);
    assert_true(result.list.more);
}

/* What an earlier page said of the total and its size does not go on. */
static void only_its_own_totals(void **state) {
    (void)state;
    static const struct {
        const char *body;
        zimport_number count, served;
    } table[] = {
        {"{\"code\":0,\"data\":{\"count\":12,\"pageSize\":2,\"records\":[{},{}]}}", {12, true}, {2, true}},
        {LIST("{},{}"), {0, false}, {0, false}},
        {"{\"code\":0,\"data\":{\"count\":3,\"records\":[{}]}}", {3, true}, {0, false}},
        {"{\"code\":0,\"data\":{\"pageSize\":1,\"records\":[{}]}}", {0, false}, {1, true}},
    };
    page result = page_of(10);
    for (size_t i = 0; i < COUNT(table); i++) {
        take(&result, &zimport_v2, zimport_view_of(table[i].body), NULL, 0, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, table[i].body);
        CHECK_EQUAL(result.list.count.given, table[i].count.given, table[i].body);
        CHECK_EQUAL(result.list.count.value, table[i].count.value, table[i].body);
        CHECK_EQUAL(result.list.served.given, table[i].served.given, table[i].body);
        CHECK_EQUAL(result.list.served.value, table[i].served.value, table[i].body);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_documented_bodies),
        cmocka_unit_test(every_truncation),
        cmocka_unit_test(jobs_of_a_list),
        cmocka_unit_test(malformed),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(without_a_callback),
        cmocka_unit_test(only_its_own_totals),
    };
    return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
