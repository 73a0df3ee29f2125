/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificate is at fault, from what the server has sent, whole or not, and from the roots. */
#include "check.h"

#include "identity_pem.h"
#include "port/mbedtls/base/fault.h"
#include "roots.h"

/* P-256, CN=Short, an authority for servers alone: pathlen 0; signs itself. */
#define SHORT \
    "-----BEGIN CERTIFICATE-----\n" \
    "MIIBSTCB8KADAgECAhRX+CJWzGAXDhwLk8RtK4HCEAhcMTAKBggqhkjOPQQDAjAQ\n" \
    "MQ4wDAYDVQQDDAVTaG9ydDAgFw0yNjExMzAxMzM2MTJaGA8yMTI2MTEwNjEzMzYx\n" \
    "MlowEDEOMAwGA1UEAwwFU2hvcnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARS\n" \
    "QQQskvvELNJgzBiDOuJGKP5H1GjZKwFh2hqip3HC+9ve3+q4x8BcgDYZtAab8kRv\n" \
    "bS1bpx5K/qe6Gqc7NrBcoyYwJDASBgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB\n" \
    "/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiEA4/V6g1ak/V+nLEdhnVOVWaLIe626\n" \
    "EQU7B012bwbeSyACIEBaF5ZL/eQrD5AKxbopYJCtnB5/22uERPLKoxIASI4G\n" \
    "-----END CERTIFICATE-----\n"

typedef struct connection {
    zimport_tls tls;
    zimport_trust_memory trust;
    unsigned char message[2000];
    char name[40];
    zimport_text blamed;
} connection;

/* Trusts these; of version 1.2 or 1.3, with no message yet. */
static void begin(connection *of, bool newer, const char *roots) {
    mbedtls_ssl_context *ssl;

    memset(of, 0, sizeof *of);
    assert_int_equal(zimport_trust_memory_init(&of->trust, roots, strlen(roots)), ZIMPORT_OK);
    zimport_tls_init(&of->tls, NULL, NULL, &of->trust.base, ZIMPORT_TLS_1_2);
    of->blamed = (zimport_text){.data = of->name, .capacity = sizeof of->name};
    of->tls.blamed = &of->blamed;
    ssl = &zimport_tls_contexts_of(&of->tls)->ssl;
    ssl->in_msg = of->message;
    ssl->tls_version = newer ? MBEDTLS_SSL_VERSION_TLS1_3 : MBEDTLS_SSL_VERSION_TLS1_2;
    of->message[0] = MBEDTLS_SSL_HS_CERTIFICATE;
    ssl->in_hslen = newer ? 8 : 7;
}

/* Of a certificate: its bytes, the count in front of them, which may be another, and what extensions there are. */
static void send_part(connection *of, const void *bytes, size_t size, size_t said, zimport_view extensions) {
    mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(&of->tls)->ssl;
    unsigned char *to = of->message + ssl->in_hslen;

    to[1] = (unsigned char)(said >> 8);
    to[2] = (unsigned char)said;
    memcpy(to + 3, bytes, size);
    memcpy(to + 3 + size, extensions.data, extensions.size);
    ssl->in_hslen += 3 + size + extensions.size;
}

static void send(connection *of, const char *pem) {
    sink der = der_of(pem);
    mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(&of->tls)->ssl;

    send_part(of, der.der, der.size, der.size,
              ssl->tls_version == MBEDTLS_SSL_VERSION_TLS1_3 ? VIEW("\0\3abc") : VIEW(""));
}

/* With the message in memory of its own size. */
static int32_t sent_fault(connection *of, int code) {
    mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(&of->tls)->ssl;
    char *copy = exact((zimport_view){(const char *)of->message, ssl->in_hslen});
    int32_t fault;

    ssl->in_msg = (unsigned char *)copy;
    fault = zimport_fault_sent(&of->tls, code);
    ssl->in_msg = of->message;
    free(copy);
    return fault;
}

static int code_of(zimport_view der) {
    mbedtls_x509_crt certificate;
    int code;

    mbedtls_x509_crt_init(&certificate);
    code = mbedtls_x509_crt_parse_der(&certificate, (const unsigned char *)der.data, der.size);
    mbedtls_x509_crt_free(&certificate);
    assert_int_not_equal(code, 0);
    return code;
}

/* Up to its subject, CN=x, and to no key: neither is read by mbedTLS. */
#define WITH_SUBJECT \
    LIT("\x30\x20\x30\x1E\2\1\1\x30\0\x30\0\x30\0\x30\x0C\x31\x0A\x30\x08\6\3\x55\4\3\x0C\1x\x30\0\4\2abc")
#define FORM ZIMPORT_FAULT(0, ZIMPORT_CAUSE_FORM)

/* mbedTLS's code says which one it could not read. */
static void test_unreadable(void **state) {
    static const struct {
        const char *label;
        zimport_view der;
        const char *name;
    } rows[] = {
        {"with a subject", WITH_SUBJECT, "x"},
        {"its last sequence is the dates", LIT("\x30\x0B\x30\x09\2\1\1\x30\0\x30\0\x30\0"), ""},
        {"cut in its second sequence", LIT("\x30\x0A\x30\x08\2\1\1\x30\0\x30\5\0"), ""},
        {"nothing in its sequence", LIT("\x30\x02\x30\0"), ""},
        {"nothing in it", LIT("\x30\0"), ""},
        {"no sequence", LIT("\4\2ab"), ""},
        {"no element", LIT("\x30"), ""},
    };

    (void)state;
    for (size_t i = 0; i < 4 * COUNT(rows); i++) {
        const zimport_view der = rows[i / 4].der;
        bool newer = i % 2 != 0;
        bool second = i / 2 % 2 != 0;
        connection of;
        begin(&of, newer, root_one);
        if (second) {
            send(&of, root_two);
        }
        send_part(&of, der.data, der.size, der.size, newer ? VIEW("\0\0") : VIEW(""));
        CHECK_EQUAL(sent_fault(&of, code_of(der)), FORM | (second ? ZIMPORT_INTERMEDIATE : ZIMPORT_SERVERS_OWN),
                    rows[i / 4].label);
        CHECK_VIEW(zimport_text_view(&of.blamed), zimport_view_of(rows[i / 4].name), rows[i / 4].label);
        of.tls.blamed = NULL;
        CHECK_EQUAL(sent_fault(&of, code_of(der)), 0, rows[i / 4].label);
    }
}

/* Where the code is of none of those that can be found in the message, nobody is blamed. */
static void test_not_found(void **state) {
    static const zimport_view der = WITH_SUBJECT;
    connection of;

    (void)state;
    for (int newer = 0; newer < 2; newer++) {
        begin(&of, newer != 0, root_one); /* nothing sent */
        assert_int_equal(sent_fault(&of, code_of(der)), 0);
        send(&of, root_one); /* good ones */
        send(&of, root_two);
        assert_int_equal(sent_fault(&of, code_of(der)), 0);
        send_part(&of, "\x30\0", 2, 2,
                  newer != 0 ? VIEW("\0") : VIEW("")); /* another fault, and its extensions are cut */
        assert_int_equal(sent_fault(&of, code_of(der)), 0);
        assert_int_equal(of.blamed.size, 0);

        begin(&of, newer != 0, root_one);
        send_part(&of, der.data, der.size, der.size + 1, VIEW("")); /* longer than the message */
        assert_int_equal(sent_fault(&of, code_of(der)), 0);
        begin(&of, newer != 0, root_one);
        send_part(&of, "\x30\0", 2, 2, VIEW("\xFF\xFF")); /* extensions are */
        send_part(&of, der.data, der.size, der.size, VIEW(""));
        assert_int_equal(sent_fault(&of, code_of(der)), 0);
        begin(&of, newer != 0, root_one);
        send_part(&of, der.data, der.size, der.size, VIEW("\0\0"));
        of.message[0] = MBEDTLS_SSL_HS_SERVER_HELLO; /* another message */
        assert_int_equal(sent_fault(&of, code_of(der)), 0);
        of.message[0] = MBEDTLS_SSL_HS_CERTIFICATE;
        assert_int_not_equal(sent_fault(&of, code_of(der)), 0);
        zimport_tls_contexts_of(&of.tls)->ssl.in_msg = NULL; /* none yet */
        assert_int_equal(zimport_fault_sent(&of.tls, code_of(der)), 0);
    }
}

static bool keep_subject(void *context, const uint8_t *der, size_t size) {
    mbedtls_x509_crt *certificate = context;

    assert_int_equal(mbedtls_x509_crt_parse_der(certificate, der, size), 0);
    return false;
}

/* Why what has the issuer's name is not the issuer. */
static void test_no_issuer(void **state) {
    static const struct {
        const char *label, *roots, *sent;
        const char *issuer; /* the name of this one */
        int depth, top;
        int32_t fault;
    } rows[] = {
        {"none of the name", root_one, root_two, SHORT, 0, 0, 0},
        {"a trusted one with another key", SHORT, root_two, SHORT, 0, 0,
         ZIMPORT_FAULT(ZIMPORT_TRUSTED, ZIMPORT_CAUSE_OTHER_KEY)},
        {"a trusted one, too high", SHORT, root_two, SHORT, 1, 1, ZIMPORT_FAULT(ZIMPORT_TRUSTED, ZIMPORT_CAUSE_PATH)},
        {"a trusted one of version 1", EC_CERT, root_two, EC_CERT, 0, 0,
         ZIMPORT_FAULT(ZIMPORT_TRUSTED, ZIMPORT_CAUSE_OTHER_KEY)},
        {"one of version 1 that was sent", root_two, EC_CERT, EC_CERT, 0, 0,
         ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, ZIMPORT_CAUSE_NO_AUTHORITY)},
        {"one that was sent", root_two, SHORT, SHORT, 0, 0,
         ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, ZIMPORT_CAUSE_OTHER_KEY)},
        {"one that was sent, too high", root_two, SHORT, SHORT, 1, 1,
         ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, ZIMPORT_CAUSE_PATH)},
        {"below the top roots are not asked", SHORT, root_two, SHORT, 0, 1, 0},
        {"below the top, one that was sent", SHORT, SHORT, SHORT, 0, 1,
         ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, ZIMPORT_CAUSE_OTHER_KEY)},
    };

    (void)state;
    for (size_t i = 0; i < 2 * COUNT(rows); i++) {
        const char *label = rows[i / 2].label;
        sink der = der_of(rows[i / 2].issuer);
        zimport_trust_memory trust;
        mbedtls_x509_crt issuer;
        mbedtls_x509_crt child;
        connection of;
        mbedtls_x509_crt_init(&issuer);
        mbedtls_x509_crt_init(&child);
        assert_int_equal(zimport_trust_memory_init(&trust, der.der, der.size), ZIMPORT_OK);
        assert_int_equal(trust.base.find(&trust.base, NULL, 0, keep_subject, &issuer), ZIMPORT_OK);
        child.issuer_raw = issuer.subject_raw;
        begin(&of, i % 2 != 0, rows[i / 2].roots);
        send(&of, rows[i / 2].sent);
        of.tls.top = (uint8_t)rows[i / 2].top;
        zimport_fault_note(&of.tls, &child, rows[i / 2].depth, MBEDTLS_X509_BADCERT_NOT_TRUSTED);
        CHECK_EQUAL(of.tls.fault, rows[i / 2].fault, label);
        CHECK(of.blamed.size > 0, label);
        mbedtls_x509_crt_free(&issuer);
    }
}

/* The first of several faults is told, and where its certificate stands. */
static void test_note(void **state) {
    static const struct {
        const char *label;
        uint32_t above, flags;
        int depth, top;
        int32_t fault;
    } rows[] = {
        {"none", 0, 0, 0, 1, 5},
        {"the server's", 0, MBEDTLS_X509_BADCERT_EXPIRED, 0, 1, ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, 0)},
        {"one between", 0, MBEDTLS_X509_BADCERT_EXPIRED, 1, 2, ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, 0)},
        {"the last", 0, MBEDTLS_X509_BADCERT_EXPIRED, 2, 2, ZIMPORT_FAULT(ZIMPORT_TRUSTED, 0)},
        {"the last, which is no root", 0, MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_NOT_TRUSTED, 2, 2,
         ZIMPORT_FAULT(ZIMPORT_INTERMEDIATE, ZIMPORT_CAUSE_HASH)},
        {"worse than what is above", MBEDTLS_X509_BADCERT_CN_MISMATCH, MBEDTLS_X509_BADCERT_EXPIRED, 0, 1,
         ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, 0)},
        {"less than what is above", MBEDTLS_X509_BADCERT_BAD_MD, MBEDTLS_X509_BADCERT_EXPIRED, 0, 1, 5},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        mbedtls_x509_crt certificate;
        connection of;
        mbedtls_x509_crt_init(&certificate);
        begin(&of, false, root_one);
        of.tls.above = rows[i].above;
        of.tls.top = (uint8_t)rows[i].top;
        of.tls.fault = 5;
        zimport_fault_note(&of.tls, &certificate, rows[i].depth, rows[i].flags);
        CHECK_EQUAL(of.tls.fault, rows[i].fault, rows[i].label);
    }
}

#define FILL "\0\0\0\0\0\0\0\0\0\0\0"
#define CRITICAL "\1\1\xFF\4\1x"

/* The first critical extension that is not known, in what cannot be read. */
static void test_extension(void **state) {
    static const struct {
        const char *label;
        zimport_view der;
        int32_t fault;
    } rows[] = {
        {"none", LIT(FILL FILL), FORM},
        {"a known one", LIT(FILL "\6\3\x55\x1D\x0F" CRITICAL FILL), FORM},
        {"name constraints", LIT(FILL "\6\3\x55\x1D\x1E" CRITICAL FILL),
         ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION) | 30 << 8},
        {"another one", LIT(FILL "\6\3\x55\x1D\x36" CRITICAL FILL),
         ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION) | 54 << 8},
        {"somebody's", LIT(FILL "\6\3\x2A\x03\x04" CRITICAL FILL), ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION)},
        {"Netscape's", LIT(FILL "\6\x09\x60\x86\x48\1\x86\xF8\x42\1\1" CRITICAL FILL), FORM},
        {"another behind Netscape's",
         LIT(FILL "\6\x09\x60\x86\x48\1\x86\xF8\x42\1\1" CRITICAL "\6\3\x55\x1D\x36" CRITICAL FILL),
         ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION) | 54 << 8},
        {"another behind a known one", LIT(FILL "\6\3\x55\x1D\x0F" CRITICAL "\6\3\x55\x1D\x36" CRITICAL FILL),
         ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION) | 54 << 8},
        {"at the very end", LIT(FILL "\6\3\x55\x1D\x36\1\1\xFF\4"), FORM},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *copy = exact(rows[i].der);
        CHECK_EQUAL(zimport_fault_parse((const uint8_t *)copy, rows[i].der.size), rows[i].fault, rows[i].label);
        free(copy);
    }
}

static void test_name(void **state) {
    static const struct {
        const char *label;
        zimport_view name, found;
    } rows[] = {
        {"common", LIT("\x31\x08\x30\x06\6\3\x55\4\3\x0C\2ab"), LIT("ab")},
        {"organization", LIT("\x31\x08\x30\x06\6\3\x55\4\x0A\x0C\2ab"), LIT("ab")},
        {"common behind the organization",
         LIT("\6\3\x55\4\x0A\x0C\2ab\6\3\x55\4\3\x0C\2"
             "cd"),
         LIT("cd")},
        {"longer than all of it", LIT("\6\3\x55\4\3\x0C\3ab"), LIT("")},
        {"then the organization",
         LIT("\6\3\x55\4\x0A\x0C\2"
             "cd\6\3\x55\4\3\x0C\3ab"),
         LIT("cd")},
        {"without a value", LIT("\6\3\x55\4\3"), LIT("")},
        {"another attribute", LIT("\6\3\x55\4\4\x0C\2ab"), LIT("")},
        {"none", LIT(""), LIT("")},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char memory[10];
        zimport_text text = {.data = memory, .capacity = sizeof memory};
        char *copy = exact(rows[i].name);
        mbedtls_x509_buf name = {0, rows[i].name.size, (unsigned char *)copy};
        zimport_fault_name(&text, &name);
        CHECK_VIEW(zimport_text_view(&text), rows[i].found, rows[i].label);
        free(copy);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_not_found), cmocka_unit_test(test_no_issuer),
        cmocka_unit_test(test_note),       cmocka_unit_test(test_extension), cmocka_unit_test(test_name),
    };

    return cmocka_run_group_tests_name("which certificate is at fault", tests, NULL, NULL);
}
