/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner in two: scanner.c does everything but the inside of strings, which is strings.c's. */
#ifndef ZIMPORT_SRC_JSON_STRINGS_H
#define ZIMPORT_SRC_JSON_STRINGS_H

#include "json/keeper.h"

/* Drawn in scanner.c, which compares: the order matters. */
enum state {
    VALUE,
    KEY,
    COLON,
    /* A container may end here. */
    FIRST_VALUE,
    FIRST_KEY,
    AFTER,
    STRING,
    ESCAPE,
    HEX,
    UTF8,
    /* In a number that may not end yet, in one that may; in a literal. */
    NUMBER,
    MINUS,
    E,
    SIGN,
    POINT,
    EXPONENT,
    FRACTION,
    ZERO,
    DIGITS,
    LITERAL
};

static inline zimport_status end_scalar(zimport_json_scanner *scanner) {
    scanner->state = AFTER;
    return zimport_keeper_scalar_end(scanner);
}

/* In the states STRING (only bytes that zimport_strings_run stops at), ESCAPE, HEX and UTF8. */
zimport_status zimport_strings_byte(zimport_json_scanner *scanner, char c);

/* How many bytes can go in one piece. */
size_t zimport_strings_run(const char *data, size_t size);

#endif
