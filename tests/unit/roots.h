/* SPDX-License-Identifier: Apache-2.0 */
/* Two roots, and a sink for those found. Include it after check.h. */
#ifndef ZIMPORT_TESTS_UNIT_ROOTS_H
#define ZIMPORT_TESTS_UNIT_ROOTS_H

#include "zimport/mbedtls.h"

/* Two that sign themselves, P-256; their names end in "one" and "two". */
static const char root_one[] = "-----BEGIN CERTIFICATE-----\n"
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

static const char root_two[] = "-----BEGIN CERTIFICATE-----\n"
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

enum { SUBJECT_AT = 112, SUBJECT_SIZE = 31 };

typedef struct sink {
    size_t count;
    size_t stop_at; /* 0: never */
    size_t size;
    uint8_t der[600];
} sink;

static inline bool take(void *context, const uint8_t *der, size_t size) {
    sink *to = context;

    assert_true(size <= sizeof to->der);
    memcpy(to->der, der, size);
    to->size = size;
    to->count++;
    return to->count != to->stop_at;
}

static inline const char *both(void) {
    static char text[sizeof root_one + sizeof root_two + 100];

    (void)snprintf(text, sizeof text, "# the first\n%s\n# the second\n%s", root_one, root_two);
    return text;
}

static inline sink der_of(const char *text) {
    zimport_trust_memory trust;
    sink got = {0, 1, 0, {0}};

    assert_int_equal(zimport_trust_memory_init(&trust, text, strlen(text)), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_OK);
    assert_int_equal(got.count, 1);
    return got;
}

typedef struct mixture {
    bool told;
    size_t size;
    uint8_t bytes[1000];
} mixture;

static inline void mix(void *context, const void *bytes, size_t size) {
    mixture *to = context;

    assert_true(size <= sizeof to->bytes - to->size);
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
}

static inline mixture mixture_of(const zimport_trust *trust) {
    mixture result = {false, 0, {0}};

    result.told = trust->identify(trust, mix, &result);
    return result;
}

static inline bool same_mixture(const mixture *a, const mixture *b) {
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

#endif
