/* SPDX-License-Identifier: Apache-2.0 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

/* 2020-01-01. Boards start in 1970, or at the build date of their firmware. */
#define EARLIEST INT64_C(1577836800)

static uint64_t posix_now(const zimport_platform *self) {
    struct timespec time = {0, 0};

    (void)self;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000U + (uint64_t)time.tv_nsec / 1000000U;
}

static int64_t posix_wall_clock(const zimport_platform *self) {
    struct timespec time;

    (void)self;
    if (clock_gettime(CLOCK_REALTIME, &time) != 0 || time.tv_sec < EARLIEST) {
        return ZIMPORT_TIME_UNKNOWN;
    }
    return (int64_t)time.tv_sec;
}

static zimport_status posix_random(const zimport_platform *self, void *memory, size_t size) {
    unsigned char *next = memory;

    (void)self;
    while (size > 0) {
        ssize_t got = getrandom(next, size, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return ZIMPORT_NO_RANDOM;
        }
        next += got;
        size -= (size_t)got;
    }
    return ZIMPORT_OK;
}

static void posix_sleep(const zimport_platform *self, uint64_t until) {
    zimport_posix_poll((const zimport_posix_platform *)(const void *)self, NULL, 0, 0, until);
}

static int timeout_until(uint64_t until, uint64_t now) {
    if (until == ZIMPORT_NEVER) {
        return -1;
    }
    if (until <= now) {
        return 0;
    }
    return until - now > INT_MAX ? INT_MAX : (int)(until - now);
}

void zimport_posix_poll(const zimport_posix_platform *platform, const int *fds, size_t count, short events,
                        uint64_t until) {
    struct pollfd polls[1 + ZIMPORT_POSIX_ADDRESSES] = {{platform->wake_fd, POLLIN, 0}};

    for (size_t i = 0; i < count; i++) {
        polls[1 + i].fd = fds[i];
        polls[1 + i].events = events;
    }
    /* poll ignores descriptors below 0. Whatever it returns, the caller looks again. */
    (void)poll(polls, (nfds_t)(1 + count), timeout_until(until, platform->base.now(&platform->base)));
}

static int beyond_standard(int fd) {
    int higher;

    if (fd < 0 || fd > STDERR_FILENO) {
        return fd;
    }
    higher = fcntl(fd, F_DUPFD, STDERR_FILENO + 1);
    (void)close(fd);
    return higher;
}

int zimport_posix_socket(int family, int type) {
    int fd = beyond_standard(socket(family, type, 0));
    int flags = fd >= 0 ? fcntl(fd, F_GETFL) : -1;

    if (flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) >= 0) {
        return fd;
    }
    if (fd >= 0) {
        (void)close(fd); /* leaves errno alone */
    }
    return -1;
}

void zimport_posix_platform_init(zimport_posix_platform *platform, int wake_fd) {
    platform->base.now = posix_now;
    platform->base.wall_clock = posix_wall_clock;
    platform->base.random = posix_random;
    platform->base.sleep = posix_sleep;
    platform->wake_fd = wake_fd;
}
