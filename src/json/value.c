/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "json/strings.h"

static char *put_utf8(char *to, uint32_t character) {
    unsigned tail = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    unsigned lead = tail > 0 ? 0x1F80U >> tail : 0; /* C0, E0, F0 in the last eight bits */

    *to++ = (char)(unsigned char)(lead | character >> (6 * tail));
    while (tail-- > 0) {
        *to++ = (char)(unsigned char)(0x80U | (character >> (6 * tail) & 0x3FU));
    }
    return to;
}

static uint32_t hex_unit(const char *digits) {
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        unit = unit << 4 | (uint32_t)hex_value(digits[i]);
    }
    return unit;
}

/* The character of a \u escape, of which two make a pair; moves *from, its digits, behind it. */
static uint32_t take_unicode(const char **from, const char *end) {
    const char *at = *from;
    uint32_t unit = hex_unit(at);
    uint32_t low = 0;

    *from = at + 4;
    if ((unit & 0xF800) != 0xD800) {
        return unit;
    }
    if (end - at >= 10 && at[4] == '\\' && at[5] == 'u') {
        low = hex_unit(at + 6);
    }
    if (unit >= 0xDC00 || (low & 0xFC00) != 0xDC00) {
        return 0xFFFD;
    }
    *from = at + 10;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

zimport_view zimport_json_string(const zimport_json_value *value) {
    const char *from = value->data;
    const char *end = from + value->size;
    char *to = value->data;

    while (from < end) {
        char c = *from++;
        if (c == '\\') {
            c = strings_escape(*from++);
            if (c == 'u') {
                to = put_utf8(to, take_unicode(&from, end));
                continue;
            }
        }
        *to++ = c;
    }
    return (zimport_view){value->data, (size_t)(to - value->data)};
}

zimport_number zimport_json_integer(const zimport_json_value *value) {
    if (value->type != ZIMPORT_JSON_NUMBER || value->cut) {
        return (zimport_number){0, false};
    }
    return number_digits((zimport_view){value->data, value->size});
}

bool zimport_json_decimal(const zimport_json_value *value, int shift, int32_t most, int32_t *result) {
    if (value->type != ZIMPORT_JSON_NUMBER || value->cut) {
        return false;
    }
    *result = number_decimal((zimport_view){value->data, value->size}, shift, most);
    return true;
}
