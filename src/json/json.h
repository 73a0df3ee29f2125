/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_JSON_JSON_H
#define ZIMPORT_SRC_JSON_JSON_H

#include <string.h>

#include "zimport/base.h"

typedef struct zimport_json_shape zimport_json_shape;

/* A member that is wanted. */
typedef struct zimport_json_key {
    const char *name;                /* at most ZIMPORT_JSON_KEY_MAX bytes */
    const zimport_json_shape *inner; /* wanted of the object, or of each object of the array; NULL: no more */
    uint8_t id;                      /* what the sink gets to see; 1 to 255 */
    bool array;                      /* inner is of an array's objects */
} zimport_json_key;

/* The members wanted of one object. A shape may nest to three levels: root, member, element. */
struct zimport_json_shape {
    const zimport_json_key *keys;
    size_t count;
};

typedef enum zimport_json_type {
    ZIMPORT_JSON_NULL,
    ZIMPORT_JSON_FALSE,
    ZIMPORT_JSON_TRUE,
    ZIMPORT_JSON_NUMBER,
    ZIMPORT_JSON_STRING,
    ZIMPORT_JSON_OBJECT, /* has begun; its members follow if the key has an inner shape */
    ZIMPORT_JSON_ARRAY,  /* has begun; its elements follow if the key has an inner shape */
    ZIMPORT_JSON_ELEMENT /* an object of an array: its known members only, without space; or nothing */
} zimport_json_type;

/* What a sink gets. The bytes may be changed in place, and end with the call. */
typedef struct zimport_json_value {
    uint8_t id;
    zimport_json_type type;
    bool cut;   /* did not fit into the memory and was shortened; of an element: some member was */
    char *data; /* a number, or the inside of a string with its escapes, or an element */
    size_t size;
} zimport_json_value;

/* Longest name of a wanted member: with each character as an escape, it has room in the least memory. */
#define ZIMPORT_JSON_KEY_MAX 20

/* Takes a value. Anything but ZIMPORT_OK stops the scan and becomes its status. */
typedef zimport_status (*zimport_json_sink)(void *context, const zimport_json_value *value);

/* What keeps an element as it grows: src/json/keeper.h. */
struct keeper_element;

/* A scan in progress. Plain memory; nothing to free. Small members stand first, where small processors reach them with
 * short instructions. */
typedef struct zimport_json_scanner {
    uint8_t state; /* drawn at the top of src/json/scanner.c */
    uint8_t depth; /* open containers */
    uint8_t left;  /* bytes of a character, or digits of \uXXXX, to come */
    uint8_t lead;  /* first byte of a character, as long as the second is to come */
    bool in_key;
    uint8_t type;     /* of the value at hand */
    uint8_t entered;  /* how many of shapes are in use */
    uint8_t array_id; /* of the array that is entered */
    bool element;     /* inside of an element */
    bool keeping;     /* the value at hand is wanted, or the key can be one that is */
    bool cut;         /* it did not fit */
    bool element_cut;
    uint16_t unit;                       /* of \uXXXX */
    zimport_status status;               /* the first failure, which sticks */
    uint32_t arrays;                     /* a bit for each open container, the innermost lowest: it is an array */
    const char *literal;                 /* what has to follow of null, true or false; "" in a number */
    const zimport_json_shape *shapes[4]; /* of the containers that are entered: root, member, its array, element */
    const struct keeper_element *keep;   /* how elements are kept; NULL: they are counted */
    const zimport_json_key *member;      /* the wanted one whose value is at hand, or NULL */
    zimport_json_sink sink;
    void *context;
    char *memory; /* one value, or an element and behind it a key */
    size_t capacity;
    size_t size;  /* bytes in use */
    size_t mark;  /* where the key or member at hand began */
    size_t safe;  /* end of the last whole character */
    size_t limit; /* how far the value at hand may reach */
} zimport_json_scanner;

/* Begins a scan. `memory` takes one scalar or element at a time: at least ZIMPORT_VALUE_MIN bytes. */
static inline void zimport_json_init(zimport_json_scanner *scanner, const zimport_json_shape *shape,
                                     zimport_json_sink sink, void *context, char *memory, size_t capacity) {
    memset(scanner, 0, sizeof *scanner);
    scanner->shapes[0] = shape;
    scanner->sink = sink;
    scanner->context = context;
    scanner->memory = memory;
    scanner->capacity = capacity;
    scanner->status = capacity < ZIMPORT_VALUE_MIN ? ZIMPORT_NO_ROOM : ZIMPORT_OK;
}

/* The next bytes, cut anywhere. ZIMPORT_JSON_SYNTAX, ZIMPORT_JSON_DEPTH, or what the sink said; failures stick. */
zimport_status json_feed(zimport_json_scanner *scanner, const char *at, size_t size);
static inline zimport_status zimport_json_feed(zimport_json_scanner *scanner, zimport_view bytes) {
    return json_feed(scanner, bytes.data, bytes.size);
}

/* From now on elements come whole, with their members. Without, one is told of when it begins, and empty: they only are
 * to be counted. A file of its own, so that who only counts links nothing of it. */
void zimport_json_keep_members(zimport_json_scanner *scanner);

/* No more bytes. ZIMPORT_OK after exactly one whole value, else ZIMPORT_JSON_EARLY (nothing but space came, too). */
zimport_status zimport_json_end(zimport_json_scanner *scanner);

/* Tokenizes an element with jsmn and hands each member to the sink, in order. ZIMPORT_NO_ROOM: more than
 * ZIMPORT_JSON_TOKENS; else what the sink said. */
zimport_status zimport_json_members(const zimport_json_value *element, const zimport_json_shape *shape,
                                    zimport_json_sink sink, void *context);

/* The text of a string, its escapes resolved in place. A lone surrogate becomes U+FFFD. */
zimport_view zimport_json_string(const zimport_json_value *value);

/* Plain digits that fit 64 bits (no sign, no fraction, no exponent); otherwise not given. */
zimport_number zimport_json_integer(const zimport_json_value *value);

/*
 * A number times 10 to the power of `shift`, rounded down, clamped to 0 to `most`: exact for any number of digits.
 * False when it is none, or was cut.
 */
bool zimport_json_decimal(const zimport_json_value *value, int shift, int32_t most, int32_t *result);

#endif
