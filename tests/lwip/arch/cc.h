/* SPDX-License-Identifier: Apache-2.0 */
/* What lwIP wants to know of a compiler and a machine: here, of the tests. */
#ifndef LWIP_ARCH_CC_H
#define LWIP_ARCH_CC_H

#include <stdint.h>

void net_fault(const char *message);
uint32_t net_random(void);
#define LWIP_PLATFORM_ASSERT(message) net_fault(message)
#define LWIP_PLATFORM_DIAG(message) ((void)0)
#define LWIP_RAND() net_random()

#endif
