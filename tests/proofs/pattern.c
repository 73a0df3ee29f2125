/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns of dates, beside texts of up to MOST bytes: the longest that one of them matches, and one more. */
#include "prove.h"

#include "http/pattern.h"

void proof(void) {
    static const char patterns[][26] = {"W, 22-b-00 33:44:55 GMT", "w, 22 b 0000 33:44:55 GMT", "w b _2 33:44:55 0000",
                                        "0000-11-22T33:44:55", "-33:44"};
    char block[MOST];
    unsigned numbers[6];
    size_t size = up_to(MOST);

    if (zimport_pattern_match(block + MOST - size, size, patterns[FORM], numbers)) {
        ASSERT(numbers[0] <= 9999 && numbers[1] <= 99);
        ASSERT(numbers[2] <= 99 && numbers[3] <= 99 && numbers[4] <= 99 && numbers[5] <= 99);
        ASSERT(FORM > 2 || numbers[1] <= 11);
    }
}
