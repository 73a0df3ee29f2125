/* SPDX-License-Identifier: Apache-2.0 */
/* All of TLS out of an arena, as on a board: a whole poll, in memory of any size, and without any. */
#include "tls_memory.h"

#include "port/mbedtls/base/internal.h"

#define REPLY "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n0123456789abcdef"

enum { MEMORY = 1 << 17, STEP = 1499 };

static tls_host *host;
static zimport_arena arena;
static size_t words[MEMORY / sizeof(size_t)];

/* An arena of this many bytes, which are not zeros. */
static void begin(size_t size) {
    memset(words, 0xEE, sizeof words);
    arena = (zimport_arena){NULL, 0, 0};
    zimport_arena_add(&arena, words, size);
    zimport_tls_set_arena(&arena);
}

static void set_up_run(tls_run *run, int version) {
    tls_host_options_of(host)->most = version;
    tls_host_options_of(host)->reply = REPLY;
    zimport_tls_set_allocator(calloc, free);
    tls_run_init(run, host);
}

/* Whatever comes of it, all is given back. */
static zimport_status poll(tls_run *run) {
    zimport_status status = tls_run_ask(run);

    tls_run_close(run);
    assert_int_equal(run->memory.opens, run->memory.closes);
    assert_int_equal(arena.used, 0);
    return status;
}

static void test_polls(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        tls_run run;
        set_up_run(&run, version);
        begin(MEMORY);
        for (int again = 0; again < 3; again++) {
            assert_int_equal(poll(&run), ZIMPORT_OK);
        }
        assert_in_range(arena.peak, 20000, MEMORY / 2);
    }
}

/* Below the peak there is none, or just enough; with more, the same connection's next poll is a good one. */
static void test_too_small(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        zimport_status status = ZIMPORT_NO_MEMORY;
        for (size_t size = 0; status != ZIMPORT_OK; size += STEP) {
            tls_run run;
            set_up_run(&run, version);
            begin(size);
            status = poll(&run);
            assert_true(status == ZIMPORT_NO_MEMORY || status == ZIMPORT_OK);
            assert_true(size <= MEMORY / 2);
            zimport_arena_add(&arena, (char *)words + MEMORY / 2, MEMORY / 2);
            assert_int_equal(poll(&run), ZIMPORT_OK);
        }
    }
}

/* A board without a heap that has set none. */
static void test_none(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        tls_run run;
        set_up_run(&run, version);
        begin(0);
        zimport_tls_set_allocator(NULL, NULL);
        assert_int_equal(poll(&run), ZIMPORT_NO_MEMORY);
        begin(MEMORY);
        assert_int_equal(poll(&run), ZIMPORT_OK);
    }
}

/* As calloc: what has a size is zeros, and a product that is too large is none. */
static void test_pieces(void **state) {
    static const struct {
        size_t count, size;
        bool good;
    } rows[] = {
        {1, 100, true},
        {100, 1, true},
        {7, 11, true},
        {0, 0, true},
        {5, 0, true},
        {0, 5, true},
        {MEMORY, 1, false},
        {1, MEMORY, false},
        {SIZE_MAX, 1, false},
        {1, SIZE_MAX, false},
        {SIZE_MAX, 2, false},
        {SIZE_MAX / 2 + 2, 2, false},
        {2, SIZE_MAX / 2 + 2, false},
    };
    static const char zeros[100];
    int32_t detail;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *piece;
        begin(MEMORY);
        assert_int_equal(zimport_hooks_begin(NULL, &detail), ZIMPORT_OK);
        (void)zimport_hooks_failure();
        piece = mbedtls_calloc(rows[i].count, rows[i].size);
        assert_int_equal(piece != NULL, rows[i].good);
        assert_int_equal(zimport_hooks_failure(), rows[i].good ? ZIMPORT_OK : ZIMPORT_NO_MEMORY);
        assert_true(piece == NULL || memcmp(piece, zeros, rows[i].count * rows[i].size) == 0);
        mbedtls_free(piece);
        assert_int_equal(arena.used, 0);
    }
    /* Who asks for nothing, and gets it, lacks nothing. */
    begin(0);
    assert_null(mbedtls_calloc(0, 5));
    assert_null(mbedtls_calloc(5, 0));
    assert_int_equal(zimport_hooks_failure(), ZIMPORT_OK);
}

static int set_up(void **state) {
    (void)state;
    host = tls_host_new("", TLS_NAMES, "ec", true);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    zimport_tls_set_allocator(calloc, free);
    tls_host_free(host);
    return 0;
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polls),
        cmocka_unit_test(test_too_small),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_pieces),
    };

    return cmocka_run_group_tests_name("TLS in an arena", tests, set_up, tear_down);
}
