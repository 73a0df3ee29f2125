/* SPDX-License-Identifier: Apache-2.0 */
/* Whole results in the formats that scripts rely on, byte for byte. */
#include "api/judge.h"
#include "cli/output/format.h"
#include "cli_run.h"

static spool rows;
static char rows_memory[4096];

static zimport_text text_of(zimport_view view) {
    return (zimport_text){
        .data = (char *)(uintptr_t)view.data, .size = view.size, .capacity = view.size, .given = true};
}

static zimport_number number_of(uint64_t value) {
    return (zimport_number){value, true};
}

static zimport_progress full(void) {
    return (zimport_progress){.state = ZIMPORT_FAILED,
                              .percent = 3333,
                              .file_size = number_of(UINT64_MAX),
                              .imported_rows = number_of(0),
                              .total_rows = number_of(5979),
                              .collection = text_of(VIEW("a,\"b\"")),
                              .file_name = text_of(VIEW("it's\n\0\x1b[2J")),
                              .complete_time = text_of(VIEW("2023-10-28T06:51:49Z")),
                              .reason = text_of(VIEW("key s3cr3t \xc2\x9b")),
                              .files = 2};
}

static zimport_progress empty(void) {
    return (zimport_progress){.percent = ZIMPORT_PERCENT_NONE};
}

/* Null for a time and a reason, "" for a name. */
static zimport_progress blank(void) {
    return (zimport_progress){.percent = 0,
                              .state = ZIMPORT_PENDING,
                              .collection = text_of(VIEW("")),
                              .file_name = text_of(VIEW("")),
                              .complete_time = text_of(VIEW("")),
                              .reason = text_of(VIEW(""))};
}

static void write_rows(const format *f) {
    const zimport_file files[] = {
        {.index = 0,
         .state = ZIMPORT_IMPORTING,
         .percent = 8000,
         .file_size = {52428800, true},
         .file_name = LIT("s3://b/1,\"x\""),
         .complete_time = {NULL, 0},
         .reason = {NULL, 0}},
        {.index = 1, .percent = ZIMPORT_PERCENT_NONE, .file_name = {NULL, 0}, .reason = LIT("s3cr3t\t!")},
    };

    spool_init(&rows, rows_memory, sizeof rows_memory);
    for (size_t i = 0; i < COUNT(files); i++) {
        f->row(&rows.out, VIEW("job-1"), &files[i], i == 0);
    }
}

static void check_result(const format *f, zimport_progress progress, spool *of_files, const char *expected) {
    out to = memory_out();
    result r = {.job = VIEW("job-1"),
                .cluster = VIEW("in01-x"),
                .api = "v1",
                .progress = &progress,
                .rows = of_files,
                .first = true};

    f->result(&to, &r);
    CHECK_VIEW(written(&to), zimport_view_of(expected), "result");
}

static void json(void **state) {
    (void)state;
    check_result(
        &format_json, full(), NULL,
        "{\"jobId\":\"job-1\",\"clusterId\":\"in01-x\",\"collectionName\":\"a,\\\"b\\\"\",\"state\":\"Failed\","
        "\"progress\":33.33,\"fileName\":\"it's\\n\\u0000\\u001b[2J\",\"fileSize\":18446744073709551615,"
        "\"importedRows\":0,\"totalRows\":5979,\"completeTime\":\"2023-10-28T06:51:49Z\","
        "\"reason\":\"key *** \xc2\x9b\",\"api\":\"v1\",\"createTime\":null,\"phase\":null}\n");
    check_result(&format_json, empty(), NULL,
                 "{\"jobId\":\"job-1\",\"clusterId\":\"in01-x\",\"collectionName\":null,\"state\":\"Unknown\","
                 "\"progress\":null,\"fileName\":null,\"fileSize\":null,\"importedRows\":null,\"totalRows\":null,"
                 "\"completeTime\":null,\"reason\":null,\"api\":\"v1\",\"createTime\":null,\"phase\":null}\n");
    check_result(&format_json, blank(), NULL,
                 "{\"jobId\":\"job-1\",\"clusterId\":\"in01-x\",\"collectionName\":\"\",\"state\":\"Pending\","
                 "\"progress\":0,\"fileName\":\"\",\"fileSize\":null,\"importedRows\":null,\"totalRows\":null,"
                 "\"completeTime\":null,\"reason\":null,\"api\":\"v1\",\"createTime\":null,\"phase\":null}\n");
}

static void json_files(void **state) {
    (void)state;
    spool_init(&rows, rows_memory, sizeof rows_memory);
    check_result(
        &format_json, empty(), &rows,
        "{\"jobId\":\"job-1\",\"clusterId\":\"in01-x\",\"collectionName\":null,\"state\":\"Unknown\","
        "\"progress\":null,\"fileName\":null,\"fileSize\":null,\"importedRows\":null,\"totalRows\":null,"
        "\"completeTime\":null,\"reason\":null,\"api\":\"v1\",\"createTime\":null,\"phase\":null,\"details\":[]}\n");
    write_rows(&format_json);
    check_result(&format_json, empty(), &rows,
                 "{\"jobId\":\"job-1\",\"clusterId\":\"in01-x\",\"collectionName\":null,\"state\":\"Unknown\","
                 "\"progress\":null,\"fileName\":null,\"fileSize\":null,\"importedRows\":null,\"totalRows\":null,"
                 "\"completeTime\":null,\"reason\":null,\"api\":\"v1\",\"createTime\":null,\"phase\":null,\"details\":["
                 "{\"fileName\":\"s3://b/1,\\\"x\\\"\",\"fileSize\":52428800,\"state\":\"Importing\",\"progress\":80,"
                 "\"importedRows\":null,\"totalRows\":null,\"completeTime\":null,\"reason\":null},"
                 "{\"fileName\":null,\"fileSize\":null,\"state\":\"Unknown\",\"progress\":null,"
                 "\"importedRows\":null,\"totalRows\":null,\"completeTime\":null,\"reason\":\"***\\t!\"}]}\n");
}

static void csv(void **state) {
    (void)state;
    out to = memory_out();

    format_csv.begin(&to, false);
    CHECK_VIEW(written(&to),
               VIEW("jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,"
                    "completeTime,reason,api,createTime,phase\r\n"),
               "header");
    check_result(&format_csv, full(), NULL,
                 "job-1,in01-x,\"a,\"\"b\"\"\",Failed,33.33,it's\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD[2J,"
                 "18446744073709551615,0,5979,2023-10-28T06:51:49Z,key *** \xEF\xBF\xBD,v1,,\r\n");
    check_result(&format_csv, empty(), NULL, "job-1,in01-x,,Unknown,,,,,,,,v1,,\r\n");
}

static void csv_files(void **state) {
    (void)state;
    out to = memory_out();

    format_csv.begin(&to, true);
    CHECK_VIEW(written(&to),
               VIEW("jobId,fileName,fileSize,state,progress,importedRows,totalRows,completeTime,reason\r\n"), "header");
    write_rows(&format_csv);
    check_result(&format_csv, full(), &rows,
                 "job-1,\"s3://b/1,\"\"x\"\"\",52428800,Importing,80,,,,\r\n"
                 "job-1,,,Unknown,,,,,***\xEF\xBF\xBD!\r\n");
    check_result(&format_csv, full(), NULL, "");
}

static void env(void **state) {
    (void)state;
    check_result(&format_env, full(), NULL,
                 "ZIMPORT_JOB_ID='job-1'\nZIMPORT_STATE='Failed'\nZIMPORT_PROGRESS='33.33'\n"
                 "ZIMPORT_COLLECTION_NAME='a,\"b\"'\nZIMPORT_FILE_NAME='it'\\''s\n\x1b[2J'\n"
                 "ZIMPORT_FILE_SIZE='18446744073709551615'\nZIMPORT_IMPORTED_ROWS='0'\nZIMPORT_TOTAL_ROWS='5979'\n"
                 "ZIMPORT_COMPLETE_TIME='2023-10-28T06:51:49Z'\nZIMPORT_REASON='key *** \xc2\x9b'\n"
                 "ZIMPORT_CREATE_TIME=''\nZIMPORT_PHASE=''\n");
    check_result(&format_env, empty(), NULL,
                 "ZIMPORT_JOB_ID='job-1'\nZIMPORT_STATE='Unknown'\nZIMPORT_PROGRESS=''\n"
                 "ZIMPORT_COLLECTION_NAME=''\nZIMPORT_FILE_NAME=''\nZIMPORT_FILE_SIZE=''\nZIMPORT_IMPORTED_ROWS=''\n"
                 "ZIMPORT_TOTAL_ROWS=''\nZIMPORT_COMPLETE_TIME=''\nZIMPORT_REASON=''\n"
                 "ZIMPORT_CREATE_TIME=''\nZIMPORT_PHASE=''\n");
}

static void text(void **state) {
    (void)state;
    check_result(&format_text, full(), NULL,
                 "Job         job-1\nState       Failed, 33.33 %\nCollection  a,\"b\"\nFile        it's???[2J\n"
                 "Size        15.9 EiB (18,446,744,073,709,551,615 bytes)\nRows        0 of 5,979\n"
                 "Completed   2023-10-28T06:51:49Z\nReason      key *** ?\n");
    check_result(&format_text, blank(), NULL, "Job         job-1\nState       Pending, 0 %\n");
}

/* Only where the server can know; data formats keep them. */
static void zeros(void **state) {
    (void)state;
    static const struct {
        zimport_state state;
        zimport_number size, imported, total;
        const char *lines;
    } table[] = {
        {ZIMPORT_PENDING, {0, true}, {0, true}, {0, true}, "Pending, 10 %\n"},
        {ZIMPORT_IMPORTING, {0, true}, {0, true}, {0, true}, "Importing, 10 %\n"},
        {ZIMPORT_IMPORTING, {0, true}, {0, false}, {0, true}, "Importing, 10 %\n"},
        {ZIMPORT_IMPORTING,
         {9, true},
         {0, true},
         {5, true},
         "Importing, 10 %\nSize        9 bytes\nRows        0 of 5\n"},
        {ZIMPORT_IMPORTING, {1, true}, {7, true}, {0, true}, "Importing, 10 %\nSize        1 byte\nRows        7\n"},
        {ZIMPORT_FAILED, {0, true}, {0, true}, {0, true}, "Failed, 10 %\nReason      none given\n"},
        {ZIMPORT_COMPLETED,
         {0, true},
         {0, true},
         {0, true},
         "Completed, 10 %\nSize        0 bytes\nRows        0 of 0\n"},
        {ZIMPORT_UNCOMMITTED,
         {0, true},
         {0, true},
         {0, true},
         "Uncommitted, 10 %; not committed, will not finish by itself\nSize        0 bytes\nRows        0 of 0\n"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_progress progress = {.state = table[i].state,
                                     .percent = 1000,
                                     .file_size = table[i].size,
                                     .imported_rows = table[i].imported,
                                     .total_rows = table[i].total};
        char expected[200];

        snprintf(expected, sizeof expected, "Job         job-1\nState       %s", table[i].lines);
        check_result(&format_text, progress, NULL, expected);
    }
    zimport_progress progress = {
        .state = ZIMPORT_PENDING, .percent = 0, .file_size = {0, true}, .total_rows = {0, true}};
    check_result(&format_json, progress, NULL,
                 "{\"jobId\":\"job-1\",\"clusterId\":\"in01-x\",\"collectionName\":null,\"state\":\"Pending\","
                 "\"progress\":0,\"fileName\":null,\"fileSize\":0,\"importedRows\":null,\"totalRows\":0,"
                 "\"completeTime\":null,\"reason\":null,\"api\":\"v1\",\"createTime\":null,\"phase\":null}\n");
}

static void text_files(void **state) {
    (void)state;
    write_rows(&format_text);
    check_result(&format_text, blank(), &rows,
                 "Job         job-1\nState       Pending, 0 %\n"
                 "STATE        PROGRESS        SIZE  FILE          REASON\n"
                 "Importing        80 %    50.0 MiB  s3://b/1,\"x\"\n"
                 "Unknown                                          ***?!\n");
}

static void check_failure(failure f, const char *line, const char *object) {
    out to = memory_out();

    failure_line(&to, &f);
    CHECK_VIEW(written(&to), zimport_view_of(line), "line");
    to.size = 0;
    format_json.failure(&to, &f);
    CHECK_VIEW(written(&to), zimport_view_of(object), line);
}

static void failures(void **state) {
    (void)state;
    static const zimport_origin v4 = {.host = "127.0.0.1", .port = 80, .address = true};
    static const zimport_origin v6 = {.host = "::1", .port = 443, .tls = true, .address = true};
    static char message[] = "no \"such\" job s3cr3t\x1b";
    zimport_answer answer = {.http_status = 200,
                             .has_code = true,
                             .code = 90144,
                             .message = {.data = message, .size = sizeof message - 1, .given = true}};

    check_failure((failure){.job = VIEW("j"), .origin = &v4, .status = ZIMPORT_NOT_FOUND, .exit = 5, .answer = &answer},
                  "asking 127.0.0.1:80 about j: no such job (HTTP 200, code 90144): 'no \"such\" job ***?'; "
                  "check the job id, and that the job belongs to this cluster",
                  "{\"jobId\":\"j\",\"error\":{\"exit\":5,\"kind\":\"not-found\",\"httpStatus\":200,\"code\":90144,"
                  "\"message\":\"no \\\"such\\\" job ***\\u001b\"}}\n");
    answer.code = INT64_MIN;
    answer.message.size = 0;
    answer.code_row = 13;
    check_failure((failure){.job = VIEW("j"),
                            .origin = &v6,
                            .dialect = &zimport_v1,
                            .status = ZIMPORT_BUSY,
                            .exit = 9,
                            .answer = &answer,
                            .tries = 5},
                  "asking [::1]:443 about j: the service is busy (HTTP 200, code -9223372036854775808), after 5 tries; "
                  "check the API key",
                  "{\"jobId\":\"j\",\"error\":{\"exit\":9,\"kind\":\"server\",\"httpStatus\":200,"
                  "\"code\":-9223372036854775808,"
                  "\"message\":\"the service is busy (HTTP 200, code -9223372036854775808)\"}}\n");
    check_failure((failure){.job = VIEW("j"),
                            .origin = &v6,
                            .status = ZIMPORT_TLS_NOT_YET_VALID,
                            .exit = 8,
                            .detail = -0x2700,
                            .wall_clock = 0},
                  "asking [::1]:443 about j: the certificate is not valid yet (mbedTLS -0x2700); check this machine's "
                  "clock (it says 1970-01-01T00:00:00Z)",
                  "{\"jobId\":\"j\",\"error\":{\"exit\":8,\"kind\":\"tls\",\"httpStatus\":null,\"code\":null,"
                  "\"message\":\"the certificate is not valid yet (mbedTLS -0x2700)\"}}\n");
    check_failure((failure){.job = VIEW("j"),
                            .origin = &v4,
                            .status = ZIMPORT_CONNECT_TIMEOUT,
                            .exit = 7,
                            .stage = ZIMPORT_AT_CONNECTING,
                            .address = "127.0.0.1",
                            .connect_ms = 1500},
                  "asking 127.0.0.1:80 about j: no connection to 127.0.0.1 within 1.5 s; check the network, or raise "
                  "--connect-timeout",
                  "{\"jobId\":\"j\",\"error\":{\"exit\":7,\"kind\":\"network\",\"httpStatus\":null,\"code\":null,"
                  "\"message\":\"no connection to 127.0.0.1 within 1.5 s\"}}\n");
}

static void trouble(void **state) {
    (void)state;
    static const zimport_origin origin = {.host = "h", .port = 443, .tls = true};
    static const struct {
        zimport_status status;
        uint16_t http;
        int32_t code; /* 0: none; else one that is known */
        const char *line;
    } table[] = {
        {ZIMPORT_BUSY, 408, 0, "the request took too long (HTTP 408); try again later"},
        {ZIMPORT_BUSY, 429, 0, "the service is busy (HTTP 429); try again later"},
        {ZIMPORT_BUSY, 500, 0, "the service failed (HTTP 500); try again later"},
        {ZIMPORT_BUSY, 502, 0, "the gateway cannot reach the service (HTTP 502); try again later"},
        {ZIMPORT_BUSY, 503, 0, "the service is not available (HTTP 503); try again later"},
        {ZIMPORT_BUSY, 504, 0, "the gateway cannot reach the service (HTTP 504); try again later"},
        {ZIMPORT_BUSY, 507, 0, "the service failed (HTTP 507); try again later"},
        {ZIMPORT_BUSY, 520, 0, "the gateway cannot reach the service (HTTP 520); try again later"},
        {ZIMPORT_BUSY, 524, 0, "the gateway cannot reach the service (HTTP 524); try again later"},
        {ZIMPORT_BUSY, 529, 0, "the service failed (HTTP 529); try again later"},
        {ZIMPORT_BUSY, 530, 0, "the gateway cannot reach the service (HTTP 530); try again later"},
        {ZIMPORT_BUSY, 503, 1807, "the service is busy (HTTP 503, code 1807); try again later"},
        {ZIMPORT_BUSY, 200, 65535,
         "the service failed (HTTP 200, code 65535); try again later, or look at the server's log"},
        {ZIMPORT_REFUSED, 501, 0, "the service refused (HTTP 501); check --api and the endpoint"},
        {ZIMPORT_REFUSED, 505, 0, "the service refused (HTTP 505); check --api and the endpoint"},
        {ZIMPORT_REFUSED, 511, 0,
         "the gateway cannot reach the service (HTTP 511); this network wants a login first: open a page in a "
         "browser"},
        {ZIMPORT_REFUSED, 525, 0,
         "the gateway cannot reach the service (HTTP 525); the CDN does not trust its server's certificate: the "
         "operator must fix "
         "that"},
        {ZIMPORT_REFUSED, 526, 0,
         "the gateway cannot reach the service (HTTP 526); the CDN does not trust its server's certificate: the "
         "operator must fix "
         "that"},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        zimport_answer answer = {.http_status = table[i].http, .code = table[i].code, .has_code = table[i].code > 0};
        failure f = {.job = VIEW("j"),
                     .dialect = &zimport_milvus,
                     .origin = &origin,
                     .status = table[i].status,
                     .exit = 9,
                     .answer = &answer};
        char line[200];
        out to = memory_out();

        answer.code_row = table[i].code > 0 ? zimport_judge_row(&zimport_milvus, table[i].code) : 0;
        failure_line(&to, &f);
        (void)snprintf(line, sizeof line, "asking h:443 about j: %s", table[i].line);
        CHECK_VIEW(written(&to), zimport_view_of(line), table[i].line);
    }
}

/* A success code without data that speaks of the token: check the key. */
static void token_hint(void **state) {
    (void)state;
    static const zimport_origin origin = {.host = "h", .port = 443, .tls = true};
    static char message[] = "The Token is illegal.";
    zimport_answer answer = {.http_status = 200,
                             .has_code = true,
                             .code = 200,
                             .message = {.data = message, .size = sizeof message - 1, .given = true}};
    failure f = {.job = VIEW("j"), .origin = &origin, .status = ZIMPORT_REPLY_NO_DATA, .exit = 9, .answer = &answer};
    out to = memory_out();

    failure_line(&to, &f);
    out_byte(&to, '\0');
    assert_non_null(strstr(to.data, "check the API key"));
}

/* Each has words, without a line end. */
static void every_status(void **state) {
    (void)state;
    static const zimport_origin origin = {.host = "h", .port = 443, .tls = true};
    static const uint8_t pin[32] = {0};

    for (int s = ZIMPORT_BAD_ARGUMENT; s < ZIMPORT_STATUS_COUNT; s++) {
        failure f = {.job = VIEW("j"),
                     .origin = &origin,
                     .proxy = &origin,
                     .pin = pin,
                     .status = (zimport_status)s,
                     .exit = 1,
                     .address = ""};
        out to = memory_out();

        failure_line(&to, &f);
        CHECK(to.size > sizeof "asking h:443 about j: " && !memchr(to.data, '\n', to.size), show(written(&to)));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(json),         cmocka_unit_test(json_files), cmocka_unit_test(csv),
        cmocka_unit_test(csv_files),    cmocka_unit_test(env),        cmocka_unit_test(text),
        cmocka_unit_test(text_files),   cmocka_unit_test(failures),   cmocka_unit_test(token_hint),
        cmocka_unit_test(every_status), cmocka_unit_test(zeros),      cmocka_unit_test(trouble),
    };

    return cmocka_run_group_tests(tests, mask_secret, NULL);
}
