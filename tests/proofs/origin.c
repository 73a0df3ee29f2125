/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints of up to MOST bytes; a host and a prefix have room for fewer, so that both can be too long. Which
 * scheme it is, and what is a number or an address, stubs say: a few bytes can be any of them. No character that ends a
 * line, a host or a path gets through. */
#include "prove.h"

#include <string.h>

#include "base/number.h"
#include "base/views.h"
#include "zimport/origin.h"

bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold) {
    ASSERT(size == 0 || READABLE(bytes, size));
    return text[1] == '\0' ? size == 1 && *bytes == *text : nondet_bool();
}

int32_t zimport_number_small(const char *text, size_t size) {
    int32_t number = nondet_i32();

    ASSERT(size == 0 || READABLE(text, size));
    ASSUME(number >= -1);
    return number;
}

size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]) {
    ASSERT(text.size == 0 || READABLE(text.data, text.size));
    havoc(bytes, 16);
    return nondet_bool() ? 0 : nondet_bool() ? 4 : 16;
}

void proof(void) {
    char block[MOST];
    zimport_origin origin;
    size_t size = up_to(MOST);

    if (zimport_origin_parse(&origin, (zimport_view){block + MOST - size, size}) != ZIMPORT_OK) {
        return;
    }
    ASSERT(origin.host[ZIMPORT_HOST_MAX] == '\0' && origin.prefix[ZIMPORT_PREFIX_MAX] == '\0');
    size_t at = up_to(ZIMPORT_PREFIX_MAX);
    ASSERT(strchr("\r\n ?#\"\\", origin.prefix[at]) == NULL || origin.prefix[at] == '\0');
    ASSERT(origin.address || strchr("\r\n /@?#:", origin.host[at]) == NULL || origin.host[at] == '\0');
}
