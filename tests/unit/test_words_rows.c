/* SPDX-License-Identifier: Apache-2.0 */
/* What is taken of rows, when their reason stands in for the job's, and when they say that a job waits for the
 * index. */
#include "reply_run.h"

#define JOB_OF(state, inside) "{\"code\":0,\"data\":{\"state\":\"" state "\",\"progress\":80," inside "}}"
#define ROWS(rows) JOB_OF("Importing", "\"fileName\":\"job\",\"fileSize\":1,\"totalRows\":2,\"details\":[" rows "]")

static void run_both(reply_result *result, zimport_view body, size_t capacity) {
    static reply_result other;
    reply_run_all(&zimport_v2, result, body, 200, capacity);
    reply_run_all(&zimport_milvus, &other, body, 200, capacity);
    reply_check_same(result, &other, show(body));
}

static void rows(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        const char *rows;
        uint32_t done;
    } table[] = {
        {LIT(ROWS("")), "", 0},
        {LIT(ROWS("{\"fileName\":\"a\",\"fileSize\":3,\"state\":\"Completed\",\"progress\":100,\"completeTime\":\"t\","
                  "\"reason\":\"\",\"importedRows\":4,\"totalRows\":5}")),
         "0 Completed 10000 3 4/5 a t -\n", 1},
        {LIT(ROWS("{\"completeTime\":\"\",\"fileName\":\"a\",\"fileSize\":3,\"importedRows\":0,\"progress\":0,"
                  "\"reason\":\"r\",\"state\":\"Failed\",\"totalRows\":0}")),
         "0 Failed 0 3 0/0 a - r\n", 0},
        {LIT(ROWS("{\"importedRows\":18446744073709551615}")), "0 Unknown -1 - 18446744073709551615/- - - -\n", 0},
        {LIT(ROWS("{\"totalRows\":18446744073709551615}")), "0 Unknown -1 - -/18446744073709551615 - - -\n", 0},
        {LIT(ROWS("{\"totalRows\":18446744073709551616,\"importedRows\":7}")), "0 Unknown -1 - 7/- - - -\n", 0},
        {LIT(ROWS("{\"totalRows\":\"5\",\"importedRows\":-1}")), "0 Unknown -1 - - - -\n", 0},
        {LIT(ROWS("{\"totalRows\":null,\"importedRows\":1.0}")), "0 Unknown -1 - - - -\n", 0},
        {LIT(ROWS("{\"state\":7,\"progress\":\"x\",\"reason\":7}")), "0 Unknown -1 - - - -\n", 0},
        {LIT(ROWS("{\"state\":null,\"progress\":null,\"reason\":null}")), "0 Unknown -1 - - - -\n", 0},
        {LIT(ROWS("{\"state\":\"\",\"progress\":[],\"reason\":{}}")), "0 Unknown -1 - - - -\n", 0},
        {LIT(ROWS("{\"state\":[\"Completed\"]}")), "0 Unknown -1 - - - -\n", 0},
        /* Nothing is derived. */
        {LIT(ROWS("{\"progress\":100,\"reason\":\"r\"}")), "0 Unknown 10000 - - - r\n", 0},
        {LIT(ROWS("{\"progress\":1,\"state\":\"Completed\"}")), "0 Completed 100 - - - -\n", 1},
        {LIT(ROWS("{\"progress\":-3,\"state\":\"Cancelled\"},{\"progress\":300,\"state\":\"InProgress\"}")),
         "0 Cancelled 0 - - - -\n1 Importing 10000 - - - -\n", 0},
        {LIT(ROWS("{\"state\":\"Completed\",\"state\":\"Failed\"},{\"state\":\"Failed\",\"state\":\"Completed\"}")),
         "0 Failed -1 - - - -\n1 Completed -1 - - - -\n", 1},
        {LIT(ROWS("{\"jobId\":\"other\",\"collectionName\":\"x\",\"readyPercentage\":1,\"errorMessage\":\"e\"}")),
         "0 Unknown -1 - - - -\n", 0},
        {LIT(ROWS("{\"fileName\":\"id:4498 paths:\\\"\\/x\\/1.parquet\\\" \"}")),
         "0 Unknown -1 - id:4498 paths:\"/x/1.parquet\"  - -\n", 0},
        {LIT(ROWS("{},7,null,\"x\",[],{\"state\":\"Completed\"}")),
         "0 Unknown -1 - - - -\n1 Completed -1 - - - -\n", 1},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        const char *label = show(table[i].body);
        run_both(&result, table[i].body, 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, label);
        CHECK_VIEW(reply_rows(&result), zimport_view_of(table[i].rows), label);
        CHECK_EQUAL(result.progress.files, result.rows, label);
        CHECK_EQUAL(result.progress.files_done, table[i].done, label);
        CHECK_EQUAL(result.progress.files_cut, 0, label);
        /* The job's own values are its own. */
        CHECK_EQUAL(result.progress.state, ZIMPORT_IMPORTING, label);
        CHECK_EQUAL(result.progress.percent, 8000, label);
        reply_check_number(result.progress.file_size, (zimport_number){1, true}, label);
        reply_check_number(result.progress.total_rows, (zimport_number){2, true}, label);
        CHECK(!result.progress.imported_rows.given && !result.progress.reason.given, label);
        reply_check_text(&result.progress.file_name, "job", label);
    }
}

#define TWO "\"details\":[{\"reason\":\"\"},{\"reason\":\"first\"},{\"reason\":\"second\"}]"

/* cli.md: a failed job without a reason takes its files' first one; no other job does. */
static void reasons_of_files(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        const char *reason;
        bool of_file;
    } table[] = {
        {LIT(JOB_OF("Failed", TWO)), "first", true},
        {LIT(JOB_OF("Failed", TWO ",\"reason\":\"\"")), "first", true},
        {LIT(JOB_OF("Failed", TWO ",\"reason\":null")), "first", true},
        {LIT(JOB_OF("Failed", TWO ",\"reason\":7")), "first", true},
        {LIT(JOB_OF("Failed", "\"reason\":\"\"," TWO)), "first", true},
        {LIT(JOB_OF("ImportFailed", TWO)), "first", true},
        {LIT("{\"code\":0,\"data\":{" TWO ",\"progress\":0,\"state\":\"Failed\"}}"), "first", true},
        {LIT(JOB_OF("Failed", TWO ",\"reason\":\"own\"")), "own", false},
        {LIT(JOB_OF("Failed", "\"reason\":\"own\"," TWO)), "own", false},
        {LIT(JOB_OF("Failed", TWO ",\"reason\":\"own\",\"reason\":\"\"")), NULL, false},
        {LIT(JOB_OF("Failed", TWO ",\"details\":[{\"reason\":\"other\"}]")), "other", true},
        {LIT(JOB_OF("Failed", TWO ",\"details\":[{}]")), NULL, false},
        {LIT(JOB_OF("Failed", TWO ",\"details\":null")), NULL, false},
        {LIT(JOB_OF("Failed", "\"details\":[]")), NULL, false},
        {LIT("{\"code\":0,\"data\":{" TWO "},\"data\":{\"state\":\"Failed\"}}"), NULL, false},
        {LIT(JOB_OF("Importing", TWO)), NULL, false},
        {LIT(JOB_OF("Completed", TWO)), NULL, false},
        {LIT(JOB_OF("Cancelled", TWO)), NULL, false},
        {LIT(JOB_OF("Sleeping", TWO)), NULL, false},
        /* What the job says itself, it says in any state. */
        {LIT(JOB_OF("Importing", TWO ",\"reason\":\"own\"")), "own", false},
        {LIT(JOB_OF("Cancelled", "\"reason\":\"own\"")), "own", false},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        run_both(&result, table[i].body, 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, show(table[i].body));
        reply_check_text(&result.progress.reason, table[i].reason, show(table[i].body));
        CHECK_EQUAL(result.progress.reason_of_file, table[i].of_file, show(table[i].body));
        CHECK_EQUAL(result.progress.reason.given, table[i].reason != NULL, show(table[i].body));
    }
}

static void rows_without_a_callback(void **state) {
    (void)state;
    static reply_result result;
    char memory[512];
    zimport_decoder decoder;
    reply_begin(&result, TEXT_MAX);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = &zimport_operation_progress,
                                             .dialect = &zimport_milvus,
                                             .job = VIEW(JOB),
                                             .subject = &result.progress},
                         &result.answer, NULL, memory, sizeof memory);
    zimport_view body = VIEW(JOB_OF("Failed", "\"details\":[{\"state\":\"Completed\"},{\"reason\":\"r\"}]"));
    assert_int_equal(reply_feed(&decoder, body, 200, NULL, 0), ZIMPORT_OK);
    assert_int_equal(result.progress.files, 2);
    assert_int_equal(result.progress.files_done, 1);
    reply_check_text(&result.progress.reason, "r", "no callback");
}

#define DONE "{\"state\":\"Completed\"}"
#define OPEN "{\"state\":\"Importing\"}"

/* api.md 3.4: stuck at 70 or 80 % with every file completed. */
static void waiting_for_the_index(void **state) {
    (void)state;
    static const struct {
        const char *state;
        const char *percent;
        const char *rows;
        bool waits;
    } table[] = {
        {"Importing", "80", DONE, true},
        {"InProgress", "70", DONE "," DONE, true},
        {"Importing", "98.99", DONE, true},
        {"Importing", "69.99", DONE, false},
        {"Importing", "99", DONE, false},
        {"Importing", "100", DONE, false},
        {"Importing", "null", DONE, false},
        {"Importing", "80", "", false},
        {"Importing", "80", OPEN, false},
        {"Importing", "80", DONE "," OPEN, false},
        {"Importing", "80", OPEN "," DONE, false},
        {"Importing", "80", DONE "," DONE "],\"details\":[" OPEN, false},
        {"Importing", "80", DONE "],\"details\":[" OPEN, false},
        {"Importing", "80", OPEN "],\"details\":[" DONE, true},
        {"Importing", "80", DONE "],\"details\":[", false},
        {"Importing", "80", DONE "],\"details\":null,\"x\":[", false},
        {"Pending", "80", DONE, false},
        {"Uncommitted", "80", DONE, false},
        {"Completed", "80", DONE, false},
        {"Failed", "80", DONE, false},
        {"Cancelled", "80", DONE, false},
        {"Sleeping", "80", DONE, false},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        static char body[512];
        (void)snprintf(body, sizeof body, "{\"code\":0,\"data\":{\"details\":[%s],\"progress\":%s,\"state\":\"%s\"}}",
                       table[i].rows, table[i].percent, table[i].state);
        run_both(&result, zimport_view_of(body), 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        CHECK_EQUAL(zimport_progress_waits_for_index(&result.progress), table[i].waits, body);
    }
    /* v1 has no word for it: its rows are never counted as done. */
    static reply_result result;
    reply_run_all(&zimport_v1, &result,
                  VIEW(DATA("\"readyPercentage\":0.8,\"details\":[{\"readyPercentage\":1,\"completeTime\":\"t\"}]")),
                  200, 512);
    assert_int_equal(result.progress.files, 1);
    assert_int_equal(result.progress.files_done, 0);
    assert_false(zimport_progress_waits_for_index(&result.progress));
}

/* State and numbers stay, or the row says that it was cut. */
static void long_names(void **state) {
    (void)state;
    for (int length = 2; length < 300; length += 1 + length / 60) {
        static reply_result result;
        static char body[1024];
        int size = snprintf(body, sizeof body,
                            ROWS("{\"completeTime\":\"\",\"fileName\":\"%0*d\",\"fileSize\":7,\"importedRows\":8,"
                                 "\"progress\":100,\"state\":\"Completed\",\"totalRows\":9},"
                                 "{\"fileName\":\"b\",\"state\":\"Completed\"}"),
                            length, 1);
        run_both(&result, (zimport_view){body, (size_t)size}, ZIMPORT_VALUE_MIN);
        zimport_view log = reply_rows(&result);
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        CHECK_EQUAL(result.progress.files, 2, body);
        CHECK_EQUAL(result.progress.files_cut, result.rows_cut, body);
        CHECK(contains(log, "\n1 Completed -1 - b - -\n"), show(log));
        CHECK(result.rows_cut == 1 || contains(log, "0 Completed 10000 7 8/9 0"), show(log));
        CHECK(result.rows_cut == 1 || contains(log, "01 - -\n"), show(log));
        CHECK(length < ZIMPORT_VALUE_MIN || result.rows_cut == 1, show(log));
    }
}

static void many_rows(void **state) {
    (void)state;
    static reply_result result;
    zimport_decoder decoder;
    char memory[ZIMPORT_VALUE_MIN];
    zimport_view row = VIEW("{\"fileName\":\"a\",\"progress\":100,\"state\":\"Completed\"},");
    reply_begin(&result, TEXT_MAX);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = &zimport_operation_progress,
                                             .dialect = &zimport_milvus,
                                             .job = VIEW(JOB),
                                             .subject = &result.progress},
                         &result.answer, FILES(reply_row, &result), memory, sizeof memory);
    assert_int_equal(zimport_decoder_feed(&decoder, VIEW("{\"code\":0,\"data\":{\"details\":[")), ZIMPORT_OK);
    for (int i = 0; i < 9999; i++) {
        assert_int_equal(zimport_decoder_feed(&decoder, row), ZIMPORT_OK);
    }
    assert_int_equal(zimport_decoder_feed(&decoder, part(row, 0, row.size - 1)), ZIMPORT_OK);
    assert_int_equal(reply_feed(&decoder, VIEW("],\"progress\":80,\"state\":\"Importing\"}}"), 200, NULL, 0),
                     ZIMPORT_OK);
    assert_int_equal(result.progress.files, 10000);
    assert_int_equal(result.progress.files_done, 10000);
    assert_int_equal(result.progress.files_cut, 0);
    assert_true(zimport_progress_waits_for_index(&result.progress));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(reasons_of_files),
        cmocka_unit_test(rows_without_a_callback),
        cmocka_unit_test(waiting_for_the_index),
        cmocka_unit_test(long_names),
        cmocka_unit_test(many_rows),
    };
    return cmocka_run_group_tests_name("words, rows", tests, NULL, NULL);
}
