/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From reset to main, and the fault handler. The program runs on the process stack at the bottom of the RAM, so that an
 * overflow leaves the RAM and faults. Handlers have their own stack, so that they can still report this.
 */
#include <string.h>

#include "board.h"
#include "report.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define MPU_CONTROL REGISTER(0xE000ED94U)
#define MPU_NUMBER REGISTER(0xE000ED98U)
#define MPU_BASE REGISTER(0xE000ED9CU)
#define MPU_ATTRIBUTES REGISTER(0xE000EDA0U)
#define MPU_ON 5U /* with the default map for all that no region covers */
#define FAULT_STATUS REGISTER(0xE000ED28U)
#define FAULT_ADDRESS_MEMORY REGISTER(0xE000ED34U)
#define FAULT_ADDRESS_BUS REGISTER(0xE000ED38U)

/* Region sizes as powers of two less one; permissions; no execution. */
#define SIZE(log2) (((log2)-1U) << 1 | 1U)
#define FIRST_EIGHTHS(count) ((0xFFU << (count)&0xFFU) << 8)
#define NO_ACCESS (0U << 24)
#define READ_ONLY (6U << 24)
#define READ_WRITE (3U << 24)
#define NEVER_EXECUTE (1U << 28)

#define PAINT 0xA5A5A5A5U

extern uint32_t stack_bottom[], stack_top[], handler_stack_top[]; /* linker.ld */
extern uint32_t data_start[], data_end[], bss_start[], bss_end[];
extern const uint32_t data_image[];
extern const char settings_end[]; /* of the flash, a multiple of 32 KiB */

int main(void);
void board_tick(void);
void start_reset(void);
void start_fault(void);
void start_report(const uint32_t *frame);

static void protect(uint32_t number, uint32_t base, uint32_t attributes) {
    MPU_NUMBER = number;
    MPU_BASE = base;
    MPU_ATTRIBUTES = attributes;
}

/*
 * The emulated board has more memory than the part that this firmware is made for: what is beyond its flash and
 * 64 KiB of RAM is closed. And address 0 is memory: a NULL pointer would read the vectors, or write over them. Where
 * regions overlap, the one with the highest number counts.
 */
static void protect_memory(void) {
    protect(0, 0x00000000U, SIZE(30) | NO_ACCESS | NEVER_EXECUTE);
    protect(1, 0x00000000U, SIZE(18) | FIRST_EIGHTHS((uintptr_t)settings_end >> 15) | READ_ONLY);
    protect(2, 0x00000000U, SIZE(8) | NO_ACCESS | NEVER_EXECUTE);
    protect(3, 0x20000000U, SIZE(16) | READ_WRITE | NEVER_EXECUTE);
    MPU_CONTROL = MPU_ON;
    __asm__ volatile("dsb\n isb");
}

/* In two steps: this one must not use a stack frame, since it changes the stack. */
__attribute__((naked)) void start_reset(void) {
    __asm__ volatile("msr psp, %0\n"
                     "movs r0, #2\n"
                     "msr control, r0\n"
                     "isb\n"
                     "b start_program\n"
                     :
                     : "r"(stack_top));
}

__attribute__((noreturn, used)) static void start_program(void) __asm__("start_program");
static void start_program(void) {
    for (volatile uint32_t *word = stack_bottom; word < (uint32_t *)__builtin_frame_address(0) - 16; word++) {
        *word = PAINT;
    }
    memcpy(data_start, data_image, (size_t)((char *)data_end - (char *)data_start));
    memset(bss_start, 0, (size_t)((char *)bss_end - (char *)bss_start));
    protect_memory();
    board_start();
    board_exit(main());
}

size_t board_stack_size(void) {
    return (size_t)((char *)stack_top - (char *)stack_bottom);
}

size_t board_stack_peak(void) {
    const uint32_t *word = stack_bottom;

    while (word < stack_top && *word == PAINT) {
        word++;
    }
    return (size_t)((char *)stack_top - (const char *)word);
}

/* The process stack has the program's address, unless the stack itself failed. */
__attribute__((naked)) void start_fault(void) {
    __asm__ volatile("mrs r0, psp\n"
                     "b start_report\n");
}

__attribute__((used)) void start_report(const uint32_t *frame) {
    board_print("fault: status ");
    board_print_hex(FAULT_STATUS);
    board_print(", memory ");
    board_print_hex(FAULT_ADDRESS_MEMORY);
    board_print(", bus ");
    board_print_hex(FAULT_ADDRESS_BUS);
    if (frame >= stack_bottom && frame + 8 <= stack_top) {
        board_print(", at ");
        board_print_hex(frame[6]);
        board_print(", called from ");
        board_print_hex(frame[5]);
    } else {
        board_print(", the stack is full");
    }
    board_print("\n");
    board_exit(EXIT_INTERNAL);
}
