/* SPDX-License-Identifier: Apache-2.0 */
/* Outside an element, the memory holds one scalar; inside, the growing element: only the wanted members, without white
 * space, which jsmn can parse however odd the rest was. A string gets half of the room left, so that a long name leaves
 * room for the state after it. */
#include <string.h>

#include "json/keeper.h"

static void drop(zimport_json_scanner *scanner) {
    scanner->size = scanner->mark;
    scanner->keeping = false;
    scanner->element_cut = true;
}

/* Drops a member that does not fit. */
static void append(zimport_json_scanner *scanner, const char *text) {
    size_t size = strlen(text);

    if (scanner->size + size > scanner->capacity - KEEPER_TAIL) {
        drop(scanner);
    }
    if (scanner->keeping) {
        memcpy(scanner->memory + scanner->size, text, size);
        scanner->size += size;
    }
}

static void begin_member(zimport_json_scanner *scanner, const char *between) {
    scanner->mark = scanner->size;
    scanner->keeping = true;
    append(scanner, scanner->size == 1 ? "\"" : ",\"");
    append(scanner, scanner->member->name);
    append(scanner, between);
}

static void begin(zimport_json_scanner *scanner) {
    scanner->element_cut = false;
    scanner->memory[0] = '{';
    scanner->size = 1;
}

static zimport_status end(zimport_json_scanner *scanner) {
    scanner->memory[scanner->size++] = '}';
    return zimport_keeper_hand_out(scanner, scanner->array_id, ZIMPORT_JSON_ELEMENT, scanner->element_cut);
}

/* Only its type matters. */
static void container(zimport_json_scanner *scanner, bool array) {
    begin_member(scanner, array ? "\":[]" : "\":{}");
}

static void scalar(zimport_json_scanner *scanner) {
    bool string = scanner->type == ZIMPORT_JSON_STRING;

    begin_member(scanner, string ? "\":\"" : "\":");
    scanner->limit = scanner->capacity - KEEPER_TAIL;
    scanner->limit -= string ? (scanner->limit - scanner->size + 1) / 2 : 0;
}

static void scalar_end(zimport_json_scanner *scanner) {
    scanner->element_cut |= scanner->cut;
    if (scanner->type == ZIMPORT_JSON_STRING) {
        scanner->memory[scanner->size++] = '"';
    } else if (scanner->cut) {
        drop(scanner);
    }
}

void zimport_json_keep_members(zimport_json_scanner *scanner) {
    static const struct keeper_element element = {begin, end, container, scalar, scalar_end};

    scanner->keep = &element;
}
