/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of every dialect for a job's progress and for a list, byte by byte; and the JSON body as such. */
#include "request_run.h"

#include "http/body.h"

#define FIELDS \
    "Accept: application/json\r\nContent-Type: application/json\r\nUser-Agent: zimport/" ZIMPORT_VERSION \
    "\r\nAccept-Encoding: identity\r\n"
#define BEARER "Authorization: Bearer k3y\r\n"
#define HTTP " HTTP/1.1\r\nHost: h.example:8080\r\n"
#define V2_AT "/up/v2/vectordb/jobs/import/"

typedef struct request_case {
    const zimport_operation *operation;
    const zimport_dialect *dialect;
    const char *database;
    const char *collection; /* of a list */
    const char *request;
} request_case;

/* clang-format off */
static const request_case requests[] = {
    {&zimport_operation_progress, &zimport_v1, "", "",
     "GET /up/v1/vector/collections/import/get?jobId=" JOB "&clusterId=" CLUSTER HTTP BEARER FIELDS "\r\n"},
    /* v1 knows no databases and chooses no collection. */
    {&zimport_operation_progress, &zimport_v1, "db", "",
     "GET /up/v1/vector/collections/import/get?jobId=" JOB "&clusterId=" CLUSTER HTTP BEARER FIELDS "\r\n"},
    {&zimport_operation_list, &zimport_v1, "db", "c",
     "GET /up/v1/vector/collections/import/list?clusterId=" CLUSTER "&pageSize=10&currentPage=3" HTTP BEARER FIELDS
     "\r\n"},
    {&zimport_operation_progress, &zimport_v2, "", "",
     "POST " V2_AT "getProgress" HTTP BEARER FIELDS "Content-Length: 65\r\n\r\n"
     "{\"jobId\":\"" JOB "\",\"clusterId\":\"" CLUSTER "\"}"},
    {&zimport_operation_progress, &zimport_v2, "db", "",
     "POST " V2_AT "getProgress" HTTP BEARER "DB-Name: db\r\n" FIELDS "Content-Length: 79\r\n\r\n"
     "{\"jobId\":\"" JOB "\",\"clusterId\":\"" CLUSTER "\",\"dbName\":\"db\"}"},
    {&zimport_operation_list, &zimport_v2, "", "",
     "POST " V2_AT "list" HTTP BEARER FIELDS "Content-Length: 66\r\n\r\n"
     "{\"clusterId\":\"" CLUSTER "\",\"pageSize\":10,\"currentPage\":3}"},
    {&zimport_operation_list, &zimport_v2, "db", "c",
     "POST " V2_AT "list" HTTP BEARER "DB-Name: db\r\n" FIELDS "Content-Length: 101\r\n\r\n"
     "{\"clusterId\":\"" CLUSTER "\",\"dbName\":\"db\",\"collectionName\":\"c\",\"pageSize\":10,\"currentPage\":3}"},
    /* Milvus is one cluster, and knows no pages. */
    {&zimport_operation_progress, &zimport_milvus, "", "",
     "POST " V2_AT "describe" HTTP BEARER FIELDS "Content-Length: 30\r\n\r\n{\"jobId\":\"" JOB "\"}"},
    {&zimport_operation_progress, &zimport_milvus, "d", "",
     "POST " V2_AT "describe" HTTP BEARER "DB-Name: d\r\n" FIELDS "Content-Length: 43\r\n\r\n"
     "{\"jobId\":\"" JOB "\",\"dbName\":\"d\"}"},
    {&zimport_operation_list, &zimport_milvus, "", "",
     "POST " V2_AT "list" HTTP BEARER FIELDS "Content-Length: 2\r\n\r\n{}"},
    {&zimport_operation_list, &zimport_milvus, "db", "c",
     "POST " V2_AT "list" HTTP BEARER "DB-Name: db\r\n" FIELDS "Content-Length: 36\r\n\r\n"
     "{\"dbName\":\"db\",\"collectionName\":\"c\"}"},
};
/* clang-format on */

static zimport_origin up;

static void bytes_of_requests(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(requests); i++) {
        size_t head = 0;
        zimport_list list = {.collection = zimport_view_of(requests[i].collection), .page = 3, .size = 10};
        zimport_question question = request_question(requests[i].operation, requests[i].dialect, &up, &list);
        question.database = zimport_view_of(requests[i].database);
        question.allow_plaintext_key = true;
        zimport_view request = request_write(&question, &head);
        CHECK_VIEW(request, zimport_view_of(requests[i].request), requests[i].request);
        request_capacities(&question, request);
    }
}

static void another_path(void **state) {
    (void)state;
    size_t head = 0;
    zimport_question question = request_question(&zimport_operation_progress, &zimport_milvus, &up, NULL);
    question.allow_plaintext_key = true;
    question.path = zimport_milvus.paths[1];
    zimport_view request = request_write(&question, &head);
    CHECK(contains(request, "POST " V2_AT "get_progress" HTTP), show(request));
}

/* They cannot leave their string. */
static void texts_in_bodies(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        const char *json;
    } table[] = {
        {LIT("a"), "a"},
        {LIT("a\"b"), "a\\\"b"},
        {LIT("\\"), "\\\\"},
        {LIT("a/b"), "a/b"},
        {LIT("\",\"jobId\":\"x"), "\\\",\\\"jobId\\\":\\\"x"},
        {LIT("\n\r\t\b\f"), "\\u000a\\u000d\\u0009\\u0008\\u000c"},
        {LIT("\0\x1f\x7f"), "\\u0000\\u001f\x7f"},
        {LIT("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
        {LIT("%s{}[]:,'"), "%s{}[]:,'"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char want[256];
        zimport_list list = {.collection = table[i].text, .page = 1, .size = 1};
        zimport_origin secure = request_origin("https://h");
        zimport_question question = request_question(&zimport_operation_list, &zimport_milvus, &secure, &list);
        (void)snprintf(want, sizeof want, "{\"collectionName\":\"%s\"}", table[i].json);
        CHECK_VIEW(request_body_of(&question), zimport_view_of(want), show(table[i].text));
    }
}

/* Also measures the body. */
static void every_byte_in_a_string(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char byte = (char)c;
        char memory[16];
        char want[16];
        char label[8];
        zimport_http_writer writer = {.data = memory, .capacity = sizeof memory};
        zimport_http_writer measure;
        const char *form = c < 0x20 ? "\"\\u%04x\"" : c == '"' || c == '\\' ? "\"\\%c\"" : "\"%c\"";
        (void)snprintf(label, sizeof label, "%02x", (unsigned)c);
        (void)snprintf(want, sizeof want, form, (unsigned)c);
        zimport_http_string(&writer, (zimport_view){&byte, 1});
        CHECK_STATUS(writer.status, ZIMPORT_OK, label);
        CHECK_VIEW(((zimport_view){memory, writer.size}), zimport_view_of(want), label);
        zimport_http_measure(&measure);
        zimport_http_string(&measure, (zimport_view){&byte, 1});
        CHECK_EQUAL(measure.size, writer.size, label);
        CHECK_STATUS(measure.status, ZIMPORT_OK, label);
    }
}

static void members_and_numbers(void **state) {
    (void)state;
    static const struct {
        uint32_t number;
        const char *digits;
    } table[] = {{0, "0"}, {9, "9"}, {10, "10"}, {100, "100"}, {4294967295U, "4294967295"}};
    char memory[128];
    zimport_http_writer writer = {.data = memory, .capacity = sizeof memory};
    zimport_http_raw(&writer, "{");
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_http_member(&writer, table[i].digits);
        zimport_http_number(&writer, table[i].number);
    }
    zimport_http_member(&writer, "s");
    zimport_http_string(&writer, VIEW(""));
    zimport_http_raw(&writer, "}");
    assert_int_equal(writer.status, ZIMPORT_OK);
    CHECK_VIEW(((zimport_view){memory, writer.size}),
               VIEW("{\"0\":0,\"9\":9,\"10\":10,\"100\":100,\"4294967295\":4294967295,\"s\":\"\"}"), "members");
}

/* Nothing is written behind the gap. */
static void no_room_sticks(void **state) {
    (void)state;
    char memory[8];
    zimport_http_writer writer = {.data = memory, .capacity = sizeof memory};
    zimport_http_string(&writer, VIEW("abc"));
    zimport_http_string(&writer, VIEW("defgh"));
    assert_int_equal(writer.status, ZIMPORT_NO_ROOM);
    size_t size = writer.size;
    zimport_http_raw(&writer, "");
    zimport_http_number(&writer, 1);
    assert_int_equal(writer.status, ZIMPORT_NO_ROOM);
    assert_int_equal(writer.size, size);
}

static void pages_of_a_list(void **state) {
    (void)state;
    zimport_origin secure = request_origin("https://h");
    static const struct {
        uint32_t page, size;
        zimport_status status;
    } table[] = {
        {0, 10, ZIMPORT_BAD_ARGUMENT}, {1, 0, ZIMPORT_BAD_ARGUMENT}, {0, 0, ZIMPORT_BAD_ARGUMENT}, {1, 1, ZIMPORT_OK},
        {1, UINT32_MAX, ZIMPORT_OK},   {UINT32_MAX, 1, ZIMPORT_OK},
    };
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    for (size_t n = 0; n < COUNT(table) * COUNT(dialects); n++) {
        size_t i = n / COUNT(dialects);
        char want[64];
        const zimport_dialect *dialect = dialects[n % COUNT(dialects)];
        zimport_list list = {.page = table[i].page, .size = table[i].size};
        zimport_question question = request_question(&zimport_operation_list, dialect, &secure, &list);
        request_refuse(&question, table[i].status, dialect->name);
        if (table[i].status != ZIMPORT_OK) {
            continue;
        }
        size_t head = 0;
        zimport_view request = request_write(&question, &head);
        const char *form =
            dialect == &zimport_v1 ? "&pageSize=%lu&currentPage=%lu HTTP" : "\"pageSize\":%lu,\"currentPage\":%lu}";
        (void)snprintf(want, sizeof want, form, (unsigned long)list.size, (unsigned long)list.page);
        CHECK_EQUAL(contains(request, want), dialect->paged, show(request));
        CHECK_EQUAL(contains(request, "pageSize"), dialect->paged, show(request));
    }
}

/* Only the cloud needs a cluster; an odd one is refused by all. A job is not part of a list. */
static void what_a_dialect_needs(void **state) {
    (void)state;
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    zimport_origin secure = request_origin("https://h");
    zimport_list list = {.page = 1, .size = 10};
    for (size_t i = 0; i < COUNT(dialects); i++) {
        bool cloud = dialects[i] != &zimport_milvus;
        const char *name = dialects[i]->name;
        for (size_t n = 0; n < 2; n++) {
            const zimport_operation *operation = n == 0 ? &zimport_operation_progress : &zimport_operation_list;
            zimport_question question = request_question(operation, dialects[i], &secure, &list);
            question.cluster = VIEW("");
            request_refuse(&question, cloud ? ZIMPORT_BAD_ID : ZIMPORT_OK, name);
            question.cluster = VIEW("a\"b");
            request_refuse(&question, ZIMPORT_BAD_ID, name);
            question.cluster = VIEW(CLUSTER);
            question.key = VIEW("");
            request_refuse(&question, cloud ? ZIMPORT_KEY_MISSING : ZIMPORT_OK, name);
            question.key = VIEW("a b");
            request_refuse(&question, ZIMPORT_BAD_KEY, name);
            question.key = VIEW("k");
            question.job = VIEW("");
            request_refuse(&question, n == 0 ? ZIMPORT_BAD_ID : ZIMPORT_OK, name);
            question.job = VIEW("a\"b");
            request_refuse(&question, n == 0 ? ZIMPORT_BAD_ID : ZIMPORT_OK, name);
        }
    }
}

/* They could end the field or begin another one. */
static void databases_with_controls(void **state) {
    (void)state;
    zimport_origin secure = request_origin("https://h");
    static const zimport_view bad[] = {LIT("a\r\nX: y"), LIT("a\n"), LIT("\0"), LIT("a\x7f")};
    for (size_t i = 0; i < COUNT(bad); i++) {
        zimport_question question = request_question(&zimport_operation_progress, &zimport_milvus, &secure, NULL);
        question.database = bad[i];
        request_refuse(&question, ZIMPORT_BAD_ARGUMENT, show(bad[i]));
        question.dialect = &zimport_v1;
        request_refuse(&question, ZIMPORT_OK, "v1 does not send it");
    }
    zimport_question question = request_question(&zimport_operation_progress, &zimport_milvus, &secure, NULL);
    question.database = VIEW("d\xc3\xa9 \"b");
    size_t head = 0;
    zimport_view request = request_write(&question, &head);
    CHECK(contains(part(request, 0, head), "\r\nDB-Name: d\xc3\xa9 \"b\r\n"), show(request));
    CHECK(contains(request_body(request, head), ",\"dbName\":\"d\xc3\xa9 \\\"b\"}"), show(request));
}

static int origins(void **state) {
    (void)state;
    up = request_origin("http://h.example:8080/up");
    return 0;
}

/* api.md 9: projectId and regionId instead of clusterId in every call, and never beside it. */
static void projects(void **state) {
    (void)state;
    static const zimport_operation *const operations[] = {&zimport_operation_progress, &zimport_operation_list,
                                                          &zimport_operation_start};
    static const zimport_view urls[] = {LIT("u")};
    zimport_origin secure = request_origin("https://h");
    zimport_list list = {.page = 1, .size = 10};
    zimport_start start = {.collection = VIEW("c"), .urls = urls, .url_count = 1};
    static const zimport_project bad[] = {
        {LIT("proj-1"), LIT("")}, {LIT("proj-1"), LIT("a b")}, {LIT(""), LIT("aws-us-west-2")}};
    const zimport_project project = {VIEW("proj-1"), VIEW("aws-us-west-2")};
    for (size_t i = 0; i < COUNT(operations); i++) {
        void *subject = operations[i] == &zimport_operation_start ? (void *)&start : (void *)&list;
        zimport_question question = request_question(operations[i], &zimport_v2, &secure, subject);
        question.project = &project;
        request_refuse(&question, ZIMPORT_BAD_ARGUMENT, "beside a cluster");
        question.cluster = VIEW("c");
        request_refuse(&question, ZIMPORT_BAD_ARGUMENT, "beside a cluster of one character");
        question.cluster = VIEW("");
        question.database = VIEW("db");
        zimport_view body = request_body_of(&question);
        CHECK(contains(body, "\"projectId\":\"proj-1\",\"regionId\":\"aws-us-west-2\",\"dbName\":\"db\""), show(body));
        CHECK(!contains(body, "clusterId"), show(body));
        for (size_t j = 0; j < COUNT(bad); j++) {
            question.project = &bad[j];
            request_refuse(&question, ZIMPORT_BAD_ID, "no region, none that is an id, no project");
        }
        question.project = &project;
        question.dialect = &zimport_milvus;
        request_refuse(&question, ZIMPORT_BAD_ARGUMENT, "a server of one's own has no projects");
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_of_requests),       cmocka_unit_test(another_path),
        cmocka_unit_test(texts_in_bodies),         cmocka_unit_test(every_byte_in_a_string),
        cmocka_unit_test(members_and_numbers),     cmocka_unit_test(no_room_sticks),
        cmocka_unit_test(pages_of_a_list),         cmocka_unit_test(what_a_dialect_needs),
        cmocka_unit_test(databases_with_controls), cmocka_unit_test(projects),
    };
    return cmocka_run_group_tests_name("request", tests, origins, NULL);
}
