/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as people write and read them. */
#include "cli/text/units.h"
#include "cli_run.h"

static void percents(void **state) {
    (void)state;
    static const struct {
        int32_t hundredths;
        const char *text;
    } table[] = {{0, "0"},       {1, "0.01"},   {10, "0.1"},     {50, "0.5"},    {99, "0.99"},
                 {100, "1"},     {4000, "40"},  {3333, "33.33"}, {3330, "33.3"}, {9999, "99.99"},
                 {10000, "100"}, {101, "1.01"}, {1010, "10.1"}};

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        units_percent(&to, table[i].hundredths);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].text), table[i].text);
    }
}

static void sizes(void **state) {
    (void)state;
    static const struct {
        uint64_t bytes;
        const char *human;
        const char *grouped;
    } table[] = {
        {0, "0 B", "0"},
        {1, "1 B", "1"},
        {999, "999 B", "999"},
        {1000, "1000 B", "1,000"},
        {1023, "1023 B", "1,023"},
        {1024, "1.0 KiB", "1,024"},
        {1126, "1.0 KiB", "1,126"},
        {1127, "1.1 KiB", "1,127"},
        {1048575, "1023.9 KiB", "1,048,575"},
        {1048576, "1.0 MiB", "1,048,576"},
        {19599887, "18.6 MiB", "19,599,887"},
        {1000000000, "953.6 MiB", "1,000,000,000"},
        {1099511627776, "1.0 TiB", "1,099,511,627,776"},
        {UINT64_MAX, "15.9 EiB", "18,446,744,073,709,551,615"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        units_size(&to, table[i].bytes);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].human), table[i].human);
        to.size = 0;
        units_grouped(&to, table[i].bytes);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].grouped), table[i].grouped);
    }
}

static void times(void **state) {
    (void)state;
    static const struct {
        uint64_t ms;
        const char *duration;
        const char *clock;
        const char *seconds;
    } table[] = {
        {0, "0 s", "0:00", "0"},
        {999, "0 s", "0:00", "0.999"},
        {12000, "12 s", "0:12", "12"},
        {59999, "59 s", "0:59", "59.999"},
        {60000, "1 min 00 s", "1:00", "60"},
        {185250, "3 min 05 s", "3:05", "185.25"},
        {3599999, "59 min 59 s", "59:59", "3599.999"},
        {3600000, "1 h 00 min", "1:00:00", "3600"},
        {3729000, "1 h 02 min", "1:02:09", "3729"},
        {86400000, "1 d 00 h", "24:00:00", "86400"},
        {183600000, "2 d 03 h", "51:00:00", "183600"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        units_duration(&to, table[i].ms);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].duration), table[i].duration);
        to.size = 0;
        units_clock(&to, table[i].ms);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].clock), table[i].duration);
        to.size = 0;
        units_seconds(&to, table[i].ms);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].seconds), table[i].duration);
    }
}

static void dates(void **state) {
    (void)state;
    static const struct {
        int64_t seconds;
        const char *text;
    } table[] = {{-1, "?"},
                 {0, "1970-01-01T00:00:00Z"},
                 {1698475909, "2023-10-28T06:51:49Z"},
                 {1709164799, "2024-02-28T23:59:59Z"},
                 {253402300799, "9999-12-31T23:59:59Z"}};

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        units_date(&to, table[i].seconds);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].text), table[i].text);
    }
}

static void parts(void **state) {
    (void)state;
    assert_int_equal(units_part(0, 5000), 0);
    assert_int_equal(units_part(1000, 4000), 400);
    assert_int_equal(units_part(3, 3333), 0);
    assert_int_equal(units_part(1000, ZIMPORT_PERCENT_NONE), 0);
    assert_true(units_part(UINT64_MAX, ZIMPORT_PERCENT_DONE) == UINT64_MAX);
    assert_true(units_part(UINT64_MAX, 1) == UINT64_MAX / 10000);
}

static void reading_times(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        uint64_t ms;
    } table[] = {
        {"0", true, 0},
        {"5", true, 5000},
        {"0.25", true, 250},
        {"0005", true, 5000},
        {"1.5000", true, 1500},
        {"0.0001", true, 1},
        {"0.0009", true, 1},
        {"0.00011", true, 1},
        {"0.000010", true, 1},
        {"0.0010", true, 1},
        {"0.00100", true, 1},
        {"0.00101", true, 2},
        {"2.999", true, 2999},
        {"1000", true, 1000000},
        {"1000.0", true, 1000000},
        {"1000.001", false, 0},
        {"1001", false, 0},
        {"", false, 0},
        {".5", false, 0},
        {"5.", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {"1e3", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1s", true, 1000},
        {"500ms", true, 500},
        {"90s", true, 90000},
        {"10m", true, 600000},
        {"0.25h", true, 900000},
        {"0.1ms", true, 1},
        {"1m0.5s", true, 60500},
        {"16m39s1000ms", true, 1000000},
        {"16m40s1ms", false, 0},
        {"1000000ms", true, 1000000},
        {"1000001ms", false, 0},
        {"1h", false, 0},
        {"100000000d", false, 0},
        {"1m30", false, 0},
        {"1s1m", false, 0},
        {"1m1m", false, 0},
        {"m", false, 0},
        {"1M", false, 0},
        {"1mm", false, 0},
        {"1 m", false, 0},
        {"1sec", false, 0},
        {"1.m", false, 0},
        {"0x10", false, 0},
        {"1,5", false, 0},
        {"1.5.5", false, 0},
        {"inf", false, 0},
        {"18446744073709551616", false, 0},
        {"99999999999999999999999999", false, 0},
    };
    uint64_t days;

    assert_true(units_read_time("2d1h30m", 100000000, &days));
    assert_int_equal(days, 178200000);
    for (size_t i = 0; i < COUNT(table); i++) {
        uint64_t ms = 0;

        CHECK_EQUAL(units_read_time(table[i].text, 1000, &ms), table[i].good, table[i].text);
        if (table[i].good) {
            CHECK_EQUAL(ms, table[i].ms, table[i].text);
        }
    }
}

static void reading_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        uint64_t number;
    } table[] = {{"0", true, 0},    {"65535", true, 65535}, {"65536", false, 0},
                 {"007", true, 7},  {"", false, 0},         {"-0", false, 0},
                 {"1.0", false, 0}, {"1a", false, 0},       {"18446744073709551617", false, 0}};

    for (size_t i = 0; i < COUNT(table); i++) {
        uint64_t number = 0;

        CHECK_EQUAL(units_read_number(table[i].text, 65535, &number), table[i].good, table[i].text);
        if (table[i].good) {
            CHECK_EQUAL(number, table[i].number, table[i].text);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(percents),        cmocka_unit_test(sizes), cmocka_unit_test(times),
        cmocka_unit_test(dates),           cmocka_unit_test(parts), cmocka_unit_test(reading_times),
        cmocka_unit_test(reading_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
