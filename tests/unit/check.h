/* SPDX-License-Identifier: Apache-2.0 */
/* What the unit and fault tests share: views of literals, checks that name the table row, pieces of input. */
#ifndef ZIMPORT_TESTS_CHECK_H
#define ZIMPORT_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "zimport/base.h"

#include "bytes.h"

/* With all of its bytes, NULs too: LIT to initialise a view, VIEW as an expression. */
#define LIT(literal) \
    { (literal), sizeof(literal) - 1 }
#define VIEW(literal) ((zimport_view)LIT(literal))

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Printable. Eight results live at a time. */
static inline const char *show(zimport_view view) {
    static char memory[8][400];
    static unsigned turn;
    char *text = memory[turn++ % 8];
    size_t size = 0;
    for (size_t i = 0; i < view.size && size < sizeof memory[0] - 8; i++) {
        unsigned char c = (unsigned char)view.data[i];
        if (c >= 0x20 && c < 0x7f && c != '\\') {
            text[size++] = (char)c;
        } else {
            size += (size_t)snprintf(text + size, 5, "\\x%02x", c);
        }
    }
    text[size] = '\0';
    return text;
}

static inline void check_true(bool good, const char *condition, const char *label, const char *file, int line) {
    if (!good) {
        print_error("%s\n    in case: %s\n", condition, label);
        _fail(file, line);
    }
}

static inline void check_equal(long long got, long long want, const char *what, const char *label, const char *file,
                               int line) {
    if (got != want) {
        print_error("%s is %lld, not %lld\n    in case: %s\n", what, got, want, label);
        _fail(file, line);
    }
}

static inline void check_view(zimport_view got, zimport_view want, const char *what, const char *label,
                              const char *file, int line) {
    if (got.size != want.size || (want.size > 0 && memcmp(got.data, want.data, want.size) != 0)) {
        print_error("%s is  \"%s\" (%zu bytes)\n    not \"%s\" (%zu bytes)\n    in case: %s\n", what, show(got),
                    got.size, show(want), want.size, label);
        _fail(file, line);
    }
}

#define CHECK(condition, label) check_true((condition), #condition, (label), __FILE__, __LINE__)
#define CHECK_EQUAL(got, want, label) \
    check_equal((long long)(got), (long long)(want), #got, (label), __FILE__, __LINE__)
#define CHECK_VIEW(got, want, label) check_view((got), (want), #got, (label), __FILE__, __LINE__)
#define CHECK_STATUS(got, want, label) check_status((got), (want), #got, (label), __FILE__, __LINE__)

static inline void check_status(zimport_status got, zimport_status want, const char *what, const char *label,
                                const char *file, int line) {
    if (got != want) {
        print_error("%s is %d (%s), not %d (%s)\n    in case: %s\n", what, (int)got, zimport_status_text(got),
                    (int)want, zimport_status_text(want), label);
        _fail(file, line);
    }
}

/* In a block of exactly its size: AddressSanitizer sees anything beyond either end. */
static inline char *exact(zimport_view view) {
    char *copy = malloc(view.size > 0 ? view.size : 1);
    assert_non_null(copy);
    if (view.size > 0) {
        memcpy(copy, view.data, view.size);
    }
    return copy;
}

static inline zimport_view part(zimport_view view, size_t begin, size_t end) {
    return (zimport_view){view.data + begin, end - begin};
}

static inline bool contains(zimport_view view, const char *text) {
    size_t size = strlen(text);
    for (size_t i = 0; i + size <= view.size; i++) {
        if (memcmp(view.data + i, text, size) == 0) {
            return true;
        }
    }
    return false;
}

#endif
