/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces that fit, are counted and come back in any order. test_cli_heap, whose heap is one of these, checks their
 * contents and misuse. */
#include "check.h"

#include "zimport/mbedtls.h"

#define PIECES 64
#define WORDS (2 * sizeof(void *)) /* what each costs */

/* Exact and aligned: writes past the end are for the sanitizer. */
static char *memory_of(size_t size) {
    char *memory = malloc(size > 0 ? size : 1);

    assert_non_null(memory);
    return memory;
}

static size_t fill(zimport_arena *arena, size_t size, void *pieces[PIECES]) {
    size_t count = 0;

    while (count < PIECES && (pieces[count] = zimport_arena_allocate(arena, size)) != NULL) {
        assert_int_equal((uintptr_t)pieces[count] % WORDS, 0);
        assert_true(zimport_arena_room(pieces[count]) >= size);
        memset(pieces[count], 0xEE, size);
        count++;
    }
    return count;
}

static void sizes(void **state) {
    (void)state;
    static const struct {
        size_t memory, offset, size, count;
    } table[] = {
        {0, 0, 1, 0},
        {WORDS, 0, 1, 0},
        {2 * WORDS, 0, 1, 1},
        {2 * WORDS, 0, WORDS, 1},
        {2 * WORDS, 0, WORDS + 1, 0},
        {2 * WORDS, 1, 1, 0},
        {3 * WORDS, 1, WORDS, 1},
        {4 * WORDS, 0, WORDS, 2},
        {4 * WORDS, 0, 3 * WORDS, 1},
        {10 * WORDS + 7, 0, WORDS, 5},
        {10 * WORDS, 0, 0, 5},
        {10 * WORDS, 0, SIZE_MAX, 0},
        {10 * WORDS, 0, SIZE_MAX / 2, 0},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char *memory = memory_of(table[i].offset + table[i].memory);
        zimport_arena arena = {NULL, 0, 0};
        void *pieces[PIECES] = {NULL};
        zimport_arena_add(&arena, memory + table[i].offset, table[i].memory);
        size_t count = fill(&arena, table[i].size, pieces);
        if (count != table[i].count) {
            fail_msg("row %zu: %zu pieces, not %zu", i, count, table[i].count);
        }
        assert_true(arena.used == arena.peak && (arena.used == 0) == (count == 0));
        while (count > 0) {
            zimport_arena_release(&arena, pieces[--count]);
        }
        assert_int_equal(arena.used, 0);
        free(memory);
    }
}

/* In any order, the largest piece is there again. */
static void joins_again(void **state) {
    (void)state;
    static const uint8_t orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}, {2, 0, 3, 1}, {0, 2, 1, 3}};
    for (size_t i = 0; i < COUNT(orders); i++) {
        const size_t size = 16 * WORDS;
        char *memory = memory_of(size);
        zimport_arena arena = {NULL, 0, 0};
        void *pieces[PIECES] = {NULL};
        zimport_arena_add(&arena, memory, size);
        assert_int_equal(fill(&arena, 3 * WORDS, pieces), 4);
        assert_int_equal(arena.used, size);
        for (size_t at = 0; at < 4; at++) {
            zimport_arena_release(&arena, pieces[orders[i][at]]);
        }
        void *all = zimport_arena_allocate(&arena, size - WORDS);
        assert_non_null(all);
        zimport_arena_release(&arena, all);
        assert_int_equal(arena.used, 0);
        assert_int_equal(arena.peak, size);
        free(memory);
    }
}

/* A second block goes in when the first is full, and neighbours join. */
static void grows(void **state) {
    (void)state;
    char *memory = memory_of(8 * WORDS);
    zimport_arena arena = {NULL, 0, 0};
    zimport_arena_add(&arena, memory + 4 * WORDS, 4 * WORDS);
    assert_null(zimport_arena_allocate(&arena, 4 * WORDS));
    zimport_arena_add(&arena, memory, 4 * WORDS);
    void *all = zimport_arena_allocate(&arena, 7 * WORDS);
    assert_non_null(all);
    assert_ptr_equal(all, memory + WORDS);
    zimport_arena_release(&arena, all);
    free(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),
        cmocka_unit_test(joins_again),
        cmocka_unit_test(grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
