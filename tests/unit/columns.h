/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_TESTS_COLUMNS_H
#define ZIMPORT_TESTS_COLUMNS_H

#include "check.h"

/* Colours have no width; each character of the bars has one column. */
static inline size_t columns(zimport_view line) {
    size_t count = 0;

    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] == '\033') {
            while (line.data[i] != 'm') {
                i++;
            }
        } else {
            count += ((unsigned char)line.data[i] & 0xC0) != 0x80;
        }
    }
    return count;
}

#endif
