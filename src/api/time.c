/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/chars.h"
#include "http/date.h"
#include "http/pattern.h"
#include "zimport/api.h"

/* RFC 3339 section 5.6, in capitals, as servers write it. The reader of HTTP's dates knows the calendar, so it gets the
 * same in the order of C's asctime. */
int64_t zimport_time_read(const zimport_text *text) {
    static const char zones[][7] = {"Z", "-33:44", "+33:44"};
    char http[] = "Mon Jan 00 00:00:00 0000";
    const char *at = text->data;
    unsigned numbers[6];
    unsigned form = 0;

    if (text->cut || text->size < 20 || !zimport_pattern_match(at, 19, "0000-11-22T33:44:55", numbers) ||
        numbers[1] - 1 > 11) {
        return -1;
    }
    memcpy(http + 4, zimport_pattern_months + 3 * (size_t)(numbers[1] - 1), 3);
    memcpy(http + 8, at + 8, 2);
    memcpy(http + 11, at + 11, 8);
    memcpy(http + 20, at, 4);
    const char *end = at + text->size;
    at += 19;
    if (*at == '.') {
        do {
            at++;
        } while (at < end && is_digit(*at));
        if (at[-1] == '.') {
            return -1;
        }
    }
    while (!zimport_pattern_match(at, (size_t)(end - at), zones[form], numbers)) {
        if (++form == sizeof zones / sizeof *zones) {
            return -1;
        }
    }
    int64_t time = zimport_date_read(http, sizeof http - 1);
    if (time < 0 || numbers[3] > 23 || numbers[4] > 59) {
        return -1;
    }
    int32_t west = (int32_t)(numbers[3] * 60 + numbers[4]) * (form == 1 ? 60 : -60);
    time += west;
    return time < 0 ? -1 : time;
}
