/* SPDX-License-Identifier: Apache-2.0 */
/* By the same rules as a job; many, long, odd and repeated ones. */
#include "reply_run.h"

#define ROWS(rows) DATA("\"readyPercentage\":0.5,\"fileName\":\"job\",\"fileSize\":1,\"details\":[" rows "]")

static void rows(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        const char *rows;
    } table[] = {
        {LIT(ROWS("")), ""},
        {LIT(ROWS("{\"fileName\":\"a\",\"fileSize\":2,\"readyPercentage\":0.25,\"completeTime\":null,"
                  "\"errorMessage\":null}")),
         "0 Importing 2500 2 a - -\n"},
        {LIT(ROWS("{\"fileName\":\"a\",\"readyPercentage\":1,\"completeTime\":\"t\"}")), "0 Completed 10000 - a t -\n"},
        {LIT(ROWS("{\"fileName\":\"a\",\"readyPercentage\":0.5,\"errorMessage\":\"e\"}")), "0 Failed 5000 - a - e\n"},
        {LIT(ROWS("{\"errorMessage\":\"e\",\"readyPercentage\":1}")), "0 Failed 10000 - - - e\n"},
        {LIT(ROWS("{\"fileName\":\"a\"}")), "0 Unknown -1 - a - -\n"},
        {LIT(ROWS("{\"completeTime\":\"t\"}")), "0 Completed -1 - - t -\n"},
        {LIT(ROWS("{\"errorMessage\":\"e\"}")), "0 Failed -1 - - - e\n"},
        {LIT(ROWS("{}")), "0 Unknown -1 - - - -\n"},
        {LIT(ROWS("{\"readyPercentage\":40},{\"readyPercentage\":-1},{\"readyPercentage\":1e3}")),
         "0 Importing 4000 - - - -\n1 Importing 0 - - - -\n2 Completed 10000 - - - -\n"},
        {LIT(ROWS("{\"fileSize\":1.5,\"fileName\":7,\"completeTime\":true,\"errorMessage\":{\"fileName\":\"x\"}}")),
         "0 Unknown -1 - - - -\n"},
        {LIT(ROWS("{\"fileName\":false,\"fileSize\":false,\"completeTime\":true,\"errorMessage\":null}")),
         "0 Unknown -1 - - - -\n"},
        {LIT(ROWS("{\"fileName\":[\"x\"],\"fileSize\":18446744073709551615}")),
         "0 Unknown -1 18446744073709551615 - - -\n"},
        {LIT(ROWS("{\"fileName\":\"a\",\"fileName\":\"b\",\"fileSize\":1,\"fileSize\":2}")), "0 Unknown -1 2 b - -\n"},
        {LIT(ROWS("{\"fileName\":\"a\",\"fileName\":null}")), "0 Unknown -1 - - - -\n"},
        {LIT(ROWS("{\"errorMessage\":\"e\",\"errorMessage\":null,\"readyPercentage\":1}")),
         "0 Completed 10000 - - - -\n"},
        {LIT(ROWS("{\"fileName\":\"q\\\"\\u00e9\\n\",\"other\":{\"fileName\":\"x\"}}")),
         "0 Unknown -1 - q\"\xc3\xa9\n - -\n"},
        {LIT(ROWS("{\"\\u0066ileName\":\"a\"}")), "0 Unknown -1 - a - -\n"},
        {LIT(ROWS("{\"jobId\":\"job-other\",\"collectionName\":\"x\",\"fileName\":\"a\"}")), "0 Unknown -1 - a - -\n"},
        {LIT(ROWS("{\"details\":[{\"fileName\":\"x\"}],\"fileName\":\"a\"}")), "0 Unknown -1 - a - -\n"},
        {LIT(ROWS(" { \"fileName\" : \"a\" } , { \"fileName\" : \"b\" } ")),
         "0 Unknown -1 - a - -\n1 Unknown -1 - b - -\n"},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        const char *label = show(table[i].body);
        reply_run_all(&zimport_v1, &result, table[i].body, 200, 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, label);
        CHECK_VIEW(reply_rows(&result), zimport_view_of(table[i].rows), label);
        CHECK_EQUAL(result.progress.files, result.rows, label);
        CHECK_EQUAL(result.progress.files_cut, 0, label);
        /* The job's own values are its own. */
        CHECK_EQUAL(result.progress.state, ZIMPORT_IMPORTING, label);
        CHECK_EQUAL(result.progress.percent, 5000, label);
        CHECK_EQUAL(result.progress.file_size.value, 1, label);
        reply_check_text(&result.progress.file_name, "job", label);
    }
}

static void empty_texts_of_rows(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(&zimport_v1, &result, VIEW(ROWS("{\"fileName\":\"a\",\"completeTime\":\"\",\"errorMessage\":\"\"}")),
                  200, 512);
    assert_int_equal(result.status, ZIMPORT_OK);
    zimport_view log = reply_rows(&result);
    CHECK_VIEW(log, VIEW("0 Unknown -1 - a - -\n"), "empty");
}

static void details_of_another_type(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view table[] = {
        LIT(DATA("\"readyPercentage\":0.5,\"details\":null")),
        LIT(DATA("\"readyPercentage\":0.5,\"details\":7")),
        LIT(DATA("\"readyPercentage\":0.5,\"details\":\"x\"")),
        LIT(DATA("\"readyPercentage\":0.5,\"details\":{}")),
        LIT(DATA(
            "\"readyPercentage\":0.5,\"details\":{\"fileName\":\"x\",\"readyPercentage\":1,\"errorMessage\":\"x\"}")),
        LIT(DATA("\"readyPercentage\":0.5,\"details\":{\"details\":[{\"fileName\":\"x\"}]}")),
        LIT(DATA("\"readyPercentage\":0.5,\"details\":[[{\"fileName\":\"x\",\"readyPercentage\":1}]]")),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        reply_run_all(&zimport_v1, &result, table[i], 200, 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, show(table[i]));
        CHECK_VIEW(reply_rows(&result), VIEW(""), show(table[i]));
        CHECK_EQUAL(result.progress.files, 0, show(table[i]));
        CHECK_EQUAL(result.progress.percent, 5000, show(table[i]));
        CHECK_EQUAL(result.progress.state, ZIMPORT_IMPORTING, show(table[i]));
        CHECK(!result.progress.file_name.given, show(table[i]));
    }
}

/* A job's makes the reply malformed (cli.md, "Output"); a row's may read as null. */
static void percent_of_a_wrong_type(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view table[] = {
        LIT(ROWS("{\"readyPercentage\":\"0.5\"}")), LIT(ROWS("{\"readyPercentage\":true}")),
        LIT(ROWS("{\"readyPercentage\":[]}")),      LIT(ROWS("{\"readyPercentage\":{\"fileName\":\"x\"}}")),
        LIT(ROWS("{},{\"readyPercentage\":\"\"}")),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        reply_run_all(&zimport_v1, &result, table[i], 200, 512);
        CHECK(result.status == ZIMPORT_REPLY_TYPE || result.status == ZIMPORT_OK, show(table[i]));
        zimport_view log = reply_rows(&result);
        CHECK(result.status != ZIMPORT_OK || contains(log, " Unknown -1 - - - -\n"), show(log));
    }
}

/* The last counts, as its index shows. */
static void a_list_given_twice(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(
        &zimport_v1, &result,
        VIEW(DATA("\"details\":[{\"fileName\":\"a\"},{\"fileName\":\"b\"}],\"details\":[{\"fileName\":\"c\"}]")), 200,
        512);
    assert_int_equal(result.status, ZIMPORT_OK);
    CHECK_VIEW(reply_rows(&result), VIEW("0 Unknown -1 - c - -\n"), "twice");
    assert_int_equal(result.progress.files, 1);
    reply_run_all(&zimport_v1, &result,
                  VIEW(DATA("\"details\":[{\"fileName\":\"a\"},{\"fileName\":\"b\"}],\"details\":[]")), 200, 512);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.progress.files, 0);
    reply_run_all(&zimport_v1, &result,
                  VIEW(DATA("\"details\":[{\"fileName\":\"a\"},{\"fileName\":\"b\"}],\"details\":null")), 200, 512);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.progress.files, 0);
}

/* Members after the list leave it alone; a cut row of a replaced list is forgotten. */
static void members_behind_the_list(void **state) {
    (void)state;
    static reply_result result;
    static char body[1024];
    static const char id[] = "\"jobId\":\"" JOB "\"";
    const char *const members[] = {
        "\"fileName\":\"x\"",     "\"fileSize\":7",        "\"readyPercentage\":0.5",  "\"completeTime\":\"t\"",
        "\"errorMessage\":\"e\"", "\"errorMessage\":null", "\"collectionName\":\"c\"", id};
    for (size_t i = 0; i < COUNT(members); i++) {
        int size = snprintf(body, sizeof body, DATA("\"details\":[{\"fileName\":\"%0200d\"},{}],%s"), 1, members[i]);
        reply_run_all(&zimport_v1, &result, (zimport_view){body, (size_t)size}, 200, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, members[i]);
        CHECK_EQUAL(result.progress.files, 2, members[i]);
        CHECK_EQUAL(result.progress.files_cut, 1, members[i]);
        CHECK_EQUAL(result.progress.state == ZIMPORT_FAILED, i == 4, members[i]);
        CHECK_EQUAL(result.progress.file_name.given, i == 0, members[i]);
        CHECK_EQUAL(result.progress.file_size.given, i == 1, members[i]);
        CHECK_EQUAL(result.progress.percent != ZIMPORT_PERCENT_NONE, i == 2, members[i]);
        CHECK_EQUAL(result.progress.complete_time.given, i == 3, members[i]);
        CHECK_EQUAL(result.progress.collection.given, i == 6, members[i]);
    }
    int size = snprintf(body, sizeof body, DATA("\"details\":[{\"fileName\":\"%0200d\"}],\"details\":[{},{}]"), 1);
    reply_run_all(&zimport_v1, &result, (zimport_view){body, (size_t)size}, 200, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.progress.files, 2);
    assert_int_equal(result.progress.files_cut, 0);
}

/* A job that did not fail has no reason, whatever its files say; one that failed has its own. */
static void reasons_of_files(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(&zimport_v1, &result, VIEW(ROWS("{\"errorMessage\":\"of a file\"}")), 200, 512);
    assert_int_equal(result.progress.state, ZIMPORT_IMPORTING);
    reply_check_text(&result.progress.reason, NULL, "not failed");
    reply_run_all(&zimport_v1, &result,
                  VIEW(DATA("\"details\":[{\"errorMessage\":\"of a file\"}],\"errorMessage\":\"of the job\"")), 200,
                  512);
    assert_int_equal(result.progress.state, ZIMPORT_FAILED);
    reply_check_text(&result.progress.reason, "of the job", "details first");
    assert_int_equal(result.progress.files, 1);
    reply_run_all(&zimport_v1, &result,
                  VIEW(DATA("\"errorMessage\":\"of the job\",\"details\":[{\"errorMessage\":\"of a file\"}]")), 200,
                  512);
    reply_check_text(&result.progress.reason, "of the job", "details last");
    /* clang-format off */
    static const zimport_view none[] = {
        LIT(DATA("\"details\":[{\"errorMessage\":\"of a file\"}],\"errorMessage\":null,\"readyPercentage\":0.5")),
        LIT(DATA("\"details\":[{\"errorMessage\":\"of a file\"}],\"errorMessage\":\"\",\"readyPercentage\":0.5")),
        LIT(DATA("\"details\":[{\"errorMessage\":\"of a file\"}],\"details\":[],\"readyPercentage\":0.5")),
        LIT(DATA("\"errorMessage\":\"e\",\"errorMessage\":null,\"readyPercentage\":0.5,"
                 "\"details\":[{\"errorMessage\":\"f\"}]")),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(none); i++) {
        reply_run_all(&zimport_v1, &result, none[i], 200, 512);
        CHECK_EQUAL(result.progress.state, ZIMPORT_IMPORTING, show(none[i]));
        reply_check_text(&result.progress.reason, NULL, show(none[i]));
    }
}

/* Cut and counted; what is short in the same row stays whole. */
static void long_names(void **state) {
    (void)state;
    for (int length = 40; length < 200; length += 7) {
        static reply_result result;
        static char body[1024];
        char tail[] = " - -\n1 Importing 5000 8 b - -\n";
        int size = snprintf(body, sizeof body,
                            ROWS("{\"fileName\":\"%0*d\",\"fileSize\":7,\"readyPercentage\":0.5},"
                                 "{\"fileName\":\"b\",\"fileSize\":8,\"readyPercentage\":0.5}"),
                            length, 1);
        reply_run_all(&zimport_v1, &result, (zimport_view){body, (size_t)size}, 200, ZIMPORT_VALUE_MIN);
        zimport_view log = reply_rows(&result);
        assert_int_equal(result.status, ZIMPORT_OK);
        assert_int_equal(result.progress.files, 2);
        assert_int_equal(result.progress.files_cut, result.rows_cut);
        CHECK(contains(log, "0 Importing 5000 7 00000000000000000000000000000000"), show(log));
        CHECK(contains(log, result.rows_cut > 0 ? "- -!\n1 Importing 5000 8 b - -\n" : tail), show(log));
        CHECK(result.rows_cut > 0 || contains(log, "00001 - -\n"), show(log));
        CHECK(length < ZIMPORT_VALUE_MIN || result.rows_cut == 1, show(log));
    }
}

static size_t letters(zimport_view log, char letter) {
    size_t count = 0;
    for (size_t i = 0; i < log.size && log.data[i] != '\n'; i++) {
        count += log.data[i] == letter;
    }
    return count;
}

/* In a row of long members, at the edge of the smallest memory, a text is shortened or left out, a number is right or
 * left out, the row says so, and the next one is whole. */
static void check_long_row(int name, int time, int reason) {
    static reply_result result;
    static char body[2048];
    static char texts[3][400];
    memset(texts, 0, sizeof texts);
    memset(texts[0], 'N', (size_t)name);
    memset(texts[1], 'T', (size_t)time);
    memset(texts[2], 'R', (size_t)reason);
    int size = snprintf(body, sizeof body,
                        ROWS("{\"fileName\":\"%s\",\"completeTime\":\"%s\",\"fileSize\":123456789,"
                             "\"errorMessage\":\"%s\",\"readyPercentage\":0.125,\"fileSize\":123456789},"
                             "{\"completeTime\":{},\"fileName\":\"b\",\"fileSize\":8,\"errorMessage\":[]}"),
                        texts[0], texts[1], texts[2]);
    reply_run(&zimport_v1, &result, (zimport_view){body, (size_t)size}, 200, NULL, 0, ZIMPORT_VALUE_MIN);
    zimport_view log = reply_rows(&result);
    CHECK_STATUS(result.status, ZIMPORT_OK, body);
    CHECK_EQUAL(result.progress.files, 2, body);
    CHECK(contains(log, "\n1 Unknown -1 8 b - -\n"), show(log));
    const size_t kept[] = {letters(log, 'N'), letters(log, 'T'), letters(log, 'R')};
    CHECK(kept[0] <= (size_t)name && kept[1] <= (size_t)time && kept[2] <= (size_t)reason, show(log));
    bool whole_texts = kept[0] == (size_t)name && kept[1] == (size_t)time && kept[2] == (size_t)reason;
    CHECK(contains(log, " 123456789 ") || contains(log, " - "), show(log));
    CHECK(contains(log, " 1250 ") || contains(log, " -1 "), show(log));
    CHECK(result.progress.files_cut == 1 || (whole_texts && contains(log, " 1250 123456789 ")), show(log));
}

static void rows_at_the_edge(void **state) {
    (void)state;
    for (int name = 0; name < 140; name += 1 + name / 40) {
        for (int time = 0; time < 60; time += 3) {
            for (int reason = 0; reason < 200; reason += 1 + reason / 6) {
                check_long_row(name, time, reason);
            }
        }
    }
}

/* 1,024 bytes, with the memory that the header names. */
static void the_longest_name(void **state) {
    (void)state;
    static reply_result result;
    static char body[2048];
    zimport_decoder decoder;
    static char memory[4096];
    int size = snprintf(body, sizeof body, ROWS("{\"fileName\":\"%01024d\",\"fileSize\":7}"), 1);
    reply_begin(&result, TEXT_MAX);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = &zimport_operation_progress,
                                             .dialect = &zimport_v1,
                                             .job = VIEW(JOB),
                                             .subject = &result.progress},
                         &result.answer, FILES(reply_row, &result), memory, sizeof memory);
    assert_int_equal(zimport_decoder_feed(&decoder, (zimport_view){body, (size_t)size}), ZIMPORT_OK);
    assert_int_equal(zimport_decoder_end(&decoder, 200), ZIMPORT_OK);
    assert_int_equal(result.progress.files_cut, 0);
    assert_int_equal(result.rows_size, sizeof "0 Unknown -1 7  - -\n" - 1 + 1024);
}

/* The row counts, as cut, and the reply goes on. */
static void too_many_members(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(
        &zimport_v1, &result,
        VIEW(ROWS("{\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,"
                  "\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1},"
                  "{\"fileName\":\"b\"}")),
        200, 1024);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.progress.files, 2);
    assert_int_equal(result.progress.files_cut, 1);
    zimport_view log = reply_rows(&result);
    CHECK(contains(log, " Unknown -1 - b - -\n"), show(log));
}

static void many_rows(void **state) {
    (void)state;
    static reply_result result;
    zimport_decoder decoder;
    char memory[ZIMPORT_VALUE_MIN];
    reply_begin(&result, TEXT_MAX);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = &zimport_operation_progress,
                                             .dialect = &zimport_v1,
                                             .job = VIEW(JOB),
                                             .subject = &result.progress},
                         &result.answer, NULL, memory, sizeof memory);
    zimport_view row = VIEW("{\"fileName\":\"s3://bkt/0123456789.parquet\",\"fileSize\":1,\"readyPercentage\":1},");
    assert_int_equal(zimport_decoder_feed(&decoder, VIEW("{\"code\":200,\"data\":{\"details\":[")), ZIMPORT_OK);
    for (int i = 0; i < 99999; i++) {
        assert_int_equal(zimport_decoder_feed(&decoder, row), ZIMPORT_OK);
    }
    assert_int_equal(zimport_decoder_feed(&decoder, part(row, 0, row.size - 1)), ZIMPORT_OK);
    assert_int_equal(zimport_decoder_feed(&decoder, VIEW("],\"readyPercentage\":0.5}}")), ZIMPORT_OK);
    assert_int_equal(zimport_decoder_end(&decoder, 200), ZIMPORT_OK);
    assert_int_equal(result.progress.files, 100000);
    assert_int_equal(result.progress.files_cut, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(empty_texts_of_rows),
        cmocka_unit_test(details_of_another_type),
        cmocka_unit_test(percent_of_a_wrong_type),
        cmocka_unit_test(a_list_given_twice),
        cmocka_unit_test(members_behind_the_list),
        cmocka_unit_test(reasons_of_files),
        cmocka_unit_test(long_names),
        cmocka_unit_test(rows_at_the_edge),
        cmocka_unit_test(the_longest_name),
        cmocka_unit_test(too_many_members),
        cmocka_unit_test(many_rows),
    };
    return cmocka_run_group_tests_name("v1, rows", tests, NULL, NULL);
}
