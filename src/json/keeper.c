/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outside of an element, the memory holds one scalar. Inside of one, it holds the element as it grows: its wanted
 * members alone, without space, as JSON again, so that jsmn can take it however odd the rest was. A string gets half of
 * the room that is left, so that a long name leaves room for the state behind it.
 */
#include "json/keeper.h"

#include <string.h>

#include "base/views.h"

/* Always kept free in an element, for the end of a string and of the element. */
#define ELEMENT_TAIL 2

const zimport_json_key *keeper_find(const zimport_json_shape *shape, zimport_view name) {
    const zimport_json_key *key = shape->keys;

    for (size_t left = shape->count; left > 0; left--, key++) {
        if (view_is(name, key->name)) {
            return key;
        }
    }
    return NULL;
}

void keeper_key_begin(zimport_json_scanner *scanner) {
    scanner->keeping = scanner->depth == scanner->entered && scanner->shapes[scanner->depth - 1]->count > 0;
    scanner->key_size = 0;
}

/* A key that is longer than those that are wanted is none of them. */
static void key_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    if (size > sizeof scanner->key - scanner->key_size) {
        scanner->keeping = false;
        return;
    }
    memcpy(scanner->key + scanner->key_size, bytes, size);
    scanner->key_size = (uint8_t)(scanner->key_size + size);
}

void keeper_key_end(zimport_json_scanner *scanner) {
    scanner->member = NULL;
    if (scanner->keeping) {
        scanner->member =
            keeper_find(scanner->shapes[scanner->depth - 1], (zimport_view){scanner->key, scanner->key_size});
    }
}

static zimport_status hand_out(zimport_json_scanner *scanner, uint8_t id, zimport_json_type type, bool cut) {
    const zimport_json_value value = {id, type, cut, scanner->memory, scanner->size};

    return scanner->sink(scanner->context, &value);
}

static void enter(zimport_json_scanner *scanner, const zimport_json_shape *shape) {
    scanner->shapes[scanner->entered++] = shape;
}

/* Takes the member at hand back out of the element. */
static void drop_member(zimport_json_scanner *scanner) {
    scanner->size = scanner->mark;
    scanner->keeping = false;
    scanner->element_cut = true;
}

/* Appends to the element; the member goes when it does not fit. */
static void append(zimport_json_scanner *scanner, const char *text) {
    size_t size = strlen(text);

    if (scanner->size + size > scanner->capacity - ELEMENT_TAIL) {
        drop_member(scanner);
    }
    if (scanner->keeping) {
        memcpy(scanner->memory + scanner->size, text, size);
        scanner->size += size;
    }
}

/* Writes the name of the member at hand, and what stands between it and the value. */
static void begin_member(zimport_json_scanner *scanner, const char *name, const char *between) {
    scanner->mark = scanner->size;
    scanner->keeping = true;
    append(scanner, scanner->size == 1 ? "\"" : ",\"");
    append(scanner, name);
    append(scanner, between);
}

static void begin_element(zimport_json_scanner *scanner) {
    enter(scanner, scanner->shapes[scanner->entered - 1]);
    scanner->element = true;
    scanner->element_cut = false;
    scanner->memory[0] = '{';
    scanner->size = 1;
}

/* Of a wanted member. */
static zimport_status open_member(zimport_json_scanner *scanner, const zimport_json_key *member, bool array) {
    if (scanner->element) {
        /* A container inside of an element counts by its type alone. */
        begin_member(scanner, member->name, array ? "\":[]" : "\":{}");
        return ZIMPORT_OK;
    }
    if (member->inner != NULL && member->array == array) {
        enter(scanner, member->inner);
        scanner->array_id = member->id;
    }
    scanner->size = 0;
    return hand_out(scanner, member->id, array ? ZIMPORT_JSON_ARRAY : ZIMPORT_JSON_OBJECT, false);
}

zimport_status keeper_open(zimport_json_scanner *scanner, bool array) {
    const zimport_json_key *member = scanner->member;

    scanner->member = NULL;
    if (member != NULL) {
        return open_member(scanner, member, array);
    }
    if (array) {
        return ZIMPORT_OK;
    }
    if (scanner->depth == 0) {
        scanner->entered = 1; /* shapes[0] is the caller's */
    } else if ((scanner->arrays & 1) != 0 && scanner->depth == scanner->entered && !scanner->element) {
        begin_element(scanner);
    }
    return ZIMPORT_OK;
}

zimport_status keeper_close(zimport_json_scanner *scanner) {
    scanner->member = NULL;
    if (scanner->depth != scanner->entered) {
        return ZIMPORT_OK;
    }
    scanner->entered--;
    if (!scanner->element) {
        return ZIMPORT_OK;
    }
    scanner->element = false;
    scanner->memory[scanner->size++] = '}';
    return hand_out(scanner, scanner->array_id, ZIMPORT_JSON_ELEMENT, scanner->element_cut);
}

void keeper_scalar_begin(zimport_json_scanner *scanner, zimport_json_type type) {
    bool string = type == ZIMPORT_JSON_STRING;

    scanner->type = (uint8_t)type;
    scanner->cut = false;
    scanner->keeping = scanner->member != NULL;
    if (!scanner->keeping) {
        return;
    }
    scanner->limit = scanner->capacity;
    if (!scanner->element) {
        scanner->size = 0;
    } else {
        begin_member(scanner, scanner->member->name, string ? "\":\"" : "\":");
        scanner->limit -= ELEMENT_TAIL;
        scanner->limit -= string ? (scanner->limit - scanner->size + 1) / 2 : 0;
    }
    scanner->safe = scanner->size;
}

void keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    if (!scanner->keeping) {
        return;
    }
    if (scanner->in_key) {
        key_bytes(scanner, bytes, size);
        return;
    }
    if (scanner->cut) {
        return;
    }
    if (size > scanner->limit - scanner->size) {
        size = scanner->limit - scanner->size;
        scanner->cut = true;
    }
    memcpy(scanner->memory + scanner->size, bytes, size);
    scanner->size += size;
}

void keeper_character(zimport_json_scanner *scanner) {
    if (!scanner->cut) {
        scanner->safe = scanner->size;
    }
}

void keeper_plain(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    bool cut = scanner->cut;

    keeper_bytes(scanner, bytes, size);
    if (!cut) {
        scanner->safe = scanner->size;
    }
}

zimport_status keeper_scalar_end(zimport_json_scanner *scanner) {
    const zimport_json_key *member = scanner->member;
    bool string = scanner->type == ZIMPORT_JSON_STRING;

    scanner->member = NULL;
    if (!scanner->keeping) {
        return ZIMPORT_OK;
    }
    if (scanner->cut && string) {
        scanner->size = scanner->safe;
    }
    if (!scanner->element) {
        return hand_out(scanner, member->id, (zimport_json_type)scanner->type, scanner->cut);
    }
    scanner->element_cut |= scanner->cut;
    if (string) {
        scanner->memory[scanner->size++] = '"';
    } else if (scanner->cut) {
        scanner->size = scanner->mark;
    }
    return ZIMPORT_OK;
}
