/* SPDX-License-Identifier: Apache-2.0 */
/* Shown on a table like v1's that counts to 100 and leaves the state open. */
#include "reply_run.h"

static void decode(reply_result *result, zimport_view body, zimport_on_file on_file) {
    static char memory[512];
    zimport_decoder decoder;
    zimport_dialect dialect = zimport_v1;
    dialect.fraction = false;
    dialect.states = &zimport_dialect_words_states;
    dialect.rows = &zimport_dialect_rows;
    reply_begin(result, TEXT_MAX);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = &zimport_operation_progress,
                                             .dialect = &dialect,
                                             .job = VIEW(JOB),
                                             .subject = &result->progress},
                         &result->answer, on_file != NULL ? FILES(on_file, result) : NULL, memory, sizeof memory);
    (void)zimport_decoder_feed(&decoder, body);
    result->status = zimport_decoder_end(&decoder, 200);
}

/* api.md 0, point 4: 1 is 100 % for one dialect and 1 % for the other. */
static void the_scale_is_the_dialects(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view body;
        int32_t percent;
    } table[] = {
        {LIT(DATA("\"readyPercentage\":0")), 0},
        {LIT(DATA("\"readyPercentage\":1")), 100},
        {LIT(DATA("\"readyPercentage\":0.5")), 50},
        {LIT(DATA("\"readyPercentage\":0.009")), 0},
        {LIT(DATA("\"readyPercentage\":0.29")), 29},
        {LIT(DATA("\"readyPercentage\":40")), 4000},
        {LIT(DATA("\"readyPercentage\":99.999")), 9999},
        {LIT(DATA("\"readyPercentage\":100")), 10000},
        {LIT(DATA("\"readyPercentage\":101")), 10000},
        {LIT(DATA("\"readyPercentage\":1e9")), 10000},
        {LIT(DATA("\"readyPercentage\":-1")), 0},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        decode(&result, table[i].body, reply_row);
        CHECK_STATUS(result.status, ZIMPORT_OK, show(table[i].body));
        CHECK_EQUAL(result.progress.percent, table[i].percent, show(table[i].body));
    }
}

/* Not from the percentage, not from a reason. */
static void the_state_is_not_derived(void **state) {
    (void)state;
    static reply_result result;
    decode(&result, VIEW(DATA("\"readyPercentage\":100,\"details\":[{\"readyPercentage\":100}]")), reply_row);
    assert_int_equal(result.progress.state, ZIMPORT_UNKNOWN);
    CHECK_VIEW(reply_rows(&result), VIEW("0 Unknown 10000 - - - -\n"), "rows");
    decode(&result, VIEW(DATA("\"readyPercentage\":40,\"errorMessage\":\"e\"")), reply_row);
    assert_int_equal(result.progress.state, ZIMPORT_UNKNOWN);
    reply_check_text(&result.progress.reason, "e", "its own reason");
}

/* A file's reason stands in only if the job failed; rows are always counted. */
static void rows_without_a_callback(void **state) {
    (void)state;
    static reply_result result;
    static const zimport_view body = LIT(DATA("\"details\":[{\"errorMessage\":\"f\"},{}],\"readyPercentage\":40"));
    decode(&result, body, NULL);
    assert_int_equal(result.status, ZIMPORT_OK);
    assert_int_equal(result.progress.files, 2);
    reply_check_text(&result.progress.reason, NULL, "not failed");
    decode(&result, body, reply_row);
    assert_int_equal(result.progress.files, 2);
    reply_check_text(&result.progress.reason, NULL, "not failed");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scale_is_the_dialects),
        cmocka_unit_test(the_state_is_not_derived),
        cmocka_unit_test(rows_without_a_callback),
    };
    return cmocka_run_group_tests_name("dialect", tests, NULL, NULL);
}
