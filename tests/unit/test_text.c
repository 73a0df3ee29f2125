/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

static void views_of_strings(void **state) {
    (void)state;
    const char *hello = "hello";
    zimport_view view = zimport_view_of(hello);
    assert_ptr_equal(view.data, hello);
    assert_int_equal(view.size, 5);
    assert_int_equal(zimport_view_of("").size, 0);
    assert_int_equal(zimport_view_of(NULL).size, 0);
    assert_int_equal(zimport_view_of("a\0b").size, 1);
}

static void comparing(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view view;
        const char *text;
        bool same;
        bool same_nocase;
    } table[] = {
        {LIT(""), "", true, true},
        {{NULL, 0}, "", true, true},
        {LIT(""), "a", false, false},
        {{NULL, 0}, "a", false, false},
        {LIT("a"), "", false, false},
        {LIT("abc"), "abc", true, true},
        {LIT("abc"), "ab", false, false},
        {LIT("ab"), "abc", false, false},
        {LIT("abc"), "abd", false, false},
        {LIT("AbC"), "aBc", false, true},
        {LIT("a\0"), "a", false, false},
        {LIT("\0"), "", false, false},
        {LIT("a\0c"), "abc", false, false},
        /* Letters only: these pairs differ in the same bit as upper and lower case do. */
        {LIT("@"), "`", false, false},
        {LIT("["), "{", false, false},
        {LIT("\\"), "|", false, false},
        {LIT("^"), "~", false, false},
        {LIT("\r"), "-", false, false},
        {LIT("\x10"), "0", false, false},
        {LIT("_"), "\x7f", false, false},
        {LIT("\xc3\x84"), "\xc3\xa4", false, false},
        {LIT("\xe1"), "\xc1", false, false},
        {LIT("Content-Length"), "content-length", false, true},
        {LIT("CONTENT-LENGTH"), "content-length", false, true},
        {LIT("content_length"), "content-length", false, false},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(zimport_view_is(table[i].view, table[i].text), table[i].same, show(table[i].view));
        CHECK_EQUAL(zimport_view_is_nocase(table[i].view, table[i].text), table[i].same_nocase, show(table[i].view));
    }
}

static void every_letter_in_either_case(void **state) {
    (void)state;
    for (int c = 1; c < 256; c++) {
        for (int d = 1; d < 256; d++) {
            char left = (char)c;
            char right[2] = {(char)d, '\0'};
            bool letters = c < 128 && d < 128 && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) && (c ^ d) == 0x20;
            zimport_view view = {&left, 1};
            CHECK_EQUAL(zimport_view_is(view, right), c == d, right);
            CHECK_EQUAL(zimport_view_is_nocase(view, right), c == d || letters, right);
        }
    }
}

/* As many whole characters as fit, and not one byte beyond. */
static void set_at_every_capacity(zimport_view value) {
    char *source = exact(value);
    for (size_t capacity = 0; capacity <= value.size + 2; capacity++) {
        char *memory = malloc(capacity > 0 ? capacity : 1);
        assert_non_null(memory);
        zimport_text text = {capacity > 0 ? memory : NULL, capacity, 0, false, false};
        zimport_text_set(&text, (zimport_view){source, value.size});
        size_t want = value.size < capacity ? value.size : capacity;
        while (want < value.size && ((unsigned char)value.data[want] & 0xc0) == 0x80) {
            want--;
        }
        CHECK(text.given, show(value));
        CHECK_EQUAL(text.cut, want < value.size, show(value));
        CHECK_VIEW(zimport_text_view(&text), part(value, 0, want), show(value));
        CHECK_EQUAL(text.capacity, capacity, show(value));
        free(memory);
    }
    free(source);
}

static void texts_are_cut_at_a_character(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view table[] = {
        LIT(""),
        LIT("a"),
        LIT("plain text"),
        LIT("\xc3\xa9"),
        LIT("a\xc3\xa9z"),
        LIT("\xe2\x82\xac"),
        LIT("\xe2\x82\xac\xe2\x82\xac-"),
        LIT("\xf0\x9f\x98\x80"),
        LIT("x\xf0\x9f\x98\x80\xc3\xa9\xe2\x82\xac."),
        LIT("with\0NUL\0"),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        set_at_every_capacity(table[i]);
    }
}

static void a_text_is_replaced_and_forgotten(void **state) {
    (void)state;
    char memory[4];
    zimport_text text = {memory, sizeof memory, 0, false, false};
    CHECK_VIEW(zimport_text_view(&text), VIEW(""), "new");
    zimport_text_set(&text, VIEW("too long"));
    assert_true(text.given && text.cut);
    CHECK_VIEW(zimport_text_view(&text), VIEW("too "), "cut");
    zimport_text_set(&text, VIEW("ab"));
    assert_true(text.given && !text.cut);
    CHECK_VIEW(zimport_text_view(&text), VIEW("ab"), "replaced");
    zimport_text_set(&text, (zimport_view){NULL, 0});
    assert_true(text.given && !text.cut && text.size == 0);
    zimport_text_set(&text, VIEW("too long"));
    zimport_text_clear(&text);
    assert_false(text.given);
    assert_false(text.cut);
    assert_int_equal(text.size, 0);
    assert_int_equal(text.capacity, sizeof memory);
    assert_ptr_equal(text.data, memory);
}

static void a_text_that_is_not_wanted(void **state) {
    (void)state;
    zimport_text text = {NULL, 0, 0, false, false};
    zimport_text_clear(&text);
    zimport_text_set(&text, VIEW("x"));
    assert_true(text.given && text.cut && text.size == 0);
    zimport_text_set(&text, VIEW(""));
    assert_true(text.given && !text.cut && text.size == 0);
    assert_int_equal(zimport_text_view(&text).size, 0);
}

static void wiping(void **state) {
    (void)state;
    for (size_t size = 0; size < 70; size++) {
        char memory[72];
        memset(memory, 'k', sizeof memory);
        zimport_wipe(memory + 1, size);
        assert_int_equal(memory[0], 'k');
        assert_int_equal(memory[size + 1], 'k');
        for (size_t i = 1; i <= size; i++) {
            assert_int_not_equal(memory[i], 'k');
        }
    }
    zimport_wipe(NULL, 0);
}

static void versions_agree(void **state) {
    (void)state;
    char text[16];
    snprintf(text, sizeof text, "%d.%d.%d", ZIMPORT_VERSION_MAJOR, ZIMPORT_VERSION_MINOR, ZIMPORT_VERSION_PATCH);
    assert_string_equal(text, ZIMPORT_VERSION);
    assert_string_equal(zimport_version(), ZIMPORT_VERSION);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_of_strings),
        cmocka_unit_test(comparing),
        cmocka_unit_test(every_letter_in_either_case),
        cmocka_unit_test(texts_are_cut_at_a_character),
        cmocka_unit_test(a_text_is_replaced_and_forgotten),
        cmocka_unit_test(a_text_that_is_not_wanted),
        cmocka_unit_test(wiping),
        cmocka_unit_test(versions_agree),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
