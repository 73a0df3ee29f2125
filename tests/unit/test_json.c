/* SPDX-License-Identifier: Apache-2.0 */
/* What is JSON and what is not: RFC 8259, to the letter, at every cut. */
#include "json_run.h"

/* clang-format off */
static const zimport_view accepted[] = {
    LIT("null"), LIT("true"), LIT("false"), LIT("0"), LIT("\"\""), LIT("[]"), LIT("{}"),
    LIT(" \t\r\n null \t\r\n "), LIT("[ ]"), LIT("{ }"), LIT(" [ null , true ] "),
    LIT("\n{\n\"a\"\n:\n1\n,\n\"b\"\n:\n2\n}\n"),
    LIT("[1,2]"), LIT("[[],{},[[]]]"), LIT("{\"a\":{\"b\":[{}]}}"), LIT("{\"\":0}"), LIT("{\"a\":1,\"a\":2}"),
    LIT("[\"a\",\"b\"]"), LIT("[null,false,true]"),
    /* Numbers. */
    LIT("-0"), LIT("1"), LIT("-1"), LIT("10"), LIT("1234567890"), LIT("0.0"), LIT("0.5"), LIT("-0.5"), LIT("1.000"),
    LIT("0e0"), LIT("0E0"), LIT("1e1"), LIT("1E+1"), LIT("1e-1"), LIT("-1.5e-07"), LIT("1e00"), LIT("0e-9999999999999"),
    LIT("123456789012345678901234567890.123456789012345678901234567890e123456789012345678901234567890"),
    LIT("[0]"), LIT("[-0,0.1]"), LIT("{\"a\":0}"), LIT("[1 ]"), LIT("1 "),
    /* Strings. */
    LIT("\"a\""), LIT("\" \""), LIT("\"\\\"\""), LIT("\"\\\\\""), LIT("\"\\/\\b\\f\\n\\r\\t\""), LIT("\"/\""),
    LIT("\"\\u0000\""), LIT("\"\\u00e9\\u00E9\\uABCD\\uabcd\""), LIT("\"\\uD83D\\uDE00\""), LIT("\"\\ud83d\\ude00\""),
    LIT("\"\\ud800\""), LIT("\"\\udc00\""), LIT("\"\\udc00\\ud800\""), LIT("\"\\ud800x\""), LIT("\"\\ud800\\n\""),
    LIT("\"\\ud800\\ud800\\udc00\""), LIT("\"\\uFFFF\\uFFFE\""), LIT("\"\x7f\""), LIT("\"'\""), LIT("\"[,]{:}\""),
    LIT("\"\xc2\x80\xdf\xbf\""), LIT("\"\xe0\xa0\x80\xef\xbf\xbf\""), LIT("\"\xed\x9f\xbf\xee\x80\x80\""),
    LIT("\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\""), LIT("\"\xe2\x80\xa8\xe2\x80\xa9\""), LIT("\"\xef\xbb\xbf\""),
    LIT("{\"\\u0061\":1}"), LIT("{\"\xc3\xa9\":\"\xc3\xa9\"}"), LIT("{\"\\\"\":1}"),
    LIT("{\"a key that is longer than any that is known\":1}"),
};
/* clang-format on */

/* clang-format off */
static const zimport_view rejected[] = {
    /* Structure. */
    LIT("]"), LIT("}"), LIT(","), LIT(":"), LIT("[}"), LIT("{]"), LIT("[]]"), LIT("{}}"), LIT("[,]"), LIT("[1,]"),
    LIT("[,1]"), LIT("[1,,2]"), LIT("[1 2]"), LIT("[1:2]"), LIT("[\"a\" \"b\"]"), LIT("[[]1]"), LIT("[[][]]"),
    LIT("[{}{}]"),
    LIT("[1,2}"), LIT("{,}"), LIT("{\"a\"}"), LIT("{\"a\",1}"), LIT("{\"a\":}"), LIT("{\"a\":,}"), LIT("{:1}"),
    LIT("{\"a\"::1}"), LIT("{\"a\" 1}"), LIT("{\"a\":1,}"), LIT("{,\"a\":1}"), LIT("{\"a\":1 \"b\":2}"),
    LIT("{\"a\":1,,\"b\":2}"), LIT("{\"a\":1:2}"), LIT("{\"a\":1;\"b\":2}"), LIT("{a:1}"), LIT("{1:1}"),
    LIT("{null:1}"),
    LIT("{'a':1}"), LIT("{[]:1}"), LIT("{{}:1}"), LIT("{\"a\":1]"), LIT("[\"a\":1]"), LIT("{\"a\":\"b\":\"c\"}"),
    LIT("{\"a\" \"b\"}"), LIT("{\"a\":1\"b\":2}"), LIT("[1]x"),
    /* Several roots, and things behind the one. */
    LIT("1 2"), LIT("null null"), LIT("{}{}"), LIT("{} {}"), LIT("[][]"), LIT("{},"), LIT("[],[]"), LIT("\"a\"\"b\""),
    LIT("\"a\" 1"), LIT("true,"), LIT("{}\0"), LIT("null\0"), LIT("1\n2"), LIT("{}#"), LIT("[]//x"), LIT("{}/**/"),
    /* Literals. */
    LIT("nul "), LIT("nulll"), LIT("nil "), LIT("NULL"), LIT("Null"), LIT("True"), LIT("tRUE"), LIT("truE"),
    LIT("falsE"),
    LIT("truefalse"), LIT("undefined"), LIT("n"  "\n"), LIT("[nul]"), LIT("[tru,1]"), LIT("{\"a\":fals}"),
    LIT("[nullx]"),
    LIT("nu ll"), LIT("t\\u0072ue"),
    /* Numbers. */
    LIT("+1"), LIT("01"), LIT("-01"), LIT("00"), LIT("-00"), LIT("1.x"), LIT("1. "), LIT("[1.]"), LIT(".5"),
    LIT("[.5]"),
    LIT("-.5"), LIT("1..2"), LIT("1.2.3"), LIT("[1e]"), LIT("[1e+]"), LIT("[1e-]"), LIT("1e1.5"), LIT("1ee1"),
    LIT("1e+-1"),
    LIT("[1e 1]"), LIT("--1"), LIT("[-]"), LIT("- 1"), LIT("-a"), LIT("1-"), LIT("1+1"), LIT("1x"), LIT("0x10"),
    LIT("1_000"),
    LIT("1,000"), LIT("NaN"), LIT("nan"), LIT("Infinity"), LIT("-Infinity"), LIT("inf"), LIT("[1.5f]"), LIT("1L"),
    LIT("0b1"), LIT("0o7"), LIT("0e1x"), LIT("\xd9\xa1"),
    /* Strings. */
    LIT("'a'"), LIT("`a`"), LIT("a"), LIT("\"\n\""), LIT("\"\t\""), LIT("\"\r\""), LIT("\"\0\""), LIT("\"\x01\""),
    LIT("\"\x1f\""), LIT("\"\x1b[31m\""), LIT("{\"\n\":1}"), LIT("\"\\x41\""), LIT("\"\\a\""), LIT("\"\\v\""),
    LIT("\"\\0\""),
    LIT("\"\\'\""), LIT("\"\\ \""), LIT("\"\\\n\""), LIT("\"\\U0041\""), LIT("\"\\N\""), LIT("\"\\u\""),
    LIT("\"\\u0\""),
    LIT("\"\\u00\""), LIT("\"\\u004\""), LIT("\"\\u004g\""), LIT("\"\\u 041\""), LIT("\"\\u+041\""), LIT("\"\\u-041\""),
    LIT("\"\\uD83D\\u\""), LIT("\"\\uD83D\\x\""), LIT("\"\\ud83d\\ude0\""), LIT("\"\\u{41}\""), LIT("\"\\\xc3\xa9\""),
    LIT("{\"\\q\":1}"), LIT("{\"\x01\":1}"),
    /* UTF-8. */
    LIT("\"\x80\""), LIT("\"\xbf\""), LIT("\"\xc0\x80\""), LIT("\"\xc0\xaf\""), LIT("\"\xc1\xbf\""), LIT("\"\xc2\""),
    LIT("\"\xc3x\""), LIT("\"\xc3\xc3\xa9\""), LIT("\"\xe0\x80\x80\""), LIT("\"\xe0\x9f\xbf\""), LIT("\"\xe2\x82\""),
    LIT("\"\xe2\x82x\""), LIT("\"\xed\xa0\x80\""), LIT("\"\xed\xbf\xbf\""), LIT("\"\xed\xa0\xbd\xed\xb8\x80\""),
    LIT("\"\xf0\x80\x80\x80\""), LIT("\"\xf0\x8f\xbf\xbf\""), LIT("\"\xf0\x9f\x98\""), LIT("\"\xf4\x90\x80\x80\""),
    LIT("\"\xf5\x80\x80\x80\""), LIT("\"\xf8\x88\x80\x80\x80\""), LIT("\"\xfe\""), LIT("\"\xff\""), LIT("{\"\xff\":1}"),
    LIT("{\"a\":\"\xc3\"}"), LIT("[\"\\\x80\"]"),
    /* Outside of strings. */
    LIT("\xc3\xa9"), LIT("[\xc2\xa0]"), LIT("\x0b" "1"), LIT("\x0c" "1"), LIT("\0"), LIT("\0null"), LIT("[\0]"),
    LIT("\xa0" "1"),
    LIT("\xe2\x80\xa8" "1"), LIT("\xff\xfe{\0}\0"), LIT("\xfe\xff\0{\0}"), LIT("{\0}\0"), LIT("/**/1"),
    LIT("//\n1"), LIT("#\n1"),
    LIT("<html>"), LIT("HTTP/1.1 200 OK"), LIT("1\x08"), LIT("[1\x0b]"), LIT("\\u006eull"),
};
/* clang-format on */

/* Beginnings of a text. */
/* clang-format off */
static const zimport_view early[] = {
    LIT(""), LIT(" "), LIT(" \t\r\n"), LIT("["), LIT("{"), LIT("[1"), LIT("[1,"), LIT("[[]"), LIT("{\""), LIT("{\"a"),
    LIT("{\"a\""), LIT("{\"a\":"), LIT("{\"a\":1"), LIT("{\"a\":1,"), LIT("{\"a\":1 "), LIT("\""), LIT("\"a"),
    LIT("\"\\"),
    LIT("\"\\u"), LIT("\"\\u00"), LIT("\"\\ud800"), LIT("\"\\ud800\\"), LIT("\"\xc3"), LIT("\"\xf0\x9f\x98"),
    LIT("n"), LIT("nul"),
    LIT("t"), LIT("fals"), LIT("-"), LIT("1."), LIT("1e"), LIT("1e+"), LIT("0."), LIT("-0.5e-"), LIT("[-"), LIT("[1e"),
};
/* clang-format on */

static void what_is_json(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(accepted); i++) {
        CHECK_STATUS(json_status(accepted[i]), ZIMPORT_OK, show(accepted[i]));
    }
}

static void what_is_not(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rejected); i++) {
        CHECK_STATUS(json_status(rejected[i]), ZIMPORT_JSON_SYNTAX, show(rejected[i]));
    }
}

static void what_is_not_yet(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(early); i++) {
        CHECK_STATUS(json_status(early[i]), ZIMPORT_JSON_EARLY, show(early[i]));
    }
}

/* Each beginning of a container or string is no text; of a number or of white space behind the root it may be. */
static void cut_off_everywhere(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(accepted); i++) {
        zimport_view text = accepted[i];
        if (text.data[0] != '{' && text.data[0] != '[' && text.data[0] != '"') {
            continue;
        }
        for (size_t size = 0; size < text.size; size++) {
            CHECK_STATUS(json_status(part(text, 0, size)), ZIMPORT_JSON_EARLY, show(part(text, 0, size)));
        }
    }
}

/* RFC 8259 section 8.1: a byte order mark must not be written; reading it is a choice. Only at the very beginning. */
static void byte_order_mark(void **state) {
    (void)state;
    zimport_status status = json_status(VIEW("\xef\xbb\xbf{}"));
    assert_true(status == ZIMPORT_OK || status == ZIMPORT_JSON_SYNTAX);
    assert_int_equal(json_status(VIEW(" \xef\xbb\xbf{}")), ZIMPORT_JSON_SYNTAX);
    assert_int_equal(json_status(VIEW("{\xef\xbb\xbf}")), ZIMPORT_JSON_SYNTAX);
    assert_int_equal(json_status(VIEW("{}\xef\xbb\xbf")), ZIMPORT_JSON_SYNTAX);
    assert_int_equal(json_status(VIEW("\xef\xbb\xbf\xef\xbb\xbf{}")), ZIMPORT_JSON_SYNTAX);
    assert_int_not_equal(json_status(VIEW("\xef\xbb\xbf")), ZIMPORT_OK);
}

static zimport_status nested(size_t depth, const char *open, const char *innermost, const char *close) {
    char text[2000];
    size_t size = 0;
    for (size_t i = 0; i < depth; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s", open);
    }
    size += (size_t)snprintf(text + size, sizeof text - size, "%s", innermost);
    for (size_t i = 0; i < depth; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s", close);
    }
    return json_status((zimport_view){text, size});
}

static void depth(void **state) {
    (void)state;
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX, "[", "", "]"), ZIMPORT_OK);
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX, "[", "\"[[[[\"", "]"), ZIMPORT_OK);
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX - 1, "{\"a\":", "{}", "}"), ZIMPORT_OK);
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX / 2, "[{\"a\":", "1", "}]"), ZIMPORT_OK);
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX + 1, "[", "", "]"), ZIMPORT_JSON_DEPTH);
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX + 1, "{\"a\":", "1", "}"), ZIMPORT_JSON_DEPTH);
    assert_int_equal(nested(100, "{\"l\":[", "1", "]}"), ZIMPORT_JSON_DEPTH);
    assert_int_equal(nested(500, "[", "", ""), ZIMPORT_JSON_DEPTH);
    /* Brackets that mismatch deep down: the kind of each level is remembered. */
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX - 1, "[", "{]", "]"), ZIMPORT_JSON_SYNTAX);
    assert_int_equal(nested(ZIMPORT_JSON_DEPTH_MAX - 1, "[", "[}", "]"), ZIMPORT_JSON_SYNTAX);
}

static void siblings(void **state) {
    (void)state;
    static char text[6000];
    size_t size = 0;
    text[size++] = '[';
    for (int i = 0; i < 1000; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s[{}]", i > 0 ? "," : "");
    }
    text[size++] = ']';
    assert_int_equal(json_status((zimport_view){text, size}), ZIMPORT_OK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json),       cmocka_unit_test(what_is_not),     cmocka_unit_test(what_is_not_yet),
        cmocka_unit_test(cut_off_everywhere), cmocka_unit_test(byte_order_mark), cmocka_unit_test(depth),
        cmocka_unit_test(siblings),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
