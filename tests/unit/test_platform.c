/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, random bytes and waiting, with the system's calls replaced. */
#include <limits.h>
#include <poll.h>
#include <sys/random.h>
#include <time.h>

#include "tcp_run.h"

static struct timespec told; /* by both clocks */
static int clock_result;

int clock_gettime(clockid_t clock_id, struct timespec *tp) {
    assert_true(clock_id == CLOCK_REALTIME || clock_id == CLOCK_MONOTONIC);
    if (clock_result == 0) {
        *tp = told;
    }
    return clock_result;
}

static void wall_clock(void **state) {
    (void)state;
    static const struct {
        int result;
        time_t seconds;
        int64_t time;
    } table[] = {
        {0, 1577836800, 1577836800}, /* 2020 */
        {0, 1577836799, ZIMPORT_TIME_UNKNOWN},
        {0, 0, ZIMPORT_TIME_UNKNOWN},
        {0, 1893456000, 1893456000},
        {-1, 1893456000, ZIMPORT_TIME_UNKNOWN},
        /* Beyond 2038, also on 32 bits: time_t has 64. */
        {0, INT64_C(2147483648), INT64_C(2147483648)},
        {0, INT64_C(4102444800), INT64_C(4102444800)},
    };
    zimport_posix_platform platform;
    zimport_posix_platform_init(&platform, -1);
    for (size_t i = 0; i < COUNT(table); i++) {
        told = (struct timespec){table[i].seconds, 999999999};
        clock_result = table[i].result;
        assert_int_equal(platform.base.wall_clock(&platform.base), table[i].time);
    }
    clock_result = 0;
}

static void milliseconds(void **state) {
    (void)state;
    zimport_posix_platform platform;
    zimport_posix_platform_init(&platform, -1);
    told = (struct timespec){7, 1999999};
    assert_int_equal(platform.base.now(&platform.base), 7001);
    told = (struct timespec){7, 999999999};
    assert_int_equal(platform.base.now(&platform.base), 7999);
}

static const char *gives; /* what a call gives, a letter each: a digit is a number of bytes */

ssize_t getrandom(void *buffer, size_t length, unsigned flags) {
    char next = *gives++;
    assert_int_equal(flags, 0);
    if (next == 'i' || next == 'n') {
        errno = next == 'i' ? EINTR : ENOSYS;
        return -1;
    }
    size_t size = (size_t)(next - '0');
    assert_true(size <= length);
    memset(buffer, next, size);
    return (ssize_t)size;
}

static void random_bytes(void **state) {
    (void)state;
    static const struct {
        const char *gives;
        zimport_status status;
        const char *bytes; /* of five */
    } table[] = {
        {"5", ZIMPORT_OK, "55555"},         {"23", ZIMPORT_OK, "22333"},       {"11111", ZIMPORT_OK, "11111"},
        {"i5", ZIMPORT_OK, "55555"},        {"2ii3", ZIMPORT_OK, "22333"},     {"n", ZIMPORT_NO_RANDOM, "....."},
        {"4n", ZIMPORT_NO_RANDOM, "4444."}, {"0", ZIMPORT_NO_RANDOM, "....."}, {"30", ZIMPORT_NO_RANDOM, "333.."},
        {"in", ZIMPORT_NO_RANDOM, "....."},
    };
    zimport_posix_platform platform;
    zimport_posix_platform_init(&platform, -1);
    for (size_t i = 0; i < COUNT(table); i++) {
        char memory[] = ".....";
        gives = table[i].gives;
        CHECK_STATUS(platform.base.random(&platform.base, memory, 5), table[i].status, table[i].gives);
        CHECK_VIEW(zimport_view_of(memory), zimport_view_of(table[i].bytes), table[i].gives);
        CHECK_EQUAL(*gives, '\0', table[i].gives);
    }
}

static struct pollfd polled[1 + ZIMPORT_POSIX_ADDRESSES];
static nfds_t polled_count;
static int polled_for;

int poll(struct pollfd *fds, nfds_t nfds, int timeout) {
    assert_true(nfds <= COUNT(polled));
    memcpy(polled, fds, nfds * sizeof *fds);
    polled_count = nfds;
    polled_for = timeout;
    return 0;
}

static void sleeping(void **state) {
    (void)state;
    static const struct {
        uint64_t until;
        int timeout;
    } table[] = {
        {ZIMPORT_NEVER, -1},
        {0, 0},
        {4999, 0},
        {5000, 0},
        {5001, 1},
        {5000 + (uint64_t)INT_MAX, INT_MAX},
        {5001 + (uint64_t)INT_MAX, INT_MAX},
        {ZIMPORT_NEVER - 1, INT_MAX},
    };
    zimport_posix_platform platform;
    zimport_posix_platform_init(&platform, 77);
    told = (struct timespec){5, 0};
    for (size_t i = 0; i < COUNT(table); i++) {
        platform.base.sleep(&platform.base, table[i].until);
        assert_int_equal(polled_for, table[i].timeout);
        assert_int_equal(polled_count, 1);
        assert_int_equal(polled[0].fd, 77);
        assert_int_equal(polled[0].events, POLLIN);
    }
}

static void waiting(void **state) {
    (void)state;
    static const struct {
        zimport_status want;
        short events;
    } table[] = {{ZIMPORT_WANT_READ, POLLIN}, {ZIMPORT_WANT_WRITE, POLLOUT}};
    zimport_posix_platform platform;
    zimport_tcp tcp;
    zimport_posix_platform_init(&platform, 77);
    zimport_tcp_init(&tcp, &platform);
    tcp.fds[1] = 78;
    tcp.fd_count = 2;
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp.base.api->wait(&tcp.base, table[i].want, 5100);
        assert_int_equal(polled_for, 100);
        assert_int_equal(polled_count, 3);
        assert_true(polled[0].fd == 77 && polled[1].fd == -1 && polled[2].fd == 78);
        assert_int_equal(polled[0].events, POLLIN);
        assert_int_equal(polled[2].events, table[i].events);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(wall_clock), cmocka_unit_test(milliseconds), cmocka_unit_test(random_bytes),
        cmocka_unit_test(sleeping),   cmocka_unit_test(waiting),
    };
    return cmocka_run_group_tests_name("posix, platform", tests, NULL, NULL);
}
