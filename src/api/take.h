/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_TAKE_H
#define ZIMPORT_SRC_API_TAKE_H

#include "zimport/api.h"
#include "json/json.h"

/* Anything but a string counts as not given, and so does an empty one if `empty_is_none`. */
void zimport_take_text(zimport_text *text, const zimport_json_value *value, bool empty_is_none);

/* Valid as long as the value. */
zimport_view zimport_take_view(const zimport_json_value *value, bool empty_is_none);

/* In hundredths, from 0 to 1 or 0 to 100, as the dialect has it. False: neither a number nor null. */
bool zimport_take_percent(const zimport_dialect *dialect, const zimport_json_value *value, int32_t *percent);

/* A string, or bare digits, as one old page shows. NULL data: neither. */
zimport_view zimport_take_id(const zimport_json_value *value);

#endif
