/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/number.h"
#include "zimport/http.h"

struct date {
    uint64_t year;
    uint64_t month; /* from 1 */
    uint64_t day;
    uint64_t hour;
    uint64_t minute;
    uint64_t second;
};

/*
 * Matches a text with a pattern: Y, M, D, h, m, s stand for a digit of that part, b for the month's name, _ for a space or
 * a digit of the day, w for a letter; anything else stands for itself.
 */
static bool match_month(const char *text, struct date *date) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (uint64_t i = 0; i < 12; i++) {
        if (memcmp(text, names + 3 * i, 3) == 0) {
            date->month = i + 1;
            return true;
        }
    }
    return false;
}

static uint64_t *part_of(char symbol, struct date *date) {
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
    uint64_t *part = part_of(symbol == '_' ? 'D' : symbol, date);
    if (part == NULL) {
        return symbol == 'w' ? (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') : c == symbol;
    }
    *part = *part * 10 + (uint64_t)(c - '0');
    return c >= '0' && c <= '9';
}

static bool match(zimport_view text, const char *pattern, struct date *date) {
    *date = (struct date){0};
    if (text.size != strlen(pattern)) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (pattern[i] == 'b') {
            if (!match_month(text.data + i, date)) {
                return false;
            }
            i += 2;
        } else if (!match_one(pattern[i], text.data[i], date)) {
            return false;
        }
    }
    return true;
}

/* The obsolete form spells the day out, in six to nine letters, and has two digits for the year. */
static bool match_rfc850(zimport_view text, struct date *date) {
    const char *comma = text.size > 0 ? memchr(text.data, ',', text.size) : NULL;

    if (comma == NULL || comma - text.data < 6 || comma - text.data > 9) {
        return false;
    }
    zimport_view rest = {comma, text.size - (size_t)(comma - text.data)};
    if (!match(rest, ", DD-bbb-YY hh:mm:ss GMT", date)) {
        return false;
    }
    date->year += date->year < 70 ? 2000 : 1900;
    return true;
}

/* Days from 1970-01-01, by counting years from March, so that the leap day is the last. */
static int64_t days_of(const struct date *date) {
    int64_t year = (int64_t)date->year - (date->month <= 2);
    int64_t month = ((int64_t)date->month + 9) % 12;
    int64_t leap_days = year / 4 - year / 100 + year / 400;

    return year * 365 + leap_days + (month * 153 + 2) / 5 + (int64_t)date->day - 1 - 719468;
}

bool zimport_http_date(zimport_view text, int64_t *seconds) {
    struct date date;

    if (!match(text, "www, DD bbb YYYY hh:mm:ss GMT", &date) && !match(text, "www bbb _D hh:mm:ss YYYY", &date) &&
        !match_rfc850(text, &date)) {
        return false;
    }
    if (date.day < 1 || date.day > 31 || date.hour > 23 || date.minute > 59 || date.second > 60 || date.year < 1) {
        return false;
    }
    *seconds = days_of(&date) * 86400 + (int64_t)(date.hour * 3600 + date.minute * 60 + date.second);
    return true;
}
