/* SPDX-License-Identifier: Apache-2.0 */
/* What lwIP needs to know about compiler and board; its own arch.h has the rest. */
#ifndef ARCH_CC_H
#define ARCH_CC_H
#include <stdint.h>

/* For transaction numbers and ports that nobody can predict, against forged answers (board.c). */
uint32_t board_random_number(void);
#define LWIP_RAND() board_random_number()

#define LWIP_NO_STDIO_H 1
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_UNISTD_H 1
#define LWIP_NO_LIMITS_H 0
#define LWIP_PLATFORM_DIAG(message)
#define LWIP_PLATFORM_ASSERT(message)

#endif
