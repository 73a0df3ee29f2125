/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "json/json.h"

static unsigned hex_unit(const char *digits) {
    return (unsigned)hex_value(digits[0]) << 12 | (unsigned)hex_value(digits[1]) << 8 |
           (unsigned)hex_value(digits[2]) << 4 | (unsigned)hex_value(digits[3]);
}

static char *put_utf8(char *to, uint32_t character) {
    if (character < 0x80) {
        *to++ = (char)character;
        return to;
    }
    unsigned tail = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    unsigned lead = tail == 1 ? 0xC0 : tail == 2 ? 0xE0 : 0xF0;
    *to++ = (char)(unsigned char)(lead | character >> (6 * tail));
    while (tail-- > 0) {
        *to++ = (char)(unsigned char)(0x80U | (character >> (6 * tail) & 0x3FU));
    }
    return to;
}

/* The character of the \u escape at *from, of which two make a pair; moves *from behind it. */
static uint32_t take_unicode(const char **from, const char *end) {
    const char *at = *from;
    uint32_t unit = hex_unit(at + 2);

    *from = at + 6;
    if (unit < 0xD800 || unit > 0xDFFF) {
        return unit;
    }
    if (unit < 0xDC00 && end - at >= 12 && at[6] == '\\' && at[7] == 'u') {
        uint32_t low = hex_unit(at + 8);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *from = at + 12;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return 0xFFFD;
}

static char plain_escape(char c) {
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

zimport_view zimport_json_string(const zimport_json_value *value) {
    const char *from = value->data;
    const char *end = from + value->size;
    char *to = value->data;

    while (from < end) {
        if (*from != '\\') {
            *to++ = *from++;
        } else if (from[1] == 'u') {
            to = put_utf8(to, take_unicode(&from, end));
        } else {
            *to++ = plain_escape(from[1]);
            from += 2;
        }
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
