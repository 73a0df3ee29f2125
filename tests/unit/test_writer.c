/* SPDX-License-Identifier: Apache-2.0 */
/* Exact bytes, refusals, and never a byte beyond the caller's memory. */
#include "check.h"

#include "http/writer.h"

#define OF_IDS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
#define TCHAR "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"

static zimport_origin origin_of(const char *text) {
    zimport_origin origin;
    assert_int_equal(zimport_origin_parse(&origin, zimport_view_of(text)), ZIMPORT_OK);
    return origin;
}

static zimport_status write_head(zimport_http_writer *writer, char *memory, size_t capacity,
                                 const zimport_origin *origin) {
    zimport_http_begin(writer, memory, capacity, "GET");
    zimport_http_path(writer, origin, "/v1/get");
    zimport_http_query(writer, "jobId", VIEW("job-1"));
    zimport_http_query(writer, "clusterId", VIEW("in01-a_B"));
    zimport_http_target_end(writer, origin);
    zimport_http_field(writer, "Authorization", "Bearer ", VIEW("key"));
    zimport_http_field(writer, "Accept", "", VIEW("application/json"));
    return zimport_http_end(writer);
}

static const char head[] = "GET /up/v1/get?jobId=job-1&clusterId=in01-a_B HTTP/1.1\r\n"
                           "Host: h.example:8443\r\n"
                           "Authorization: Bearer key\r\n"
                           "Accept: application/json\r\n"
                           "\r\n";

static void exact_bytes(void **state) {
    (void)state;
    zimport_origin origin = origin_of("https://h.example:8443/up/");
    zimport_http_writer writer;
    char memory[512];
    memset(&writer, 0x5a, sizeof writer);
    assert_int_equal(write_head(&writer, memory, sizeof memory, &origin), ZIMPORT_OK);
    CHECK_VIEW(((zimport_view){memory, writer.size}), VIEW(head), "head");
}

static void hosts(void **state) {
    (void)state;
    static const struct {
        const char *origin;
        const char *head;
    } table[] = {
        {"h.example", "GET /p HTTP/1.1\r\nHost: h.example\r\n\r\n"},
        {"https://h.example:443", "GET /p HTTP/1.1\r\nHost: h.example\r\n\r\n"},
        {"https://h.example:80", "GET /p HTTP/1.1\r\nHost: h.example:80\r\n\r\n"},
        {"http://h.example:80", "GET /p HTTP/1.1\r\nHost: h.example\r\n\r\n"},
        {"http://h.example:443", "GET /p HTTP/1.1\r\nHost: h.example:443\r\n\r\n"},
        {"http://127.0.0.1:65535/x", "GET /x/p HTTP/1.1\r\nHost: 127.0.0.1:65535\r\n\r\n"},
        {"http://[::1]", "GET /p HTTP/1.1\r\nHost: [::1]\r\n\r\n"},
        {"[2001:db8::1]:1/y/", "GET /y/p HTTP/1.1\r\nHost: [2001:db8::1]:1\r\n\r\n"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_origin origin = origin_of(table[i].origin);
        zimport_http_writer writer;
        char memory[256];
        zimport_http_begin(&writer, memory, sizeof memory, "GET");
        zimport_http_path(&writer, &origin, "/p");
        zimport_http_target_end(&writer, &origin);
        CHECK_STATUS(zimport_http_end(&writer), ZIMPORT_OK, table[i].origin);
        CHECK_VIEW(((zimport_view){memory, writer.size}), zimport_view_of(table[i].head), table[i].origin);
    }
}

/* The absolute form, and the authority form, which always has a port. RFC 9112 section 3.2 */
static void forms_for_proxies(void **state) {
    (void)state;
    static const struct {
        const char *origin;
        const char *absolute;
        const char *tunnel;
    } table[] = {
        {"http://h.example", "http://h.example", "h.example:80"},
        {"http://h.example:8080/x", "http://h.example:8080/x", "h.example:8080"},
        {"http://h.example:443", "http://h.example:443", "h.example:443"},
        {"http://[fd00::1]", "http://[fd00::1]", "[fd00::1]:80"},
        {"http://127.0.0.1:65535", "http://127.0.0.1:65535", "127.0.0.1:65535"},
        {"http://h:1", "http://h:1", "h:1"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_origin origin = origin_of(table[i].origin);
        zimport_http_writer writer;
        char memory[256];
        char want[256];
        zimport_http_begin(&writer, memory, sizeof memory, "GET");
        zimport_http_site(&writer, &origin);
        zimport_http_path(&writer, &origin, "/p");
        int size = snprintf(want, sizeof want, "GET %s/p", table[i].absolute);
        CHECK_VIEW(((zimport_view){memory, writer.size}), ((zimport_view){want, (size_t)size}), table[i].origin);
        zimport_http_begin(&writer, memory, sizeof memory, "CONNECT");
        zimport_http_tunnel(&writer, origin.host, origin.port);
        CHECK_STATUS(zimport_http_end(&writer), ZIMPORT_OK, table[i].origin);
        size = snprintf(want, sizeof want, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", table[i].tunnel, table[i].tunnel);
        CHECK_VIEW(((zimport_view){memory, writer.size}), ((zimport_view){want, (size_t)size}), table[i].origin);
    }
    static const char *const hosts[] = {"a b", "a\r\nX: y", "a#b", "\x7f", "\xc3\xa9"};
    for (size_t i = 0; i < COUNT(hosts); i++) {
        zimport_http_writer writer;
        char memory[256];
        zimport_http_begin(&writer, memory, sizeof memory, "CONNECT");
        zimport_http_tunnel(&writer, hosts[i], 443);
        CHECK_STATUS(zimport_http_end(&writer), ZIMPORT_BAD_ARGUMENT, hosts[i]);
    }
}

/* No room until all fits, then the same bytes; what lies behind stays as it was. */
static void every_capacity(void **state) {
    (void)state;
    zimport_origin origin = origin_of("https://h.example:8443/up/");
    size_t whole = sizeof head - 1;
    for (size_t capacity = 0; capacity <= whole + 1; capacity++) {
        zimport_http_writer writer;
        char *memory = malloc(capacity > 0 ? capacity : 1);
        assert_non_null(memory);
        zimport_status status = write_head(&writer, memory, capacity, &origin);
        CHECK_STATUS(status, capacity < whole ? ZIMPORT_NO_ROOM : ZIMPORT_OK, "capacity");
        CHECK(writer.size <= capacity, "capacity");
        CHECK_STATUS(zimport_http_end(&writer), status == ZIMPORT_OK ? ZIMPORT_NO_ROOM : status, "stays");
        free(memory);
    }
    zimport_http_writer writer;
    assert_int_equal(write_head(&writer, NULL, 0, &origin), ZIMPORT_NO_ROOM);
}

static void parameters_need_no_encoding(void **state) {
    (void)state;
    zimport_origin origin = origin_of("h");
    for (int c = 0; c < 256; c++) {
        char byte = (char)c;
        char memory[128];
        char want[128];
        char label[8];
        zimport_http_writer writer;
        (void)snprintf(label, sizeof label, "%02x", (unsigned)c);
        zimport_http_begin(&writer, memory, sizeof memory, "GET");
        zimport_http_path(&writer, &origin, "/");
        zimport_http_query(&writer, "q", (zimport_view){&byte, 1});
        zimport_http_target_end(&writer, &origin);
        zimport_status status = zimport_http_end(&writer);
        bool plain = c != 0 && strchr(OF_IDS, c) != NULL;
        CHECK_STATUS(status, plain ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT, label);
        if (plain) {
            int size = snprintf(want, sizeof want, "GET /?q=%c HTTP/1.1\r\nHost: h\r\n\r\n", byte);
            CHECK_VIEW(((zimport_view){memory, writer.size}), ((zimport_view){want, (size_t)size}), label);
        }
    }
}

static void empty_parameter(void **state) {
    (void)state;
    zimport_origin origin = origin_of("h");
    char memory[128];
    zimport_http_writer writer;
    zimport_http_begin(&writer, memory, sizeof memory, "GET");
    zimport_http_path(&writer, &origin, "/");
    zimport_http_query(&writer, "a", (zimport_view){NULL, 0});
    zimport_http_query(&writer, "b", VIEW("1"));
    zimport_http_query(&writer, "a", VIEW("2"));
    zimport_http_target_end(&writer, &origin);
    zimport_http_field(&writer, "X", "", (zimport_view){NULL, 0});
    assert_int_equal(zimport_http_end(&writer), ZIMPORT_OK);
    zimport_view got = {memory, writer.size};
    /* RFC 9110 section 5.5: nothing or one space after the colon of an empty value is the same. */
    CHECK(contains(got, "GET /?a=&b=1&a=2 HTTP/1.1\r\nHost: h\r\nX:"), show(got));
}

static zimport_status one_field(const char *name, const char *before, zimport_view value) {
    zimport_origin origin = origin_of("h");
    char memory[256];
    zimport_http_writer writer;
    zimport_http_begin(&writer, memory, sizeof memory, "GET");
    zimport_http_path(&writer, &origin, "/");
    zimport_http_target_end(&writer, &origin);
    zimport_http_field(&writer, name, before, value);
    zimport_http_field(&writer, "After", "", VIEW("the refusal"));
    return zimport_http_end(&writer);
}

static void what_breaks_a_field(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char label[8];
        char name[] = "X-x";
        char value[] = "a.b";
        (void)snprintf(label, sizeof label, "%02x", (unsigned)c);
        name[1] = (char)c;
        value[1] = (char)c;
        bool token = c != 0 && strchr(TCHAR, c) != NULL;
        bool control = c < 0x20 || c == 0x7f;
        if (c != 0) {
            CHECK_STATUS(one_field(name, "", VIEW("v")), token ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT, label);
        }
        if (c != '\t' && c < 0x80) {
            zimport_status want = control ? ZIMPORT_BAD_ARGUMENT : ZIMPORT_OK;
            CHECK_STATUS(one_field("X", "", VIEW(value)), want, label);
            CHECK(c == 0 || one_field("X", value, VIEW("v")) == want, label);
        }
    }
    assert_int_equal(one_field("", "", VIEW("v")), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(one_field("X", "", VIEW("v\r\nEvil: 1")), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(one_field("X", "", VIEW("\n")), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(one_field("X", "", VIEW("v\0")), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(one_field("X: y\r\nZ", "", VIEW("v")), ZIMPORT_BAD_ARGUMENT);
}

static zimport_status one_target(const char *method, const char *path, const char *name) {
    zimport_origin origin = origin_of("h");
    char memory[256];
    zimport_http_writer writer;
    zimport_http_begin(&writer, memory, sizeof memory, method);
    zimport_http_path(&writer, &origin, path);
    if (name != NULL) {
        zimport_http_query(&writer, name, VIEW("v"));
    }
    zimport_http_target_end(&writer, &origin);
    return zimport_http_end(&writer);
}

static void what_breaks_a_request_line(void **state) {
    (void)state;
    assert_int_equal(one_target("GET", "/a/b.c-d_e~f", "q"), ZIMPORT_OK);
    assert_int_equal(one_target("POST", "/", NULL), ZIMPORT_OK);
    static const char *const paths[] = {"/a b",  "/a\r\n",    "/a\n", "/a\tb",     "/\x01",
                                        "/\x7f", "/\xc3\xa9", "/a#b", "/ HTTP/1.1"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        CHECK_STATUS(one_target("GET", paths[i], NULL), ZIMPORT_BAD_ARGUMENT, paths[i]);
    }
}

static void the_first_refusal_sticks(void **state) {
    (void)state;
    zimport_origin origin = origin_of("h");
    char memory[64];
    zimport_http_writer writer;
    zimport_http_begin(&writer, memory, sizeof memory, "GET");
    zimport_http_path(&writer, &origin, "/");
    zimport_http_target_end(&writer, &origin);
    zimport_http_field(&writer, "X", "", VIEW("\n"));
    assert_int_equal(writer.status, ZIMPORT_BAD_ARGUMENT);
    for (int i = 0; i < 10; i++) {
        zimport_http_field(&writer, "X", "", VIEW("0123456789"));
    }
    assert_int_equal(zimport_http_end(&writer), ZIMPORT_BAD_ARGUMENT);
    zimport_http_begin(&writer, memory, 5, "GET");
    zimport_http_path(&writer, &origin, "/");
    assert_int_equal(writer.status, ZIMPORT_OK);
    zimport_http_target_end(&writer, &origin);
    assert_int_equal(writer.status, ZIMPORT_NO_ROOM);
    zimport_http_field(&writer, "X", "", VIEW("\n"));
    assert_int_equal(zimport_http_end(&writer), ZIMPORT_NO_ROOM);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_bytes),
        cmocka_unit_test(hosts),
        cmocka_unit_test(forms_for_proxies),
        cmocka_unit_test(every_capacity),
        cmocka_unit_test(parameters_need_no_encoding),
        cmocka_unit_test(empty_parameter),
        cmocka_unit_test(what_breaks_a_field),
        cmocka_unit_test(what_breaks_a_request_line),
        cmocka_unit_test(the_first_refusal_sticks),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
