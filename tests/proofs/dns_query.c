/* SPDX-License-Identifier: Apache-2.0 */
/* The sizes that go in front of labels, in names of up to MOST bytes: room for several labels, and for empty ones in
 * each place. A step looks at one byte and at the size so far. dns_name.c is about the name's own size. */
#include "prove.h"

#include "port/posix/dns.c"

zimport_view zimport_view_of(const char *of) {
    return (zimport_view){of, 0};
}

void proof(void) {
    uint8_t block[MOST];
    size_t size = up_to(MOST);
    size_t at = 0;
    uint8_t *name = block + MOST - size;

    ASSUME(size > 0 && name[0] == '.');
    if (!put_sizes(name, size)) {
        return;
    }
    while (at < size) {
        ASSERT(name[at] >= 1 && name[at] <= LABEL_MAX && name[at] < size - at);
        at += 1U + name[at];
    }
    ASSERT(at == size);
}
