/* SPDX-License-Identifier: Apache-2.0 */
/* What mbedTLS's codes mean, with what is known of the connection. */
#include "check.h"

#include "port/mbedtls/base/fault.h"
#include "port/mbedtls/tls.h"

typedef struct connection {
    zimport_tls tls;
    mbedtls_ssl_context *ssl;
    mbedtls_ssl_session session;
    unsigned char message[2];
    char name[20];
    zimport_text blamed;
} connection;

/* That has got an alert of this kind, or no alert: -1; with this verdict on certificates. */
static void begin(connection *of, int alert, uint32_t flags) {
    memset(of, 0, sizeof *of);
    zimport_tls_init(&of->tls, NULL, NULL, NULL, ZIMPORT_TLS_1_2);
    of->blamed = (zimport_text){.data = of->name, .capacity = sizeof of->name};
    of->tls.blamed = &of->blamed;
    of->ssl = &zimport_tls_contexts_of(&of->tls)->ssl;
    of->message[0] = MBEDTLS_SSL_ALERT_LEVEL_FATAL;
    of->message[1] = (unsigned char)alert;
    of->ssl->in_msg = of->message;
    of->ssl->in_msgtype = alert < 0 ? MBEDTLS_SSL_MSG_HANDSHAKE : MBEDTLS_SSL_MSG_ALERT;
    of->session.verify_result = flags;
    of->ssl->session = &of->session;
}

static void test_codes(void **state) {
    static const struct {
        const char *label;
        int code;
        zimport_status status;
    } rows[] = {
        {"the end", MBEDTLS_ERR_SSL_CONN_EOF, ZIMPORT_LOST},
        {"its end", MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY, ZIMPORT_LOST},
        {"version", MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION, ZIMPORT_TLS_NO_COMMON},
        {"no cipher", MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE, ZIMPORT_TLS_NO_COMMON},
        {"a message too long", MBEDTLS_ERR_ERROR_CORRUPTION_DETECTED, ZIMPORT_TLS_LIMIT},
        {"a record too long", MBEDTLS_ERR_SSL_BAD_INPUT_DATA, ZIMPORT_TLS_LIMIT},
        {"a record that is none", MBEDTLS_ERR_SSL_INVALID_RECORD, ZIMPORT_TLS_ABSENT},
        {"a changed byte", MBEDTLS_ERR_SSL_INVALID_MAC, ZIMPORT_TLS_BROKEN},
        {"a message that cannot be read", MBEDTLS_ERR_SSL_DECODE_ERROR, ZIMPORT_TLS_BROKEN},
        {"memory", MBEDTLS_ERR_SSL_ALLOC_FAILED, ZIMPORT_NO_MEMORY},
        {"memory for a certificate", MBEDTLS_ERR_X509_ALLOC_FAILED, ZIMPORT_NO_MEMORY},
        {"and its cause", MBEDTLS_ERR_X509_ALLOC_FAILED + MBEDTLS_ERR_ASN1_INVALID_LENGTH, ZIMPORT_NO_MEMORY},
        {"memory for what is in it", MBEDTLS_ERR_ASN1_ALLOC_FAILED, ZIMPORT_NO_MEMORY},
        {"and where", MBEDTLS_ERR_X509_INVALID_EXTENSIONS + MBEDTLS_ERR_ASN1_ALLOC_FAILED, ZIMPORT_NO_MEMORY},
        {"a certificate's form", MBEDTLS_ERR_X509_INVALID_FORMAT, ZIMPORT_TLS_WEAK},
        {"and its cause", MBEDTLS_ERR_X509_INVALID_EXTENSIONS + MBEDTLS_ERR_ASN1_OUT_OF_DATA, ZIMPORT_TLS_WEAK},
        {"the first of its codes", MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE, ZIMPORT_TLS_WEAK},
        {"one before them", MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE + 0x80, ZIMPORT_TLS_FAILED},
        {"its signature", MBEDTLS_ERR_X509_SIG_MISMATCH, ZIMPORT_TLS_WEAK},
        {"its key", MBEDTLS_ERR_PK_KEY_INVALID_FORMAT, ZIMPORT_TLS_WEAK},
        {"its curve", MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE, ZIMPORT_TLS_WEAK},
        {"something of keys", MBEDTLS_ERR_PK_TYPE_MISMATCH, ZIMPORT_TLS_FAILED},
        {"anything else", MBEDTLS_ERR_SSL_INTERNAL_ERROR, ZIMPORT_TLS_FAILED},
        {"none", -1, ZIMPORT_TLS_FAILED},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        connection of;
        begin(&of, -1, 0);
        of.tls.base.detail = 5;
        CHECK_STATUS(zimport_tls_failure(&of.tls, rows[i].code), rows[i].status, rows[i].label);
        CHECK_EQUAL(of.tls.base.detail,
                    rows[i].status == ZIMPORT_TLS_WEAK    ? rows[i].code
                    : rows[i].status == ZIMPORT_TLS_LIMIT ? MBEDTLS_SSL_IN_CONTENT_LEN
                                                          : 5,
                    rows[i].label);
    }
}

/* A record that is none may be one that was damaged on its way. */
static void test_first_byte(void **state) {
    (void)state;
    for (int first = 0; first < 256; first++) {
        connection of;
        begin(&of, -1, 0);
        of.tls.first = (uint8_t)first;
        CHECK_STATUS(zimport_tls_failure(&of.tls, MBEDTLS_ERR_SSL_INVALID_RECORD),
                     first >= 20 && first <= 23 ? ZIMPORT_TLS_BROKEN : ZIMPORT_TLS_ABSENT, "first byte");
    }
}

static void test_alerts(void **state) {
    static const struct {
        const char *label;
        int alert;
        zimport_status status, asked; /* once the server has asked for a certificate */
    } rows[] = {
        {"mbedTLS's own", -1, ZIMPORT_TLS_BROKEN, ZIMPORT_TLS_BROKEN},
        {"handshake_failure", 40, ZIMPORT_TLS_NO_COMMON, ZIMPORT_TLS_CLIENT_CERT},
        {"no_certificate, of SSL 3", 41, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_ALERT},
        {"bad_certificate", 42, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_CLIENT_CERT},
        {"illegal_parameter", 47, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_ALERT},
        {"unknown_ca", 48, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_CLIENT_CERT},
        {"access_denied", 49, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_CLIENT_CERT},
        {"decode_error", 50, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_ALERT},
        {"protocol_version", 70, ZIMPORT_TLS_NO_COMMON, ZIMPORT_TLS_NO_COMMON},
        {"insufficient_security", 71, ZIMPORT_TLS_NO_COMMON, ZIMPORT_TLS_NO_COMMON},
        {"internal_error", 80, ZIMPORT_TLS_ALERT, ZIMPORT_TLS_ALERT},
        {"certificate_required", 116, ZIMPORT_TLS_CLIENT_CERT, ZIMPORT_TLS_CLIENT_CERT},
    };

    (void)state;
    for (size_t i = 0; i < 2 * COUNT(rows); i++) {
        connection of;
        begin(&of, rows[i / 2].alert, 0);
        of.tls.asked = i % 2 != 0;
        CHECK_STATUS(zimport_tls_failure(&of.tls, MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE),
                     i % 2 != 0 ? rows[i / 2].asked : rows[i / 2].status, rows[i / 2].label);
        CHECK_EQUAL(of.tls.base.detail, rows[i / 2].alert < 0 ? 0 : rows[i / 2].alert, rows[i / 2].label);
    }
}

/* What was found while the chain was judged, where it is about what the verdict is about. */
static void test_verdicts(void **state) {
    enum { FOUND = ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, ZIMPORT_CAUSE_HASH) };
    static const struct {
        const char *label;
        uint32_t flags, above;
        int32_t found;
        zimport_status status;
        int32_t detail;
    } rows[] = {
        {"none", 0, 0, FOUND, ZIMPORT_TLS_BROKEN, 5},
        {"untrusted", MBEDTLS_X509_BADCERT_NOT_TRUSTED, 0, 0, ZIMPORT_TLS_UNTRUSTED, 0},
        {"untrusted, for a reason", MBEDTLS_X509_BADCERT_NOT_TRUSTED, MBEDTLS_X509_BADCERT_NOT_TRUSTED, FOUND,
         ZIMPORT_TLS_UNTRUSTED, FOUND},
        {"expired, what is above is not", MBEDTLS_X509_BADCERT_EXPIRED, MBEDTLS_X509_BADCERT_FUTURE, FOUND,
         ZIMPORT_TLS_EXPIRED, 0},
        {"weak", MBEDTLS_X509_BADCERT_BAD_KEY, 0, 0, ZIMPORT_TLS_WEAK,
         ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, ZIMPORT_CAUSE_KEY_SIZE)},
        {"weak, what is above is not", MBEDTLS_X509_BADCERT_BAD_KEY, 0, FOUND, ZIMPORT_TLS_WEAK,
         ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, ZIMPORT_CAUSE_KEY_SIZE)},
        {"weak above", MBEDTLS_X509_BADCERT_BAD_MD, MBEDTLS_X509_BADCERT_BAD_MD, FOUND, ZIMPORT_TLS_WEAK, FOUND},
        {"more than there is room for", UINT32_MAX, 0, 0, ZIMPORT_TLS_WEAK,
         ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, ZIMPORT_CAUSE_LENGTH)},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        connection of;
        begin(&of, -1, rows[i].flags);
        of.tls.above = rows[i].above;
        of.tls.fault = rows[i].found;
        of.tls.base.detail = 5;
        CHECK_STATUS(zimport_tls_failure(&of.tls, MBEDTLS_ERR_X509_CERT_VERIFY_FAILED), rows[i].status, rows[i].label);
        CHECK_EQUAL(of.tls.base.detail, rows[i].detail, rows[i].label);
        of.tls.blamed = NULL;
        of.tls.base.detail = 5;
        CHECK_STATUS(zimport_tls_failure(&of.tls, MBEDTLS_ERR_X509_CERT_VERIFY_FAILED), rows[i].status, rows[i].label);
        CHECK_EQUAL(of.tls.base.detail, 5, rows[i].label);
    }
}

/* Of several causes the first of these. */
static void test_causes(void **state) {
    static const struct {
        uint32_t flag;
        zimport_cause cause;
        zimport_status status;
    } rows[] = {
        {MBEDTLS_X509_BADCERT_BAD_MD, ZIMPORT_CAUSE_HASH, ZIMPORT_TLS_WEAK},
        {MBEDTLS_X509_BADCERT_BAD_PK, ZIMPORT_CAUSE_SIGNATURE, ZIMPORT_TLS_WEAK},
        {MBEDTLS_X509_BADCERT_BAD_KEY, ZIMPORT_CAUSE_KEY_SIZE, ZIMPORT_TLS_WEAK},
        {ZIMPORT_FLAG_EXTENSION, ZIMPORT_CAUSE_EXTENSION, ZIMPORT_TLS_WEAK},
        {ZIMPORT_FLAG_NAMES, ZIMPORT_CAUSE_NAMES, ZIMPORT_TLS_WEAK},
        {ZIMPORT_FLAG_LENGTH, ZIMPORT_CAUSE_LENGTH, ZIMPORT_TLS_WEAK},
        {ZIMPORT_FLAG_WORK, ZIMPORT_CAUSE_WORK, ZIMPORT_TLS_WEAK},
        {MBEDTLS_X509_BADCERT_EXT_KEY_USAGE, ZIMPORT_CAUSE_USE, ZIMPORT_TLS_WEAK},
        {MBEDTLS_X509_BADCERT_KEY_USAGE, ZIMPORT_CAUSE_USE, ZIMPORT_TLS_WEAK},
        {MBEDTLS_X509_BADCERT_NS_CERT_TYPE, ZIMPORT_CAUSE_USE, ZIMPORT_TLS_WEAK},
        {MBEDTLS_X509_BADCERT_CN_MISMATCH, ZIMPORT_CAUSE_USE, ZIMPORT_TLS_WRONG_HOST},
        {MBEDTLS_X509_BADCERT_OTHER, ZIMPORT_CAUSE_USE, ZIMPORT_TLS_PIN},
        {MBEDTLS_X509_BADCERT_REVOKED, ZIMPORT_CAUSE_USE, ZIMPORT_TLS_FAILED},
    };
    uint32_t all = 0;

    (void)state;
    for (size_t i = COUNT(rows); i-- > 0;) {
        all |= rows[i].flag;
        assert_int_equal(ZIMPORT_CAUSE(zimport_fault_own(rows[i].flag)), rows[i].cause);
        assert_int_equal(ZIMPORT_CAUSE(zimport_fault_own(all)), rows[i].cause);
        assert_int_equal(zimport_fault_own(all) & 3, ZIMPORT_SERVERS_OWN);
        assert_int_equal(zimport_fault_status(rows[i].flag), rows[i].status);
        assert_int_equal(zimport_fault_status(all), rows[i].status);
    }
}

/* A detail that has none, or is no detail. */
static void test_words(void **state) {
    (void)state;
    for (int cause = 0; cause < 32; cause++) {
        bool known = cause > 0 && cause <= ZIMPORT_CAUSE_TOO_LONG;
        assert_int_equal(*zimport_tls_cause(ZIMPORT_FAULT(ZIMPORT_TRUSTED, cause)) != '\0', known);
    }
    assert_string_equal(zimport_tls_cause(ZIMPORT_FAULT(0, ZIMPORT_CAUSE_TOO_LONG)), "is too long");
    assert_string_equal(zimport_tls_cause(-1), "");
}

/* Whoever has no platform has no random bytes. */
static void test_no_platform(void **state) {
    unsigned char bytes[4];

    (void)state;
    assert_int_not_equal(zimport_hooks_random(NULL, bytes, sizeof bytes), 0);
    assert_int_equal(zimport_hooks_failure(), ZIMPORT_NO_RANDOM);
    assert_int_equal(zimport_hooks_failure(), ZIMPORT_OK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),       cmocka_unit_test(test_first_byte), cmocka_unit_test(test_alerts),
        cmocka_unit_test(test_verdicts),    cmocka_unit_test(test_causes),     cmocka_unit_test(test_words),
        cmocka_unit_test(test_no_platform),
    };

    return cmocka_run_group_tests_name("what mbedTLS's codes mean", tests, NULL, NULL);
}
