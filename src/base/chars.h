/* SPDX-License-Identifier: Apache-2.0 */
/* ASCII, whatever the locale. */
#ifndef ZIMPORT_SRC_BASE_CHARS_H
#define ZIMPORT_SRC_BASE_CHARS_H

#include <stdbool.h>

static inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* 0 to 25 for a letter, more for anything else. */
static inline unsigned letter_index(char c) {
    return ((unsigned char)c | 0x20U) - 'a';
}

static inline bool is_letter(char c) {
    return letter_index(c) < 26;
}

/* Not inline, since they are called in many places. */
bool zimport_chars_alnum(char c);
/* In a token (RFC 9110 section 5.6.2); in an id of the services. */
bool zimport_chars_token(char c);
bool zimport_chars_id(char c);
/* -1: not a digit. */
int zimport_chars_hex(char c);

static inline char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

#endif
