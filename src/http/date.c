/* SPDX-License-Identifier: Apache-2.0 */
#include "http/date.h"

#include "http/pattern.h"

enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND };

/* Days from 1970-01-01 to the first of a month, counted from 0 and across the year's end: by counting years from March,
 * so that the leap day is the last. */
static int32_t days_to(unsigned year, unsigned month) {
    unsigned months = year * 12 + month - 2;
    unsigned from_march = months % 12;

    year = months / 12;
    return (int32_t)(year * 365 + year / 4 - year / 100 + year / 400 + (from_march * 153 + 2) / 5) - 719468;
}

bool date_read(const char *text, size_t size, int64_t *seconds) {
    /* The obsolete form in front has two digits for the year. */
    static const char patterns[][26] = {"W, 22-b-00 33:44:55 GMT", "w, 22 b 0000 33:44:55 GMT", "w b _2 33:44:55 0000"};
    unsigned date[6];
    size_t form = 0;

    while (!pattern_match(text, size, patterns[form], date)) {
        if (++form == sizeof patterns / sizeof *patterns) {
            return false;
        }
    }
    if (form == 0) {
        date[YEAR] += date[YEAR] < 70 ? 2000 : 1900;
    }
    int32_t day = days_to(date[YEAR], date[MONTH]) + (int32_t)date[DAY];
    if (date[YEAR] == 0 || date[DAY] == 0 || day > days_to(date[YEAR], date[MONTH] + 1) || date[HOUR] > 23 ||
        date[MINUTE] > 59 || date[SECOND] > 60) {
        return false;
    }
    *seconds = (int64_t)((day - 1) * 24 + (int32_t)date[HOUR]) * 3600 + (int32_t)(date[MINUTE] * 60 + date[SECOND]);
    return true;
}
