/* SPDX-License-Identifier: Apache-2.0 */
/* What this firmware needs of a board: here ARM's MPS2 with the images AN385 (Cortex-M3) or AN386 (Cortex-M4), as QEMU
 * emulates it. Another board has another board.c, start.c and network interface; the rest stays. */
#ifndef BOARD_H
#define BOARD_H
#include <stdint.h>

#include "zimport/port.h"

/* The serial port and the tick of 1 kHz, on which time and the network depend. */
void board_start(void);
/* Sleeps until the next interrupt: the tick, or a frame. */
void board_idle(void);

/* Writes to the serial port. */
void board_print(const char *text);
void board_print_view(zimport_view text);
void board_print_number(uint64_t number);
void board_print_hex(uint32_t number);

/* Seconds since 1970. */
int64_t board_wall_clock(void);
zimport_status board_random(void *memory, size_t size);

/* Ends the program, and here the emulator, with this exit status. A product would restart. */
__attribute__((noreturn)) void board_exit(int status);

/* Peak use of the stack, and its size, in bytes (start.c). */
size_t board_stack_peak(void);
size_t board_stack_size(void);

#endif
