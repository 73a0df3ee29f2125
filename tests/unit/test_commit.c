/* SPDX-License-Identifier: Apache-2.0 */
/* Commit and abort: their bytes, and what a reply to them amounts to (api.md 9). */
#include "request_run.h"

#include "api/decoder.h"

static zimport_origin origin;

static int make_origin(void **state) {
    (void)state;
    origin = request_origin("https://h/up");
    return 0;
}

static const zimport_operation *const both[] = {&zimport_operation_commit, &zimport_operation_abort};

static void requests(void **state) {
    (void)state;
    static const char *const lines[] = {"POST /up/v2/vectordb/jobs/import/commit HTTP/1.1\r\n",
                                        "POST /up/v2/vectordb/jobs/import/abort HTTP/1.1\r\n"};
    for (size_t i = 0; i < COUNT(both); i++) {
        zimport_answer answer = {.status = ZIMPORT_OK};
        zimport_question v2 = request_question(both[i], &zimport_v2, &origin, &answer);
        zimport_question milvus = request_question(both[i], &zimport_milvus, &origin, &answer);
        size_t head = 0;
        v2.database = milvus.database = VIEW("sales");
        CHECK_VIEW(request_body_of(&v2),
                   VIEW("{\"jobId\":\"" JOB "\",\"clusterId\":\"" CLUSTER "\",\"dbName\":\"sales\"}"), "v2");
        CHECK_VIEW(request_body_of(&milvus), VIEW("{\"jobId\":\"" JOB "\",\"dbName\":\"sales\"}"), "milvus");
        zimport_view request = request_write(&milvus, &head);
        CHECK(contains(request, lines[i]) && contains(request, "\r\nDB-Name: sales\r\n"), show(request));
    }
}

static void refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(both); i++) {
        zimport_answer answer = {.status = ZIMPORT_OK};
        zimport_question v1 = request_question(both[i], &zimport_v1, &origin, &answer);
        zimport_question odd = request_question(both[i], &zimport_v2, &origin, &answer);
        odd.job = VIEW("a b");
        assert_int_equal(zimport_question_check(&v1), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(zimport_question_check(&odd), ZIMPORT_BAD_ID);
    }
}

static void replies(void **state) {
    (void)state;
    static const struct {
        uint16_t http;
        const char *body;
        zimport_status status;
    } table[] = {
        {200, "{\"code\":0,\"data\":{}}", ZIMPORT_OK},
        {200, "{\"data\":{},\"code\":0}", ZIMPORT_OK},
        {200, "{\"code\":200,\"data\":{}}", ZIMPORT_OK},
        {200, "{\"code\":\"0\",\"data\":{\"jobId\":\"another\",\"state\":7,\"details\":[{},1]}}", ZIMPORT_OK},
        {200, "{\"code\":0}", ZIMPORT_REPLY_NO_DATA},
        {200, "{\"code\":0,\"data\":{},\"data\":null}", ZIMPORT_REPLY_NO_DATA},
        {200, "{\"code\":0,\"message\":\"The token is illegal.\"}", ZIMPORT_REPLY_NO_DATA},
        {200, "{\"code\":0,\"data\":[]}", ZIMPORT_REPLY_TYPE},
        {200, "{\"data\":{}}", ZIMPORT_REPLY_NO_CODE},
        {200, "{\"code\":0,\"data\":{}", ZIMPORT_JSON_EARLY},
        {200, "{\"code\":2100}", ZIMPORT_REFUSED},
        {500, "{\"code\":2100,\"data\":{}}", ZIMPORT_REFUSED},
        {200, "{\"code\":2101}", ZIMPORT_NOT_FOUND},
        {500, "{\"code\":2101}", ZIMPORT_NOT_FOUND},
        {200, "{\"code\":1100}", ZIMPORT_REFUSED},
        {400, "{\"code\":1100}", ZIMPORT_REFUSED},
        {200, "{\"code\":1807}", ZIMPORT_BUSY},
        {429, "{\"code\":8}", ZIMPORT_BUSY},
        {404, "404 page not found", ZIMPORT_REFUSED},
        {403, "{\"code\":65535}", ZIMPORT_UNAUTHORIZED},
        {503, "", ZIMPORT_BUSY},
        {500, "{\"code\":0,\"data\":{}}", ZIMPORT_BUSY},
    };
    for (size_t n = 0; n < COUNT(table) * COUNT(both); n++) {
        const char *body = table[n / 2].body;
        char memory[ZIMPORT_VALUE_MIN];
        zimport_answer answer = {.status = ZIMPORT_OK};
        zimport_question question = request_question(both[n % 2], &zimport_milvus, &origin, &answer);
        zimport_decoder decoder;
        zimport_decoder_init(&decoder, &question, &answer, NULL, memory, sizeof memory);
        (void)zimport_decoder_feed(&decoder, zimport_view_of(body));
        CHECK_STATUS(zimport_decoder_end(&decoder, table[n / 2].http), table[n / 2].status, body);
        CHECK_STATUS(answer.status, table[n / 2].status, body);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(requests, make_origin),
        cmocka_unit_test_setup(refused, make_origin),
        cmocka_unit_test_setup(replies, make_origin),
    };
    return cmocka_run_group_tests_name("commit", tests, NULL, NULL);
}
