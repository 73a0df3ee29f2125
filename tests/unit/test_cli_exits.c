/* SPDX-License-Identifier: Apache-2.0 */
/* Exit statuses: what each status of the library stands for, and which one wins. */
#include "check.h"
#include "cli/output/exits.h"

static void of_statuses(void **state) {
    (void)state;
    static const struct {
        zimport_status first;
        zimport_status last;
        int exit;
    } table[] = {
        {ZIMPORT_OK, ZIMPORT_OK, 0},
        {ZIMPORT_BAD_ARGUMENT, ZIMPORT_BAD_ARGUMENT, 1},
        {ZIMPORT_BAD_URL, ZIMPORT_KEY_MISFIT, 2},
        {ZIMPORT_NO_ROOM, ZIMPORT_SYSTEM, 1},
        {ZIMPORT_NO_ADDRESS, ZIMPORT_PROXY_REFUSED, 7},
        {ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TLS_FAILED, 8},
        {ZIMPORT_HTTP_SYNTAX, ZIMPORT_REPLY_OTHER_JOB, 9},
        {ZIMPORT_UNAUTHORIZED, ZIMPORT_UNAUTHORIZED, 6},
        {ZIMPORT_NOT_FOUND, ZIMPORT_NOT_FOUND, 5},
        {ZIMPORT_REDIRECTED, ZIMPORT_REFUSED, 9},
        {ZIMPORT_ABORTED, ZIMPORT_ABORTED, 10},
    };
    int expected = ZIMPORT_BAD_ARGUMENT;

    for (size_t i = 0; i < COUNT(table); i++) {
        for (int s = (int)table[i].first; s <= (int)table[i].last; s++) {
            CHECK_EQUAL(exits_of_status((zimport_status)s), table[i].exit, zimport_status_text((zimport_status)s));
        }
        if (i > 0) {
            CHECK_EQUAL(table[i].first, expected, "no status is left out");
            expected = (int)table[i].last + 1;
        }
    }
    CHECK_EQUAL(expected, ZIMPORT_STATUS_COUNT, "the last one");
    CHECK_EQUAL(exits_of_status(ZIMPORT_STATUS_COUNT), 1, "none");
}

static void of_states(void **state) {
    (void)state;
    static const struct {
        zimport_state state;
        int code;
        int end;
    } table[] = {{ZIMPORT_UNKNOWN, 3, 10},     {ZIMPORT_PENDING, 3, 10},  {ZIMPORT_IMPORTING, 3, 10},
                 {ZIMPORT_UNCOMMITTED, 3, 10}, {ZIMPORT_COMPLETED, 0, 0}, {ZIMPORT_FAILED, 4, 4},
                 {ZIMPORT_CANCELLED, 4, 4}};

    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(exits_of_state(table[i].state), table[i].code, zimport_state_name(table[i].state));
        CHECK_EQUAL(exits_of_end(table[i].state), table[i].end, zimport_state_name(table[i].state));
    }
}

static void worst_wins(void **state) {
    (void)state;
    static const int order[] = {4, 5, 6, 8, 7, 9, 10, 1, 3, 0};

    for (size_t i = 0; i < COUNT(order); i++) {
        for (size_t j = 0; j < COUNT(order); j++) {
            assert_int_equal(exits_worse(order[i], order[j]), order[i < j ? i : j]);
        }
    }
}

static void kinds(void **state) {
    (void)state;
    static const char *const names[] = {
        "", "internal", "usage", "", "failed", "not-found", "unauthorized", "network", "tls", "server", "timeout"};

    for (int i = 0; i < (int)COUNT(names); i++) {
        assert_string_equal(exits_kind(i), names[i]);
        assert_non_null(exits_meaning(i));
    }
    assert_string_equal(exits_kind(11), "");
    assert_null(exits_meaning(11));
    assert_null(exits_meaning(-1));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_statuses),
        cmocka_unit_test(of_states),
        cmocka_unit_test(worst_wins),
        cmocka_unit_test(kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
