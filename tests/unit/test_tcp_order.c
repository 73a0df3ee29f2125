/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 8305 section 4. */
#include "check.h"

#include "port/posix/internal.h"

/* The families as given, then their new places. */
static const struct {
    const char *given;
    const char *order;
} table[] = {
    {"", ""},
    {"4", "0"},
    {"6", "0"},
    {"46", "01"},
    {"64", "01"},
    {"44", "01"},
    {"664", "021"},
    {"446", "021"},
    {"6644", "0213"},
    {"6446", "0132"},
    {"466", "012"},
    {"666644", "041523"},
    {"444466", "041523"},
    {"64444444", "01234567"},
    {"66666664", "07123456"},
    {"64646464", "01234567"},
    {"66664444", "04152637"},
    {"44644666", "02153647"},
};

static void alternating(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_posix_address addresses[ZIMPORT_POSIX_ADDRESSES];
        char order[ZIMPORT_POSIX_ADDRESSES + 1] = "";
        size_t count = strlen(table[i].given);
        memset(addresses, 0, sizeof addresses);
        for (size_t k = 0; k < count; k++) {
            addresses[k].family = (uint8_t)(table[i].given[k] - '0');
            addresses[k].bytes[0] = (uint8_t)('0' + k);
        }
        zimport_posix_address_alternate(addresses, count);
        for (size_t k = 0; k < count; k++) {
            order[k] = (char)addresses[k].bytes[0];
            CHECK_EQUAL(addresses[k].family, table[i].given[order[k] - '0'] - '0', table[i].given);
        }
        CHECK_VIEW(zimport_view_of(order), zimport_view_of(table[i].order), table[i].given);
    }
}

/* Nothing is lost, each family keeps its order, and two of a family are neighbours only after the last of the other. A
 * second time changes nothing. */
static void every_mixture(void **state) {
    (void)state;
    for (unsigned pattern = 0; pattern < 256; pattern++) {
        zimport_posix_address addresses[8];
        zimport_posix_address again[8];
        unsigned seen = 0;
        int last[2] = {-1, -1};
        memset(addresses, 0, sizeof addresses);
        for (unsigned k = 0; k < 8; k++) {
            addresses[k].family = (pattern >> k & 1) != 0 ? 4 : 6;
            addresses[k].scope = k;
        }
        zimport_posix_address_alternate(addresses, 8);
        for (unsigned k = 0; k < 8; k++) {
            int *before = &last[addresses[k].family == 4];
            assert_true((int)addresses[k].scope > *before);
            *before = (int)addresses[k].scope;
            seen |= 1U << addresses[k].scope;
            if (k > 1 && addresses[k].family != addresses[k - 1].family) {
                assert_int_equal(addresses[k - 1].family == addresses[k - 2].family, 0);
            }
        }
        assert_int_equal(seen, 0xFF);
        assert_int_equal(addresses[0].scope, 0);
        memcpy(again, addresses, sizeof again);
        zimport_posix_address_alternate(again, 8);
        assert_memory_equal(again, addresses, sizeof again);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(alternating),
        cmocka_unit_test(every_mixture),
    };
    return cmocka_run_group_tests_name("the order of addresses", tests, NULL, NULL);
}
