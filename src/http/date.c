/* SPDX-License-Identifier: Apache-2.0 */
#include "http/date.h"

#include "http/pattern.h"

enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND };

/* From 1970-01-01. Years begin in March, so that a leap day comes last. */
static int32_t days_to(unsigned year, unsigned month) {
    if (month < 2) {
        month += 12;
        year--;
    }
    unsigned centuries = year / 100;
    return (int32_t)(year * 365 + year / 4 - centuries + centuries / 4 + ((month - 2) * 153 + 2) / 5) - 719468;
}

int64_t zimport_date_read(const char *text, size_t size) {
    /* The first form is obsolete and has a two-digit year. */
    static const char patterns[][26] = {"W, 22-b-00 33:44:55 GMT", "w, 22 b 0000 33:44:55 GMT", "w b _2 33:44:55 0000"};
    unsigned date[6];
    size_t form = 0;

    while (!zimport_pattern_match(text, size, patterns[form], date)) {
        if (++form == sizeof patterns / sizeof *patterns) {
            return -1;
        }
    }
    if (form == 0) {
        date[YEAR] += date[YEAR] < 70 ? 2000 : 1900;
    }
    int32_t day = days_to(date[YEAR], date[MONTH]) + (int32_t)date[DAY];
    if (date[YEAR] == 0 || date[DAY] == 0 || day > days_to(date[YEAR], date[MONTH] + 1) || date[HOUR] > 23 ||
        date[MINUTE] > 59 || date[SECOND] > 60) {
        return -1;
    }
    return (int64_t)((day - 1) * 24 + (int32_t)date[HOUR]) * 3600 + (int32_t)(date[MINUTE] * 60 + date[SECOND]);
}
