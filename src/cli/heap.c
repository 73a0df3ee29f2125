/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks stand one behind the other in regions of the system's. Those that are free are in a list by address, and
 * neighbours are joined, so that first fit does not tear it to pieces: what TLS asks for is a few dozen blocks, and
 * mostly given back in the reverse order.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "cli/heap.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

/* In front of each block, and of a size that keeps what is behind it aligned for any object. */
typedef struct block {
    size_t size;        /* behind the header, a multiple of it */
    uintptr_t seal;     /* made of the size and the place while it is in use, else 0 */
    struct block *next; /* only while it is free: the memory itself begins here */
} block;

#define HEADER offsetof(block, next)
#define REGION ((size_t)1 << 16)

static block *first;

static uintptr_t seal_of(const block *b) {
    return (uintptr_t)b ^ ~(uintptr_t)b->size;
}

static block *behind(block *b) {
    return (block *)(void *)((char *)b + HEADER + b->size);
}

static void join(block *b) {
    if (b->next && b->next == behind(b)) {
        b->size += HEADER + b->next->size;
        b->next = b->next->next;
    }
}

/* Puts a block into the list. */
static void insert(block *b) {
    block *before = NULL;
    block *next = first;

    while (next && next < b) {
        before = next;
        next = next->next;
    }
    b->seal = 0;
    b->next = next;
    join(b);
    if (before) {
        before->next = b;
        join(before);
    } else {
        first = b;
    }
}

/* Takes memory for a block of this size from the system. */
static int grow(size_t size) {
    size_t region = (size + HEADER + REGION - 1) & ~(REGION - 1);
    void *memory = mmap(NULL, region, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED) {
        return 0;
    }
    block *b = memory;
    b->size = region - HEADER;
    insert(b);
    return 1;
}

/* The first free block that is large enough, cut to size and out of the list. NULL: there is none. */
static block *take(size_t size) {
    block **link = &first;

    while (*link && (*link)->size < size) {
        link = &(*link)->next;
    }
    block *b = *link;
    if (!b) {
        return NULL;
    }
    *link = b->next;
    if (b->size - size >= 2 * HEADER) {
        size_t rest = b->size - size - HEADER;
        b->size = size;
        behind(b)->size = rest;
        insert(behind(b));
    }
    b->seal = seal_of(b);
    return b;
}

static block *block_of(void *memory) {
    block *b = (block *)(void *)((char *)memory - HEADER);

    if (b->seal != seal_of(b)) {
        __builtin_trap();
    }
    return b;
}

void *heap_allocate(size_t size) {
    if (size > PTRDIFF_MAX - REGION) {
        return NULL;
    }
    size = size < HEADER ? HEADER : (size + HEADER - 1) & ~(HEADER - 1);
    block *b = take(size);
    if (!b && grow(size)) {
        b = take(size);
    }
    return b ? &b->next : NULL;
}

void *heap_clear(size_t count, size_t size) {
    void *memory = size > 0 && count > PTRDIFF_MAX / size ? NULL : heap_allocate(count * size);

    return memory ? memset(memory, 0, count * size) : NULL;
}

void *heap_resize(void *memory, size_t size) {
    size_t old = memory ? block_of(memory)->size : 0;

    if (memory && size <= old) {
        return memory;
    }
    void *larger = heap_allocate(size);
    if (larger && memory) {
        memcpy(larger, memory, old);
        heap_release(memory);
    }
    return larger;
}

void heap_release(void *memory) {
    if (memory) {
        insert(block_of(memory));
    }
}

/* In the place of the C library's, which is then not linked; the sanitizers bring their own. */
#ifdef ZIMPORT_HEAP
#include <stdlib.h>

void *malloc(size_t size) {
    return heap_allocate(size);
}

void *calloc(size_t count, size_t size) {
    return heap_clear(count, size);
}

void *realloc(void *memory, size_t size) {
    return heap_resize(memory, size);
}

void free(void *memory) {
    heap_release(memory);
}
#endif
