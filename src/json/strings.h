/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the scanner share: scanner.c knows what stands between tokens, strings.c what stands in a
 * string. */
#ifndef ZIMPORT_SRC_JSON_STRINGS_H
#define ZIMPORT_SRC_JSON_STRINGS_H

#include "json/keeper.h"

/* zimport_json_scanner.state; drawn in scanner.c. The order counts: scanner.c compares. */
enum state {
    VALUE,
    KEY,
    COLON,
    /* A container may end. */
    FIRST_VALUE,
    FIRST_KEY,
    AFTER,
    /* In a string. */
    STRING,
    ESCAPE,
    HEX,
    UTF8,
    /* In a number that is not whole yet; in one that is; in a literal. */
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

/* A byte in one of the states STRING, ESCAPE, HEX and UTF8. In STRING, one that is no plain character. */
zimport_status strings_byte(zimport_json_scanner *scanner, char c);

/* How many bytes in front are plain characters of a string, which can go in one piece. */
size_t strings_run(const char *data, size_t size);

#endif
