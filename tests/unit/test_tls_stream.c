/* SPDX-License-Identifier: Apache-2.0 */
/* Both directions in pieces of every size; every end, cut, delay and failure; a server that is none. */
#include "tls_memory.h"

#define REPLY "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n0123456789abcdef"

static tls_host *host;

static void begin(tls_run *run, int version) {
    tls_host_options *options = tls_host_options_of(host);

    options->most = version;
    options->record = 16384;
    options->reply = REPLY;
    options->ending = TLS_STAYS;
    tls_run_init(run, host);
    run->peer.deadline = 1000000;
}

static void test_pieces(void **state) {
    static const size_t sizes[] = {1, 2, 3, 5, 6, 7, 64, 1000};

    (void)state;
    for (int version = 2; version <= 3; version++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            tls_run run;
            begin(&run, version);
            run.memory.read_most = sizes[i];
            run.memory.write_most = sizes[COUNT(sizes) - 1 - i];
            run.memory.hesitates = i % 2 == 0;
            tls_host_options_of(host)->record = sizes[i];
            CHECK_STATUS(tls_run_ask(&run), ZIMPORT_OK, "pieces");
            CHECK_STATUS(tls_run_ask(&run), ZIMPORT_OK, "once more");
            CHECK_EQUAL(tls_run_seen(&run)->requests, 2, "pieces");
            tls_run_close(&run);
        }
    }
}

/* Into memory of every size: TLS keeps what does not fit. */
static void test_small_reads(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        for (size_t most = 1; most < sizeof REPLY; most++) {
            char reply[sizeof REPLY];
            tls_run run;
            begin(&run, version);
            assert_int_equal(tls_run_open(&run), ZIMPORT_OK);
            assert_int_equal(tls_run_send(&run), ZIMPORT_OK);
            for (size_t at = 0; at < sizeof REPLY - 1;) {
                size_t size = 0;
                zimport_status status = run.tls.base.api->read(&run.tls.base, reply + at, most, &size);
                CHECK(status == ZIMPORT_OK || status == ZIMPORT_WANT_READ, "small");
                CHECK(size <= most, "small");
                at += size;
            }
            assert_memory_equal(reply, REPLY, sizeof REPLY - 1);
            tls_run_close(&run);
            most += most > 4 ? 11 : 0;
        }
    }
}

/* A long request and a long reply, of several records each. */
static void test_long(void **state) {
    static char reply[40000];

    (void)state;
    memset(reply, 'x', sizeof reply - 1);
    for (int version = 2; version <= 3; version++) {
        static char request[9000];
        size_t size = 0;
        tls_run run;
        begin(&run, version);
        tls_host_options_of(host)->reply = reply;
        assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
        for (size_t at = 0; at < sizeof request; at += size) {
            assert_int_equal(run.tls.base.api->write(&run.tls.base, request + at, sizeof request - at, &size),
                             ZIMPORT_OK);
            assert_true(size > 0 && size <= 4096);
        }
        tls_run_close(&run);
    }
}

typedef struct end {
    const char *label;
    tls_host_ending ending;
    zimport_status read, write;
    int code; /* that ends it for the server; 0: its own doing */
} end;

static void test_ends(void **state) {
    static const end ends[] = {
        {"close_notify", TLS_CLOSES, ZIMPORT_CLOSED, ZIMPORT_LOST, 0},
        {"cut", TLS_CUTS, ZIMPORT_LOST, ZIMPORT_LOST, 0},
        {"stays", TLS_STAYS, ZIMPORT_WANT_READ, ZIMPORT_OK, TLS_HOST_CLOSED},
    };

    (void)state;
    for (int version = 2; version <= 3; version++) {
        for (size_t i = 0; i < COUNT(ends); i++) {
            char reply[100];
            size_t size = 0;
            tls_run run;
            begin(&run, version);
            tls_host_options_of(host)->ending = ends[i].ending;
            CHECK_STATUS(tls_run_ask(&run), ZIMPORT_OK, ends[i].label);
            for (int again = 0; again < 3; again++) {
                CHECK_STATUS(tls_run_read(&run, reply, sizeof reply, &size), ends[i].read, ends[i].label);
                CHECK_EQUAL(size, 0, ends[i].label);
            }
            CHECK_STATUS(tls_run_send(&run), ends[i].write, ends[i].label);
            CHECK_STATUS(run.tls.base.api->read(&run.tls.base, reply, 0, &size), ZIMPORT_BAD_ARGUMENT, ends[i].label);
            CHECK_STATUS(run.tls.base.api->write(&run.tls.base, reply, 0, &size), ZIMPORT_BAD_ARGUMENT, ends[i].label);
            tls_run_close(&run);
            CHECK_STATUS(run.tls.base.api->read(&run.tls.base, reply, 1, &size), ZIMPORT_BAD_ARGUMENT, ends[i].label);
            CHECK_STATUS(run.tls.base.api->write(&run.tls.base, reply, 1, &size), ZIMPORT_BAD_ARGUMENT, ends[i].label);
            CHECK_EQUAL(run.memory.resets, 0, ends[i].label);
            if (ends[i].code != 0) {
                CHECK_EQUAL(tls_run_seen(&run)->code, ends[i].code, ends[i].label);
            }
        }
    }
}

/* Given up: nothing more is sent, not even close_notify. */
static void test_given_up(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        tls_run run;
        begin(&run, version);
        assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
        run.tls.base.given_up = true;
        tls_run_close(&run);
        assert_int_equal(run.memory.resets, 1);
        assert_int_equal(tls_run_seen(&run)->code, 0);
    }
}

/* The stream ends behind every byte. Without close_notify that is no end. */
static void test_cuts(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        size_t whole = SIZE_MAX;
        for (size_t cut = 0; cut < whole; cut += cut < 100 || cut + 150 > whole ? 3 : 17) {
            zimport_status status;
            tls_run run;
            begin(&run, version);
            tls_host_options_of(host)->ending = TLS_CLOSES;
            run.memory.cut_at = whole == SIZE_MAX ? SIZE_MAX : cut;
            status = tls_run_ask(&run);
            if (whole == SIZE_MAX) {
                char behind;
                size_t size;
                CHECK_STATUS(status, ZIMPORT_OK, "not cut");
                CHECK_STATUS(tls_run_read(&run, &behind, 1, &size), ZIMPORT_CLOSED, "not cut");
                whole = run.memory.got;
            } else if (status == ZIMPORT_OK) { /* only the end is lost */
                char behind;
                size_t size;
                bool all;
                status = tls_run_read(&run, &behind, 1, &size);
                all = tls_host_get(run.memory.end, &behind, 1) == 0; /* signatures have several lengths */
                CHECK_STATUS(status, all ? ZIMPORT_CLOSED : ZIMPORT_LOST, "the end is cut");
            } else {
                CHECK_STATUS(status, ZIMPORT_LOST, "cut");
            }
            tls_run_close(&run);
        }
        assert_true(whole > 500);
    }
}

/* A byte is another one: no other reply, and no hang. What is not authenticated may be anything. */
static void test_spoilt(void **state) {
    (void)state;
    for (int version = 2; version <= 3; version++) {
        size_t refused = 0;
        size_t whole = SIZE_MAX;
        for (size_t at = 0; at < whole; at += 13) {
            zimport_status status;
            tls_run run;
            begin(&run, version);
            run.peer.deadline = 5000;
            run.memory.spoil_at = whole == SIZE_MAX ? SIZE_MAX : at;
            run.memory.spoil_with = (uint8_t)(1 << at % 8);
            status = tls_run_ask(&run);
            if (whole == SIZE_MAX) {
                whole = run.memory.got;
            } else {
                refused += status != ZIMPORT_OK;
                CHECK(status == ZIMPORT_OK || status == ZIMPORT_LOST || status == ZIMPORT_WANT_READ ||
                          status == ZIMPORT_CONNECT_TIMEOUT ||
                          (status >= ZIMPORT_TLS_UNTRUSTED && status <= ZIMPORT_TLS_FAILED),
                      "spoilt");
            }
            tls_run_close(&run);
            CHECK_EQUAL(run.memory.opens, run.memory.closes, "spoilt");
        }
        assert_true(refused > 50);
    }
}

typedef struct talk {
    const char *label;
    zimport_view said;
    zimport_status status;
} talk;

static void test_no_server(void **state) {
    static const talk talks[] = {
        {"a web server", LIT("HTTP/1.1 400 Bad Request\r\n\r\n"), ZIMPORT_TLS_ABSENT},
        {"a mail server", LIT("220 mail.test ESMTP\r\n"), ZIMPORT_TLS_ABSENT},
        {"zeros", LIT("\0\0\0\0\0\0\0\0\0\0\0\0"), ZIMPORT_TLS_ABSENT},
        {"one byte", LIT("H"), ZIMPORT_LOST},
        {"half a record", LIT("\x16\x03\x03\0\x10\x02"), ZIMPORT_LOST},
        {"handshake failure", LIT("\x15\x03\x03\0\2\2\x28"), ZIMPORT_TLS_NO_COMMON},
        {"protocol version", LIT("\x15\x03\x01\0\2\2\x46"), ZIMPORT_TLS_NO_COMMON},
        {"insufficient security", LIT("\x15\x03\x03\0\2\2\x47"), ZIMPORT_TLS_NO_COMMON},
        {"unrecognized name", LIT("\x15\x03\x03\0\2\2\x70"), ZIMPORT_TLS_ALERT},
        {"certificate required", LIT("\x15\x03\x03\0\2\2\x74"), ZIMPORT_TLS_CLIENT_CERT},
        {"bad certificate, not asked", LIT("\x15\x03\x03\0\2\2\x2a"), ZIMPORT_TLS_ALERT},
        {"a warning, and the end", LIT("\x15\x03\x03\0\2\1\x70"), ZIMPORT_LOST},
        {"close_notify", LIT("\x15\x03\x03\0\2\1\0"), ZIMPORT_LOST},
        {"a short alert", LIT("\x15\x03\x03\0\1\2"), ZIMPORT_TLS_BROKEN},
        {"data at once", LIT("\x17\x03\x03\0\2ab"), ZIMPORT_TLS_BROKEN},
        {"a version of long ago", LIT("\x16\x02\x00\0\2\2\0"), ZIMPORT_TLS_BROKEN},
        {"too long a record",
         LIT("\x16\x03\x03\xff\xff"
             "0123"),
         ZIMPORT_TLS_LIMIT},
        {"an empty record", LIT("\x16\x03\x03\0\0\x16\x03\x03\0\0"), ZIMPORT_TLS_BROKEN},
        {"an unknown message", LIT("\x16\x03\x03\0\4\x63\0\0\0"), ZIMPORT_TLS_BROKEN},
        {"an empty hello", LIT("\x16\x03\x03\0\4\x02\0\0\0"), ZIMPORT_TLS_BROKEN},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(talks); i++) {
        tls_run run;
        begin(&run, 3);
        run.memory.instead = talks[i].said;
        CHECK_STATUS(tls_run_open(&run), talks[i].status, talks[i].label);
        if (talks[i].said.data[0] == '\x15' && talks[i].said.data[5] == 2 && talks[i].said.size == 7) {
            CHECK_EQUAL(run.tls.base.detail, talks[i].said.data[6], talks[i].label);
        }
        CHECK_EQUAL(run.tls.base.stage, ZIMPORT_AT_TLS, talks[i].label);
        CHECK_EQUAL(run.memory.closes, 1, talks[i].label);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces), cmocka_unit_test(test_small_reads), cmocka_unit_test(test_long),
        cmocka_unit_test(test_ends),   cmocka_unit_test(test_given_up),    cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_spoilt), cmocka_unit_test(test_no_server),
    };
    int failed;

    host = tls_host_new("", TLS_NAMES, "ec", false);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    tls_host_free(host);
    return failed;
}
