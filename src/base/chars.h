/* SPDX-License-Identifier: Apache-2.0 */
/* ASCII, whatever the locale says. */
#ifndef ZIMPORT_SRC_BASE_CHARS_H
#define ZIMPORT_SRC_BASE_CHARS_H

#include <stdbool.h>

static inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool is_alnum(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The value of a hexadecimal digit, or -1. */
int hex_value(char c);

#endif
