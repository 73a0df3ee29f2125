/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the wanted values of a text: follows the scanner by the shape, and hands them to the sink. */
#ifndef ZIMPORT_SRC_JSON_KEEPER_H
#define ZIMPORT_SRC_JSON_KEEPER_H

#include "json/json.h"

/* Kept free in an element for the closing quote and brace. */
#define KEEPER_TAIL 2

/* The member of that name, or NULL. */
const zimport_json_key *keeper_find(const zimport_json_shape *shape, zimport_view name);

/* A key begins, has ended. */
void keeper_key_begin(zimport_json_scanner *scanner);
void keeper_key_end(zimport_json_scanner *scanner);

/* An object or array begins, has ended; scanner->depth is not changed yet. */
zimport_status keeper_open(zimport_json_scanner *scanner, bool array);
zimport_status keeper_close(zimport_json_scanner *scanner);

/* A scalar begins, has ended. */
void keeper_scalar_begin(zimport_json_scanner *scanner, zimport_json_type type);
zimport_status keeper_scalar_end(zimport_json_scanner *scanner);

/* Bytes of the current key or scalar, with their escapes. */
void keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size);

/* What was kept so far ends with a complete character: it may be cut here. */
static inline void keeper_character(zimport_json_scanner *scanner) {
    if (!scanner->cut) {
        scanner->safe = scanner->size;
    }
}

/* ASCII: each byte is a character. */
static inline void keeper_plain(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    bool cut = scanner->cut;

    keeper_bytes(scanner, bytes, size);
    if (!cut) {
        scanner->safe = scanner->size;
    }
}

/* Hands the sink what is in the memory. */
zimport_status keeper_hand_out(zimport_json_scanner *scanner, uint8_t id, zimport_json_type type, bool cut);

/* Builds an element. All but `begin` are called only inside one. */
struct keeper_element {
    void (*begin)(zimport_json_scanner *scanner);
    zimport_status (*end)(zimport_json_scanner *scanner);
    void (*container)(zimport_json_scanner *scanner, bool array); /* is the value of the current member */
    void (*scalar)(zimport_json_scanner *scanner);                /* the same, and begins */
    void (*scalar_end)(zimport_json_scanner *scanner);
};

#endif
