/* SPDX-License-Identifier: Apache-2.0 */
/* Accepted exactly when a second validator accepts it; the same values however it is cut; texts are UTF-8. */
#include "fuzz.h"

#include "api/dialect.h"
#include "json/json.h"

enum expect { VALUE, VALUE_OR_END, KEY_OR_END, KEY, COLON, COMMA_OR_END, NOTHING };

/* The second validator: a stack of brackets, and RFC 8259's grammar written down anew. */
struct reference {
    const unsigned char *text;
    size_t size;
    size_t at;
    size_t depth;
    size_t deepest;
    enum expect expect;
    char open[4096];
};

static unsigned peek(const struct reference *reference) {
    return reference->at < reference->size ? reference->text[reference->at] : 256U;
}

static bool is_digit(unsigned c) {
    return c >= '0' && c <= '9';
}

static bool digits(struct reference *reference) {
    size_t start = reference->at;
    while (is_digit(peek(reference))) {
        reference->at++;
    }
    return reference->at > start;
}

static bool number(struct reference *reference) {
    reference->at += peek(reference) == '-';
    bool zero = peek(reference) == '0';
    if (!zero && !digits(reference)) {
        return false;
    }
    reference->at += zero;
    if (peek(reference) == '.') {
        reference->at++;
        if (!digits(reference)) {
            return false;
        }
    }
    if (peek(reference) == 'e' || peek(reference) == 'E') {
        reference->at++;
        reference->at += peek(reference) == '+' || peek(reference) == '-';
        return digits(reference);
    }
    return true;
}

static bool escape(struct reference *reference) {
    unsigned c = peek(reference);
    reference->at++;
    if (c != 'u') {
        return c < 256 && c != 0 && strchr("\"\\/bfnrt", (int)c) != NULL;
    }
    for (int i = 0; i < 4; i++, reference->at++) {
        unsigned digit = peek(reference);
        if (!is_digit(digit) && !(digit >= 'a' && digit <= 'f') && !(digit >= 'A' && digit <= 'F')) {
            return false;
        }
    }
    return true;
}

static bool string(struct reference *reference) {
    reference->at++;
    for (;;) {
        unsigned c = peek(reference);
        if (c > 255 || c < 0x20) {
            return false;
        }
        if (c == '"') {
            reference->at++;
            return true;
        }
        if (c == '\\') {
            reference->at++;
            if (!escape(reference)) {
                return false;
            }
            continue;
        }
        size_t length = utf8_character(reference->text + reference->at, reference->size - reference->at);
        if (length == 0) {
            return false;
        }
        reference->at += length;
    }
}

static bool literal(struct reference *reference) {
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < 3; i++) {
        size_t size = strlen(words[i]);
        if (reference->size - reference->at >= size && memcmp(reference->text + reference->at, words[i], size) == 0) {
            reference->at += size;
            return true;
        }
    }
    return false;
}

static void after_value(struct reference *reference) {
    reference->expect = reference->depth == 0 ? NOTHING : COMMA_OR_END;
}

static bool open_container(struct reference *reference, char c) {
    if (reference->depth == sizeof reference->open) {
        return false;
    }
    reference->open[reference->depth++] = c;
    reference->deepest = reference->depth > reference->deepest ? reference->depth : reference->deepest;
    reference->at++;
    reference->expect = c == '{' ? KEY_OR_END : VALUE_OR_END;
    return true;
}

static bool close_container(struct reference *reference, char c) {
    if (reference->depth == 0 || reference->open[reference->depth - 1] != (c == '}' ? '{' : '[')) {
        return false;
    }
    reference->depth--;
    reference->at++;
    after_value(reference);
    return true;
}

static bool value(struct reference *reference, unsigned c) {
    if (c == '{' || c == '[') {
        return open_container(reference, (char)c);
    }
    bool good = c == '"' ? string(reference) : c == '-' || is_digit(c) ? number(reference) : literal(reference);
    after_value(reference);
    return good;
}

static bool token(struct reference *reference, unsigned c) {
    enum expect expect = reference->expect;
    bool in_object = reference->depth > 0 && reference->open[reference->depth - 1] == '{';
    if ((expect == KEY_OR_END && c == '}') || (expect == VALUE_OR_END && c == ']') ||
        (expect == COMMA_OR_END && c == (in_object ? '}' : ']'))) {
        return close_container(reference, (char)c);
    }
    switch (expect) {
    case KEY:
    case KEY_OR_END:
        reference->expect = COLON;
        return c == '"' && string(reference);
    case COLON:
        reference->expect = VALUE;
        reference->at++;
        return c == ':';
    case COMMA_OR_END:
        reference->expect = in_object ? KEY : VALUE;
        reference->at++;
        return c == ',';
    case NOTHING:
        return false;
    default:
        return value(reference, c);
    }
}

static bool is_json(zimport_view text, size_t *deepest) {
    static struct reference reference;
    memset(&reference, 0, sizeof reference);
    reference.text = (const unsigned char *)text.data;
    reference.size = text.size;
    while (reference.at < reference.size) {
        unsigned c = peek(&reference);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            reference.at++;
        } else if (!token(&reference, c)) {
            return false;
        }
    }
    *deepest = reference.deepest;
    return reference.expect == NOTHING;
}

/* `sum`: of all that the sink got. */
struct scan {
    zimport_status status;
    uint64_t sum;
    uint64_t values;
    size_t capacity;
};

static zimport_status sink(void *context, const zimport_json_value *value) {
    struct scan *scan = context;
    REQUIRE(value->id > 0 && value->type <= ZIMPORT_JSON_ELEMENT && value->size <= scan->capacity);
    scan->values++;
    mix_number(&scan->sum, value->id);
    mix_number(&scan->sum, value->type);
    mix_number(&scan->sum, value->cut);
    if (value->type == ZIMPORT_JSON_ELEMENT) {
        zimport_status status = zimport_json_members(value, zimport_v1.row, sink, context);
        REQUIRE(status == ZIMPORT_OK || status == ZIMPORT_NO_ROOM);
        mix_number(&scan->sum, status);
    } else if (value->type == ZIMPORT_JSON_STRING) {
        zimport_view text = zimport_json_string(value);
        REQUIRE(text.size <= value->size && is_utf8(text));
        mix(&scan->sum, text.data, text.size);
    } else if (value->type == ZIMPORT_JSON_NUMBER) {
        int32_t percent = -7;
        REQUIRE(zimport_json_decimal(value, 4, 10000, &percent) == !value->cut);
        REQUIRE(value->cut || (percent >= 0 && percent <= 10000));
        zimport_number integer = zimport_json_integer(value);
        REQUIRE(!integer.given || percent == (integer.value == 0 ? 0 : 10000));
        mix(&scan->sum, value->data, value->size);
    }
    return ZIMPORT_OK;
}

static void run(struct scan *scan, zimport_view text, size_t capacity, uint32_t seed) {
    zimport_json_scanner scanner;
    char *memory = malloc(capacity);
    REQUIRE(memory != NULL);
    *scan = (struct scan){.capacity = capacity};
    memset(&scanner, 0x5a, sizeof scanner);
    zimport_json_init(&scanner, zimport_v1.reply, sink, scan, memory, capacity);
    zimport_json_keep_members(&scanner);
    while (text.size > 0 && scan->status == ZIMPORT_OK) {
        zimport_view piece = {text.data, piece_size(&seed, text.size)};
        char *copy = copy_of(piece);
        scan->status = zimport_json_feed(&scanner, (zimport_view){copy, piece.size});
        free(copy);
        text.data += piece.size;
        text.size -= piece.size;
    }
    zimport_status end = zimport_json_end(&scanner);
    REQUIRE(scan->status == ZIMPORT_OK || end == scan->status);
    scan->status = end;
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size};
    uint32_t seed = take_seed(&input);
    size_t capacity = ZIMPORT_VALUE_MIN + take_byte(&input);
    size_t deepest = 0;
    struct scan whole;
    struct scan pieces;
    run(&whole, input, capacity, 0);
    bool valid = is_json(input, &deepest);
    if (valid) {
        REQUIRE(whole.status == (deepest > ZIMPORT_JSON_DEPTH_MAX ? ZIMPORT_JSON_DEPTH : ZIMPORT_OK));
    } else {
        REQUIRE(whole.status == ZIMPORT_JSON_SYNTAX || whole.status == ZIMPORT_JSON_EARLY ||
                whole.status == ZIMPORT_JSON_DEPTH);
    }
    for (int round = 0; round < 3; round++) {
        run(&pieces, input, capacity, seed + (uint32_t)round);
        REQUIRE(pieces.status == whole.status && pieces.values == whole.values && pieces.sum == whole.sum);
    }
    return 0;
}
