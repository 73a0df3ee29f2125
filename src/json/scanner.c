/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of RFC 8259, byte by byte. The state says what may come next; a container is one more depth and a bit.
 *
 *    VALUE --{--> FIRST_KEY --"--> STRING(key) --"--> COLON --:--> VALUE
 *          --[--> FIRST_VALUE, which is VALUE or ]
 *          --"--> STRING --"--> AFTER        STRING --\--> ESCAPE --u--> HEX --4 digits--> STRING
 *          --n,t,f--> LITERAL --> AFTER      --else--> NUMBER, by way of MINUS, ZERO, DIGITS, POINT, FRACTION, E, SIGN
 *                                      and EXPONENT --> AFTER
 *    AFTER --,--> VALUE in an array, KEY in an object
 *          --],}--> AFTER                    AFTER at depth 0: only white space may follow
 */
#include "json/strings.h"

#include <string.h>

#include "base/chars.h"

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool in_array(const zimport_json_scanner *scanner) {
    return (scanner->arrays & 1) != 0;
}

static zimport_status open_container(zimport_json_scanner *scanner, bool array) {
    if (scanner->depth == ZIMPORT_JSON_DEPTH_MAX) {
        return ZIMPORT_JSON_DEPTH;
    }
    zimport_status status = zimport_keeper_open(scanner, array);
    scanner->arrays = scanner->arrays << 1 | array;
    scanner->depth++;
    scanner->state = array ? FIRST_VALUE : FIRST_KEY;
    return status;
}

static zimport_status close_container(zimport_json_scanner *scanner, bool array) {
    if (scanner->depth == 0 || in_array(scanner) != array) {
        return ZIMPORT_JSON_SYNTAX;
    }
    zimport_status status = zimport_keeper_close(scanner);
    scanner->arrays >>= 1;
    scanner->depth--;
    scanner->state = AFTER;
    return status;
}

static void begin_atom(zimport_json_scanner *scanner, char c) {
    static const char literals[][6] = {"null", "false", "true", ""}; /* in the order of their types */
    unsigned type = c < 'a' ? ZIMPORT_JSON_NUMBER : ZIMPORT_JSON_NULL;

    while (type < ZIMPORT_JSON_NUMBER && literals[type][0] != c) {
        type++;
    }
    scanner->literal = literals[type];
    scanner->state = type < ZIMPORT_JSON_NUMBER ? LITERAL : NUMBER;
    zimport_keeper_scalar_begin(scanner, (zimport_json_type)type);
}

static zimport_status begin_value(zimport_json_scanner *scanner, char c) {
    if (c == '{' || c == '[') {
        return open_container(scanner, c == '[');
    }
    if (c == '"') {
        scanner->state = STRING;
        zimport_keeper_scalar_begin(scanner, ZIMPORT_JSON_STRING);
    } else {
        begin_atom(scanner, c);
    }
    return ZIMPORT_OK;
}

static zimport_status begin_key(zimport_json_scanner *scanner, char c) {
    scanner->in_key = true;
    scanner->state = STRING;
    zimport_keeper_key_begin(scanner);
    return c == '"' ? ZIMPORT_OK : ZIMPORT_JSON_SYNTAX;
}

static zimport_status after_key(zimport_json_scanner *scanner, char c) {
    scanner->state = VALUE;
    return c == ':' ? ZIMPORT_OK : ZIMPORT_JSON_SYNTAX;
}

static zimport_status after_value(zimport_json_scanner *scanner, char c) {
    if (c != ',' || scanner->depth == 0) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->state = in_array(scanner) ? VALUE : KEY;
    return ZIMPORT_OK;
}

static zimport_status structure_byte(zimport_json_scanner *scanner, char c) {
    static zimport_status (*const steps[])(zimport_json_scanner *, char) = {
        [VALUE] = begin_value,       [KEY] = begin_key,       [COLON] = after_key,
        [FIRST_VALUE] = begin_value, [FIRST_KEY] = begin_key, [AFTER] = after_value,
    };

    if (c <= ' ' && is_space(c)) {
        return ZIMPORT_OK;
    }
    if ((c == ']' || c == '}') && scanner->state >= FIRST_VALUE) {
        return close_container(scanner, c == ']');
    }
    return steps[scanner->state](scanner, c);
}

/* A table is smaller than the branches that compilers make of anything else. */
static uint8_t after_digit(uint8_t state, char digit) {
    static const uint8_t next[] = {DIGITS, DIGITS, EXPONENT, EXPONENT, FRACTION, EXPONENT, FRACTION, AFTER, DIGITS};

    return digit == '0' && state <= MINUS ? ZERO : next[state - NUMBER];
}

/* AFTER: this byte is not part of it. */
static uint8_t number_next(uint8_t state, char c) {
    if (is_digit(c)) {
        return after_digit(state, c);
    }
    if (c == '.' && state >= ZERO) {
        return POINT;
    }
    if ((c == 'e' || c == 'E') && state >= FRACTION) {
        return E;
    }
    if (c == '-' && state == NUMBER) {
        return MINUS;
    }
    return state == E && (c == '+' || c == '-') ? SIGN : AFTER;
}

static size_t number_run(zimport_json_scanner *scanner, const char *data, size_t size) {
    uint8_t state = scanner->state;
    uint8_t next;
    size_t i = 0;

    while (i < size && (next = number_next(state, data[i])) != AFTER) {
        state = next;
        i++;
    }
    scanner->state = state;
    return i;
}

static size_t literal_run(zimport_json_scanner *scanner, const char *data, size_t size) {
    const char *literal = scanner->literal;
    size_t i = 0;

    while (i < size && *literal != '\0' && *literal == data[i]) {
        literal++;
        i++;
    }
    scanner->literal = literal;
    return i;
}

static bool atom_may_end(const zimport_json_scanner *scanner) {
    return scanner->state >= EXPONENT && *scanner->literal == '\0';
}

static zimport_status scan_byte(zimport_json_scanner *scanner, char c) {
    if (scanner->state <= AFTER) {
        return structure_byte(scanner, c);
    }
    if (scanner->state <= UTF8) {
        return zimport_strings_byte(scanner, c);
    }
    if (!atom_may_end(scanner)) {
        return ZIMPORT_JSON_SYNTAX;
    }
    zimport_status status = end_scalar(scanner);
    return status == ZIMPORT_OK ? structure_byte(scanner, c) : status;
}

/* Returns how much went in one piece. */
static size_t take_run(zimport_json_scanner *scanner, const char *data, size_t size) {
    size_t run = 0;

    if (scanner->state == STRING) {
        run = zimport_strings_run(data, size);
    } else if (scanner->state == LITERAL) {
        run = literal_run(scanner, data, size);
    } else if (scanner->state >= NUMBER) {
        run = number_run(scanner, data, size);
    }
    if (run > 0 && scanner->keeping) {
        keeper_plain(scanner, data, run);
    }
    return run;
}

zimport_status zimport_json_feed_bytes(zimport_json_scanner *scanner, const char *at, size_t size) {
    const char *end = at + size;
    zimport_status status = scanner->status;

    while (at < end && status == ZIMPORT_OK) {
        if (scanner->state > AFTER) {
            at += take_run(scanner, at, (size_t)(end - at));
            if (at == end) {
                break;
            }
        }
        status = scan_byte(scanner, *at++);
        at -= scanner->state >= NUMBER;
    }
    scanner->status = status;
    return status;
}

zimport_status zimport_json_end(zimport_json_scanner *scanner) {
    if (scanner->status == ZIMPORT_OK && atom_may_end(scanner)) {
        scanner->status = end_scalar(scanner);
    }
    if (scanner->status == ZIMPORT_OK && (scanner->state != AFTER || scanner->depth > 0)) {
        scanner->status = ZIMPORT_JSON_EARLY;
    }
    return scanner->status;
}
