/* SPDX-License-Identifier: Apache-2.0 */
/* Output: buffers, numbers, failures of the descriptor; and what is held back in a spool. */
#include "cli/text/out.h"

#include <errno.h>
#include <unistd.h>

#include "cli/output/spool.h"
#include "cli_run.h"

#define SPOOL_MEMORY 32768

static void digits(void **state) {
    (void)state;
    out to = memory_out();

    out_number(&to, 0);
    out_byte(&to, ' ');
    out_number(&to, UINT64_MAX);
    out_byte(&to, ' ');
    out_digits(&to, 7, 3);
    out_byte(&to, ' ');
    out_digits(&to, 1234, 3);
    out_byte(&to, ' ');
    out_hex(&to, -0x7780);
    out_byte(&to, ' ');
    out_hex(&to, INT32_MIN);
    out_byte(&to, ' ');
    out_hex(&to, 1);
    CHECK_VIEW(written(&to), VIEW("0 18446744073709551615 007 1234 -0x7780 -0x80000000 0x0001"), "digits");
}

static void full_memory(void **state) {
    (void)state;
    char memory[4];
    out to = {.data = memory, .capacity = sizeof memory};

    out_text(&to, "abc");
    assert_false(to.failed);
    out_text(&to, "de");
    assert_true(to.failed);
    out_text(&to, "f");
    CHECK_VIEW(written(&to), VIEW("abcd"), "cut");
}

typedef struct sink {
    char data[64];
    size_t size;
    unsigned calls;
    unsigned fails_at;
} sink;

static bool take(void *context, const char *data, size_t size) {
    sink *s = context;

    if (++s->calls == s->fails_at) {
        return false;
    }
    memcpy(s->data + s->size, data, size);
    s->size += size;
    return true;
}

static void flushing(void **state) {
    (void)state;
    char memory[4];
    sink s = {.size = 0};
    out to = {.data = memory, .capacity = sizeof memory, .flush = take, .context = &s};

    out_text(&to, "abc");
    assert_int_equal(s.size, 0);
    out_text(&to, "de");
    out_text(&to, "a long one");
    out_text(&to, "x");
    assert_true(out_flush(&to));
    CHECK_VIEW(((zimport_view){s.data, s.size}), VIEW("abcdea long onex"), "order");

    s = (sink){.fails_at = 2};
    out_text(&to, "abcd");
    out_text(&to, "efgh");
    assert_false(to.failed);
    out_text(&to, "i");
    assert_false(out_flush(&to));
    out_text(&to, "j");
    assert_false(out_flush(&to));
    CHECK_VIEW(((zimport_view){s.data, s.size}), VIEW("abcd"), "until the failure");

    to = (out){.data = memory, .capacity = sizeof memory}; /* goes nowhere */
    out_text(&to, "abcd");
    assert_true(out_flush(&to));
    CHECK_VIEW(written(&to), VIEW("abcd"), "stays");
    out_text(&to, "e");
    assert_false(out_flush(&to));
}

static void descriptors(void **state) {
    (void)state;
    out_file full = {.fd = STDERR_FILENO};
    FILE *device = fopen("/dev/full", "w");

    if (device) {
        full.fd = fileno(device);
        assert_false(out_to_file(&full, "x", 1));
        assert_int_equal(full.error, ENOSPC);
        fclose(device);
    }
    full.fd = -1;
    assert_false(out_to_file(&full, "x", 1));
    assert_int_equal(full.error, EBADF);
    assert_true(out_to_file(&full, "", 0));
}

typedef struct compare {
    uint64_t at;
    bool same;
} compare;

static char byte_at(uint64_t at) {
    return (char)('a' + at % 23);
}

static bool compare_bytes(void *context, const char *data, size_t size) {
    compare *c = context;

    for (size_t i = 0; i < size; i++) {
        c->same = c->same && data[i] == byte_at(c->at++);
    }
    return true;
}

static void spools(void **state) {
    (void)state;
    static const uint64_t sizes[] = {0, 1, SPOOL_MEMORY - 1, SPOOL_MEMORY, SPOOL_MEMORY + 1, 5 * SPOOL_MEMORY + 7, 3};
    static spool s;
    static char memory[SPOOL_MEMORY];

    spool_init(&s, memory, sizeof memory);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        compare c = {.same = true};

        spool_clear(&s);
        for (uint64_t k = 0; k < sizes[i]; k++) {
            out_byte(&s.out, byte_at(k));
        }
        assert_false(s.out.failed);
        assert_true(spool_is_empty(&s) == (sizes[i] == 0));
        assert_true(spool_each(&s, compare_bytes, &c));
        assert_true(c.same && c.at == sizes[i]);
    }
    close(s.fd);
}

static void spool_hashes(void **state) {
    (void)state;
    static spool s;
    static char memory[SPOOL_MEMORY];
    static const uint64_t sizes[] = {1, SPOOL_MEMORY + 1};

    spool_init(&s, memory, sizeof memory);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        uint64_t hash[3];

        for (size_t turn = 0; turn < 3; turn++) {
            spool_clear(&s);
            for (uint64_t k = 0; k < sizes[i]; k++) {
                out_byte(&s.out, k == 0 && turn == 2 ? 'z' : byte_at(k));
            }
            hash[turn] = spool_hash(&s);
        }
        assert_true(hash[0] == hash[1]);
        assert_true(hash[0] != hash[2]);
    }
    close(s.fd);
}

static void spool_without_room(void **state) {
    (void)state;
    static spool s;
    static char memory[SPOOL_MEMORY];
    const char *before = getenv("TMPDIR");
    char folder[4096] = "";

    snprintf(folder, sizeof folder, "%s", before ? before : "");
    setenv("TMPDIR", "/nonexistent", 1);
    spool_init(&s, memory, sizeof memory);
    out_repeat(&s.out, "0123456789abcdef", SPOOL_MEMORY / 16);
    assert_false(s.out.failed);
    out_byte(&s.out, 'x');
    assert_true(s.out.failed);
    assert_int_equal(s.error, ENOENT);
    spool_clear(&s);
    out_byte(&s.out, 'x');
    assert_false(s.out.failed);
    if (before) {
        setenv("TMPDIR", folder, 1);
    } else {
        unsetenv("TMPDIR");
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits),
        cmocka_unit_test(full_memory),
        cmocka_unit_test(flushing),
        cmocka_unit_test(descriptors),
        cmocka_unit_test(spools),
        cmocka_unit_test(spool_hashes),
        cmocka_unit_test(spool_without_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
