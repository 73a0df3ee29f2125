/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4 addresses in texts of up to MOST bytes: four numbers of a digit, their dots, and one more byte. A stub reads the
 * numbers, so that each can be any. */
#include "prove.h"

#include "base/address.c"

int32_t zimport_number_small(const char *text, size_t size) {
    int32_t number = nondet_i32();

    ASSERT(size == 0 || READABLE(text, size));
    ASSUME(number >= -1 && (size > 0 || number == -1));
    return number;
}

void proof(void) {
    char block[MOST];
    uint8_t bytes[4];
    size_t size = up_to(MOST);

    (void)read_v4(block + MOST - size, block + MOST, bytes);
}
