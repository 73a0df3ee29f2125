/* SPDX-License-Identifier: Apache-2.0 */
/* Client certificates, asked for or not, right, wrong and absent. */
#include "tls_memory.h"

typedef enum owner { NOBODY, OURS, THEIRS } owner; /* whose certificate the client has */

typedef struct row {
    const char *label;
    int most;
    tls_host_ask ask;
    owner who;
    zimport_status status;
    bool certified;
    bool late; /* the connection is open before the server refuses */
} row;

static const row rows[] = {
    {"not asked, none", 2, TLS_ASKS_NOTHING, NOBODY, ZIMPORT_OK, false, false},
    {"not asked, one", 2, TLS_ASKS_NOTHING, OURS, ZIMPORT_OK, false, false},
    {"asked, none", 2, TLS_ASKS, NOBODY, ZIMPORT_OK, false, false},
    {"asked, the right one", 2, TLS_ASKS, OURS, ZIMPORT_OK, true, false},
    {"asked, the wrong one", 2, TLS_ASKS, THEIRS, ZIMPORT_OK, true, false},
    {"demanded, none", 2, TLS_DEMANDS, NOBODY, ZIMPORT_TLS_CLIENT_CERT, false, false},
    {"demanded, the right one", 2, TLS_DEMANDS, OURS, ZIMPORT_OK, true, false},
    {"demanded, the wrong one", 2, TLS_DEMANDS, THEIRS, ZIMPORT_TLS_CLIENT_CERT, false, false},
    {"not asked, none", 3, TLS_ASKS_NOTHING, NOBODY, ZIMPORT_OK, false, false},
    {"not asked, one", 3, TLS_ASKS_NOTHING, OURS, ZIMPORT_OK, false, false},
    {"asked, none", 3, TLS_ASKS, NOBODY, ZIMPORT_OK, false, false},
    {"asked, the right one", 3, TLS_ASKS, OURS, ZIMPORT_OK, true, false},
    {"asked, the wrong one", 3, TLS_ASKS, THEIRS, ZIMPORT_OK, true, false},
    {"demanded, none", 3, TLS_DEMANDS, NOBODY, ZIMPORT_TLS_CLIENT_CERT, false, true},
    {"demanded, the right one", 3, TLS_DEMANDS, OURS, ZIMPORT_OK, true, false},
    {"demanded, the wrong one", 3, TLS_DEMANDS, THEIRS, ZIMPORT_TLS_CLIENT_CERT, false, true},
};

static const char *const kinds[] = {"ec", "rsa"};

static void load(zimport_identity *identity, const tls_run *run, const tls_host *issuer) {
    zimport_view pem = zimport_view_of(tls_host_client(issuer));

    assert_int_equal(zimport_identity_init(identity, &run->memory.platform.base, pem, pem), ZIMPORT_OK);
}

static void check_row(const row *of, tls_host *host, const tls_host *stranger) {
    zimport_identity identity;
    tls_run run;

    tls_run_init(&run, host);
    tls_host_options_of(host)->most = of->most;
    tls_host_options_of(host)->ask = of->ask;
    if (of->who != NOBODY) {
        load(&identity, &run, of->who == OURS ? host : stranger);
        run.tls.identity = &identity;
    }
    CHECK_STATUS(tls_run_ask(&run), of->status, of->label);
    CHECK_EQUAL(run.tls.handshakes, of->status == ZIMPORT_OK || of->late, of->label);
    CHECK_EQUAL(tls_run_seen(&run)->certified, of->certified, of->label);
    CHECK_EQUAL(run.tls.asked, of->ask != TLS_ASKS_NOTHING, of->label);
    tls_run_close(&run);
    CHECK_EQUAL(run.memory.opens, 1, of->label);
    if (of->who != NOBODY) {
        zimport_identity_free(&identity);
    }
}

static void test_certificates(void **state) {
    (void)state;
    for (size_t kind = 0; kind < COUNT(kinds); kind++) {
        tls_host *host = tls_host_new("", TLS_NAMES, kinds[kind], false);
        tls_host *stranger = tls_host_new("", TLS_NAMES, kinds[kind], false);
        tls_host_options_of(host)->reply = "HTTP/1.1 200 OK\r\n\r\n";
        for (size_t i = 0; i < COUNT(rows); i++) {
            check_row(&rows[i], host, stranger);
        }
        tls_host_free(stranger);
        tls_host_free(host);
    }
}

/* A server that refuses the certificate closes while the client is still sending: its alert counts, not the failed
 * write. Where the certificate itself is lost, there is none, and waiting for it is in vain. A write that fails before
 * anything was asked for is what happened. */
static void test_refused_while_sending(void **state) {
    tls_host *host = tls_host_new("", TLS_NAMES, "ec", false);

    (void)state;
    tls_host_options_of(host)->ask = TLS_DEMANDS;
    tls_host_options_of(host)->reply = "HTTP/1.1 200 OK\r\n\r\n";
    for (int most = 2; most <= 3; most++) {
        size_t refused = 0;
        tls_host_options_of(host)->most = most;
        for (size_t at = 0; at < 12; at++) {
            zimport_status status;
            tls_run run;
            tls_run_init(&run, host);
            run.memory.fault_calls = TLS_WRITE;
            run.memory.fault_at = at;
            run.memory.fault_stays = true;
            run.memory.fault = ZIMPORT_LOST;
            status = tls_run_ask(&run);
            if (!run.tls.asked) {
                CHECK_STATUS(status, ZIMPORT_LOST, "before");
            } else if (!run.memory.hit || status == ZIMPORT_TLS_CLIENT_CERT) {
                CHECK_STATUS(status, ZIMPORT_TLS_CLIENT_CERT, "the alert");
                refused += run.memory.hit;
            } else {
                CHECK_STATUS(status, ZIMPORT_LOST, "a server that waits");
                assert_true(run.memory.now < run.peer.deadline);
            }
            tls_run_close(&run);
        }
        assert_true(refused > 0);
    }
    tls_host_free(host);
}

/* Before a certificate was asked for and after. */
static void test_alerts(void **state) {
    static const unsigned char alerts[] = {10, 20, 22, 40, 41, 42, 43,  44,  45,  46,  47,  48,  49, 50,
                                           51, 60, 70, 71, 80, 86, 109, 112, 115, 116, 117, 120, 255};
    tls_host *host = tls_host_new("", TLS_NAMES, "ec", false);

    (void)state;
    tls_host_options_of(host)->ending = TLS_ALERTS;
    for (int asks = 0; asks < 2; asks++) {
        tls_host_options_of(host)->ask = asks != 0 ? TLS_ASKS : TLS_ASKS_NOTHING;
        for (size_t i = 0; i < COUNT(alerts); i++) {
            int alert = alerts[i];
            bool about = (alert >= 42 && alert <= 49 && alert != 47) || alert == 40;
            bool common = alert == 40 || alert == 70 || alert == 71;
            zimport_status status = alert == 116 || (asks != 0 && about) ? ZIMPORT_TLS_CLIENT_CERT
                                    : common                             ? ZIMPORT_TLS_NO_COMMON
                                                                         : ZIMPORT_TLS_ALERT;
            char label[32];
            char reply[10];
            size_t size;
            tls_run run;
            (void)snprintf(label, sizeof label, "alert %d, %d", alert, asks);
            tls_host_options_of(host)->alert = alerts[i];
            tls_host_options_of(host)->most = 2 + alert % 2;
            tls_run_init(&run, host);
            CHECK_STATUS(tls_run_open(&run), ZIMPORT_OK, label);
            CHECK_STATUS(tls_run_send(&run), ZIMPORT_OK, label);
            CHECK_STATUS(tls_run_read(&run, reply, sizeof reply, &size), status, label);
            CHECK_EQUAL(run.tls.base.detail, alert, label);
            CHECK_EQUAL(run.tls.base.stage, ZIMPORT_AT_READING, label);
            CHECK_STATUS(tls_run_read(&run, reply, sizeof reply, &size), status, label);
            CHECK_STATUS(tls_run_send(&run), status, label);
            tls_run_close(&run);
        }
    }
    tls_host_free(host);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_certificates),
        cmocka_unit_test(test_refused_while_sending),
        cmocka_unit_test(test_alerts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
