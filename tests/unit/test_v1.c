/* SPDX-License-Identifier: Apache-2.0 */
/* The bodies of api.md section 8, and "Finer points" of cli.md. */
#include "reply_run.h"

#define NONE ZIMPORT_PERCENT_NONE

static const char running[] =
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600,"
    "\"readyPercentage\":0.4,\"completeTime\":null,\"errorMessage\":null,\"jobId\":\"" JOB "\",\"details\":["
    "{\"fileName\":\"s3://bkt/run7/1.parquet\",\"fileSize\":52428800,\"readyPercentage\":0.8,\"completeTime\":null,"
    "\"errorMessage\":null},{\"fileName\":\"s3://bkt/run7/2.parquet\",\"fileSize\":52428800,\"readyPercentage\":0,"
    "\"completeTime\":null,\"errorMessage\":null}]}}";
static const char complete[] =
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600,"
    "\"readyPercentage\":1,\"completeTime\":\"2024-02-03T04:05:06Z\",\"errorMessage\":null,\"jobId\":\"" JOB "\","
    "\"details\":[]}}";
static const char failed[] =
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600,"
    "\"readyPercentage\":0.4,\"completeTime\":null,\"errorMessage\":\"row 17: wrong vector dimension\",\"jobId\":\"" JOB
    "\",\"details\":[]}}";

static void check_body(const char *body, zimport_state state, int32_t percent, const char *time, const char *reason,
                       uint64_t files) {
    static reply_result result;
    reply_run_all(&zimport_v1, &result, zimport_view_of(body), 200, ZIMPORT_VALUE_MIN);
    CHECK_STATUS(result.status, ZIMPORT_OK, body);
    assert_true(result.answer.has_code);
    assert_int_equal(result.answer.code, 200);
    assert_int_equal(result.progress.state, state);
    assert_int_equal(result.progress.percent, percent);
    assert_true(result.progress.file_size.given);
    assert_int_equal(result.progress.file_size.value, 104857600);
    assert_false(result.progress.imported_rows.given);
    assert_false(result.progress.total_rows.given);
    reply_check_text(&result.progress.collection, "articles", body);
    reply_check_text(&result.progress.file_name, "s3://bkt/run7/", body);
    reply_check_text(&result.progress.complete_time, time, body);
    reply_check_text(&result.progress.reason, reason, body);
    assert_int_equal(result.progress.files, files);
    assert_int_equal(result.rows, files);
    assert_int_equal(result.progress.files_cut, 0);
}

static void the_documented_bodies(void **state) {
    (void)state;
    static reply_result result;
    check_body(running, ZIMPORT_IMPORTING, 4000, NULL, NULL, 2);
    check_body(complete, ZIMPORT_COMPLETED, 10000, "2024-02-03T04:05:06Z", NULL, 0);
    /* The order of members means nothing. */
    check_body("{\"data\":{\"details\":[],\"jobId\":\"" JOB "\",\"errorMessage\":\"e\",\"completeTime\":\"t\","
               "\"readyPercentage\":1,\"fileSize\":104857600,\"fileName\":\"s3://bkt/run7/\",\"collectionName\":"
               "\"articles\"},\"code\":200}",
               ZIMPORT_FAILED, 10000, "t", "e", 0);
    check_body(failed, ZIMPORT_FAILED, 4000, NULL, "row 17: wrong vector dimension", 0);
    reply_run(&zimport_v1, &result, VIEW(running), 200, NULL, 0, ZIMPORT_VALUE_MIN);
    CHECK_VIEW(reply_rows(&result),
               VIEW("0 Importing 8000 52428800 s3://bkt/run7/1.parquet - -\n"
                    "1 Importing 0 52428800 s3://bkt/run7/2.parquet - -\n"),
               "rows");
}

static void every_truncation(void **state) {
    (void)state;
    static const char *const bodies[] = {running, complete, failed};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        zimport_view body = zimport_view_of(bodies[i]);
        for (size_t size = 0; size < body.size; size++) {
            static reply_result result;
            reply_run(&zimport_v1, &result, part(body, 0, size), 200, NULL, 0, ZIMPORT_VALUE_MIN);
            CHECK_STATUS(result.status, ZIMPORT_JSON_EARLY, show(part(body, 0, size)));
        }
    }
}

/* From readyPercentage, completeTime, errorMessage. cli.md, "Output" and "Replies". */
static void percent_and_state(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        int32_t percent;
        zimport_state state;
    } table[] = {
        {LIT(DATA("\"readyPercentage\":0")), 0, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.0")), 0, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.005")), 50, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.01")), 100, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.29")), 2900, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.57")), 5700, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.333333")), 3333, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":5e-1")), 5000, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":50E-2")), 5000, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.9999")), 9999, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":0.99999999999999999999")), 9999, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":1")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":1.0")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":1.000")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":1e0")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":10e-1")), 10000, ZIMPORT_COMPLETED},
        /* Above 1 it is percent already. */
        {LIT(DATA("\"readyPercentage\":1.5")), 150, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":2")), 200, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":40")), 4000, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":33.339")), 3333, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":99.99999")), 9999, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":100")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":1e2")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":100.1")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":101")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":1e999999999999")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"readyPercentage\":-0.5")), 0, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":-40")), 0, ZIMPORT_IMPORTING},
        {LIT(DATA("\"readyPercentage\":-1e999999999999")), 0, ZIMPORT_IMPORTING},
        /* None. */
        {LIT(DATA("\"collectionName\":\"c\"")), NONE, ZIMPORT_UNKNOWN},
        {LIT(DATA("\"readyPercentage\":null,\"collectionName\":\"c\"")), NONE, ZIMPORT_UNKNOWN},
        {LIT(DATA("\"completeTime\":\"2024-02-03T04:05:06Z\"")), NONE, ZIMPORT_COMPLETED},
        {LIT(DATA("\"completeTime\":\"\",\"collectionName\":\"c\"")), NONE, ZIMPORT_UNKNOWN},
        {LIT(DATA("\"completeTime\":null,\"collectionName\":\"c\"")), NONE, ZIMPORT_UNKNOWN},
        {LIT(DATA("\"errorMessage\":\"e\"")), NONE, ZIMPORT_FAILED},
        {LIT(DATA("\"errorMessage\":\"e\",\"completeTime\":\"t\"")), NONE, ZIMPORT_FAILED},
        /* A failure is one whatever the percentage. */
        {LIT(DATA("\"readyPercentage\":1,\"errorMessage\":\"e\"")), 10000, ZIMPORT_FAILED},
        {LIT(DATA("\"readyPercentage\":0,\"errorMessage\":\"e\"")), 0, ZIMPORT_FAILED},
        {LIT(DATA("\"errorMessage\":\" \",\"readyPercentage\":0.5")), 5000, ZIMPORT_FAILED},
        {LIT(DATA("\"errorMessage\":\"\",\"readyPercentage\":0.5")), 5000, ZIMPORT_IMPORTING},
        {LIT(DATA("\"errorMessage\":\"\",\"readyPercentage\":1")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"errorMessage\":\"\\u0000\",\"readyPercentage\":1")), 10000, ZIMPORT_FAILED},
        /* completeTime does not make 99.99 into 100. */
        {LIT(DATA("\"readyPercentage\":0.5,\"completeTime\":\"t\"")), 5000, ZIMPORT_IMPORTING},
        /* A wrong type reads as null. */
        {LIT(DATA("\"errorMessage\":17,\"readyPercentage\":0.5")), 5000, ZIMPORT_IMPORTING},
        {LIT(DATA("\"errorMessage\":{\"a\":\"b\"},\"readyPercentage\":0.5")), 5000, ZIMPORT_IMPORTING},
        {LIT(DATA("\"errorMessage\":[\"b\"],\"readyPercentage\":1")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"errorMessage\":false,\"readyPercentage\":1")), 10000, ZIMPORT_COMPLETED},
        {LIT(DATA("\"completeTime\":1706933106,\"collectionName\":\"c\"")), NONE, ZIMPORT_UNKNOWN},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        reply_run_all(&zimport_v1, &result, table[i].body, 200, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, show(table[i].body));
        CHECK_EQUAL(result.progress.percent, table[i].percent, show(table[i].body));
        CHECK_VIEW(zimport_view_of(zimport_state_name(result.progress.state)),
                   zimport_view_of(zimport_state_name(table[i].state)), show(table[i].body));
    }
}

static void texts_and_sizes(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        const char *size; /* NULL: not given */
        const char *name;
        const char *reason;
    } table[] = {
        {LIT(DATA("\"fileSize\":0,\"fileName\":\"a\"")), "0", "a", NULL},
        {LIT(DATA("\"fileSize\":107374182400")), "107374182400", NULL, NULL},
        {LIT(DATA("\"fileSize\":18446744073709551615")), "18446744073709551615", NULL, NULL},
        {LIT(DATA("\"fileSize\":18446744073709551616")), NULL, NULL, NULL},
        {LIT(DATA("\"fileSize\":-1")), NULL, NULL, NULL},
        {LIT(DATA("\"fileSize\":1.0")), NULL, NULL, NULL},
        {LIT(DATA("\"fileSize\":1e3")), NULL, NULL, NULL},
        {LIT(DATA("\"fileSize\":null,\"fileName\":\"a\"")), NULL, "a", NULL},
        {LIT(DATA("\"fileSize\":true,\"fileName\":\"a\"")), NULL, "a", NULL},
        {LIT(DATA("\"fileSize\":{\"fileName\":\"b\"},\"fileName\":\"a\"")), NULL, "a", NULL},
        {LIT(DATA("\"fileSize\":[7],\"fileName\":\"a\"")), NULL, "a", NULL},
        {LIT(DATA("\"fileName\":\"\",\"fileSize\":1")), "1", NULL, NULL},
        {LIT(DATA("\"fileName\":null,\"fileSize\":1")), "1", NULL, NULL},
        {LIT(DATA("\"fileName\":17,\"fileSize\":1")), "1", NULL, NULL},
        {LIT(DATA("\"fileName\":[\"a\"],\"fileSize\":1")), "1", NULL, NULL},
        {LIT(DATA("\"fileName\":{\"fileName\":\"a\"},\"fileSize\":1")), "1", NULL, NULL},
        {LIT(DATA("\"fileName\":\"paths:\\\"\\/x\\/1.parquet\\\" \"")), NULL, "paths:\"/x/1.parquet\" ", NULL},
        {LIT(DATA("\"fileName\":\"\\u00e9\xc3\xa9\\ud83d\\ude00\\ud800\"")), NULL,
         "\xc3\xa9\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbd", NULL},
        {LIT(DATA("\"errorMessage\":\"line\\nline\\u001b[31m\"")), NULL, NULL, "line\nline\x1b[31m"},
        {LIT(DATA("\"\\u0066ileName\":\"a\",\"file\\u0053ize\":1")), "1", "a", NULL},
        {LIT(DATA("\"filename\":\"a\",\"FileName\":\"b\",\"fileSize\":1")), "1", NULL, NULL},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        char size[32] = "";
        const char *label = show(table[i].body);
        reply_run_all(&zimport_v1, &result, table[i].body, 200, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, label);
        CHECK_EQUAL(result.progress.file_size.given, table[i].size != NULL, label);
        if (table[i].size != NULL) {
            (void)snprintf(size, sizeof size, "%llu", (unsigned long long)result.progress.file_size.value);
            CHECK_VIEW(zimport_view_of(size), zimport_view_of(table[i].size), label);
        }
        reply_check_text(&result.progress.file_name, table[i].name, label);
        reply_check_text(&result.progress.reason, table[i].reason, label);
    }
}

/* Not the same as not given, where cli.md does not say so. */
static void empty_texts(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(&zimport_v1, &result,
                  VIEW(DATA("\"fileName\":\"\",\"collectionName\":\"\",\"completeTime\":\"\",\"errorMessage\":\"\"")),
                  200, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_true(result.progress.file_name.given && result.progress.file_name.size == 0);
    assert_true(result.progress.collection.given && result.progress.collection.size == 0);
    assert_false(result.progress.complete_time.given || result.progress.reason.given);
}

static void an_escaped_nul_is_kept(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(&zimport_v1, &result, VIEW(DATA("\"fileName\":\"a\\u0000b\"")), 200, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    CHECK_VIEW(zimport_text_view(&result.progress.file_name), VIEW("a\0b"), "NUL");
}

static void texts_in_little_memory(void **state) {
    (void)state;
    static const zimport_view body = LIT(DATA("\"fileName\":\"ab\\u00e9\",\"errorMessage\":\"xyz\""));
    for (size_t capacity = 0; capacity < 6; capacity++) {
        static reply_result result;
        zimport_decoder decoder;
        char memory[ZIMPORT_VALUE_MIN];
        reply_begin(&result, capacity);
        zimport_decoder_init(&decoder,
                             &(zimport_question){.operation = &zimport_operation_progress,
                                                 .dialect = &zimport_v1,
                                                 .job = VIEW(JOB),
                                                 .subject = &result.progress},
                             &result.answer, NULL, memory, sizeof memory);
        assert_int_equal(zimport_decoder_feed(&decoder, body), ZIMPORT_OK);
        assert_int_equal(zimport_decoder_end(&decoder, 200), ZIMPORT_OK);
        assert_int_equal(result.progress.state, ZIMPORT_FAILED);
        static const size_t sizes[] = {0, 1, 2, 2, 4, 4};
        assert_true(result.progress.file_name.given);
        assert_int_equal(result.progress.file_name.size, sizes[capacity]);
        assert_int_equal(result.progress.file_name.cut, capacity < 4);
        assert_int_equal(result.progress.reason.cut, capacity < 3);
    }
}

/* Cut and marked; the state is still right. */
static void values_that_are_too_long(void **state) {
    (void)state;
    static reply_result result;
    static char body[1024];
    int size =
        snprintf(body, sizeof body, DATA("\"errorMessage\":\"%0300d\",\"fileName\":\"%0300d\",\"fileSize\":7"), 1, 2);
    reply_run_all(&zimport_v1, &result, (zimport_view){body, (size_t)size}, 200, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.progress.state, ZIMPORT_FAILED);
    assert_true(result.progress.reason.cut && result.progress.file_name.cut);
    assert_true(result.progress.reason.size >= ZIMPORT_VALUE_MIN - 16);
    assert_int_equal(result.progress.file_size.value, 7);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_documented_bodies),
        cmocka_unit_test(every_truncation),
        cmocka_unit_test(percent_and_state),
        cmocka_unit_test(texts_and_sizes),
        cmocka_unit_test(empty_texts),
        cmocka_unit_test(an_escaped_nul_is_kept),
        cmocka_unit_test(texts_in_little_memory),
        cmocka_unit_test(values_that_are_too_long),
    };
    return cmocka_run_group_tests_name("v1", tests, NULL, NULL);
}
