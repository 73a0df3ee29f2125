/* SPDX-License-Identifier: Apache-2.0 */
/* A hash that cannot be computed, as an accelerator may have it: no pin matches, no certificate is taken, and no
 * session is offered or kept. The port's functions for hashes are replaced. */
#include "tls_memory.h"

#include "identity_pem.h"
#include "port/mbedtls/base/internal.h"

static bool failing;
static long until_failure = -1; /* digests; -1: none fails */

void zimport_hash_begin(zimport_hash *hash) {
    mbedtls_sha256_init(hash);
    assert_int_equal(mbedtls_sha256_starts(hash, 0), 0);
}

void zimport_hash_add(void *hash, const void *bytes, size_t size) {
    assert_int_equal(mbedtls_sha256_update(hash, bytes, size), 0);
}

bool zimport_hash_end(zimport_hash *hash, uint8_t digest[32]) {
    bool fails = failing || until_failure == 0;

    assert_int_equal(mbedtls_sha256_finish(hash, digest), 0);
    mbedtls_sha256_free(hash);
    until_failure -= until_failure >= 0;
    return !fails; /* though it is right, so that it shows where it is used */
}

static void test_pins(void **state) {
    zimport_pin pin;
    zimport_pins pins;
    zimport_hash hash;

    (void)state;
    zimport_hash_begin(&hash);
    zimport_hash_add(&hash, "key", 3);
    assert_true(zimport_hash_end(&hash, pin));
    zimport_pins_init(&pins, (const zimport_pin *)&pin, 1);
    assert_true(pins.match(&pins, "key", 3));
    failing = true;
    assert_false(pins.match(&pins, "key", 3));
    failing = false;
}

static void test_identity(void **state) {
    zimport_view certificate = VIEW(EC_CERT);
    zimport_view key = VIEW(EC_KEY);
    zimport_identity identity;
    tls_memory memory;

    (void)state;
    tls_memory_init(&memory, NULL);
    failing = true;
    assert_int_equal(zimport_identity_init(&identity, &memory.platform.base, certificate, key), ZIMPORT_TLS_FAILED);
    assert_null(identity.parts);
    failing = false;
    assert_int_equal(zimport_identity_init(&identity, &memory.platform.base, certificate, key), ZIMPORT_OK);
    zimport_identity_free(&identity);
}

/* Every digest of a poll fails in turn: the poll is a good one, and what is kept is a session, or none. */
static void test_session(void **state) {
    tls_host *host = tls_host_new("", TLS_NAMES, "ec", false);

    (void)state;
    tls_host_options_of(host)->reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    tls_host_options_of(host)->tickets = true;
    for (int version = 2; version <= 3; version++) {
        bool whole = false;
        size_t without = 0;
        tls_host_options_of(host)->most = version;
        for (long n = 0; !whole; n++) {
            uint8_t memory[2048];
            zimport_session session;
            tls_run run;
            tls_run_init(&run, host);
            zimport_session_init(&session, memory, sizeof memory);
            run.tls.session = &session;
            until_failure = n;
            assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
            tls_run_close(&run);
            assert_int_equal(session.size > 0, until_failure >= 0);
            assert_int_equal(session.changed, until_failure >= 0);
            until_failure = -1;
            assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
            tls_run_close(&run);
            assert_true(session.size > 0);
            run.tls.resumed = 0;
            until_failure = n;
            assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
            tls_run_close(&run);
            whole = until_failure >= 0;
            until_failure = -1;
            without += run.tls.resumed == 0;
            assert_int_equal(tls_run_ask(&run), ZIMPORT_OK); /* with what was kept */
            tls_run_close(&run);
        }
        assert_int_equal(without, 2); /* the key, and the sum */
    }
    tls_host_free(host);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pins),
        cmocka_unit_test(test_identity),
        cmocka_unit_test(test_session),
    };

    return cmocka_run_group_tests_name("a hash that fails", tests, NULL, NULL);
}
