/* SPDX-License-Identifier: Apache-2.0 */
#include "client/interval.h"

#define LONGEST 60000
#define SHORTEST 2000
#define NEAR_THE_END 9000
#define STEPS 6 /* half an interval each: four intervals in all */

static uint32_t stretched(uint32_t interval, uint32_t still) {
    uint32_t steps = still - INTERVAL_STILL + 1;

    steps = steps < STEPS ? steps : STEPS;
    if (interval >= LONGEST) {
        return interval;
    }
    interval += interval / 2 * steps;
    return interval < LONGEST ? interval : LONGEST;
}

static uint32_t shortened(uint32_t interval) {
    if (interval > 2 * SHORTEST) {
        return interval / 2;
    }
    return interval < SHORTEST ? interval : SHORTEST;
}

uint32_t zimport_interval_next(uint32_t interval, uint32_t still, int32_t percent, uint32_t random) {
    uint32_t base = still >= INTERVAL_STILL   ? stretched(interval, still)
                    : percent >= NEAR_THE_END ? shortened(interval)
                                              : interval;

    return base - base / 8 + random % (base / 4 + 1);
}
