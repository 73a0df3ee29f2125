/* SPDX-License-Identifier: Apache-2.0 */
/* Roots by their subject: from memory, and from a text in pieces. */
#include "check.h"

#include "port/mbedtls/trust/trust.h"
#include "roots.h"

static void test_all_and_by_subject(void **state) {
    zimport_trust_memory trust;
    sink first = der_of(root_one);
    sink second = der_of(root_two);
    sink got = {0, 0, 0, {0}};

    (void)state;
    assert_int_equal(zimport_trust_memory_init(&trust, both(), strlen(both())), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 2);

    got.count = 0;
    assert_int_equal(trust.base.find(&trust.base, second.der + SUBJECT_AT, SUBJECT_SIZE, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.size, second.size);
    assert_memory_equal(got.der, second.der, second.size);

    got.count = 0;
    got.stop_at = 1;
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    assert_memory_equal(got.der, first.der, first.size);
}

static void test_no_such_subject(void **state) {
    zimport_trust_memory trust;
    sink first = der_of(root_one);
    sink got = {0, 0, 0, {0}};
    uint8_t subject[SUBJECT_SIZE];

    (void)state;
    assert_int_equal(zimport_trust_memory_init(&trust, both(), strlen(both())), ZIMPORT_OK);
    memcpy(subject, first.der + SUBJECT_AT, sizeof subject);
    subject[SUBJECT_SIZE - 1] = 'E';
    assert_int_equal(trust.base.find(&trust.base, subject, sizeof subject, take, &got), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, first.der + SUBJECT_AT, SUBJECT_SIZE - 1, take, &got), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, first.der, 0, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 0);
}

static void test_der_in_memory(void **state) {
    zimport_trust_memory trust;
    sink first = der_of(root_one);
    sink got = {0, 0, 0, {0}};
    char *exactly = exact((zimport_view){(const char *)first.der, first.size});

    (void)state;
    assert_int_equal(zimport_trust_memory_init(&trust, exactly, first.size), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, first.der + SUBJECT_AT, SUBJECT_SIZE, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    free(exactly);
}

/* What follows the last certificate is ignored. */
static void test_der_sequence(void **state) {
    zimport_trust_memory trust;
    sink first = der_of(root_one);
    sink second = der_of(root_two);
    size_t size = 2 * first.size + second.size;
    uint8_t all[2000];

    (void)state;
    memcpy(all, first.der, first.size);
    memcpy(all + first.size, second.der, second.size);
    memcpy(all + first.size + second.size, first.der, first.size);
    for (size_t cut = 0; cut <= size; cut++) {
        char *exactly = exact((zimport_view){(const char *)all, cut});
        size_t whole = cut < first.size ? 0 : cut < first.size + second.size ? 1 : cut < size ? 2 : 3;
        sink got = {0, 0, 0, {0}};
        assert_int_equal(zimport_trust_memory_init(&trust, exactly, cut),
                         whole > 0 ? ZIMPORT_OK : ZIMPORT_TLS_NO_TRUST);
        assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_OK);
        assert_int_equal(got.count, whole);
        got.count = 0;
        assert_int_equal(trust.base.find(&trust.base, first.der + SUBJECT_AT, SUBJECT_SIZE, take, &got), ZIMPORT_OK);
        assert_int_equal(got.count, whole < 2 ? whole : whole - 1);
        free(exactly);
    }
}

static void test_identify(void **state) {
    const char *const texts[] = {root_one, root_two, both()};
    mixture of[COUNT(texts)];
    mixture again;
    zimport_trust_memory trust;
    sink first = der_of(root_one);

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(zimport_trust_memory_init(&trust, texts[i], strlen(texts[i])), ZIMPORT_OK);
        of[i] = mixture_of(&trust.base);
        again = mixture_of(&trust.base);
        assert_true(of[i].size > 0 && same_mixture(&of[i], &again));
        for (size_t j = 0; j < i; j++) {
            assert_false(same_mixture(&of[i], &of[j]));
        }
    }
    /* The same certificate in another form. */
    assert_int_equal(zimport_trust_memory_init(&trust, first.der, first.size), ZIMPORT_OK);
    again = mixture_of(&trust.base);
    assert_true(same_mixture(&of[0], &again));
    assert_int_equal(zimport_trust_memory_init(&trust, "", 0), ZIMPORT_TLS_NO_TRUST);
    again = mixture_of(&trust.base);
    assert_int_equal(again.size, 0);
}

static void test_none_built_in(void **state) {
    zimport_trust_memory trust;
    sink got = {0, 0, 0, {0}};
    zimport_status status = zimport_trust_builtin_init(&trust);

    (void)state;
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), status);
    assert_int_equal(got.count > 0, status == ZIMPORT_OK);
    assert_int_equal(mixture_of(&trust.base).size > 0, status == ZIMPORT_OK);
    assert_int_equal(mixture_of(&trust.base).told, status == ZIMPORT_OK);
}

static void test_broken_memory(void **state) {
    sink first = der_of(root_one);
    zimport_trust_memory trust;

    (void)state;
    assert_int_equal(zimport_trust_memory_init(&trust, "", 0), ZIMPORT_TLS_NO_TRUST);
    assert_int_equal(zimport_trust_memory_init(&trust, "no certificate", 14), ZIMPORT_TLS_NO_TRUST);
    for (size_t size = 0; size < first.size; size++) {
        char *cut = exact((zimport_view){(const char *)first.der, size});
        assert_int_equal(zimport_trust_memory_init(&trust, cut, size), ZIMPORT_TLS_NO_TRUST);
        free(cut);
    }
    for (size_t i = 0; i < first.size; i++) {
        sink bent = first;
        bent.der[i] ^= 0xFF; /* whatever it makes of it: no fault, no leak */
        (void)zimport_trust_memory_init(&trust, bent.der, bent.size);
    }
}

static void test_pieces(void **state) {
    const char *text = both();
    size_t size = strlen(text);

    (void)state;
    for (size_t cut = 0; cut <= size; cut++) {
        sink got = {0, 0, 0, {0}};
        zimport_trust_search search = {.found = take, .context = &got};
        assert_int_equal(zimport_trust_search_feed(&search, text, cut), ZIMPORT_OK);
        assert_int_equal(zimport_trust_search_feed(&search, text + cut, size - cut), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_int_equal(got.count, 2);
    }
    for (size_t piece = 1; piece < 70; piece++) {
        sink got = {0, 0, 0, {0}};
        zimport_trust_search search = {.found = take, .context = &got};
        for (size_t at = 0; at < size; at += piece) {
            size_t left = size - at;
            assert_int_equal(zimport_trust_search_feed(&search, text + at, left < piece ? left : piece), ZIMPORT_OK);
        }
        zimport_trust_search_end(&search);
        assert_int_equal(got.count, 2);
    }
}

/* They are read only as far as their subject: wherever they are cut or damaged. */
static void test_other_subjects(void **state) {
    static const char *const before[] = {"", "# -- two --\n", "-\n", "-----BEGIN X-----\nAAAA\n-----END X-----\n"};
    sink second = der_of(root_two);
    char text[3000];

    (void)state;
    for (size_t kind = 0; kind < COUNT(before); kind++) {
        for (size_t cut = 0; cut < strlen(root_one); cut++) {
            sink got = {0, 0, 0, {0}};
            zimport_trust_search search;
            zimport_trust_search_begin(&search, second.der + SUBJECT_AT, SUBJECT_SIZE, take, &got);
            (void)snprintf(text, sizeof text, "%.*s\n%s\n%s%s", (int)cut, root_one, before[kind], root_two, root_one);
            assert_int_equal(zimport_trust_search_feed(&search, text, strlen(text)), ZIMPORT_OK);
            assert_true(search.hit);
            zimport_trust_search_end(&search);
            assert_int_equal(got.count, 1);
        }
    }
    for (size_t bent = 0; bent + 1 < strlen(root_one); bent++) {
        sink got = {0, 0, 0, {0}};
        zimport_trust_search search;
        zimport_trust_search_begin(&search, second.der + SUBJECT_AT, SUBJECT_SIZE, take, &got);
        (void)snprintf(text, sizeof text, "%s%s", root_one, root_two);
        text[bent] = text[bent] == '!' ? '?' : '!';
        assert_int_equal(zimport_trust_search_feed(&search, text, strlen(text)), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_int_equal(got.count, 1);
    }
}

/* As far as its subject, which is 30 03 and these letters, after a serial number of `serial` bytes. */
static size_t make(uint8_t *der, size_t serial, const char *letters) {
    uint8_t *at = der + 12;

    memset(der, 0, 300);
    memcpy(der, "\x30\x82\x01\x20\x30\x82\x01\x1C\x02\x82", 10);
    der[11] = (uint8_t)serial;
    at += serial;
    for (int i = 0; i < 3; i++) { /* signature, issuer, validity */
        memcpy(at, "\x30\x00", 2);
        at += 2;
    }
    memcpy(at, "\x30\x03", 2);
    memcpy(at + 2, letters, 3);
    return 0x124;
}

static void encode(char *text, const uint8_t *der, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    text += sprintf(text, "-----BEGIN CERTIFICATE-----\n");
    for (size_t i = 0; i < size; i += 3) {
        unsigned bits = (unsigned)der[i] << 16 | (unsigned)der[i + 1] << 8 | der[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) {
            *text++ = digits[bits >> shift & 63];
        }
    }
    if (size % 3 != 0) {
        memset(text - (3 - size % 3), '=', 3 - size % 3);
    }
    (void)sprintf(text, "\n-----END CERTIFICATE-----\n");
}

/* So that the first read ends within it, or before. */
static void test_subject_anywhere(void **state) {
    uint8_t der[300];
    char text[1000];

    (void)state;
    for (size_t serial = 1; serial < 200; serial++) {
        static const char *const others[] = {"abd", "xbc", "abc"};
        for (size_t i = 0; i < COUNT(others); i++) {
            sink got = {0, 0, 0, {0}};
            zimport_trust_search search;
            zimport_trust_search_begin(&search, (const uint8_t *)"\x30\x03xbc", 5, take, &got);
            encode(text, der, make(der, serial, others[i]));
            assert_int_equal(zimport_trust_search_feed(&search, text, strlen(text)), ZIMPORT_OK);
            zimport_trust_search_end(&search);
            assert_int_equal(got.count, i == 1);
        }
    }
}

/* Nothing of an unfinished text is left. */
static void test_next_text(void **state) {
    sink got = {0, 0, 0, {0}};
    zimport_trust_search search;

    (void)state;
    zimport_trust_search_begin(&search, NULL, 0, take, &got);
    for (size_t cut = 0; cut < strlen(root_one); cut++) {
        got.count = 0;
        assert_int_equal(zimport_trust_search_feed(&search, root_one, cut), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_int_equal(zimport_trust_search_feed(&search, root_two, strlen(root_two)), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_int_equal(got.count, cut + 1 < strlen(root_one) ? 1 : 2);
    }
}

static void test_text_cut_short(void **state) {
    const char *text = both();

    (void)state;
    for (size_t size = 0; size < strlen(text); size++) {
        sink got = {0, 0, 0, {0}};
        zimport_trust_search search = {.found = take, .context = &got};
        assert_int_equal(zimport_trust_search_feed(&search, text, size), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_true(got.count <= 2);
        assert_int_equal(got.count >= 1, size + 1 > strlen(root_one) + strlen("# the first\n") - 1);
    }
}

static void test_wrong_size(void **state) {
    static const char longer[] = "-----BEGIN CERTIFICATE-----\nMIIAAjAAMAA=\n-----END CERTIFICATE-----\n";
    static const char shorter[] = "-----BEGIN CERTIFICATE-----\nMIIACTAAMAA=\n-----END CERTIFICATE-----\n";
    static const char huge[] = "-----BEGIN CERTIFICATE-----\nMIL//zAAMAA=\n-----END CERTIFICATE-----\n";
    static const char other[] = "-----BEGIN CERTIFICATE-----\nAgEBAgEBAgEB\n-----END CERTIFICATE-----\n";
    const char *const texts[] = {longer, shorter, huge, other};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        sink got = {0, 0, 0, {0}};
        zimport_trust_search search = {.found = take, .context = &got};
        assert_int_equal(zimport_trust_search_feed(&search, texts[i], strlen(texts[i])), ZIMPORT_OK);
        assert_int_equal(got.count, 0);
        assert_int_equal(zimport_trust_search_feed(&search, root_one, strlen(root_one)), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_int_equal(got.count, 1);
    }
}

/* Neither what is inside is read as far as a subject, nor anything beyond it. */
static void test_no_certificate(void **state) {
    static const zimport_view inside[] = {LIT("\2\1\1\5\0\5\0"), LIT("\x30\5\4\3abc"), LIT("\x30\5\2\1\1\5\0"),
                                          LIT("\x30\5\2\1\1\x30\0"), LIT("\x30\7")};
    zimport_trust_memory trust;
    sink got = {0, 0, 0, {0}};

    (void)state;
    for (size_t i = 0; i < COUNT(inside); i++) {
        uint8_t der[0x104] = {0x30, 0x82, 1, 0};
        char *copy;
        memcpy(der + 4, inside[i].data, inside[i].size);
        copy = exact((zimport_view){(const char *)der, sizeof der});
        assert_int_equal(zimport_trust_memory_init(&trust, copy, sizeof der), ZIMPORT_TLS_NO_TRUST);
        assert_int_equal(trust.base.find(&trust.base, (const uint8_t *)"\x30\0", 2, take, &got), ZIMPORT_OK);
        free(copy);
    }
    assert_int_equal(got.count, 0);
}

static long until_failure;

/* From one allocation on there are none. */
static void *allocate(size_t count, size_t size) {
    return until_failure-- > 0 ? calloc(count, size) : NULL;
}

/* That memory runs out does not look like a text without certificates. */
static void test_no_memory(void **state) {
    zimport_status status = ZIMPORT_NO_MEMORY;
    zimport_trust_memory trust;
    long number = 0;

    (void)state;
    zimport_tls_set_allocator(allocate, free);
    for (; status != ZIMPORT_OK; number++) {
        until_failure = number;
        status = zimport_trust_memory_init(&trust, root_one, strlen(root_one));
        assert_true(status == ZIMPORT_NO_MEMORY || status == ZIMPORT_OK);
    }
    zimport_tls_set_allocator(calloc, free);
    assert_in_range(number, 5, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_and_by_subject), cmocka_unit_test(test_no_such_subject),
        cmocka_unit_test(test_der_in_memory),      cmocka_unit_test(test_der_sequence),
        cmocka_unit_test(test_identify),           cmocka_unit_test(test_none_built_in),
        cmocka_unit_test(test_broken_memory),      cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_other_subjects),     cmocka_unit_test(test_subject_anywhere),
        cmocka_unit_test(test_next_text),          cmocka_unit_test(test_text_cut_short),
        cmocka_unit_test(test_wrong_size),         cmocka_unit_test(test_no_certificate),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
