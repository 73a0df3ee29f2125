/* SPDX-License-Identifier: Apache-2.0 */
/* Their bytes in every dialect, what each refuses, and that the object store's secrets are as secret as the API key.
 * api.md 1.6, 2.5, 3.2 */
#include "request_run.h"

static const zimport_view urls[] = {LIT("s3://b/1.parquet"), LIT("s3://b/2.parquet"), LIT("s3://b/\"3\"")};
static const zimport_option options[] = {{LIT("timeout"), LIT("300s")}, {LIT("a\"b"), LIT("c\\d")}};
static zimport_origin secure;
static zimport_origin plain;
static zimport_origin loopback;

static int origins(void **state) {
    (void)state;
    secure = request_origin("https://h");
    plain = request_origin("http://h.example");
    loopback = request_origin("http://127.0.0.1:19530");
    return 0;
}

static zimport_start start_of(size_t url_count) {
    return (zimport_start){.collection = VIEW("articles"), .urls = urls, .url_count = url_count};
}

static zimport_question question_of(const zimport_dialect *dialect, zimport_start *start) {
    return request_question(&zimport_operation_start, dialect, &secure, start);
}

static void check_body(const zimport_dialect *dialect, zimport_start *start, const char *database, const char *body) {
    zimport_question question = question_of(dialect, start);
    question.database = zimport_view_of(database);
    CHECK_VIEW(request_body_of(&question), zimport_view_of(body), body);
}

#define V1_BODY "{\"clusterId\":\"" CLUSTER "\",\"collectionName\":\"articles\",\"objectUrl\":\"s3://b/1.parquet\""

static void bodies_of_v1(void **state) {
    (void)state;
    zimport_start start = start_of(1);
    check_body(&zimport_v1, &start, "", V1_BODY "}");
    /* One URL makes no group; databases are unknown to it. */
    start.group = true;
    check_body(&zimport_v1, &start, "db", V1_BODY "}");
    start.partition = VIEW("p");
    start.access_key = VIEW("AK");
    start.secret_key = VIEW("SK\"");
    check_body(&zimport_v1, &start, "",
               "{\"clusterId\":\"" CLUSTER "\",\"collectionName\":\"articles\",\"partitionName\":\"p\",\"objectUrl\":"
               "\"s3://b/1.parquet\",\"accessKey\":\"AK\",\"secretKey\":\"SK\\\"\"}");
}

#define V2_BODY "{\"clusterId\":\"" CLUSTER "\",\"collectionName\":\"articles\",\"objectUrls\":"

static void bodies_of_v2(void **state) {
    (void)state;
    zimport_start start = start_of(1);
    check_body(&zimport_v2, &start, "", V2_BODY "[[\"s3://b/1.parquet\"]]}");
    start.group = true;
    check_body(&zimport_v2, &start, "", V2_BODY "[[\"s3://b/1.parquet\"]]}");
    start.url_count = 3;
    check_body(&zimport_v2, &start, "", V2_BODY "[[\"s3://b/1.parquet\",\"s3://b/2.parquet\",\"s3://b/\\\"3\\\"\"]]}");
    start.group = false;
    check_body(&zimport_v2, &start, "",
               V2_BODY "[[\"s3://b/1.parquet\"],[\"s3://b/2.parquet\"],[\"s3://b/\\\"3\\\"\"]]}");
    start.url_count = 1;
    start.partition = VIEW("p");
    start.access_key = VIEW("AK");
    start.secret_key = VIEW("SK");
    start.session_token = VIEW("ST");
    start.options = options;
    start.option_count = COUNT(options);
    check_body(&zimport_v2, &start, "db",
               "{\"clusterId\":\"" CLUSTER "\",\"dbName\":\"db\",\"collectionName\":\"articles\",\"partitionName\":"
               "\"p\",\"objectUrls\":[[\"s3://b/1.parquet\"]],\"accessKey\":\"AK\",\"secretKey\":\"SK\",\"token\":"
               "\"ST\",\"options\":{\"timeout\":\"300s\",\"a\\\"b\":\"c\\\\d\"}}");
}

static void bodies_of_milvus(void **state) {
    (void)state;
    zimport_start start = start_of(2);
    check_body(&zimport_milvus, &start, "",
               "{\"collectionName\":\"articles\",\"files\":[[\"s3://b/1.parquet\"],[\"s3://b/2.parquet\"]]}");
    start.group = true;
    start.options = options;
    start.option_count = 1;
    start.partition = VIEW("p");
    check_body(&zimport_milvus, &start, "db",
               "{\"dbName\":\"db\",\"collectionName\":\"articles\",\"partitionName\":\"p\",\"files\":"
               "[[\"s3://b/1.parquet\",\"s3://b/2.parquet\"]],\"options\":{\"timeout\":\"300s\"}}");
}

static void heads(void **state) {
    (void)state;
    static const struct {
        const zimport_dialect *dialect;
        const char *line;
    } table[] = {
        {&zimport_v1, "POST /v1/vector/collections/import HTTP/1.1\r\n"},
        {&zimport_v2, "POST /v2/vectordb/jobs/import/create HTTP/1.1\r\n"},
        {&zimport_milvus, "POST /v2/vectordb/jobs/import/create HTTP/1.1\r\n"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        size_t head = 0;
        zimport_start start = start_of(1);
        zimport_question question = question_of(table[i].dialect, &start);
        question.database = VIEW("db");
        zimport_view request = request_write(&question, &head);
        CHECK_VIEW(part(request, 0, strlen(table[i].line)), zimport_view_of(table[i].line), table[i].line);
        CHECK(contains(part(request, 0, head), "\r\nContent-Type: application/json\r\n"), show(request));
        CHECK_EQUAL(contains(part(request, 0, head), "\r\nDB-Name: db\r\n"), i > 0, show(request));
        CHECK(!contains(request, JOB), show(request));
    }
}

enum { TWO = 1, GROUP = 2, ACCESS = 4, SECRET = 8, TOKEN = 16, OPTIONS = 32, NONE = 64, NAMELESS = 128 };

static zimport_start start_with(unsigned what) {
    zimport_start start = start_of((what & NONE) != 0 ? 0 : (what & TWO) != 0 ? 2 : 1);
    start.group = (what & GROUP) != 0;
    start.access_key = zimport_view_of((what & ACCESS) != 0 ? "A" : NULL);
    start.secret_key = zimport_view_of((what & SECRET) != 0 ? "S" : NULL);
    start.session_token = zimport_view_of((what & TOKEN) != 0 ? "T" : NULL);
    start.options = options;
    start.option_count = (what & OPTIONS) != 0 ? 1 : 0;
    start.collection = zimport_view_of((what & NAMELESS) != 0 ? NULL : "c");
    return start;
}

/* Every combination: refused if and only if a part of it is. Nothing is dropped silently. */
static void what_a_dialect_takes(void **state) {
    (void)state;
    static const struct {
        const zimport_dialect *dialect;
        unsigned refuses;
    } table[] = {
        {&zimport_v1, TWO | TOKEN | OPTIONS | NONE | NAMELESS},
        {&zimport_v2, NONE | NAMELESS},
        {&zimport_milvus, ACCESS | SECRET | TOKEN | NONE | NAMELESS},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        for (unsigned what = 0; what < 256; what++) {
            char label[32];
            unsigned counted = (what & NONE) != 0 ? what & ~(unsigned)TWO : what;
            zimport_start start = start_with(what);
            zimport_question question = question_of(table[i].dialect, &start);
            (void)snprintf(label, sizeof label, "%s %u", table[i].dialect->name, what);
            request_refuse(&question, (counted & table[i].refuses) != 0 ? ZIMPORT_BAD_ARGUMENT : ZIMPORT_OK, label);
        }
    }
}

static void secrets_in_plaintext(void **state) {
    (void)state;
    static const unsigned secrets[] = {ACCESS, SECRET, TOKEN, ACCESS | SECRET | TOKEN};
    zimport_dialect keyless = zimport_v2;
    keyless.key_required = false;
    for (size_t i = 0; i <= COUNT(secrets); i++) {
        zimport_start start = start_with(i < COUNT(secrets) ? secrets[i] : 0);
        zimport_question question = question_of(&keyless, &start);
        zimport_status without = i < COUNT(secrets) ? ZIMPORT_KEY_PLAINTEXT : ZIMPORT_OK;
        question.key = VIEW("");
        request_refuse(&question, ZIMPORT_OK, "TLS");
        question.origin = &loopback;
        request_refuse(&question, ZIMPORT_OK, "this machine");
        question.origin = &plain;
        request_refuse(&question, without, "plain");
        question.key = VIEW("k");
        request_refuse(&question, ZIMPORT_KEY_PLAINTEXT, "plain, with a key");
        question.allow_plaintext_key = true;
        request_refuse(&question, ZIMPORT_OK, "allowed");
        question.key = VIEW("");
        request_refuse(&question, ZIMPORT_OK, "allowed, without a key");
        /* A proxy elsewhere sees them, too. */
        zimport_proxy_server proxy;
        assert_int_equal(zimport_proxy_parse(&proxy, VIEW("proxy:3128")), ZIMPORT_OK);
        question.allow_plaintext_key = false;
        question.origin = &loopback;
        question.via = &proxy;
        request_refuse(&question, without, "through a proxy");
    }
}

static void key_and_cluster(void **state) {
    (void)state;
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    for (size_t i = 0; i < COUNT(dialects); i++) {
        bool cloud = dialects[i] != &zimport_milvus;
        zimport_start start = start_of(1);
        zimport_question question = question_of(dialects[i], &start);
        question.job = VIEW("");
        request_refuse(&question, ZIMPORT_OK, "no job is asked for");
        question.key = VIEW("");
        request_refuse(&question, cloud ? ZIMPORT_KEY_MISSING : ZIMPORT_OK, "no key");
        question.key = VIEW("k");
        question.cluster = VIEW("");
        request_refuse(&question, cloud ? ZIMPORT_BAD_ID : ZIMPORT_OK, "no cluster");
    }
}

static void many_urls(void **state) {
    (void)state;
    static zimport_view many[100];
    for (size_t i = 0; i < COUNT(many); i++) {
        many[i] = urls[i % COUNT(urls)];
    }
    for (size_t count = 1; count <= COUNT(many); count++) {
        size_t head = 0;
        zimport_start start = {.collection = VIEW("c"), .urls = many, .url_count = count, .group = count % 2 == 0};
        zimport_question question = question_of(&zimport_milvus, &start);
        zimport_view request = request_write(&question, &head);
        size_t found = 0;
        for (size_t i = head; i < request.size; i++) {
            found += part(request, i, request.size).size > 5 && memcmp(request.data + i, "s3://", 5) == 0;
        }
        assert_int_equal(found, count);
    }
}

/* api.md 9: volumeName and dataPaths instead of objectUrls, and no store keys then. */
static void volumes(void **state) {
    (void)state;
    zimport_start start = start_of(2);
    start.volume = VIEW("v \"1\"");
    check_body(&zimport_v2, &start, "",
               "{\"clusterId\":\"" CLUSTER "\",\"collectionName\":\"articles\",\"volumeName\":\"v \\\"1\\\"\","
               "\"dataPaths\":[[\"s3://b/1.parquet\"],[\"s3://b/2.parquet\"]]}");
    start.group = true;
    check_body(&zimport_v2, &start, "",
               "{\"clusterId\":\"" CLUSTER "\",\"collectionName\":\"articles\",\"volumeName\":\"v \\\"1\\\"\","
               "\"dataPaths\":[[\"s3://b/1.parquet\",\"s3://b/2.parquet\"]]}");
    start = start_of(1);
    start.volume = VIEW("v");
    check_body(&zimport_v2, &start, "",
               "{\"clusterId\":\"" CLUSTER "\",\"collectionName\":\"articles\",\"volumeName\":\"v\","
               "\"dataPaths\":[[\"s3://b/1.parquet\"]]}");
    for (unsigned secret = ACCESS; secret <= TOKEN; secret *= 2) {
        start = start_with(secret);
        start.volume = VIEW("v");
        zimport_question question = question_of(&zimport_v2, &start);
        request_refuse(&question, ZIMPORT_BAD_ARGUMENT, "a volume and store keys");
    }
    start = start_of(1);
    start.volume = VIEW("v");
    zimport_question of_v1 = question_of(&zimport_v1, &start);
    request_refuse(&of_v1, ZIMPORT_BAD_ARGUMENT, "v1 has no volumes");
    zimport_question of_milvus = question_of(&zimport_milvus, &start);
    request_refuse(&of_milvus, ZIMPORT_BAD_ARGUMENT, "milvus has no volumes");
}

/* api.md 9: the field Idempotency-Key, 1 to 256 printable ASCII characters. */
static void idempotency_keys(void **state) {
    (void)state;
    static char longest[257];
    static const zimport_dialect *const dialects[] = {&zimport_v2, &zimport_milvus};
    memset(longest, '~', sizeof longest);
    for (size_t i = 0; i < COUNT(dialects); i++) {
        size_t head = 0;
        zimport_start start = start_of(1);
        zimport_question question = request_question(&zimport_operation_start, dialects[i], &secure, &start);
        start.idempotency_key = VIEW("!job:7\"~");
        zimport_view request = request_write(&question, &head);
        CHECK(contains(part(request, 0, head), "\r\nIdempotency-Key: !job:7\"~\r\n"), show(request));
        CHECK(!contains(request_body(request, head), "job:7"), show(request));
        request_capacities(&question, request);
        for (size_t size = 256; size <= 257; size++) {
            start.idempotency_key = (zimport_view){longest, size};
            request_refuse(&question, size == 256 ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT, "256 and 257 bytes");
        }
        for (int c = 0; c < 256; c++) {
            char byte = (char)c;
            char label[24];
            (void)snprintf(label, sizeof label, "byte %d", c);
            start.idempotency_key = (zimport_view){&byte, 1};
            request_refuse(&question, c > ' ' && c < 127 ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT, label);
        }
    }
    zimport_start start = start_of(1);
    start.idempotency_key = VIEW("k");
    zimport_question question = request_question(&zimport_operation_start, &zimport_v1, &secure, &start);
    request_refuse(&question, ZIMPORT_BAD_ARGUMENT, "v1 knows no such key");
    assert_false(zimport_idempotency_key_is_valid(VIEW("")));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_of_v1),
        cmocka_unit_test(bodies_of_v2),
        cmocka_unit_test(bodies_of_milvus),
        cmocka_unit_test(heads),
        cmocka_unit_test(what_a_dialect_takes),
        cmocka_unit_test(secrets_in_plaintext),
        cmocka_unit_test(key_and_cluster),
        cmocka_unit_test(many_urls),
        cmocka_unit_test(volumes),
        cmocka_unit_test(idempotency_keys),
    };
    return cmocka_run_group_tests_name("request, start", tests, origins, NULL);
}
