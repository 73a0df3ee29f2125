/* SPDX-License-Identifier: Apache-2.0 */
/* PEM text (RFC 7468, RFC 4648). */
#include "check.h"

#include "port/mbedtls/base/pem.h"

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"
#define BEGIN_KEY "-----BEGIN PRIVATE KEY-----"
#define END_KEY "-----END PRIVATE KEY-----"

/* The bytes, with ( for a beginning, ) for a good end and ! for a bad one. */
typedef struct run {
    char out[400];
    size_t size;
} run;

static void feed(run *got, zimport_pem *pem, zimport_view text) {
    static const char marks[] = {[ZIMPORT_PEM_BEGIN] = '(', [ZIMPORT_PEM_END] = ')', [ZIMPORT_PEM_BAD] = '!'};

    for (size_t i = 0; i < text.size; i++) {
        zimport_pem_event event = zimport_pem_feed(pem, text.data[i]);
        assert_true(got->size < sizeof got->out);
        if (event == ZIMPORT_PEM_BYTE) {
            got->out[got->size++] = (char)pem->byte;
        } else if (event != ZIMPORT_PEM_NOTHING) {
            got->out[got->size++] = marks[event];
        }
        if (event == ZIMPORT_PEM_BEGIN && pem->every) {
            got->size += (size_t)snprintf(got->out + got->size, 30, "%.*s:", (int)pem->label_size, pem->label);
        }
    }
}

/* clang-format off */
static const struct {
    zimport_view text;
    zimport_view out;
} texts[] = {
    {LIT(""), LIT("")},
    {LIT("no certificate\n"), LIT("")},
    {LIT(BEGIN "\nYWJj\n" END "\n"), LIT("(abc)")},
    {LIT(BEGIN "\nYWJj\n" END), LIT("(abc)")},
    {LIT(BEGIN "\r\nYWJj\r\n" END "\r\n"), LIT("(abc)")},
    {LIT(BEGIN "YWJj" END), LIT("(abc)")},
    {LIT(BEGIN "\n Y W\tJ\nj \n" END "\n"), LIT("(abc)")},
    {LIT(BEGIN "\nYWI=\n" END "\n"), LIT("(ab)")},
    {LIT(BEGIN "\nYQ==\n" END "\n"), LIT("(a)")},
    {LIT(BEGIN "\nYQ=\n=\n" END "\n"), LIT("(a)")},
    {LIT(BEGIN "\nYWJjZGVm\nZ2hp\nag==\n" END "\n"), LIT("(abcdefghij)")},
    {LIT(BEGIN "\n+/+/\n" END "\n"), LIT("(\xfb\xff\xbf)")},
    {LIT(BEGIN "\nAAAA\n" END "\n"), LIT("(\0\0\0)")},
    {LIT(BEGIN "\n" END "\n"), LIT("()")},
    {LIT("# text -----\n\n" BEGIN "\nYWJj\n" END "\nmore\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc)(def)")},
    {LIT(BEGIN "\nYWJj\n" END " trailing\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc)(def)")},
    {LIT(BEGIN "\nYWJj\n" END BEGIN "\nZGVm\n" END "\n"), LIT("(abc)")}, /* a boundary begins a line */
    {LIT(" " BEGIN "\nYWJj\n" END "\n"), LIT("")},
    {LIT("-----BEGIN TRUSTED CERTIFICATE-----\nYWJj\n-----END TRUSTED CERTIFICATE-----\n"), LIT("")},
    {LIT("-----BEGIN PRIVATE KEY-----\nYWJj\n-----END PRIVATE KEY-----\n" BEGIN "\nYWJj\n" END "\n"), LIT("(abc)")},
    {LIT("-----BEGIN CERTIFICATE REQUEST-----\nYWJj\n-----END CERTIFICATE REQUEST-----\n"), LIT("")},
    {LIT("------BEGIN CERTIFICATE-----\nYWJj\n" END "\n"), LIT("")},
    {LIT("-----BEGIN CERTIFICATE----\nYWJj\n" END "\n"), LIT("")},
    {LIT("-----BEGIN CERTIFICAT-----\nYWJj\n" END "\n"), LIT("")},
    {LIT("-----BEGIN CERTIFICATE\n-----\nYWJj\n" END "\n"), LIT("")},
    {LIT("-----BEGIN CERTIFICATE\n" BEGIN "\nYWJj\n" END "\n"), LIT("(abc)")},
    {LIT("-----BEGIN -----\nYWJj\n" END "\n"), LIT("")},
    {LIT(BEGIN "\nYWJj\n-----EEGIN CERTIFICATE-----\nZGVm\n" END "\n"), LIT("(abc!")},
    {LIT(BEGIN "\nYWJj\n-----END CERTIFICATES-----\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc!(def)")},
    {LIT(BEGIN "\nYWJj\n-----END CERTIFICAT-----\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc!(def)")},
    {LIT("-----begin certificate-----\nYWJj\n" END "\n"), LIT("")},
    {LIT(END "\n"), LIT("")},
    /* Broken ones are dropped, the next one counts. */
    {LIT(BEGIN "\nYW*j\n" END "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(a!(def)")},
    {LIT(BEGIN "\nYW\0j\n" END "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(a!(def)")},
    {LIT(BEGIN "\nYW{j\n" END "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(a!(def)")},
    {LIT(BEGIN "\nYW[j\n" END "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(a!(def)")},
    {LIT(BEGIN "\nYWJ\n" END "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(ab!(def)")},
    {LIT(BEGIN "\nYWJjY\n" END "\n"), LIT("(abc!")},
    {LIT(BEGIN "\nY===\n" END "\n"), LIT("(!")},
    {LIT(BEGIN "\n====\n" END "\n"), LIT("(!")},
    {LIT(BEGIN "\nYWJj=\n" END "\n"), LIT("(abc!")},
    {LIT(BEGIN "\nYQ===\n" END "\n"), LIT("(a!")},
    {LIT(BEGIN "\nYQ=\n" END "\n"), LIT("(a!")},
    {LIT(BEGIN "\nYQ==YQ==\n" END "\n"), LIT("(a!")},
    {LIT(BEGIN "\nYR==\n" END "\n"), LIT("(a!")}, /* bits after the last byte */
    {LIT(BEGIN "\nYWJ=\n" END "\n"), LIT("(ab!")},
    {LIT(BEGIN "\nYWJj\n-----END PRIVATE KEY-----\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc!(def)")},
    {LIT(BEGIN "\nYWJj\n---\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc!(def)")},
    {LIT(BEGIN "\nYWJj\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc!(def)")},
    {LIT(BEGIN "\nYWJjZ\n" BEGIN "\nZGVm\n" END "\n"), LIT("(abc!(def)")},
    {LIT(BEGIN "\nProc-Type: 4,ENCRYPTED\n\nYWJj\n" END "\n"), LIT("(>\xba\x1c!")},
    {LIT(BEGIN "\nYWJj"), LIT("(abc")},
    {LIT(BEGIN "\nYWJj\n-----END CERTIFICATE----"), LIT("(abc")},
    {LIT("\xEF\xBB\xBF" BEGIN "\nYWJj\n" END "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(def)")},
};

/* Their labels come first. */
static const struct {
    zimport_view text;
    zimport_view out;
} labels[] = {
    {LIT(BEGIN "\nYWJj\n" END "\n"), LIT("(CERTIFICATE:abc)")},
    {LIT(BEGIN_KEY "\nYWJj\n" END_KEY "\n" BEGIN "\nZGVm\n" END "\n"), LIT("(PRIVATE KEY:abc)(CERTIFICATE:def)")},
    {LIT(BEGIN_KEY "YWJj" END_KEY), LIT("(PRIVATE KEY:abc)")},
    {LIT("-----BEGIN X-----\nYWJj\n-----END X-----\n"), LIT("(X:abc)")},
    {LIT("-----BEGIN -----\nYWJj\n-----END -----\n"), LIT("(:abc)")},
    {LIT("-----BEGIN ABCDEFGHIJKLMNOPQRSTUVWX-----YWJj-----END ABCDEFGHIJKLMNOPQRSTUVWX-----"),
     LIT("(ABCDEFGHIJKLMNOPQRSTUVWX:abc)")},
    {LIT("-----BEGIN ABCDEFGHIJKLMNOPQRSTUVWXY-----YWJj-----END ABCDEFGHIJKLMNOPQRSTUVWXY-----\n"
         BEGIN_KEY "\nYWJj\n" END_KEY), LIT("(PRIVATE KEY:abc)")},
    {LIT("-----BEGIN X9-42-----\nYWJj\n" BEGIN_KEY "\nYWJj\n" END_KEY), LIT("(PRIVATE KEY:abc)")},
    {LIT(BEGIN_KEY "\nYWJj\n" END "\n"), LIT("(PRIVATE KEY:abc!")},
    {LIT(BEGIN_KEY "\nYWJj\n" BEGIN "\nZGVm\n" END), LIT("(PRIVATE KEY:abc!(CERTIFICATE:def)")},
    {LIT(BEGIN_KEY "\nProc-Type: 4,ENCRYPTED\n\nYWJj\n" END_KEY "\n" BEGIN "\nYWJj\n" END),
     LIT("(PRIVATE KEY:>\xba\x1c!(CERTIFICATE:abc)")},
    {LIT("-----BEGIN PGP MESSAGE-----\nHash: x\n\n" BEGIN "\nYWJj\n" END), LIT("(PGP MESSAGE:\x1d\xab!!(CERTIFICATE:abc)")},
};
/* clang-format on */

static void test_texts(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        run got = {{0}, 0};
        zimport_pem pem = {0};
        feed(&got, &pem, texts[i].text);
        CHECK_VIEW(((zimport_view){got.out, got.size}), texts[i].out, show(texts[i].text));
    }
}

static void test_labels(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(labels); i++) {
        run got = {{0}, 0};
        zimport_pem pem = {.every = true};
        feed(&got, &pem, labels[i].text);
        CHECK_VIEW(((zimport_view){got.out, got.size}), labels[i].out, show(labels[i].text));
    }
}

static void test_bare(void **state) {
    run got = {{0}, 0};
    zimport_pem pem;

    (void)state;
    memset(&pem, 0x5a, sizeof pem);
    zimport_pem_begin(&pem);
    feed(&got, &pem, VIEW("YWJjZA=="));
    CHECK_VIEW(((zimport_view){got.out, got.size}), VIEW("abcd"), "bare");
}

/* Cut anywhere, with another one after it: never more than what the parts give. */
static void test_cut_then_good(void **state) {
    const zimport_view text = VIEW(BEGIN "\nYWJjZGVmZ2g=\n" END "\n");
    const zimport_view next = VIEW("\n" BEGIN "\nZGVm\n" END "\n");

    (void)state;
    for (size_t cut = 0; cut <= text.size; cut++) {
        run got = {{0}, 0};
        zimport_pem pem = {0};
        char label[40];
        (void)snprintf(label, sizeof label, "cut after %zu", cut);
        feed(&got, &pem, part(text, 0, cut));
        feed(&got, &pem, next);
        CHECK(got.size >= 5 && memcmp(got.out + got.size - 5, "(def)", 5) == 0, label);
        CHECK(contains((zimport_view){got.out, got.size}, "(abcdefgh)") == (cut + 1 >= text.size), label);
    }
}

/* Bytes only between a beginning and an end, and at most three for four characters. */
static void test_garbage(void **state) {
    static const char alphabet[] = "YWJj=-\n\r+/EBGINCRTFA \0*";
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        zimport_pem pem = {.every = round % 2 == 1};
        bool open = false;
        unsigned bytes = 0;
        unsigned fed = 0;
        for (int i = 0; i < 300; i++) {
            const char *boundary = (seed >> 20) % 3 != 0 ? BEGIN : END;
            seed = seed * 1664525U + 1013904223U;
            size_t size = (seed >> 24) % 16 == 0 ? strlen(boundary) : 1;
            const char *from = size > 1 ? boundary : &alphabet[(seed >> 16) % (sizeof alphabet - 1)];
            for (size_t j = 0; j < size; j++) {
                zimport_pem_event event = zimport_pem_feed(&pem, from[j]);
                fed++;
                assert_true(event != ZIMPORT_PEM_BEGIN || !open);
                assert_true(event != ZIMPORT_PEM_BYTE || open);
                assert_true((event != ZIMPORT_PEM_END && event != ZIMPORT_PEM_BAD) || open);
                open = event == ZIMPORT_PEM_BEGIN || (open && event != ZIMPORT_PEM_END && event != ZIMPORT_PEM_BAD);
                bytes += event == ZIMPORT_PEM_BYTE;
            }
        }
        assert_true(bytes * 4 <= fed * 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),         cmocka_unit_test(test_labels),  cmocka_unit_test(test_bare),
        cmocka_unit_test(test_cut_then_good), cmocka_unit_test(test_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
