/* SPDX-License-Identifier: Apache-2.0 */
/* Decimals: any number as JSON has it, of up to MOST bytes, with any shift that is used, clamped to any limit. MOST has
 * room for a sign, a point, and an exponent with a sign; what digits beyond that do, the value's limit of 32 bits says.
 * The exponent is read by a stub, so that it can be any. */
#include "prove.h"

#include "base/number.h"

int32_t small_stub(const char *text, size_t size) {
    int32_t number = nondet_i32();

    ASSERT(size > 0 && READABLE(text, size));
    ASSUME(number >= 0);
    return number;
}

static size_t digits_from(const char *text, size_t size, size_t at) {
    size_t start = at;

    while (at < size && text[at] >= '0' && text[at] <= '9') {
        at++;
    }
    ASSUME(at > start);
    return at;
}

static void assume_number(const char *text, size_t size) {
    size_t at = digits_from(text, size, size > 0 && text[0] == '-');

    if (at < size && text[at] == '.') {
        at = digits_from(text, size, at + 1);
    }
    if (at < size && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        at += at < size && (text[at] == '+' || text[at] == '-');
        at = digits_from(text, size, at);
    }
    ASSUME(at == size);
}

void proof(void) {
    char block[MOST];
    size_t size = up_to(MOST);
    const char *text = block + MOST - size;
    int32_t most = nondet_i32();
    int shift = nondet_byte();

    ASSUME(most >= 0 && shift <= 4);
    assume_number(text, size);
    int32_t value = zimport_number_of_decimal(text, size, shift, most);
    ASSERT(value >= 0 && value <= most);
}
