/* SPDX-License-Identifier: Apache-2.0 */
#include "base/chars.h"
#include "http/date.h"
#include "http/pattern.h"
#include "zimport/api.h"

/* RFC 3339 section 5.6, in capitals, as servers write it. */
int64_t zimport_time_read(const zimport_text *text) {
    static const uint8_t most[] = {0, 12, 31, 23, 59, 60};
    static const char zones[][7] = {"Z", "-33:44", "+33:44"};
    const char *at = text->data;
    const char *end = at + text->size;
    unsigned date[6];
    unsigned zone[6];
    unsigned form = 0;

    if (text->cut || text->size < 20 || !pattern_match(at, 19, "0000-11-22T33:44:55", date)) {
        return -1;
    }
    at += 19;
    if (*at == '.') {
        do {
            at++;
        } while (at < end && is_digit(*at));
        if (at[-1] == '.') {
            return -1;
        }
    }
    while (!pattern_match(at, (size_t)(end - at), zones[form], zone)) {
        if (++form == sizeof zones / sizeof *zones) {
            return -1;
        }
    }
    bool valid = date[0] >= 1970 && date[1] > 0 && date[2] > 0;
    for (size_t i = 1; i < sizeof most; i++) {
        valid = valid && date[i] <= most[i] && zone[i] <= most[i];
    }
    int32_t day = date_days(date[0], date[1] - 1) + (int32_t)date[2] - 1;
    int32_t east = (int32_t)(zone[3] * 60 + zone[4]) * (form == 1 ? -60 : 60);
    int64_t time = (int64_t)day * 86400 + (int32_t)(date[3] * 3600 + date[4] * 60 + date[5]) - east;
    return valid && day < date_days(date[0], date[1]) && time >= 0 ? time : -1;
}
