/* SPDX-License-Identifier: Apache-2.0 */
/* IPv6 addresses in texts of up to MOST bytes. A stub reads a group, of up to four digits, or none: so nine groups, one
 * more than there is room for, need a byte and a colon each. Another stub is for an IPv4 address at the end. */
#include "prove.h"

#include "base/address.c"

const char *read_group_stub(const char *at, const char *end, uint8_t *to) {
    size_t size = up_to(4);

    ASSERT(WRITABLE(to, 2) && (at == end || READABLE(at, (size_t)(end - at))));
    ASSUME(size <= (size_t)(end - at));
    return size > 0 ? at + size : NULL;
}

bool read_v4_stub(const char *at, const char *end, uint8_t *to) {
    ASSERT(WRITABLE(to, 4) && at <= end);
    return nondet_bool();
}

void proof(void) {
    char block[MOST];
    uint8_t bytes[16];
    size_t size = up_to(MOST);
    const char *text = block + MOST - size;

    (void)read_v6(text, block + MOST, bytes);
    (void)zimport_address_parse((zimport_view){text, size}, bytes);
}
