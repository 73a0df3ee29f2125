/* SPDX-License-Identifier: Apache-2.0 */
/* v2 and milvus, which name the state: the bodies of api.md section 8, and "Finer points" of cli.md. */
#include "reply_run.h"

#include "api/dialect.h"

#define NONE ZIMPORT_PERCENT_NONE
#define OSS_JOB "448761313698322011"
#define DETAILS "{\"fileName\":\"run7.json\",\"fileSize\":3279917,\"state\":\"Importing\",\"progress\":40,"

static const char v2_running[] =
    "{\"code\":0,\"data\":{\"jobId\":\"" JOB "\",\"collectionName\":\"articles\",\"fileName\":\"run7.json\","
    "\"fileSize\":3279917,\"state\":\"Importing\",\"progress\":40,\"completeTime\":\"\",\"reason\":\"\","
    "\"totalRows\":5979,\"details\":[" DETAILS "\"completeTime\":\"\",\"reason\":\"\"}]}}";
static const char milvus_running[] =
    "{\"code\":0,\"data\":{\"collectionName\":\"articles\",\"completeTime\":\"\",\"details\":[{\"completeTime\":"
    "\"2024-02-03T12:05:06+08:00\",\"fileName\":\"[run7/id.npy run7/vector.npy]\",\"fileSize\":1024,\"importedRows\":"
    "10,\"progress\":100,\"state\":\"Completed\",\"totalRows\":10}],\"fileSize\":1024,\"importedRows\":10,\"jobId\":"
    "\"" OSS_JOB "\",\"progress\":80,\"state\":\"Importing\",\"totalRows\":10}}";

static const zimport_dialect *const dialects[] = {&zimport_v2, &zimport_milvus};

/* They differ in their codes alone. */
static void run_both(reply_result *result, zimport_view body, size_t capacity) {
    static reply_result other;
    reply_run_all(&zimport_v2, result, body, 200, capacity);
    reply_run_all(&zimport_milvus, &other, body, 200, capacity);
    reply_check_same(result, &other, show(body));
}

static void the_body_of_v2(void **state) {
    (void)state;
    static reply_result result;
    run_both(&result, VIEW(v2_running), ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_true(result.answer.has_code);
    assert_int_equal(result.answer.code, 0);
    assert_int_equal(result.progress.state, ZIMPORT_IMPORTING);
    assert_int_equal(result.progress.percent, 4000);
    reply_check_number(result.progress.file_size, (zimport_number){3279917, true}, "fileSize");
    reply_check_number(result.progress.total_rows, (zimport_number){5979, true}, "totalRows");
    assert_false(result.progress.imported_rows.given);
    reply_check_text(&result.progress.collection, "articles", "v2");
    reply_check_text(&result.progress.file_name, "run7.json", "v2");
    assert_false(result.progress.complete_time.given || result.progress.reason.given);
    assert_int_equal(result.progress.files, 1);
    assert_int_equal(result.progress.files_done, 0);
    CHECK_VIEW(reply_rows(&result), VIEW("0 Importing 4000 3279917 run7.json - -\n"), "rows");
    assert_false(zimport_progress_waits_for_index(&result.progress));
}

/* About another job than the runner's, so that is asked for here. */
static void the_body_of_milvus(void **state) {
    (void)state;
    static reply_result result;
    static char body[1024];
    reply_run_all(&zimport_milvus, &result, VIEW(milvus_running), 200, 512);
    assert_int_equal(result.status, ZIMPORT_REPLY_OTHER_JOB);
    (void)snprintf(body, sizeof body, "%s", milvus_running);
    char *id = strstr(body, OSS_JOB);
    memmove(id + sizeof JOB - 1, id + sizeof OSS_JOB - 1, strlen(id + sizeof OSS_JOB - 1) + 1);
    memcpy(id, JOB, sizeof JOB - 1);
    run_both(&result, zimport_view_of(body), 512);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.answer.code, 0);
    assert_int_equal(result.progress.state, ZIMPORT_IMPORTING);
    assert_int_equal(result.progress.percent, 8000);
    reply_check_number(result.progress.file_size, (zimport_number){1024, true}, "fileSize");
    reply_check_number(result.progress.imported_rows, (zimport_number){10, true}, "importedRows");
    reply_check_number(result.progress.total_rows, (zimport_number){10, true}, "totalRows");
    reply_check_text(&result.progress.collection, "articles", "milvus");
    assert_false(result.progress.file_name.given || result.progress.complete_time.given);
    assert_int_equal(result.progress.files, 1);
    assert_int_equal(result.progress.files_done, 1);
    CHECK_VIEW(reply_rows(&result),
               VIEW("0 Completed 10000 1024 10/10 [run7/id.npy run7/vector.npy] 2024-02-03T12:05:06+08:00 -\n"),
               "rows");
    assert_true(zimport_progress_waits_for_index(&result.progress));
}

/* api.md 1.7, 2.7, 3.5: in the dialect that says so and in the others. */
static void the_bodies_without_a_job(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        const zimport_dialect *dialect;
        const char *body;
        zimport_status status;
        int64_t code;
    } table[] = {
        {&zimport_v2, "{\"code\":21119,\"message\":\"API key illegal\"}", ZIMPORT_UNAUTHORIZED, 21119},
        {&zimport_v2, "{\"code\":0,\"message\":\"API key illegal\"}", ZIMPORT_REPLY_NO_DATA, 0},
        {&zimport_v2, "{\"code\":\"0\",\"message\":\"API key illegal\"}", ZIMPORT_REPLY_NO_DATA, 0},
        {&zimport_milvus, "{\"code\":2100,\"message\":\"import job does not exist, jobID=448761313698322011: importing "
                          "data failed\"}", ZIMPORT_NOT_FOUND, 2100},
        {&zimport_milvus, "{\"code\":1807,\"message\":\"request is rejected by limiter\"}", ZIMPORT_BUSY, 1807},
        {&zimport_milvus, "{\"code\":500}", ZIMPORT_REFUSED, 500},
        /* Another dialect's codes mean nothing. */
        {&zimport_v2, "{\"code\":2100}", ZIMPORT_REFUSED, 2100},
        {&zimport_v2, "{\"code\":90144}", ZIMPORT_REFUSED, 90144},
        {&zimport_milvus, "{\"code\":96026}", ZIMPORT_REFUSED, 96026},
        {&zimport_milvus, "{\"code\":90144}", ZIMPORT_REFUSED, 90144},
        {&zimport_v1, "{\"code\":96026}", ZIMPORT_REFUSED, 96026},
        {&zimport_v1, "{\"code\":2100}", ZIMPORT_REFUSED, 2100},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        reply_run_all(table[i].dialect, &result, zimport_view_of(table[i].body), 200, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, table[i].status, table[i].body);
        CHECK(result.answer.has_code && result.answer.code == table[i].code, table[i].body);
        CHECK_EQUAL(result.answer.message.given, strstr(table[i].body, "message") != NULL, table[i].body);
    }
}

static void every_truncation(void **state) {
    (void)state;
    static const char *const bodies[] = {v2_running, milvus_running};
    for (size_t i = 0; i < 2 * COUNT(bodies); i++) {
        zimport_view body = zimport_view_of(bodies[i / 2]);
        for (size_t size = 0; size < body.size; size++) {
            static reply_result result;
            reply_run(dialects[i % 2], &result, part(body, 0, size), 200, NULL, 0, ZIMPORT_VALUE_MIN);
            CHECK_STATUS(result.status, ZIMPORT_JSON_EARLY, show(part(body, 0, size)));
        }
    }
}

/* api.md 2.3, 3.4, 1.5 and 9 (states of file rows): the same for a job, a row and a list. */
static void words_for_states(void **state) {
    (void)state;
    static const struct {
        const char *word;
        zimport_state state;
    } table[] = {
        {"Pending", ZIMPORT_PENDING},
        {"Importing", ZIMPORT_IMPORTING},
        {"InProgress", ZIMPORT_IMPORTING},
        {"Committing", ZIMPORT_IMPORTING},
        {"Uncommitted", ZIMPORT_UNCOMMITTED},
        {"Completed", ZIMPORT_COMPLETED},
        {"Failed", ZIMPORT_FAILED},
        {"ImportPending", ZIMPORT_PENDING},
        {"ImportRunning", ZIMPORT_IMPORTING},
        {"ImportInProgress", ZIMPORT_IMPORTING},
        {"ImportCompleted", ZIMPORT_COMPLETED},
        {"ImportFailed", ZIMPORT_FAILED},
        {"ImportCancel", ZIMPORT_CANCELLED},
        {"Cancel", ZIMPORT_CANCELLED},
        {"Canceled", ZIMPORT_CANCELLED},
        {"Cancelled", ZIMPORT_CANCELLED},
        {"CANCELED", ZIMPORT_CANCELLED},
        {"CANCELING", ZIMPORT_CANCELLED},
        {"Retry", ZIMPORT_PENDING},
        /* Words that are not known are never final. */
        {"None", ZIMPORT_UNKNOWN},
        {"completed", ZIMPORT_UNKNOWN},
        {"COMPLETED", ZIMPORT_UNKNOWN},
        {"Complete", ZIMPORT_UNKNOWN},
        {"Completed ", ZIMPORT_UNKNOWN},
        {"CompletedX", ZIMPORT_UNKNOWN},
        {"Failed!", ZIMPORT_UNKNOWN},
        {"Cance", ZIMPORT_UNKNOWN},
        {"NotCancelled", ZIMPORT_UNKNOWN},
        {"Import", ZIMPORT_UNKNOWN},
        {"ImportX", ZIMPORT_UNKNOWN},
        {"ImportImportFailed", ZIMPORT_UNKNOWN},
        {"importing", ZIMPORT_UNKNOWN},
        {"\xd0\xa1ompleted", ZIMPORT_UNKNOWN},
        {"Completed\\u0000", ZIMPORT_UNKNOWN},
        {"", ZIMPORT_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        static char body[256];
        char rows[64];
        const char *name = zimport_state_name(table[i].state);
        if (strchr(table[i].word, '\\') == NULL) {
            char *word = exact(zimport_view_of(table[i].word));
            CHECK_EQUAL(zimport_dialect_words_state((zimport_view){word, strlen(table[i].word)}), table[i].state, name);
            free(word);
        }
        if (strchr(table[i].word, '\\') == NULL) {
            CHECK_EQUAL(zimport_dialect_words_state(zimport_view_of(table[i].word)), table[i].state, table[i].word);
        }
        (void)snprintf(body, sizeof body,
                       "{\"code\":0,\"data\":{\"progress\":40,\"details\":[{\"state\":\"%s\"}],\"state\":\"%s\"}}",
                       table[i].word, table[i].word);
        run_both(&result, zimport_view_of(body), ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        CHECK_VIEW(zimport_view_of(zimport_state_name(result.progress.state)), zimport_view_of(name), body);
        (void)snprintf(rows, sizeof rows, "0 %s -1 - - - -\n", name);
        CHECK_VIEW(reply_rows(&result), zimport_view_of(rows), body);
        CHECK_EQUAL(result.progress.files_done, table[i].state == ZIMPORT_COMPLETED, body);
    }
}

#define WITH(inside) "{\"code\":0,\"data\":{" inside "}}"

/* cli.md, "Replies" and "Output": which may be missing, and what a wrong type means. */
static void state_and_progress(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        const char *body;
        zimport_status status;
        int32_t percent;
        zimport_state state;
    } table[] = {
        {WITH("\"state\":\"Completed\""), ZIMPORT_OK, NONE, ZIMPORT_COMPLETED},
        {WITH("\"state\":\"Completed\",\"progress\":null"), ZIMPORT_OK, NONE, ZIMPORT_COMPLETED},
        {WITH("\"state\":\"Failed\",\"progress\":0"), ZIMPORT_OK, 0, ZIMPORT_FAILED},
        {WITH("\"progress\":40"), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN},
        {WITH("\"progress\":40,\"state\":null"), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN},
        {WITH("\"progress\":40,\"state\":\"\""), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Sleeping\""), ZIMPORT_OK, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"x\""), ZIMPORT_OK, NONE, ZIMPORT_UNKNOWN},
        /* Nothing follows from the rest: not from 100 %, not from a reason, not from a time. */
        {WITH("\"progress\":100"), ZIMPORT_OK, 10000, ZIMPORT_UNKNOWN},
        {WITH("\"progress\":100,\"state\":\"Importing\""), ZIMPORT_OK, 10000, ZIMPORT_IMPORTING},
        {WITH("\"progress\":40,\"reason\":\"r\",\"completeTime\":\"t\""), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN},
        {WITH("\"progress\":40,\"reason\":\"r\",\"state\":\"Importing\""), ZIMPORT_OK, 4000, ZIMPORT_IMPORTING},
        /* Both missing. */
        {WITH("\"collectionName\":\"c\""), ZIMPORT_REPLY_NO_DATA, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":null,\"progress\":null"), ZIMPORT_REPLY_NO_DATA, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"\""), ZIMPORT_REPLY_NO_DATA, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"readyPercentage\":0.5"), ZIMPORT_REPLY_NO_DATA, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"details\":[{\"state\":\"Completed\",\"progress\":100}]"), ZIMPORT_REPLY_NO_DATA, NONE,
         ZIMPORT_UNKNOWN},
        /* Wrong types. */
        {WITH("\"state\":7,\"progress\":40"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":true,\"progress\":40"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":[\"Completed\"],\"progress\":40"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":{},\"progress\":40"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Completed\",\"progress\":\"100\""), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Completed\",\"progress\":true"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Completed\",\"progress\":[100]"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Completed\",\"progress\":{}"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        /* The last of several. */
        {WITH("\"state\":7,\"state\":\"Failed\""), ZIMPORT_OK, NONE, ZIMPORT_FAILED},
        {WITH("\"state\":\"Failed\",\"state\":7"), ZIMPORT_REPLY_TYPE, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Failed\",\"state\":null"), ZIMPORT_REPLY_NO_DATA, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"progress\":\"1\",\"progress\":40"), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN},
        {WITH("\"state\":\"Failed\",\"progress\":40,\"progress\":null"), ZIMPORT_OK, NONE, ZIMPORT_FAILED},
        {"{\"code\":0,\"data\":{\"state\":7},\"data\":{\"state\":\"Failed\"}}", ZIMPORT_OK, NONE, ZIMPORT_FAILED},
        {"{\"code\":0,\"data\":{\"state\":\"Failed\"},\"data\":{\"fileName\":\"f\"}}", ZIMPORT_REPLY_NO_DATA, NONE,
         ZIMPORT_UNKNOWN},
        /* The oldest shape: jobID, progress and state (api.md 3.3). */
        {WITH("\"jobID\":\"" JOB "\",\"progress\":40,\"state\":\"Importing\""), ZIMPORT_OK, 4000, ZIMPORT_IMPORTING},
        {WITH("\"jobID\":\"other\",\"progress\":40,\"state\":\"Importing\""), ZIMPORT_REPLY_OTHER_JOB, NONE,
         ZIMPORT_UNKNOWN},
        {WITH("\"jobId\":\"other\",\"progress\":40,\"state\":\"Importing\""), ZIMPORT_REPLY_OTHER_JOB, NONE,
         ZIMPORT_UNKNOWN},
        {WITH("\"jobId\":\"other\",\"state\":7"), ZIMPORT_REPLY_OTHER_JOB, NONE, ZIMPORT_UNKNOWN},
        {WITH("\"jobId\":448761313698322011,\"progress\":40"), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        run_both(&result, zimport_view_of(table[i].body), ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, table[i].status, table[i].body);
        CHECK_EQUAL(result.progress.percent, table[i].percent, table[i].body);
        CHECK_EQUAL(result.progress.state, table[i].state, table[i].body);
        CHECK_EQUAL(zimport_progress_waits_for_index(&result.progress), false, table[i].body);
    }
}

/* api.md 0, point 4: 1 is 1 %. Milvus was once seen to send a negative one. */
static void the_scale(void **state) {
    (void)state;
    static const struct {
        const char *number;
        int32_t percent;
    } table[] = {
        {"0", 0},
        {"1", 100},
        {"0.5", 50},
        {"0.009", 0},
        {"1.0", 100},
        {"40", 4000},
        {"33.339", 3333},
        {"99", 9900},
        {"99.999", 9999},
        {"99.99999999999999999999", 9999},
        {"100", 10000},
        {"100.0", 10000},
        {"1e2", 10000},
        {"101", 10000},
        {"1e999999999", 10000},
        {"-1", 0},
        {"-0.0", 0},
        {"-1e99", 0},
        {"4e-1", 40},
        {"2147483648", 10000},
        {"1000001", 10000},
        {"100000001", 10000},
        {"18446744073709551616", 10000},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        static char body[256];
        char row[64];
        (void)snprintf(body, sizeof body, WITH("\"details\":[{\"progress\":%s}],\"progress\":%s"), table[i].number,
                       table[i].number);
        run_both(&result, zimport_view_of(body), ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        CHECK_EQUAL(result.progress.percent, table[i].percent, body);
        (void)snprintf(row, sizeof row, "0 Unknown %ld - - - -\n", (long)table[i].percent);
        CHECK_VIEW(reply_rows(&result), zimport_view_of(row), body);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_of_v2),
        cmocka_unit_test(the_body_of_milvus),
        cmocka_unit_test(the_bodies_without_a_job),
        cmocka_unit_test(every_truncation),
        cmocka_unit_test(words_for_states),
        cmocka_unit_test(state_and_progress),
        cmocka_unit_test(the_scale),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
