/* SPDX-License-Identifier: Apache-2.0 */
/* Each code of api.md 1.7, 2.7 and 3.5 against the tables. */
#include "reply_run.h"

typedef struct code_case {
    int32_t code;
    zimport_status status;
} code_case;

/* api.md 1.7. */
static const code_case v1_codes[] = {
    {10003, ZIMPORT_REFUSED},      {40003, ZIMPORT_REFUSED},      {40021, ZIMPORT_REFUSED},
    {40022, ZIMPORT_UNAUTHORIZED}, {47005, ZIMPORT_REFUSED},      {47035, ZIMPORT_REFUSED},
    {47036, ZIMPORT_REFUSED},      {47039, ZIMPORT_REFUSED},      {47053, ZIMPORT_REFUSED},
    {47055, ZIMPORT_REFUSED},      {63032, ZIMPORT_REFUSED},      {80000, ZIMPORT_REFUSED},
    {80001, ZIMPORT_UNAUTHORIZED}, {80002, ZIMPORT_UNAUTHORIZED}, {80003, ZIMPORT_REFUSED},
    {80004, ZIMPORT_REFUSED},      {80020, ZIMPORT_REFUSED},      {80021, ZIMPORT_REFUSED},
    {80022, ZIMPORT_REFUSED},      {83001, ZIMPORT_REFUSED},      {83004, ZIMPORT_REFUSED},
    {90011, ZIMPORT_REFUSED},      {90102, ZIMPORT_REFUSED},      {90103, ZIMPORT_REFUSED},
    {90104, ZIMPORT_REFUSED},      {90117, ZIMPORT_REFUSED},      {90142, ZIMPORT_REFUSED},
    {90144, ZIMPORT_NOT_FOUND},    {90145, ZIMPORT_REFUSED},
};

/* 96012 to 96016 and 96027 are about rights; 96018, a cluster that does not exist, is no missing job (cli.md). */
static const code_case v2_codes[] = {
    {21119, ZIMPORT_UNAUTHORIZED}, {96001, ZIMPORT_REFUSED},      {96005, ZIMPORT_REFUSED},
    {96008, ZIMPORT_REFUSED},      {96009, ZIMPORT_REFUSED},      {96012, ZIMPORT_UNAUTHORIZED},
    {96013, ZIMPORT_UNAUTHORIZED}, {96014, ZIMPORT_UNAUTHORIZED}, {96015, ZIMPORT_UNAUTHORIZED},
    {96016, ZIMPORT_UNAUTHORIZED}, {96018, ZIMPORT_REFUSED},      {96021, ZIMPORT_REFUSED},
    {96022, ZIMPORT_REFUSED},      {96025, ZIMPORT_REFUSED},      {96026, ZIMPORT_NOT_FOUND},
    {2101, ZIMPORT_NOT_FOUND},     {96027, ZIMPORT_UNAUTHORIZED}, {96036, ZIMPORT_REFUSED},
};

/* Busy are those retriable by the server's own flags, its time limit, and what a restart shows: nodes that are gone,
 * and what was given up or not expected (api.md 9). */
static const code_case milvus_codes[] = {
    {1, ZIMPORT_BUSY},
    {2, ZIMPORT_BUSY},
    {4, ZIMPORT_BUSY},
    {8, ZIMPORT_BUSY},
    {12, ZIMPORT_BUSY},
    {100, ZIMPORT_REFUSED},
    {106, ZIMPORT_BUSY},
    {800, ZIMPORT_REFUSED},
    {901, ZIMPORT_BUSY},
    {902, ZIMPORT_BUSY},
    {903, ZIMPORT_BUSY},
    {904, ZIMPORT_BUSY},
    {905, ZIMPORT_BUSY},
    {906, ZIMPORT_BUSY},
    {1100, ZIMPORT_REFUSED},
    {1400, ZIMPORT_UNAUTHORIZED},
    {1401, ZIMPORT_UNAUTHORIZED},
    {1800, ZIMPORT_UNAUTHORIZED},
    {1801, ZIMPORT_REFUSED},
    {1802, ZIMPORT_REFUSED},
    {1807, ZIMPORT_BUSY},
    {2100, ZIMPORT_NOT_FOUND},
    {2101, ZIMPORT_NOT_FOUND},
    {10000, ZIMPORT_BUSY},
    {10001, ZIMPORT_BUSY},
    {65535, ZIMPORT_BUSY},
};

static const struct {
    const zimport_dialect *dialect;
    const code_case *codes;
    size_t count;
    const char *words;
} tables[] = {
    {&zimport_v1, v1_codes, COUNT(v1_codes), zimport_v1_words},
    {&zimport_v2, v2_codes, COUNT(v2_codes), zimport_v2_words},
    {&zimport_milvus, milvus_codes, COUNT(milvus_codes), zimport_milvus_words},
};

static const char *advice_of(const zimport_dialect *dialect, const zimport_answer *answer) {
    size_t t = 0;
    while (tables[t].dialect != dialect) {
        t++;
    }
    return zimport_code_advice(answer, tables[t].words);
}

static const char *label_of(const zimport_dialect *dialect, int32_t code) {
    static char label[32];
    (void)snprintf(label, sizeof label, "%s %ld", dialect->name, (long)code);
    return label;
}

static void the_tables(void **state) {
    (void)state;
    for (size_t t = 0; t < COUNT(tables); t++) {
        const zimport_dialect *dialect = tables[t].dialect;
        assert_int_equal(dialect->code_count, tables[t].count);
        for (size_t i = 0; i < tables[t].count; i++) {
            const char *label = label_of(dialect, tables[t].codes[i].code);
            size_t found = 0;
            for (size_t row = 0; row < dialect->code_count; row++) {
                if (dialect->codes[row].code == (unsigned)tables[t].codes[i].code) {
                    CHECK_STATUS(dialect->codes[row].status, tables[t].codes[i].status, label);
                    found++;
                }
            }
            CHECK_EQUAL(found, 1, label);
        }
    }
}

/* Also where several codes share one. */
static void the_sentences(void **state) {
    (void)state;
    static const struct {
        const zimport_dialect *dialect;
        int32_t code;
        const char *advice;
    } all[] = {
        {&zimport_v1, 10003, "give an object URL such as s3://bucket/folder/"},
        {&zimport_v1, 40003, "the cluster must be running: check its status"},
        {&zimport_v1, 40021, "there is no such cluster: check the cluster id"},
        {&zimport_v1, 40022, "the key has no access to this cluster: ask its administrator"},
        {&zimport_v1, 47005, "there is no such collection: check its name, or create it first"},
        {&zimport_v1, 47035, "split the file: it is larger than allowed"},
        {&zimport_v1, 47036, "NumPy needs exactly one file for each field of the collection"},
        {&zimport_v1, 47039, "only one import at a time: wait for the other one to end"},
        {&zimport_v1, 47055, "only one import at a time: wait for the other one to end"},
        {&zimport_v1, 47053, "check the files against the collection's schema"},
        {&zimport_v1, 63032, "there is no such cloud: check the region"},
        {&zimport_v1, 80000, "a parameter is wrong: check the ids, and the object URL"},
        {&zimport_v1, 80001, "check the API key"},
        {&zimport_v1, 80002, "check the API key"},
        {&zimport_v1, 80003, "a page has 5 to 100 jobs"},
        {&zimport_v1, 80004, "pages are counted from 1"},
        {&zimport_v1, 80020, "check the cluster id, and that the key may see the cluster"},
        {&zimport_v1, 80021, "serverless clusters do not offer this"},
        {&zimport_v1, 80022, "dedicated clusters do not offer this"},
        {&zimport_v1, 83001, "check the object URL, and that its keys may read it"},
        {&zimport_v1, 83004, "the files must lie in the cloud of the cluster"},
        {&zimport_v1, 90011, "check the collection's name"},
        {&zimport_v1, 90102, "the cluster is not in this region: check the region or endpoint"},
        {&zimport_v1, 90103, "the cluster id is empty"},
        {&zimport_v1, 90104, "the cluster id is empty"},
        {&zimport_v1, 90117, "the host does not serve this region: check the region or endpoint"},
        {&zimport_v1, 90142, "there is nothing to import at the object URL"},
        {&zimport_v1, 90144, "check the job id, and that the job belongs to this cluster"},
        {&zimport_v1, 90145, "the object URL names no object"},
        {&zimport_v2, 21119, "check the API key"},
        {&zimport_v2, 96001, "check the region id"},
        {&zimport_v2, 96005, "check the project id"},
        {&zimport_v2, 96008, "a page has 1 to 100 jobs"},
        {&zimport_v2, 96009, "pages are counted from 1"},
        {&zimport_v2, 96012, "the key and the project are in different organizations"},
        {&zimport_v2, 96013, "the key needs the project or organization owner role"},
        {&zimport_v2, 96014, "the key and the cluster are in different organizations"},
        {&zimport_v2, 96015, "the key needs the project or organization owner role"},
        {&zimport_v2, 96016, "the key's scope does not include this cluster"},
        {&zimport_v2, 96018, "there is no such cluster: check the cluster id"},
        {&zimport_v2, 96021, "free clusters do not offer this"},
        {&zimport_v2, 96022, "serverless clusters do not offer this"},
        {&zimport_v2, 96025, "the cluster id is empty"},
        {&zimport_v2, 96026, "check the job id, and that the job belongs to this cluster"},
        {&zimport_v2, 2101, "check the job id, and that the job belongs to this cluster"},
        {&zimport_v2, 96027, "the key lacks permission: check its role and scope"},
        {&zimport_v2, 96036, "check the cluster id"},
        {&zimport_milvus, 1, "the server is starting: try again later"},
        {&zimport_milvus, 2, "try again later"},
        {&zimport_milvus, 4, "try again later"},
        {&zimport_milvus, 8, "try again later"},
        {&zimport_milvus, 12, "try again later"},
        {&zimport_milvus, 100, "check the collection's name, and give its database with --db"},
        {&zimport_milvus, 106, "the collection is being recovered: try again later"},
        {&zimport_milvus, 800, "there is no such database: check --db"},
        {&zimport_milvus, 1100, "Milvus's job ids are numbers: check the job id"},
        {&zimport_milvus, 1400, "give the right user:password or API key"},
        {&zimport_milvus, 1401, "the user lacks the privilege, or the database's name is missing: --db"},
        {&zimport_milvus, 1800, "give the right user:password or API key"},
        {&zimport_milvus, 1801, "the server cannot read the request: is this Milvus 2.4 or newer?"},
        {&zimport_milvus, 1802, "a parameter is missing: is this Milvus 2.4 or newer?"},
        {&zimport_milvus, 1807, "try again later"},
        {&zimport_milvus, 2100, "check the job id; a server forgets a job some hours after its end"},
        {&zimport_milvus, 901, "a node of the server is away: try again later"},
        {&zimport_milvus, 904, "a node of the server is away: try again later"},
        {&zimport_milvus, 2101, "check the job id; a server forgets a job some hours after its end"},
        {&zimport_milvus, 10000, "try again later, or look at the server's log"},
        {&zimport_milvus, 10001, "the server took too long: try again later"},
        {&zimport_milvus, 65535, "try again later, or look at the server's log"},
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        static reply_result result;
        char body[64];
        (void)snprintf(body, sizeof body, "{\"code\":%ld}", (long)all[i].code);
        reply_run(all[i].dialect, &result, zimport_view_of(body), 200, NULL, 0, ZIMPORT_VALUE_MIN);
        assert_non_null(advice_of(all[i].dialect, &result.answer));
        assert_string_equal(advice_of(all[i].dialect, &result.answer), all[i].advice);
    }
}

static void check_reply(const zimport_dialect *dialect, const code_case *want, const char *form, uint16_t http) {
    static reply_result result;
    static char body[128];
    (void)snprintf(body, sizeof body, form, (long)want->code);
    reply_run(dialect, &result, zimport_view_of(body), http, NULL, 0, ZIMPORT_VALUE_MIN);
    CHECK_STATUS(result.status, http == 401 || http == 403 ? ZIMPORT_UNAUTHORIZED : want->status, body);
    CHECK(result.answer.has_code && result.answer.code == want->code, body);
    const char *advice = advice_of(dialect, &result.answer);
    CHECK(advice != NULL && strlen(advice) > 10, body);
    CHECK_EQUAL(result.progress.percent, ZIMPORT_PERCENT_NONE, body);
    CHECK_EQUAL(zimport_status_advice(result.status) == ZIMPORT_DO_RETRY, result.status == ZIMPORT_BUSY, body);
}

/* A number or digits, with or without data, whatever the HTTP status. */
static void in_replies(void **state) {
    (void)state;
    static const char *const forms[] = {"{\"code\":%ld,\"message\":\"m\"}", "{\"message\":\"m\",\"code\":\"%ld\"}",
                                        "{\"code\":%ld,\"data\":{\"progress\":40,\"readyPercentage\":0.4}}"};
    static const uint16_t statuses[] = {200, 201, 400, 401, 403, 404, 408, 429, 500, 501, 503, 522, 526};
    for (size_t t = 0; t < COUNT(tables); t++) {
        for (size_t i = 0; i < tables[t].count; i++) {
            for (size_t n = 0; n < COUNT(forms) * COUNT(statuses); n++) {
                check_reply(tables[t].dialect, &tables[t].codes[i], forms[n % COUNT(forms)],
                            statuses[n / COUNT(forms)]);
            }
        }
    }
}

/* Neighbours of known codes, and other tables' codes: refused, without a sentence. */
static void other_codes(void **state) {
    (void)state;
    for (size_t t = 0; t < COUNT(tables); t++) {
        const zimport_dialect *dialect = tables[t].dialect;
        for (size_t other = 0; other < COUNT(tables); other++) {
            for (size_t n = 0; n < 3 * tables[other].count; n++) {
                static reply_result result;
                static char body[64];
                long code = (long)tables[other].codes[n / 3].code + (long)(n % 3) - 1;
                bool known = code == 0;
                for (size_t i = 0; i < tables[t].count; i++) {
                    known |= tables[t].codes[i].code == code;
                }
                (void)snprintf(body, sizeof body, "{\"code\":%ld}", code);
                reply_run(dialect, &result, zimport_view_of(body), 200, NULL, 0, ZIMPORT_VALUE_MIN);
                CHECK(known || result.status == ZIMPORT_REFUSED, label_of(dialect, (int32_t)code));
                CHECK(known || advice_of(dialect, &result.answer) == NULL, label_of(dialect, (int32_t)code));
            }
        }
    }
}

/* Any 64-bit number is a code; nothing larger, and no cut number. */
static void at_the_edges(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool given;
        int64_t code;
    } edges[] = {
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"18446744073709551615", false, 0},
        {"18446744073709551616", false, 0},
        {"-1", true, -1},
        {"-9223372036854775807", true, -INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"-9223372036854775809", false, 0},
        {"-18446744073709551615", false, 0},
        {"-18446744073709551616", false, 0},
        {"-1807", true, -1807},
        {"-0", true, 0},
        {"-0.0", false, 0},
        {"-1e3", false, 0},
        {"0", true, 0},
        {"\"-1\"", false, 0},
        {"\"9223372036854775807\"", true, INT64_MAX},
        {"\"9223372036854775808\"", false, 0},
        {"\"\"", false, 0},
    };
    for (size_t n = 0; n < COUNT(edges) * COUNT(tables); n++) {
        static reply_result result;
        const char *text = edges[n / COUNT(tables)].text;
        int64_t code = edges[n / COUNT(tables)].code;
        char body[64];
        (void)snprintf(body, sizeof body, "{\"code\":%s}", text);
        reply_run(tables[n % COUNT(tables)].dialect, &result, zimport_view_of(body), 200, NULL, 0, ZIMPORT_VALUE_MIN);
        CHECK_EQUAL(result.answer.has_code, edges[n / COUNT(tables)].given, text);
        CHECK(!result.answer.has_code || result.answer.code == code, text);
        CHECK_STATUS(result.status,
                     !result.answer.has_code ? ZIMPORT_REPLY_TYPE
                     : code == 0             ? ZIMPORT_REPLY_NO_DATA
                                             : ZIMPORT_REFUSED,
                     text);
    }
}

/* api.md 9. In a reply to a list or a start, "not found" and a wrong id (1100) are about the request, and so are what a
 * start's options can cause (1801, 1802): refused, without a sentence about a job or a server. Of a job to commit or
 * abort, 2100 is the state. */
static bool says_nothing(const zimport_operation *operation, const code_case *row) {
    bool request = operation == &zimport_operation_list || operation == &zimport_operation_start;

    return request ? row->status == ZIMPORT_NOT_FOUND || row->code == 1100 ||
                         (operation == &zimport_operation_start && (row->code == 1801 || row->code == 1802))
                   : row->code == 2100;
}

static void in_other_replies(void **state) {
    (void)state;
    static const zimport_operation *const operations[] = {&zimport_operation_list, &zimport_operation_start,
                                                          &zimport_operation_commit, &zimport_operation_abort};
    for (size_t n = 0; n < COUNT(tables) * COUNT(operations); n++) {
        size_t t = n / COUNT(operations);
        for (size_t i = 0; i < tables[t].count; i++) {
            char memory[ZIMPORT_VALUE_MIN];
            char body[64];
            zimport_list list = {.page = 1, .size = 10};
            zimport_start start = {.url_count = 0};
            zimport_answer answer = {.status = ZIMPORT_OK};
            zimport_decoder decoder;
            const zimport_operation *operation = operations[n % COUNT(operations)];
            void *result = operation == &zimport_operation_list ? (void *)&list : (void *)&start;
            bool nothing = says_nothing(operation, &tables[t].codes[i]);
            (void)snprintf(body, sizeof body, "{\"code\":%ld}", (long)tables[t].codes[i].code);
            zimport_decoder_init(
                &decoder,
                &(zimport_question){
                    .operation = operation, .dialect = tables[t].dialect, .job = VIEW(""), .subject = result},
                &answer, NULL, memory, sizeof memory);
            CHECK_STATUS(reply_feed(&decoder, zimport_view_of(body), i % 2 == 0 ? 200 : 500, NULL, 0),
                         nothing ? ZIMPORT_REFUSED : tables[t].codes[i].status, body);
            CHECK_EQUAL(advice_of(tables[t].dialect, &answer) == NULL, nothing, body);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_edges), cmocka_unit_test(the_tables),  cmocka_unit_test(the_sentences),
        cmocka_unit_test(in_replies),   cmocka_unit_test(other_codes), cmocka_unit_test(in_other_replies),
    };
    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
