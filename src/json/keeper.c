/* SPDX-License-Identifier: Apache-2.0 */
#include "json/keeper.h"

#include <string.h>

#include "base/views.h"
#include "json/escapes.h"

const zimport_json_key *zimport_keeper_find(const zimport_json_shape *shape, zimport_view name) {
    const zimport_json_key *key = shape->keys;

    for (size_t left = shape->count; left > 0; left--, key++) {
        if (view_is(name, key->name)) {
            return key;
        }
    }
    return NULL;
}

void zimport_keeper_key_begin(zimport_json_scanner *scanner) {
    scanner->keeping = scanner->depth == scanner->entered;
    if (!scanner->element) {
        scanner->size = 0;
    }
    scanner->mark = scanner->size;
    scanner->limit = scanner->capacity - KEEPER_TAIL;
    scanner->cut = scanner->size > scanner->limit; /* the closing quote may be past it */
}

void zimport_keeper_key_end(zimport_json_scanner *scanner) {
    char *name = scanner->memory + scanner->mark;
    size_t size = scanner->size - scanner->mark;

    scanner->member = NULL;
    scanner->size = scanner->mark; /* 0 outside of elements */
    if (!scanner->keeping) {
        return;
    }
    if (scanner->cut) {
        /* It may have been a wanted one, written in escapes. */
        scanner->element_cut = true;
        return;
    }
    scanner->member = zimport_keeper_find(scanner->shapes[scanner->depth - 1],
                                          (zimport_view){name, zimport_escapes_resolve(name, size)});
}

zimport_status zimport_keeper_hand_out(zimport_json_scanner *scanner, uint8_t id, zimport_json_type type, bool cut) {
    const zimport_json_value value = {id, type, cut, scanner->memory, scanner->size};

    return scanner->sink(scanner->context, &value);
}

static void enter(zimport_json_scanner *scanner, const zimport_json_shape *shape) {
    scanner->shapes[scanner->entered++] = shape;
}

static zimport_status begin_element(zimport_json_scanner *scanner) {
    if (scanner->keep == NULL) {
        return zimport_keeper_hand_out(scanner, scanner->array_id, ZIMPORT_JSON_ELEMENT, false);
    }
    enter(scanner, scanner->shapes[scanner->entered - 1]);
    scanner->element = true;
    scanner->keep->begin(scanner);
    return ZIMPORT_OK;
}

static zimport_status open_member(zimport_json_scanner *scanner, bool array) {
    const zimport_json_key *member = scanner->member;

    if (scanner->element) {
        scanner->keep->container(scanner, array);
        return ZIMPORT_OK;
    }
    if (member->inner != NULL && member->array == array) {
        enter(scanner, member->inner);
        scanner->array_id = member->id;
    }
    return zimport_keeper_hand_out(scanner, member->id, array ? ZIMPORT_JSON_ARRAY : ZIMPORT_JSON_OBJECT, false);
}

zimport_status zimport_keeper_open(zimport_json_scanner *scanner, bool array) {
    zimport_status status = ZIMPORT_OK;

    if (scanner->member != NULL) {
        status = open_member(scanner, array);
    } else if (array) {
        return ZIMPORT_OK;
    } else if (scanner->depth == 0) {
        scanner->entered = 1; /* shapes[0] came with init */
    } else if ((scanner->arrays & 1) != 0 && scanner->depth == scanner->entered) {
        status = begin_element(scanner);
    }
    scanner->member = NULL;
    return status;
}

zimport_status zimport_keeper_close(zimport_json_scanner *scanner) {
    scanner->member = NULL;
    if (scanner->depth != scanner->entered) {
        return ZIMPORT_OK;
    }
    scanner->entered--;
    if (!scanner->element) {
        return ZIMPORT_OK;
    }
    scanner->element = false;
    return scanner->keep->end(scanner);
}

void zimport_keeper_scalar_begin(zimport_json_scanner *scanner, zimport_json_type type) {
    scanner->type = (uint8_t)type;
    scanner->keeping = scanner->member != NULL;
    if (!scanner->keeping) {
        return;
    }
    if (scanner->element) {
        scanner->keep->scalar(scanner);
    } else {
        scanner->limit = scanner->capacity;
    }
    scanner->safe = scanner->size;
}

void zimport_keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    if (!scanner->keeping || scanner->cut) {
        return;
    }
    if (size > scanner->limit - scanner->size) {
        size = scanner->limit - scanner->size;
        scanner->cut = true;
    }
    memcpy(scanner->memory + scanner->size, bytes, size);
    scanner->size += size;
}

zimport_status zimport_keeper_scalar_end(zimport_json_scanner *scanner) {
    if (!scanner->keeping) {
        return ZIMPORT_OK;
    }
    if (scanner->cut && scanner->type == ZIMPORT_JSON_STRING) {
        scanner->size = scanner->safe;
    }
    if (scanner->element) {
        scanner->keep->scalar_end(scanner);
        return ZIMPORT_OK;
    }
    return zimport_keeper_hand_out(scanner, scanner->member->id, (zimport_json_type)scanner->type, scanner->cut);
}
