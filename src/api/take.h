/* SPDX-License-Identifier: Apache-2.0 */
/* JSON values to typed values. */
#ifndef ZIMPORT_SRC_API_TAKE_H
#define ZIMPORT_SRC_API_TAKE_H

#include "zimport/api.h"
#include "json/json.h"

/* A string. Anything else counts as not given, and so does an empty string if `empty_is_none`. */
void take_text(zimport_text *text, const zimport_json_value *value, bool empty_is_none);

/* The same as a view, valid as long as the value. */
zimport_view take_view(const zimport_json_value *value, bool empty_is_none);

/* A percentage in hundredths, from 0 to 1 or 0 to 100, as the dialect has it. False: neither a number nor null. */
bool take_percent(const zimport_dialect *dialect, const zimport_json_value *value, int32_t *percent);

/* An id: a string, or bare digits, as one old page shows. NULL data: neither. */
zimport_view take_id(const zimport_json_value *value);

#endif
