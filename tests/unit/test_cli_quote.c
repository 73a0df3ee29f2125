/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of the server in each format: nothing of them can end a value, or drive a terminal. */
#include "cli/text/quote.h"
#include "cli_run.h"

#define FFFD "\xEF\xBF\xBD"

static void every_format(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        const char *json;
        const char *plain;
        const char *csv;
        zimport_view shell;
    } table[] = {
        {LIT(""), "", "", "", LIT("")},
        {LIT("abc ~!"), "abc ~!", "abc ~!", "abc ~!", LIT("abc ~!")},
        {LIT("\""), "\\\"", "\"", "\"\"", LIT("\"")},
        {LIT("a\\b"), "a\\\\b", "a\\b", "a\\b", LIT("a\\b")},
        {LIT("'"), "'", "'", "'", LIT("'\\''")},
        {LIT("it's 'so'"), "it's 'so'", "it's 'so'", "it's 'so'", LIT("it'\\''s '\\''so'\\''")},
        {LIT("/"), "/", "/", "/", LIT("/")},
        {LIT("\b\t\n\f\r"), "\\b\\t\\n\\f\\r", "?????", FFFD FFFD FFFD FFFD FFFD, LIT("\b\t\n\f\r")},
        {LIT("a\0b"), "a\\u0000b", "a?b", "a" FFFD "b", LIT("ab")},
        {LIT("\x01\x0b\x1b\x1f"), "\\u0001\\u000b\\u001b\\u001f", "????", FFFD FFFD FFFD FFFD, LIT("\x01\x0b\x1b\x1f")},
        {LIT("\x7f"), "\x7f", "?", FFFD, LIT("\x7f")},
        {LIT("\xc2\x80\xc2\x9b\xc2\x9f"), "\xc2\x80\xc2\x9b\xc2\x9f", "???", FFFD FFFD FFFD,
         LIT("\xc2\x80\xc2\x9b\xc2\x9f")},
        {LIT("\xc2\xa0"), "\xc2\xa0", "\xc2\xa0", "\xc2\xa0", LIT("\xc2\xa0")},
        {LIT("\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80"), "\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80", "\xc3\xa9 ? ?",
         "\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80", LIT("\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80")},
        {LIT("\xe2\x80\xa8"), "\xe2\x80\xa8", "?", FFFD, LIT("\xe2\x80\xa8")},
        {LIT("\xe2\x80\x8f\xd8\x9c"), "\xe2\x80\x8f\xd8\x9c", "??", FFFD FFFD, LIT("\xe2\x80\x8f\xd8\x9c")},
        {LIT("x\x80y"), "x" FFFD "y", "x?y", "x" FFFD "y", LIT("x\x80y")},
        {LIT("\xff\xfe"), FFFD FFFD, "??", FFFD FFFD, LIT("\xff\xfe")},
        {LIT("\xed\xa0\x80"), FFFD FFFD FFFD, "???", FFFD FFFD FFFD, LIT("\xed\xa0\x80")},
        {LIT("\xc3"), FFFD, "?", FFFD, LIT("\xc3")},
        {LIT("\xe6\x97"), FFFD FFFD, "??", FFFD FFFD, LIT("\xe6\x97")},
        {LIT("$(rm) `x` ;&|"), "$(rm) `x` ;&|", "$(rm) `x` ;&|", "$(rm) `x` ;&|", LIT("$(rm) `x` ;&|")},
    };

    quote_set_unicode(false);
    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        quote_json(&to, table[i].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].json), show(table[i].text));
        to.size = 0;
        quote_plain(&to, table[i].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].plain), show(table[i].text));
        to.size = 0;
        quote_csv(&to, table[i].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].csv), show(table[i].text));
        to.size = 0;
        quote_shell(&to, table[i].text);
        CHECK_VIEW(written(&to), table[i].shell, show(table[i].text));
    }
}

/* Whatever the terminal is. */
static void for_files(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        const char *html;
        const char *prom;
    } table[] = {
        {LIT(""), "", ""},
        {LIT("abc 1.2/3 ~!"), "abc 1.2/3 ~!", "abc 1.2/3 ~!"},
        {LIT("<a href=\"x\">&amp;'"), "&#60;a href=&#34;x&#34;&#62;&#38;amp;&#39;", "<a href=\\\"x\\\">&amp;'"},
        {LIT("a\\b\nc\rd"), "a\\b" FFFD "c" FFFD "d", "a\\\\b\\nc" FFFD "d"},
        {LIT("a\0b\x1b\x7f\xc2\x9b"), "a" FFFD "b" FFFD FFFD FFFD, "a" FFFD "b" FFFD FFFD FFFD},
        {LIT("\xe2\x80\xae\xe2\x80\x8b\xe2\x80\xac"), FFFD FFFD FFFD, FFFD FFFD FFFD},
        {LIT("\xff\xc3\xed\xa0\x80"), FFFD FFFD FFFD FFFD FFFD, FFFD FFFD FFFD FFFD FFFD},
        {LIT("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80"), "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80",
         "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80"},
        /* characters whose last eight bits are those of & and < */
        {LIT("\xc4\xa6\xc4\xbc"), "\xc4\xa6\xc4\xbc", "\xc4\xa6\xc4\xbc"},
    };

    for (size_t i = 0; i < 2 * COUNT(table); i++) {
        out to = memory_out();
        size_t row = i / 2;

        quote_set_unicode(i % 2 == 0);
        quote_set_terminal(i % 2 == 0);
        quote_html(&to, table[row].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[row].html), show(table[row].text));
        to.size = 0;
        quote_prom(&to, table[row].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[row].prom), show(table[row].text));
    }
    quote_set_unicode(false);
    quote_set_terminal(false);
}

static void plain_on_a_unicode_terminal(void **state) {
    (void)state;
    out to = memory_out();

    quote_set_unicode(true);
    quote_plain(&to, VIEW("a\x1b[2J\xc2\x9b"));
    quote_set_unicode(false);
    CHECK_VIEW(written(&to), VIEW("a" FFFD "[2J" FFFD), "unicode");
}

/* The first and last of each range, and what is beside them. */
static void hidden_characters(void **state) {
    (void)state;
    static const struct {
        int32_t first, last;
    } ranges[] = {
        {0, 0x1F},          {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F}, {0x2028, 0x202E},
        {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
        {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };

    quote_set_unicode(true);
    for (int32_t point = 0x80; point <= 0x10FFFF; point++) {
        char bytes[4];
        bool hidden = false;
        out to = memory_out();
        size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        for (size_t i = size - 1, rest = (size_t)point; i > 0; i--, rest >>= 6) {
            bytes[i] = (char)(0x80 | (rest & 0x3F));
        }
        bytes[0] = (char)((size == 2 ? 0xC0 : size == 3 ? 0xE0 : 0xF0) | (unsigned)point >> (6 * (size - 1)));
        for (size_t i = 0; i < COUNT(ranges); i++) {
            hidden = hidden || (point >= ranges[i].first && point <= ranges[i].last);
        }
        zimport_view character = {bytes, size};
        zimport_view expected = hidden ? VIEW(FFFD) : character;
        quote_plain(&to, character);
        CHECK_VIEW(written(&to), expected, show(character));
        to.size = 0;
        quote_csv(&to, character);
        CHECK_VIEW(written(&to), expected, show(character));
    }
    quote_set_unicode(false);
}

static void on_a_terminal(void **state) {
    (void)state;
    static const struct {
        bool unicode;
        zimport_view text;
        const char *json;
        const char *csv;
        const char *shell;
    } table[] = {
        {true, LIT("a\xc3\x89\xe6\x97\xa5\xf0\x9f\x98\x80"), "a\xc3\x89\xe6\x97\xa5\xf0\x9f\x98\x80",
         "a\xc3\x89\xe6\x97\xa5\xf0\x9f\x98\x80", "a\xc3\x89\xe6\x97\xa5\xf0\x9f\x98\x80"},
        {false, LIT("a\xc3\x89\xe6\x97\xa5\xf0\x9f\x98\x80"), "a\\u00c9\\u65e5\\ud83d\\ude00", "a" FFFD FFFD FFFD,
         "a???"},
        {false, LIT("\xc3\xa9\xef\xbf\xbd"), "\xc3\xa9\xef\xbf\xbd", "\xc3\xa9\xef\xbf\xbd", "\xc3\xa9\xef\xbf\xbd"},
        {true, LIT("\x1b\x7f\xc2\x9b\xe2\x80\x8f\xf3\xa0\x81\x81"), "\\u001b\\u007f\\u009b\\u200f\\udb40\\udc41",
         FFFD FFFD FFFD FFFD FFFD, FFFD FFFD FFFD FFFD FFFD},
        {true, LIT("\x9b\xc3"), FFFD FFFD, FFFD FFFD, FFFD FFFD},
        {true, LIT("it's \"so\""), "it's \\\"so\\\"", "it's \"\"so\"\"", "it'\\''s \"so\""},
        {false, LIT("a\0\nb"), "a\\u0000\\nb", "a" FFFD FFFD "b", "a??b"},
    };

    quote_set_terminal(true);
    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        quote_set_unicode(table[i].unicode);
        quote_json(&to, table[i].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].json), show(table[i].text));
        to.size = 0;
        quote_csv(&to, table[i].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].csv), show(table[i].text));
        to.size = 0;
        quote_shell(&to, table[i].text);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].shell), show(table[i].text));
    }
    quote_set_unicode(false);
    quote_set_terminal(false);
}

static void all_pairs(void **state) {
    (void)state;
    for (unsigned i = 0; i < 65536; i++) {
        char text[2] = {(char)(i >> 8), (char)i};
        out to = memory_out();

        quote_plain(&to, (zimport_view){text, 2});
        for (size_t k = 0; k < to.size; k++) {
            unsigned char byte = (unsigned char)to.data[k];

            CHECK(byte >= ' ' && (byte < 0x7f || byte > 0x9f), show((zimport_view){text, 2}));
        }
        to.size = 0;
        quote_json(&to, (zimport_view){text, 2});
        for (size_t k = 0, size = 0; k < to.size; k += size) {
            int32_t point = utf8_next((zimport_view){to.data + k, to.size - k}, &size);

            CHECK(point >= ' ', show((zimport_view){text, 2}));
        }
    }
}

static void characters(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        int32_t point;
        size_t size;
    } table[] = {
        {LIT("a"), 'a', 1},
        {LIT("\0"), 0, 1},
        {LIT("\x7f"), 0x7f, 1},
        {LIT("\x80"), -1, 1},
        {LIT("\xc0\x80"), -1, 1},
        {LIT("\xc1\xbf"), -1, 1},
        {LIT("\xc2\x80"), 0x80, 2},
        {LIT("\xdf\xbf"), 0x7ff, 2},
        {LIT("\xe0\x9f\xbf"), -1, 1},
        {LIT("\xe0\xa0\x80"), 0x800, 3},
        {LIT("\xed\x9f\xbf"), 0xd7ff, 3},
        {LIT("\xed\xa0\x80"), -1, 1},
        {LIT("\xee\x80\x80"), 0xe000, 3},
        {LIT("\xef\xbf\xbf"), 0xffff, 3},
        {LIT("\xf0\x8f\xbf\xbf"), -1, 1},
        {LIT("\xf0\x90\x80\x80"), 0x10000, 4},
        {LIT("\xf4\x8f\xbf\xbf"), 0x10ffff, 4},
        {LIT("\xf4\x90\x80\x80"), -1, 1},
        {LIT("\xf5\x80\x80\x80"), -1, 1},
        {LIT("\xe6\x97"), -1, 1},
        {LIT("\xe6\x97x"), -1, 1},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        size_t size = 99;

        CHECK_EQUAL(utf8_next(table[i].text, &size), table[i].point, show(table[i].text));
        CHECK_EQUAL(size, table[i].size, show(table[i].text));
    }
}

static void masking(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool cut;
        const char *result;
    } table[] = {
        {"", false, ""},
        {"nothing here", false, "nothing here"},
        {"s3cr3t", false, "***"},
        {"s3cr3ts3cr3t", false, "******"},
        {"a s3cr3t b", false, "a *** b"},
        {"s3cs3cr3t", false, "s3c***"},
        {"s3cr3", false, "s3cr3"},
        {"s3cr3", true, "***"},
        {"it is s3", true, "it is ***"},
        {"it is s4", true, "it is s4"},
        {"S3CR3T", false, "S3CR3T"},
        {"\"s3cr3t\"", false, "\\\"***\\\""},
    };

    quote_set_secret(VIEW("s3cr3t"));
    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        quote_masked(&to, zimport_view_of(table[i].text), table[i].cut, quote_json);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].result), table[i].text);
    }
    quote_set_secret(VIEW("e"));
    out to = memory_out();
    quote_masked(&to, VIEW("a key of one letter"), false, quote_json);
    CHECK_VIEW(written(&to), VIEW("a key of one letter"), "too short");
    quote_set_secret(VIEW(""));
}

static void shortening(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool cut;
        size_t most;
        const char *result;
    } table[] = {
        {"abcdef", false, 6, "abcdef"},
        {"abcdef", true, 6, "abcdef..."},
        {"abcdef", false, 5, "abcde..."},
        {"ab\xe6\x97\xa5", false, 4, "ab..."},
        {"ab\xe6\xb5\xa5z", false, 5, "ab\xe6\xb5\xa5..."},
        {"say s3cr3t", false, 7, "say ***..."},
        {"\x1b[31m", false, 9, "?[31m"},
    };

    quote_set_secret(VIEW("s3cr3t"));
    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        quote_short(&to, zimport_view_of(table[i].text), table[i].cut, table[i].most);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].result), table[i].text);
    }
    quote_set_secret(VIEW(""));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format),
        cmocka_unit_test(for_files),
        cmocka_unit_test(plain_on_a_unicode_terminal),
        cmocka_unit_test(hidden_characters),
        cmocka_unit_test(on_a_terminal),
        cmocka_unit_test(all_pairs),
        cmocka_unit_test(characters),
        cmocka_unit_test(masking),
        cmocka_unit_test(shortening),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
