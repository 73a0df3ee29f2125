/* SPDX-License-Identifier: Apache-2.0 */
/* The states of json/keeper.c and json/keep_members.c, for their proof. */
#ifndef ZIMPORT_TESTS_PROOFS_JSON_KEEPER_H
#define ZIMPORT_TESTS_PROOFS_JSON_KEEPER_H

#include "json/keeper.h"

/* What the scanner is about to do: between values, in a key, before the value of a key, in a scalar. */
enum phase { BETWEEN, IN_KEY, AFTER_KEY, IN_SCALAR };

extern const zimport_json_shape shape;

zimport_status sink(void *context, const zimport_json_value *value);
bool possible(const zimport_json_scanner *s, enum phase phase);

#endif
