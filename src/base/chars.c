/* SPDX-License-Identifier: Apache-2.0 */
#include "base/chars.h"

#include <string.h>

bool zimport_chars_alnum(char c) {
    return is_digit(c) || is_letter(c);
}

bool zimport_chars_token(char c) {
    static const char marks[] = "!#$%&'*+-.^_`|~";

    return zimport_chars_alnum(c) || memchr(marks, c, sizeof marks - 1) != NULL;
}

bool zimport_chars_id(char c) {
    return zimport_chars_alnum(c) || c == '_' || c == '-';
}

int zimport_chars_hex(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    return letter_index(c) < 6 ? (int)letter_index(c) + 10 : -1;
}
