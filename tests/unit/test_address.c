/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses as text: RFC 5952's examples, and every pattern of zero groups beside the C library's inet_ntop. */
#include "port/posix/internal.h"

#include <arpa/inet.h>
#include <string.h>

#include "check.h"
#include "zimport/api.h"

static const char *print(const char *text) {
    static char printed[ZIMPORT_POSIX_ADDRESS_TEXT];
    zimport_posix_address address;

    assert_true(zimport_posix_address_parse(&address, text));
    zimport_posix_address_print(&address, printed);
    return printed;
}

static void examples(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *printed;
    } table[] = {
        {"0.0.0.0", "0.0.0.0"},
        {"127.0.0.1", "127.0.0.1"},
        {"255.100.10.9", "255.100.10.9"},
        {"::", "::"},
        {"::1", "::1"},
        {"1::", "1::"},
        {"2001:0db8::0001", "2001:db8::1"},
        {"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"FFFF:ABCD:10:200:3000:4:5:6", "ffff:abcd:10:200:3000:4:5:6"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        assert_string_equal(print(table[i].text), table[i].printed);
    }
}

static void every_pattern_of_zeros(void **state) {
    (void)state;
    for (unsigned pattern = 0; pattern < 256; pattern++) {
        zimport_posix_address address = {.family = 6};
        char ours[ZIMPORT_POSIX_ADDRESS_TEXT];
        char theirs[INET6_ADDRSTRLEN];
        for (unsigned group = 0; group < 8; group++) {
            address.bytes[2 * group + 1] = (pattern >> group & 1) != 0 ? (uint8_t)(group + 1) : 0;
        }
        address.bytes[0] = 0x20; /* inet_ntop writes some addresses that begin with zeros as IPv4 */
        zimport_posix_address_print(&address, ours);
        assert_non_null(inet_ntop(AF_INET6, address.bytes, theirs, sizeof theirs));
        assert_string_equal(ours, theirs);
    }
}

/* A number that does not fit becomes the greatest one, not another interface's. */
static void zones(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t scope;
    } table[] = {
        {"fe80::1", 0},
        {"fe80::1%", 0},
        {"fe80::1%7", 7},
        {"fe80::1%007x", 7},
        {"fe80::1%2147483647", INT32_MAX},
        {"fe80::1%4294967297", INT32_MAX},
        {"fe80::1%21474836470", INT32_MAX},
        {"fe80::1%18446744073709551617", INT32_MAX},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_posix_address address;
        assert_true(zimport_posix_address_parse(&address, table[i].text));
        CHECK_EQUAL(address.scope, table[i].scope, table[i].text);
    }
}

/* Neither an empty text nor one without memory; a time without memory is none, too. */
static void nothing(void **state) {
    (void)state;
    const zimport_text none = {.data = NULL};
    zimport_posix_address address;
    uint8_t bytes[16];

    assert_false(zimport_posix_address_parse(&address, ""));
    assert_false(zimport_posix_address_parse(&address, "%lo"));
    assert_int_equal(zimport_address_parse(zimport_view_of(NULL), bytes), 0);
    assert_int_equal(zimport_time_read(&none), -1);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),
        cmocka_unit_test(every_pattern_of_zeros),
        cmocka_unit_test(zones),
        cmocka_unit_test(nothing),
    };
    return cmocka_run_group_tests_name("addresses", tests, NULL, NULL);
}
