/* SPDX-License-Identifier: Apache-2.0 */
/* Lists as in NO_PROXY: which origins they take out. */
#include "check.h"

#include "zimport/origin.h"

static bool excluded(zimport_view list, const char *origin_text) {
    zimport_origin origin;
    char *copy = exact(list);
    CHECK_STATUS(zimport_origin_parse(&origin, zimport_view_of(origin_text)), ZIMPORT_OK, origin_text);
    bool result = zimport_proxy_excluded((zimport_view){copy, list.size}, &origin);
    free(copy);
    return result;
}

struct row {
    zimport_view list;
    const char *origin;
    bool excluded;
};

static void check_rows(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char label[300];
        (void)snprintf(label, sizeof label, "'%s', %s", show(rows[i].list), rows[i].origin);
        CHECK_EQUAL(excluded(rows[i].list, rows[i].origin), rows[i].excluded, label);
    }
}

/* clang-format off */
static void names(void **state) {
    (void)state;
    static const struct row rows[] = {
        {LIT("example.com"), "example.com", true},
        {LIT("example.com"), "a.example.com", true},
        {LIT("example.com"), "a.b.example.com", true},
        {LIT("example.com"), "anexample.com", false},
        {LIT("example.com"), "example.com.org", false},
        {LIT("example.com"), "example.co", false},
        {LIT("example.com"), "com", false},
        {LIT("a.example.com"), "example.com", false},
        {LIT(".example.com"), "example.com", true},
        {LIT(".example.com"), "a.example.com", true},
        {LIT(".example.com"), "anexample.com", false},
        {LIT("*.example.com"), "example.com", true},
        {LIT("*.example.com"), "a.example.com", true},
        {LIT("*.example.com"), "anexample.com", false},
        {LIT("*example.com"), "anexample.com", false},
        {LIT("*example.com"), "example.com", false},
        {LIT("example.*"), "example.com", false},
        {LIT("a.*.com"), "a.b.com", false},
        {LIT("example.com."), "example.com", true},
        {LIT(".example.com."), "a.example.com", true},
        {LIT("example.com"), "example.com.", true},
        {LIT("example.com.."), "example.com", false},
        {LIT("..example.com"), "example.com", false},
        {LIT("EXAMPLE.com"), "a.Example.COM", true},
        {LIT("com"), "example.com", true},
        {LIT("localhost"), "http://localhost:8080", true},
        {LIT("localhost"), "127.0.0.1", false},
        {LIT("example.com\0"), "example.com", false},
        {LIT("example.com\0x"), "example.com", false},
        {LIT("http://example.com"), "example.com", false},
        {LIT("example.com/"), "example.com", false},
        {LIT("[example.com]"), "example.com", false},
        {LIT("user@example.com"), "example.com", false},
    };
    check_rows(rows, COUNT(rows));
}

static void lists(void **state) {
    (void)state;
    static const struct row rows[] = {
        {LIT(""), "example.com", false},
        {LIT(","), "example.com", false},
        {LIT(" , ,, "), "example.com", false},
        {LIT("*"), "example.com", true},
        {LIT("*"), "10.0.0.1", true},
        {LIT("*"), "[::1]", true},
        {LIT(" * "), "example.com", true},
        {LIT("x,*"), "example.com", true},
        {LIT("**"), "example.com", false},
        {LIT("."), "example.com", false},
        {LIT("*."), "example.com", false},
        {LIT(".."), "example.com", false},
        {LIT("*.."), "example.com", false},
        {LIT(":"), "example.com", false},
        {LIT(":443"), "example.com", false},
        {LIT("/"), "10.0.0.1", false},
        {LIT("/8"), "10.0.0.1", false},
        {LIT("[]"), "[::1]", false},
        {LIT("["), "[::1]", false},
        {LIT("]"), "[::1]", false},
        {LIT("a,example.com,b"), "example.com", true},
        {LIT("a, example.com ,b"), "example.com", true},
        {LIT("a example.com b"), "example.com", true},
        {LIT("a\texample.com"), "example.com", true},
        {LIT(",,example.com"), "example.com", true},
        {LIT("a;example.com"), "example.com", false},
        {LIT("!!,%%,\x01,\xff,10.0.0.0/99,example.com"), "example.com", true},
        {LIT("a,b,c"), "example.com", false},
        {LIT("example,com"), "example.com", true},
        {LIT("example,org"), "example.com", false},
    };
    check_rows(rows, COUNT(rows));
}

static void ports(void **state) {
    (void)state;
    static const struct row rows[] = {
        {LIT("example.com:443"), "https://example.com", true},
        {LIT("example.com:443"), "https://example.com:8443", false},
        {LIT("example.com:443"), "http://example.com", false},
        {LIT("example.com:80"), "http://a.example.com", true},
        {LIT("example.com:0443"), "https://example.com", true},
        {LIT("example.com:4"), "https://example.com", false},
        {LIT("example.com:65979"), "https://example.com", false},
        {LIT("example.com:18446744073709552059"), "https://example.com", false},
        {LIT("example.com:99999999999999999999999999"), "https://example.com", false},
        {LIT("example.com:"), "example.com", false},
        {LIT("example.com:x"), "example.com", false},
        {LIT("example.com:443:443"), "example.com", false},
        {LIT(".example.com:443"), "a.example.com", true},
        {LIT("*:443"), "example.com", true},
        {LIT("*:443"), "http://example.com", false},
        {LIT("example.com:1,example.com:443"), "example.com", true},
        {LIT("10.0.0.1:443"), "10.0.0.1", true},
        {LIT("10.0.0.1:80"), "10.0.0.1", false},
        {LIT("10.0.0.0/8:443"), "10.0.0.1", true},
        {LIT("10.0.0.0/8:80"), "10.0.0.1", false},
        {LIT("[fd00::1]:443"), "[fd00::1]", true},
        {LIT("[fd00::1]:80"), "[fd00::1]", false},
        {LIT("[fd00::]/8:443"), "[fd00::1]", true},
        {LIT("fd00::/8:443"), "[fd00::1]", true},
        {LIT("fd00::/8:80"), "[fd00::1]", false},
        /* Without brackets it is all address. */
        {LIT("fd00::1:443"), "[fd00::1]", false},
        {LIT("fd00::1:443"), "[fd00::1:443]", true},
        {LIT("::1:443"), "[::1:443]:80", true},
    };
    check_rows(rows, COUNT(rows));
}

static void addresses(void **state) {
    (void)state;
    static const struct row rows[] = {
        {LIT("10.0.0.1"), "10.0.0.1", true},
        {LIT("10.0.0.1"), "10.0.0.11", false},
        {LIT("10.0.0.1"), "110.0.0.1", false},
        {LIT("0.0.1"), "10.0.0.1", false},
        {LIT("1"), "10.0.0.1", false},
        {LIT(".1"), "10.0.0.1", false},
        {LIT("*.0.1"), "10.0.0.1", false},
        {LIT("010.0.0.1"), "10.0.0.1", false},
        {LIT("10.1"), "10.0.0.1", false},
        {LIT("10.0.0.1."), "10.0.0.1", false},
        {LIT("10.0.0.1"), "a.example", false},
        {LIT("::1"), "[::1]", true},
        {LIT("[::1]"), "[::1]", true},
        {LIT("[::1"), "[::1]", false},
        {LIT("::1]"), "[::1]", false},
        {LIT("0:0:0:0:0:0:0:1"), "[::1]", true},
        {LIT("[0:0::0.0.0.1]"), "[::1]", true},
        {LIT("2001:DB8::A"), "[2001:db8:0:0::000a]", true},
        {LIT("2001:db8::b"), "[2001:db8::a]", false},
        {LIT("::1%lo"), "[::1]", false},
        {LIT("[10.0.0.1]"), "10.0.0.1", false},
        {LIT("::1"), "127.0.0.1", false},
        {LIT("127.0.0.1"), "[::1]", false},
        /* An IPv4 address in IPv6 is that IPv4 address. RFC 4291 section 2.5.5.2 */
        {LIT("10.0.0.1"), "[::ffff:10.0.0.1]", true},
        {LIT("::ffff:10.0.0.1"), "10.0.0.1", true},
        {LIT("10.0.0.0/8"), "[::ffff:a00:1]", true},
        {LIT("10.0.0.1"), "[::10.0.0.1]", false},
    };
    check_rows(rows, COUNT(rows));
}

static void ranges(void **state) {
    (void)state;
    static const struct row rows[] = {
        {LIT("10.0.0.0/8"), "10.255.255.255", true},
        {LIT("10.0.0.0/8"), "11.0.0.0", false},
        {LIT("10.0.0.0/8"), "9.255.255.255", false},
        {LIT("10.1.2.3/8"), "10.200.0.1", true},
        {LIT("10.0.0.0/08"), "10.0.0.1", true},
        {LIT("192.168.16.0/20"), "192.168.31.255", true},
        {LIT("192.168.16.0/20"), "192.168.32.0", false},
        {LIT("0.0.0.0/0"), "203.0.113.9", true},
        {LIT("0.0.0.0/0"), "[2001:db8::1]", false},
        {LIT("0.0.0.0/0"), "example.com", false},
        {LIT("::/0"), "[2001:db8::1]", true},
        {LIT("::/0"), "10.0.0.1", false},
        {LIT("::/0"), "[::ffff:10.0.0.1]", false},
        {LIT("::/95"), "10.0.0.1", false},
        {LIT("::ffff:0:0/96"), "10.0.0.1", true},
        {LIT("::ffff:10.0.0.0/104"), "10.1.2.3", true},
        {LIT("::ffff:10.0.0.0/104"), "11.1.2.3", false},
        {LIT("10.0.0.0/32"), "10.0.0.0", true},
        {LIT("10.0.0.0/33"), "10.0.0.0", false},
        {LIT("10.0.0.0/128"), "10.0.0.0", false},
        {LIT("10.0.0.0/18446744073709551624"), "10.0.0.0", false},
        {LIT("10.0.0.0/"), "10.0.0.0", false},
        {LIT("10.0.0.0/-1"), "10.0.0.0", false},
        {LIT("10.0.0.0/+8"), "10.0.0.0", false},
        {LIT("10.0.0.0/8x"), "10.0.0.0", false},
        {LIT("10.0.0.0/8/8"), "10.0.0.0", false},
        {LIT("10.0.0.0/255.0.0.0"), "10.0.0.0", false},
        {LIT("10/8"), "10.0.0.0", false},
        {LIT("fd00::/8"), "[fdff::1]", true},
        {LIT("fd00::/8"), "[fc00::1]", false},
        {LIT("[fd00::]/8"), "[fdff::1]", true},
        {LIT("[fd00::/8]"), "[fdff::1]", false},
        {LIT("2001:db8::/33"), "[2001:db8:7fff::]", true},
        {LIT("2001:db8::/33"), "[2001:db8:8000::]", false},
        {LIT("fe80::/129"), "[fe80::]", false},
        {LIT("example.com/8"), "example.com", false},
    };
    check_rows(rows, COUNT(rows));
}
/* clang-format on */

/* Within the prefix it is another network, behind it the same. */
static void every_prefix_v4(void **state) {
    (void)state;
    for (unsigned prefix = 0; prefix <= 32; prefix++) {
        char list[32];
        int size = snprintf(list, sizeof list, "165.90.195.60/%u", prefix);
        for (unsigned bit = 0; bit <= 32; bit++) {
            uint32_t address = UINT32_C(0xa55ac33c) ^ (bit < 32 ? UINT32_C(0x80000000) >> bit : 0);
            char origin[32];
            char label[80];
            (void)snprintf(origin, sizeof origin, "%u.%u.%u.%u", (unsigned)(address >> 24),
                           (unsigned)(address >> 16 & 255), (unsigned)(address >> 8 & 255), (unsigned)(address & 255));
            (void)snprintf(label, sizeof label, "%s, %s", list, origin);
            CHECK_EQUAL(excluded((zimport_view){list, (size_t)size}, origin), bit >= prefix, label);
        }
    }
}

static void every_prefix_v6(void **state) {
    (void)state;
    for (unsigned prefix = 0; prefix <= 128; prefix++) {
        char list[64];
        int size = snprintf(list, sizeof list, "2a5a:c33c:5aa5:3cc3:a55a:c33c:5aa5:3cc3/%u", prefix);
        for (unsigned bit = 0; bit <= 128; bit++) {
            unsigned groups[8] = {0x2a5a, 0xc33c, 0x5aa5, 0x3cc3, 0xa55a, 0xc33c, 0x5aa5, 0x3cc3};
            char origin[64];
            char label[140];
            groups[bit < 128 ? bit / 16 : 0] ^= bit < 128 ? 0x8000U >> bit % 16 : 0;
            (void)snprintf(origin, sizeof origin, "[%x:%x:%x:%x:%x:%x:%x:%x]", groups[0], groups[1], groups[2],
                           groups[3], groups[4], groups[5], groups[6], groups[7]);
            (void)snprintf(label, sizeof label, "%s, %s", list, origin);
            CHECK_EQUAL(excluded((zimport_view){list, (size_t)size}, origin), bit >= prefix, label);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),           cmocka_unit_test(lists),  cmocka_unit_test(ports),
        cmocka_unit_test(addresses),       cmocka_unit_test(ranges), cmocka_unit_test(every_prefix_v4),
        cmocka_unit_test(every_prefix_v6),
    };
    return cmocka_run_group_tests_name("no proxy", tests, NULL, NULL);
}
