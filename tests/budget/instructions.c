/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Beside the firmware's own files, with a main loop that calls counted_step instead of zimport_follow_step: prints how
 * many instructions the library took from the first call to the last. In the emulator, where an instruction takes a
 * nanosecond (-icount shift=0), so that the tick's clock of 25 MHz counts 40 of them. Waiting for the network is not
 * counted: the main loop does that.
 */
#include "board.h"
#include "lwip/sys.h"
#include "zimport/zimport.h"

enum { OF_TICK = 25000, INSTRUCTIONS = 40 };

#define TICK_CURRENT (*(volatile uint32_t *)0xE000E018U)

zimport_step counted_step(zimport_follow *follow, uint64_t now, uint64_t *until);

static uint32_t cycles(void) {
    uint32_t ticks;
    uint32_t left;

    do {
        ticks = sys_now();
        left = TICK_CURRENT;
    } while (ticks != sys_now());
    return ticks * OF_TICK + OF_TICK - 1 - left;
}

zimport_step counted_step(zimport_follow *follow, uint64_t now, uint64_t *until) {
    static uint64_t taken;
    uint32_t begin = cycles();
    zimport_step step = zimport_follow_step(follow, now, until);

    taken += cycles() - begin;
    if (step == ZIMPORT_STEP_DONE) {
        board_print("instructions ");
        board_print_number(taken * INSTRUCTIONS);
        board_print("\n");
    }
    return step;
}
