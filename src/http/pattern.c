/* SPDX-License-Identifier: Apache-2.0 */
#include "http/pattern.h"

#include <string.h>

#include "base/chars.h"

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "MondayTuesdayWednesdayThursdayFridaySaturdaySunday";

/* Finds the name in front of a text, of which the first three letters or all count; its place, -1 if there is none. */
static int take_name(zimport_view *text, const char *names, bool whole) {
    for (int place = 0; *names != '\0'; place++) {
        size_t size = 3;
        size_t taken = 3;

        while (names[size] >= 'a') {
            size++;
        }
        if (whole) {
            taken = size;
        }
        if (text->size >= taken && memcmp(text->data, names, taken) == 0) {
            text->data += taken;
            text->size -= taken;
            return place;
        }
        names += size;
    }
    return -1;
}

bool pattern_match(zimport_view text, const char *pattern, unsigned numbers[6]) {
    memset(numbers, 0, 6 * sizeof *numbers);
    for (char p; (p = *pattern) != '\0'; pattern++) {
        if (p >= 'b' || p == 'W') {
            int place = take_name(&text, p == 'b' ? months : days, p == 'W');
            if (place < 0) {
                return false;
            }
            numbers[1] = (unsigned)place;
            continue;
        }
        if (text.size-- == 0) {
            return false;
        }
        char c = *text.data++;
        if (p == '_') {
            p = c == ' ' ? c : '2';
        }
        if (is_digit(p) && is_digit(c)) {
            numbers[p - '0'] = numbers[p - '0'] * 10 + (unsigned)(c - '0');
        } else if (c != p || is_digit(p)) {
            return false;
        }
    }
    return text.size == 0;
}
