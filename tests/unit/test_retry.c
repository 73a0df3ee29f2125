/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of the pure function. */
#include "check.h"

#include "client/retry.h"

#define LONGEST (ZIMPORT_RETRY_AFTER_MAX * UINT32_C(1000))

/* The slow way. */
static uint64_t bound_of(uint32_t tries) {
    uint64_t bound = ZIMPORT_BACKOFF_BASE_MS;
    for (uint32_t i = 1; i < tries && bound < ZIMPORT_BACKOFF_CAP_MS; i++) {
        bound *= 2;
    }
    return bound < ZIMPORT_BACKOFF_CAP_MS ? bound : ZIMPORT_BACKOFF_CAP_MS;
}

static void which_statuses(void **state) {
    (void)state;
    for (int i = 0; i < ZIMPORT_STATUS_COUNT + 2; i++) {
        uint32_t delay = 0;
        unsigned number = (unsigned)i;
        zimport_status status;
        memcpy(&status, &number, sizeof status);
        bool may_pass = i < ZIMPORT_STATUS_COUNT && zimport_status_advice(status) == ZIMPORT_DO_RETRY;
        CHECK_EQUAL(zimport_retry(status, 1, 4, 12345, 0, &delay), may_pass, zimport_status_text(status));
        CHECK(!zimport_retry(status, 1, 0, 12345, 0, &delay), zimport_status_text(status));
    }
}

static void how_often(void **state) {
    (void)state;
    for (uint32_t retries = 0; retries < 20; retries++) {
        for (uint32_t tries = 1; tries < 25; tries++) {
            uint32_t delay = 0;
            assert_int_equal(zimport_retry(ZIMPORT_BUSY, tries, retries, 7, 0, &delay), tries <= retries);
        }
    }
    uint32_t delay = 0;
    assert_false(zimport_retry(ZIMPORT_LOST, UINT32_MAX, UINT16_MAX, 7, 0, &delay));
    assert_true(zimport_retry(ZIMPORT_LOST, UINT32_MAX, UINT32_MAX, 7, 0, &delay));
    assert_true(delay <= ZIMPORT_BACKOFF_CAP_MS);
}

static void within_bounds(void **state) {
    (void)state;
    static const uint32_t numbers[] = {0, 1, 499, 500, 501, 65535, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
    static const uint32_t tries[] = {1, 2, 3, 4, 5, 6, 7, 8, 16, 31, 32, 33, 63, 64, 65, 1000, 65536, 0x80000001};
    static const uint32_t after[] = {0, 1, 499, 500, 999, 1000, 29999, 30000, 30001, LONGEST - 1, LONGEST};
    for (size_t t = 0; t < COUNT(tries); t++) {
        for (size_t n = 0; n < COUNT(numbers); n++) {
            for (size_t a = 0; a < COUNT(after); a++) {
                uint32_t delay = 0xdeadbeef;
                assert_true(zimport_retry(ZIMPORT_BUSY, tries[t], UINT32_MAX, numbers[n], after[a], &delay));
                assert_true(delay >= after[a]);
                assert_true(delay <= after[a] + bound_of(tries[t]));
            }
        }
    }
}

/* The whole range is used, evenly. */
static void full_jitter(void **state) {
    (void)state;
    uint32_t seed = 1807;
    for (uint32_t tries = 1; tries < 10; tries++) {
        uint64_t sum = 0;
        uint32_t low = UINT32_MAX;
        uint32_t high = 0;
        uint32_t eighths[8] = {0};
        uint64_t bound = bound_of(tries);
        for (int round = 0; round < 16000; round++) {
            uint32_t delay = 0;
            assert_true(zimport_retry(ZIMPORT_BUSY, tries, UINT32_MAX, scramble(&seed), 0, &delay));
            sum += delay;
            low = delay < low ? delay : low;
            high = delay > high ? delay : high;
            eighths[delay * UINT64_C(8) / (bound + 1)]++;
        }
        /* Both ends of it, too. */
        uint32_t ends[] = {0, (uint32_t)bound, (uint32_t)bound + 1};
        for (size_t i = 0; i < COUNT(ends); i++) {
            uint32_t delay = 1;
            assert_true(zimport_retry(ZIMPORT_BUSY, tries, UINT32_MAX, ends[i], 0, &delay));
            assert_int_equal(delay, ends[i] <= bound ? ends[i] : 0);
        }
        assert_true(low <= bound / 50);
        assert_true(high >= bound - bound / 50);
        assert_true(sum / 16000 > bound * 48 / 100 && sum / 16000 < bound * 52 / 100);
        for (size_t i = 0; i < COUNT(eighths); i++) {
            assert_true(eighths[i] > 1700 && eighths[i] < 2300);
        }
    }
}

static void what_the_server_asks_for(void **state) {
    (void)state;
    uint32_t delay = 0;
    assert_true(zimport_retry(ZIMPORT_BUSY, 1, 4, 0, LONGEST, &delay));
    assert_true(delay >= LONGEST);
    static const uint32_t too_long[] = {LONGEST + 1, LONGEST + 1000, UINT32_MAX - 1, UINT32_MAX};
    for (size_t i = 0; i < COUNT(too_long); i++) {
        assert_false(zimport_retry(ZIMPORT_BUSY, 1, 4, 0, too_long[i], &delay));
    }
    assert_false(zimport_retry(ZIMPORT_REFUSED, 1, 4, 0, 5000, &delay));
    assert_false(zimport_retry(ZIMPORT_BUSY, 5, 4, 0, 5000, &delay));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_statuses),
        cmocka_unit_test(how_often),
        cmocka_unit_test(within_bounds),
        cmocka_unit_test(full_jitter),
        cmocka_unit_test(what_the_server_asks_for),
    };
    return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
