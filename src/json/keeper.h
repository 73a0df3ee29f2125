/* SPDX-License-Identifier: Apache-2.0 */
/* What of a text is kept: follows the scanner's way through it by the shape, and hands out what was asked for. */
#ifndef ZIMPORT_SRC_JSON_KEEPER_H
#define ZIMPORT_SRC_JSON_KEEPER_H

#include "json/json.h"

/* Always kept free in an element, for the end of a string and of the element. */
#define KEEPER_TAIL 2

/* The member of that name, or NULL. */
const zimport_json_key *keeper_find(const zimport_json_shape *shape, zimport_view name);

/* A key begins, has ended. */
void keeper_key_begin(zimport_json_scanner *scanner);
void keeper_key_end(zimport_json_scanner *scanner);

/* An object or array begins, ends; scanner->depth is as it was before. */
zimport_status keeper_open(zimport_json_scanner *scanner, bool array);
zimport_status keeper_close(zimport_json_scanner *scanner);

/* A scalar begins, has ended. */
void keeper_scalar_begin(zimport_json_scanner *scanner, zimport_json_type type);
zimport_status keeper_scalar_end(zimport_json_scanner *scanner);

/* Bytes of the key or scalar at hand, escapes as they stand. */
void keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size);

/* What was kept so far ends with a whole character: it may be cut there. */
static inline void keeper_character(zimport_json_scanner *scanner) {
    if (!scanner->cut) {
        scanner->safe = scanner->size;
    }
}

/* Bytes of which each is a character. */
static inline void keeper_plain(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    bool cut = scanner->cut;

    keeper_bytes(scanner, bytes, size);
    if (!cut) {
        scanner->safe = scanner->size;
    }
}

/* Hands out what is in the memory. */
zimport_status keeper_hand_out(zimport_json_scanner *scanner, uint8_t id, zimport_json_type type, bool cut);

/* An element as it grows. All but the first are called inside of one alone. */
struct keeper_element {
    void (*begin)(zimport_json_scanner *scanner);
    zimport_status (*end)(zimport_json_scanner *scanner);
    void (*container)(zimport_json_scanner *scanner, bool array); /* is the value of the member at hand */
    void (*scalar)(zimport_json_scanner *scanner);                /* is, and begins */
    void (*scalar_end)(zimport_json_scanner *scanner);
};

#endif
