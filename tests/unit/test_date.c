/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP dates, by RFC 9110 section 5.6.7. */
#include "check.h"

#include "http/date.h"

static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static bool read_date(zimport_view text, int64_t *seconds) {
    char *copy = exact(text);
    bool good = zimport_http_date((zimport_view){copy, text.size}, seconds);
    free(copy);
    return good;
}

static void dates(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        int64_t seconds;
    } table[] = {
        {LIT("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777},
        {LIT("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777},
        {LIT("Sun Nov  6 08:49:37 1994"), 784111777},
        {LIT("Wed Nov 16 08:49:37 1994"), 784975777},
        {LIT("Thu, 01 Jan 1970 00:00:00 GMT"), 0},
        {LIT("Thu Jan  1 00:00:00 1970"), 0},
        {LIT("Thu, 29 Feb 2024 23:59:59 GMT"), 1709251199},
        {LIT("Tue, 29 Feb 2000 00:00:00 GMT"), 951782400},
        {LIT("Tue, 19 Jan 2038 03:14:08 GMT"), 2147483648},
        {LIT("Fri, 31 Dec 9999 23:59:59 GMT"), 253402300799},
        {LIT("Thursday, 01-Jan-70 00:00:01 GMT"), 1},
        {LIT("Saturday, 01-Jan-00 00:00:00 GMT"), 946684800},
        {LIT("Saturday, 03-Feb-24 04:05:06 GMT"), 1706933106},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        int64_t seconds = -7;
        CHECK(read_date(table[i].text, &seconds), show(table[i].text));
        CHECK_EQUAL(seconds, table[i].seconds, show(table[i].text));
    }
}

static void what_is_no_date(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view table[] = {
        LIT(""),
        LIT("0"),
        LIT("784111777"),
        LIT("Sun"),
        LIT("Sun, "),
        LIT("Sun, 06 Nov 1994 08:49:37"),
        LIT("Sun, 06 Nov 1994 08:49:37 "),
        LIT("Sun, 06 Nov 1994 08:49:37 UTC"),
        LIT("Sun, 06 Nov 1994 08:49:37 +0000"),
        LIT("Sun, 06 Nov 1994 08:49:37 gmt"),
        LIT("Sun, 06 Nov 1994 08:49:37 GMTx"),
        LIT("Sun, 06 Nov 1994 08:49:37 GMT "),
        LIT(" Sun, 06 Nov 1994 08:49:37 GMT"),
        LIT("Sun,  6 Nov 1994 08:49:37 GMT"),
        LIT("Sun, 6 Nov 1994 08:49:37 GMT"),
        LIT("Sun,06 Nov 1994 08:49:37 GMT"),
        LIT("Sun 06 Nov 1994 08:49:37 GMT"),
        LIT("06 Nov 1994 08:49:37 GMT"),
        LIT("Sux, 06 Nov 1994 08:49:37 GMT"),
        LIT(", 06 Nov 1994 08:49:37 GMT"),
        LIT("Sun, 06 Nov 94 08:49:37 GMT"),
        LIT("Sun, 06 Nov 19940 08:49:37 GMT"),
        LIT("Sun, 06 Nov 199x 08:49:37 GMT"),
        LIT("Sun, 06 Nox 1994 08:49:37 GMT"),
        LIT("Sun, 06 11 1994 08:49:37 GMT"),
        LIT("Sun, 06  1994 08:49:37 GMT"),
        LIT("Sat, 01 Jan 0000 00:00:00 GMT"),
        LIT("Sun, 00 Nov 1994 08:49:37 GMT"),
        LIT("Sun, 32 Oct 1994 08:49:37 GMT"),
        LIT("Sun, 31 Nov 1994 08:49:37 GMT"),
        LIT("Sun, 29 Feb 2023 08:49:37 GMT"),
        LIT("Sun, 29 Feb 2100 08:49:37 GMT"),
        LIT("Sun, 30 Feb 2024 08:49:37 GMT"),
        LIT("Sun, -6 Nov 1994 08:49:37 GMT"),
        LIT("Sun, 06 Nov 1994 24:00:00 GMT"),
        LIT("Sun, 06 Nov 1994 08:60:37 GMT"),
        LIT("Sun, 06 Nov 1994 08:49:61 GMT"),
        LIT("Sun, 06 Nov 1994 8:49:37 GMT"),
        LIT("Sun, 06 Nov 1994 08:49 GMT"),
        LIT("Sun, 06 Nov 1994 08-49-37 GMT"),
        LIT("Sun, 06-Nov-1994 08:49:37 GMT"),
        LIT("Sun, 06-Nov-94 08:49:37 GMT"),
        LIT("Sunday, 06 Nov 1994 08:49:37 GMT"),
        LIT("Sunday, 06-Nov-1994 08:49:37 GMT"),
        LIT("Sunday, 06-Nov-94 08:49:37"),
        LIT("Sundax, 06-Nov-94 08:49:37 GMT"),
        LIT("Sunday 06-Nov-94 08:49:37 GMT"),
        LIT(", 06-Nov-94 08:49:37 GMT"),
        LIT("Sunday, 06--94 08:49:37 GMT"),
        LIT("Sun Nov 6 08:49:37 1994"),
        LIT("Sun Nov  6 08:49:37 94"),
        LIT("Sun Nov  6 08:49:37 1994 GMT"),
        LIT("Sun Nov  6 08:49:37"),
        LIT("Sun Nov  0 08:49:37 1994"),
        LIT("Sunday Nov  6 08:49:37 1994"),
        LIT(" Nov  6 08:49:37 1994"),
        LIT("Sun   6 08:49:37 1994"),
        LIT("1994-11-06T08:49:37Z"),
        LIT("Sun, 06 Nov 1994 08:49:37 GMT\0"),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        int64_t seconds = -7;
        CHECK(!read_date(table[i], &seconds), show(table[i]));
    }
}

/* The grammar goes to 23:59:60. */
static void leap_second(void **state) {
    (void)state;
    int64_t seconds = -7;
    assert_true(read_date(VIEW("Sat, 31 Dec 2016 23:59:60 GMT"), &seconds));
    assert_true(seconds == 1483228799 || seconds == 1483228800);
}

static int days_in(int year, int month) {
    static const int count[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return count[month] + (month == 1 && leap ? 1 : 0);
}

static void check_day(int64_t day, int year, int month, int date) {
    char text[64];
    int64_t seconds = -7;
    int64_t second = (day * 7919) % 86400;
    int hour = (int)(second / 3600);
    int minute = (int)(second / 60 % 60);
    const char *name = days[(day + 4) % 7];
    int length = snprintf(text, sizeof text, "%.3s, %02d %s %04d %02d:%02d:%02d GMT", name, date, months[month], year,
                          hour, minute, (int)(second % 60));
    CHECK(zimport_http_date((zimport_view){text, (size_t)length}, &seconds), text);
    CHECK_EQUAL(seconds, day * 86400 + second, text);
    length = snprintf(text, sizeof text, "%.3s %s %2d %02d:%02d:%02d %04d", name, months[month], date, hour, minute,
                      (int)(second % 60), year);
    CHECK(zimport_http_date((zimport_view){text, (size_t)length}, &seconds), text);
    CHECK_EQUAL(seconds, day * 86400 + second, text);
    /* Two-digit years are within 50 years of now: these hold until 2070. */
    if (year >= 1976 && year <= 2020) {
        length = snprintf(text, sizeof text, "%s, %02d-%s-%02d %02d:%02d:%02d GMT", name, date, months[month],
                          year % 100, hour, minute, (int)(second % 60));
        CHECK(zimport_http_date((zimport_view){text, (size_t)length}, &seconds), text);
        CHECK_EQUAL(seconds, day * 86400 + second, text);
    }
}

/* Every day of 430 years, counted one by one. */
static void every_day(void **state) {
    (void)state;
    int64_t day = 0;
    for (int year = 1970; year < 2400; year++) {
        for (int month = 0; month < 12; month++) {
            for (int date = 1; date <= days_in(year, month); date++) {
                check_day(day++, year, month, date);
            }
        }
    }
}

/* No date, or one that the grammar allows; never a crash. */
static void every_byte_changed(void **state) {
    (void)state;
    static const zimport_view table[] = {LIT("Sun, 06 Nov 1994 08:49:37 GMT"), LIT("Sunday, 06-Nov-94 08:49:37 GMT"),
                                         LIT("Sun Nov  6 08:49:37 1994")};
    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t at = 0; at <= table[i].size; at++) {
            int64_t seconds = 0;
            CHECK(at == table[i].size || !read_date(part(table[i], 0, at), &seconds), show(table[i]));
            for (int c = 0; c < 256 && at < table[i].size; c++) {
                char *copy = exact(table[i]);
                char was = copy[at];
                copy[at] = (char)c;
                bool digit = was >= '0' && was <= '9' && c >= '0' && c <= '9';
                bool good = zimport_http_date((zimport_view){copy, table[i].size}, &seconds);
                free(copy);
                CHECK(!good || digit || (char)c == was || (was >= 'A' && was <= 'z') || was == ' ', show(table[i]));
                CHECK(!good || (c >= ' ' && c < 127), show(table[i]));
            }
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),     cmocka_unit_test(what_is_no_date),    cmocka_unit_test(leap_second),
        cmocka_unit_test(every_day), cmocka_unit_test(every_byte_changed),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
