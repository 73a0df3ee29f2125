/* SPDX-License-Identifier: Apache-2.0 */
/* Escapes, resolved in place in texts of up to MOST bytes of which the scanner has found the escapes whole: room for
 * both halves of a surrogate pair, and a byte. Nothing is written beyond the text, and what comes out is never longer.
 */
#include "prove.h"

#include "base/chars.h"
#include "json/escapes.h"

enum { PAIR = 12 };

/* As json_string.c has it: each backslash is followed by a letter that means something, a u by four digits. */
static void assume_whole(const char *text, size_t size) {
    size_t at = 0;

    while (at < size) {
        if (text[at++] == '\\') {
            ASSUME(at < size && zimport_escapes_meaning(text[at]) != '\0');
            size_t digits = text[at++] == 'u' ? 4 : 0;
            ASSUME(digits <= size - at);
            for (; digits > 0; digits--) {
                ASSUME(zimport_chars_hex(text[at++]) >= 0);
            }
        }
    }
}

void proof(void) {
    char block[MOST];
    size_t size = up_to(MOST);
    char *text = block + MOST - size;

    if (MOST == PAIR) {
        text = block;
        size = PAIR;
        text[0] = text[PAIR / 2] = '\\';
        text[1] = text[PAIR / 2 + 1] = 'u';
    }
    assume_whole(text, size);
    ASSERT(zimport_escapes_resolve(text, size) <= size);
}
