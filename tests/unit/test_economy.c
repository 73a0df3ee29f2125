/* SPDX-License-Identifier: Apache-2.0 */
/* The Montgomery constant that is put into an RSA key: the right one, or none, whatever memory there is. */
#include "check.h"

#include "identity_pem.h"
#include "port/mbedtls/base/montgomery.h"
#include "port/mbedtls/chain/chain.h"

#if defined(ZIMPORT_SEAM_INSIDES)

static long until_failure = -1; /* allocations; -1: none fails */
static bool failed;
static long taken;

static void *take(size_t count, size_t size) {
    void *memory = until_failure == 0 ? NULL : calloc(count, size);

    failed = failed || memory == NULL;
    until_failure -= until_failure >= 0; /* all that follow are there */
    taken += memory != NULL;
    return memory;
}

static void give(void *memory) {
    taken--;
    free(memory);
}

static bool parse(void *context, const uint8_t *der, size_t size) {
    assert_int_equal(mbedtls_x509_crt_parse_der(context, der, size), 0);
    return false;
}

static void load(mbedtls_x509_crt *certificate, const char *pem) {
    zimport_trust_memory trust;

    mbedtls_x509_crt_init(certificate);
    assert_int_equal(zimport_trust_memory_init(&trust, pem, strlen(pem)), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, parse, certificate), ZIMPORT_OK);
}

/* Whether it is R^2 mod N, by a division. */
static bool is_right(const mbedtls_rsa_context *rsa) {
    mbedtls_mpi wanted;
    bool right;

    mbedtls_mpi_init(&wanted);
    assert_int_equal(mbedtls_mpi_lset(&wanted, 1), 0);
    assert_int_equal(mbedtls_mpi_shift_l(&wanted, 2 * rsa->N.n * ZIMPORT_LIMB_BITS), 0);
    assert_int_equal(mbedtls_mpi_mod_mpi(&wanted, &wanted, &rsa->N), 0);
    right = mbedtls_mpi_cmp_mpi(&wanted, &rsa->RN) == 0;
    mbedtls_mpi_free(&wanted);
    return right;
}

/* Any allocation may fail: then mbedTLS computes it. */
static void test_memory(void **state) {
    mbedtls_x509_crt certificate;
    mbedtls_rsa_context *rsa;
    size_t without = 0;
    bool whole = false;

    (void)state;
    zimport_tls_set_allocator(take, give);
    load(&certificate, RSA_CERT);
    rsa = mbedtls_pk_rsa(certificate.pk);
    for (long failing = 0; !whole; failing++) {
        long before = taken;
        until_failure = failing;
        failed = false;
        zimport_economy_prepare(&certificate);
        whole = !failed;
        until_failure = -1;
        assert_int_equal(rsa->RN.p != NULL, whole);
        assert_true(!whole || is_right(rsa));
        without += !whole;
        zimport_economy_done(&certificate);
        assert_null(rsa->RN.p);
        assert_int_equal(taken, before);
    }
    assert_true(without > 1);
    mbedtls_x509_crt_free(&certificate);
    assert_int_equal(taken, 0);
    zimport_tls_set_allocator(calloc, free);
    (void)zimport_hooks_failure();
}

/* Also of numbers that fill their last limb to any bit. */
static void test_numbers(void **state) {
    mbedtls_x509_crt certificate;
    mbedtls_rsa_context *rsa;

    (void)state;
    load(&certificate, RSA_CERT);
    rsa = mbedtls_pk_rsa(certificate.pk);
    for (int bits = 0; bits < 100; bits++) {
        zimport_economy_prepare(&certificate);
        assert_true(is_right(rsa));
        zimport_economy_done(&certificate);
        assert_int_equal(mbedtls_mpi_shift_r(&rsa->N, 1) | mbedtls_mpi_set_bit(&rsa->N, 0, 1), 0);
    }
    for (mbedtls_mpi_sint small = 3; small < 100; small += 2) {
        mbedtls_mpi_free(&rsa->N);
        assert_int_equal(mbedtls_mpi_lset(&rsa->N, small), 0);
        zimport_economy_prepare(&certificate);
        assert_true(is_right(rsa));
        zimport_economy_done(&certificate);
    }
    mbedtls_x509_crt_free(&certificate);
}

/* Nothing is computed where there is no key of RSA, no modulus to speak of, or a constant already; nor of one longer
 * than there is room for. */
static void test_left_alone(void **state) {
    mbedtls_x509_crt certificate;
    mbedtls_rsa_context *rsa;

    (void)state;
    load(&certificate, EC_CERT);
    zimport_economy_prepare(&certificate);
    zimport_economy_done(&certificate);
    mbedtls_x509_crt_free(&certificate);

    load(&certificate, RSA_CERT);
    rsa = mbedtls_pk_rsa(certificate.pk);
    assert_int_equal(mbedtls_mpi_lset(&rsa->RN, 5), 0);
    zimport_economy_prepare(&certificate);
    assert_int_equal(mbedtls_mpi_cmp_int(&rsa->RN, 5), 0);
    zimport_economy_done(&certificate);
    assert_int_equal(mbedtls_mpi_grow(&rsa->N, ZIMPORT_MODULUS_MAX + 1), 0);
    zimport_economy_prepare(&certificate);
    assert_null(rsa->RN.p);
    for (int small = 0; small < 2; small++) {
        mbedtls_mpi_free(&rsa->N);
        assert_int_equal(mbedtls_mpi_lset(&rsa->N, small), 0);
        zimport_economy_prepare(&certificate);
        assert_null(rsa->RN.p);
    }
    mbedtls_x509_crt_free(&certificate);
}

#else

static void test_none(void **state) {
    (void)state;
    print_message("economy: left out, since this mbedTLS shows nothing of its keys\n");
}

#endif

int main(void) {
    static const struct CMUnitTest tests[] = {
#if defined(ZIMPORT_SEAM_INSIDES)
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_left_alone),
#else
        cmocka_unit_test(test_none),
#endif
    };

    return cmocka_run_group_tests_name("economy", tests, NULL, NULL);
}
