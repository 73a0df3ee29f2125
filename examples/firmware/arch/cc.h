/* SPDX-License-Identifier: Apache-2.0 */
/* What lwIP wants to know of compiler and board: lwIP's own arch.h has the rest. */
#ifndef ARCH_CC_H
#define ARCH_CC_H
#include "board.h"

/* Transaction numbers and ports that nobody can predict, against forged answers. */
static inline uint32_t cc_random(void) {
    uint32_t number = 0;

    (void)board_random(&number, sizeof number);
    return number;
}
#define LWIP_RAND() cc_random()

#define LWIP_NO_STDIO_H 1
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_UNISTD_H 1
#define LWIP_NO_LIMITS_H 0
#define LWIP_PLATFORM_DIAG(message)
#define LWIP_PLATFORM_ASSERT(message)

#endif
