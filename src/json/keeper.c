/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outside of an element, the memory holds one scalar. Inside of one, it holds the element as it grows: its wanted
 * members alone, without space, as JSON again, so that jsmn can take it however odd the rest was. A string gets half of
 * the room that is left, so that a long name leaves room for the state behind it.
 */
#include "json/keeper.h"

#include <string.h>

/* Always kept free in an element, for the end of a string and of the element. */
#define ELEMENT_TAIL 2

/* A size that matches nothing, and that no further byte changes. */
#define NO_KEY (ZIMPORT_JSON_KEY_MAX + 1)

void keeper_key_begin(zimport_json_keeper *keeper, uint8_t depth) {
    bool wanted = depth == keeper->entered && keeper->shapes[depth - 1]->count > 0;

    keeper->key_size = wanted ? 0 : NO_KEY;
}

void keeper_key_bytes(zimport_json_keeper *keeper, const char *bytes, size_t size) {
    if (keeper->key_size + size > sizeof keeper->key) {
        keeper->key_size = NO_KEY;
        return;
    }
    memcpy(keeper->key + keeper->key_size, bytes, size);
    keeper->key_size = (uint8_t)(keeper->key_size + size);
}

static const zimport_json_key *find(const zimport_json_shape *shape, zimport_view name) {
    for (size_t i = 0; i < shape->count; i++) {
        if (zimport_view_is(name, shape->keys[i].name)) {
            return &shape->keys[i];
        }
    }
    return NULL;
}

void keeper_key_end(zimport_json_keeper *keeper, uint8_t depth) {
    keeper->member = NULL;
    if (keeper->key_size != NO_KEY) {
        keeper->member = find(keeper->shapes[depth - 1], (zimport_view){keeper->key, keeper->key_size});
    }
}

static zimport_status hand_out(zimport_json_keeper *keeper, uint8_t id, zimport_json_type type, bool cut) {
    const zimport_json_value value = {id, type, cut, keeper->memory, keeper->size};

    return keeper->sink(keeper->context, &value);
}

static void enter(zimport_json_keeper *keeper, const zimport_json_shape *shape) {
    keeper->shapes[keeper->entered++] = shape;
}

/* Appends to the element; false when it does not fit. */
static bool append(zimport_json_keeper *keeper, const char *bytes, size_t size) {
    if (keeper->size + size > keeper->capacity - ELEMENT_TAIL) {
        return false;
    }
    memcpy(keeper->memory + keeper->size, bytes, size);
    keeper->size += size;
    return true;
}

/* Takes the member at hand back out of the element. */
static void drop_member(zimport_json_keeper *keeper) {
    keeper->size = keeper->mark;
    keeper->keeping = false;
    keeper->element_cut = true;
}

/* Writes the name of the member at hand. */
static void begin_member(zimport_json_keeper *keeper) {
    const char *name = keeper->member->name;

    keeper->mark = keeper->size;
    keeper->keeping = (keeper->size == 1 || append(keeper, ",", 1)) && append(keeper, "\"", 1) &&
                      append(keeper, name, strlen(name)) && append(keeper, "\":", 2);
    if (!keeper->keeping) {
        drop_member(keeper);
    }
}

/* A container inside of an element counts by its type alone. */
static void keep_nested(zimport_json_keeper *keeper, bool array) {
    begin_member(keeper);
    if (keeper->keeping && !append(keeper, array ? "[]" : "{}", 2)) {
        drop_member(keeper);
    }
}

static void begin_element(zimport_json_keeper *keeper) {
    enter(keeper, keeper->shapes[keeper->entered - 1]);
    keeper->element = true;
    keeper->element_cut = false;
    keeper->memory[0] = '{';
    keeper->size = 1;
}

zimport_status keeper_open(zimport_json_keeper *keeper, uint8_t depth, bool in_array, bool array) {
    const zimport_json_key *member = keeper->member;

    keeper->member = NULL;
    if (depth == 0 && !array) {
        keeper->entered = 1; /* shapes[0] is the caller's */
    } else if (in_array && depth == keeper->entered && !array && !keeper->element) {
        begin_element(keeper);
    } else if (member != NULL && keeper->element) {
        keeper->member = member;
        keep_nested(keeper, array);
        keeper->member = NULL;
    } else if (member != NULL) {
        if (member->inner != NULL && member->array == array) {
            enter(keeper, member->inner);
            keeper->array_id = member->id;
        }
        keeper->size = 0;
        return hand_out(keeper, member->id, array ? ZIMPORT_JSON_ARRAY : ZIMPORT_JSON_OBJECT, false);
    }
    return ZIMPORT_OK;
}

zimport_status keeper_close(zimport_json_keeper *keeper, uint8_t depth) {
    keeper->member = NULL;
    if (depth != keeper->entered) {
        return ZIMPORT_OK;
    }
    keeper->entered--;
    if (!keeper->element) {
        return ZIMPORT_OK;
    }
    keeper->element = false;
    keeper->memory[keeper->size++] = '}';
    return hand_out(keeper, keeper->array_id, ZIMPORT_JSON_ELEMENT, keeper->element_cut);
}

static void begin_string(zimport_json_keeper *keeper) {
    if (!keeper->keeping) {
        return;
    }
    if (!append(keeper, "\"", 1)) {
        drop_member(keeper);
        return;
    }
    keeper->limit = keeper->size + (keeper->limit - keeper->size) / 2;
}

void keeper_scalar_begin(zimport_json_keeper *keeper, zimport_json_type type) {
    keeper->type = (uint8_t)type;
    keeper->cut = false;
    keeper->keeping = keeper->member != NULL;
    if (!keeper->keeping) {
        return;
    }
    keeper->limit = keeper->capacity;
    if (!keeper->element) {
        keeper->size = 0;
    } else {
        begin_member(keeper);
        keeper->limit -= ELEMENT_TAIL;
        if (type == ZIMPORT_JSON_STRING) {
            begin_string(keeper);
        }
    }
    keeper->safe = keeper->size;
}

void keeper_bytes(zimport_json_keeper *keeper, const char *bytes, size_t size) {
    if (!keeper->keeping || keeper->cut) {
        return;
    }
    if (size > keeper->limit - keeper->size) {
        size = keeper->limit - keeper->size;
        keeper->cut = true;
    }
    memcpy(keeper->memory + keeper->size, bytes, size);
    keeper->size += size;
}

void keeper_plain(zimport_json_keeper *keeper, const char *bytes, size_t size) {
    if (keeper->keeping && !keeper->cut) {
        keeper_bytes(keeper, bytes, size);
        keeper->safe = keeper->size;
    }
}

void keeper_character(zimport_json_keeper *keeper) {
    if (!keeper->cut) {
        keeper->safe = keeper->size;
    }
}

static void end_member(zimport_json_keeper *keeper) {
    bool string = keeper->type == ZIMPORT_JSON_STRING;

    keeper->element_cut |= keeper->cut;
    if (keeper->cut && !string) {
        drop_member(keeper);
    } else if (string) {
        keeper->memory[keeper->size++] = '"';
    }
}

zimport_status keeper_scalar_end(zimport_json_keeper *keeper) {
    const zimport_json_key *member = keeper->member;

    keeper->member = NULL;
    if (!keeper->keeping) {
        return ZIMPORT_OK;
    }
    keeper->keeping = false;
    if (keeper->cut && keeper->type == ZIMPORT_JSON_STRING) {
        keeper->size = keeper->safe;
    }
    if (keeper->element) {
        end_member(keeper);
        return ZIMPORT_OK;
    }
    return hand_out(keeper, member->id, keeper->type, keeper->cut);
}
