/* SPDX-License-Identifier: Apache-2.0 */
/* What the fuzz targets share: a check that aborts, and one way to cut an input into pieces. */
#ifndef ZIMPORT_TESTS_FUZZ_H
#define ZIMPORT_TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zimport/base.h"

#include "bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not assert: it must hold with NDEBUG, too. */
#define REQUIRE(condition) require((condition), #condition, __FILE__, __LINE__)

static inline void require(bool good, const char *condition, const char *file, int line) {
    if (!good) {
        (void)fprintf(stderr, "%s:%d: %s\n", file, line, condition);
        abort();
    }
}

/* For the target's choices; 0 if none are left. */
static inline uint8_t take_byte(zimport_view *input) {
    if (input->size == 0) {
        return 0;
    }
    uint8_t byte = (uint8_t)input->data[0];
    input->data++;
    input->size--;
    return byte;
}

static inline uint32_t take_seed(zimport_view *input) {
    uint32_t high = take_byte(input);
    uint32_t low = take_byte(input);
    return 1 + (high << 8 | low);
}

/* Takes the bytes up to a NUL, or to the end, with a NUL behind them. */
static inline char *take_text(zimport_view *input) {
    const char *end = input->size > 0 ? memchr(input->data, '\0', input->size) : NULL;
    size_t size = end != NULL ? (size_t)(end - input->data) : input->size;
    char *text = malloc(size + 1);

    REQUIRE(text != NULL);
    if (size > 0) {
        memcpy(text, input->data, size);
    }
    text[size] = '\0';
    size += end != NULL;
    if (size > 0) {
        input->data += size;
        input->size -= size;
    }
    return text;
}

/* All of it without a seed; else mostly a few bytes. */
static inline size_t piece_size(uint32_t *seed, size_t left) {
    if (*seed == 0) {
        return left;
    }
    uint32_t number = scramble(seed);
    size_t size = 1 + (number >> 8) % (number % 8 == 0 ? 64 : 3);
    return size < left ? size : left;
}

/* A block of its own shows reads beyond it. */
static inline char *copy_of(zimport_view piece) {
    char *copy = malloc(piece.size > 0 ? piece.size : 1);
    REQUIRE(copy != NULL);
    if (piece.size > 0) {
        memcpy(copy, piece.data, piece.size);
    }
    return copy;
}

/* Depends on their order. */
static inline void mix(uint64_t *sum, const void *bytes, size_t size) {
    const unsigned char *from = bytes;
    for (size_t i = 0; i < size; i++) {
        *sum = (*sum ^ from[i]) * UINT64_C(1099511628211);
    }
}

static inline void mix_number(uint64_t *sum, uint64_t number) {
    mix(sum, &number, sizeof number);
}

#endif
