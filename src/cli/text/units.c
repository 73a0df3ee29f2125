/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/units.h"

#include <string.h>

/* Without trailing zeros. */
static void decimals(out *to, uint64_t number, uint64_t scale) {
    uint64_t rest = number % scale;

    out_number(to, number / scale);
    if (rest) {
        out_byte(to, '.');
    }
    while (rest) {
        rest *= 10;
        out_byte(to, (char)('0' + rest / scale));
        rest %= scale;
    }
}

void units_percent(out *to, int32_t hundredths) {
    decimals(to, hundredths < 0 ? 0 : (uint64_t)hundredths, 100);
}

void units_seconds(out *to, uint64_t ms) {
    decimals(to, ms, 1000);
}

void units_size(out *to, uint64_t bytes) {
    static const char names[][4] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    unsigned unit = 0;

    while (unit < 6 && (bytes >> (10 * unit)) >= 1024) {
        unit++;
    }
    out_number(to, bytes >> (10 * unit));
    if (unit > 0) {
        out_byte(to, '.');
        out_number(to, (((bytes >> (10 * (unit - 1))) & 1023) * 10) >> 10);
    }
    out_byte(to, ' ');
    out_text(to, names[unit]);
}

void units_grouped(out *to, uint64_t number) {
    uint64_t group = 1;

    while (number / group >= 1000) {
        group *= 1000;
    }
    out_number(to, number / group);
    while (group > 1) {
        number %= group;
        group /= 1000;
        out_byte(to, ',');
        out_digits(to, number / group, 3);
    }
}

static void two_parts(out *to, uint64_t first, const char *first_unit, uint64_t second, const char *second_unit) {
    out_number(to, first);
    out_text(to, first_unit);
    out_digits(to, second, 2);
    out_text(to, second_unit);
}

void units_duration(out *to, uint64_t ms) {
    uint64_t s = ms / 1000;

    if (s < 60) {
        out_number(to, s);
        out_text(to, " s");
    } else if (s < 3600) {
        two_parts(to, s / 60, " min ", s % 60, " s");
    } else if (s < 86400) {
        two_parts(to, s / 3600, " h ", s / 60 % 60, " min");
    } else {
        two_parts(to, s / 86400, " d ", s / 3600 % 24, " h");
    }
}

void units_clock(out *to, uint64_t ms) {
    uint64_t s = ms / 1000;

    if (s >= 3600) {
        two_parts(to, s / 3600, ":", s / 60 % 60, ":");
        out_digits(to, s % 60, 2);
    } else {
        two_parts(to, s / 60, ":", s % 60, "");
    }
}

/* Days since 1970-01-01. Years are counted from March, so that a leap day comes last. The C library's gmtime would
 * bring its time zones along. */
static void put_day(out *to, uint64_t days) {
    uint64_t shifted = days + 719468; /* since 0000-03-01 */
    uint64_t era = shifted / 146097;
    uint64_t day = shifted % 146097;
    uint64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    uint64_t month = (5 * day + 2) / 153;

    out_digits(to, era * 400 + year + (month >= 10), 4);
    out_byte(to, '-');
    out_digits(to, month < 10 ? month + 3 : month - 9, 2);
    out_byte(to, '-');
    out_digits(to, day - (153 * month + 2) / 5 + 1, 2);
}

void units_date(out *to, int64_t seconds) {
    if (seconds < 0) {
        out_byte(to, '?');
        return;
    }
    uint64_t time = (uint64_t)seconds;
    put_day(to, time / 86400);
    out_byte(to, 'T');
    out_digits(to, time / 3600 % 24, 2);
    out_byte(to, ':');
    out_digits(to, time / 60 % 60, 2);
    out_byte(to, ':');
    out_digits(to, time % 60, 2);
    out_byte(to, 'Z');
}

uint64_t units_part(uint64_t size, int32_t hundredths) {
    uint64_t part = hundredths < 0 ? 0 : (uint64_t)hundredths;

    return size / ZIMPORT_PERCENT_DONE * part + size % ZIMPORT_PERCENT_DONE * part / ZIMPORT_PERCENT_DONE;
}

/* Moves *text behind them. False if there are none. */
static bool read_digits(const char **text, uint64_t most, uint64_t *number) {
    const char *at = *text;

    *number = 0;
    while (*at >= '0' && *at <= '9') {
        if (*number <= most) {
            *number = *number * 10 + (uint64_t)(*at - '0');
        }
        at++;
    }
    if (at == *text || *number > most) {
        return false;
    }
    *text = at;
    return true;
}

bool units_read_number(const char *text, uint64_t most, uint64_t *number) {
    return read_digits(&text, most, number) && *text == '\0';
}

static bool read_fraction(const char **text, uint64_t *ms) {
    const char *at = *text;
    uint64_t scale = 100;
    bool more = false;

    *ms = 0;
    while (*at >= '0' && *at <= '9') {
        *ms += (uint64_t)(*at - '0') * scale;
        more = more || (scale == 0 && *at != '0');
        scale /= 10;
        at++;
    }
    if (more) {
        ++*ms;
    }
    if (at == *text) {
        return false;
    }
    *text = at;
    return true;
}

/* In milliseconds; 0: none of them. A bare number is in seconds. */
static uint64_t read_unit(const char **text) {
    static const struct {
        char name[3];
        uint32_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}};

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        zimport_view name = zimport_view_of(units[i].name);

        if (strncmp(*text, name.data, name.size) == 0) {
            *text += name.size;
            return units[i].ms;
        }
    }
    return 0;
}

bool units_read_time(const char *text, uint32_t most, uint64_t *ms) {
    uint64_t limit = (uint64_t)most * 1000;
    uint64_t before = UINT64_MAX; /* units grow smaller */

    for (*ms = 0; *text || before == UINT64_MAX;) {
        uint64_t number;
        uint64_t fraction = 0;
        uint64_t unit;

        if (!read_digits(&text, limit, &number)) {
            return false;
        }
        if (*text == '.') {
            text++;
            if (!read_fraction(&text, &fraction)) {
                return false;
            }
        }
        unit = *text || before != UINT64_MAX ? read_unit(&text) : 1000;
        if (unit == 0 || unit >= before) {
            return false;
        }
        before = unit;
        *ms += number * unit + (fraction * unit + 999) / 1000;
        if (*ms > limit) {
            return false;
        }
    }
    return true;
}
