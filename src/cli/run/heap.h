/* SPDX-License-Identifier: Apache-2.0 */
/* The static program's own heap: half a kilobyte of code instead of the C library's six. Not for threads. Blocks are
 * reused, but never returned to the system. An overwritten block, or one released twice, ends the program. */
#ifndef ZIMPORT_CLI_RUN_HEAP_H
#define ZIMPORT_CLI_RUN_HEAP_H

#include <stddef.h>

/* As malloc, but 0 bytes give a block too. */
void *heap_allocate(size_t size);

void *heap_clear(size_t count, size_t size);

void *heap_resize(void *memory, size_t size);

void heap_release(void *memory);

#endif
