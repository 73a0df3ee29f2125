/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "json/escapes.h"
#include "json/json.h"

zimport_view zimport_json_string(const zimport_json_value *value) {
    return (zimport_view){value->data, zimport_escapes_resolve(value->data, value->size)};
}

zimport_number zimport_json_integer(const zimport_json_value *value) {
    if (value->type != ZIMPORT_JSON_NUMBER || value->cut) {
        return (zimport_number){0, false};
    }
    return number_digits((zimport_view){value->data, value->size});
}

bool zimport_json_decimal(const zimport_json_value *value, int shift, int32_t most, int32_t *result) {
    if (value->type != ZIMPORT_JSON_NUMBER || value->cut) {
        return false;
    }
    *result = number_decimal((zimport_view){value->data, value->size}, shift, most);
    return true;
}
