/* SPDX-License-Identifier: Apache-2.0 */
/* From HTTP status, code and data. api.md 1.7, cli.md "Replies" and "Exit status". */
#include "reply_run.h"

#define ONE(status) (UINT64_C(1) << (status))
#define JSON_BAD (ONE(ZIMPORT_JSON_SYNTAX) | ONE(ZIMPORT_JSON_DEPTH) | ONE(ZIMPORT_JSON_EARLY))
#define GOOD_DATA "\"data\":{\"readyPercentage\":0.5}"

/* Where the pages leave open which of two statuses it is (with the same exit), both are allowed. */
typedef struct answer_case {
    zimport_view body;
    uint64_t statuses;
} answer_case;

/* clang-format off */
static const answer_case with_200[] = {
    /* Good ones. */
    {LIT("{\"code\":200," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":0," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":\"200\"," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":\"0\"," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":\"\\u0032\\u00300\"," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{" GOOD_DATA ",\"code\":200}"), ONE(ZIMPORT_OK)},
    {LIT("{" GOOD_DATA ",\"message\":\"m\",\"code\":200,\"x\":[{\"code\":1}]}"), ONE(ZIMPORT_OK)},
    {LIT("{\"x\":{\"code\":80001},\"code\":200," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"code\":80001,\"data\":{},\"message\":\"m\"}}"),
     ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"" JOB "\"}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"jobId\":\"" JOB "\",\"errorMessage\":\"e\"}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":null}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":17}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"\"}}"),
     ONE(ZIMPORT_OK) | ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":[\"job-other\"]}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"\\u006aob-0a1b2c3d4e5f6g7h8i9j0k\"}}"),
     ONE(ZIMPORT_OK)},
    /* The last of several counts. */
    {LIT("{\"code\":80001,\"code\":200," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"code\":80001," GOOD_DATA "}"), ONE(ZIMPORT_UNAUTHORIZED)},
    {LIT("{\"code\":true,\"code\":200," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"code\":true," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":7," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":null," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200," GOOD_DATA ",\"data\":null}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200," GOOD_DATA ",\"data\":{}}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200," GOOD_DATA ",\"data\":[]}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":\"x\",\"readyPercentage\":0.5}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"readyPercentage\":\"x\"}}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"x\",\"jobId\":\"" JOB "\"}}"), ONE(ZIMPORT_OK)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"" JOB "\",\"jobId\":\"x\"}}"),
     ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"jobId\":\"x\"}," GOOD_DATA "}"), ONE(ZIMPORT_OK)},
    /* About another job. */
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"job-other\"}}"), ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"" JOB "x\"}}"), ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"JOB-0a1b2c3d4e5f6g7h8i9j0k\"}}"),
     ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"" JOB "\\u0000\"}}"),
     ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"jobId\":\"job-other\",\"errorMessage\":\"e\"}}"), ONE(ZIMPORT_REPLY_OTHER_JOB)},
    {LIT("{\"code\":200,\"data\":{\"jobID\":\"job-other\",\"errorMessage\":\"e\"}}"), ONE(ZIMPORT_REPLY_OTHER_JOB)},
    /* Nothing told. */
    {LIT("{\"code\":200}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":0}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200,\"data\":null}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200,\"data\":{}}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200,\"data\":{\"x\":1}}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200,\"message\":\"The token is illegal.\"}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":\"0\",\"message\":\"m\"}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    {LIT("{\"code\":200,\"Data\":{\"readyPercentage\":0.5}}"), ONE(ZIMPORT_REPLY_NO_DATA)},
    /* No code. */
    {LIT("{}"), ONE(ZIMPORT_REPLY_NO_CODE)},
    {LIT("{" GOOD_DATA "}"), ONE(ZIMPORT_REPLY_NO_CODE)},
    {LIT("{\"message\":\"m\"}"), ONE(ZIMPORT_REPLY_NO_CODE)},
    {LIT("{\"Code\":200," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_NO_CODE)},
    {LIT("[]"), ONE(ZIMPORT_REPLY_NO_CODE) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("null"), ONE(ZIMPORT_REPLY_NO_CODE) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("200"), ONE(ZIMPORT_REPLY_NO_CODE) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("\"ok\""), ONE(ZIMPORT_REPLY_NO_CODE) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("[{\"code\":200," GOOD_DATA "}]"), ONE(ZIMPORT_REPLY_NO_CODE) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":null," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_NO_CODE) | ONE(ZIMPORT_REPLY_TYPE)},
    /* Wrong types. */
    {LIT("{\"code\":true," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":{}," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":[200]," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":\"\"," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":\"OK\"," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":\"200 \"," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":\"+200\"," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":\"0x0\"," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200.5," GOOD_DATA "}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":[]}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":[{\"readyPercentage\":0.5}]}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":\"x\"}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":7}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":true}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":\"0.5\"}}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":true}}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":[0.5]}}"), ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":200,\"data\":{\"readyPercentage\":{}}}"), ONE(ZIMPORT_REPLY_TYPE)},
    /* Codes that are no success; digits that do not fit are never 0 or 200 by wrapping. */
    {LIT("{\"code\":201," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":1," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":-200," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":4294967296," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":4294967496," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":9223372036854775808," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":18446744073709551615," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":18446744073709551616," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    {LIT("{\"code\":\"18446744073709551816\"," GOOD_DATA "}"), ONE(ZIMPORT_REFUSED) | ONE(ZIMPORT_REPLY_TYPE)},
    /* The services' own. */
    {LIT("{\"code\":90144,\"message\":\"no such job\"}"), ONE(ZIMPORT_NOT_FOUND)},
    {LIT("{\"code\":\"90144\",\"message\":\"no such job\"}"), ONE(ZIMPORT_NOT_FOUND)},
    {LIT("{\"code\":90144," GOOD_DATA "}"), ONE(ZIMPORT_NOT_FOUND)},
    {LIT("{\"code\":90144,\"data\":null}"), ONE(ZIMPORT_NOT_FOUND)},
    {LIT("{\"code\":80001}"), ONE(ZIMPORT_UNAUTHORIZED)},
    {LIT("{\"code\":80002}"), ONE(ZIMPORT_UNAUTHORIZED)},
    {LIT("{\"code\":40022}"), ONE(ZIMPORT_UNAUTHORIZED)},
    {LIT("{\"code\":40021}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":80020}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":90102}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":90117}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":90103}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":90104}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":80000}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":99999}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":2147483648}"), ONE(ZIMPORT_REFUSED)},
    {LIT("{\"code\":4294967295}"), ONE(ZIMPORT_REFUSED)},
    /* Not JSON. */
    {LIT(""), ONE(ZIMPORT_JSON_EARLY)},
    {LIT("<html>"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":200," GOOD_DATA ",}"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":200," GOOD_DATA "}{}"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":200,\"data\":{\"fileName\":\"\xff\"}}"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":200,\"data\":{\"fileName\":\"\n\"}}"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":true,\"data\":{\"fileName\":\"\n\"}}"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":80001,\"message\":\"\n\"}"), ONE(ZIMPORT_JSON_SYNTAX)},
    {LIT("{\"code\":90144"), ONE(ZIMPORT_JSON_EARLY)},
};
/* clang-format on */

static size_t wrong;

static void check(zimport_view body, uint16_t http, uint64_t statuses) {
    static reply_result result;
    reply_run_all(&zimport_v1, &result, body, http, ZIMPORT_VALUE_MIN);
    if ((statuses & ONE(result.status)) == 0) {
        print_error("%d (%s) with HTTP %u\n    in case: %s\n", result.status, zimport_status_text(result.status), http,
                    show(body));
        wrong++;
    }
}

static void kinds_of_answers(void **state) {
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < COUNT(with_200); i++) {
        check(with_200[i].body, 200, with_200[i].statuses);
        check(with_200[i].body, i % 2 == 0 ? 201 : 299, with_200[i].statuses);
    }
    assert_int_equal(wrong, 0);
}

static void http_statuses(void **state) {
    (void)state;
    wrong = 0;
    zimport_view good = VIEW("{\"code\":200," GOOD_DATA "}");
    zimport_view no_job = VIEW("{\"code\":90144,\"message\":\"no such job\"}");
    zimport_view bad_key = VIEW("{\"code\":80001}");
    zimport_view other = VIEW("{\"code\":99999}");
    zimport_view html = VIEW("<html>");
    zimport_view behind_a_code = VIEW("{\"code\":90144,\"message\":\"\n\"}");
    for (uint16_t http = 300; http < 600; http++) {
        uint64_t plain = ONE(ZIMPORT_REFUSED);
        if (http < 400) {
            plain = ONE(ZIMPORT_REDIRECTED);
        } else if (http == 401 || http == 403) {
            plain = ONE(ZIMPORT_UNAUTHORIZED);
        } else if (http == 408 || http == 425 || http == 429 ||
                   (http >= 500 && http != 501 && http != 505 && http != 511 && http != 525 && http != 526)) {
            plain = ONE(ZIMPORT_BUSY);
        }
        check(good, http, http == 404 ? plain | ONE(ZIMPORT_NOT_FOUND) : plain);
        check(other, http, http == 404 ? plain | ONE(ZIMPORT_NOT_FOUND) : plain);
        check(no_job, http, http < 400 ? plain : plain | ONE(ZIMPORT_NOT_FOUND));
        check(bad_key, http, http < 400 ? plain : plain | ONE(ZIMPORT_UNAUTHORIZED));
        /* Not JSON is exit 9, also with 404; what may be retried or is about the key, stays so. */
        check(html, http, plain | (http >= 400 && plain == ONE(ZIMPORT_REFUSED) ? JSON_BAD : 0));
        check(behind_a_code, http, plain | (http >= 400 && plain == ONE(ZIMPORT_REFUSED) ? JSON_BAD : 0));
        check(VIEW(""), http, plain | (http >= 400 && plain == ONE(ZIMPORT_REFUSED) ? JSON_BAD : 0));
    }
    /* No numbers that the reader lets through; never good all the same. */
    static const uint16_t odd[] = {0, 100, 199, 600, 65535};
    for (size_t i = 0; i < COUNT(odd); i++) {
        check(good, odd[i], ~ONE(ZIMPORT_OK));
    }
    check(no_job, 404, ONE(ZIMPORT_NOT_FOUND));
    check(no_job, 400, ONE(ZIMPORT_NOT_FOUND));
    check(bad_key, 400, ONE(ZIMPORT_UNAUTHORIZED));
    check(VIEW(""), 204, ONE(ZIMPORT_JSON_EARLY) | ONE(ZIMPORT_REPLY_NO_CODE));
    assert_int_equal(wrong, 0);
}

static void what_an_error_carries(void **state) {
    (void)state;
    static reply_result result;
    reply_run_all(&zimport_v1, &result, VIEW("{\"code\":90144,\"message\":\"no \\u00e9 job\"}"), 200,
                  ZIMPORT_VALUE_MIN);
    assert_true(result.answer.has_code);
    assert_int_equal(result.answer.code, 90144);
    reply_check_text(&result.answer.message, "no \xc3\xa9 job", "message");
    reply_run_all(&zimport_v1, &result, VIEW("{\"message\":\"first\",\"code\":\"80001\",\"message\":\"last\"}"), 200,
                  ZIMPORT_VALUE_MIN);
    assert_true(result.answer.has_code);
    assert_int_equal(result.answer.code, 80001);
    reply_check_text(&result.answer.message, "last", "message");
    assert_non_null(zimport_code_advice(&result.answer, zimport_v1_words));
    reply_run_all(&zimport_v1, &result, VIEW("{\"code\":-17}"), 200, ZIMPORT_VALUE_MIN);
    assert_true(!result.answer.has_code || result.answer.code == -17);
    reply_run_all(&zimport_v1, &result, VIEW("{\"message\":17}"), 502, ZIMPORT_VALUE_MIN);
    assert_false(result.answer.has_code);
    reply_check_text(&result.answer.message, NULL, "message");
    reply_run_all(&zimport_v1, &result, VIEW("{\"code\":424242}"), 200, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.answer.code, 424242);
    assert_null(zimport_code_advice(&result.answer, zimport_v1_words));
    /* The wrong region is the mistake that is made most: it comes with advice. */
    reply_run_all(&zimport_v1, &result, VIEW("{\"code\":90102}"), 200, ZIMPORT_VALUE_MIN);
    assert_non_null(zimport_code_advice(&result.answer, zimport_v1_words));
    reply_run_all(&zimport_v1, &result, VIEW("{\"code\":90117}"), 200, ZIMPORT_VALUE_MIN);
    assert_non_null(zimport_code_advice(&result.answer, zimport_v1_words));
}

static void an_answer_starts_afresh(void **state) {
    (void)state;
    static reply_result result;
    zimport_decoder decoder;
    char memory[ZIMPORT_VALUE_MIN];
    reply_begin(&result, TEXT_MAX);
    static const char *const bodies[] = {
        "{\"code\":80001,\"message\":\"m\",\"data\":{\"readyPercentage\":0.5,\"fileName\":\"f\",\"fileSize\":7,"
        "\"collectionName\":\"c\",\"completeTime\":\"t\",\"errorMessage\":\"e\",\"details\":[{\"fileSize\":1,"
        "\"fileSize\":1,"
        "\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,"
        "\"fileSize\":1,\"fileSize\":1,\"fileSize\":1,\"fileSize\":1}]}}",
        "{\"code\":200,\"data\":{\"readyPercentage\":0.25}}"};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        zimport_decoder_init(&decoder,
                             &(zimport_question){.operation = &zimport_operation_progress,
                                                 .dialect = &zimport_v1,
                                                 .job = VIEW(JOB),
                                                 .subject = &result.progress},
                             &result.answer, NULL, memory, sizeof memory);
        assert_int_equal(zimport_decoder_feed(&decoder, zimport_view_of(bodies[i])), ZIMPORT_OK);
        (void)zimport_decoder_end(&decoder, 200);
    }
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.answer.code, 200);
    assert_null(zimport_code_advice(&result.answer, zimport_v1_words));
    assert_int_equal(result.progress.state, ZIMPORT_IMPORTING);
    assert_int_equal(result.progress.percent, 2500);
    assert_int_equal(result.progress.files, 0);
    assert_int_equal(result.progress.files_cut, 0);
    assert_false(result.progress.file_size.given);
    assert_false(result.progress.file_name.given || result.progress.collection.given || result.progress.reason.given ||
                 result.progress.complete_time.given || result.answer.message.given);
    assert_ptr_equal(result.progress.file_name.data, result.texts[1]);
}

/* Cut codes and ids are not taken for what their beginning says. */
static void values_that_are_cut(void **state) {
    (void)state;
    static reply_result result;
    static char body[1024];
    static const char *const codes[] = {"\"%0*d0\"", "\"%0*d\"", "2%0*d"};
    for (size_t i = 0; i < COUNT(codes); i++) {
        char code[512];
        (void)snprintf(code, sizeof code, codes[i], 300, 0);
        (void)snprintf(body, sizeof body, "{\"code\":%s," GOOD_DATA "}", code);
        reply_run_all(&zimport_v1, &result, zimport_view_of(body), 200, ZIMPORT_VALUE_MIN);
        CHECK(result.status == ZIMPORT_REPLY_TYPE || result.status == ZIMPORT_REFUSED, body);
    }
    /* An id of the greatest size, and another one that begins with it. */
    for (int extra = 0; extra <= 1; extra++) {
        char job[ZIMPORT_ID_MAX + 2];
        zimport_decoder decoder;
        char memory[ZIMPORT_VALUE_MIN];
        memset(job, 'j', sizeof job);
        job[ZIMPORT_ID_MAX + extra] = '\0';
        (void)snprintf(body, sizeof body, "{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"jobId\":\"%s\"}}", job);
        reply_begin(&result, TEXT_MAX);
        zimport_decoder_init(&decoder,
                             &(zimport_question){.operation = &zimport_operation_progress,
                                                 .dialect = &zimport_v1,
                                                 .job = (zimport_view){job, ZIMPORT_ID_MAX},
                                                 .subject = &result.progress},
                             &result.answer, NULL, memory, sizeof memory);
        (void)zimport_decoder_feed(&decoder, zimport_view_of(body));
        CHECK_STATUS(zimport_decoder_end(&decoder, 200), extra == 0 ? ZIMPORT_OK : ZIMPORT_REPLY_OTHER_JOB, job);
    }
}

static void the_table_of_codes(void **state) {
    (void)state;
    static const unsigned codes[] = {40021, 40022, 80001, 80002, 80020, 90102, 90103, 90104, 90117, 90144};
    for (size_t i = 0; i < COUNT(codes); i++) {
        size_t found = 0;
        for (size_t row = 0; row < zimport_v1.code_count; row++) {
            found += zimport_v1.codes[row].code == codes[i];
        }
        assert_int_equal(found, 1);
    }
    assert_true(zimport_v1.key_required && zimport_v1.cluster_required);
    assert_string_equal(zimport_v1.name, "v1");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_answers),      cmocka_unit_test(http_statuses),
        cmocka_unit_test(what_an_error_carries), cmocka_unit_test(an_answer_starts_afresh),
        cmocka_unit_test(values_that_are_cut),   cmocka_unit_test(the_table_of_codes),
    };
    return cmocka_run_group_tests_name("v1, answer", tests, NULL, NULL);
}
