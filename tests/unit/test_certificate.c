/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate by itself: its extensions, however they are encoded; policies, hashes and the clock. */
#include "check.h"

#include "chains.h"
#include "made.h"
#include "port/mbedtls/base/fault.h"
#include "port/mbedtls/chain/chain.h"

static int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return ZIMPORT_TIME_UNKNOWN;
}

static const zimport_platform platform = {.wall_clock = wall_clock};

static uint32_t flags_of(const mbedtls_x509_crt *certificate, int64_t floor) {
    zimport_tls tls;

    zimport_tls_init(&tls, NULL, &platform, NULL, ZIMPORT_TLS_1_2);
    tls.floor = floor;
    tls.use_floor = floor > 0;
    return zimport_certificate_flags(&tls, certificate, 0);
}

static void test_next(void **state) {
    static const struct {
        const char *label;
        zimport_view bytes;
        bool good;
        int number;
        bool critical;
        zimport_view value;
    } rows[] = {
        {"one of the standard", LIT("\x30\x09\6\3\x55\x1D\x11\4\2ab"), true, 0x11, false, LIT("ab")},
        {"critical", LIT("\x30\x0C\6\3\x55\x1D\x11\1\1\xFF\4\2ab"), true, 0x11, true, LIT("ab")},
        {"critical, not in DER", LIT("\x30\x0C\6\3\x55\x1D\x11\1\1\1\4\2ab"), true, 0x11, true, LIT("ab")},
        {"said not to be critical", LIT("\x30\x0C\6\3\x55\x1D\x11\1\1\0\4\2ab"), true, 0x11, false, LIT("ab")},
        {"nothing said of that", LIT("\x30\x0B\6\3\x55\x1D\x11\1\0\4\2ab"), true, 0x11, false, LIT("ab")},
        {"an attribute", LIT("\x30\x09\6\3\x55\4\x11\4\2ab"), true, 0, false, LIT("ab")},
        {"another first number", LIT("\x30\x09\6\3\x54\x1D\x11\4\2ab"), true, 0, false, LIT("ab")},
        {"longer", LIT("\x30\x0A\6\4\x55\x1D\x11\1\4\2ab"), true, 0, false, LIT("ab")},
        {"shorter", LIT("\x30\x08\6\2\x55\x1D\4\2ab"), true, 0, false, LIT("ab")},
        {"without a value", LIT("\x30\x07\6\3\x55\x1D\x11\4\0"), true, 0x11, false, LIT("")},
        {"only critical", LIT("\x30\x08\6\3\x55\x1D\x11\1\1\xFF"), false, 0, false, LIT("")},
        {"critical, no bytes", LIT("\x30\x0C\6\3\x55\x1D\x11\1\1\xFF\x0C\2ab"), false, 0, false, LIT("")},
        {"no bytes", LIT("\x30\x09\6\3\x55\x1D\x11\x0C\2ab"), false, 0, false, LIT("")},
        {"only its type", LIT("\x30\5\6\3\x55\x1D\x11"), false, 0, false, LIT("")},
        {"no type", LIT("\x30\4\4\2ab"), false, 0, false, LIT("")},
        {"nothing in it", LIT("\x30\0"), false, 0, false, LIT("")},
        {"no sequence", LIT("\x31\x09\6\3\x55\x1D\x11\4\2ab"), false, 0, false, LIT("")},
        {"none", LIT(""), false, 0, false, LIT("")},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_extension next = {.number = -1};
        char *copy = exact(rows[i].bytes);
        zimport_der from = {(unsigned char *)copy, (unsigned char *)copy + rows[i].bytes.size};
        CHECK_EQUAL(zimport_der_next(&from, &next), rows[i].good, rows[i].label);
        if (rows[i].good) {
            CHECK_EQUAL(next.number, rows[i].number, rows[i].label);
            CHECK_EQUAL(next.critical, rows[i].critical, rows[i].label);
            CHECK_VIEW(((zimport_view){(const char *)next.value.at, zimport_der_size(&next.value)}), rows[i].value,
                       rows[i].label);
            CHECK(zimport_der_is_empty(&from), rows[i].label);
        }
        free(copy);
    }
}

#define POLICY "\6\3\x55\x1D\x20"
#define CPS "\x30\x0D\6\x08\x2B\6\1\5\5\7\2\1\x16\1x"
#define NOTICE "\x30\x0C\6\x08\x2B\6\1\5\5\7\2\2\x30\0"
#define OTHER "\x30\x0C\6\x08\x2B\6\1\5\5\7\3\1\x30\0"
#define LONGER "\x30\x0D\6\x09\x2B\6\1\5\5\7\2\1\1\x30\0"

/* Policies with qualifiers of another kind than RFC 5280's must not be critical. */
static void test_policies(void **state) {
    static const struct {
        const char *label;
        zimport_view value;
        bool known;
    } rows[] = {
        {"no qualifiers", LIT("\x30\7\x30\5" POLICY), true},
        {"where it is published", LIT("\x30\x18\x30\x16" POLICY "\x30\x0F" CPS), true},
        {"a notice", LIT("\x30\x17\x30\x15" POLICY "\x30\x0E" NOTICE), true},
        {"both", LIT("\x30\x26\x30\x24" POLICY "\x30\x1D" CPS NOTICE), true},
        {"another", LIT("\x30\x17\x30\x15" POLICY "\x30\x0E" OTHER), false},
        {"another behind one", LIT("\x30\x26\x30\x24" POLICY "\x30\x1D" CPS OTHER), false},
        {"of the second policy", LIT("\x30\x1E\x30\5" POLICY "\x30\x15" POLICY "\x30\x0E" OTHER), false},
        {"a longer one", LIT("\x30\x18\x30\x16" POLICY "\x30\x0F" LONGER), false},
        {"one without a type", LIT("\x30\x0D\x30\x0B" POLICY "\x30\4\x30\2\5\0"), false},
        {"one with nothing", LIT("\x30\x0B\x30\x09" POLICY "\x30\2\x30\0"), false},
        {"none in the list", LIT("\x30\x09\x30\7" POLICY "\x30\0"), true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (int critical = 0; critical < 2; critical++) {
            made of;
            extend_critically(&of, 32, rows[i].value, critical != 0);
            CHECK_EQUAL((flags_of(&of.certificate, 0) & ZIMPORT_FLAG_EXTENSION) == 0, rows[i].known || critical == 0,
                        rows[i].label);
        }
    }
}

/* Only an authority can respect name constraints. */
static void test_constraints(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        made of;
        extend_critically(&of, 30, VIEW("\x30\x0A\xA0\x08\x30\x06\x82\x04test"), i % 2 != 0);
        of.certificate.ca_istrue = i / 2;
        assert_int_equal((flags_of(&of.certificate, 0) & ZIMPORT_FLAG_EXTENSION) != 0, i == 1);
    }
}

static void test_hashes(void **state) {
    static const struct {
        mbedtls_md_type_t hash;
        bool strong;
    } rows[] = {{MBEDTLS_MD_NONE, false},   {MBEDTLS_MD_MD5, false},   {MBEDTLS_MD_SHA1, false},
                {MBEDTLS_MD_SHA224, false}, {MBEDTLS_MD_SHA256, true}, {MBEDTLS_MD_SHA384, true},
                {MBEDTLS_MD_SHA512, true}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        made of;
        extend(&of, 17, VIEW(""));
        of.certificate.sig_md = rows[i].hash;
        assert_int_equal(zimport_certificate_is_hash_strong(&of.certificate), rows[i].strong);
        assert_int_equal((flags_of(&of.certificate, 0) & MBEDTLS_X509_BADCERT_BAD_MD) == 0, rows[i].strong);
    }
}

/* Without the time nothing is valid yet, however long ago it began. */
static void test_no_time(void **state) {
    made of;

    (void)state;
    extend(&of, 17, VIEW(""));
    of.certificate.valid_from = (mbedtls_x509_time){1950, 1, 1, 0, 0, 0};
    of.certificate.valid_to = (mbedtls_x509_time){9999, 12, 31, 23, 59, 59};
    assert_int_equal(flags_of(&of.certificate, 0) & MBEDTLS_X509_BADCERT_FUTURE, MBEDTLS_X509_BADCERT_FUTURE);
    assert_int_equal(flags_of(&of.certificate, 1000) & MBEDTLS_X509_BADCERT_FUTURE, 0);
}

static bool parse(void *context, const uint8_t *der, size_t size) {
    return mbedtls_x509_crt_parse_der(context, der, size) == 0;
}

/* On a server's certificate that names nobody who is known, with Netscape's types. */
static uint32_t verdict_on(unsigned char types, const char *roots) {
    static const zimport_peer peer = {.host = "api.example.test"};
    zimport_trust_memory trust;
    mbedtls_ssl_config *config;
    mbedtls_x509_crt own;
    uint32_t flags = 0;
    zimport_tls tls;

    assert_int_equal(zimport_trust_memory_init(&trust, leaf, strlen(leaf)), ZIMPORT_OK);
    mbedtls_x509_crt_init(&own);
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, parse, &own), ZIMPORT_OK);
    assert_int_equal(zimport_trust_memory_init(&trust, roots, strlen(roots)), ZIMPORT_OK);
    own.ext_types |= MBEDTLS_X509_EXT_NS_CERT_TYPE;
    own.ns_cert_type = types;
    zimport_tls_init(&tls, NULL, &platform, &trust.base, ZIMPORT_TLS_1_2);
    tls.peer = &peer;
    tls.floor = 1900000000; /* 2030 */
    tls.use_floor = true;
    config = &zimport_tls_contexts_of(&tls)->config;
    mbedtls_ssl_config_init(config);
    assert_int_equal(zimport_verify_prepare(&tls), ZIMPORT_OK);
    assert_int_equal(config->f_vrfy(config->p_vrfy, &own, 0, &flags), 0);
    mbedtls_ssl_config_free(config);
    mbedtls_x509_crt_free(&own);
    return flags;
}

static void test_types(void **state) {
    static const struct {
        unsigned char types;
        bool good;
    } rows[] = {{MBEDTLS_X509_NS_CERT_TYPE_SSL_SERVER, true},
                {MBEDTLS_X509_NS_CERT_TYPE_SSL_SERVER | MBEDTLS_X509_NS_CERT_TYPE_SSL_CA, true},
                {MBEDTLS_X509_NS_CERT_TYPE_SSL_CA, false},
                {MBEDTLS_X509_NS_CERT_TYPE_SSL_CLIENT, false},
                {0, false}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(verdict_on(rows[i].types, leaf), rows[i].good ? 0 : MBEDTLS_X509_BADCERT_NS_CERT_TYPE);
    }
}

/* It is trusted itself only if it is the same to the last byte. */
static void test_other_bytes(void **state) {
    static char other[sizeof leaf];
    const char *end = strstr(leaf, "\n-----END");

    (void)state;
    assert_non_null(end);
    for (size_t back = 4; back < 40; back += 5) { /* of its signature */
        char *changed = other + (end - leaf) - back;
        memcpy(other, leaf, sizeof leaf);
        changed -= *changed == '\n';
        *changed = *changed == 'A' ? 'B' : 'A';
        assert_int_equal(verdict_on(MBEDTLS_X509_NS_CERT_TYPE_SSL_SERVER, other), MBEDTLS_X509_BADCERT_NOT_TRUSTED);
    }
}

static void test_equal(void **state) {
    unsigned char bytes[] = "abab";
    const struct {
        mbedtls_x509_buf a, b;
        bool equal;
    } rows[] = {
        {{0, 2, bytes}, {0, 2, bytes + 2}, true}, {{0, 2, bytes}, {0, 2, bytes + 1}, false},
        {{0, 2, bytes}, {0, 3, bytes}, false},    {{0, 0, NULL}, {0, 0, NULL}, false}, /* what is not there */
        {{0, 0, NULL}, {0, 2, bytes}, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(zimport_der_equal(&rows[i].a, &rows[i].b), rows[i].equal);
        assert_int_equal(zimport_der_equal(&rows[i].b, &rows[i].a), rows[i].equal);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next),   cmocka_unit_test(test_policies),    cmocka_unit_test(test_constraints),
        cmocka_unit_test(test_hashes), cmocka_unit_test(test_no_time),     cmocka_unit_test(test_equal),
        cmocka_unit_test(test_types),  cmocka_unit_test(test_other_bytes),
    };

    (void)zimport_hooks_failure(); /* links what mbedTLS wants of us */
    return cmocka_run_group_tests_name("a certificate by itself", tests, NULL, NULL);
}
