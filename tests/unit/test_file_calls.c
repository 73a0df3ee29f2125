/* SPDX-License-Identifier: Apache-2.0 */
/* Roots and client certificates in files, whatever the system's calls say: what fails is told with its errno, and no
 * descriptor is left open. */
#include "file_run.h"

#include "identity_pem.h"
#include "roots.h"

static void *no_memory(size_t count, size_t size) {
    (void)count;
    (void)size;
    return NULL;
}

/* ---- a client certificate and its key */

static zimport_status random_bytes(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    memset(memory, 0x35, size);
    return ZIMPORT_OK;
}

static void test_identity(void **state) {
    static const zimport_platform platform = {NULL, NULL, random_bytes, NULL};
    static const struct {
        const char *plan;
        int error;
        const char *at;
    } rows[] = {
        {"", 0, "key"},           {"r1i", 0, "key"},        {"r1h r2i r3h", 0, "key"},
        {"r1e", EIO, "cert"},     {"r1h r2e", EIO, "cert"}, {"r1i r2e", EIO, "cert"},
        {"r1e c1t", EIO, "cert"}, {"r4e c2t", EIO, "key"},  {"c1e c2e", 0, "key"},
    };

    (void)state;
    write_file("cert", EC_CERT, sizeof EC_CERT - 1);
    write_file("key", EC_KEY, sizeof EC_KEY - 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_identity identity;
        const char *path = NULL;
        int32_t detail = -1;
        int before = descriptor();
        set_plan(rows[i].plan);
        CHECK_STATUS(zimport_identity_load(&identity, &platform, "cert", "key", &path, &detail),
                     rows[i].error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK_EQUAL(detail, rows[i].error, rows[i].plan);
        CHECK(strcmp(path, rows[i].at) == 0, rows[i].plan);
        CHECK_EQUAL(identity.parts != NULL, rows[i].error == 0, rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].plan);
        zimport_identity_free(&identity);
    }
    assert_int_equal(unlink("cert") | unlink("key"), 0);
}

/* The first failure counts, also where the file is absent. */
static void test_identity_without_memory(void **state) {
    zimport_identity identity;

    (void)state;
    zimport_tls_set_allocator(no_memory, free);
    assert_int_equal(zimport_identity_load(&identity, NULL, "none", NULL, NULL, NULL), ZIMPORT_NO_MEMORY);
    assert_null(identity.parts);
    zimport_tls_set_allocator(calloc, free);
    assert_int_equal(zimport_identity_load(&identity, NULL, "none", NULL, NULL, NULL), ZIMPORT_SYSTEM);
}

/* ---- roots */

static void test_roots(void **state) {
    static const struct {
        const char *plan;
        int error;
        bool told; /* what the file's bytes are */
    } rows[] = {
        {"", 0, true},           {"r1i", 0, true},        {"r1i r2i", 0, true},
        {"c1e", 0, true},        {"o1e", EIO, false},     {"r1e", EIO, false},
        {"r1e c1t", EIO, false}, {"r1h r2e", EIO, false}, {"r1h r2i r3e", EIO, false},
    };
    zimport_trust_file trust;
    mixture wanted;

    (void)state;
    write_file("roots", both(), strlen(both()));
    assert_int_equal(zimport_trust_file_init(&trust, "roots", NULL), ZIMPORT_OK);
    wanted = mixture_of(&trust.base);
    for (size_t i = 0; i < COUNT(rows); i++) {
        mixture seen;
        int32_t detail = -1;
        int before = descriptor();
        set_plan(rows[i].plan);
        CHECK_STATUS(zimport_trust_file_init(&trust, "roots", &detail),
                     rows[i].error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK_EQUAL(detail, rows[i].error, rows[i].plan);
        set_plan(rows[i].plan);
        seen = mixture_of(&trust.base);
        check_plan(rows[i].plan);
        CHECK_EQUAL(seen.told, rows[i].told, rows[i].plan);
        CHECK_EQUAL(same_mixture(&seen, &wanted), rows[i].told, rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].plan);
    }
    set_plan("s1e");
    assert_false(mixture_of(&trust.base).told);
    check_plan("s1e");
    assert_int_equal(unlink("roots"), 0);
    assert_int_equal(zimport_trust_file_init(&trust, "/dev/zero", NULL), ZIMPORT_TLS_NO_TRUST);
}

/* A file with one root, which is read first, and a folder with one file, of another. Reads of each: the root, the end.
 */
static void test_system(void **state) {
    static const struct {
        const char *label, *file, *folders, *plan;
        bool named;        /* the root in the folder is asked for by its subject */
        size_t stop, told; /* at this one; roots in the end */
        unsigned opened;
        zimport_status status;
    } rows[] = {
        {"both", "one", "d", "", false, 0, 2, 2, ZIMPORT_OK},
        {"no more after the first", "one", "d", "", false, 1, 1, 1, ZIMPORT_OK},
        {"the one in the folder", "one", "d", "", true, 0, 1, 2, ZIMPORT_OK},
        {"the file fails", "one", "d", "r1e", false, 0, 0, 1, ZIMPORT_SYSTEM},
        {"the file fails, who wants the other", "one", "d", "r1e", true, 0, 0, 1, ZIMPORT_SYSTEM},
        {"the folder's file fails", "one", "d", "r3e", false, 0, 1, 2, ZIMPORT_OK},
        {"the folder's file fails, who wants it", "one", "d", "r3e", true, 0, 0, 2, ZIMPORT_SYSTEM},
        {"the folder's file is for others, who wants it", "one", "d", "o2a", true, 0, 0, 2, ZIMPORT_OK},
        {"only a folder", NULL, "d", "", false, 0, 1, 1, ZIMPORT_OK},
        {"all that there is fails", NULL, "d", "r1e", false, 0, 0, 1, ZIMPORT_SYSTEM},
        {"all that there is cannot be opened", NULL, "d", "o1e", false, 0, 0, 1, ZIMPORT_SYSTEM},
        {"it is gone", NULL, "d", "o1t", false, 0, 0, 1, ZIMPORT_OK},
        {"it fails at its end", NULL, "d", "r2e", false, 0, 1, 1, ZIMPORT_OK},
    };
    sink second = der_of(root_two);

    (void)state;
    write_file("one", root_one, strlen(root_one));
    assert_int_equal(mkdir("d", 0700), 0);
    write_file("d/two", root_two, strlen(root_two));
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_trust_file trust;
        sink got = {0, rows[i].stop, 0, {0}};
        int before = descriptor();
        assert_int_equal(rows[i].file != NULL ? setenv("SSL_CERT_FILE", rows[i].file, 1) : unsetenv("SSL_CERT_FILE"),
                         0);
        assert_int_equal(setenv("SSL_CERT_DIR", rows[i].folders, 1), 0);
        assert_int_equal(zimport_trust_system_init(&trust), ZIMPORT_OK);
        set_plan(rows[i].plan);
        errno = 0;
        CHECK_STATUS(trust.base.find(&trust.base, rows[i].named ? second.der + SUBJECT_AT : NULL,
                                     rows[i].named ? SUBJECT_SIZE : 0, take, &got),
                     rows[i].status, rows[i].label);
        CHECK(rows[i].status != ZIMPORT_SYSTEM || errno == EIO, rows[i].label);
        check_plan(rows[i].plan);
        CHECK_EQUAL(got.count, rows[i].told, rows[i].label);
        CHECK_EQUAL(calls['o'], rows[i].opened, rows[i].label);
        set_plan(rows[i].plan);
        CHECK_EQUAL(mixture_of(&trust.base).told, *rows[i].plan == '\0', rows[i].label);
        check_plan(rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].label);
    }
    assert_int_equal(unlink("one") | unlink("d/two") | rmdir("d"), 0);
}

static void test_system_without_memory(void **state) {
    zimport_trust_file trust;
    sink got = {0, 0, 0, {0}};

    (void)state;
    assert_int_equal(mkdir("d", 0700), 0);
    write_file("d/one", root_one, strlen(root_one));
    write_file("d/two", root_two, strlen(root_two));
    assert_int_equal(unsetenv("SSL_CERT_FILE") | setenv("SSL_CERT_DIR", "d", 1), 0);
    assert_int_equal(zimport_trust_system_init(&trust), ZIMPORT_OK);
    zimport_tls_set_allocator(no_memory, free);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_NO_MEMORY);
    set_plan("o1e"); /* that the other file cannot be opened does not hide it */
    assert_int_equal(zimport_trust_system_init(&trust), ZIMPORT_NO_MEMORY);
    check_plan("o1e");
    zimport_tls_set_allocator(calloc, free);
    assert_int_equal(got.count, 0);
    assert_int_equal(unlink("d/one") | unlink("d/two") | rmdir("d"), 0);
}

/* The usual places, whatever this machine has there: the first that is not just absent counts. */
static void test_places(void **state) {
    static const struct {
        const char *plan, *path;
    } rows[] = {
        {"o1e", "/etc/ssl/certs/ca-certificates.crt"},
        {"o1t o2e", "/etc/pki/tls/certs/ca-bundle.crt"},
        {"o1t o2t o3e", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"},
    };

    (void)state;
    assert_int_equal(unsetenv("SSL_CERT_FILE") | unsetenv("SSL_CERT_DIR"), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_trust_file trust;
        set_plan(rows[i].plan);
        CHECK_STATUS(zimport_trust_system_init(&trust), ZIMPORT_SYSTEM, rows[i].plan);
        CHECK_EQUAL(errno, EIO, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK(strcmp(trust.path, rows[i].path) == 0, rows[i].plan);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_identity), IN_FOLDER(test_identity_without_memory), IN_FOLDER(test_roots),
        IN_FOLDER(test_system),   IN_FOLDER(test_system_without_memory),   IN_FOLDER(test_places),
    };

    return cmocka_run_group_tests_name("files, calls of the system", tests, NULL, NULL);
}
