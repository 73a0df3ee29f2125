/* SPDX-License-Identifier: Apache-2.0 */
/* What unit tests and fuzz targets share: numbers that look random, and UTF-8 by a table of its own. */
#ifndef ZIMPORT_TESTS_BYTES_H
#define ZIMPORT_TESTS_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zimport/base.h"

/* The same in every run (xorshift32). */
static inline uint32_t scramble(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* By the table of Unicode 15 (3-7), a whole character at a time. */
static inline size_t utf8_character(const unsigned char *bytes, size_t size) {
    static const unsigned char table[][9] = {
        {0x00, 0x7f, 0, 0, 0, 0, 0, 0, 1},
        {0xc2, 0xdf, 0x80, 0xbf, 0, 0, 0, 0, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf, 0, 0, 3},
        {0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf, 0, 0, 3},
        {0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf, 0, 0, 3},
        {0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf, 0, 0, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 0x80, 0xbf, 0x80, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 0x80, 0xbf, 0x80, 0xbf, 4},
    };
    for (size_t row = 0; row < sizeof table / sizeof table[0]; row++) {
        size_t length = table[row][8];
        size_t good = 0;
        while (good < length && good < size && bytes[good] >= table[row][2 * good] &&
               bytes[good] <= table[row][2 * good + 1]) {
            good++;
        }
        if (good == length) {
            return length;
        }
    }
    return 0;
}

static inline bool is_utf8(zimport_view view) {
    size_t at = 0;
    while (at < view.size) {
        size_t length = utf8_character((const unsigned char *)view.data + at, view.size - at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

#endif
