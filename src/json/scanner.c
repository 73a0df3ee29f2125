/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of RFC 8259, a byte at a time. What may come next is the state; containers are a depth and a bit each.
 *
 *    VALUE --{--> FIRST_KEY --"--> STRING(key) --"--> COLON --:--> VALUE
 *          --[--> FIRST_VALUE, which is VALUE or ]
 *          --"--> STRING --"--> AFTER        STRING --\--> ESCAPE --u--> HEX --4 digits--> STRING
 *          --n,t,f--> LITERAL --> AFTER      numbers: MINUS, ZERO, DIGITS, POINT, FRACTION, E, SIGN, EXPONENT --> AFTER
 *    AFTER --,--> VALUE in an array, KEY in an object
 *          --],}--> AFTER                    AFTER at depth 0: nothing but space may follow
 */
#include "json/strings.h"

#include <string.h>

#include "base/chars.h"

void zimport_json_init(zimport_json_scanner *scanner, const zimport_json_shape *shape, zimport_json_sink sink,
                       void *context, char *memory, size_t capacity) {
    memset(scanner, 0, sizeof *scanner);
    scanner->state = VALUE;
    scanner->keeper.shapes[0] = shape;
    scanner->keeper.sink = sink;
    scanner->keeper.context = context;
    scanner->keeper.memory = memory;
    scanner->keeper.capacity = capacity;
    scanner->status = capacity < ZIMPORT_VALUE_MIN ? ZIMPORT_NO_ROOM : ZIMPORT_OK;
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool in_array(const zimport_json_scanner *scanner) {
    return scanner->depth > 0 && (scanner->arrays >> (scanner->depth - 1) & 1) != 0;
}

static zimport_status open_container(zimport_json_scanner *scanner, bool array) {
    zimport_status status = keeper_open(&scanner->keeper, scanner->depth, in_array(scanner), array);
    uint64_t bit = UINT64_C(1) << scanner->depth;

    if (scanner->depth == ZIMPORT_JSON_DEPTH_MAX) {
        return ZIMPORT_JSON_DEPTH;
    }
    scanner->arrays = array ? scanner->arrays | bit : scanner->arrays & ~bit;
    scanner->depth++;
    scanner->state = array ? FIRST_VALUE : FIRST_KEY;
    return status;
}

static zimport_status close_container(zimport_json_scanner *scanner, bool array) {
    if (scanner->depth == 0 || in_array(scanner) != array) {
        return ZIMPORT_JSON_SYNTAX;
    }
    zimport_status status = keeper_close(&scanner->keeper, scanner->depth);
    scanner->depth--;
    scanner->state = AFTER;
    return status;
}

static zimport_status begin_string(zimport_json_scanner *scanner, bool key) {
    scanner->in_key = key;
    scanner->state = STRING;
    if (key) {
        keeper_key_begin(&scanner->keeper, scanner->depth);
    } else {
        keeper_scalar_begin(&scanner->keeper, ZIMPORT_JSON_STRING);
    }
    return ZIMPORT_OK;
}

static zimport_status begin_literal(zimport_json_scanner *scanner, zimport_json_type type, const char *text) {
    keeper_scalar_begin(&scanner->keeper, type);
    keeper_bytes(&scanner->keeper, text, strlen(text));
    scanner->literal = text + 1;
    scanner->state = LITERAL;
    return ZIMPORT_OK;
}

static zimport_status begin_number(zimport_json_scanner *scanner, char c) {
    if (c != '-' && !is_digit(c)) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->in_key = false;
    keeper_scalar_begin(&scanner->keeper, ZIMPORT_JSON_NUMBER);
    keeper_bytes(&scanner->keeper, &c, 1);
    scanner->state = c == '-' ? MINUS : c == '0' ? ZERO : DIGITS;
    return ZIMPORT_OK;
}

static zimport_status begin_value(zimport_json_scanner *scanner, char c) {
    switch (c) {
    case '{':
        return open_container(scanner, false);
    case '[':
        return open_container(scanner, true);
    case '"':
        return begin_string(scanner, false);
    case 'n':
        return begin_literal(scanner, ZIMPORT_JSON_NULL, "null");
    case 't':
        return begin_literal(scanner, ZIMPORT_JSON_TRUE, "true");
    case 'f':
        return begin_literal(scanner, ZIMPORT_JSON_FALSE, "false");
    default:
        return begin_number(scanner, c);
    }
}

static zimport_status after_value(zimport_json_scanner *scanner, char c) {
    if (c == ']' || c == '}') {
        return close_container(scanner, c == ']');
    }
    if (c != ',' || scanner->depth == 0) {
        return ZIMPORT_JSON_SYNTAX;
    }
    scanner->state = in_array(scanner) ? VALUE : KEY;
    return ZIMPORT_OK;
}

/* Between tokens: everything but strings, literals and numbers. */
static zimport_status structure_byte(zimport_json_scanner *scanner, char c) {
    if (is_space(c)) {
        return ZIMPORT_OK;
    }
    switch (scanner->state) {
    case FIRST_VALUE:
        return c == ']' ? close_container(scanner, true) : begin_value(scanner, c);
    case VALUE:
        return begin_value(scanner, c);
    case FIRST_KEY:
        if (c == '}') {
            return close_container(scanner, false);
        }
        return c == '"' ? begin_string(scanner, true) : ZIMPORT_JSON_SYNTAX;
    case KEY:
        return c == '"' ? begin_string(scanner, true) : ZIMPORT_JSON_SYNTAX;
    case COLON:
        scanner->state = VALUE;
        return c == ':' ? ZIMPORT_OK : ZIMPORT_JSON_SYNTAX;
    default:
        return after_value(scanner, c);
    }
}

/* What a number may go on with; its end when it cannot. */
static uint8_t number_next(uint8_t state, char c) {
    bool digit = is_digit(c);
    bool e = c == 'e' || c == 'E';

    switch (state) {
    case MINUS:
        return digit ? (c == '0' ? ZERO : DIGITS) : AFTER;
    case ZERO:
        return c == '.' ? POINT : e ? E : AFTER;
    case DIGITS:
        return digit ? DIGITS : c == '.' ? POINT : e ? E : AFTER;
    case POINT:
        return digit ? FRACTION : AFTER;
    case FRACTION:
        return digit ? FRACTION : e ? E : AFTER;
    case E:
        return digit ? EXPONENT : c == '+' || c == '-' ? SIGN : AFTER;
    default:
        return digit ? EXPONENT : AFTER;
    }
}

static bool number_may_end(uint8_t state) {
    return state == ZERO || state == DIGITS || state == FRACTION || state == EXPONENT;
}

static zimport_status number_byte(zimport_json_scanner *scanner, char c) {
    uint8_t next = number_next(scanner->state, c);

    if (next != AFTER) {
        scanner->state = next;
        keeper_bytes(&scanner->keeper, &c, 1);
        return ZIMPORT_OK;
    }
    if (!number_may_end(scanner->state)) {
        return ZIMPORT_JSON_SYNTAX;
    }
    zimport_status status = end_scalar(scanner);
    return status == ZIMPORT_OK ? structure_byte(scanner, c) : status;
}

static zimport_status scan_byte(zimport_json_scanner *scanner, char c) {
    switch (scanner->state) {
    case STRING:
    case ESCAPE:
    case HEX:
    case UTF8:
        return strings_byte(scanner, c);
    case LITERAL:
        return ZIMPORT_JSON_SYNTAX; /* what belongs to it went as a run */
    default:
        return scanner->state >= MINUS ? number_byte(scanner, c) : structure_byte(scanner, c);
    }
}

static size_t digit_run(const char *data, size_t size) {
    size_t i = 0;

    while (i < size && is_digit(data[i])) {
        i++;
    }
    return i;
}

/* The bytes in front that go on with a literal; its end when they complete it. */
static size_t literal_run(zimport_json_scanner *scanner, const char *data, size_t size) {
    size_t i = 0;

    while (i < size && *scanner->literal != '\0' && data[i] == *scanner->literal) {
        scanner->literal++;
        i++;
    }
    if (*scanner->literal == '\0') {
        scanner->status = end_scalar(scanner);
    }
    return i;
}

/* Takes what can go in one piece, and says how much that is. */
static size_t take_run(zimport_json_scanner *scanner, const char *data, size_t size) {
    size_t run;

    switch (scanner->state) {
    case STRING:
        run = strings_run(data, size);
        break;
    case DIGITS:
    case FRACTION:
        run = digit_run(data, size);
        break;
    case LITERAL:
        return literal_run(scanner, data, size);
    default:
        return 0;
    }
    if (run > 0 && scanner->in_key) {
        keeper_key_bytes(&scanner->keeper, data, run);
    } else if (run > 0) {
        keeper_plain(&scanner->keeper, data, run);
    }
    return run;
}

zimport_status zimport_json_feed(zimport_json_scanner *scanner, zimport_view bytes) {
    const char *at = bytes.data;
    const char *end = at + bytes.size;

    while (at < end && scanner->status == ZIMPORT_OK) {
        at += take_run(scanner, at, (size_t)(end - at));
        /* What ended the run has to be looked at. */
        if (at < end && scanner->status == ZIMPORT_OK) {
            scanner->status = scan_byte(scanner, *at++);
        }
    }
    return scanner->status;
}

void zimport_json_skip_members(zimport_json_scanner *scanner) {
    static const zimport_json_shape nothing = {NULL, 0};

    if (scanner->keeper.entered > 0) {
        scanner->keeper.shapes[scanner->keeper.entered - 1] = &nothing;
    }
}

zimport_status zimport_json_end(zimport_json_scanner *scanner) {
    if (scanner->status == ZIMPORT_OK && number_may_end(scanner->state)) {
        scanner->status = end_scalar(scanner);
    }
    if (scanner->status == ZIMPORT_OK && (scanner->state != AFTER || scanner->depth > 0)) {
        scanner->status = ZIMPORT_JSON_EARLY;
    }
    return scanner->status;
}
