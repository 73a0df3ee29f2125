/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers out of text: exact, without locale and without floating point. */
#ifndef ZIMPORT_SRC_BASE_NUMBER_H
#define ZIMPORT_SRC_BASE_NUMBER_H

#include "zimport/base.h"

/* One or more decimal digits, nothing else, as a number; INT32_MAX for what comes near that or is more, -1 for what is
 * no number. */
int32_t number_small(const char *text, size_t size);

/* One or more decimal digits, nothing else, that fit 64 bits. */
zimport_number number_of_digits(const char *text, size_t size);
static inline zimport_number number_digits(zimport_view text) {
    return number_of_digits(text.data, text.size);
}

/* A JSON number (RFC 8259 section 6) times 10 to the power of `shift`, rounded down, clamped to 0 to `most`. The text
 * must be valid. */
int32_t number_of_decimal(const char *text, size_t size, int shift, int32_t most);
static inline int32_t number_decimal(zimport_view text, int shift, int32_t most) {
    return number_of_decimal(text.data, text.size, shift, most);
}

#endif
