/* SPDX-License-Identifier: Apache-2.0 */
/* The vector table of an ARMv7-M (ARMv7-M Architecture Reference Manual, B1.5.2), up to the network interface. */
#include <stdint.h>

#define NETWORK 13 /* the interrupt of the network interface */

void handler_stack_top(void); /* an address of linker.ld, which stands in a table of functions */
void start_reset(void);
void start_fault(void);
void board_tick(void);
void ethernet_interrupt(void);

__attribute__((section(".vectors"), used)) static void (*const vectors[16 + NETWORK + 1])(void) = {
    handler_stack_top,
    start_reset,
    start_fault,       /* NMI */
    start_fault,       /* hard fault, to which the next three lead as long as they are not enabled */
    start_fault,       /* memory management */
    start_fault,       /* bus */
    start_fault,       /* usage */
    [15] = board_tick, /* SysTick */
    [16 + NETWORK] = ethernet_interrupt,
};
