/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "zimport/mbedtls.h"

#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* The digest of "abc" (FIPS 180-4's own example), and what openssl makes of it. */
#define ABC "sha256//ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
static const zimport_pin abc = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
                                0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
                                0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};

/* clang-format off */
static const struct {
    zimport_view text;
    bool good;
} texts[] = {
    {LIT(ABC), true},
    {LIT("sha256//" A43 "="), true},
    {LIT("sha256////////////////////////////////////////////8="), true},
    {LIT(""), false},
    {LIT("sha256//"), false},
    {LIT(A43 "="), false},
    {LIT("sha256/" A43 "="), false},
    {LIT("SHA256//" A43 "="), false},
    {LIT("sha1////" A43 "="), false},
    {LIT("sha512//" A43 "="), false},
    {LIT(" sha256//" A43 "="), false},
    {LIT("sha256//" A43 "= "), false},
    {LIT("sha256//" A43 "=\0"), false},
    {LIT("sha256//" A43), false},
    {LIT("sha256//" A43 "A"), false},
    {LIT("sha256//" A43 "A="), false},
    {LIT("sha256//" A43 "=="), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="), false}, /* 31 bytes */
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA =" ), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n="), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="), false}, /* bits behind the last byte */
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAC="), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE="), true},
    {LIT("sha256//" "=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=A="), false},
    {LIT("sha256//" "*AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), false},
    {LIT("sha256//" "-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), false}, /* base64url is another one */
    {LIT("sha256//" "AAAA-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAA\0AAAAAAAAAAAAAAAAAAAAAA="), false},
    {LIT("sha256//" "AAAAAAAAAAAAAAAAAAAA\x80" "AAAAAAAAAAAAAAAAAAAAAA="), false},
};
/* clang-format on */

static void test_texts(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        zimport_pin pin;
        char back[53];
        char *text = exact(texts[i].text);
        zimport_view view = {text, texts[i].text.size};
        CHECK_STATUS(zimport_pin_parse(pin, view), texts[i].good ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT, show(view));
        if (texts[i].good) {
            zimport_pin_print(pin, back);
            CHECK_VIEW(zimport_view_of(back), view, "written again");
        }
        free(text);
    }
}

static void test_every_byte_counts(void **state) {
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 1000; round++) {
        zimport_pin pin;
        zimport_pin back;
        char text[53];
        for (size_t i = 0; i < sizeof pin; i++) {
            pin[i] = (uint8_t)(scramble(&seed) >> 8);
        }
        zimport_pin_print(pin, text);
        assert_int_equal(strlen(text), 52);
        assert_int_equal(zimport_pin_parse(back, zimport_view_of(text)), ZIMPORT_OK);
        assert_memory_equal(pin, back, sizeof pin);
    }
}

static void test_cuts(void **state) {
    zimport_pin pin;

    (void)state;
    for (size_t size = 0; size < sizeof ABC; size++) {
        char *text = exact((zimport_view){ABC, size});
        zimport_status want = size == sizeof ABC - 1 ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT;
        CHECK_STATUS(zimport_pin_parse(pin, (zimport_view){text, size}), want, "cut");
        free(text);
    }
}

static void test_match(void **state) {
    zimport_pin list[3] = {{1}, {2}, {3}};
    zimport_pins pins;

    (void)state;
    memset(&pins, 0x5a, sizeof pins);
    zimport_pins_init(&pins, (const zimport_pin *)list, 0);
    for (size_t i = 0; i < sizeof pins.seen; i++) {
        assert_int_equal(pins.seen[i], 0);
    }
    assert_false(pins.match(&pins, "abc", 3));
    for (size_t count = 1; count <= COUNT(list); count++) {
        memset(list, 0, sizeof list);
        zimport_pins_init(&pins, (const zimport_pin *)list, count);
        assert_false(pins.match(&pins, "abc", 3));
        assert_memory_equal(pins.seen, abc, sizeof abc);
        memcpy(list[count - 1], abc, sizeof abc);
        assert_true(pins.match(&pins, "abc", 3));
        assert_false(pins.match(&pins, "abd", 3));
        assert_false(pins.match(&pins, "", 0));
        list[count - 1][31] ^= 1;
        assert_false(pins.match(&pins, "abc", 3));
    }
}

static void test_example(void **state) {
    zimport_pin pin;

    (void)state;
    assert_int_equal(zimport_pin_parse(pin, VIEW(ABC)), ZIMPORT_OK);
    assert_memory_equal(pin, abc, sizeof abc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_every_byte_counts), cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_match), cmocka_unit_test(test_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
