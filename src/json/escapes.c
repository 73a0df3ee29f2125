/* SPDX-License-Identifier: Apache-2.0 */
#include "json/escapes.h"

#include <stdint.h>
#include <string.h>

#include "base/chars.h"

char zimport_escapes_meaning(char c) {
    static const char pairs[] = "\"\"\\\\//b\bf\fn\nr\rt\tuu";
    const char *at = pairs;

    while (*at != '\0' && *at != c) {
        at += 2;
    }
    return at[*at != '\0'];
}

static char *put_utf8(char *to, uint32_t character) {
    unsigned tail = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    unsigned lead = tail > 0 ? 0x1F80U >> tail : 0; /* C0, E0 or F0 in the low eight bits */

    *to++ = (char)(unsigned char)(lead | character >> (6 * tail));
    while (tail-- > 0) {
        *to++ = (char)(unsigned char)(0x80U | (character >> (6 * tail) & 0x3FU));
    }
    return to;
}

static uint32_t hex_unit(const char *digits) {
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        unit = unit << 4 | (uint32_t)zimport_chars_hex(digits[i]);
    }
    return unit;
}

/* `high`: the first half of a surrogate pair, if the previous unit was one. It became U+FFFD, which the second half
 * replaces. */
static uint32_t character_of(uint32_t unit, uint32_t *high) {
    uint32_t first = *high;

    *high = 0;
    if ((unit & 0xF800) != 0xD800) {
        return unit;
    }
    if (unit < 0xDC00) {
        *high = unit;
        return 0xFFFD;
    }
    return first != 0 ? 0x10000 + ((first - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD;
}

size_t zimport_escapes_resolve(char *text, size_t size) {
    const char *end = text + size;
    char *to = memchr(text, '\\', size);
    const char *from = to;
    uint32_t high = 0;

    if (from == NULL) {
        return size;
    }
    while (from < end) {
        char c = *from++;
        if (c == '\\') {
            c = zimport_escapes_meaning(*from++);
            if (c == 'u') {
                uint32_t character = character_of(hex_unit(from), &high);
                from += 4;
                to = put_utf8(character < 0x10000 ? to : to - 3, character);
                continue;
            }
        }
        *to++ = c;
        high = 0;
    }
    return (size_t)(to - text);
}
