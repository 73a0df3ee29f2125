/* SPDX-License-Identifier: Apache-2.0 */
/* Every call below TLS fails in turn, has to wait, or never answers; every request for random bytes fails. */
#include "tls_memory.h"

#define REPLY "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n0123456789abcdef"

static tls_host *host;
static zimport_identity identity;

static void begin(tls_run *run, int version) {
    tls_host_options_of(host)->most = version;
    tls_host_options_of(host)->reply = REPLY;
    tls_run_init(run, host);
    run->tls.identity = &identity;
}

/* A poll, and that nothing is left of it. */
static zimport_status poll(tls_run *run, const char *label) {
    zimport_status status = tls_run_ask(run);

    tls_run_close(run);
    CHECK_EQUAL(run->memory.opens, run->memory.closes, label);
    return status;
}

static void check_next(tls_run *run, const char *label) {
    run->memory.fault_calls = 0;
    run->peer.deadline = run->memory.now + 10000;
    CHECK_STATUS(poll(run, label), ZIMPORT_OK, label);
}

typedef struct failure {
    const char *label;
    unsigned call;
    zimport_status fault;
    zimport_status status;
} failure;

static void check_every(const failure *of, int version) {
    bool hit = true;

    for (size_t at = 0; hit; at++) {
        zimport_status status;
        tls_run run;
        begin(&run, version);
        run.memory.fault_calls = of->call;
        run.memory.fault_at = at;
        run.memory.fault = of->fault;
        status = tls_run_ask(&run);
        hit = run.memory.hit;
        bool dropped = of->call == TLS_WRITE && of->fault == ZIMPORT_LOST && run.tls.asked && hit;
        if (hit && run.tls.base.detail == 7 && of->status != ZIMPORT_OK) {
            CHECK_EQUAL(run.tls.base.stage,
                        of->call == TLS_OPEN                ? ZIMPORT_AT_READING
                        : run.tls.handshakes == 0           ? ZIMPORT_AT_TLS
                        : of->call == TLS_WRITE && !dropped ? ZIMPORT_AT_SENDING
                                                            : ZIMPORT_AT_READING,
                        of->label);
        }
        if (dropped && run.tls.handshakes > 0) { /* the reply may have come, or what was lost was close_notify */
            CHECK(status == ZIMPORT_OK || status == ZIMPORT_LOST, of->label);
        } else {
            CHECK_STATUS(status, hit ? of->status : ZIMPORT_OK, of->label);
        }
        tls_run_close(&run);
        CHECK_EQUAL(run.memory.opens, run.memory.closes, of->label);
        hit = run.memory.hit; /* perhaps by close_notify */
        if (at % 4 == 3 || !hit) {
            check_next(&run, of->label);
        }
        assert_true(at < 100);
    }
}

static void test_every_call(void **state) {
    static const failure failures[] = {
        {"open", TLS_OPEN, ZIMPORT_NO_CONNECTION, ZIMPORT_NO_CONNECTION},
        {"open, no name", TLS_OPEN, ZIMPORT_NO_NAME, ZIMPORT_NO_NAME},
        {"open, wait to read", TLS_OPEN, ZIMPORT_WANT_READ, ZIMPORT_OK},
        {"open, wait to write", TLS_OPEN, ZIMPORT_WANT_WRITE, ZIMPORT_OK},
        {"read, lost", TLS_READ, ZIMPORT_LOST, ZIMPORT_LOST},
        {"read, the end", TLS_READ, ZIMPORT_CLOSED, ZIMPORT_LOST},
        {"read, the system", TLS_READ, ZIMPORT_SYSTEM, ZIMPORT_SYSTEM},
        {"read, wait", TLS_READ, ZIMPORT_WANT_READ, ZIMPORT_OK},
        {"read, wait to write", TLS_READ, ZIMPORT_WANT_WRITE, ZIMPORT_OK},
        {"write, lost", TLS_WRITE, ZIMPORT_LOST, ZIMPORT_LOST},
        {"write, the system", TLS_WRITE, ZIMPORT_SYSTEM, ZIMPORT_SYSTEM},
        {"write, wait", TLS_WRITE, ZIMPORT_WANT_WRITE, ZIMPORT_OK},
        {"write, wait to read", TLS_WRITE, ZIMPORT_WANT_READ, ZIMPORT_OK},
        {"random bytes", TLS_RANDOM, ZIMPORT_NO_RANDOM, ZIMPORT_NO_RANDOM},
    };

    (void)state;
    for (int version = 2; version <= 3; version++) {
        for (size_t i = 0; i < COUNT(failures); i++) {
            bool lost = failures[i].call == TLS_WRITE && failures[i].fault == ZIMPORT_LOST;
            tls_host_options_of(host)->ask = TLS_DEMANDS;
            check_every(&failures[i], version);
            tls_host_options_of(host)->ask = TLS_ASKS_NOTHING;
            if (lost) {
                check_every(&failures[i], version);
            }
        }
    }
}

/* From one call on nothing moves any more: until the deadline, and no longer. */
static void test_stalls(void **state) {
    static const unsigned calls[] = {TLS_OPEN, TLS_READ, TLS_WRITE};

    (void)state;
    for (int version = 2; version <= 3; version++) {
        for (size_t i = 0; i < COUNT(calls); i++) {
            bool hit = true;
            for (size_t at = 0; hit; at++) {
                zimport_status status;
                tls_run run;
                begin(&run, version);
                run.memory.fault_calls = calls[i];
                run.memory.fault_at = at;
                run.memory.fault_stays = true;
                run.memory.fault = calls[i] == TLS_READ ? ZIMPORT_WANT_READ : ZIMPORT_WANT_WRITE;
                status = tls_run_open(&run);
                hit = run.memory.hit;
                if (hit && calls[i] != TLS_OPEN) {
                    CHECK_STATUS(status, ZIMPORT_CONNECT_TIMEOUT, "stall");
                    CHECK_EQUAL(run.memory.now, run.peer.deadline, "stall");
                    CHECK_EQUAL(run.tls.base.stage, ZIMPORT_AT_TLS, "stall");
                } else if (!hit) {
                    CHECK_STATUS(status, ZIMPORT_OK, "no stall");
                }
                tls_run_close(&run);
                run.memory.fault_stays = false;
                if (at % 4 == 3 || !hit) {
                    check_next(&run, "stall");
                }
            }
        }
    }
}

/* What had to wait is sent once, although the caller has more by then, or asks to read first. */
static void test_writes_that_wait(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        tls_run run;
        size_t written = 0;
        char reply[sizeof REPLY];
        size_t size;
        begin(&run, version);
        assert_int_equal(tls_run_open(&run), ZIMPORT_OK);
        run.memory.fault_calls = TLS_WRITE;
        run.memory.fault_at = run.memory.calls;
        run.memory.fault = ZIMPORT_WANT_WRITE;
        assert_int_equal(run.tls.base.api->write(&run.tls.base, TLS_ASK, 5, &written), ZIMPORT_WANT_WRITE);
        assert_int_equal(written, 0);
        assert_int_equal(run.tls.base.api->write(&run.tls.base, TLS_ASK, sizeof TLS_ASK - 1, &written), ZIMPORT_OK);
        assert_int_equal(written, 5);
        assert_int_equal(run.tls.base.api->write(&run.tls.base, &TLS_ASK[5], sizeof TLS_ASK - 6, &written), ZIMPORT_OK);
        assert_int_equal(written, sizeof TLS_ASK - 6);
        assert_int_equal(tls_run_read(&run, reply, sizeof REPLY - 1, &size), ZIMPORT_OK);
        assert_memory_equal(reply, REPLY, sizeof REPLY - 1);
        assert_int_equal(tls_run_seen(&run)->requests, 1);
        tls_run_close(&run);
    }
}

/* A lower transport need not be able to wait. */
static void test_no_wait(void **state) {
    zimport_transport_api api;
    tls_run run;

    (void)state;
    begin(&run, 3);
    api = *run.memory.transport.api;
    api.wait = NULL;
    run.memory.transport.api = &api;
    run.tls.base.api->wait(&run.tls.base, ZIMPORT_WANT_READ, 5000);
    assert_int_equal(run.memory.now, 1000);
    assert_int_equal(poll(&run, "no wait"), ZIMPORT_OK);
}

static int set_up(void **state) {
    zimport_view pem;
    tls_run run;

    (void)state;
    host = tls_host_new("", TLS_NAMES, "ec", true);
    pem = zimport_view_of(tls_host_client(host));
    tls_run_init(&run, host);
    return (int)zimport_identity_init(&identity, &run.memory.platform.base, pem, pem);
}

static int tear_down(void **state) {
    (void)state;
    zimport_identity_free(&identity);
    tls_host_free(host);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_call),
        cmocka_unit_test(test_stalls),
        cmocka_unit_test(test_writes_that_wait),
        cmocka_unit_test(test_no_wait),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
