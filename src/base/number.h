/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_BASE_NUMBER_H
#define ZIMPORT_SRC_BASE_NUMBER_H

#include "zimport/base.h"

/* One or more digits and nothing else; -1 otherwise, INT32_MAX for anything near or above that. */
int32_t zimport_number_small(const char *text, size_t size);

/* One or more digits and nothing else, fitting 64 bits. */
zimport_number zimport_number_of_digits(const char *text, size_t size);
static inline zimport_number number_digits(zimport_view text) {
    return zimport_number_of_digits(text.data, text.size);
}

/* A valid JSON number times 10 to the power of `shift`, rounded down and clamped to 0 to `most`. */
int32_t zimport_number_of_decimal(const char *text, size_t size, int shift, int32_t most);
static inline int32_t number_decimal(zimport_view text, int shift, int32_t most) {
    return zimport_number_of_decimal(text.data, text.size, shift, most);
}

#endif
