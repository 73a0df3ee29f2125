/* SPDX-License-Identifier: Apache-2.0 */
/* Which chains are good, and what is at fault with others. */
#include "verify_run.h"

typedef struct row {
    const char *label;
    int year;
    zimport_status status;
    const char *sent[AT_MOST];
    const char *roots[AT_MOST];
} row;

static const row rows[] = {
    {"a chain", 2030, ZIMPORT_OK, {leaf, middle}, {root_a}},
    {"before all of it", 2016, ZIMPORT_TLS_NOT_YET_VALID, {leaf, middle}, {root_a}},
    {"before the leaf", 2024, ZIMPORT_TLS_NOT_YET_VALID, {leaf, middle}, {root_a}},
    {"after the leaf", 2035, ZIMPORT_TLS_EXPIRED, {leaf, middle}, {root_a}},
    {"after all of it", 2050, ZIMPORT_TLS_EXPIRED, {leaf, middle}, {root_a}},
    {"an unknown root", 2030, ZIMPORT_TLS_UNTRUSTED, {leaf, middle}, {root_b}},
    {"without the authority in the middle", 2030, ZIMPORT_TLS_UNTRUSTED, {leaf}, {root_a}},
    {"the authority in the middle is trusted", 2030, ZIMPORT_OK, {leaf}, {middle}},
    {"it and the root are", 2030, ZIMPORT_OK, {leaf, middle}, {middle, root_a}},

    {"a root that has ended", 2030, ZIMPORT_TLS_EXPIRED, {leaf, middle}, {root_a_old}},
    {"it and the new one", 2030, ZIMPORT_OK, {leaf, middle}, {root_a_old, root_a}},
    {"the new one and it", 2030, ZIMPORT_OK, {leaf, middle}, {root_a, root_a_old}},
    {"a root of the same name", 2030, ZIMPORT_TLS_UNTRUSTED, {leaf, middle}, {root_a_twin}},
    {"it and the right one", 2030, ZIMPORT_OK, {leaf, middle}, {root_a_twin, root_a}},
    {"the right one and it", 2030, ZIMPORT_OK, {leaf, middle}, {root_a, root_a_twin}},
    {"all three", 2030, ZIMPORT_OK, {leaf, middle}, {root_a_twin, root_a_old, root_a}},
    {"all but the right one", 2030, ZIMPORT_TLS_EXPIRED, {leaf, middle}, {root_a_twin, root_a_old}},

    {"cross-signed, only the elder is trusted", 2028, ZIMPORT_OK, {leaf, middle, cross}, {root_b}},
    {"cross-signed, only the younger is", 2028, ZIMPORT_OK, {leaf, middle, cross}, {root_a}},
    {"cross-signed, both are", 2028, ZIMPORT_OK, {leaf, middle, cross}, {root_b, root_a}},
    {"cross-signed, with both roots sent", 2028, ZIMPORT_OK, {leaf, middle, cross, root_b}, {root_b}},
    {"the elder has ended", 2030, ZIMPORT_TLS_EXPIRED, {leaf, middle, cross}, {root_b}},
    {"the elder has ended, the younger is trusted", 2030, ZIMPORT_OK, {leaf, middle, cross}, {root_a}},
    {"the elder has ended, both are trusted", 2030, ZIMPORT_OK, {leaf, middle, cross}, {root_b, root_a}},
    {"the cross-signed one as a root", 2028, ZIMPORT_OK, {leaf, middle}, {cross}},
    {"the cross-signed one beside the younger", 2030, ZIMPORT_OK, {leaf, middle}, {cross, root_a}},

    {"out of order", 2028, ZIMPORT_OK, {leaf, cross, middle}, {root_b}},
    {"out of order, with a root", 2028, ZIMPORT_OK, {leaf, root_b, cross, middle}, {root_b}},
    {"what has nothing to do with it", 2030, ZIMPORT_OK, {leaf, self_signed, middle}, {root_a}},
    {"an older one in the middle, too", 2030, ZIMPORT_OK, {leaf, middle_old, middle}, {root_a}},
    {"only the older one in the middle", 2030, ZIMPORT_TLS_EXPIRED, {leaf, middle_old}, {root_a}},
    {"twice the same", 2030, ZIMPORT_OK, {leaf, leaf, middle, middle}, {root_a}},

    {"signed by itself", 2030, ZIMPORT_OK, {self_signed}, {self_signed}},
    {"signed by itself, among others", 2030, ZIMPORT_OK, {self_signed}, {root_a, self_signed}},
    {"signed by itself, unknown", 2030, ZIMPORT_TLS_UNTRUSTED, {self_signed}, {root_a}},
    {"signed by itself, like a root", 2030, ZIMPORT_TLS_UNTRUSTED, {root_a_twin}, {root_a}},
    {"signed by itself, like a longer root", 2030, ZIMPORT_TLS_UNTRUSTED, {root_a_twin}, {root_a_old}},
    {"below nobody", 2030, ZIMPORT_TLS_UNTRUSTED, {middle}, {middle_old}},
    {"below nobody, trusted itself, behind one of its name",
     2030,
     ZIMPORT_TLS_WRONG_HOST,
     {middle},
     {middle_old, middle}},
    {"signed by itself, ended", 2035, ZIMPORT_TLS_EXPIRED, {self_signed}, {self_signed}},
};

static const struct {
    const char *label;
    int year;
    const char *sent[AT_MOST];
    const char *roots[AT_MOST];
    int32_t fault;
    const char *name;
} faults[] = {
    {"the server's", 2024, {leaf, middle}, {root_a}, ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, 0), "Leaf"},
    {"the server's and all others", 2050, {leaf, middle}, {root_a}, ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, 0), "Leaf"},
    {"the one in the middle", 2030, {leaf, middle_old}, {root_a}, ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, 0), "Middle"},
    {"the root", 2030, {leaf, middle}, {root_a_old}, ZIMPORT_FAULT(ZIMPORT_TRUSTED, 0), "Root A"},
    {"signed by itself", 2035, {self_signed}, {self_signed}, ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, 0), "Self"},
    {"nobody", 2030, {leaf, middle}, {root_b}, 0, "Root A"},
    {"nobody, without the one in the middle", 2030, {leaf}, {root_b}, 0, "Middle"},
    {"nobody, signed by itself", 2030, {self_signed}, {root_b}, 0, "Self"},
    {"another root of the name",
     2030,
     {leaf, middle},
     {root_a_twin},
     ZIMPORT_FAULT(ZIMPORT_TRUSTED, ZIMPORT_CAUSE_OTHER_KEY),
     "Root A"},
    {"no fault", 2030, {leaf, middle}, {root_a}, 0, ""},
};

static void test_faults(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        char name[16];
        zimport_text blamed = {.data = name, .capacity = sizeof name};
        zimport_tls tls;
        begin(&tls, 0, YEAR(faults[i].year));
        tls.blamed = &blamed;
        (void)judge(&tls, faults[i].sent, faults[i].roots);
        CHECK_EQUAL(tls.fault, faults[i].fault, faults[i].label);
        CHECK(faults[i].name == NULL || zimport_view_is(zimport_text_view(&blamed), faults[i].name), faults[i].label);
    }
}

static void test_chains(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_tls tls;
        begin(&tls, 0, YEAR(rows[i].year));
        CHECK_STATUS(judge(&tls, rows[i].sent, rows[i].roots), rows[i].status, rows[i].label);
    }
}

/* What a watcher is told, a line each: depth, subject, issuer, end; since the last time that it began anew. */
static char seen[400];

static void see(void *context, int depth, const zimport_tls_info *info) {
    size_t size = strlen(seen);

    assert_ptr_equal(context, &the_time);
    if (info == NULL) {
        seen[0] = '\0';
        return;
    }
    (void)snprintf(seen + size, sizeof seen - size, "%d %.*s by %.*s, %.10s\n", depth, (int)info->subject.size,
                   info->subject.data, (int)info->issuer.size, info->issuer.data, info->not_after);
}

#define LEAF "0 Leaf by Middle, 2034-01-01\n"

static void test_watching(void **state) {
    static const struct {
        const char *label;
        int year;
        const char *sent[AT_MOST], *roots[AT_MOST];
        zimport_status status;
        const char *seen;
    } cases[] = {
        {"a root, whose DER is gone",
         2030,
         {leaf, middle},
         {root_a},
         ZIMPORT_OK,
         "2 Root A by , 2040-01-01\n1 Middle by Root A, 2035-01-01\n" LEAF},
        {"an expired one",
         2036,
         {leaf, middle},
         {root_a},
         ZIMPORT_TLS_EXPIRED,
         "2 Root A by Root A, 2040-01-01\n1 Middle by Root A, 2035-01-01\n" LEAF},
        {"by a cross certificate",
         2026,
         {leaf, middle, cross},
         {root_b},
         ZIMPORT_OK,
         "3 Root B by , 2029-01-01\n2 Root A by Root B, 2029-01-01\n1 Middle by Root A, 2035-01-01\n" LEAF},
        {"no root", 2030, {leaf, middle}, {root_b}, ZIMPORT_TLS_UNTRUSTED, "1 Middle by Root A, 2035-01-01\n" LEAF},
        {"nothing above it", 2030, {leaf}, {root_a}, ZIMPORT_TLS_UNTRUSTED, LEAF},
        {"trusted itself: its issuers do not matter", 2030, {leaf, middle}, {leaf}, ZIMPORT_OK, LEAF},
        {"trusted itself, and by its issuers: they are told",
         2030,
         {leaf, middle},
         {leaf, root_a},
         ZIMPORT_OK,
         "2 Root A by , 2040-01-01\n1 Middle by Root A, 2035-01-01\n" LEAF},
        {"the clock: nothing is looked at", 1970, {leaf, middle}, {root_a}, ZIMPORT_TLS_CLOCK, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        zimport_tls tls;
        begin(&tls, YEAR(2000), YEAR(cases[i].year));
        zimport_tls_watch(&tls, see, &the_time);
        (void)snprintf(seen, sizeof seen, "before\n");
        CHECK_STATUS(judge(&tls, cases[i].sent, cases[i].roots), cases[i].status, cases[i].label);
        CHECK_VIEW(zimport_view_of(seen), zimport_view_of(cases[i].seen), cases[i].label);
    }
}

/* The roots cannot be read, from each question on: that is told, unless it had its answers before. */
static void test_no_roots(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        long answers = 0;
        do {
            zimport_status status;
            zimport_tls tls;
            begin(&tls, 0, YEAR(rows[i].year));
            until_unreadable = answers++;
            unreadable = false;
            status = judge(&tls, rows[i].sent, rows[i].roots);
            CHECK_STATUS(status, unreadable ? ZIMPORT_SYSTEM : rows[i].status, rows[i].label);
        } while (unreadable);
    }
    until_unreadable = -1;
}

/* An allocation fails, with all that follow: each of the first ones, then some. The verdict stays, or is that there is
 * no memory. */
static void test_no_memory(void **state) {
    static const size_t some[] = {0, 5, 12, 14, 19, 21, 33, 35};
    int32_t detail;

    (void)state;
    zimport_tls_set_allocator(take, give);
    assert_int_equal(zimport_hooks_begin(NULL, &detail), ZIMPORT_OK);
    for (size_t i = 0; i < COUNT(some); i++) {
        const row *of = &rows[some[i]];
        size_t without = 0;
        enough = false;
        for (supply = 0; !enough; supply += supply < 60 ? 1 : 37) {
            char name[16];
            zimport_text blamed = {.data = name, .capacity = sizeof name};
            zimport_status status;
            zimport_tls tls;
            begin(&tls, 0, YEAR(of->year));
            tls.blamed = supply % 2 == 0 ? &blamed : NULL;
            status = judge(&tls, of->sent, of->roots);
            CHECK(status == of->status || status == ZIMPORT_NO_MEMORY, of->label);
            CHECK_EQUAL(taken, 0, of->label);
            without += status == ZIMPORT_NO_MEMORY;
        }
        CHECK(without > 0, of->label);
    }
    supply = -1;
    zimport_tls_set_allocator(calloc, free);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chains),    cmocka_unit_test(test_faults),   cmocka_unit_test(test_no_roots),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_watching),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
