/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of errors: the C library's, or a number. */
#include <errno.h>

#include "cli/text/errors.h"
#include "cli_run.h"

static void all(void **state) {
    (void)state;
    int known = 0;

    for (int code = 1; code < 4096; code++) {
        const char *words = error_words(code);
        char number[32];

        snprintf(number, sizeof number, "error %d", code);
        if (strcmp(words, number) != 0) {
            assert_string_equal(words, strerror(code));
            known++;
        }
    }
    assert_int_equal(known, 38);
    assert_string_equal(error_words(ECONNREFUSED), "Connection refused");
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(all)};

    return cmocka_run_group_tests_name("texts of errors", tests, NULL, NULL);
}
