/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_JSON_JSON_H
#define ZIMPORT_SRC_JSON_JSON_H

#include <string.h>

#include "zimport/base.h"

typedef struct zimport_json_shape zimport_json_shape;

typedef struct zimport_json_key {
    const char *name;                /* at most ZIMPORT_JSON_KEY_MAX bytes */
    const zimport_json_shape *inner; /* wanted of the object, or of each object in the array; NULL: nothing */
    uint8_t id;                      /* what the sink is given; 1 to 255 */
    bool array;                      /* inner describes the objects of an array */
} zimport_json_key;

/* At most three levels: root, member, element. */
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
    ZIMPORT_JSON_ELEMENT /* an object of an array: its wanted members without white space, or empty */
} zimport_json_type;

/* The sink may change the bytes; they are gone after the call. */
typedef struct zimport_json_value {
    uint8_t id;
    zimport_json_type type;
    bool cut;   /* was shortened to fit; in an element: some member was */
    char *data; /* a number, a string without quotes but with its escapes, or an element */
    size_t size;
} zimport_json_value;

/* Fits the smallest memory even with every character escaped. */
#define ZIMPORT_JSON_KEY_MAX 20

/* Any result but ZIMPORT_OK stops the scan and becomes its status. */
typedef zimport_status (*zimport_json_sink)(void *context, const zimport_json_value *value);

/* In src/json/keeper.h. */
struct keeper_element;

/* Nothing to free. Small members come first: there, Thumb reaches them with short instructions. */
typedef struct zimport_json_scanner {
    uint8_t state; /* drawn at the top of src/json/scanner.c */
    uint8_t depth; /* open containers */
    uint8_t left;  /* bytes of a character, or digits of \uXXXX, still to come */
    uint8_t lead;  /* first byte of a character, until the second has come */
    bool in_key;
    uint8_t type;     /* of the current value */
    uint8_t entered;  /* how many of shapes are in use */
    uint8_t array_id; /* of the entered array */
    bool element;     /* inside an element */
    bool keeping;     /* the value is wanted, or the key may be */
    bool cut;         /* it did not fit */
    bool element_cut;
    uint16_t unit;                       /* of \uXXXX */
    zimport_status status;               /* the first failure sticks */
    uint32_t arrays;                     /* a bit per open container, the innermost lowest: set for an array */
    const char *literal;                 /* the rest of null, true or false; "" in a number */
    const zimport_json_shape *shapes[4]; /* of the entered containers: root, member, its array, element */
    const struct keeper_element *keep;   /* how elements are built; NULL: they are only counted */
    const zimport_json_key *member;      /* the wanted one whose value this is, or NULL */
    zimport_json_sink sink;
    void *context;
    char *memory; /* one value, or an element followed by a key */
    size_t capacity;
    size_t size;  /* bytes in use */
    size_t mark;  /* where the current key or member begins */
    size_t safe;  /* end of the last complete character */
    size_t limit; /* how far the current value may reach */
} zimport_json_scanner;

/* `memory` holds one scalar or element at a time: at least ZIMPORT_VALUE_MIN bytes. */
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

/* Split anywhere. ZIMPORT_JSON_SYNTAX, ZIMPORT_JSON_DEPTH, or what the sink returned. */
zimport_status zimport_json_feed_bytes(zimport_json_scanner *scanner, const char *at, size_t size);
static inline zimport_status zimport_json_feed(zimport_json_scanner *scanner, zimport_view bytes) {
    return zimport_json_feed_bytes(scanner, bytes.data, bytes.size);
}

/* Elements come complete, not empty just to be counted. A file of its own, so that programs that only count do not link
 * it. */
void zimport_json_keep_members(zimport_json_scanner *scanner);

/* ZIMPORT_OK after exactly one complete value, else ZIMPORT_JSON_EARLY. */
zimport_status zimport_json_end(zimport_json_scanner *scanner);

/* Parses an element with jsmn. ZIMPORT_NO_ROOM: more tokens than ZIMPORT_JSON_TOKENS; else what the sink returned. */
zimport_status zimport_json_members(const zimport_json_value *element, const zimport_json_shape *shape,
                                    zimport_json_sink sink, void *context);

/* Resolves escapes in place. A lone surrogate becomes U+FFFD. */
zimport_view zimport_json_string(const zimport_json_value *value);

/* Plain digits that fit 64 bits: no sign, fraction or exponent. Otherwise not given. */
zimport_number zimport_json_integer(const zimport_json_value *value);

/* Times 10 to the power of `shift`, rounded down and clamped to 0 to `most`; exact. False: not a number, or cut. */
bool zimport_json_decimal(const zimport_json_value *value, int shift, int32_t most, int32_t *result);

#endif
