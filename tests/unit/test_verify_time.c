/* SPDX-License-Identifier: Apache-2.0 */
/* When a chain is good, how long, and what the time is. */
#include "verify_run.h"

#define LEAF_END INT64_C(2019686400)  /* 2034-01-01T00:00:00Z */
#define CROSS_END INT64_C(1861920000) /* 2029-01-01T00:00:00Z */

/* The earliest of the path that is taken, not of all that were tried. */
static void test_earliest_end(void **state) {
    static const struct {
        const char *label;
        int64_t end;
        const char *sent[AT_MOST];
        const char *roots[AT_MOST];
    } paths[] = {
        {"the server's own", LEAF_END, {leaf, middle}, {root_a}},
        {"the server's own, below one that is trusted", LEAF_END, {leaf}, {middle}},
        {"the one in the middle", CROSS_END, {leaf, middle, cross}, {root_b}},
        {"the trusted one", CROSS_END, {leaf, middle}, {cross}},
        {"signed by itself", LEAF_END, {self_signed}, {self_signed}},
        {"trusted itself", LEAF_END, {leaf, middle_old}, {leaf}},
        {"trusted itself, below one that has ended", LEAF_END, {leaf, middle_old}, {leaf, root_a}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(paths); i++) {
        zimport_tls tls;
        begin(&tls, 0, YEAR(2028));
        CHECK_STATUS(judge(&tls, paths[i].sent, paths[i].roots), ZIMPORT_OK, paths[i].label);
        CHECK(tls.chain_end == paths[i].end, paths[i].label);
    }
}

static void test_ends(void **state) {
    static const char *const sent[AT_MOST] = {leaf, middle};
    static const char *const roots[AT_MOST] = {root_a};
    const int64_t from = INT64_C(1735689600); /* 2025-01-01T00:00:00Z */
    const int64_t to = LEAF_END;
    const struct {
        int64_t time;
        zimport_status status;
    } times[] = {
        {from - 1, ZIMPORT_TLS_NOT_YET_VALID},
        {from, ZIMPORT_OK},
        {to, ZIMPORT_OK},
        {to + 1, ZIMPORT_TLS_EXPIRED},
        {0, ZIMPORT_TLS_NOT_YET_VALID},
        {INT64_MAX, ZIMPORT_TLS_EXPIRED},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(times); i++) {
        zimport_tls tls;
        begin(&tls, 0, times[i].time);
        assert_int_equal(judge(&tls, sent, roots), times[i].status);
    }
}

/* Whatever is sent, and whoever is trusted. */
static void test_clock(void **state) {
    static const char *const sent[AT_MOST] = {leaf, middle};
    static const char *const good[AT_MOST] = {root_a};
    static const char *const bad[AT_MOST] = {root_b};
    static const struct {
        const char *label;
        int64_t time;
        int64_t floor;
        zimport_status without; /* the floor being used */
        zimport_status with;
    } cases[] = {
        {"unknown", ZIMPORT_TIME_UNKNOWN, YEAR(2030), ZIMPORT_TLS_CLOCK, ZIMPORT_OK},
        {"unknown, floor unknown", ZIMPORT_TIME_UNKNOWN, 0, ZIMPORT_TLS_CLOCK, ZIMPORT_TLS_NOT_YET_VALID},
        {"1970", 0, YEAR(2030), ZIMPORT_TLS_CLOCK, ZIMPORT_OK},
        {"before the floor", YEAR(2030) - 1, YEAR(2030), ZIMPORT_TLS_CLOCK, ZIMPORT_OK},
        {"at the floor", YEAR(2030), YEAR(2030), ZIMPORT_OK, ZIMPORT_OK},
        {"behind the floor", YEAR(2031), YEAR(2030), ZIMPORT_OK, ZIMPORT_OK},
        {"too early, but so is the floor", YEAR(2020), YEAR(2019), ZIMPORT_TLS_NOT_YET_VALID,
         ZIMPORT_TLS_NOT_YET_VALID},
        {"a floor behind the end", YEAR(2030), YEAR(2036), ZIMPORT_TLS_CLOCK, ZIMPORT_TLS_EXPIRED},
        {"before 1970", -1000, YEAR(2030), ZIMPORT_TLS_CLOCK, ZIMPORT_OK},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        zimport_tls tls;
        begin(&tls, cases[i].floor, cases[i].time);
        CHECK_STATUS(judge(&tls, sent, good), cases[i].without, cases[i].label);
        if (cases[i].without == ZIMPORT_TLS_CLOCK) {
            CHECK_STATUS(judge(&tls, sent, bad), ZIMPORT_TLS_CLOCK, cases[i].label);
            CHECK_EQUAL(zimport_clock_time(&tls), ZIMPORT_TIME_UNKNOWN, cases[i].label);
        }
        tls.use_floor = true;
        CHECK_STATUS(judge(&tls, sent, good), cases[i].with, cases[i].label);
        CHECK_EQUAL(zimport_clock_time(&tls), cases[i].time >= cases[i].floor ? cases[i].time : cases[i].floor,
                    cases[i].label);
    }
}

static void test_default_floor(void **state) {
    zimport_tls tls;

    (void)state;
    zimport_tls_init(&tls, NULL, &platform, NULL, ZIMPORT_TLS_1_2);
    assert_int_equal(tls.floor, zimport_tls_built());
    assert_false(tls.use_floor);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_earliest_end),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_default_floor),
    };
    return cmocka_run_group_tests_name("verify, time", tests, NULL, NULL);
}
