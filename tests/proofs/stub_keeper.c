/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for json/keeper.c, for the scanner, which takes nothing from it but a status. */
#include "prove.h"

#include "json/keeper.h"

static zimport_status any_status(void) {
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_JSON_SYNTAX;
}

void zimport_keeper_key_begin(zimport_json_scanner *scanner) {
}

zimport_status zimport_keeper_open(zimport_json_scanner *scanner, bool array) {
    return any_status();
}

zimport_status zimport_keeper_close(zimport_json_scanner *scanner) {
    return any_status();
}

void zimport_keeper_scalar_begin(zimport_json_scanner *scanner, zimport_json_type type) {
    ASSERT(type <= ZIMPORT_JSON_STRING);
}

zimport_status zimport_keeper_scalar_end(zimport_json_scanner *scanner) {
    return any_status();
}

void zimport_keeper_bytes(zimport_json_scanner *scanner, const char *bytes, size_t size) {
    ASSERT(size > 0 && READABLE(bytes, size));
}
