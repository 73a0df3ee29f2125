/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the two halves of the scanner: scanner.c handles everything but strings, strings.c the inside of strings.
 */
#ifndef ZIMPORT_SRC_JSON_STRINGS_H
#define ZIMPORT_SRC_JSON_STRINGS_H

#include "json/keeper.h"

/* zimport_json_scanner.state, drawn in scanner.c, which compares: the order matters. */
enum state {
    VALUE,
    KEY,
    COLON,
    /* A container may end here. */
    FIRST_VALUE,
    FIRST_KEY,
    AFTER,
    /* Inside a string. */
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
    return keeper_scalar_end(scanner);
}

/* Takes a byte in the states STRING (there only one that strings_run stops at), ESCAPE, HEX and UTF8. */
zimport_status strings_byte(zimport_json_scanner *scanner, char c);

/* How many of the next bytes are plain characters and can go in one piece. */
size_t strings_run(const char *data, size_t size);

#endif
