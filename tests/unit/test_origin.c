/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints, by RFC 3986 and the declaration of zimport_origin_parse. */
#include "check.h"

#include "zimport/origin.h"

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define LABEL FIFTY "abcdefghijk"         /* 61 */
#define SEGMENT "/" FIFTY "abcdefghijklm" /* 64 */

/* clang-format off */
static const struct {
    zimport_view text;
    bool tls;
    bool address;
    uint16_t port;
    const char *host;
    const char *prefix;
} good[] = {
    {LIT("h"), true, false, 443, "h", ""},
    {LIT("https://h"), true, false, 443, "h", ""},
    {LIT("http://h"), false, false, 80, "h", ""},
    {LIT("HTTPS://h"), true, false, 443, "h", ""},
    {LIT("HttP://h"), false, false, 80, "h", ""},
    {LIT("controller.api.gcp-us-west1.zillizcloud.com"), true, false, 443,
     "controller.api.gcp-us-west1.zillizcloud.com", ""},
    {LIT("https://Controller.API.example/"), true, false, 443, "controller.api.example", ""},
    {LIT("example.com."), true, false, 443, "example.com", ""},
    {LIT("http://example.com.:8080/"), false, false, 8080, "example.com", ""},
    {LIT("h:1"), true, false, 1, "h", ""},
    {LIT("h:65535"), true, false, 65535, "h", ""},
    {LIT("http://h:443"), false, false, 443, "h", ""},
    {LIT("https://h:80/"), true, false, 80, "h", ""},
    {LIT("h/"), true, false, 443, "h", ""},
    {LIT("h/a"), true, false, 443, "h", "/a"},
    {LIT("h/a/"), true, false, 443, "h", "/a"},
    {LIT("h/A/b.c/d-e_f~g/"), true, false, 443, "h", "/A/b.c/d-e_f~g"},
    {LIT("h/a%20b"), true, false, 443, "h", "/a%20b"},
    {LIT("h/a:b@c!d$e&f'g(h)i*j+k,l;m=n"), true, false, 443, "h", "/a:b@c!d$e&f'g(h)i*j+k,l;m=n"},
    {LIT("http://localhost:9091/milvus"), false, false, 9091, "localhost", "/milvus"},
    {LIT("127.0.0.1"), true, true, 443, "127.0.0.1", ""},
    {LIT("http://255.255.255.255:8"), false, true, 8, "255.255.255.255", ""},
    {LIT("0.0.0.0"), true, true, 443, "0.0.0.0", ""},
    {LIT("[::1]"), true, true, 443, "::1", ""},
    {LIT("http://[::1]:8080/x"), false, true, 8080, "::1", "/x"},
    {LIT("[::]"), true, true, 443, "::", ""},
    {LIT("[2001:DB8::A]"), true, true, 443, "2001:db8::a", ""},
    {LIT("[1:2:3:4:5:6:7:8]"), true, true, 443, "1:2:3:4:5:6:7:8", ""},
    {LIT("[1:2:3:4:5:6:7::]"), true, true, 443, "1:2:3:4:5:6:7::", ""},
    {LIT("[::2:3:4:5:6:7:8]"), true, true, 443, "::2:3:4:5:6:7:8", ""},
    {LIT("[1::8]"), true, true, 443, "1::8", ""},
    {LIT("[fe80::0001]"), true, true, 443, "fe80::0001", ""},
    {LIT("[::ffff:192.0.2.1]"), true, true, 443, "::ffff:192.0.2.1", ""},
    {LIT("[1:2:3:4:5:6:192.0.2.1]:7"), true, true, 7, "1:2:3:4:5:6:192.0.2.1", ""},
    {LIT("a-b.c-d"), true, false, 443, "a-b.c-d", ""},
    {LIT("in01-6e64b4d2870ae54.api.ali-cn-hangzhou.zillizcloud.com:19530"), true, false, 19530,
     "in01-6e64b4d2870ae54.api.ali-cn-hangzhou.zillizcloud.com", ""},
    {LIT("127.0.0.1.example"), true, false, 443, "127.0.0.1.example", ""},
    {LIT("http://https"), false, false, 80, "https", ""},
    {LIT("http.example"), true, false, 443, "http.example", ""},
    {LIT(FIFTY "0123456789abc.example"), true, false, 443, FIFTY "0123456789abc.example", ""},
    {LIT("h/%aF%09%AE%f0"), true, false, 443, "h", "/%aF%09%AE%f0"},
    {LIT("h//a"), true, false, 443, "h", "//a"},
    {LIT("h/http://x"), true, false, 443, "h", "/http://x"},
};
/* clang-format on */

/* clang-format off */
static const zimport_view bad[] = {
    LIT(""),
    LIT("/"),
    LIT("://h"),
    LIT("//h"),
    LIT("http://"),
    LIT("https://"),
    LIT("https:///x"),
    LIT("http://:80"),
    LIT(":80"),
    LIT("ftp://h"),
    LIT("httpss://h"),
    LIT("ws://h"),
    LIT("file:///etc/passwd"),
    LIT("http://user@h"),
    LIT("http://user:pass@h"),
    LIT("u:p@h:80"),
    LIT("@h"),
    LIT("h@"),
    LIT("http://h?x"),
    LIT("h/a?b=c"),
    LIT("h?"),
    LIT("https:/h"),
    LIT("http:/h:19530"),
    LIT("HTTP:/h/x"),
    LIT("https:/"),
    LIT("h:/x"),
    LIT("h:/"),
    LIT("http://h:/x"),
    LIT("http://h#f"),
    LIT("h/#"),
    LIT(" h"),
    LIT("h "),
    LIT("h h"),
    LIT("h\t"),
    LIT("h\n"),
    LIT("h\r\nX: y"),
    LIT("h/a\r\nX: y"),
    LIT("h/a b"),
    LIT("h/a\x7f"),
    LIT("h\0"),
    LIT("h\0.example"),
    LIT("h/\0"),
    LIT("h:8\0"),
    LIT("a%41.example"),
    LIT("%68"),
    LIT("h\xc3\xa9"),
    LIT("h/\xc3\xa9"),
    LIT("h\\x"),
    LIT("h/a\\b"),
    LIT("h/a\"b"),
    LIT("h/<a>"),
    LIT("h/a|b"),
    LIT("h/{a}"),
    LIT("h/a^b"),
    LIT("h/a`b"),
    LIT("h/[a]"),
    LIT("h/%"),
    LIT("h/%4"),
    LIT("h/%4/"),
    LIT("h/%/0"),
    LIT("h/%:0"),
    LIT("h/%@0"),
    LIT("h/%G0"),
    LIT("h/%`0"),
    LIT("h/%0/"),
    LIT("h/%g0"),
    LIT("h/%0g"),
    LIT("a<b"),
    LIT("a\"b"),
    LIT("h:0"),
    LIT("h:65536"),
    LIT("h:99999"),
    LIT("h:4294967377"),
    LIT("h:18446744073709551697"),
    LIT("h:-1"),
    LIT("h:+80"),
    LIT("h:8x"),
    LIT("h:80:80"),
    LIT("h:0x50"),
    LIT("h: 80"),
    LIT("h:80 "),
    LIT("."),
    LIT(".."),
    LIT(".:80"),
    LIT("http://./"),
    LIT(".example"),
    LIT("a..b"),
    LIT("a.."),
    LIT("::1"),
    LIT("http://::1/"),
    LIT("1:2:3:4:5:6:7:8"),
    LIT("["),
    LIT("[]"),
    LIT("[::1"),
    LIT("::1]"),
    LIT("[::1]]"),
    LIT("[[::1]]"),
    LIT("[::1]x"),
    LIT("[::1]."),
    LIT("[::1]80"),
    LIT("[::1]:0"),
    LIT("[::1]:x"),
    LIT("[::1]:65536"),
    LIT("[::1]:80:"),
    LIT("[::1.2.3.4.5]"),
    LIT(FIFTY "0123456789abcd.example"), /* a label of 64: RFC 1035 section 2.3.4 */
    LIT("example." FIFTY "0123456789abcd"),
    LIT("[:]"),
    LIT("[:::]"),
    LIT("[:1]"),
    LIT("[1:]"),
    LIT("[1]"),
    LIT("[1::2::3]"),
    LIT("[12345::]"),
    LIT("[g::]"),
    LIT("[1:2:3:4:5:6:7]"),
    LIT("[1:2:3:4:5:6:7:8:9]"),
    LIT("[1:2:3:4:5:6:7:8::]"),
    LIT("[::1:2:3:4:5:6:7:8]"),
    LIT("[1:2:3:4:5:6:7:192.0.2.1]"),
    LIT("[::192.0.2]"),
    LIT("[::192.0.2.256]"),
    LIT("[::192.0.2.1:1]"),
    LIT("[::192.0.02.1]"),
    LIT("[192.0.2.1]"),
    LIT("[::1%25lo]"),
    LIT("[fe80::1%lo]"),
    LIT("[v1.x]"),
    LIT("[::1 ]"),
    LIT("[h]"),
    LIT("[::1\0]"),
};
/* clang-format on */

static void parse(zimport_origin *origin, zimport_view text, zimport_status want) {
    char *copy = exact(text);
    memset(origin, 0x5a, sizeof *origin);
    zimport_status got = zimport_origin_parse(origin, (zimport_view){copy, text.size});
    free(copy);
    CHECK_STATUS(got, want, show(text));
}

static void endpoints(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        zimport_origin origin;
        const char *label = show(good[i].text);
        parse(&origin, good[i].text, ZIMPORT_OK);
        CHECK_EQUAL(origin.tls, good[i].tls, label);
        CHECK_EQUAL(origin.address, good[i].address, label);
        CHECK_EQUAL(origin.port, good[i].port, label);
        CHECK_VIEW(zimport_view_of(origin.host), zimport_view_of(good[i].host), label);
        CHECK_VIEW(zimport_view_of(origin.prefix), zimport_view_of(good[i].prefix), label);
    }
}

static void final_dots(void **state) {
    static const struct {
        zimport_view text;
        const char *host;
        bool rooted;
    } table[] = {
        {LIT("h.test"), "h.test", false},         {LIT("h.test."), "h.test", true},
        {LIT("http://h.:8080/a."), "h", true},    {LIT("http://h:8080/a."), "h", false},
        {LIT("http://[::1]:8080"), "::1", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_origin origin;
        const char *label = show(table[i].text);
        parse(&origin, table[i].text, ZIMPORT_OK);
        CHECK_VIEW(zimport_view_of(origin.host), zimport_view_of(table[i].host), label);
        CHECK_EQUAL(origin.rooted, table[i].rooted, label);
    }
}

static void what_is_no_endpoint(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        zimport_origin origin;
        parse(&origin, bad[i], ZIMPORT_BAD_URL);
    }
    zimport_origin origin;
    assert_int_equal(zimport_origin_parse(&origin, (zimport_view){NULL, 0}), ZIMPORT_BAD_URL);
}

static void every_byte(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char host[] = "a.b";
        char path[] = "h/a.b";
        char label[8];
        zimport_origin origin;
        host[1] = (char)c;
        path[3] = (char)c;
        (void)snprintf(label, sizeof label, "%02x", c);
        bool alnum = c < 128 && c != 0 && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" TEN, c) != NULL;
        bool name = alnum || c == '-' || c == '.';
        bool never = c <= ' ' || c >= 127 || strchr("\"<>\\^`{|}%[]@?#", c) != NULL;
        zimport_status got = zimport_origin_parse(&origin, VIEW(host));
        CHECK(!name || got == ZIMPORT_OK, label);
        CHECK(!never || got == ZIMPORT_BAD_URL, label);
        bool segment = alnum || (c != 0 && strchr("-._~!$&'()*+,;=:@/", c) != NULL);
        CHECK_EQUAL(zimport_origin_parse(&origin, VIEW(path)) == ZIMPORT_OK, segment, label);
    }
}

/* RFC 3986 allows an empty port, and takes five numbers for a name: allowed or not, but never half of it. */
static void left_open(void **state) {
    (void)state;
    static const zimport_view table[] = {LIT("h:"), LIT("[::1]:"), LIT("1.2.3.4.5"), LIT("1.2.3")};
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_origin origin;
        if (zimport_origin_parse(&origin, table[i]) == ZIMPORT_OK) {
            CHECK_EQUAL(origin.port, 443, show(table[i]));
            CHECK_EQUAL(origin.address, table[i].data[0] == '[', show(table[i]));
        }
    }
}

static void slashes(void **state) {
    (void)state;
    static const zimport_view table[] = {LIT("h//"), LIT("h///"), LIT("h/a//"), LIT("h//a"), LIT("h/a//b/")};
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_origin origin;
        if (zimport_origin_parse(&origin, table[i]) == ZIMPORT_OK) {
            size_t size = strlen(origin.prefix);
            CHECK(size == 0 || (origin.prefix[0] == '/' && origin.prefix[size - 1] != '/'), show(table[i]));
        }
    }
}

static void longest(void **state) {
    (void)state;
    zimport_origin origin;
    zimport_view host = VIEW(LABEL "." LABEL "." LABEL "." LABEL ".abcd");
    assert_int_equal(host.size, 252);
    parse(&origin, VIEW(LABEL "." LABEL "." LABEL "." LABEL ".abcde"), ZIMPORT_OK);
    assert_int_equal(strlen(origin.host), ZIMPORT_HOST_MAX);
    parse(&origin, VIEW(LABEL "." LABEL "." LABEL "." LABEL ".abcdef"), ZIMPORT_BAD_URL);
    parse(&origin, VIEW("h" SEGMENT SEGMENT), ZIMPORT_OK);
    assert_int_equal(strlen(origin.prefix), ZIMPORT_PREFIX_MAX);
    parse(&origin, VIEW("h" SEGMENT SEGMENT "a"), ZIMPORT_BAD_URL);
    parse(&origin, VIEW("h" SEGMENT SEGMENT "/"), ZIMPORT_OK);
    assert_int_equal(strlen(origin.prefix), ZIMPORT_PREFIX_MAX);
    parse(&origin, VIEW("h" SEGMENT SEGMENT SEGMENT SEGMENT SEGMENT), ZIMPORT_BAD_URL);
}

static void loopback(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        bool loopback;
    } table[] = {
        {LIT("localhost"), true},
        {LIT("http://LocalHost:80/x"), true},
        {LIT("localhost."), true},
        {LIT("127.0.0.1"), true},
        {LIT("127.0.0.0"), true},
        {LIT("127.255.255.255"), true},
        {LIT("http://127.1.2.3:9091"), true},
        {LIT("[::1]"), true},
        {LIT("http://[::1]:8080"), true},
        {LIT("126.255.255.255"), false},
        {LIT("128.0.0.1"), false},
        {LIT("0.0.0.0"), false},
        {LIT("12.7.0.1"), false},
        {LIT("[::2]"), false},
        {LIT("[::]"), false},
        {LIT("[::11]"), false},
        {LIT("[1::1]"), false},
        {LIT("[fe80::1]"), false},
        {LIT("[::1:1]"), false},
        {LIT("127.example"), false},
        {LIT("127.0.0.1.example"), false},
        {LIT("127.0.0.1.example.com."), false},
        {LIT("localhost.example"), false},
        {LIT("notlocalhost"), false},
        {LIT("localhos"), false},
        {LIT("example"), false},
        /* The resolver may read these as 127.0.0.1 or as something else: not sure, so no. */
        {LIT("127.1"), false},
        {LIT("2130706433"), false},
        {LIT("0177.0.0.1"), false},
        {LIT("127.0.0.010"), false},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_origin origin;
        if (zimport_origin_parse(&origin, table[i].text) == ZIMPORT_OK) {
            CHECK_EQUAL(origin.loopback, table[i].loopback, show(table[i].text));
        } else {
            CHECK(!table[i].loopback, show(table[i].text));
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(endpoints),  cmocka_unit_test(final_dots), cmocka_unit_test(what_is_no_endpoint),
        cmocka_unit_test(every_byte), cmocka_unit_test(left_open),  cmocka_unit_test(slashes),
        cmocka_unit_test(longest),    cmocka_unit_test(loopback),
    };
    return cmocka_run_group_tests_name("origin", tests, NULL, NULL);
}
