/* SPDX-License-Identifier: Apache-2.0 */
/* From texts and files, good and bad; no key stays in memory. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "check.h"

#include <errno.h>
#include <unistd.h>

#include "identity_pem.h"
#include "port/mbedtls/base/fault.h"

#include "zimport/mbedtls.h"

#define WORDS "Bag Attributes\n    friendlyName: x\nsubject=CN = ec\n\n"
#define HEAD "-----BEGIN CERTIFICATE-----\n"
#define FOOT "-----END CERTIFICATE-----\n"
#define KEY_HEAD "-----BEGIN PRIVATE KEY-----\n"
#define LINE "MIIBFjCBvQIUMbRJhlduy71IC0VaXZwWu3PlMDAwCgYIKoZIzj0EAwIwDTELMAkG\n"
#define KEY_FOOT "-----END PRIVATE KEY-----\n"

static bool no_random;

static zimport_status random_bytes(const zimport_platform *self, void *memory, size_t size) {
    static uint32_t seed = 1;
    uint8_t *to = memory;

    (void)self;
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(scramble(&seed) >> 8);
    }
    return no_random ? ZIMPORT_NO_RANDOM : ZIMPORT_OK;
}

static const zimport_platform platform = {NULL, NULL, random_bytes, NULL};

static zimport_status init(zimport_identity *identity, zimport_view certificates, zimport_view key) {
    memset(identity, 0x5a, sizeof *identity);
    return zimport_identity_init(identity, &platform, certificates, key);
}

/* clang-format off */
static const struct {
    const char *label;
    zimport_view certificates;
    zimport_view key;
    zimport_status status;
} texts[] = {
    {"PKCS #8, P-256", LIT(EC_CERT), LIT(EC_KEY), ZIMPORT_OK},
    {"SEC 1, P-256", LIT(EC_CERT), LIT(EC_SEC1), ZIMPORT_OK},
    {"SEC 1 without the public half", LIT(EC_CERT), LIT(EC_BARE), ZIMPORT_OK},
    {"PKCS #8, P-384", LIT(P384_CERT), LIT(P384_KEY), ZIMPORT_OK},
    {"PKCS #8, RSA", LIT(RSA_CERT), LIT(RSA_KEY), ZIMPORT_OK},
    {"PKCS #1, RSA", LIT(RSA_CERT), LIT(RSA_PKCS1), ZIMPORT_OK},
    {"behind parameters", LIT(EC_CERT), LIT("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" EC_SEC1), ZIMPORT_OK},
    {"words between", LIT(WORDS EC_CERT WORDS), LIT(WORDS EC_KEY WORDS), ZIMPORT_OK},
    {"one text", LIT(EC_CERT EC_KEY), LIT(EC_CERT EC_KEY), ZIMPORT_OK},
    {"one text, the key first", LIT(EC_KEY EC_CERT), LIT(EC_KEY EC_CERT), ZIMPORT_OK},
    {"one text, the key between", LIT(EC_CERT EC_KEY P384_CERT), LIT(EC_CERT EC_KEY P384_CERT), ZIMPORT_OK},
    {"a key that does not count beside the certificate", LIT(EC_OTHER EC_CERT EC_ENCRYPTED), LIT(EC_KEY), ZIMPORT_OK},
    {"a certificate that does not count beside the key", LIT(EC_CERT), LIT(RSA_CERT EC_KEY), ZIMPORT_OK},
    {"the first key counts", LIT(EC_CERT), LIT(EC_KEY EC_OTHER EC_ENCRYPTED), ZIMPORT_OK},
    {"an old label", LIT("-----BEGIN X509 CERTIFICATE-----\n" EC_BODY "-----END X509 CERTIFICATE-----\n"), LIT(EC_KEY), ZIMPORT_OK},
    {"a trusted certificate, which has more in it", LIT("-----BEGIN TRUSTED CERTIFICATE-----\nMAAA\n-----END TRUSTED CERTIFICATE-----\n"), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"a key with an attribute", LIT(EC_CERT), LIT(EC_ATTRIBUTE), ZIMPORT_OK},
    {"what cannot be read behind the first", LIT(EC_CERT P521_CERT), LIT(EC_KEY), ZIMPORT_OK},
    {"no certificate", LIT(""), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"a key instead", LIT(EC_KEY), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"of a curve that is not built in", LIT(P521_CERT), LIT(P521_KEY), ZIMPORT_BAD_CERT},
    {"not base64", LIT(HEAD "MII*\n" FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"not DER", LIT(HEAD "YWJj\n" FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"nothing", LIT(HEAD FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"not DER behind the first", LIT(EC_CERT HEAD "YWJj\n" FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"nothing behind the first", LIT(EC_CERT HEAD FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"more than its length says, behind the first", LIT(EC_CERT HEAD "MAAA\n" FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"a broken end behind the first", LIT(EC_CERT HEAD "MAA=\n" KEY_FOOT), LIT(EC_KEY), ZIMPORT_BAD_CERT},
    {"no key", LIT(EC_CERT), LIT(""), ZIMPORT_BAD_CERT_KEY},
    {"no view of a key", LIT(EC_CERT), {NULL, 0}, ZIMPORT_BAD_CERT_KEY},
    {"a certificate instead", LIT(EC_CERT), LIT(EC_CERT), ZIMPORT_BAD_CERT_KEY},
    {"a public key", LIT(EC_CERT), LIT("-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n"), ZIMPORT_BAD_CERT_KEY},
    {"of an algorithm that is not built in", LIT(EC_CERT), LIT(ED_KEY), ZIMPORT_BAD_CERT_KEY},
    {"a key, not base64", LIT(EC_CERT), LIT(KEY_HEAD "MII*\n" KEY_FOOT EC_KEY), ZIMPORT_BAD_CERT_KEY},
    {"a key, nothing", LIT(EC_CERT), LIT(KEY_HEAD KEY_FOOT EC_KEY), ZIMPORT_BAD_CERT_KEY},
    {"a key, an empty sequence", LIT(EC_CERT), LIT(KEY_HEAD "MAA=\n" KEY_FOOT), ZIMPORT_BAD_CERT_KEY},
    {"a key, only a version", LIT(EC_CERT), LIT(KEY_HEAD "MAMCAQA=\n" KEY_FOOT), ZIMPORT_BAD_CERT_KEY},
    {"a key of OpenSSH", LIT(EC_CERT), LIT("-----BEGIN OPENSSH PRIVATE KEY-----\nMAA=\n-----END OPENSSH PRIVATE KEY-----\n"), ZIMPORT_BAD_CERT_KEY},
    {"encrypted", LIT(EC_CERT), LIT(EC_ENCRYPTED), ZIMPORT_KEY_ENCRYPTED},
    {"encrypted, the old way", LIT(EC_CERT), LIT(EC_LEGACY), ZIMPORT_KEY_ENCRYPTED},
    {"encrypted, in one text", LIT(EC_ENCRYPTED EC_CERT), LIT(EC_ENCRYPTED EC_CERT), ZIMPORT_KEY_ENCRYPTED},
    {"another key", LIT(EC_CERT), LIT(EC_OTHER), ZIMPORT_KEY_MISFIT},
    {"a key of another curve", LIT(EC_CERT), LIT(P384_KEY), ZIMPORT_KEY_MISFIT},
    {"a key of another curve, the other way", LIT(P384_CERT), LIT(EC_KEY), ZIMPORT_KEY_MISFIT},
    {"a key of another algorithm", LIT(EC_CERT), LIT(RSA_KEY), ZIMPORT_KEY_MISFIT},
    {"a key of another algorithm, the other way", LIT(RSA_CERT), LIT(EC_KEY), ZIMPORT_KEY_MISFIT},
    {"the key of the second certificate", LIT(P384_CERT EC_CERT), LIT(EC_KEY), ZIMPORT_KEY_MISFIT},
};
/* clang-format on */

static void test_texts(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        zimport_identity identity;
        char *certificates = exact(texts[i].certificates);
        char *key = exact(texts[i].key);
        zimport_status status = init(&identity, (zimport_view){certificates, texts[i].certificates.size},
                                     (zimport_view){key, texts[i].key.size});
        CHECK_STATUS(status, texts[i].status, texts[i].label);
        zimport_identity_free(&identity);
        zimport_identity_free(&identity);
        free(certificates);
        free(key);
    }
}

static zimport_view repeated(const char *before, const char *piece, size_t count, const char *after) {
    static char text[8192];
    size_t size = (size_t)snprintf(text, sizeof text, "%s", before);

    for (; count > 0; count--) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s", piece);
    }
    size += (size_t)snprintf(text + size, sizeof text - size, "%s", after);
    assert_true(size < sizeof text);
    return (zimport_view){text, size};
}

/* All certificates must fit into one message: 14 of 282 bytes with 5 for each, and 8 once, into 4096. A "key" in lines
 * of 48 bytes outgrows its memory from line 86 on. */
static void test_too_long(void **state) {
    zimport_identity identity;

    (void)state;
    assert_int_equal(init(&identity, repeated("", EC_CERT, 14, ""), VIEW(EC_KEY)), ZIMPORT_OK);
    zimport_identity_free(&identity);
    assert_int_equal(init(&identity, repeated("", EC_CERT, 15, ""), VIEW(EC_KEY)), ZIMPORT_BAD_CERT);
    for (size_t lines = 0; lines < 100; lines++) {
        zimport_view key = repeated(KEY_HEAD "MIIQAAIBAAQC\n", LINE, lines, KEY_FOOT);
        assert_int_equal(init(&identity, VIEW(EC_CERT), key), ZIMPORT_BAD_CERT_KEY);
    }
}

/* Of the first certificate: openssl x509 -fingerprint -sha256. */
static void test_digest(void **state) {
    zimport_identity one;
    zimport_identity two;

    (void)state;
    assert_int_equal(init(&one, VIEW(EC_CERT P384_CERT), VIEW(EC_KEY)), ZIMPORT_OK);
    assert_int_equal(init(&two, VIEW(EC_CERT), VIEW(EC_SEC1)), ZIMPORT_OK);
    assert_memory_equal(one.digest, two.digest, sizeof one.digest);
    assert_memory_equal(one.digest, EC_DIGEST, sizeof one.digest);
    zimport_identity_free(&one);
    zimport_identity_free(&two);
}

static void test_cuts(void **state) {
    const zimport_view text = VIEW(EC_CERT RSA_KEY);
    zimport_identity identity;

    (void)state;
    for (size_t size = 0; size < text.size; size++) {
        char *cut = exact(part(text, 0, size));
        zimport_view view = {cut, size};
        bool whole = size + 1 == text.size; /* but for the newline */
        zimport_status want = size + 1 < sizeof EC_CERT - 1 ? ZIMPORT_BAD_CERT
                              : whole                       ? ZIMPORT_KEY_MISFIT
                                                            : ZIMPORT_BAD_CERT_KEY;
        CHECK_STATUS(init(&identity, view, view), want, "cut");
        free(cut);
    }
}

static void test_bent(void **state) {
    static const zimport_view keys[] = {LIT(EC_CERT EC_SEC1), LIT(RSA_CERT RSA_PKCS1), LIT(RSA_CERT RSA_KEY)};

    (void)state;
    for (size_t k = 0; k < COUNT(keys); k++) {
        char *bent = exact(keys[k]);
        for (size_t i = 0; i < keys[k].size; i += k == 0 ? 1 : 3) {
            zimport_identity identity;
            bent[i] = bent[i] == 'A' ? '/' : 'A';
            zimport_status status =
                init(&identity, (zimport_view){bent, keys[k].size}, (zimport_view){bent, keys[k].size});
            CHECK(status == ZIMPORT_OK || (status >= ZIMPORT_BAD_CERT && status <= ZIMPORT_KEY_MISFIT), "bent");
            zimport_identity_free(&identity);
            bent[i] = keys[k].data[i];
        }
        free(bent);
    }
}

static void test_no_random(void **state) {
    zimport_identity identity;

    (void)state;
    no_random = true;
    assert_int_equal(init(&identity, VIEW(EC_CERT), VIEW(EC_KEY)), ZIMPORT_NO_RANDOM);
    no_random = false;
}

/* Memory that runs out, and what is in memory that is given back. */

static size_t until_failure = SIZE_MAX;
static size_t live;
static uint8_t secret[32];
static bool seen;

/* The size is stored before the block. */
static void *allocate(size_t count, size_t size) {
    size_t *block = until_failure == 0 ? NULL : calloc(1, count * size + 2 * sizeof(size_t));

    if (block == NULL) {
        return NULL;
    }
    until_failure--;
    live++;
    block[0] = count * size;
    return block + 2;
}

/* In the order of the file, or of numbers in memory. */
static void search(const uint8_t *block, size_t size) {
    enum { PIECE = 8 };
    uint8_t backwards[PIECE];

    for (size_t i = 0; i < PIECE; i++) {
        backwards[i] = secret[8 + PIECE - 1 - i];
    }
    for (size_t at = 0; at + PIECE <= size; at++) {
        if (memcmp(block + at, secret + 8, PIECE) == 0 || memcmp(block + at, backwards, PIECE) == 0) {
            seen = true;
        }
    }
}

static void release(void *memory) {
    size_t *block = (size_t *)memory - 2;

    search(memory, block[0]);
    live--;
    free(block);
}

static void test_out_of_memory(void **state) {
    static const struct {
        zimport_view certificates;
        zimport_view key;
    } cases[] = {{LIT(EC_CERT P521_CERT), LIT(EC_KEY)}, {LIT(RSA_CERT), LIT(RSA_PKCS1)}};
    zimport_identity identity;

    (void)state;
    zimport_tls_set_allocator(allocate, release);
    for (size_t i = 0; i < COUNT(cases); i++) {
        zimport_status status = ZIMPORT_NO_MEMORY;
        size_t before = live;
        for (size_t n = 0; status != ZIMPORT_OK; n += n < 100 ? 1 : 17) {
            until_failure = n;
            status = init(&identity, cases[i].certificates, cases[i].key);
            until_failure = SIZE_MAX;
            assert_true(status == ZIMPORT_OK || status == ZIMPORT_NO_MEMORY);
            if (status != ZIMPORT_OK) {
                assert_int_equal(live, before);
            }
        }
        zimport_identity_free(&identity);
        assert_int_equal(live, before);
    }
    zimport_tls_set_allocator(calloc, free);
}

static void test_wiped(void **state) {
    zimport_identity identity;

    (void)state;
    memcpy(secret, EC_SECRET, sizeof secret);
    zimport_tls_set_allocator(allocate, release);
    seen = false;
    assert_int_equal(init(&identity, VIEW(EC_KEY EC_CERT), VIEW(EC_CERT EC_KEY)), ZIMPORT_OK);
    zimport_identity_free(&identity);
    assert_int_equal(init(&identity, VIEW(RSA_CERT), VIEW(EC_KEY)), ZIMPORT_KEY_MISFIT);
    assert_int_equal(init(&identity, VIEW(P521_CERT), VIEW(EC_KEY)), ZIMPORT_BAD_CERT);
    assert_false(seen);
    assert_int_equal(live, 0);
    zimport_tls_set_allocator(calloc, free);
}

/* Files. */

static void write_file(char *path, const char *text) {
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (long)strlen(text));
    (void)close(fd);
}

static void load(const char *certificates, const char *key, zimport_status want, const char *want_path,
                 int want_detail) {
    zimport_identity identity;
    const char *path = NULL;
    int32_t detail = -1;

    CHECK_STATUS(zimport_identity_load(&identity, &platform, certificates, key, &path, &detail), want, certificates);
    assert_int_equal(want == ZIMPORT_SYSTEM ? detail : (int)ZIMPORT_CAUSE(detail), want_detail);
    if (want_path != NULL) {
        assert_string_equal(path, want_path);
    }
    zimport_identity_free(&identity);
}

static void test_files(void **state) {
    char certificate[] = "/tmp/test_identity_XXXXXX";
    char key[] = "/tmp/test_identity_XXXXXX";
    char both[] = "/tmp/test_identity_XXXXXX";
    char curve[] = "/tmp/test_identity_XXXXXX";
    char cut[] = "/tmp/test_identity_XXXXXX";
    zimport_identity identity;

    (void)state;
    write_file(certificate, EC_CERT);
    write_file(key, EC_SEC1);
    write_file(both, RSA_KEY RSA_CERT P521_CERT);
    write_file(curve, P521_CERT);
    write_file(cut, HEAD "MIIB\n");
    load(certificate, key, ZIMPORT_OK, NULL, 0);
    load(both, NULL, ZIMPORT_OK, NULL, 0);
    load(both, both, ZIMPORT_OK, NULL, 0);
    load(certificate, NULL, ZIMPORT_BAD_CERT_KEY, NULL, ZIMPORT_CAUSE_ONLY_CERTIFICATE);
    load(certificate, certificate, ZIMPORT_BAD_CERT_KEY, NULL, ZIMPORT_CAUSE_ONLY_CERTIFICATE);
    load(certificate, both, ZIMPORT_KEY_MISFIT, NULL, 0);
    load(key, key, ZIMPORT_BAD_CERT, NULL, ZIMPORT_CAUSE_ONLY_KEY);
    load("/dev/null", key, ZIMPORT_BAD_CERT, NULL, ZIMPORT_CAUSE_EMPTY);
    load(certificate, "/dev/null", ZIMPORT_BAD_CERT_KEY, NULL, ZIMPORT_CAUSE_EMPTY);
    load("/dev/zero", key, ZIMPORT_BAD_CERT, NULL, ZIMPORT_CAUSE_NO_PEM);
    load(curve, key, ZIMPORT_BAD_CERT, NULL, ZIMPORT_CAUSE_KEY_KIND);
    load(cut, key, ZIMPORT_BAD_CERT, NULL, ZIMPORT_CAUSE_CUT);
    load("/", key, ZIMPORT_SYSTEM, "/", EISDIR);
    load(certificate, "/", ZIMPORT_SYSTEM, "/", EISDIR);
    load("/nowhere/x", key, ZIMPORT_SYSTEM, "/nowhere/x", ENOENT);
    load(certificate, "/nowhere/x", ZIMPORT_SYSTEM, "/nowhere/x", ENOENT);
    assert_int_equal(zimport_identity_load(&identity, &platform, "/", NULL, NULL, NULL), ZIMPORT_SYSTEM);
    (void)unlink(certificate);
    (void)unlink(key);
    (void)unlink(both);
    (void)unlink(curve);
    (void)unlink(cut);
}

/* It can be read once. */
static void test_pipe(void **state) {
    static const char text[] = RSA_CERT RSA_KEY;
    char path[40];
    int ends[2];

    (void)state;
    for (int same = 0; same < 2; same++) {
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], text, sizeof text - 1), (long)sizeof text - 1);
        (void)close(ends[1]);
        (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        load(path, same ? path : NULL, ZIMPORT_OK, NULL, 0);
        (void)close(ends[0]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),         cmocka_unit_test(test_too_long), cmocka_unit_test(test_digest),
        cmocka_unit_test(test_cuts),          cmocka_unit_test(test_bent),     cmocka_unit_test(test_no_random),
        cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_wiped),    cmocka_unit_test(test_files),
        cmocka_unit_test(test_pipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
