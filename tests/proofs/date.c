/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, of any numbers that the digits of a pattern can have; the text is left to a stub, and pattern.c proves that it
 * reads texts rightly. There is no longer input. */
#include "prove.h"

#include <string.h>

#include "http/date.h"
#include "http/pattern.h"

bool zimport_pattern_match(const char *text, size_t size, const char *pattern, unsigned numbers[6]) {
    for (size_t i = 0; i < 6; i++) {
        numbers[i] = nondet_byte();
        ASSUME(numbers[i] <= (i == 1 ? 11 : 99));
    }
    if (strchr(pattern, 'W') == NULL) {
        numbers[0] = nondet_u16();
        ASSUME(numbers[0] <= 9999);
    }
    return nondet_bool();
}

void proof(void) {
    int64_t seconds = zimport_date_read(NULL, 0);

    ASSERT(seconds >= -62135596800 && seconds <= 253402300800); /* years 1 to 9999, and a leap second */
}
