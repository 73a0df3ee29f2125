/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks never overlap and keep what is in them, whatever the order of calls. */
#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/run/heap.h"

#define BLOCKS 200

static struct {
    unsigned char *memory;
    size_t size;
    unsigned char mark;
} blocks[BLOCKS];

static void fill(size_t i, size_t from) {
    for (size_t at = from; at < blocks[i].size; at++) {
        blocks[i].memory[at] = (unsigned char)(blocks[i].mark + at);
    }
}

static void check(size_t i, size_t size) {
    for (size_t at = 0; at < size; at++) {
        assert_int_equal(blocks[i].memory[at], (unsigned char)(blocks[i].mark + at));
    }
}

static size_t some_size(uint32_t *seed) {
    uint32_t number = scramble(seed);
    return number % (number % 50 == 0 ? 300000U : number % 5 == 0 ? 20000U : 200U);
}

static void in_any_order(void **state) {
    (void)state;
    uint32_t seed = 20261125;
    for (int round = 0; round < 60000; round++) {
        size_t i = scramble(&seed) % BLOCKS;
        if (blocks[i].memory == NULL) {
            blocks[i].size = some_size(&seed);
            blocks[i].mark = (unsigned char)scramble(&seed);
            blocks[i].memory = heap_allocate(blocks[i].size);
            assert_non_null(blocks[i].memory);
            assert_int_equal((uintptr_t)blocks[i].memory % (2 * sizeof(void *)), 0);
            fill(i, 0);
        } else if (scramble(&seed) % 4 == 0) {
            size_t old = blocks[i].size;
            blocks[i].size = some_size(&seed);
            blocks[i].memory = heap_resize(blocks[i].memory, blocks[i].size);
            assert_non_null(blocks[i].memory);
            check(i, old < blocks[i].size ? old : blocks[i].size);
            fill(i, 0);
        } else {
            check(i, blocks[i].size);
            heap_release(blocks[i].memory);
            blocks[i].memory = NULL;
        }
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        if (blocks[i].memory != NULL) {
            check(i, blocks[i].size);
            heap_release(blocks[i].memory);
        }
    }
}

static void used_again(void **state) {
    (void)state;
    unsigned char *all = heap_allocate(50000);
    heap_release(all);
    for (int round = 0; round < 1000; round++) {
        void *parts[10];
        for (size_t i = 0; i < 10; i++) {
            parts[i] = heap_allocate(4000);
            assert_non_null(parts[i]);
        }
        for (size_t i = 0; i < 10; i++) {
            heap_release(parts[(i * 3 + (size_t)round) % 10]);
        }
        unsigned char *again = heap_allocate(50000);
        assert_ptr_equal(again, all);
        heap_release(again);
    }
}

static void at_the_edges(void **state) {
    (void)state;
    unsigned char *zeros = heap_allocate(1000);
    memset(zeros, 0x5a, 1000);
    heap_release(zeros);
    zeros = heap_clear(10, 100);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(zeros[i], 0);
    }
    heap_release(zeros);
    heap_release(NULL);
    /* The last one is refused by the system alone. */
    static const size_t too_much[] = {SIZE_MAX, SIZE_MAX - 15, SIZE_MAX / 2, (size_t)PTRDIFF_MAX,
                                      (size_t)PTRDIFF_MAX - (1 << 16) - 4 * sizeof(void *)};
    char *small = heap_resize(NULL, 10);
    assert_non_null(small);
    memcpy(small, "abcdefghi", 10);
    for (size_t i = 0; i < COUNT(too_much); i++) {
        assert_null(heap_allocate(too_much[i]));
        assert_null(heap_clear(1, too_much[i]));
        assert_null(heap_clear(too_much[i], 2));
        assert_null(heap_resize(NULL, too_much[i]));
        assert_null(heap_resize(small, too_much[i]));
        assert_string_equal(small, "abcdefghi");
    }
    heap_release(small);
    void *none = heap_clear(5, 0);
    assert_non_null(none);
    heap_release(none);
    none = heap_allocate(0);
    assert_non_null(none);
    none = heap_resize(none, 5);
    assert_non_null(none);
    heap_release(none);
}

enum { TRAPPED = 77 };

static void trapped(int number) {
    (void)number;
    _exit(TRAPPED);
}

static int end_of(void (*deed)(void)) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        (void)signal(SIGILL, trapped);
        (void)signal(SIGTRAP, trapped);
        (void)signal(SIGFPE, trapped); /* a trap of s390x */
        deed();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void release_twice(void) {
    void *memory = heap_allocate(100);
    heap_release(memory);
    heap_release(memory);
}

static void write_in_front(void) {
    size_t *memory = heap_allocate(100);
    memory[-2] += 16;
    heap_release(memory);
}

static void write_behind(void) {
    unsigned char *memory = heap_allocate(96);
    unsigned char *next = heap_allocate(96);
    memset(memory, 0x41, 96 + 16);
    heap_release(next);
}

static void is_noticed(void **state) {
    (void)state;
    assert_int_equal(end_of(release_twice), TRAPPED);
    assert_int_equal(end_of(write_in_front), TRAPPED);
    assert_int_equal(end_of(write_behind), TRAPPED);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(used_again),
        cmocka_unit_test(in_any_order),
        cmocka_unit_test(at_the_edges),
        cmocka_unit_test(is_noticed),
    };
    return cmocka_run_group_tests_name("heap", tests, NULL, NULL);
}
