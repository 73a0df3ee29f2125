/* SPDX-License-Identifier: Apache-2.0 */
/* Refused by the server, or by lack of memory: the connection goes on without it. */
#include "session_run.h"

static void test_refused(void **state) {
    static const zimport_status ways[] = {ZIMPORT_LOST, ZIMPORT_CLOSED, ZIMPORT_SYSTEM};

    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        for (size_t i = 0; i < COUNT(ways); i++) {
            setting set;
            uint8_t memory[PLENTY];
            have(&set, which, memory, sizeof memory);
            set.opens = 0;
            set.session.changed = false;
            set.answer = ways[i];
            set.answers = 1;
            CHECK_STATUS(begin_at(&set, 0), ZIMPORT_WANT_READ, names[which]);
            CHECK_EQUAL(set.opens, 2, names[which]);
            CHECK(!told(&set) && set.session.size == 0 && set.session.changed, names[which]);
            leave(&set);

            have(&set, which, memory, sizeof memory);
            set.opens = 0;
            set.answer = ways[i];
            set.answers = 9;
            CHECK_STATUS(begin_at(&set, 0), i == 2 ? ZIMPORT_SYSTEM : ZIMPORT_LOST, names[which]);
            CHECK_EQUAL(set.opens, 2, names[which]);
            CHECK_STATUS(begin_at(&set, 0), i == 2 ? ZIMPORT_SYSTEM : ZIMPORT_LOST, names[which]);
            CHECK_EQUAL(set.opens, 3, names[which]);
        }
    }
}

/* Without time for a second attempt, the next one is without it. */
static void test_refused_by_silence(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    have(&set, TICKET_1_2, memory, sizeof memory);
    set.opens = 0;
    assert_int_equal(begin_at(&set, 999), ZIMPORT_WANT_READ);
    assert_int_equal(begin_at(&set, 1000), ZIMPORT_CONNECT_TIMEOUT);
    assert_int_equal(set.opens, 1);
    assert_int_equal(set.session.size, 0);
    assert_false(offers(&set));
}

static long until_failure;
static long taken;

/* One allocation fails, later ones do not. */
static void *take(size_t count, size_t size) {
    if (until_failure-- == 0) {
        return NULL;
    }
    taken++;
    return calloc(count, size);
}

static void give(void *memory) {
    taken--;
    free(memory);
}

/* If only the session does not fit, only the session is lost. */
static void test_no_memory(void **state) {
    size_t without = 0;
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    zimport_tls_set_allocator(take, give);
    for (kind which = 0; which < KINDS; which++) {
        until_failure = -1;
        have(&set, which, memory, sizeof memory);
        set.session.changed = false;
        for (long n = 0; until_failure < 0; n++) {
            zimport_status status;
            until_failure = n;
            status = begin_at(&set, 0);
            CHECK(status == ZIMPORT_WANT_READ || status == ZIMPORT_NO_MEMORY, names[which]);
            without += status == ZIMPORT_WANT_READ && !told(&set);
            CHECK(set.session.size > 0 && !set.session.changed, names[which]);
            leave(&set);
            CHECK_EQUAL(taken, 0, names[which]);
        }
    }
    zimport_tls_set_allocator(calloc, free);
    assert_true(without > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_refused_by_silence),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
