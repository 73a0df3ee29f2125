/* SPDX-License-Identifier: Apache-2.0 */
/* Characters that nobody sees: found, counted and named, and never written. */
#include "cli/text/quote.h"
#include "cli/text/unseen.h"
#include "cli_run.h"

static const struct row {
    zimport_view text;
    unsigned kinds;
    const char *words; /* NULL: nothing is found */
} rows[] = {
    /* whatever is looked for */
    {LIT("a\tb"), 0, " has a tab (U+0009) at character 2"},
    {LIT("ab\n"), 0, " has a line end (U+000A) at character 3"},
    {LIT("ab\r"), 0, " has a carriage return (U+000D) at character 3"},
    {LIT("a\0b"), 0, " has a control (U+0000) at character 2"},
    {LIT("a\x1b"), 0, " has a control (U+001B) at character 2"},
    {LIT("a\x7f"), 0, " has a control (U+007F) at character 2"},
    {LIT("a\xc2\x9b"), 0, " has a control (U+009B) at character 2"},
    {LIT("\xc3\xa4\xa0z"), 0, " has a byte that is not UTF-8 (0xA0) at character 2"},
    {LIT("\xff\xfek\0"), 0, " has a byte that is not UTF-8 (0xFF) at character 1"},
    {LIT(" a"), 0, " has a space (U+0020) at character 1"},
    {LIT("a "), 0, " has a space (U+0020) at character 2"},
    {LIT("\xef\xbb\xbfkey"), 0, " has a byte order mark (U+FEFF) at character 1"},
    {LIT("k\xc3\xa4y\xc2\xa0"), 0, " has a no-break space (U+00A0) at character 4"},
    {LIT("key\xe2\x80\x8b"), 0, " has a zero-width space (U+200B) at character 4"},
    {LIT("key\xf3\xa0\x80\xa0"), 0, " has a hidden character (U+E0020) at character 4"},
    {LIT(""), 0, NULL},
    {LIT("a b"), 0, NULL},
    {LIT("\xc3\xa4 z"), 0, NULL},
    {LIT("a\xe2\x80\x8c.b"), 0, NULL}, /* what some scripts need inside of words */

    /* inside, too */
    {LIT("a b"), UNSEEN_INSIDE, NULL},
    {LIT("a\xc2\xa0z"), UNSEEN_INSIDE, " has a no-break space (U+00A0) at character 2"},
    {LIT("a\xc2\xadz"), UNSEEN_INSIDE, " has a hidden character (U+00AD) at character 2"},
    {LIT("a\xe2\x80\x80z"), UNSEEN_INSIDE, " has a hidden character (U+2000) at character 2"},
    {LIT("a\xe2\x80\xaez\xe2\x80\xac"), UNSEEN_INSIDE, " has a hidden character (U+202E) at character 2"},
    {LIT("a\xe2\x81\xa0z"), UNSEEN_INSIDE, " has a hidden character (U+2060) at character 2"},
    {LIT("a\xe2\x81\xa9z"), UNSEEN_INSIDE, " has a hidden character (U+2069) at character 2"},
    {LIT("a\xe3\x80\x80z"), UNSEEN_INSIDE, " has a hidden character (U+3000) at character 2"},
    {LIT("a\xe3\x85\xa4z"), UNSEEN_INSIDE, " has a hidden character (U+3164) at character 2"},
    {LIT("a\xef\xb8\x8fz"), UNSEEN_INSIDE, " has a hidden character (U+FE0F) at character 2"},
    {LIT("a\xe2\x80\x90z\xc3\xa4\xf3\xb0\x80\x80"), UNSEEN_INSIDE, NULL},

    /* a single word */
    {LIT("a b"), UNSEEN_SPACE, " has a space (U+0020) at character 2"},

    /* ASCII */
    {LIT("\xe2\x80\x93region"), UNSEEN_ID, " has an en dash (U+2013) at character 1"},
    {LIT("j\xd0\xbe"
         "b"),
     UNSEEN_ID, " has a character that is not ASCII (U+043E) at character 2"},
    {LIT("a~b"), UNSEEN_ID, NULL},
};

static void found(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *copy = exact(rows[i].text);
        out to = memory_out();
        unseen at;

        CHECK_EQUAL(unseen_find((zimport_view){copy, rows[i].text.size}, rows[i].kinds, &at), rows[i].words != NULL,
                    show(rows[i].text));
        if (rows[i].words) {
            unseen_say(&to, &at);
            CHECK_VIEW(written(&to), zimport_view_of(rows[i].words), show(rows[i].text));
        }
        free(copy);
    }
}

#define TEN "0123456789"

static void refused(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        const char *words;
    } table[] = {
        {LIT("a b"), ", not 'a b'"},
        {LIT(""), ", not ''"},
        {LIT(TEN TEN TEN TEN TEN TEN TEN TEN TEN), ", not '" TEN TEN TEN TEN TEN TEN TEN TEN "...'"},
        {{NULL, 0}, ""},
        {LIT("h\xc3\xa4z"), ", not 'h\xc3\xa4z', which has a character that is not ASCII (U+00E4) at character 2"},
        {LIT("h "), ", not 'h ', which has a space (U+0020) at character 2"},
        {LIT("h\xc2\xa0z"), ", not 'h...', which has a no-break space (U+00A0) at character 2"},
        {LIT("\x1b[2J"), ", not '...', which has a control (U+001B) at character 1"},
        {LIT("x\xff"), ", not 'x...', which has a byte that is not UTF-8 (0xFF) at character 2"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_view start = VIEW("option -x expects y");
        out to = memory_out();

        assert_false(unseen_refuse(&to, "option -x", " expects y", table[i].text));
        CHECK(to.size >= start.size, show(table[i].text));
        CHECK_VIEW(((zimport_view){to.data, start.size}), start, show(table[i].text));
        CHECK_VIEW(((zimport_view){to.data + start.size, to.size - start.size}), zimport_view_of(table[i].words),
                   show(table[i].text));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(found),
        cmocka_unit_test(refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
