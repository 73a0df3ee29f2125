/* SPDX-License-Identifier: Apache-2.0 */
/* Names in certificates (RFC 9525 section 6) and addresses (RFC 4291 section 2.2). */
#include "check.h"

#include "port/mbedtls/chain/name.h"

#define TEN "abcdefghij"
#define LABEL TEN TEN TEN TEN TEN TEN "klm" /* 63 */

/* clang-format off */
static const struct {
    zimport_view name;
    zimport_view host;
    bool covers;
} names[] = {
    {LIT("example.com"), LIT("example.com"), true},
    {LIT("EXAMPLE.com"), LIT("example.COM"), true},
    {LIT("example.com"), LIT("example.com."), true},
    {LIT("localhost"), LIT("localhost"), true},
    {LIT("a_b.example.com"), LIT("a_b.example.com"), true},
    {LIT("xn--bcher-kva.example"), LIT("xn--bcher-kva.example"), true},
    {LIT(LABEL ".example.com"), LIT(LABEL ".example.com"), true},
    {LIT("AZaz09-_.MQ"), LIT("azAZ09-_.mq"), true},
    {LIT("example.com"), LIT("fxample.com"), false},
    {LIT("example.com"), LIT("example.org"), false},
    {LIT("example.com"), LIT("www.example.com"), false},
    {LIT("www.example.com"), LIT("example.com"), false},
    {LIT("example.co"), LIT("example.com"), false},
    {LIT("example.com"), LIT("example.co"), false},
    {LIT("example.com."), LIT("example.com"), false},
    {LIT("example.com"), LIT("example.com.."), false},
    {LIT("exam\0ple.com"), LIT("exam"), false},
    {LIT("example.com\0.attacker.test"), LIT("example.com"), false},
    {LIT("example.com"), LIT("example.com\0.attacker.test"), false},
    {LIT(""), LIT(""), false},
    {LIT(""), LIT("a"), false},
    {LIT("a"), LIT(""), false},
    {LIT("."), LIT("."), false},
    {LIT("b\xC3\xBC" "cher.example"), LIT("b\xC3\xBC" "cher.example"), false},
    {LIT("[example.com"), LIT("{example.com"), false},
    {LIT("@example.com"), LIT("`example.com"), false},
    /* Wildcards: the whole left-most label, two labels or more to the right, one label matched. */
    {LIT("*.example.com"), LIT("www.example.com"), true},
    {LIT("*.EXAMPLE.com"), LIT("WWW.example.COM"), true},
    {LIT("*.example.com"), LIT("www.example.com."), true},
    {LIT("*.example.com"), LIT(LABEL ".example.com"), true},
    {LIT("*.a.b.example"), LIT("x.a.b.example"), true},
    {LIT("*.example.com"), LIT("xn--bcher-kva.example.com"), true},
    {LIT("*.a.b"), LIT("x.a.b"), true},
    {LIT("*.example.com"), LIT("example.com"), false},
    {LIT("*.example.com"), LIT("a.www.example.com"), false},
    {LIT("*.example.com"), LIT(".example.com"), false},
    {LIT("*.example.com"), LIT("wwwexample.com"), false},
    {LIT("*.example.com"), LIT("www.example.org"), false},
    {LIT("*.com"), LIT("example.com"), false},
    {LIT("*.test"), LIT("a.test"), false},
    {LIT("*.test."), LIT("a.test"), false},
    {LIT("*."), LIT("a."), false},
    {LIT("*."), LIT("a"), false},
    {LIT("*"), LIT("localhost"), false},
    {LIT("*"), LIT("example.com"), false},
    {LIT("*.*.example.com"), LIT("a.b.example.com"), false},
    {LIT("*.*.com"), LIT("a.example.com"), false},
    {LIT("w*.example.com"), LIT("www.example.com"), false},
    {LIT("*w.example.com"), LIT("www.example.com"), false},
    {LIT("w*w.example.com"), LIT("www.example.com"), false},
    {LIT("xn--*.example.com"), LIT("xn--a.example.com"), false},
    {LIT("www.*.com"), LIT("www.example.com"), false},
    {LIT("*..example.com"), LIT("a..example.com"), false},
    {LIT("*.example..com"), LIT("a.example..com"), false},
    {LIT("*.example.com"), LIT("*.example.com"), false},
    {LIT("*.example.com\0"), LIT("a.example.com"), false},
    /* An address is no name, whatever a dNSName says. */
    {LIT("192.0.2.1"), LIT("192.0.2.1"), false},
    {LIT("*.0.2.1"), LIT("192.0.2.1"), false},
    {LIT("2001:db8::1"), LIT("2001:db8::1"), false},
};

static const struct {
    zimport_view text;
    size_t size;
    uint8_t bytes[16];
} addresses[] = {
    {LIT("0.0.0.0"), 4, {0}},
    {LIT("127.0.0.1"), 4, {127, 0, 0, 1}},
    {LIT("255.255.255.255"), 4, {255, 255, 255, 255}},
    {LIT("192.0.2.10"), 4, {192, 0, 2, 10}},
    {LIT("::"), 16, {0}},
    {LIT("::1"), 16, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {LIT("1::"), 16, {0, 1}},
    {LIT("2001:db8::8:800:200C:417a"), 16, {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0xc, 0x41, 0x7a}},
    {LIT("1:2:3:4:5:6:7:8"), 16, {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8}},
    {LIT("1:2:3:4:5:6:7::"), 16, {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0}},
    {LIT("::2:3:4:5:6:7:8"), 16, {0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8}},
    {LIT("fe80::ffff:1"), 16, {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 1}},
    {LIT("::ffff:192.0.2.1"), 16, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1}},
    {LIT("1:2:3:4:5:6:192.0.2.1"), 16, {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 192, 0, 2, 1}},
    {LIT("::0000"), 16, {0}},
    {LIT(""), 0, {0}},
    {LIT("1"), 0, {0}},
    {LIT("1.2.3"), 0, {0}},
    {LIT("1.2.3."), 0, {0}},
    {LIT("1.2.3.4."), 0, {0}},
    {LIT("1.2.3.4.5"), 0, {0}},
    {LIT("1..2.3"), 0, {0}},
    {LIT("256.0.0.1"), 0, {0}},
    {LIT("1.2.3.1000"), 0, {0}},
    {LIT("01.2.3.4"), 0, {0}},
    {LIT("1.2.3.00"), 0, {0}},
    {LIT(" 1.2.3.4"), 0, {0}},
    {LIT("1.2.3.4\0"), 0, {0}},
    {LIT("-1.2.3.4"), 0, {0}},
    {LIT("0x1.2.3.4"), 0, {0}},
    {LIT(":"), 0, {0}},
    {LIT(":::"), 0, {0}},
    {LIT("1:"), 0, {0}},
    {LIT(":1"), 0, {0}},
    {LIT("1::2::3"), 0, {0}},
    {LIT("1:::2"), 0, {0}},
    {LIT("1:2:3:4:5:6:7"), 0, {0}},
    {LIT("1:2:3:4:5:6:7:8:9"), 0, {0}},
    {LIT("1:2:3:4:5:6:7:8::"), 0, {0}},
    {LIT("::1:2:3:4:5:6:7:8"), 0, {0}},
    {LIT("1:2:3:4::5:6:7:8"), 0, {0}},
    {LIT("12345::"), 0, {0}},
    {LIT("g::"), 0, {0}},
    {LIT("::1%eth0"), 0, {0}},
    {LIT("[::1]"), 0, {0}},
    {LIT("::1.2.3"), 0, {0}},
    {LIT("::1.2.3.4:5"), 0, {0}},
    {LIT("1.2.3.4::"), 0, {0}},
    {LIT("1:2:3:4:5:6:7:1.2.3.4"), 0, {0}},
    {LIT("example.com"), 0, {0}},
};
/* clang-format on */

static void test_covers(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        char *name = exact(names[i].name);
        char *host = exact(names[i].host);
        bool covers =
            zimport_name_covers((zimport_view){name, names[i].name.size}, (zimport_view){host, names[i].host.size});
        CHECK(covers == names[i].covers, show(names[i].name));
        free(name);
        free(host);
    }
}

static void test_empty_view(void **state) {
    uint8_t bytes[16];
    (void)state;
    assert_false(zimport_name_covers((zimport_view){NULL, 0}, (zimport_view){NULL, 0}));
    assert_int_equal(zimport_address_parse((zimport_view){NULL, 0}, bytes), 0);
}

static void test_address(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(addresses); i++) {
        uint8_t bytes[16];
        char *text = exact(addresses[i].text);
        size_t size = zimport_address_parse((zimport_view){text, addresses[i].text.size}, bytes);
        CHECK_EQUAL(size, addresses[i].size, show(addresses[i].text));
        CHECK(memcmp(bytes, addresses[i].bytes, size) == 0, show(addresses[i].text));
        free(text);
    }
}

/* In a constraint or a common name: what may stand there at all. */
static void test_dns(void **state) {
    static const struct {
        zimport_view name;
        bool good;
    } table[] = {
        {LIT("a"), true},    {LIT("*.a"), true},   {LIT("*.a.b"), true}, {LIT("*"), false},  {LIT("*."), false},
        {LIT(""), false},    {LIT("*a"), false},   {LIT("*.*"), false},  {LIT(".a"), false}, {LIT("a."), false},
        {LIT("**a"), false}, {LIT("a*.b"), false}, {LIT("x.a"), true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char *text = exact(table[i].name);
        CHECK_EQUAL(zimport_name_is_dns((zimport_view){text, table[i].name.size}), table[i].good, show(table[i].name));
        free(text);
    }
}

/* Letters, digits, - and _ alone. */
static void test_every_character(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char text[] = {'x', (char)c, 'y'};
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                    c == '_' || c == '.';
        CHECK_EQUAL(zimport_name_is_host((zimport_view){text, 3}), good, text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dns),        cmocka_unit_test(test_every_character), cmocka_unit_test(test_covers),
        cmocka_unit_test(test_empty_view), cmocka_unit_test(test_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
