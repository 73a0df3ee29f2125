/* SPDX-License-Identifier: Apache-2.0 */
#include "api/take.h"

void zimport_take_text(zimport_text *text, const zimport_json_value *value, bool empty_is_none) {
    zimport_text_clear(text);
    if (value->type == ZIMPORT_JSON_STRING && !(empty_is_none && value->size == 0)) {
        zimport_text_set(text, zimport_json_string(value));
        text->cut |= value->cut;
    }
}

zimport_view zimport_take_view(const zimport_json_value *value, bool empty_is_none) {
    bool none = value->type != ZIMPORT_JSON_STRING || (empty_is_none && value->size == 0);

    return none ? (zimport_view){NULL, 0} : zimport_json_string(value);
}

/* A value above 1 is a percentage even where a fraction is due, as one vendor's library once wrote it (api.md 1.4).
 * Millionths of a percent tell 1.000001 from 1. */
bool zimport_take_percent(const zimport_dialect *dialect, const zimport_json_value *value, int32_t *percent) {
    int32_t fine;

    *percent = ZIMPORT_PERCENT_NONE;
    if (value->type == ZIMPORT_JSON_NULL) {
        return true;
    }
    if (!zimport_json_decimal(value, 8, 100000001, &fine)) {
        return false;
    }
    if (dialect->fraction && fine <= 100000000) {
        *percent = fine / 10000;
        return true;
    }
    return zimport_json_decimal(value, 2, ZIMPORT_PERCENT_DONE, percent);
}

zimport_view zimport_take_id(const zimport_json_value *value) {
    if (zimport_json_integer(value).given) {
        return (zimport_view){value->data, value->size};
    }
    return zimport_take_view(value, true);
}
