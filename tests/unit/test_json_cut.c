/* SPDX-License-Identifier: Apache-2.0 */
/* Shortened at a whole character and marked; the rest is not affected. */
#include "json_run.h"

#include "json/keeper.h"

typedef struct kept {
    size_t calls;
    bool cut;
    zimport_json_type type;
    size_t size;
    char data[2048];
} kept;

static zimport_status keep_a(void *context, const zimport_json_value *value) {
    kept *last = context;
    if (value->id == ID_A) {
        last->calls++;
        last->cut = value->cut;
        last->type = value->type;
        zimport_view text = {value->data, value->size};
        if (value->type == ZIMPORT_JSON_STRING) {
            text = zimport_json_string(value);
        }
        assert_true(text.size <= sizeof last->data);
        memcpy(last->data, text.data, text.size);
        last->size = text.size;
    }
    return ZIMPORT_OK;
}

static void scan(kept *last, zimport_view text, size_t capacity, bool bytewise) {
    zimport_json_scanner scanner;
    char *memory = malloc(capacity);
    assert_non_null(memory);
    memset(last, 0, sizeof *last);
    zimport_json_init(&scanner, &root_shape, keep_a, last, memory, capacity);
    for (size_t i = 0; i < text.size; i += bytewise ? 1 : text.size) {
        assert_int_equal(zimport_json_feed(&scanner, part(text, i, bytewise ? i + 1 : text.size)), ZIMPORT_OK);
    }
    assert_int_equal(zimport_json_end(&scanner), ZIMPORT_OK);
    free(memory);
}

static size_t written(zimport_view text, size_t at) {
    const char *from = text.data + at;
    if (*from != '\\') {
        return utf8_character((const unsigned char *)from, text.size - at);
    }
    if (from[1] != 'u') {
        return 2;
    }
    bool high = from[2] == 'd' && strchr("89ab", from[3]) != NULL;
    return high && at + 8 < text.size && from[6] == '\\' && from[7] == 'u' ? 12 : 6;
}

static size_t fitting(zimport_view text, size_t capacity) {
    size_t at = 0;
    while (at < text.size && at + written(text, at) <= capacity) {
        at += written(text, at);
    }
    return at;
}

/* `filler` letters and something longer, compared with the same in enough room. */
static void check_cut(size_t filler, zimport_view tail, size_t capacity) {
    static char text[4096];
    static kept whole;
    static kept small;
    size_t size = (size_t)snprintf(text, sizeof text, "{\"a\":\"");
    memset(text + size, 'f', filler);
    size += filler;
    memcpy(text + size, tail.data, tail.size);
    size += tail.size;
    memcpy(text + size, "\",\"b\":1}", 8);
    size += 8;
    scan(&whole, (zimport_view){text, size}, 2048, false);
    assert_false(whole.cut);
    for (int bytewise = 0; bytewise <= 1; bytewise++) {
        scan(&small, (zimport_view){text, size}, capacity, bytewise != 0);
        CHECK_EQUAL(small.calls, 1, show(tail));
        CHECK(small.size <= whole.size, show(tail));
        CHECK_VIEW(((zimport_view){small.data, small.size}), ((zimport_view){whole.data, small.size}), show(tail));
        CHECK(is_utf8((zimport_view){small.data, small.size}), show(tail));
        CHECK_EQUAL(small.cut, small.size < whole.size, show(tail));
        /* What fits is kept; a high surrogate may wait for its other half. */
        static char memory[2048];
        zimport_view inside = {text + 6, filler + tail.size};
        size_t fits = fitting(inside, capacity);
        memcpy(memory, inside.data, fits);
        zimport_json_value value = {ID_A, ZIMPORT_JSON_STRING, false, memory, fits};
        zimport_view want = zimport_json_string(&value);
        bool pairs = contains(tail, "\\ud8") || contains(tail, "\\udb");
        CHECK(pairs ? small.size + 6 >= want.size : small.size == want.size, show(tail));
    }
}

static void strings_are_cut_at_a_character(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view tails[] = {
        LIT("plainplainplainplain"),
        LIT("\\n\\n\\n\\n\\n\\n\\n\\n"),
        LIT("\\\\\\\\\\\\\\\\\\\""),
        LIT("\\u00e9\\u00e9\\u00e9"),
        LIT("\\ud83d\\ude00\\ud83d\\ude00"),
        LIT("\\ud800\\udc00\\udbff\\udfff"),
        LIT("\\ud83d\\ud83d\\ude00x"),
        LIT("\\ud83dx\\ud83d\\u0041"),
        LIT("\\udc00\\udc00\\ud800"),
        LIT("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"),
        LIT("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"),
        LIT("\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"),
        LIT("x\xf0\x9f\x98\x80\\ud83d\\ude00\xc3\xa9\\n."),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(tails); i++) {
        for (size_t filler = ZIMPORT_VALUE_MIN - 40; filler <= ZIMPORT_VALUE_MIN + 4; filler++) {
            check_cut(filler, tails[i], ZIMPORT_VALUE_MIN);
        }
        for (size_t capacity = ZIMPORT_VALUE_MIN; capacity < ZIMPORT_VALUE_MIN + 32; capacity++) {
            check_cut(ZIMPORT_VALUE_MIN, tails[i], capacity);
        }
    }
}

static void numbers_are_cut_and_say_so(void **state) {
    (void)state;
    for (size_t digits = 1; digits < 600; digits++) {
        static kept last;
        char text[640];
        size_t size = (size_t)snprintf(text, sizeof text, "{\"a\":1");
        memset(text + size, '0', digits);
        size += digits;
        text[size++] = '}';
        scan(&last, (zimport_view){text, size}, ZIMPORT_VALUE_MIN, false);
        assert_int_equal(last.type, ZIMPORT_JSON_NUMBER);
        assert_true(last.size <= ZIMPORT_VALUE_MIN);
        assert_int_equal(last.cut, last.size < digits + 1);
        assert_true(last.cut || digits < ZIMPORT_VALUE_MIN);
        assert_true(!last.cut || digits + 16 > ZIMPORT_VALUE_MIN);
    }
}

/* It does not shorten the next one, and if nobody wants it, it costs nothing. */
static void only_the_long_one_is_cut(void **state) {
    (void)state;
    static json_result result;
    char text[1200] = "{\"z\":\"";
    memset(text + 6, 'z', 300);
    strcat(text, "\",\"a\":\"ok\",\"b\":\"");
    memset(text + strlen(text), 'b', 300);
    strcat(text, "\",\"a\":\"ok2\",\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\":1,\"b\":3}");
    memset(&result, 0, sizeof result);
    json_run_all(&result, zimport_view_of(text), ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    zimport_view log = json_logged(&result);
    CHECK(contains(log, "1sok;2sbbb"), show(log));
    CHECK(contains(log, "bbb!;1sok2;2d3;"), show(log));
}

/* Members are those of the text or beginnings of them, and marked. */
static void check_element(size_t x, size_t y) {
    static json_result result;
    static char text[4096];
    memset(text, 0, sizeof text);
    strcat(text, "{\"l\":[{\"x\":\"");
    memset(text + strlen(text), 'x', x);
    strcat(text, "\",\"y\":\"");
    memset(text + strlen(text), 'y', y);
    strcat(text, "\"},{\"x\":1}],\"b\":2}");
    memset(&result, 0, sizeof result);
    json_run(&result, zimport_view_of(text), NULL, 0, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    zimport_view log = json_logged(&result);
    CHECK(contains(log, ";4e{5d1;};2d2;"), show(log));
    CHECK(!contains(log, "NO ROOM") && !contains(log, "??"), show(log));
    /* Both members and the punctuation fit, or the element says that they did not. */
    bool fits = x + y + sizeof "{\"x\":\"\",\"y\":\"\"}" - 1 <= ZIMPORT_VALUE_MIN;
    CHECK(fits || contains(log, "};") == false || contains(log, "}!;"), show(log));
    size_t xs = 0;
    size_t ys = 0;
    for (size_t i = 0; i < log.size; i++) {
        xs += log.data[i] == 'x';
        ys += log.data[i] == 'y';
    }
    CHECK(xs <= x && ys <= y, show(log));
    bool marked = contains(log, "!;4e{5d1;};");
    CHECK_EQUAL(marked, xs < x || ys < y || !contains(log, ";6s"), show(log));
    /* A string may take half of what is left, so that a long one leaves room for the next. */
    CHECK(!marked || x > ZIMPORT_VALUE_MIN / 3 || y > ZIMPORT_VALUE_MIN / 8, show(log));
}

static void elements_at_each_size(void **state) {
    (void)state;
    for (size_t x = 0; x < ZIMPORT_VALUE_MIN + 40; x++) {
        for (size_t y = 0; y < ZIMPORT_VALUE_MIN + 40; y += 1 + y / 24) {
            check_element(x, y);
        }
    }
}

/* `times` strings of `length` letters, which take half of what is left each, then a value. */
static void check_at_the_edge(size_t times, size_t length, const char *value) {
    static json_result result;
    static char text[2400];
    size_t size = (size_t)snprintf(text, sizeof text, "{\"l\":[{");
    for (size_t i = 0; i < times; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "\"x\":\"");
        memset(text + size, 'f', length);
        size += length;
        size += (size_t)snprintf(text + size, sizeof text - size, "\",");
    }
    size += (size_t)snprintf(text + size, sizeof text - size, "\"y\":%s},{\"y\":1}]}", value);
    memset(&result, 0, sizeof result);
    json_run(&result, (zimport_view){text, size}, NULL, 0, ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    zimport_view log = json_logged(&result);
    CHECK(contains(log, "};4e{6d1;};") || contains(log, "}!;4e{6d1;};"), show(log));
    CHECK(!contains(log, "6d12") || contains(log, "6d12345;"), show(log));
    CHECK(!contains(log, "??") && !contains(log, "NO ROOM"), show(log));
    size_t letters = 0;
    for (size_t at = 0; at < log.size; at++) {
        letters += log.data[at] == 'f';
    }
    bool whole = letters >= times * length && contains(log, "6");
    CHECK(contains(log, "!;4e{") || whole, show(log));
}

static void values_at_the_edge(void **state) {
    (void)state;
    static const char *const values[] = {"{}",   "[]",    "[{\"x\":1}]", "null",
                                         "\"\"", "12345", "false",       "\"\\ud83d\\ude00\""};
    for (size_t i = 0; i < COUNT(values); i++) {
        for (size_t times = 0; times < 11; times++) {
            for (size_t length = 0; length < 90; length++) {
                check_at_the_edge(times, length, values[i]);
            }
        }
    }
}

/* A value without quotes takes all that is left but the room for the closing brace. */
static void the_longest_number_of_an_element(void **state) {
    (void)state;
    size_t most = ZIMPORT_VALUE_MIN - sizeof "{\"y\":" + 1 - KEEPER_TAIL;
    for (size_t digits = most - 2; digits <= most + 2; digits++) {
        static json_result result;
        char text[ZIMPORT_VALUE_MIN + 40] = "{\"l\":[{\"y\":";
        memset(text + strlen(text), '7', digits);
        strcat(text, "}]}");
        memset(&result, 0, sizeof result);
        json_run(&result, zimport_view_of(text), NULL, 0, ZIMPORT_VALUE_MIN);
        assert_int_equal(result.status, ZIMPORT_OK);
        CHECK_EQUAL(contains(json_logged(&result), "4e{6d7"), digits <= most, text);
        CHECK_EQUAL(contains(json_logged(&result), "}!;"), digits > most, text);
    }
}

/* The first string of an element takes half of what is left, rounded down. */
static void the_longest_string_of_an_element(void **state) {
    size_t most = (ZIMPORT_VALUE_MIN - KEEPER_TAIL - (sizeof "{\"x\":\"" - 1)) / 2;

    (void)state;
    for (size_t letters = most - 1; letters <= most + 2; letters++) {
        static json_result result;
        char text[ZIMPORT_VALUE_MIN + 40] = "{\"l\":[{\"x\":\"";
        memset(text + strlen(text), 'f', letters);
        strcat(text, "\"}]}");
        memset(&result, 0, sizeof result);
        json_run(&result, zimport_view_of(text), NULL, 0, ZIMPORT_VALUE_MIN);
        assert_int_equal(result.status, ZIMPORT_OK);
        size_t found = 0;
        for (size_t at = 0; at < result.size; at++) {
            found += result.log[at] == 'f';
        }
        CHECK_EQUAL(found, letters < most ? letters : most, text);
    }
}

/* With escapes and multi-byte characters at the edge, at every cut of the input. */
static void elements_at_a_character(void **state) {
    (void)state;
    for (size_t filler = 84; filler < 130; filler++) {
        static json_result result;
        char text[512] = "{\"l\":[{\"x\":\"";
        memset(text + strlen(text), 'f', filler);
        strcat(text, "\\ud83d\\ude00\xf0\x9f\x98\x80\xc3\xa9\\n\\\"\",\"y\":123456},{\"y\":\"\\u00e9\"}]}");
        memset(&result, 0, sizeof result);
        result.strings = true;
        json_run_all(&result, zimport_view_of(text), ZIMPORT_VALUE_MIN);
        assert_int_equal(result.status, ZIMPORT_OK);
        zimport_view log = json_logged(&result);
        CHECK(is_utf8(log) && !contains(log, "\xef\xbf\xbd"), show(log));
        CHECK(contains(log, "4e{6s\xc3\xa9;};"), show(log));
        CHECK(!contains(log, "6d123") || contains(log, "6d123456;") || contains(log, "!;"), show(log));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_cut_at_a_character),
        cmocka_unit_test(numbers_are_cut_and_say_so),
        cmocka_unit_test(only_the_long_one_is_cut),
        cmocka_unit_test(elements_at_each_size),
        cmocka_unit_test(values_at_the_edge),
        cmocka_unit_test(the_longest_number_of_an_element),
        cmocka_unit_test(the_longest_string_of_an_element),
        cmocka_unit_test(elements_at_a_character),
    };
    return cmocka_run_group_tests_name("json, cut", tests, NULL, NULL);
}
