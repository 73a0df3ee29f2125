/* SPDX-License-Identifier: Apache-2.0 */
/* First fit over a free list sorted by address, with neighbours merged. TLS does not fragment it: a few dozen blocks,
 * mostly given back in reverse order. */
#include "internal.h"

#include <string.h>

/* Its size keeps the block aligned for any object. */
typedef struct block {
    size_t size;        /* without the header; a multiple of the header's size */
    uintptr_t seal;     /* derived from size and address while in use, else 0 */
    struct block *next; /* only while it is free; else the block's memory begins here */
} block;

#define HEADER offsetof(block, next)

/* mbedTLS's hooks take no context. */
static zimport_arena *arena_of_tls;

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

static void insert(zimport_arena *arena, block *b) {
    block *before = NULL;
    block *next = arena->first;

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
        arena->first = b;
    }
}

void zimport_arena_add(zimport_arena *arena, void *memory, size_t size) {
    size_t skip = (0 - (uintptr_t)memory) & (HEADER - 1);

    if (size < skip + 2 * HEADER) {
        return;
    }
    block *b = (block *)(void *)((char *)memory + skip);
    b->size = ((size - skip) & ~(HEADER - 1)) - HEADER;
    insert(arena, b);
}

/* First fit, cut to size; NULL if there is none. */
static block *take(zimport_arena *arena, size_t size) {
    block *before = NULL;
    block *b = arena->first;

    while (b && b->size < size) {
        before = b;
        b = b->next;
    }
    if (!b) {
        return NULL;
    }
    if (before) {
        before->next = b->next;
    } else {
        arena->first = b->next;
    }
    if (b->size - size >= 2 * HEADER) {
        size_t rest = b->size - size - HEADER;
        b->size = size;
        behind(b)->size = rest;
        insert(arena, behind(b));
    }
    b->seal = seal_of(b);
    return b;
}

void *zimport_arena_allocate(zimport_arena *arena, size_t size) {
    if (size > PTRDIFF_MAX - HEADER) {
        return NULL;
    }
    size = size < HEADER ? HEADER : (size + HEADER - 1) & ~(HEADER - 1);
    block *b = take(arena, size);
    if (!b) {
        return NULL;
    }
    arena->used += HEADER + b->size;
    if (arena->used > arena->peak) {
        arena->peak = arena->used;
    }
    return &b->next;
}

static block *block_of(const void *piece) {
    block *b = (block *)((uintptr_t)piece - HEADER);

    if (b->seal != seal_of(b)) {
        __builtin_trap();
    }
    return b;
}

size_t zimport_arena_room(const void *piece) {
    return block_of(piece)->size;
}

void zimport_arena_release(zimport_arena *arena, void *piece) {
    block *b = block_of(piece);

    arena->used -= HEADER + b->size;
    insert(arena, b);
}

static void *allocate(size_t count, size_t size) {
    void *memory = size > 0 && count > PTRDIFF_MAX / size ? NULL : zimport_arena_allocate(arena_of_tls, count * size);

    return memory ? memset(memory, 0, count * size) : NULL;
}

static void release(void *memory) {
    zimport_arena_release(arena_of_tls, memory);
}

void zimport_tls_set_arena(zimport_arena *arena) {
    arena_of_tls = arena;
    zimport_tls_set_allocator(allocate, release);
}
