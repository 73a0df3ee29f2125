/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include "base/chars.h"

int32_t zimport_number_small(const char *text, size_t size) {
    int32_t value = size > 0 ? 0 : -1;

    for (size_t i = 0; i < size; i++) {
        if (!is_digit(text[i])) {
            return -1;
        }
        value = value < INT32_MAX / 10 ? value * 10 + (text[i] - '0') : INT32_MAX;
    }
    return value;
}

zimport_number zimport_number_of_digits(const char *text, size_t size) {
    zimport_number number = {0, size > 0};

    for (size_t i = 0; i < size; i++) {
        /* In halves, to detect overflow without a 64-bit division, which small processors lack. */
        uint64_t low = (number.value & UINT32_MAX) * 10 + (unsigned)(text[i] - '0');
        uint64_t high = (number.value >> 32) * 10 + (low >> 32);
        if (!is_digit(text[i]) || high > UINT32_MAX) {
            return (zimport_number){0, false};
        }
        number.value = high << 32 | (low & UINT32_MAX);
    }
    return number;
}

/* More than any number of digits, and far below overflow. */
#define EXPONENT_MAX 100000000

static int32_t exponent_of(const char *text, size_t size, size_t e) {
    if (e == size) {
        return 0;
    }
    size_t start = e + 1 + !is_digit(text[e + 1]);
    int32_t exponent = zimport_number_small(text + start, size - start);
    exponent = exponent < EXPONENT_MAX ? exponent : EXPONENT_MAX;
    return text[e + 1] == '-' ? -exponent : exponent;
}

int32_t zimport_number_of_decimal(const char *text, size_t size, int shift, int32_t most) {
    size_t end = 0;
    size_t point = 0;
    uint32_t value = 0;

    if (size == 0 || text[0] == '-') {
        return 0;
    }
    while (end < size && (text[end] | 0x20) != 'e') {
        point += point == end && text[end] != '.';
        end++;
    }
    /* Exponent and shift move the decimal point; digits after it are dropped. */
    int32_t take = exponent_of(text, size, end) + shift + (int32_t)point;
    for (size_t at = 0; take > 0 && (at < end || value > 0); at++) {
        char c = at < end ? text[at] : '0';
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
