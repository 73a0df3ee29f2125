/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar, by induction: from every state that `possible` allows, up to MOST bytes lead to one that it allows. So
 * texts of every length and nesting are proved, fed in any pieces. Strings, and what is kept of values, are left to
 * stubs. */
#include "prove.h"

#include "json/scanner.c"

zimport_status zimport_strings_byte(zimport_json_scanner *scanner, char c) {
    uint8_t state = nondet_byte();

    ASSERT(scanner->state >= STRING && scanner->state <= UTF8);
    ASSUME(state == COLON || (state >= AFTER && state <= UTF8));
    scanner->state = state;
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_JSON_SYNTAX;
}

size_t zimport_strings_run(const char *data, size_t size) {
    ASSERT(size > 0 && READABLE(data, size));
    return up_to(size);
}

static bool possible(const zimport_json_scanner *scanner) {
    return scanner->state <= LITERAL && scanner->depth <= ZIMPORT_JSON_DEPTH_MAX;
}

void proof(void) {
    static const char words[] = "null\0false\0true";
    char block[MOST];
    zimport_json_scanner scanner;
    size_t size = up_to(MOST);

    havoc(&scanner, sizeof scanner);
    scanner.literal = words + up_to(sizeof words - 1);
    ASSUME(possible(&scanner));
    if (zimport_json_feed_bytes(&scanner, block + MOST - size, size) == ZIMPORT_OK) {
        ASSERT(possible(&scanner));
    }
    (void)zimport_json_end(&scanner);
}
