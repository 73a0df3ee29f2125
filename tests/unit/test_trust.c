/* SPDX-License-Identifier: Apache-2.0 */
/* Roots by their subject: out of a text in pieces, a file, memory, and where the system keeps them. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "check.h"

#include <errno.h>
#include <unistd.h>

#include "port/mbedtls/trust.h"

/* Two that sign themselves, P-256; their names end in "one" and "two". */
static const char one[] = "-----BEGIN CERTIFICATE-----\n"
                          "MIIBkTCCATegAwIBAgIUaFcGBG3BLlI//41E+yL7Ty613TgwCgYIKoZIzj0EAwIw\n"
                          "HTEbMBkGA1UEAwwSVW5pdCB0ZXN0IHJvb3Qgb25lMCAXDTI2MTEyMzE2MTMyMFoY\n"
                          "DzIxMjYxMDMwMTYxMzIwWjAdMRswGQYDVQQDDBJVbml0IHRlc3Qgcm9vdCBvbmUw\n"
                          "WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARhPIE4lOQB4Y+OI+DjEW7b8SnLqIEd\n"
                          "8WCDrQUVYKrbY1z8fGlI5DLpKeOZfg3azetqbFeo9ZJ6+6NTYKq8AQSXo1MwUTAd\n"
                          "BgNVHQ4EFgQUBv6ZC6RBT9U/Tp3rcczmnY7cPG8wHwYDVR0jBBgwFoAUBv6ZC6RB\n"
                          "T9U/Tp3rcczmnY7cPG8wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF\n"
                          "AiEA/GqgtAcWoHIqXTx9BynZkpIGUplAhv0Clvp1G9HsHDsCIFJJ8AEYyGHKij8U\n"
                          "JYF4hsl+ss+BYWCMT9nNBRZ1gv22\n"
                          "-----END CERTIFICATE-----\n";

static const char two[] = "-----BEGIN CERTIFICATE-----\n"
                          "MIIBkDCCATegAwIBAgIUNZqmj7oq7M0d5Q9P6lK0GL9R+6AwCgYIKoZIzj0EAwIw\n"
                          "HTEbMBkGA1UEAwwSVW5pdCB0ZXN0IHJvb3QgdHdvMCAXDTI2MTEyMzE2MTMyMFoY\n"
                          "DzIxMjYxMDMwMTYxMzIwWjAdMRswGQYDVQQDDBJVbml0IHRlc3Qgcm9vdCB0d28w\n"
                          "WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS0sOn0pCGNuwngT2UUyz3zMSCPINdn\n"
                          "I5lSywItXFXwvkHQSezDsnH1U02SyHFgL0AXUXZbvI+ZosG7vcs0RkHRo1MwUTAd\n"
                          "BgNVHQ4EFgQUzgz383YdxMfXu+4CFRp34BE4aoMwHwYDVR0jBBgwFoAUzgz383Yd\n"
                          "xMfXu+4CFRp34BE4aoMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBE\n"
                          "AiAFHyf3I5ZaZ66ng0u4Kue/0+da2xDXOEkvb6iBJI7ltwIgWVWpAPU+nH7lCGS+\n"
                          "lQJm8lIP2pgEgYJ89dtxOBbzqNI=\n"
                          "-----END CERTIFICATE-----\n";

/* What is before the subject in both, and how large it is. */
enum { SUBJECT_AT = 112, SUBJECT_SIZE = 31 };

typedef struct sink {
    size_t count;
    size_t stop_at; /* 0: never */
    size_t size;
    uint8_t der[600];
} sink;

static bool take(void *context, const uint8_t *der, size_t size) {
    sink *to = context;

    assert_true(size <= sizeof to->der);
    memcpy(to->der, der, size);
    to->size = size;
    to->count++;
    return to->count != to->stop_at;
}

static const char *both(void) {
    static char text[sizeof one + sizeof two + 100];

    (void)snprintf(text, sizeof text, "# the first\n%s\n# the second\n%s", one, two);
    return text;
}

/* The first root of a text as DER. */
static sink der_of(const char *text) {
    zimport_trust_memory trust;
    sink got = {0, 1, 0, {0}};

    assert_int_equal(zimport_trust_memory_init(&trust, text, strlen(text)), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    return got;
}

static void test_all_and_by_subject(void **state) {
    zimport_trust_memory trust;
    sink first = der_of(one);
    sink second = der_of(two);
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
    sink first = der_of(one);
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
    sink first = der_of(one);
    sink got = {0, 0, 0, {0}};
    char *exactly = exact((zimport_view){(const char *)first.der, first.size});

    (void)state;
    assert_int_equal(zimport_trust_memory_init(&trust, exactly, first.size), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, first.der + SUBJECT_AT, SUBJECT_SIZE, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    free(exactly);
}

static void test_broken_memory(void **state) {
    sink first = der_of(one);
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

/* Every cut of a text into two pieces, and pieces of every size. */
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

/* A text that ends in the middle gives what was whole, and leaks nothing. */
static void test_text_cut_short(void **state) {
    const char *text = both();

    (void)state;
    for (size_t size = 0; size < strlen(text); size++) {
        sink got = {0, 0, 0, {0}};
        zimport_trust_search search = {.found = take, .context = &got};
        assert_int_equal(zimport_trust_search_feed(&search, text, size), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_true(got.count <= 2);
        assert_int_equal(got.count >= 1, size + 1 > strlen(one) + strlen("# the first\n") - 1);
    }
}

/* A length in the certificate that is not its own. */
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
        assert_int_equal(zimport_trust_search_feed(&search, one, strlen(one)), ZIMPORT_OK);
        zimport_trust_search_end(&search);
        assert_int_equal(got.count, 1);
    }
}

static void write_file(char *path, const char *text) {
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (long)strlen(text));
    (void)close(fd);
}

static void test_file(void **state) {
    char path[] = "/tmp/test_trust_XXXXXX";
    zimport_trust_file trust;
    sink second = der_of(two);
    sink got = {0, 0, 0, {0}};
    int32_t detail = -1;

    (void)state;
    write_file(path, both());
    assert_int_equal(zimport_trust_file_init(&trust, path, &detail), ZIMPORT_OK);
    assert_int_equal(detail, 0);
    assert_int_equal(trust.base.find(&trust.base, second.der + SUBJECT_AT, SUBJECT_SIZE, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    (void)unlink(path);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_SYSTEM);
    assert_int_equal(zimport_trust_file_init(&trust, path, &detail), ZIMPORT_SYSTEM);
    assert_int_equal(detail, ENOENT);
    assert_int_equal(zimport_trust_file_init(&trust, "/", &detail), ZIMPORT_SYSTEM);
    assert_int_equal(detail, EISDIR);
    assert_int_equal(zimport_trust_file_init(&trust, "/dev/null", NULL), ZIMPORT_TLS_NO_TRUST);
}

static void test_system(void **state) {
    char path[] = "/tmp/test_trust_XXXXXX";
    zimport_trust_file trust;

    (void)state;
    write_file(path, one);
    assert_int_equal(setenv("SSL_CERT_FILE", path, 1), 0);
    assert_int_equal(zimport_trust_system_init(&trust), ZIMPORT_OK);
    assert_string_equal(trust.path, path);
    (void)unlink(path);
    assert_int_equal(zimport_trust_system_init(&trust), ZIMPORT_SYSTEM);
    assert_int_equal(setenv("SSL_CERT_FILE", "/dev/null", 1), 0);
    assert_int_equal(zimport_trust_system_init(&trust), ZIMPORT_TLS_NO_TRUST);
    assert_int_equal(unsetenv("SSL_CERT_FILE"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_and_by_subject),
        cmocka_unit_test(test_no_such_subject),
        cmocka_unit_test(test_der_in_memory),
        cmocka_unit_test(test_broken_memory),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_text_cut_short),
        cmocka_unit_test(test_wrong_size),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
