/* SPDX-License-Identifier: Apache-2.0 */
/* The value of any field, of up to MOST bytes, in members: room for two, and an empty one before, between and behind.
 * What becomes of a member, a stub says; http_value.c is about that. */
#include "prove.h"

#include "http/fields.c"

zimport_view trim_stub(const char *at, const char *end) {
    size_t size = up_to(MOST);

    ASSERT(at <= end && READABLE(at, (size_t)(end - at)));
    ASSUME(size <= (size_t)(end - at));
    return (zimport_view){at, size};
}

zimport_status take_value_stub(zimport_http_reader *reader, unsigned field, zimport_view value) {
    ASSERT(field <= LOCATION && (value.size > 0 || field > ENCODING));
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
}

void proof(void) {
    char block[MOST];
    zimport_http_reader reader;
    size_t size = up_to(MOST);
    unsigned field = nondet_byte();

    ASSUME(field <= LOCATION);
    (void)take_field(&reader, field, block + MOST - size, block + MOST);
}
