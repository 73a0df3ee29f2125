/* SPDX-License-Identifier: Apache-2.0 */
/* Each row of the table in api.md section 6 that replies and requests can show, under its name there. Those about hosts
 * (CN host, host prefix) are in test_cli_settings. */
#include "reply_run.h"

/* `percent`, `state` and `time` count only if it is good. */
typedef struct reply_case {
    const char *row;
    const zimport_dialect *dialect;
    zimport_view body;
    zimport_status status;
    int32_t percent;
    zimport_state state;
    const char *time;
} reply_case;

#define V1 &zimport_v1
#define V2 &zimport_v2
#define OSS &zimport_milvus
#define NO ZIMPORT_REPLY_NO_DATA, 0, ZIMPORT_UNKNOWN, NULL

/* clang-format off */
static const reply_case replies[] = {
    {"v1 success code", V1, LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.4}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"v1 success code", V1, LIT("{\"code\":0,\"data\":{\"readyPercentage\":0.4}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"v1 success code", V2, LIT("{\"code\":200,\"data\":{\"progress\":40,\"state\":\"Importing\"}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"v1 success code", OSS, LIT("{\"code\":200,\"data\":{\"progress\":40,\"state\":\"Importing\"}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"code type", V1, LIT("{\"code\":\"200\",\"data\":{\"readyPercentage\":0.4}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"code type", V2, LIT("{\"code\":\"0\",\"data\":{\"progress\":40}}"), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN, NULL},
    {"code type", OSS, LIT("{\"code\":\"0\",\"data\":{\"progress\":40}}"), ZIMPORT_OK, 4000, ZIMPORT_UNKNOWN, NULL},
    {"code type", V1, LIT("{\"code\":\"90144\"}"), ZIMPORT_NOT_FOUND, 0, ZIMPORT_UNKNOWN, NULL},
    {"code type", V2, LIT("{\"code\":\"96026\"}"), ZIMPORT_NOT_FOUND, 0, ZIMPORT_UNKNOWN, NULL},
    {"failure sample code", V1, LIT("{\"code\":80002,\"message\":\"m\"}"), ZIMPORT_UNAUTHORIZED, 0, ZIMPORT_UNKNOWN,
     NULL},
    {"failure sample code", V2, LIT("{\"code\":21119,\"message\":\"m\"}"), ZIMPORT_UNAUTHORIZED, 0, ZIMPORT_UNKNOWN,
     NULL},
    {"failure sample code", V1, LIT("{\"code\":200,\"message\":\"The token is illegal.\"}"), NO},
    {"failure sample code", V2, LIT("{\"code\":0,\"message\":\"m\"}"), NO},
    {"failure sample code", V2, LIT("{\"code\":\"0\",\"message\":\"m\"}"), NO},
    {"failure sample code", OSS, LIT("{\"code\":0,\"message\":\"m\",\"data\":{}}"), NO},
    {"failure sample code", OSS, LIT("{\"code\":0,\"message\":\"m\",\"data\":null}"), NO},
    {"readyPercentage scale", V1, LIT("{\"code\":200,\"data\":{\"readyPercentage\":1}}"), ZIMPORT_OK, 10000,
     ZIMPORT_COMPLETED, NULL},
    {"readyPercentage scale", V1, LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.01}}"), ZIMPORT_OK, 100,
     ZIMPORT_IMPORTING, NULL},
    {"readyPercentage scale", V1, LIT("{\"code\":200,\"data\":{\"readyPercentage\":40}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"readyPercentage scale", V1, LIT("{\"code\":200,\"data\":{\"readyPercentage\":100}}"), ZIMPORT_OK, 10000,
     ZIMPORT_COMPLETED, NULL},
    {"readyPercentage scale", V1, LIT("{\"code\":200,\"data\":{\"readyPercentage\":250}}"), ZIMPORT_OK, 10000,
     ZIMPORT_COMPLETED, NULL},
    {"v2 progress scale", V2, LIT("{\"code\":0,\"data\":{\"progress\":1}}"), ZIMPORT_OK, 100, ZIMPORT_UNKNOWN, NULL},
    {"v2 progress scale", V2, LIT("{\"code\":0,\"data\":{\"progress\":0.5}}"), ZIMPORT_OK, 50, ZIMPORT_UNKNOWN, NULL},
    {"v2 progress scale", OSS, LIT("{\"code\":0,\"data\":{\"progress\":100}}"), ZIMPORT_OK, 10000, ZIMPORT_UNKNOWN,
     NULL},
    {"completeTime", V1, LIT("{\"code\":200,\"data\":{\"completeTime\":\"2024-02-03T04:05:06Z\"}}"), ZIMPORT_OK,
     ZIMPORT_PERCENT_NONE, ZIMPORT_COMPLETED, "2024-02-03T04:05:06Z"},
    {"completeTime", V1, LIT("{\"code\":200,\"data\":{\"completeTime\":\"17 s\",\"readyPercentage\":1}}"), ZIMPORT_OK,
     10000, ZIMPORT_COMPLETED, "17 s"},
    {"completeTime", V1, LIT("{\"code\":200,\"data\":{\"completeTime\":17000,\"readyPercentage\":0.4}}"), ZIMPORT_OK,
     4000, ZIMPORT_IMPORTING, NULL},
    {"completeTime", OSS, LIT("{\"code\":0,\"data\":{\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"progress\":9}}"),
     ZIMPORT_OK, 900, ZIMPORT_UNKNOWN, "2024-02-03T12:05:06+08:00"},
    {"completeTime", OSS, LIT("{\"code\":0,\"data\":{\"completeTime\":\"\",\"progress\":9}}"), ZIMPORT_OK, 900,
     ZIMPORT_UNKNOWN, NULL},
    {"jobId key", V1, LIT("{\"code\":200,\"data\":{\"jobID\":\"" JOB "\",\"readyPercentage\":0.4}}"), ZIMPORT_OK, 4000,
     ZIMPORT_IMPORTING, NULL},
    {"jobId key", V1, LIT("{\"code\":200,\"data\":{\"jobID\":\"other\",\"readyPercentage\":0.4}}"),
     ZIMPORT_REPLY_OTHER_JOB, 0, ZIMPORT_UNKNOWN, NULL},
    {"jobId key", OSS, LIT("{\"code\":0,\"data\":{\"jobID\":\"" JOB "\",\"progress\":40}}"), ZIMPORT_OK, 4000,
     ZIMPORT_UNKNOWN, NULL},
    {"jobId key", OSS, LIT("{\"code\":0,\"data\":{\"jobID\":\"other\",\"progress\":40}}"), ZIMPORT_REPLY_OTHER_JOB, 0,
     ZIMPORT_UNKNOWN, NULL},
    {"running word", V2, LIT("{\"code\":0,\"data\":{\"state\":\"Importing\"}}"), ZIMPORT_OK, ZIMPORT_PERCENT_NONE,
     ZIMPORT_IMPORTING, NULL},
    {"running word", V2, LIT("{\"code\":0,\"data\":{\"state\":\"InProgress\"}}"), ZIMPORT_OK, ZIMPORT_PERCENT_NONE,
     ZIMPORT_IMPORTING, NULL},
    {"running word", V2, LIT("{\"code\":0,\"data\":{\"state\":\"ImportRunning\"}}"), ZIMPORT_OK, ZIMPORT_PERCENT_NONE,
     ZIMPORT_IMPORTING, NULL},
    {"cancelled word", V2, LIT("{\"code\":0,\"data\":{\"state\":\"Cancel\"}}"), ZIMPORT_OK, ZIMPORT_PERCENT_NONE,
     ZIMPORT_CANCELLED, NULL},
    {"cancelled word", V2, LIT("{\"code\":0,\"data\":{\"state\":\"ImportCancel\"}}"), ZIMPORT_OK, ZIMPORT_PERCENT_NONE,
     ZIMPORT_CANCELLED, NULL},
    {"cancelled word", V2, LIT("{\"code\":0,\"data\":{\"state\":\"CANCELED\"}}"), ZIMPORT_OK, ZIMPORT_PERCENT_NONE,
     ZIMPORT_CANCELLED, NULL},
};
/* clang-format on */

static void in_replies(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(replies); i++) {
        static reply_result result;
        const reply_case *want = &replies[i];
        char label[400];
        (void)snprintf(label, sizeof label, "%s: %s", want->row, show(want->body));
        reply_run_all(want->dialect, &result, want->body, 200, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, want->status, label);
        if (want->status == ZIMPORT_OK) {
            CHECK_EQUAL(result.progress.percent, want->percent, label);
            CHECK_EQUAL(result.progress.state, want->state, label);
            reply_check_text(&result.progress.complete_time, want->time, label);
        }
    }
    assert_true(zimport_state_is_final(ZIMPORT_CANCELLED));
}

static uint32_t jobs_of(zimport_view body) {
    zimport_list list = {.page = 1, .size = 5};
    zimport_answer answer = {.status = ZIMPORT_OK};
    char memory[ZIMPORT_VALUE_MIN];
    zimport_decoder decoder;
    zimport_decoder_init(
        &decoder,
        &(zimport_question){
            .operation = &zimport_operation_list, .dialect = &zimport_v1, .job = VIEW(""), .subject = &list},
        &answer, NULL, memory, sizeof memory);
    CHECK_STATUS(reply_feed(&decoder, body, 200, NULL, 0), ZIMPORT_OK, show(body));
    return 100 * list.jobs + list.more;
}

/* "v1 list array" and "paging values". */
static void in_lists(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        uint32_t jobs;
        bool more;
    } table[] = {
        {LIT("{\"code\":200,\"data\":{\"tasks\":[{\"jobId\":\"a\"}],\"count\":2,\"currentPage\":1,\"pageSize\":1}}"),
         1, true},
        {LIT("{\"code\":200,\"data\":{\"records\":[{\"jobId\":\"a\"}],\"count\":2,\"pageSize\":1}}"), 1, true},
        {LIT("{\"code\":\"200\",\"data\":{\"records\":[{\"jobId\":\"a\"}],\"count\":\"2\",\"currentPage\":\"1\","
             "\"pageSize\":\"1\"}}"), 1, true},
        {LIT("{\"code\":200,\"data\":{\"count\":\"1\",\"pageSize\":\"10\",\"tasks\":[{\"jobID\":\"a\"}]}}"), 1, false},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(jobs_of(table[i].body), 100 * table[i].jobs + table[i].more, show(table[i].body));
    }
}

static zimport_view request_of(const zimport_dialect *dialect, zimport_view key, char *memory, size_t capacity) {
    zimport_origin origin;
    size_t head = 0;
    size_t size = 0;
    assert_int_equal(zimport_origin_parse(&origin, VIEW("https://h")), ZIMPORT_OK);
    const zimport_question question = {.operation = &zimport_operation_progress,
                                       .dialect = dialect,
                                       .origin = &origin,
                                       .path = dialect->paths[0],
                                       .cluster = VIEW("in01-1"),
                                       .job = VIEW("448761313698322011"),
                                       .key = key};
    assert_int_equal(zimport_question_write(&question, memory, capacity, &head, &size), ZIMPORT_OK);
    return (zimport_view){memory, size};
}

/* The rows "jobId key", "jobId type in requests", "token" and "Authorization". */
static void in_requests(void **state) {
    (void)state;
    static const struct {
        const zimport_dialect *dialect;
        const char *job;
    } table[] = {
        {V1, "?jobId=448761313698322011&"},
        {V2, "{\"jobId\":\"448761313698322011\","},
        {OSS, "{\"jobId\":\"448761313698322011\"}"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char memory[600];
        zimport_view request = request_of(table[i].dialect, VIEW("root:Milvus=="), memory, sizeof memory);
        CHECK(contains(request, table[i].job), show(request));
        CHECK(!contains(request, "jobID"), show(request));
        CHECK(contains(request, "\r\nAuthorization: Bearer root:Milvus==\r\n"), show(request));
    }
    char memory[600];
    zimport_view request = request_of(OSS, VIEW(""), memory, sizeof memory);
    CHECK(!contains(request, "Authorization"), show(request));
}

/* "v2 progress path": the reference's first on the cloud, and one after the other. */
static void the_paths(void **state) {
    (void)state;
#define AT "/v2/vectordb/jobs/import/"
    static const char *const v2[] = {AT "getProgress", AT "describe", AT "get_progress"};
    static const char *const milvus[] = {AT "describe", AT "get_progress"};
    for (size_t i = 0; i < COUNT(v2); i++) {
        assert_string_equal(zimport_v2.paths[i], v2[i]);
    }
    for (size_t i = 0; i < COUNT(milvus); i++) {
        assert_string_equal(zimport_milvus.paths[i], milvus[i]);
    }
    assert_string_equal(zimport_v1.paths[0], "/v1/vector/collections/import/get");
    assert_null(zimport_v1.paths[1]);
    assert_null(zimport_v2.paths[COUNT(v2)]);
    assert_null(zimport_milvus.paths[COUNT(milvus)]);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_replies),
        cmocka_unit_test(in_lists),
        cmocka_unit_test(in_requests),
        cmocka_unit_test(the_paths),
    };
    return cmocka_run_group_tests_name("contradictions", tests, NULL, NULL);
}
