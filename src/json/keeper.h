/* SPDX-License-Identifier: Apache-2.0 */
/* What of a text is kept: follows the scanner's way through it by the shape, and hands out what was asked for. */
#ifndef ZIMPORT_SRC_JSON_KEEPER_H
#define ZIMPORT_SRC_JSON_KEEPER_H

#include "json/json.h"

/* `depth` is always the number of containers that were open before the call. */

/* A key begins, has bytes (escapes resolved), has ended. */
void keeper_key_begin(zimport_json_keeper *keeper, uint8_t depth);
void keeper_key_bytes(zimport_json_keeper *keeper, const char *bytes, size_t size);
void keeper_key_end(zimport_json_keeper *keeper, uint8_t depth);

/* An object or array begins, ends. `in_array`: what it stands in is one. */
zimport_status keeper_open(zimport_json_keeper *keeper, uint8_t depth, bool in_array, bool array);
zimport_status keeper_close(zimport_json_keeper *keeper, uint8_t depth);

/* A scalar begins, has characters of one byte each, has bytes, has had a whole character, has ended. */
void keeper_scalar_begin(zimport_json_keeper *keeper, zimport_json_type type);
void keeper_plain(zimport_json_keeper *keeper, const char *bytes, size_t size);
void keeper_bytes(zimport_json_keeper *keeper, const char *bytes, size_t size);
void keeper_character(zimport_json_keeper *keeper);
zimport_status keeper_scalar_end(zimport_json_keeper *keeper);

#endif
