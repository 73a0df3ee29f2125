/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include "base/chars.h"

zimport_number number_digits(zimport_view text) {
    zimport_number number = {0, text.size > 0};

    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned)(text.data[i] - '0');
        /* Compared instead of divided: a small processor has no 64-bit division. */
        bool full = number.value > UINT64_MAX / 10 || (number.value == UINT64_MAX / 10 && digit > UINT64_MAX % 10);
        if (!is_digit(text.data[i]) || full) {
            return (zimport_number){0, false};
        }
        number.value = number.value * 10 + digit;
    }
    return number;
}

/* Beyond any number of digits that is kept, and far below overflow. */
#define EXPONENT_MAX 100000000

/* The exponent of a number; `end` is where its digits stop. */
static int32_t exponent_of(zimport_view text, size_t *end) {
    size_t at = 0;
    int32_t exponent = 0;

    while (at < text.size && text.data[at] != 'e' && text.data[at] != 'E') {
        at++;
    }
    *end = at++;
    bool negative = at < text.size && text.data[at] == '-';
    for (; at < text.size; at++) {
        if (is_digit(text.data[at]) && exponent < EXPONENT_MAX) {
            exponent = exponent * 10 + (text.data[at] - '0');
        }
    }
    return negative ? -exponent : exponent;
}

/* Appends a digit; false when the value would pass `most`, which it then is. */
static bool append(int32_t *value, char digit, int32_t most) {
    int32_t units = digit - '0';

    if (units > most || *value > (most - units) / 10) {
        *value = most;
        return false;
    }
    *value = *value * 10 + units;
    return true;
}

int32_t number_decimal(zimport_view text, int shift, int32_t most) {
    size_t end;
    int32_t value = 0;

    if (text.size == 0 || text.data[0] == '-') {
        return 0;
    }
    int32_t take = exponent_of(text, &end) + shift;
    for (size_t at = 0; at < end && text.data[at] != '.'; at++) {
        take++;
    }
    /* The exponent and the shift move the point by so much: digits in front of it count, those behind only round. */
    for (size_t at = 0; at < end && take > 0; at++) {
        if (text.data[at] != '.') {
            take--;
            if (!append(&value, text.data[at], most)) {
                return value;
            }
        }
    }
    while (take-- > 0 && value > 0 && append(&value, '0', most)) {
    }
    return value;
}
