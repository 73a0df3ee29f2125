/* SPDX-License-Identifier: Apache-2.0 */
/* From a JSON value to what it stands for. */
#ifndef ZIMPORT_SRC_API_TAKE_H
#define ZIMPORT_SRC_API_TAKE_H

#include "zimport/api.h"
#include "json/json.h"

/* A string; anything else is not given, an empty one neither where `empty_is_none`. */
void take_text(zimport_text *text, const zimport_json_value *value, bool empty_is_none);

/* The same as a view that ends with the value. */
zimport_view take_view(const zimport_json_value *value, bool empty_is_none);

/* A percentage in hundredths, out of 0 to 1 or 0 to 100 as the dialect has it. False: it is neither a number nor null.
 */
bool take_percent(const zimport_dialect *dialect, const zimport_json_value *value, int32_t *percent);

/* An id: a string, or digits without quotes, as one old page shows it. No data: neither. */
zimport_view take_id(const zimport_json_value *value);

#endif
