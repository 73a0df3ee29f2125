/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers: plain integers of 64 bits, and decimals scaled without a rounding error. */
#include "check.h"

#include "base/number.h"
#include "json/json.h"

static zimport_json_value number_of(char *memory, zimport_view text) {
    memcpy(memory, text.data, text.size);
    return (zimport_json_value){1, ZIMPORT_JSON_NUMBER, false, memory, text.size};
}

static void integers(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        bool given;
        uint64_t number;
    } table[] = {
        {LIT("0"), true, 0},
        {LIT("7"), true, 7},
        {LIT("19599887"), true, 19599887},
        {LIT("4294967296"), true, UINT64_C(4294967296)},
        {LIT("9223372036854775807"), true, UINT64_C(9223372036854775807)},
        {LIT("9223372036854775808"), true, UINT64_C(9223372036854775808)},
        {LIT("18446744073709551615"), true, UINT64_MAX},
        {LIT("18446744073709551616"), false, 0},
        {LIT("18446744073709551620"), false, 0},
        {LIT("27670116110564327424"), false, 0},
        {LIT("99999999999999999999"), false, 0},
        {LIT("184467440737095516150"), false, 0},
        {LIT("100000000000000000000000000000000000000000"), false, 0},
        {LIT("-0"), false, 0},
        {LIT("-1"), false, 0},
        {LIT("1.0"), false, 0},
        {LIT("1.5"), false, 0},
        {LIT("1e3"), false, 0},
        {LIT("1E0"), false, 0},
        {LIT("0e0"), false, 0},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        char memory[64];
        zimport_json_value value = number_of(memory, table[i].text);
        zimport_number number = zimport_json_integer(&value);
        CHECK_EQUAL(number.given, table[i].given, show(table[i].text));
        CHECK_EQUAL(number.value, table[i].number, show(table[i].text));
        value.cut = true;
        number = zimport_json_integer(&value);
        CHECK(!number.given && number.value == 0, show(table[i].text));
    }
}

static void what_is_no_number(void **state) {
    (void)state;
    static const zimport_json_type types[] = {ZIMPORT_JSON_NULL, ZIMPORT_JSON_FALSE, ZIMPORT_JSON_TRUE,
                                              ZIMPORT_JSON_OBJECT, ZIMPORT_JSON_ARRAY};
    for (size_t i = 0; i < COUNT(types); i++) {
        char memory[8] = "1";
        int32_t result = 77;
        zimport_json_value value = {1, types[i], false, memory, 0};
        assert_false(zimport_json_integer(&value).given);
        assert_false(zimport_json_decimal(&value, 2, 10000, &result));
        value.data = NULL;
        assert_false(zimport_json_integer(&value).given);
        assert_false(zimport_json_decimal(&value, 2, 10000, &result));
    }
    char memory[8] = "0.5";
    int32_t result = 77;
    zimport_json_value value = {1, ZIMPORT_JSON_STRING, false, memory, 3};
    assert_false(zimport_json_decimal(&value, 2, 10000, &result));
    value.type = ZIMPORT_JSON_NUMBER;
    value.cut = true;
    assert_false(zimport_json_decimal(&value, 2, 10000, &result));
}

static void small_ones(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        int32_t number;
    } table[] = {
        {LIT(""), -1},
        {LIT("-1"), -1},
        {LIT("1x"), -1},
        {LIT("0"), 0},
        {LIT("00012"), 12},
        {LIT("2000000000"), 2000000000},
        {LIT("2147483639"), 2147483639},
        {LIT("99999999999999999999"), INT32_MAX},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(zimport_number_small(table[i].text.data, table[i].text.size), table[i].number, show(table[i].text));
    }
}

static int32_t decimal(zimport_view text, int shift, int32_t most) {
    static char memory[4096];
    int32_t result = -77;
    zimport_json_value value = number_of(memory, text);
    CHECK(zimport_json_decimal(&value, shift, most, &result), show(text));
    CHECK(result >= 0 && result <= most, show(text));
    return result;
}

static void decimals(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        int shift;
        int32_t most;
        int32_t result;
    } table[] = {
        {LIT(""), 4, 10000, 0},
        {LIT("0"), 4, 10000, 0},
        {LIT("0.29"), 4, 10000, 2900}, /* 0.29 * 100 is 28.999999999999996 in binary */
        {LIT("0.57"), 4, 10000, 5700},
        {LIT("0.58"), 4, 10000, 5800},
        {LIT("1.1"), 4, 100000, 11000},
        {LIT("0.4"), 4, 10000, 4000},
        {LIT("0.40000000000000000000000000001"), 4, 10000, 4000},
        {LIT("0.39999999999999999999999999999"), 4, 10000, 3999},
        {LIT("0.3333333333"), 4, 10000, 3333},
        {LIT("0.99999"), 4, 10000, 9999},
        {LIT("0.9999"), 4, 10000, 9999},
        {LIT("1"), 4, 10000, 10000},
        {LIT("1.0"), 4, 10000, 10000},
        {LIT("1.00000000000000000000000001"), 4, 10000, 10000},
        {LIT("40"), 2, 10000, 4000},
        {LIT("33.339"), 2, 10000, 3333},
        {LIT("99.999"), 2, 10000, 9999},
        {LIT("100.001"), 2, 10000, 10000},
        {LIT("1"), 0, 10, 1},
        {LIT("9.99"), 0, 10, 9},
        {LIT("123"), -1, 100, 12},
        {LIT("123"), -2, 100, 1},
        {LIT("123"), -3, 100, 0},
        {LIT("0.00009"), 4, 10000, 0},
        {LIT("0.0001"), 4, 10000, 1},
        {LIT("10001"), 0, 10000, 10000},
        {LIT("2147483647"), 0, INT32_MAX, INT32_MAX},
        {LIT("2147483646"), 0, INT32_MAX, INT32_MAX - 1},
        {LIT("2147483648"), 0, INT32_MAX, INT32_MAX},
        {LIT("4294967297"), 0, INT32_MAX, INT32_MAX},
        {LIT("18446744073709551617"), 0, INT32_MAX, INT32_MAX},
        {LIT("5"), 0, 0, 0},
        /* Below zero is zero. */
        {LIT("-0"), 4, 10000, 0},
        {LIT("-0.0"), 4, 10000, 0},
        {LIT("-1"), 4, 10000, 0},
        {LIT("-0.00001"), 4, 10000, 0},
        {LIT("-1e400"), 4, 10000, 0},
        {LIT("-99999999999999999999"), 4, 10000, 0},
        /* Exponents. */
        {LIT("4e-1"), 4, 10000, 4000},
        {LIT("4E-1"), 4, 10000, 4000},
        {LIT("40e-2"), 4, 10000, 4000},
        {LIT("0.04e1"), 4, 10000, 4000},
        {LIT("0.04E+01"), 4, 10000, 4000},
        {LIT("0.4e0"), 4, 10000, 4000},
        {LIT("0.4e-0"), 4, 10000, 4000},
        {LIT("29e-2"), 4, 10000, 2900},
        {LIT("0.0000000029e8"), 4, 10000, 2900},
        {LIT("2900000000000000000000e-22"), 4, 10000, 2900},
        {LIT("12.345e1"), 2, 100000, 12345},
        {LIT("12.345e-1"), 2, 10000, 123},
        {LIT("1e1"), 4, 10000, 10000},
        {LIT("1e400"), 4, 10000, 10000},
        {LIT("1e-400"), 4, 10000, 0},
        {LIT("0e400"), 4, 10000, 0},
        {LIT("0.0e99999999999999999999"), 4, 10000, 0},
        {LIT("1e2147483647"), 4, 10000, 10000},
        {LIT("1e2147483648"), 4, 10000, 10000},
        {LIT("1e4294967296"), 4, 10000, 10000},
        {LIT("1e18446744073709551616"), 4, 10000, 10000},
        {LIT("1e99999999999999999999999999"), 4, 10000, 10000},
        {LIT("1e-2147483648"), 4, 10000, 0},
        {LIT("1e-2147483649"), 4, 10000, 0},
        {LIT("1e-4294967295"), 4, 10000, 0},
        {LIT("1e-18446744073709551615"), 4, 10000, 0},
        {LIT("1e-99999999999999999999999999"), 4, 10000, 0},
        {LIT("0.5e-4294967296"), 4, 10000, 0},
        {LIT("5e00000000000000000000000000000000000000000000001"), 0, 100, 50},
        {LIT("5e-0000000000000000000000000000000000000000000001"), 1, 100, 5},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(decimal(table[i].text, table[i].shift, table[i].most), table[i].result, show(table[i].text));
    }
}

static void many_digits(void **state) {
    (void)state;
    static char text[2048];
    for (int zeros = 0; zeros <= 500; zeros += 1 + zeros / 16) {
        int size = snprintf(text, sizeof text, "0.%0*d29e%d", zeros + 1, 0, zeros + 1);
        CHECK_EQUAL(decimal((zimport_view){text, (size_t)size}, 4, 10000), 2900, text);
        size = snprintf(text, sizeof text, "29%0*de-%d", zeros + 1, 0, zeros + 3);
        CHECK_EQUAL(decimal((zimport_view){text, (size_t)size}, 4, 10000), 2900, text);
        size = snprintf(text, sizeof text, "0.29%0*d1", zeros + 2, 0);
        CHECK_EQUAL(decimal((zimport_view){text, (size_t)size}, 4, 10000), 2900, text);
        size = snprintf(text, sizeof text, "0.28%.*s", zeros, "");
        for (int i = 0; i <= zeros; i++) {
            text[size++] = '9';
        }
        CHECK_EQUAL(decimal((zimport_view){text, (size_t)size}, 4, 10000), zeros == 0 ? 2890 : 2899, text);
    }
}

/* The slow way: moves the point in the digits. */
static int32_t reference(const char *digits, int point, int32_t most) {
    uint64_t value = 0;
    int size = (int)strlen(digits);
    for (int i = 0; i < point; i++) {
        value = value * 10 + (uint64_t)(i < size ? digits[i] - '0' : 0);
        if (value > (uint64_t)most) {
            return most;
        }
    }
    return (int32_t)value;
}

static void against_a_reference(void **state) {
    (void)state;
    uint32_t seed = 20240203;
    for (int round = 0; round < 200000; round++) {
        char digits[24];
        char text[64];
        int size = 1 + (int)(scramble(&seed) % 20);
        for (int i = 0; i < size; i++) {
            digits[i] = (char)('0' + scramble(&seed) % (scramble(&seed) % 2 == 0 ? 10 : 2));
        }
        digits[size] = '\0';
        int exponent = (int)(scramble(&seed) % 41) - 20;
        int shift = (int)(scramble(&seed) % 9) - 2;
        int32_t most = (int32_t)(scramble(&seed) >> (1 + scramble(&seed) % 31));
        /* d.ddd e: the first digit stands alone, so that no zero leads. */
        int length = size > 1 ? snprintf(text, sizeof text, "%c.%se%d", digits[0], digits + 1, exponent)
                              : snprintf(text, sizeof text, "%ce%+d", digits[0], exponent);
        CHECK_EQUAL(decimal((zimport_view){text, (size_t)length}, shift, most),
                    reference(digits, 1 + exponent + shift, most), text);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_ones), cmocka_unit_test(integers),    cmocka_unit_test(what_is_no_number),
        cmocka_unit_test(decimals),   cmocka_unit_test(many_digits), cmocka_unit_test(against_a_reference),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
