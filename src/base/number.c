/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

zimport_number number_digits(zimport_view text) {
    zimport_number number = {0, text.size > 0};

    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned)(text.data[i] - '0');
        if (!is_digit(text.data[i]) || number.value > (UINT64_MAX - digit) / 10) {
            return (zimport_number){0, false};
        }
        number.value = number.value * 10 + digit;
    }
    return number;
}

/* Far beyond any number of digits that fits memory, far below overflow. */
#define EXPONENT_MAX INT64_C(1000000000000)

/* The exponent of a number; `end` is where its digits stop. */
static int64_t exponent_of(zimport_view text, size_t *end) {
    size_t at = 0;
    int64_t exponent = 0;

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

/* How many digits stand before the point. */
static int64_t whole_digits(zimport_view text, size_t end) {
    size_t at = 0;

    while (at < end && text.data[at] != '.') {
        at++;
    }
    return (int64_t)at;
}

int32_t number_decimal(zimport_view text, int shift, int32_t most) {
    size_t end;
    int64_t value = 0;

    if (text.size == 0 || text.data[0] == '-') {
        return 0;
    }
    /* Moves the point by exponent and shift, then takes the digits in front of it. Digits behind it only round. */
    int64_t take = exponent_of(text, &end) + shift;
    take += whole_digits(text, end);
    for (size_t at = 0; at < end && take > 0; at++) {
        if (text.data[at] == '.') {
            continue;
        }
        value = value * 10 + (text.data[at] - '0');
        take--;
        if (value > most) {
            return most;
        }
    }
    for (; take > 0 && value > 0; take--) {
        value *= 10;
        if (value > most) {
            return most;
        }
    }
    return (int32_t)value;
}
