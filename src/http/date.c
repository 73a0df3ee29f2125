/* SPDX-License-Identifier: Apache-2.0 */
#include "http/date.h"

#include <string.h>

struct date {
    unsigned year;
    unsigned month; /* from 1 */
    unsigned day;
    unsigned hour;
    unsigned minute;
    unsigned second;
};

/* The place of a three-letter name in a list of such, from 1; 0 when it is not there. */
static unsigned place_of(const char *name, const char *names) {
    for (unsigned i = 0; names[3 * i] != '\0'; i++) {
        if (memcmp(name, names + 3 * i, 3) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static const char days[] = "MonTueWedThuFriSatSun";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static unsigned *part_of(char symbol, struct date *date) {
    switch (symbol) {
    case 'Y':
        return &date->year;
    case 'D':
        return &date->day;
    case 'h':
        return &date->hour;
    case 'm':
        return &date->minute;
    case 's':
        return &date->second;
    default:
        return NULL;
    }
}

static bool match_one(char symbol, char c, struct date *date) {
    if (symbol == '_' && c == ' ') {
        return true;
    }
    unsigned *part = part_of(symbol == '_' ? 'D' : symbol, date);
    if (part == NULL) {
        return c == symbol;
    }
    *part = *part * 10 + (unsigned)(c - '0');
    return c >= '0' && c <= '9';
}

/*
 * Matches a text with a pattern: Y, D, h, m, s stand for a digit of that part, _ for a space or a digit of the day, www
 * for the day's name and bbb for the month's; anything else stands for itself.
 */
static bool match(zimport_view text, const char *pattern, struct date *date) {
    *date = (struct date){0};
    if (text.size != strlen(pattern)) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (pattern[i] != 'w' && pattern[i] != 'b') {
            if (!match_one(pattern[i], text.data[i], date)) {
                return false;
            }
            continue;
        }
        unsigned place = place_of(text.data + i, pattern[i] == 'w' ? days : months);
        if (place == 0) {
            return false;
        }
        if (pattern[i] == 'b') {
            date->month = place;
        }
        i += 2;
    }
    return true;
}

/* The obsolete form spells the day's name out and has two digits for the year. */
static bool match_rfc850(zimport_view text, struct date *date) {
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t size = strlen(names[i]);
        if (text.size < size || memcmp(text.data, names[i], size) != 0) {
            continue;
        }
        bool good = match((zimport_view){text.data + size, text.size - size}, ", DD-bbb-YY hh:mm:ss GMT", date);
        date->year += date->year < 70 ? 2000 : 1900;
        return good;
    }
    return false;
}

static unsigned days_in_month(const struct date *date) {
    bool leap = date->year % 4 == 0 && (date->year % 100 != 0 || date->year % 400 == 0);

    if (date->month == 2) {
        return leap ? 29 : 28;
    }
    return 30 + (date->month + date->month / 8) % 2;
}

/* Days from 1970-01-01, by counting years from March, so that the leap day is the last. */
static int32_t days_of(const struct date *date) {
    int32_t year = (int32_t)(date->year - (date->month <= 2));
    int32_t month = (int32_t)((date->month + 9) % 12);
    int32_t leap_days = year / 4 - year / 100 + year / 400;

    return year * 365 + leap_days + (month * 153 + 2) / 5 + (int32_t)date->day - 1 - 719468;
}

bool zimport_http_date(zimport_view text, int64_t *seconds) {
    struct date date;

    if (!match(text, "www, DD bbb YYYY hh:mm:ss GMT", &date) && !match(text, "www bbb _D hh:mm:ss YYYY", &date) &&
        !match_rfc850(text, &date)) {
        return false;
    }
    if (date.day < 1 || date.day > days_in_month(&date) || date.hour > 23 || date.minute > 59 || date.second > 60 ||
        date.year < 1) {
        return false;
    }
    *seconds = days_of(&date) * INT64_C(86400) + (int32_t)(date.hour * 3600 + date.minute * 60 + date.second);
    return true;
}
