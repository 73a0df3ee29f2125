/* SPDX-License-Identifier: Apache-2.0 */
#include "base/chars.h"

#include <string.h>

/* 0 to 25 for a letter of either case. */
static unsigned letter(char c) {
    return ((unsigned char)c | 0x20U) - 'a';
}

bool is_alnum(char c) {
    return is_digit(c) || letter(c) < 26;
}

bool is_token(char c) {
    return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    return letter(c) < 6 ? (int)letter(c) + 10 : -1;
}
