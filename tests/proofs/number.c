/* SPDX-License-Identifier: Apache-2.0 */
/* Whole numbers in texts of up to MOST bytes. A value of 32 bits is at its limit after ten digits, one of 64 after
 * twenty; further digits change neither. */
#include "prove.h"

#include "base/number.h"

void proof(void) {
    char block[MOST];
    size_t size = up_to(MOST);
    const char *text = block + MOST - size;

    if (nondet_bool()) {
        ASSERT(zimport_number_small(text, size) >= -1);
    } else {
        zimport_number number = zimport_number_of_digits(text, size);
        ASSERT(number.given || number.value == 0);
        ASSERT(size > 0 || !number.given);
    }
}
