/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The static program's own heap: half a kilobyte of code instead of the C library's six. For one thread. Released
 * blocks are reused but not returned to the system. An overwritten block, or one released twice, ends the program.
 */
#ifndef ZIMPORT_CLI_RUN_HEAP_H
#define ZIMPORT_CLI_RUN_HEAP_H

#include <stddef.h>

/* As malloc; 0 bytes give a block, too. NULL: out of memory. */
void *heap_allocate(size_t size);

/* As calloc. */
void *heap_clear(size_t count, size_t size);

/* As realloc. */
void *heap_resize(void *memory, size_t size);

/* As free. */
void heap_release(void *memory);

#endif
