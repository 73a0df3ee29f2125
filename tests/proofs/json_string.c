/* SPDX-License-Identifier: Apache-2.0 */
/* Inside strings, by induction: from every state that `possible` allows, any byte leads to one that it allows. And the
 * search for plain bytes by words finds what a byte at a time finds, in up to MOST bytes: two words and a part of one.
 */
#include "prove.h"

#include "json/strings.c"

void zimport_keeper_key_end(zimport_json_scanner *scanner) {
}

zimport_status zimport_keeper_scalar_end(zimport_json_scanner *scanner) {
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_NO_ROOM;
}

void zimport_keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    ASSERT(size == 1 && READABLE(bytes, size));
}

static bool possible(const zimport_json_scanner *scanner) {
    switch (scanner->state) {
    case STRING:
    case ESCAPE:
        return true;
    case HEX:
        return scanner->left >= 1 && scanner->left <= 4;
    case UTF8:
        return scanner->left >= 1 && scanner->left <= 3;
    default:
        return scanner->state == (scanner->in_key ? COLON : AFTER);
    }
}

void proof(void) {
    char block[MOST];
    size_t size = up_to(MOST);
    const char *text = block + MOST - size;
    size_t run = zimport_strings_run(text, size);
    size_t at = up_to(MOST);
    zimport_json_scanner scanner;

    ASSERT(run <= size && (run == size || !is_plain(text[run])));
    ASSERT(at >= run || is_plain(text[at]));
    havoc(&scanner, sizeof scanner);
    ASSUME(scanner.state >= STRING && scanner.state <= UTF8 && possible(&scanner));
    bool in_key = scanner.in_key;
    if (zimport_strings_byte(&scanner, nondet_char()) == ZIMPORT_OK) {
        ASSERT(possible(&scanner) || (in_key && scanner.state == COLON));
    }
}
