/* SPDX-License-Identifier: Apache-2.0 */
/* The last column of a table: broken at words on a terminal, and as it is elsewhere. */
#include "cli/output/column.h"
#include "cli/output/format.h"
#include "cli/text/style.h"
#include "cli_run.h"
#include "columns.h"

#define E_ACUTE "\xC3\xA9"

static void lines(void **state) {
    (void)state;
    static const struct {
        unsigned columns;
        size_t start;
        bool below;
        const char *text;
        const char *lines;
    } table[] = {
        {0, 10, false, "one  two s3cr3t\n", "one  two ***?\n"},
        {0, 500, false, "one ", "one \n"},
        {30, 10, false, "one two three four five", "one two three four\n          five\n"},
        {30, 10, false, "seven letters in twenty one", "seven letters in\n          twenty one\n"},
        {30, 10, false, "exactly twenty bytes", "exactly twenty bytes\n"},
        {30, 10, false, "exactly twenty bytes  and", "exactly twenty bytes\n          and\n"},
        {30, 10, false, "0123456789012345678901234", "01234567890123456789\n          01234\n"},
        {30, 10, false, "a 0123456789012345678901234", "a\n          01234567890123456789\n          01234\n"},
        {29, 10, false, "one two three four five six", "\n    one two three four five\n    six\n"},
        {30, 10, true, "one", "\n          one\n"},
        {24, 2, false, "", "\n"},
        {5, 2, false, "ab", "\n    a\n    b\n"},
        {4, 2, false, "a b", "\n    a b\n"},
        {1, 2, false, "a b", "\n    a b\n"},
        {30, 10, false, E_ACUTE E_ACUTE E_ACUTE E_ACUTE " 456789012345678 0",
         E_ACUTE E_ACUTE E_ACUTE E_ACUTE " 456789012345678\n          0\n"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        style_columns = table[i].columns;
        column_last(&to, zimport_view_of(table[i].text), false, table[i].start, table[i].below);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].lines), table[i].text);
    }
    style_columns = 0;
}

/* At every width, for words of every size: no line is wider, and nothing but blanks goes. */
static void always_fits(void **state) {
    (void)state;
    static char text[400];

    for (unsigned width = 24; width < 200; width++) {
        for (size_t word = 1; word < 60; word++) {
            out to = memory_out();
            size_t letters = 0;
            size_t at = 0;

            for (size_t i = 0; i < sizeof text; i++) {
                text[i] = i % word == word - 1 ? ' ' : 'x';
                letters += text[i] == 'x';
            }
            style_columns = width;
            column_last(&to, (zimport_view){text, sizeof text}, false, 10, true);
            for (size_t i = 0; i < to.size; i++) {
                at = to.data[i] == '\n' ? 0 : at + 1;
                letters -= to.data[i] == 'x';
                CHECK(at <= width, "a line");
            }
            CHECK(letters == 0, "all letters");
        }
    }
    style_columns = 0;
}

static void lists(void **state) {
    (void)state;
    static const struct {
        unsigned columns;
        bool color;
        const char *lines;
    } table[] = {
        {0, false,
         "JOB                         STATE        PROGRESS  COLLECTION                REASON\n"
         "j                           Importing        40 %  books                     a reason\n"},
        {0, true,
         "JOB                         STATE        PROGRESS  COLLECTION                REASON\n"
         "j                           \033[36mImporting\033[0m        40 %  books                     a reason\n"},
        {97, false,
         "JOB                         STATE        PROGRESS  COLLECTION                REASON\n"
         "j                           importing        40 %  books                     a reason\n"},
        {80, true,
         "JOB                         STATE        PROGRESS  COLLECTION\n"
         "j                           \033[36mimporting\033[0m        40 %  books\n    a reason\n"},
    };
    zimport_listed job = {.state = ZIMPORT_IMPORTING,
                          .percent = 4000,
                          .id = LIT("j"),
                          .collection = LIT("books"),
                          .reason = LIT("a reason")};

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        style_columns = table[i].columns;
        style_colors = table[i].color;
        format_text.list(&to);
        format_text.listed(&to, &job, zimport_milvus.name);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].lines), table[i].lines);
    }
    style_columns = 0;
    style_colors = false;
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(always_fits),
        cmocka_unit_test(lists),
    };

    return cmocka_run_group_tests(tests, mask_secret, NULL);
}
