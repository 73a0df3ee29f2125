/* SPDX-License-Identifier: Apache-2.0 */
#include "http/pattern.h"

#include <string.h>

#include "base/chars.h"

const char zimport_pattern_months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "MondayTuesdayWednesdayThursdayFridaySaturdaySunday";

/* By its first three letters, or the whole name. Returns its index, or -1. */
static int take_name(const char **text, const char *end, const char *names, bool whole) {
    for (int place = 0; *names != '\0'; place++) {
        size_t size = 3;
        size_t taken = 3;

        while (names[size] >= 'a') {
            size++;
        }
        if (whole) {
            taken = size;
        }
        if ((size_t)(end - *text) >= taken && memcmp(*text, names, taken) == 0) {
            *text += taken;
            return place;
        }
        names += size;
    }
    return -1;
}

bool zimport_pattern_match(const char *text, size_t size, const char *pattern, unsigned numbers[6]) {
    const char *end = text + size;

    memset(numbers, 0, 6 * sizeof *numbers);
    for (char p; (p = *pattern) != '\0'; pattern++) {
        if (p >= 'b' || p == 'W') {
            int place = take_name(&text, end, p == 'b' ? zimport_pattern_months : days, p == 'W');
            if (place < 0) {
                return false;
            }
            numbers[1] = (unsigned)place;
            continue;
        }
        if (text == end) {
            return false;
        }
        char c = *text++;
        if (p == '_') {
            p = c == ' ' ? c : '2';
        }
        if (is_digit(p) && is_digit(c)) {
            numbers[p - '0'] = numbers[p - '0'] * 10 + (unsigned)(c - '0');
        } else if (c != p) {
            return false;
        }
    }
    return text == end;
}
