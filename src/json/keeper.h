/* SPDX-License-Identifier: Apache-2.0 */
/* Follows the scanner through the shape and hands the wanted values to the sink. */
#ifndef ZIMPORT_SRC_JSON_KEEPER_H
#define ZIMPORT_SRC_JSON_KEEPER_H

#include "json/json.h"

/* For an element's closing quote and brace. */
#define KEEPER_TAIL 2

const zimport_json_key *zimport_keeper_find(const zimport_json_shape *shape, zimport_view name);

void zimport_keeper_key_begin(zimport_json_scanner *scanner);
void zimport_keeper_key_end(zimport_json_scanner *scanner);

/* scanner->depth is not changed yet. */
zimport_status zimport_keeper_open(zimport_json_scanner *scanner, bool array);
zimport_status zimport_keeper_close(zimport_json_scanner *scanner);

void zimport_keeper_scalar_begin(zimport_json_scanner *scanner, zimport_json_type type);
zimport_status zimport_keeper_scalar_end(zimport_json_scanner *scanner);

void zimport_keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size);

/* A complete character ends here: the text may be cut. */
static inline void keeper_character(zimport_json_scanner *scanner) {
    if (!scanner->cut) {
        scanner->safe = scanner->size;
    }
}

static inline void keeper_plain(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    bool cut = scanner->cut;

    zimport_keeper_bytes(scanner, bytes, size);
    if (!cut) {
        scanner->safe = scanner->size;
    }
}

zimport_status zimport_keeper_hand_out(zimport_json_scanner *scanner, uint8_t id, zimport_json_type type, bool cut);

/* All but `begin` are called only inside an element. */
struct keeper_element {
    void (*begin)(zimport_json_scanner *scanner);
    zimport_status (*end)(zimport_json_scanner *scanner);
    void (*container)(zimport_json_scanner *scanner, bool array); /* is the value of the current member */
    void (*scalar)(zimport_json_scanner *scanner);                /* the same, and begins */
    void (*scalar_end)(zimport_json_scanner *scanner);
};

#endif
