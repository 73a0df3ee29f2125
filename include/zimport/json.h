/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON without memory: a scanner that validates RFC 8259 byte by byte and hands out only what a shape names, so that a
 * text of any length costs the same. The objects of a named array are handed out whole, one at a time, for jsmn.
 */
#ifndef ZIMPORT_JSON_H
#define ZIMPORT_JSON_H

#include "zimport/base.h"

struct zimport_json_shape; /* which members of an object are wanted: src/json/json.h */
struct zimport_json_key;
struct zimport_json_value;

/* Longest name of a wanted member. */
#define ZIMPORT_JSON_KEY_MAX 20

/* Takes a value. Anything but ZIMPORT_OK stops the scan and becomes its status. */
typedef zimport_status (*zimport_json_sink)(void *context, const struct zimport_json_value *value);

/* What of a text is kept, and where; part of a scan. */
typedef struct zimport_json_keeper {
    const struct zimport_json_shape *shapes[4]; /* of the containers that are entered: root, member, its array, element */
    const struct zimport_json_key *member; /* the wanted one whose value is at hand, or NULL */
    zimport_json_sink sink;
    void *context;
    char *memory;           /* one value or element */
    size_t capacity;
    size_t size;            /* bytes in use */
    size_t mark;            /* where the member at hand began */
    size_t safe;            /* end of the last whole character */
    size_t limit;           /* how far the value at hand may reach */
    uint8_t type;           /* of the value at hand */
    uint8_t entered;        /* how many of shapes are in use */
    uint8_t array_id;       /* of the array that is entered */
    uint8_t key_size;       /* beyond ZIMPORT_JSON_KEY_MAX: matches nothing */
    bool element;           /* inside of an element */
    bool keeping;           /* the value at hand is wanted */
    bool cut;               /* it did not fit */
    bool element_cut;
    char key[ZIMPORT_JSON_KEY_MAX];
} zimport_json_keeper;

/* A scan in progress. Plain memory; nothing to free. */
typedef struct zimport_json_scanner {
    zimport_json_keeper keeper;
    uint64_t arrays;       /* bit d - 1: the container at depth d is an array */
    const char *literal;   /* what has to follow of null, true or false */
    zimport_status status; /* the first failure, which sticks */
    uint16_t unit;         /* of \uXXXX */
    uint8_t state;         /* drawn at the top of src/json/scanner.c */
    uint8_t depth;         /* open containers */
    uint8_t utf8_left;     /* bytes of a character to come */
    uint8_t utf8_low;      /* range of the next one */
    uint8_t utf8_high;
    uint8_t hex_left;      /* digits of \uXXXX to come */
    bool in_key;
} zimport_json_scanner;

#endif
