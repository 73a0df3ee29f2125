/* SPDX-License-Identifier: Apache-2.0 */
/* The encoder, of up to MOST bytes: it writes as many as base64.h says, reads none beyond the input, and a decoder gets
 * the input back. Groups of three do not depend on each other, so two whole ones and a part of one are enough. */
#include "prove.h"

#include "base/base64.h"

static unsigned value_of(char c) {
    if (c >= 'A' && c <= 'Z') {
        return (unsigned)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (unsigned)(c - 'a') + 26;
    }
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0') + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

void proof(void) {
    char block[MOST];
    char text[(MOST + 2) / 3 * 4 + 1];
    size_t size = up_to(MOST);
    const char *bytes = block + MOST - size;
    char *to = text + sizeof text - ((size + 2) / 3 * 4 + 1);
    size_t at = up_to(MOST);

    zimport_base64_encode((zimport_view){bytes, size}, to);
    ASSERT(text[sizeof text - 1] == '\0');
    ASSUME(at < size);
    const char *digits = to + at / 3 * 4 + at % 3;
    unsigned first = value_of(digits[0]);
    unsigned second = value_of(digits[1]);
    ASSERT(first < 64 && second < 64);
    unsigned bits = first << 6 | second;
    ASSERT((bits >> (4 - 2 * (at % 3)) & 0xFF) == (unsigned char)bytes[at]);
}
