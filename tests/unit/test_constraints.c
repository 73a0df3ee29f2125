/* SPDX-License-Identifier: Apache-2.0 */
/* Which names an authority's constraints allow, and that damaged constraints allow none. */
#include "check.h"

#include "made.h"
#include "port/mbedtls/chain/constraints.h"

static void constrain(made *to, zimport_view value) {
    extend(to, 30, value);
}

/* With a subject and one other name; `tag` 0: without. */
static void have(made *to, zimport_view subject, int tag, zimport_view other) {
    unsigned char names[EXTENSIONS_MAX] = {0x30, (unsigned char)(other.size + 2), (unsigned char)(0x80 | tag),
                                           (unsigned char)other.size};

    memcpy(names + 4, other.data, other.size);
    extend(to, 17, (zimport_view){(const char *)names, other.size + 4});
    if (tag == 0) {
        to->certificate.v3_ext.len = 0;
    }
    to->certificate.subject_raw.p = (unsigned char *)(uintptr_t)subject.data;
    to->certificate.subject_raw.len = subject.size;
}

#define NOBODY "\x30\x00"
#define GOOD "\x30\x0F\x31\x0D\x30\x0B\x06\x03\x55\x04\x0A\x0C\x04Good"       /* O=Good, UTF8String */
#define GOOD_ASCII "\x30\x0F\x31\x0D\x30\x0B\x06\x03\x55\x04\x0A\x13\x04gOOD" /* PrintableString */
#define GOOD_WIDE "\x30\x13\x31\x11\x30\x0F\x06\x03\x55\x04\x0A\x1E\x08\0G\0o\0o\0d"
#define BAD_WIDE "\x30\x11\x31\x0F\x30\x0D\x06\x03\x55\x04\x0A\x1E\x06\0B\0a\0d"
#define GOOD_UNIT "\x30\x0F\x31\x0D\x30\x0B\x06\x03\x55\x04\x0B\x0C\x04Good" /* OU=Good */
#define TWO_WORDS \
    "\x30\x0E\x31\x0C\x30\x0A\x06\x03\x55\x04\x0A\x0C\x03" \
    "A b"
#define TWO_WORDS_APART \
    "\x30\x11\x31\x0F\x30\x0D\x06\x03\x55\x04\x0A\x0C\x06" \
    " a  B "
#define ONE_WORD \
    "\x30\x0D\x31\x0B\x30\x09\x06\x03\x55\x04\x0A\x0C\x02" \
    "Ab"
#define EXCLUDED_TWO_WORDS "\x30\x16\xA1\x14\x30\x12\xA4\x10" TWO_WORDS
/* O=Good and OU=x in one part */
#define GOOD_AND "\x30\x19\x31\x17\x30\x0B\x06\x03\x55\x04\x0A\x0C\x04Good\x30\x08\x06\x03\x55\x04\x0B\x0C\x01x"
#define MAIL \
    "\x30\x16\x31\x14\x30\x12\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x01\x16\x05" \
    "a@b.c"
#define PERMITTED_TEST "\x30\x0A\xA0\x08\x30\x06\x82\x04test"
#define EXCLUDED_TEST "\x30\x0A\xA1\x08\x30\x06\x82\x04test"
#define PERMITTED_GOOD "\x30\x17\xA0\x15\x30\x13\xA4\x11" GOOD
#define EXCLUDED_GOOD "\x30\x17\xA1\x15\x30\x13\xA4\x11" GOOD
#define ZEROS_14 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
/* 2001::/16 */
#define PERMITTED_LONG "\x30\x26\xA0\x24\x30\x22\x87\x20\x20\1" ZEROS_14 "\xFF\xFF" ZEROS_14

enum { MAIL_NAME = 1, DNS = 2, DIRECTORY = 4, URI = 6, ADDRESS = 7 };

static const struct {
    const char *label;
    zimport_view constraints;
    zimport_view subject;
    int tag;
    zimport_view other;
    bool allowed;
} rows[] = {
    {"no name at all", LIT(PERMITTED_TEST), LIT(NOBODY), 0, LIT(""), true},
    {"itself", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("test"), true},
    {"below", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("a.b.TEST"), true},
    {"the end of a label", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("atest"), false},
    {"shorter", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("est"), false},
    {"empty", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT(""), false},
    {"a wildcard", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("*.test"), true},
    {"a wildcard alone", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("*"), false},
    {"a NUL", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("evil\0.test"), false},
    {"a period at the end", LIT(PERMITTED_TEST), LIT(NOBODY), DNS, LIT("a.test."), false},
    {"a period at the end, excluded", LIT(EXCLUDED_TEST), LIT(NOBODY), DNS, LIT("a.test."), false},
    {"excluded", LIT(EXCLUDED_TEST), LIT(NOBODY), DNS, LIT("a.test"), false},
    {"not excluded", LIT(EXCLUDED_TEST), LIT(NOBODY), DNS, LIT("a.tests"), true},
    {"a malformed one, excluded", LIT(EXCLUDED_TEST), LIT(NOBODY), DNS, LIT("a b"), false},
    {"another kind", LIT(PERMITTED_TEST), LIT(NOBODY), URI, LIT("https://host.example/"), true},
    {"an address", LIT(PERMITTED_TEST), LIT(NOBODY), ADDRESS, LIT("\x0A\1\2\3"), true},

    {"an address inside", LIT("\x30\x0E\xA0\x0C\x30\x0A\x87\x08\x0A\0\0\0\xFF\0\0\0"), LIT(NOBODY), ADDRESS,
     LIT("\x0A\1\2\3"), true},
    {"an address outside", LIT("\x30\x0E\xA0\x0C\x30\x0A\x87\x08\x0A\0\0\0\xFF\0\0\0"), LIT(NOBODY), ADDRESS,
     LIT("\x0B\1\2\3"), false},
    {"an address excluded", LIT("\x30\x0E\xA1\x0C\x30\x0A\x87\x08\x0A\0\0\0\xFF\0\0\0"), LIT(NOBODY), ADDRESS,
     LIT("\x0A\1\2\3"), false},
    {"an address without mask", LIT("\x30\x0A\xA1\x08\x30\x06\x87\x04\x0A\1\2\3"), LIT(NOBODY), ADDRESS,
     LIT("\x0A\1\2\4"), false},

    {"an address of IPv6 inside", LIT(PERMITTED_LONG), LIT(NOBODY), ADDRESS, LIT("\x20\1" ZEROS_14), true},
    {"an address of IPv6 outside", LIT(PERMITTED_LONG), LIT(NOBODY), ADDRESS, LIT("\x20\2" ZEROS_14), false},
    {"an address of IPv4 there", LIT(PERMITTED_LONG), LIT(NOBODY), ADDRESS, LIT("\x20\1\0\0"), false},
    {"an address of IPv6 where one of IPv4 is excluded", LIT("\x30\x0E\xA1\x0C\x30\x0A\x87\x08\x20\1\0\0\xFF\0\0\0"),
     LIT(NOBODY), ADDRESS, LIT("\x20\1" ZEROS_14), true},
    {"all names of hosts", LIT("\x30\x06\xA0\x04\x30\x02\x82\0"), LIT(NOBODY), DNS, LIT("a.test"), true},
    {"all names of hosts, excluded", LIT("\x30\x06\xA1\x04\x30\x02\x82\0"), LIT(NOBODY), DNS, LIT("a.test"), false},
    {"all names of hosts, of which this is none", LIT("\x30\x06\xA0\x04\x30\x02\x82\0"), LIT(NOBODY), DNS, LIT("a b"),
     false},
    {"a base that is no name of a host",
     LIT("\x30\x09\xA1\x07\x30\x05\x82\x03"
         "a b"),
     LIT(NOBODY), DNS, LIT("a.test"), false},

    {"a part that is no sequence, excluded", LIT(EXCLUDED_GOOD), LIT("\x30\x04\x31\x02\5\0"), 0, LIT(""), false},
    {"a part without a type, excluded", LIT(EXCLUDED_GOOD), LIT("\x30\x06\x31\x04\x30\x02\5\0"), 0, LIT(""), false},
    {"a part without a value, excluded", LIT(EXCLUDED_GOOD), LIT("\x30\x09\x31\x07\x30\x05\x06\x03\x55\x04\x0A"), 0,
     LIT(""), false},
    {"a directory name", LIT(PERMITTED_GOOD), LIT(GOOD), 0, LIT(""), true},
    {"another kind of string, other case", LIT(PERMITTED_GOOD), LIT(GOOD_ASCII), 0, LIT(""), true},
    {"of two bytes a character, permitted", LIT(PERMITTED_GOOD), LIT(GOOD_WIDE), 0, LIT(""), false},
    {"of two bytes a character, excluded", LIT(EXCLUDED_GOOD), LIT(GOOD_WIDE), 0, LIT(""), false},
    {"another of two bytes a character, excluded", LIT(EXCLUDED_GOOD), LIT(BAD_WIDE), 0, LIT(""), false},
    {"another attribute", LIT(PERMITTED_GOOD), LIT(GOOD_UNIT), 0, LIT(""), false},
    {"another attribute, excluded", LIT(EXCLUDED_GOOD), LIT(GOOD_UNIT), 0, LIT(""), true},
    {"excluded", LIT(EXCLUDED_GOOD), LIT(GOOD_ASCII), 0, LIT(""), false},
    {"more spaces, excluded", LIT(EXCLUDED_TWO_WORDS), LIT(TWO_WORDS_APART), 0, LIT(""), false},
    {"no space, excluded", LIT(EXCLUDED_TWO_WORDS), LIT(ONE_WORD), 0, LIT(""), true},
    {"two attributes in a part, permitted", LIT(PERMITTED_GOOD), LIT(GOOD_AND), 0, LIT(""), false},
    {"two attributes in a part, excluded", LIT(EXCLUDED_GOOD), LIT(GOOD_AND), 0, LIT(""), false},
    {"no subject", LIT(PERMITTED_GOOD), LIT(NOBODY), 0, LIT(""), true},
    {"an alternative one", LIT(PERMITTED_GOOD), LIT(NOBODY), DIRECTORY, LIT(GOOD), true},
    {"an alternative one outside", LIT(PERMITTED_GOOD), LIT(NOBODY), DIRECTORY, LIT(GOOD_UNIT), false},
    {"no sequence, excluded", LIT(EXCLUDED_GOOD), LIT(NOBODY), DIRECTORY, LIT("\5\0"), false},
    {"a base that is no name, excluded", LIT("\x30\x08\xA1\x06\x30\x04\xA4\x02\5\0"), LIT(GOOD), 0, LIT(""), false},
    {"a base whose part is no set, excluded", LIT("\x30\x0A\xA1\x08\x30\x06\xA4\x04\x30\2\5\0"), LIT(GOOD), 0, LIT(""),
     false},

    {"mail",
     LIT("\x30\x09\xA0\x07\x30\x05\x81\x03"
         "b.c"),
     LIT(NOBODY), MAIL_NAME, LIT("a@b.c"), false},
    {"mail in the subject",
     LIT("\x30\x09\xA1\x07\x30\x05\x81\x03"
         "x.y"),
     LIT(MAIL), 0, LIT(""), false},
    {"mail, constraints on other kinds", LIT(PERMITTED_TEST), LIT(MAIL), MAIL_NAME, LIT("a@b.c"), true},

    {"empty", LIT("\x30\0"), LIT(GOOD), 0, LIT(""), false},
    {"an empty list", LIT("\x30\x02\xA0\0"), LIT(GOOD), 0, LIT(""), false},
    {"a third list", LIT("\x30\x0A\xA2\x08\x30\x06\x82\x04test"), LIT(NOBODY), DNS, LIT("test"), false},
    {"a distance", LIT("\x30\x0D\xA0\x0B\x30\x09\x82\x04test\x80\x01\0"), LIT(NOBODY), DNS, LIT("test"), false},
    {"twice the same list, the second one is stricter",
     LIT("\x30\x14\xA0\x08\x30\x06\x82\x04test\xA0\x08\x30\x06\x82\x04"
         "best"),
     LIT(NOBODY), DNS, LIT("a.test"), false},
};

static void test_names(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        made by;
        made below;
        have(&below, rows[i].subject, rows[i].tag, rows[i].other);
        constrain(&by, rows[i].constraints);
        CHECK_EQUAL(zimport_constraints_allow(&by.certificate, &below.certificate, NULL), rows[i].allowed,
                    rows[i].label);
    }
}

/* The name that is asked for counts, too: a wildcard may cover it. */
static void test_host(void **state) {
    static const struct {
        const char *host;
        bool permitted;
        bool excluded;
    } hosts[] = {
        {"a.test", true, false},   {"a.test.", true, false}, {"A.TEST", true, false}, {"a.tests", false, true},
        {"a.tests.", false, true}, {"test", true, false},    {".", false, false},     {"", false, false},
    };
    made below;
    made by;

    (void)state;
    have(&below, VIEW(NOBODY), 0, VIEW(""));
    for (size_t i = 0; i < COUNT(hosts); i++) {
        constrain(&by, VIEW(PERMITTED_TEST));
        CHECK_EQUAL(zimport_constraints_allow(&by.certificate, &below.certificate, hosts[i].host), hosts[i].permitted,
                    hosts[i].host);
        constrain(&by, VIEW(EXCLUDED_TEST));
        CHECK_EQUAL(zimport_constraints_allow(&by.certificate, &below.certificate, hosts[i].host), hosts[i].excluded,
                    hosts[i].host);
    }
}

/* The value ends too early: nothing of a constrained kind is allowed. */
static void test_cut(void **state) {
    static const zimport_view values[] = {LIT(PERMITTED_TEST), LIT(EXCLUDED_TEST), LIT(PERMITTED_GOOD),
                                          LIT(EXCLUDED_GOOD)};

    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        for (size_t size = 0; size < values[i].size; size++) {
            char *piece = exact(part(values[i], 0, size));
            made below;
            made by;
            have(&below, VIEW(GOOD_UNIT), DNS, VIEW("a.best"));
            constrain(&by, (zimport_view){piece, size});
            CHECK(!zimport_constraints_allow(&by.certificate, &below.certificate, "a.best"), "cut");
            free(piece);
        }
    }
}

/* Any byte changed: no access beyond the value, and nobody gets what only the other list would give. */
static void test_bent(void **state) {
    static const zimport_view value = LIT(PERMITTED_GOOD);

    (void)state;
    for (size_t at = 0; at < value.size; at++) {
        for (int byte = 0; byte < 256; byte++) {
            char *copy = exact(value);
            made below;
            made by;
            have(&below, VIEW(GOOD), DIRECTORY, VIEW(BAD_WIDE));
            copy[at] = (char)byte;
            constrain(&by, (zimport_view){copy, value.size});
            (void)zimport_constraints_allow(&by.certificate, &below.certificate, "host.test");
            free(copy);
        }
    }
}

static void test_equal(void **state) {
    static const zimport_view names[] = {LIT(GOOD), LIT(GOOD_UNIT), LIT(NOBODY), LIT(GOOD_WIDE), LIT("\5\0"), LIT("")};
    made good;
    made ascii;

    (void)state;
    have(&good, VIEW(GOOD), 0, VIEW(""));
    have(&ascii, VIEW(GOOD_ASCII), 0, VIEW(""));
    assert_true(zimport_names_equal(&good.certificate.subject_raw, &ascii.certificate.subject_raw));
    assert_true(zimport_names_equal(&ascii.certificate.subject_raw, &good.certificate.subject_raw));
    for (size_t i = 1; i < COUNT(names); i++) {
        made other;
        have(&other, names[i], 0, VIEW(""));
        CHECK(!zimport_names_equal(&good.certificate.subject_raw, &other.certificate.subject_raw), show(names[i]));
        CHECK(!zimport_names_equal(&other.certificate.subject_raw, &good.certificate.subject_raw), show(names[i]));
    }
}

static void test_der(void **state) {
    static const struct {
        zimport_view bytes;
        int elements; /* that can be taken */
        bool whole;
    } cases[] = {
        {LIT(""), 0, true},          {LIT("\5"), 0, false},
        {LIT("\5\0"), 1, true},      {LIT("\5\0\5\0"), 2, true},
        {LIT("\5\1"), 0, false},     {LIT("\4\1a\5"), 1, false},
        {LIT("\4\x80"), 0, false},   {LIT("\4\x84\xFF\xFF\xFF\xFF"), 0, false},
        {LIT("\4\x81\1a"), 1, true}, {LIT("\4\x85\0\0\0\0\1a"), 0, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *copy = exact(cases[i].bytes);
        zimport_der from = {(unsigned char *)copy, (unsigned char *)copy + cases[i].bytes.size};
        zimport_der content;
        int elements = 0;
        int tag;
        while (zimport_der_take(&from, &tag, &content)) {
            elements++;
        }
        CHECK_EQUAL(elements, cases[i].elements, show(cases[i].bytes));
        CHECK_EQUAL(zimport_der_is_empty(&from), cases[i].whole, show(cases[i].bytes));
        free(copy);
    }
}

/* Names that cannot be read are not allowed, whatever stands in front of them. */
static void test_malformed_names(void **state) {
    static const struct {
        const char *label;
        zimport_view value;
    } values[] = {
        {"empty", LIT("")},
        {"no sequence", LIT("\x82\4test")},
        {"more behind", LIT("\x30\6\x82\4test\5\0")},
        {"a number", LIT("\x30\x0C\x82\4test\2\4test")},
        {"cut", LIT("\x30\x0B\x82\4test\x82\4tes")},
        {"cut outside", LIT("\x30\x0D\x82\4test")},
    };
    made below;
    made by;

    (void)state;
    constrain(&by, VIEW(PERMITTED_TEST));
    for (size_t i = 0; i < COUNT(values); i++) {
        extend(&below, 17, values[i].value);
        CHECK(!zimport_constraints_allow(&by.certificate, &below.certificate, NULL), values[i].label);
    }
    extend(&below, 17, VIEW("\x30\6\x82\4test"));
    CHECK(zimport_constraints_allow(&by.certificate, &below.certificate, NULL), "well-formed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names), cmocka_unit_test(test_host),
        cmocka_unit_test(test_cut),   cmocka_unit_test(test_malformed_names),
        cmocka_unit_test(test_bent),  cmocka_unit_test(test_equal),
        cmocka_unit_test(test_der),
    };
    (void)zimport_hooks_failure(); /* links what mbedTLS wants of us */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
