/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "cli/run/heap.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "zimport/mbedtls.h"

/* Requested from the system at a time; the overhead per piece. */
#define REGION ((size_t)1 << 16)
#define BESIDE (4 * sizeof(void *))

static zimport_arena arena;

static int grow(size_t size) {
    size_t region = (size + BESIDE + REGION - 1) & ~(REGION - 1);
    void *memory = mmap(NULL, region, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED) {
        return 0;
    }
    zimport_arena_add(&arena, memory, region);
    return 1;
}

void *heap_allocate(size_t size) {
    if (size > PTRDIFF_MAX - REGION - BESIDE) {
        return NULL;
    }
    void *memory = zimport_arena_allocate(&arena, size);
    return !memory && grow(size) ? zimport_arena_allocate(&arena, size) : memory;
}

void *heap_clear(size_t count, size_t size) {
    void *memory = size > 0 && count > PTRDIFF_MAX / size ? NULL : heap_allocate(count * size);

    return memory ? memset(memory, 0, count * size) : NULL;
}

void *heap_resize(void *memory, size_t size) {
    size_t old = memory ? zimport_arena_room(memory) : 0;

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
        zimport_arena_release(&arena, memory);
    }
}

/* Replaces the C library's, which is then not linked. Sanitizers bring their own. */
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

/* musl would search the kernel's shared object for its clock, with 0.8 KB of code; system calls will do. */
void *__vdsosym(const char *version, const char *name); /* NOLINT(*-reserved-identifier,cert-dcl*) */

void *__vdsosym(const char *version, const char *name) { /* NOLINT(*-reserved-identifier,cert-dcl*) */
    (void)version;
    (void)name;
    return NULL;
}
#endif
