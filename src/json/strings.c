/* SPDX-License-Identifier: Apache-2.0 */
/* Inside strings and keys: escapes, and UTF-8 without overlong forms and surrogates (RFC 3629). */
#include "json/strings.h"

#include <string.h>

#include "base/chars.h"
#include "json/escapes.h"

/* Not a state: the byte is not allowed. */
#define BAD VALUE
/* Added to a state: the other half of a surrogate pair follows, so the text must not be cut here. */
#define PAIR 0x40

static zimport_status end_string(zimport_json_scanner *scanner) {
    if (!scanner->in_key) {
        return end_scalar(scanner);
    }
    zimport_keeper_key_end(scanner);
    scanner->in_key = false;
    scanner->state = COLON;
    return ZIMPORT_OK;
}

static unsigned utf8_lead(zimport_json_scanner *scanner, unsigned char c) {
    scanner->lead = c;
    scanner->left = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    return c < 0xC2 || c > 0xF4 ? BAD : UTF8;
}

/* The second byte gives away overlong forms, surrogates and characters above U+10FFFF. */
static bool utf8_misfits(unsigned char lead, unsigned char c) {
    bool low = c < (lead < 0xF0 ? 0xA0 : 0x90);

    return low ? lead == 0xE0 || lead == 0xF0 : lead == 0xED || lead == 0xF4;
}

static unsigned utf8_byte(zimport_json_scanner *scanner, unsigned char c) {
    if ((c & 0xC0) != 0x80 || utf8_misfits(scanner->lead, c)) {
        return BAD;
    }
    scanner->lead = 0;
    return --scanner->left == 0 ? STRING : UTF8;
}

static unsigned escape_byte(zimport_json_scanner *scanner, char c) {
    char meaning = zimport_escapes_meaning(c);

    scanner->left = 4;
    return meaning == 'u' ? HEX : meaning != '\0' ? STRING : BAD;
}

static unsigned hex_byte(zimport_json_scanner *scanner, char c) {
    int digit = zimport_chars_hex(c);

    if (digit < 0) {
        return BAD;
    }
    scanner->unit = (uint16_t)(scanner->unit << 4 | digit);
    if (--scanner->left > 0) {
        return HEX;
    }
    return (scanner->unit & 0xFC00) == 0xD800 ? STRING | PAIR : STRING;
}

static unsigned next_of(zimport_json_scanner *scanner, char c) {
    switch (scanner->state) {
    case STRING:
        return c == '\\' ? ESCAPE : utf8_lead(scanner, (unsigned char)c);
    case ESCAPE:
        return escape_byte(scanner, c);
    case HEX:
        return hex_byte(scanner, c);
    default:
        return utf8_byte(scanner, (unsigned char)c);
    }
}

zimport_status zimport_strings_byte(zimport_json_scanner *scanner, char c) {
    if (c == '"' && scanner->state == STRING) {
        return end_string(scanner);
    }
    unsigned next = next_of(scanner, c);

    if (next == BAD) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->state = next & (PAIR - 1);
    zimport_keeper_bytes(scanner, &c, 1);
    if (next == STRING) {
        keeper_character(scanner);
    }
    return ZIMPORT_OK;
}

static bool is_plain(char c) {
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

#ifndef __OPTIMIZE_SIZE__
#define EACH(byte) (SIZE_MAX / 0xFF * (byte))

/* Nonzero if some byte is below `limit` (at most 0x80). Only the lowest bit is exact, which is enough. */
static size_t any_below(size_t word, size_t limit) {
    return (word - EACH(limit)) & ~word & EACH(0x80);
}

/* The lowest one is in the first quote, backslash, control character or byte beyond ASCII. */
static size_t special_bits(size_t word) {
    return any_below(word ^ EACH('"'), 1) | any_below(word ^ EACH('\\'), 1) | any_below(word, 0x20) |
           (word & EACH(0x80));
}

#endif

/* Most text is such a run, so it is searched by words, unless built for size. */
size_t zimport_strings_run(const char *data, size_t size) {
    size_t i = 0;

#ifndef __OPTIMIZE_SIZE__
    for (size_t word; i + sizeof word <= size; i += sizeof word) {
        memcpy(&word, data + i, sizeof word);
        size_t special = special_bits(word);
        if (special == 0) {
            continue;
        }
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        return i + (size_t)__builtin_ctzll(special) / 8;
#else
        break;
#endif
    }
#endif
    while (i < size && is_plain(data[i])) {
        i++;
    }
    return i;
}
