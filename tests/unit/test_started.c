/* SPDX-License-Identifier: Apache-2.0 */
#include "reply_run.h"

#define HALF_ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct started {
    zimport_status status;
    zimport_answer answer;
    zimport_start start;
    char id[ZIMPORT_ID_MAX + 8];
} started;

static void take(started *result, const zimport_dialect *dialect, zimport_view body, const size_t *cuts, size_t count) {
    zimport_decoder decoder;
    char *memory = malloc(ZIMPORT_VALUE_MIN);
    assert_non_null(memory);
    memset(result, 0, sizeof *result);
    memset(&decoder, 0x5a, sizeof decoder);
    result->start.job = (zimport_text){.data = result->id, .capacity = ZIMPORT_ID_MAX};
    zimport_decoder_init(
        &decoder,
        &(zimport_question){
            .operation = &zimport_operation_start, .dialect = dialect, .job = VIEW(""), .subject = &result->start},
        &result->answer, NULL, memory, ZIMPORT_VALUE_MIN);
    result->status = reply_feed(&decoder, body, 200, cuts, count);
    CHECK_EQUAL(result->start.job.given, result->status == ZIMPORT_OK, show(body));
    CHECK(!result->start.job.cut, show(body));
    free(memory);
}

/* In every dialect. */
static void check(zimport_view body, zimport_status status, const char *id) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    static size_t cuts[1024];
    assert_true(body.size < COUNT(cuts));
    for (size_t i = 0; i <= body.size; i++) {
        cuts[i] = i;
    }
    for (size_t n = 0; n < COUNT(dialects) * (body.size + 2); n++) {
        static started result;
        size_t cut = n / COUNT(dialects);
        bool single = cut > body.size;
        take(&result, dialects[n % COUNT(dialects)], body, single ? cuts : &cuts[cut], single ? body.size : 1);
        CHECK_STATUS(result.status, status, show(body));
        CHECK_VIEW(zimport_text_view(&result.start.job), zimport_view_of(id), show(body));
    }
}

#define WITH(inside) "{\"code\":0,\"data\":{" inside "}}"

static void replies(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        const char *body;
        zimport_status status;
        const char *id;
    } table[] = {
        {"{\"code\":200,\"data\":{\"jobId\":\"" JOB "\"}}", ZIMPORT_OK, JOB},
        {WITH("\"jobId\":\"448761313698322011\""), ZIMPORT_OK, "448761313698322011"},
        {WITH("\"jobId\":448761313698322011"), ZIMPORT_OK, "448761313698322011"},
        {WITH("\"jobID\":\"0f7fe853-d93e-4681-99f2-4719c63585cc\""), ZIMPORT_OK,
         "0f7fe853-d93e-4681-99f2-4719c63585cc"},
        {WITH("\"jobId\":\"job\\u002d1\""), ZIMPORT_OK, "job-1"},
        {WITH("\"jobId\":\"" HALF_ID HALF_ID "\""), ZIMPORT_OK, HALF_ID HALF_ID},
        {WITH("\"collectionName\":\"c\",\"jobId\":\"j\",\"details\":[{\"jobId\":\"x\"}]"), ZIMPORT_OK, "j"},
        {WITH("\"jobId\":\"a\",\"jobId\":\"b\""), ZIMPORT_OK, "b"},
        {WITH("\"jobId\":\"a\",\"jobID\":\"b\""), ZIMPORT_OK, "b"},
        {WITH("\"jobId\":7,\"jobId\":\"b\""), ZIMPORT_OK, "b"},
        {"{\"code\":0,\"data\":{\"jobId\":\"a\"},\"data\":{\"jobId\":\"b\"}}", ZIMPORT_OK, "b"},
        {"{\"code\":0,\"data\":[],\"data\":{\"jobId\":\"b\"}}", ZIMPORT_OK, "b"},
        /* None: an id that could not be asked about is not passed on. */
        {WITH("\"jobId\":\"\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":null"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":true"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":{}"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":[\"a\"]"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":\"a b\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":\"a\\nb\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":\"a\\u0000\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":\"\xc3\xa9\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":-5"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":1.5"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":1e5"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":\"" HALF_ID HALF_ID "x\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":1" HALF_ID), ZIMPORT_JSON_SYNTAX, NULL},
        {WITH("\"jobId\":\"a\",\"jobId\":\"b c\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobId\":\"a\",\"jobID\":null"), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH("\"jobid\":\"a\""), ZIMPORT_REPLY_NO_DATA, NULL},
        {WITH(""), ZIMPORT_REPLY_NO_DATA, NULL},
        {"{\"code\":0}", ZIMPORT_REPLY_NO_DATA, NULL},
        {"{\"code\":200,\"message\":\"The token is illegal.\"}", ZIMPORT_REPLY_NO_DATA, NULL},
        {"{\"code\":0,\"data\":{\"jobId\":\"a\"},\"data\":{\"x\":1}}", ZIMPORT_REPLY_NO_DATA, NULL},
        {"{\"code\":0,\"data\":{\"jobId\":\"a\"},\"data\":null}", ZIMPORT_REPLY_NO_DATA, NULL},
        {"{\"code\":0,\"data\":[{\"jobID\":\"a\"}]}", ZIMPORT_REPLY_TYPE, NULL},
        {"{\"data\":{\"jobId\":\"a\"}}", ZIMPORT_REPLY_NO_CODE, NULL},
        {"{\"code\":424242,\"data\":{\"jobId\":\"a\"}}", ZIMPORT_REFUSED, NULL},
        {"{\"code\":0,\"data\":{\"jobId\":\"a\"}", ZIMPORT_JSON_EARLY, NULL},
        {"<html>", ZIMPORT_JSON_SYNTAX, NULL},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        check(zimport_view_of(table[i].body), table[i].status, table[i].id);
    }
}

static void every_truncation(void **state) {
    (void)state;
    zimport_view body = VIEW("{\"code\":200,\"data\":{\"jobId\":\"" JOB "\"}}");
    for (size_t size = 0; size < body.size; size++) {
        static started result;
        take(&result, &zimport_v1, part(body, 0, size), NULL, 0);
        CHECK_STATUS(result.status, ZIMPORT_JSON_EARLY, show(part(body, 0, size)));
    }
}

/* They make none of a good reply. */
static void http_statuses(void **state) {
    (void)state;
    static const uint16_t statuses[] = {300, 302, 400, 401, 403, 404, 408, 429, 500, 503};
    for (size_t i = 0; i < COUNT(statuses); i++) {
        static started result;
        zimport_decoder decoder;
        char memory[ZIMPORT_VALUE_MIN];
        memset(&result, 0, sizeof result);
        result.start.job = (zimport_text){.data = result.id, .capacity = ZIMPORT_ID_MAX};
        zimport_decoder_init(&decoder,
                             &(zimport_question){.operation = &zimport_operation_start,
                                                 .dialect = &zimport_v2,
                                                 .job = VIEW(""),
                                                 .subject = &result.start},
                             &result.answer, NULL, memory, sizeof memory);
        zimport_status status = reply_feed(&decoder, VIEW(WITH("\"jobId\":\"a\"")), statuses[i], NULL, 0);
        assert_int_not_equal(status, ZIMPORT_OK);
        assert_int_not_equal(status, ZIMPORT_NOT_FOUND);
        assert_false(result.start.job.given);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies),
        cmocka_unit_test(every_truncation),
        cmocka_unit_test(http_statuses),
    };
    return cmocka_run_group_tests_name("started", tests, NULL, NULL);
}
