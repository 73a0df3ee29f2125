/* SPDX-License-Identifier: Apache-2.0 */
/* A group of an IPv6 address, of up to MOST bytes: after the fifth digit, any more are refused alike. */
#include "prove.h"

#include "base/address.c"

void proof(void) {
    char block[MOST];
    uint8_t bytes[2];
    size_t size = up_to(MOST);
    const char *text = block + MOST - size;
    const char *next = read_group(text, block + MOST, bytes);

    ASSERT(next == NULL || (next > text && next <= block + MOST && next - text <= 4));
}
