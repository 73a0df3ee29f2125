/* SPDX-License-Identifier: Apache-2.0 */
/* What lwIP as tests/sockets has it is configured to take its memory from. */
#include <stddef.h>
#include <stdlib.h>

void *world_malloc(size_t size);
void *world_calloc(size_t count, size_t size);
void world_free(void *piece);

void *world_malloc(size_t size) {
    return malloc(size);
}

void *world_calloc(size_t count, size_t size) {
    return calloc(count, size);
}

void world_free(void *piece) {
    free(piece);
}
