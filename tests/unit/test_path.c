/* SPDX-License-Identifier: Apache-2.0 */
/* How much work a server can make, and what is looked at of its certificate's names. */
#include "check.h"

#include "chains.h"
#include "made.h"
#include "port/mbedtls/base/fault.h"
#include "port/mbedtls/chain/chain.h"

enum { MANY = 70 }; /* more than signatures that are verified */

static int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return INT64_C(1800000000);
}

static const zimport_platform platform = {.wall_clock = wall_clock};
static const zimport_peer peer = {.host = "api.example.test"};

static void begin(zimport_tls *tls, const zimport_trust *trust) {
    zimport_tls_init(tls, NULL, &platform, trust, ZIMPORT_TLS_1_2);
    tls->floor = 0;
    tls->peer = &peer;
    tls->chain_end = INT64_MAX;
    mbedtls_ssl_config_init(&zimport_tls_contexts_of(tls)->config);
    assert_int_equal(zimport_verify_prepare(tls), ZIMPORT_OK);
}

static bool parse(void *context, const uint8_t *der, size_t size) {
    return mbedtls_x509_crt_parse_der(context, der, size) == 0;
}

static void add(mbedtls_x509_crt *chain, const char *pem) {
    zimport_trust_memory trust;

    assert_int_equal(zimport_trust_memory_init(&trust, pem, strlen(pem)), ZIMPORT_OK);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, parse, chain), ZIMPORT_OK);
}

/* Issuers by their names, of which none has signed it, in front of the one that has. */
static void test_work(void **state) {
    static const struct {
        const char *label;
        size_t sent, trusted;
        const char *root; /* the last that is tried */
        uint32_t flags;
    } rows[] = {
        {"none but the root", 0, 0, root_a, 0},
        {"some that were sent", 5, 0, root_a, 0},
        {"some roots", 0, 5, root_a, 0},
        {"some that were sent, another root", 5, 0, root_b, MBEDTLS_X509_BADCERT_NOT_TRUSTED},
        {"some roots, and another", 0, 5, root_b, MBEDTLS_X509_BADCERT_NOT_TRUSTED},
        {"many that were sent, behind the root", MANY, 0, root_a, 0},
        {"many that were sent, another root", MANY, 0, root_b, ZIMPORT_FLAG_WORK},
        {"many roots", 0, MANY, root_a, ZIMPORT_FLAG_WORK},
    };
    static char roots[(MANY + 1) * 600];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_trust_memory trust;
        mbedtls_x509_crt chain;
        zimport_tls tls;
        size_t size = (size_t)snprintf(roots, sizeof roots, "%s", rows[i].root);
        mbedtls_x509_crt_init(&chain);
        add(&chain, middle);
        for (size_t j = 0; j < rows[i].sent; j++) {
            add(&chain, root_a_twin);
        }
        for (size_t j = 0; j < rows[i].trusted; j++) {
            size += (size_t)snprintf(roots + size, sizeof roots - size, "%s", root_a_twin);
        }
        assert_true(size < sizeof roots);
        assert_int_equal(zimport_trust_memory_init(&trust, roots, size), ZIMPORT_OK);
        begin(&tls, &trust.base);
        CHECK_EQUAL(zimport_path_find(&tls, &chain), rows[i].flags, rows[i].label);
        CHECK_STATUS(tls.trust_failure, ZIMPORT_OK, rows[i].label);
        mbedtls_x509_crt_free(&chain);
    }
}

static int judge(zimport_tls *tls, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    const mbedtls_ssl_config *config = &zimport_tls_contexts_of(tls)->config;

    return config->f_vrfy(config->p_vrfy, certificate, depth, flags);
}

/* One that cannot be read makes all of them void. */
static void test_names(void **state) {
    static unsigned char issuer[] = {0x30, 0};
    static const struct {
        const char *label;
        zimport_view names;
        bool fits;
    } rows[] = {
        {"the host",
         LIT("\x30\x12\x82\x10"
             "api.example.test"),
         true},
        {"the host behind another",
         LIT("\x30\x15\x82\1a\x82\x10"
             "api.example.test"),
         true},
        {"another", LIT("\x30\x03\x82\1a"), false},
        {"in no sequence",
         LIT("\x82\x10"
             "api.example.test"),
         false},
        {"more behind the sequence",
         LIT("\x30\x12\x82\x10"
             "api.example.test\5\0"),
         false},
        {"what is no name behind it",
         LIT("\x30\x14\x82\x10"
             "api.example.test\5\0"),
         false},
        {"what is no name before it",
         LIT("\x30\x14\5\0\x82\x10"
             "api.example.test"),
         false},
        {"one cut behind it",
         LIT("\x30\x15\x82\x10"
             "api.example.test\x82\2a"),
         false},
    };
    zimport_trust_memory trust;

    (void)state;
    assert_int_equal(zimport_trust_memory_init(&trust, root_a, strlen(root_a)), ZIMPORT_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t flags = 0;
        zimport_tls tls;
        made of;
        extend(&of, 17, rows[i].names);
        of.certificate.issuer_raw = of.certificate.subject_raw = (mbedtls_x509_buf){0, sizeof issuer, issuer};
        begin(&tls, &trust.base);
        CHECK_EQUAL(judge(&tls, &of.certificate, 0, &flags), 0, rows[i].label);
        CHECK_EQUAL((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) == 0, rows[i].fits, rows[i].label);
    }
}

/* Where mbedTLS shows what else was sent, nothing is said of it. */
static void test_others(void **state) {
    zimport_trust_memory trust;
    mbedtls_x509_crt chain;
    uint32_t flags = UINT32_MAX;
    zimport_tls tls;

    (void)state;
    mbedtls_x509_crt_init(&chain);
    add(&chain, middle_old);
    assert_int_equal(zimport_trust_memory_init(&trust, root_b, strlen(root_b)), ZIMPORT_OK);
    begin(&tls, &trust.base);
    assert_int_equal(judge(&tls, &chain, 1, &flags), 0);
    assert_int_equal(flags, 0);
    assert_int_equal(tls.not_after[0], '\0');
    assert_int_equal(judge(&tls, &chain, 0, &flags), 0);
    assert_int_not_equal(flags, 0);
    assert_string_equal(tls.not_after, "2023-01-01T00:00:00Z");
    mbedtls_x509_crt_free(&chain);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_work),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_others),
    };

    return cmocka_run_group_tests_name("paths and names", tests, NULL, NULL);
}
