/* SPDX-License-Identifier: Apache-2.0 */
/* Stubs for time and randomness. Write these four first. */
#include "zimport/port.h"

static uint64_t null_now(const zimport_platform *self) {
    (void)self;
    return 0;
}

static int64_t null_wall_clock(const zimport_platform *self) {
    (void)self;
    return ZIMPORT_TIME_UNKNOWN;
}

static zimport_status null_random(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    (void)memory;
    (void)size;
    return ZIMPORT_NOT_PORTED;
}

static void null_sleep(const zimport_platform *self, uint64_t until) {
    (void)self;
    (void)until;
}

const zimport_platform zimport_null_platform = {null_now, null_wall_clock, null_random, null_sleep};
