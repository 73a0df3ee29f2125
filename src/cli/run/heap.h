/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The static program's own heap: half a kilobyte of code where the C library's has six. One thread; what is released is
 * used again, and nothing goes back to the system before the end. Blocks that were written over, or are released twice,
 * end the program.
 */
#ifndef ZIMPORT_CLI_RUN_HEAP_H
#define ZIMPORT_CLI_RUN_HEAP_H

#include <stddef.h>

/* Memory for any object, not cleared; NULL when there is none. Of 0 bytes: some memory all the same. */
void *heap_allocate(size_t size);

/* The same, cleared, for `count` of them. */
void *heap_clear(size_t count, size_t size);

/* The same contents in a block of another size; the old one is released, unless the result is NULL. */
void *heap_resize(void *memory, size_t size);

/* Gives a block back; NULL is none. */
void heap_release(void *memory);

#endif
