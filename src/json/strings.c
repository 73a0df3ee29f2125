/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of strings and keys: escapes, and UTF-8 without overlong forms and surrogates (RFC 3629). */
#include "json/strings.h"

#include <string.h>

#include "base/chars.h"

static zimport_status end_string(zimport_json_scanner *scanner) {
    if (!scanner->in_key) {
        return end_scalar(scanner);
    }
    keeper_key_end(&scanner->keeper, scanner->depth);
    scanner->state = COLON;
    return ZIMPORT_OK;
}

/* Bytes of a string as they stand, escapes included. */
static void keep_raw(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    if (scanner->in_key) {
        keeper_key_bytes(&scanner->keeper, bytes, size);
    } else {
        keeper_bytes(&scanner->keeper, bytes, size);
    }
}

/* A character has ended where text may be cut. */
static zimport_status end_character(zimport_json_scanner *scanner) {
    scanner->state = STRING;
    if (!scanner->in_key) {
        keeper_character(&scanner->keeper);
    }
    return ZIMPORT_OK;
}

/* The first byte of a character beyond ASCII: no overlong form, no surrogate, nothing above U+10FFFF. */
static zimport_status utf8_lead(zimport_json_scanner *scanner, unsigned char c) {
    if (c < 0xC2 || c > 0xF4) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->utf8_left = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    scanner->utf8_low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    scanner->utf8_high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    scanner->state = UTF8;
    return ZIMPORT_OK;
}

static zimport_status utf8_byte(zimport_json_scanner *scanner, char c) {
    unsigned char byte = (unsigned char)c;

    if (byte < scanner->utf8_low || byte > scanner->utf8_high) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->utf8_low = 0x80;
    scanner->utf8_high = 0xBF;
    keep_raw(scanner, &c, 1);
    return --scanner->utf8_left == 0 ? end_character(scanner) : ZIMPORT_OK;
}

static zimport_status string_byte(zimport_json_scanner *scanner, char c) {
    unsigned char byte = (unsigned char)c;

    if (c == '"') {
        return end_string(scanner);
    }
    if (byte < 0x20) {
        return ZIMPORT_JSON_SYNTAX;
    }
    if (c == '\\') {
        scanner->state = ESCAPE;
        if (scanner->in_key) {
            return ZIMPORT_OK;
        }
    }
    keep_raw(scanner, &c, 1);
    return byte < 0x80 ? ZIMPORT_OK : utf8_lead(scanner, byte);
}

static zimport_status escape_byte(zimport_json_scanner *scanner, char c) {
    static const char escapes[] = "\"\\/bfnrtu";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *found = c != '\0' ? strchr(escapes, c) : NULL;

    if (found == NULL) {
        return ZIMPORT_JSON_SYNTAX;
    }
    if (!scanner->in_key) {
        keeper_bytes(&scanner->keeper, &c, 1);
    } else if (c != 'u') {
        keeper_key_bytes(&scanner->keeper, &meanings[found - escapes], 1);
    }
    if (c != 'u') {
        return end_character(scanner);
    }
    scanner->hex_left = 4;
    scanner->unit = 0;
    scanner->state = HEX;
    return ZIMPORT_OK;
}

static zimport_status hex_byte(zimport_json_scanner *scanner, char c) {
    int digit = hex_value(c);

    if (digit < 0) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->unit = (uint16_t)(scanner->unit << 4 | digit);
    if (!scanner->in_key) {
        keeper_bytes(&scanner->keeper, &c, 1);
    }
    if (--scanner->hex_left > 0) {
        return ZIMPORT_OK;
    }
    if (scanner->in_key) {
        /* No known key has a character beyond ASCII: any byte that is not in one will do. */
        c = scanner->unit < 0x80 ? (char)scanner->unit : '\x7F';
        keeper_key_bytes(&scanner->keeper, &c, 1);
    } else if (scanner->unit >= 0xD800 && scanner->unit <= 0xDBFF) {
        /* The first half of a pair: the text must not be cut behind it. */
        scanner->state = STRING;
        return ZIMPORT_OK;
    }
    return end_character(scanner);
}

zimport_status strings_byte(zimport_json_scanner *scanner, char c) {
    switch (scanner->state) {
    case STRING:
        return string_byte(scanner, c);
    case ESCAPE:
        return escape_byte(scanner, c);
    case HEX:
        return hex_byte(scanner, c);
    default:
        return utf8_byte(scanner, c);
    }
}

/* A byte in every place of a machine word. */
#define EACH(byte) (SIZE_MAX / 0xFF * (byte))

/* Whether some byte of a word is below `limit` (at most 0x80). Right for the lowest such byte, which is enough. */
static size_t any_below(size_t word, size_t limit) {
    return (word - EACH(limit)) & ~word & EACH(0x80);
}

/* Bits in a word with a quote, a backslash, a control or a byte beyond ASCII in it; the lowest is in the first such. */
static size_t special_bits(size_t word) {
    return any_below(word ^ EACH('"'), 1) | any_below(word ^ EACH('\\'), 1) | any_below(word, 0x20) |
           (word & EACH(0x80));
}

static bool is_plain(char c) {
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* Most of any text is such a run, so it is looked at a word at a time. */
size_t strings_run(const char *data, size_t size) {
    size_t i = 0;
    size_t word;

    for (; i + sizeof word <= size; i += sizeof word) {
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
    while (i < size && is_plain(data[i])) {
        i++;
    }
    return i;
}
