/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serial port, tick, and what comes from the emulator: wall clock, random bytes and the way out, by semihosting.
 * Without a debugger or an emulator that answers, its instruction is a fault.
 *
 * A real board must supply instead:
 * - a wall clock: a battery-backed one, or SNTP at start. Until it is right, answer ZIMPORT_TIME_UNKNOWN: certificates
 *   cannot be judged without a date, and the connection fails with ZIMPORT_TLS_CLOCK rather than trust one blindly;
 * - random bytes from a generator made for keys, checked at start as its manual says. Without them TLS is worthless.
 */
#include "board.h"

#include "lwip/sys.h"

#define CLOCK_HZ 25000000U

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define UART_DATA REGISTER(0x40004000U)
#define UART_STATE REGISTER(0x40004004U)
#define UART_CONTROL REGISTER(0x40004008U)
#define UART_DIVIDER REGISTER(0x40004010U)
#define UART_FULL 1U
#define UART_TRANSMIT 1U

#define TICK_CONTROL REGISTER(0xE000E010U)
#define TICK_RELOAD REGISTER(0xE000E014U)
#define TICK_CURRENT REGISTER(0xE000E018U)
#define TICK_ON 7U /* with the processor's clock and an interrupt */

/* Semihosting for AArch32, release 2.0: operations, and the reason of an orderly end. */
enum { SYS_OPEN = 0x01, SYS_READ = 0x06, SYS_TIME = 0x11, SYS_EXIT_EXTENDED = 0x20 };
#define APPLICATION_EXIT 0x20026U
#define OPEN_READ_BINARY 1U

static volatile uint32_t ticks;

void board_tick(void);

static int32_t semihost(uint32_t operation, const void *parameters) {
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = parameters;

    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return (int32_t)r0;
}

void board_start(void) {
    UART_DIVIDER = CLOCK_HZ / 115200U;
    UART_CONTROL = UART_TRANSMIT;
    TICK_RELOAD = CLOCK_HZ / 1000U - 1;
    TICK_CURRENT = 0;
    TICK_CONTROL = TICK_ON;
}

/* The handler of SysTick. */
void board_tick(void) {
    ticks++;
}

/* lwIP's clock, in milliseconds. */
u32_t sys_now(void) {
    return ticks;
}

void board_idle(void) {
    __asm__ volatile("wfi");
}

void board_print_view(zimport_view text) {
    for (size_t i = 0; i < text.size; i++) {
        while ((UART_STATE & UART_FULL) != 0) {
        }
        UART_DATA = (uint8_t)text.data[i];
    }
}

void board_print(const char *text) {
    board_print_view(zimport_view_of(text));
}

void board_print_number(uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    board_print_view((zimport_view){digits + at, sizeof digits - at});
}

void board_print_hex(uint32_t number) {
    for (int shift = 28; shift >= 0; shift -= 4) {
        board_print_view((zimport_view){&"0123456789abcdef"[number >> shift & 15], 1});
    }
}

int64_t board_wall_clock(void) {
    return (int64_t)(uint32_t)semihost(SYS_TIME, NULL);
}

zimport_status board_random(void *memory, size_t size) {
    static const char path[] = "/dev/urandom";
    static int32_t source = -1;

    if (source < 0) {
        source = semihost(SYS_OPEN, (const uintptr_t[]){(uintptr_t)path, OPEN_READ_BINARY, sizeof path - 1});
    }
    if (source < 0 || semihost(SYS_READ, (const uintptr_t[]){(uintptr_t)source, (uintptr_t)memory, size}) != 0) {
        return ZIMPORT_NO_RANDOM;
    }
    return ZIMPORT_OK;
}

uint32_t board_random_number(void) {
    uint32_t number = 0;

    (void)board_random(&number, sizeof number);
    return number;
}

void board_exit(int status) {
    (void)semihost(SYS_EXIT_EXTENDED, (const uintptr_t[]){APPLICATION_EXIT, (uintptr_t)status});
    for (;;) {
    }
}
