/* SPDX-License-Identifier: Apache-2.0 */
/* The request for a job's progress: its bytes, and what is refused before a byte is written. */
#include "check.h"

#include "api/operation.h"

static zimport_origin secure;
static zimport_origin plain;
static zimport_origin loopback;

static int origins(void **state) {
    (void)state;
    return zimport_origin_parse(&secure, VIEW("controller.api.gcp-us-west1.zillizcloud.com")) != ZIMPORT_OK ||
           zimport_origin_parse(&plain, VIEW("http://controller.example:8080/up/")) != ZIMPORT_OK ||
           zimport_origin_parse(&loopback, VIEW("http://[::1]:8080")) != ZIMPORT_OK;
}

static zimport_question question_to(const zimport_origin *origin) {
    return (zimport_question){.operation = &zimport_operation_progress,
                              .dialect = &zimport_v1,
                              .origin = origin,
                              .path = "/v1/vector/collections/import/get",
                              .cluster = VIEW("in01-6e64b4d2870ae54"),
                              .job = VIEW("job-01fa0e5d42cjxudhpuehyp"),
                              .key = VIEW("k3y:/+")};
}

/* Ignores the case of names. */
static size_t lines_like(zimport_view head, const char *line) {
    size_t size = strlen(line);
    size_t found = 0;
    for (size_t i = 2; i + size + 2 <= head.size; i++) {
        bool starts = head.data[i - 2] == '\r' && head.data[i - 1] == '\n';
        zimport_view here = part(head, i, i + size);
        found += starts && zimport_view_is_nocase(here, line) && memcmp(head.data + i + size, "\r\n", 2) == 0;
    }
    return found;
}

static size_t count_lines(zimport_view head) {
    size_t lines = 0;
    for (size_t i = 0; i + 1 < head.size; i++) {
        lines += head.data[i] == '\r' && head.data[i + 1] == '\n';
    }
    return lines;
}

static zimport_view write(const zimport_question *question, char *memory, size_t capacity) {
    size_t head = 0;
    size_t size = 0;
    assert_int_equal(zimport_question_check(question), ZIMPORT_OK);
    assert_int_equal(zimport_question_write(question, memory, capacity, &head, &size), ZIMPORT_OK);
    assert_true(size <= capacity);
    assert_int_equal(head, size);
    return (zimport_view){memory, size};
}

static void the_head(void **state) {
    (void)state;
    char memory[1024];
    zimport_question question = question_to(&secure);
    zimport_view head = write(&question, memory, sizeof memory);
    static const char start[] = "GET /v1/vector/collections/import/get?jobId=job-01fa0e5d42cjxudhpuehyp"
                                "&clusterId=in01-6e64b4d2870ae54 HTTP/1.1\r\n"
                                "Host: controller.api.gcp-us-west1.zillizcloud.com\r\n";
    CHECK_VIEW(part(head, 0, sizeof start - 1), VIEW(start), "start");
    static const char agent[] = "User-Agent: zimport/" ZIMPORT_VERSION;
    const char *const fields[] = {"Authorization: Bearer k3y:/+", "Accept: application/json",
                                  "Content-Type: application/json", agent, "Accept-Encoding: identity"};
    for (size_t i = 0; i < COUNT(fields); i++) {
        CHECK_EQUAL(lines_like(head, fields[i]), 1, fields[i]);
    }
    /* Request line, Host, these, and the empty line: nothing else, and nothing behind. */
    CHECK_EQUAL(count_lines(head), 2 + COUNT(fields) + 1, show(head));
    CHECK_VIEW(part(head, head.size - 4, head.size), VIEW("\r\n\r\n"), show(head));
}

static void the_head_elsewhere(void **state) {
    (void)state;
    char memory[1024];
    zimport_question question = question_to(&plain);
    question.allow_plaintext_key = true;
    zimport_view head = write(&question, memory, sizeof memory);
    static const char start[] = "GET /up/v1/vector/collections/import/get?jobId=job-01fa0e5d42cjxudhpuehyp"
                                "&clusterId=in01-6e64b4d2870ae54 HTTP/1.1\r\nHost: controller.example:8080\r\n";
    CHECK_VIEW(part(head, 0, sizeof start - 1), VIEW(start), "start");
    question.origin = &loopback;
    head = write(&question, memory, sizeof memory);
    CHECK_EQUAL(lines_like(head, "Host: [::1]:8080"), 1, show(head));
}

static zimport_proxy_server proxy_of(const char *text) {
    zimport_proxy_server proxy;
    assert_int_equal(zimport_proxy_parse(&proxy, zimport_view_of(text)), ZIMPORT_OK);
    return proxy;
}

#define PATH "/v1/vector/collections/import/get?jobId=job-01fa0e5d42cjxudhpuehyp&clusterId=in01-6e64b4d2870ae54"

/* In absolute form, with the same Host as without a proxy. RFC 9112 section 3.2.2 */
static void through_a_proxy(void **state) {
    (void)state;
    static const struct {
        const char *origin;
        const char *proxy;
        const char *start; /* before and behind the path */
        const char *host;
        const char *credentials;
    } table[] = {
        {"http://h.example", "proxy:3128", "GET http://h.example", "Host: h.example", NULL},
        {"http://h.example:80", "proxy:3128", "GET http://h.example", "Host: h.example", NULL},
        {"http://h.example:443", "proxy", "GET http://h.example:443", "Host: h.example:443", NULL},
        {"http://H.example:8080/", "u@[::1]:1", "GET http://h.example:8080", "Host: h.example:8080",
         "Proxy-Authorization: Basic dTo="},
        {"http://10.1.2.3/a/b/", "u:p@proxy", "GET http://10.1.2.3/a/b", "Host: 10.1.2.3",
         "Proxy-Authorization: Basic dTpw"},
        {"http://[fd00::1]:9", "proxy", "GET http://[fd00::1]:9", "Host: [fd00::1]:9", NULL},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char memory[1024];
        char start[512];
        zimport_origin origin;
        zimport_proxy_server proxy = proxy_of(table[i].proxy);
        assert_int_equal(zimport_origin_parse(&origin, zimport_view_of(table[i].origin)), ZIMPORT_OK);
        zimport_question question = question_to(&origin);
        question.allow_plaintext_key = true;
        question.via = &proxy;
        zimport_view head = write(&question, memory, sizeof memory);
        int size = snprintf(start, sizeof start, "%s" PATH " HTTP/1.1\r\n%s\r\n", table[i].start, table[i].host);
        CHECK_VIEW(part(head, 0, (size_t)size), ((zimport_view){start, (size_t)size}), table[i].origin);
        CHECK_EQUAL(contains(head, "Proxy-Authorization"), table[i].credentials != NULL, show(head));
        CHECK(table[i].credentials == NULL || lines_like(head, table[i].credentials) == 1, show(head));
        CHECK_EQUAL(lines_like(head, "Authorization: Bearer k3y:/+"), 1, show(head));
        CHECK_EQUAL(count_lines(head), 8 + (table[i].credentials != NULL), show(head));
    }
}

static void check_capacities(zimport_question question) {
    char memory[1024];
    zimport_view head = write(&question, memory, sizeof memory);
    for (size_t capacity = 0; capacity <= head.size; capacity++) {
        size_t head_size = 0;
        size_t size = 0;
        char *tight = malloc(capacity > 0 ? capacity : 1);
        assert_non_null(tight);
        zimport_status status = zimport_question_write(&question, tight, capacity, &head_size, &size);
        CHECK_STATUS(status, capacity < head.size ? ZIMPORT_NO_ROOM : ZIMPORT_OK, "capacity");
        CHECK(capacity < head.size || (size == head.size && memcmp(tight, head.data, size) == 0), "capacity");
        free(tight);
    }
}

static void every_capacity(void **state) {
    (void)state;
    zimport_proxy_server proxy = proxy_of("user:password@127.0.0.1:3128");
    zimport_question question = question_to(&loopback);
    check_capacities(question_to(&secure));
    question.via = &proxy;
    check_capacities(question);
}

static void refuse(const zimport_question *question, zimport_status want, const char *label) {
    char memory[1024];
    size_t head = 0;
    size_t size = 0;
    memset(memory, '~', sizeof memory);
    CHECK_STATUS(zimport_question_check(question), want, label);
    CHECK_STATUS(zimport_question_write(question, memory, sizeof memory, &head, &size), want, label);
    for (size_t i = 0; i < sizeof memory && want != ZIMPORT_OK; i++) {
        CHECK(memory[i] == '~', label);
    }
}

static void ids(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char id[] = "job-1";
        char label[8];
        zimport_question question = question_to(&secure);
        id[3] = (char)c;
        (void)snprintf(label, sizeof label, "%02x", (unsigned)c);
        bool good =
            c != 0 && c < 128 && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", c) != NULL;
        CHECK_EQUAL(zimport_id_is_valid(VIEW(id)), good, label);
        question.job = VIEW(id);
        refuse(&question, good ? ZIMPORT_OK : ZIMPORT_BAD_ID, label);
        question = question_to(&secure);
        question.cluster = VIEW(id);
        refuse(&question, good ? ZIMPORT_OK : ZIMPORT_BAD_ID, label);
    }
}

static void sizes_of_ids(void **state) {
    (void)state;
    char id[ZIMPORT_ID_MAX + 2];
    memset(id, 'a', sizeof id);
    for (size_t size = 0; size <= sizeof id; size++) {
        bool good = size >= 1 && size <= ZIMPORT_ID_MAX;
        zimport_question question = question_to(&secure);
        assert_int_equal(zimport_id_is_valid((zimport_view){id, size}), good);
        question.job.data = id;
        question.job.size = size;
        refuse(&question, good ? ZIMPORT_OK : ZIMPORT_BAD_ID, "job");
        question = question_to(&secure);
        question.cluster.data = id;
        question.cluster.size = size;
        refuse(&question, good ? ZIMPORT_OK : ZIMPORT_BAD_ID, "cluster");
    }
    assert_false(zimport_id_is_valid((zimport_view){NULL, 0}));
}

static void keys(void **state) {
    (void)state;
    for (int c = 0; c < 128; c++) {
        char key[] = "k.y";
        char label[8];
        zimport_question question = question_to(&secure);
        key[1] = (char)c;
        (void)snprintf(label, sizeof label, "%02x", (unsigned)c);
        question.key = VIEW(key);
        refuse(&question, c <= ' ' || c == 127 ? ZIMPORT_BAD_KEY : ZIMPORT_OK, label);
    }
    static const zimport_view bad[] = {LIT(" "),        LIT("key "),  LIT(" key"), LIT("key\n"), LIT("key\r\n"),
                                       LIT("\r\nX: y"), LIT("key\0"), LIT("\0"),   LIT("a\tb")};
    for (size_t i = 0; i < COUNT(bad); i++) {
        zimport_question question = question_to(&secure);
        question.key = bad[i];
        refuse(&question, ZIMPORT_BAD_KEY, show(bad[i]));
    }
    char memory[1024];
    zimport_question question = question_to(&secure);
    question.key = VIEW("k");
    zimport_view head = write(&question, memory, sizeof memory);
    CHECK_EQUAL(lines_like(head, "Authorization: Bearer k"), 1, show(head));
    question.key = (zimport_view){NULL, 0};
    refuse(&question, ZIMPORT_KEY_MISSING, "no key");
    question.origin = &loopback;
    refuse(&question, ZIMPORT_KEY_MISSING, "no key");
}

static void keys_in_plaintext(void **state) {
    (void)state;
    zimport_question question = question_to(&plain);
    refuse(&question, ZIMPORT_KEY_PLAINTEXT, "not this machine");
    question.allow_plaintext_key = true;
    refuse(&question, ZIMPORT_OK, "allowed");
    question.allow_plaintext_key = false;
    question.origin = &loopback;
    refuse(&question, ZIMPORT_OK, "this machine");
    question.origin = &secure;
    refuse(&question, ZIMPORT_OK, "TLS");
    /* The permission does not make a bad key a good one. */
    question = question_to(&plain);
    question.allow_plaintext_key = true;
    question.key = VIEW("a\nb");
    refuse(&question, ZIMPORT_BAD_KEY, "allowed");
}

/* It sees the key: unless it is on this machine, too, the key needs permission. */
static void keys_through_a_proxy(void **state) {
    (void)state;
    static const struct {
        const char *proxy;
        bool local;
    } table[] = {{"localhost:3128", true}, {"127.9.9.9", true},    {"[::1]:1", true},
                 {"proxy", false},         {"10.0.0.1:80", false}, {"localhost.example", false}};
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_proxy_server proxy = proxy_of(table[i].proxy);
        zimport_question question = question_to(&loopback);
        question.via = &proxy;
        refuse(&question, table[i].local ? ZIMPORT_OK : ZIMPORT_KEY_PLAINTEXT, table[i].proxy);
        question.allow_plaintext_key = true;
        refuse(&question, ZIMPORT_OK, table[i].proxy);
        question = question_to(&plain);
        question.via = &proxy;
        refuse(&question, ZIMPORT_KEY_PLAINTEXT, table[i].proxy);
        /* What TLS was to protect is never sent in the clear. */
        question = question_to(&secure);
        question.via = &proxy;
        question.allow_plaintext_key = true;
        refuse(&question, ZIMPORT_BAD_ARGUMENT, table[i].proxy);
    }
}

/* Never an empty field or parameter for the key. */
static void what_is_not_needed(void **state) {
    (void)state;
    char memory[1024];
    zimport_dialect dialect = zimport_v1;
    dialect.key_required = false;
    dialect.cluster_required = false;
    dialect.place = zimport_milvus.place; /* v1 itself asks for a cluster */
    zimport_question question = question_to(&plain);
    question.dialect = &dialect;
    question.key = (zimport_view){NULL, 0};
    zimport_view head = write(&question, memory, sizeof memory);
    CHECK(!contains(head, "uthorization"), show(head));
    question.cluster = (zimport_view){NULL, 0};
    CHECK_STATUS(zimport_question_check(&question), ZIMPORT_OK, "no cluster");
    question.cluster = VIEW("a b");
    CHECK_STATUS(zimport_question_check(&question), ZIMPORT_BAD_ID, "bad cluster");
    question = question_to(&plain);
    question.dialect = &dialect;
    CHECK_STATUS(zimport_question_check(&question), ZIMPORT_KEY_PLAINTEXT, "optional key");
}

static void state_names(void **state) {
    (void)state;
    static const struct {
        zimport_state state;
        const char *name;
        bool final;
    } table[] = {
        {ZIMPORT_UNKNOWN, "Unknown", false},     {ZIMPORT_PENDING, "Pending", false},
        {ZIMPORT_IMPORTING, "Importing", false}, {ZIMPORT_UNCOMMITTED, "Uncommitted", false},
        {ZIMPORT_COMPLETED, "Completed", true},  {ZIMPORT_FAILED, "Failed", true},
        {ZIMPORT_CANCELLED, "Cancelled", true},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        assert_string_equal(zimport_state_name(table[i].state), table[i].name);
        assert_int_equal(zimport_state_is_final(table[i].state), table[i].final);
    }
    static const unsigned numbers[] = {ZIMPORT_CANCELLED + 1, 99, UINT32_MAX};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        zimport_state other;
        memcpy(&other, &numbers[i], sizeof other);
        assert_non_null(zimport_state_name(other));
        assert_true(strlen(zimport_state_name(other)) > 0);
        assert_false(zimport_state_is_final(other));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head),          cmocka_unit_test(the_head_elsewhere),
        cmocka_unit_test(through_a_proxy),   cmocka_unit_test(keys_through_a_proxy),
        cmocka_unit_test(every_capacity),    cmocka_unit_test(ids),
        cmocka_unit_test(sizes_of_ids),      cmocka_unit_test(keys),
        cmocka_unit_test(keys_in_plaintext), cmocka_unit_test(what_is_not_needed),
        cmocka_unit_test(state_names),
    };
    return cmocka_run_group_tests_name("question", tests, origins, NULL);
}
