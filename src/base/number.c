/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include "base/chars.h"

int32_t number_small(zimport_view text) {
    int32_t value = text.size > 0 ? 0 : -1;

    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i])) {
            return -1;
        }
        value = value < INT32_MAX / 10 ? value * 10 + (text.data[i] - '0') : INT32_MAX;
    }
    return value;
}

zimport_number number_digits(zimport_view text) {
    zimport_number number = {0, text.size > 0};

    for (size_t i = 0; i < text.size; i++) {
        /* In halves: a small processor multiplies those, and has no 64-bit division to see what would overflow. */
        uint64_t low = (number.value & UINT32_MAX) * 10 + (unsigned)(text.data[i] - '0');
        uint64_t high = (number.value >> 32) * 10 + (low >> 32);
        if (!is_digit(text.data[i]) || high > UINT32_MAX) {
            return (zimport_number){0, false};
        }
        number.value = high << 32 | (low & UINT32_MAX);
    }
    return number;
}

/* Beyond any number of digits that is kept, and far below overflow. */
#define EXPONENT_MAX 100000000

/* The exponent that stands behind the e, 0 without one. */
static int32_t exponent_of(zimport_view text, size_t e) {
    bool negative = e + 1 < text.size && text.data[e + 1] == '-';
    int32_t exponent = 0;

    for (size_t at = e; at < text.size; at++) {
        if (is_digit(text.data[at]) && exponent < EXPONENT_MAX) {
            exponent = exponent * 10 + (text.data[at] - '0');
        }
    }
    return negative ? -exponent : exponent;
}

int32_t number_decimal(zimport_view text, int shift, int32_t most) {
    size_t end = 0;
    size_t point = 0;
    uint32_t value = 0;

    if (text.size == 0 || text.data[0] == '-') {
        return 0;
    }
    while (end < text.size && (text.data[end] | 0x20) != 'e') {
        point += point == end && text.data[end] != '.';
        end++;
    }
    /* The exponent and the shift move the point by so much: digits in front of it count, those behind only round. */
    int32_t take = exponent_of(text, end) + shift + (int32_t)point;
    for (size_t at = 0; take > 0 && (at < end || value > 0); at++) {
        char c = at < end ? text.data[at] : '0';
        if (c != '.') {
            uint64_t next = (uint64_t)value * 10 + (uint32_t)(c - '0');
            if (next > (uint32_t)most) {
                return most;
            }
            value = (uint32_t)next;
            take--;
        }
    }
    return (int32_t)value;
}
