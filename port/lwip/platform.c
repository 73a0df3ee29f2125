/* SPDX-License-Identifier: Apache-2.0 */
#include <lwip/sys.h>

#include "zimport/lwip.h"

static const zimport_lwip_platform *platform_of(const zimport_platform *self) {
    return (const zimport_lwip_platform *)(const void *)self;
}

/* The low half is always the last sys_now. A tick that goes back a little is not a wrap after 49 days. */
static uint64_t lwip_now(const zimport_platform *self) {
    uint64_t *clock = platform_of(self)->clock;
    uint32_t passed = (uint32_t)sys_now() - (uint32_t)*clock;

    if (passed <= INT32_MAX) {
        *clock += passed;
    }
    return *clock;
}

static int64_t lwip_wall_clock(const zimport_platform *self) {
    const zimport_lwip_board *board = platform_of(self)->board;

    return board->wall_clock != NULL ? board->wall_clock() : ZIMPORT_TIME_UNKNOWN;
}

static zimport_status lwip_random(const zimport_platform *self, void *memory, size_t size) {
    const zimport_lwip_board *board = platform_of(self)->board;

    return board->random != NULL ? board->random(memory, size) : ZIMPORT_NO_RANDOM;
}

static void lwip_sleep(const zimport_platform *self, uint64_t until) {
    while (lwip_now(self) < until) {
        platform_of(self)->board->poll();
    }
}

void zimport_lwip_platform_init(zimport_lwip_platform *platform, const zimport_lwip_board *board) {
    platform->base.now = lwip_now;
    platform->base.wall_clock = lwip_wall_clock;
    platform->base.random = lwip_random;
    platform->base.sleep = board->poll != NULL ? lwip_sleep : NULL;
    platform->board = board;
    platform->time = sys_now();
    platform->clock = &platform->time;
}
