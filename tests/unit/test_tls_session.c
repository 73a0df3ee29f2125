/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of whole handshakes: kept, written to a file and read again, resumed, refused by the server. */
#include "tls_memory.h"

#include <sys/stat.h>
#include <unistd.h>

#include "port/mbedtls/base/internal.h"

#define REPLY "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

typedef struct way {
    const char *label;
    int version;
    bool tickets, numbers;
} way;

static const way ways[] = {
    {"a ticket of TLS 1.2", 2, true, false},
    {"a number of TLS 1.2", 2, false, true},
    {"a ticket of TLS 1.3", 3, true, false},
};

static tls_host *host_of(const way *of) {
    tls_host *host = tls_host_new("", TLS_NAMES, "ec", true);

    tls_host_options_of(host)->most = of->version;
    tls_host_options_of(host)->tickets = of->tickets;
    tls_host_options_of(host)->numbers = of->numbers;
    tls_host_options_of(host)->reply = REPLY;
    return host;
}

static char folder[] = "/tmp/test_tls_session_XXXXXX";
static char path[64];

enum { ROOM = 2048 };

/* A poll of its own, as `zimport status --tls-session` is: the session is in the file alone. */
static zimport_status poll(tls_run *run, bool *resumed) {
    uint8_t memory[ROOM];
    zimport_session session;
    zimport_status status;
    char behind;
    size_t size;

    zimport_session_init(&session, memory, sizeof memory);
    assert_int_equal(zimport_session_load(&session, path, NULL), ZIMPORT_OK);
    run->tls.session = &session;
    status = tls_run_ask(run);
    if (status == ZIMPORT_OK && tls_host_options_of(run->memory.server)->ending == TLS_ALERTS) {
        status = tls_run_read(run, &behind, 1, &size);
    }
    *resumed = run->tls.resumed > 0;
    tls_run_close(run);
    if (session.changed) {
        assert_int_equal(zimport_session_store(&session, path, NULL), ZIMPORT_OK);
    }
    run->tls.session = NULL;
    return status;
}

static bool is_kept(void) {
    struct stat file;

    return stat(path, &file) == 0 && file.st_size > 0;
}

static void check_poll(tls_host *host, bool resumed, const char *label) {
    tls_run run;
    bool was;

    tls_run_init(&run, host);
    CHECK_STATUS(poll(&run, &was), ZIMPORT_OK, label);
    CHECK_EQUAL(was, resumed, label);
    CHECK_EQUAL(tls_run_seen(&run)->resumed, resumed, label);
    CHECK_EQUAL(run.tls.handshakes, 1, label);
    CHECK_EQUAL(run.memory.opens, 1, label);
    CHECK(is_kept(), label);
}

static void test_resumed(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        for (int round = 0; round < 5; round++) {
            check_poll(host, round > 0, ways[i].label);
        }
        assert_int_equal(unlink(path), 0);
        check_poll(host, false, ways[i].label);
        assert_int_equal(unlink(path), 0);
        tls_host_free(host);
    }
}

/* The same from connection to connection of one process; what is told about it. */
static void test_described(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        char subject[20];
        char issuer[20];
        zimport_tls_info first = {.subject = {.data = subject, .capacity = sizeof subject},
                                  .issuer = {.data = issuer, .capacity = sizeof issuer}};
        zimport_tls_info then = first;
        uint8_t memory[ROOM];
        zimport_session session;
        tls_run run;
        zimport_session_init(&session, memory, sizeof memory);
        tls_run_init(&run, host);
        run.tls.session = &session;
        CHECK_STATUS(tls_run_ask(&run), ZIMPORT_OK, ways[i].label);
        CHECK(zimport_tls_describe(&run.tls, &first) && !first.resumed && first.subject.size > 0, ways[i].label);
        tls_run_close(&run);
        CHECK_STATUS(tls_run_ask(&run), ZIMPORT_OK, ways[i].label);
        CHECK(zimport_tls_describe(&run.tls, &then) && then.resumed && then.subject.size == 0, ways[i].label);
        CHECK_VIEW(zimport_view_of(then.not_after), zimport_view_of(first.not_after), ways[i].label);
        CHECK_VIEW(zimport_view_of(then.version), zimport_view_of(first.version), ways[i].label);
        CHECK_EQUAL(run.tls.resumed, 1, ways[i].label);
        CHECK_EQUAL(run.tls.handshakes, 2, ways[i].label);
        tls_run_close(&run);
        tls_host_free(host);
    }
}

/* A server that has lost its keys, or keeps sessions no more: the whole handshake, and its session from then on. */
static void test_forgotten_by_the_server(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        tls_host *same = host_of(&ways[i]);
        tls_run run;
        bool resumed;
        check_poll(host, false, ways[i].label);
        tls_run_init(&run, host);
        run.memory.server = same; /* of other roots, and the old session is not its own */
        CHECK_STATUS(poll(&run, &resumed), ZIMPORT_TLS_UNTRUSTED, ways[i].label);
        CHECK(!resumed, ways[i].label);
        CHECK_EQUAL(run.memory.opens, 1, ways[i].label);
        check_poll(host, false, ways[i].label);
        check_poll(host, true, ways[i].label);
        tls_host_options_of(host)->tickets = tls_host_options_of(host)->numbers = false;
        tls_run_init(&run, host);
        CHECK_STATUS(poll(&run, &resumed), ZIMPORT_OK, ways[i].label);
        CHECK(!resumed, ways[i].label);
        CHECK_EQUAL(is_kept(), ways[i].version == 2, ways[i].label); /* it has a number, which nobody keeps */
        tls_run_init(&run, host);
        CHECK_STATUS(poll(&run, &resumed), ZIMPORT_OK, ways[i].label);
        CHECK(!resumed, ways[i].label);
        (void)unlink(path);
        tls_host_free(same);
        tls_host_free(host);
    }
}

/* The connection breaks while a session is offered: once more without it, if there is time. */
static void test_broken_off(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        check_poll(host, false, ways[i].label);
        for (size_t at = 0; at < 4; at++) {
            tls_run run;
            bool resumed;
            zimport_status status;
            check_poll(host, true, ways[i].label);
            tls_run_init(&run, host);
            run.memory.fault_calls = TLS_READ;
            run.memory.fault_at = at;
            run.memory.fault = ZIMPORT_LOST;
            status = poll(&run, &resumed);
            CHECK(run.memory.hit, ways[i].label);
            if (run.tls.handshakes == 1 && run.tls.resumed == 0) {
                CHECK_STATUS(status, ZIMPORT_OK, ways[i].label);
                CHECK_EQUAL(run.memory.opens, 2, ways[i].label);
            } else { /* it was open already */
                CHECK_STATUS(status, ZIMPORT_LOST, ways[i].label);
                CHECK_EQUAL(run.memory.opens, 1, ways[i].label);
                CHECK(is_kept(), ways[i].label);
            }
            if (!is_kept()) {
                check_poll(host, false, ways[i].label);
            }
        }
        assert_int_equal(unlink(path), 0);
        tls_host_free(host);
    }
}

/* Neither the server nor the session is to blame for random bytes that are missing. */
static void test_no_random(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        tls_run run;
        bool resumed;
        check_poll(host, false, ways[i].label);
        tls_run_init(&run, host);
        run.memory.fault_calls = TLS_RANDOM;
        run.memory.fault_at = 0;
        run.memory.fault = ZIMPORT_NO_RANDOM;
        CHECK_STATUS(poll(&run, &resumed), ZIMPORT_NO_RANDOM, ways[i].label);
        CHECK_EQUAL(run.memory.opens, 1, ways[i].label);
        check_poll(host, true, ways[i].label);
        assert_int_equal(unlink(path), 0);
        tls_host_free(host);
    }
}

/* TLS 1.3 is there after an upgrade: the session of 1.2 is used once more, and then no more. */
static void test_upgraded(void **state) {
    tls_host *host = host_of(&ways[0]);
    tls_run run;
    bool resumed;

    (void)state;
    check_poll(host, false, "before");
    check_poll(host, true, "before");
    tls_host_options_of(host)->most = 3;
    tls_run_init(&run, host);
    assert_int_equal(poll(&run, &resumed), ZIMPORT_OK);
    assert_true(resumed);
    assert_false(is_kept());
    check_poll(host, false, "1.3");
    check_poll(host, true, "1.3");

    /* And back: the server refuses what it cannot understand. */
    tls_host_options_of(host)->most = 2;
    tls_run_init(&run, host);
    assert_int_equal(poll(&run, &resumed), ZIMPORT_OK);
    assert_false(resumed);
    assert_int_equal(run.memory.opens, 2);
    check_poll(host, true, "1.2");
    assert_int_equal(unlink(path), 0);
    tls_host_free(host);
}

/* Resumed, the server does not ask for the client's certificate, but a refusal is still about it. */
static void test_client_certificate(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        zimport_view pem = zimport_view_of(tls_host_client(host));
        tls_host_options_of(host)->ask = TLS_DEMANDS;
        for (int round = 0; round < 4; round++) {
            zimport_identity identity;
            tls_run run;
            bool resumed;
            tls_run_init(&run, host);
            CHECK_STATUS(zimport_identity_init(&identity, &run.memory.platform.base, pem, pem), ZIMPORT_OK, "PEM");
            run.tls.identity = &identity;
            if (round == 3) { /* revoked meanwhile */
                tls_host_options_of(host)->ending = TLS_ALERTS;
                tls_host_options_of(host)->alert = 44;
            }
            CHECK_STATUS(poll(&run, &resumed), round == 3 ? ZIMPORT_TLS_CLIENT_CERT : ZIMPORT_OK, ways[i].label);
            CHECK_EQUAL(resumed, round > 0, ways[i].label);
            CHECK(run.tls.asked, ways[i].label);
            zimport_identity_free(&identity);
        }
        assert_int_equal(unlink(path), 0);
        tls_host_free(host);
    }
}

/* Nothing is offered of a session that is too old. */
static void test_outlived(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        tls_host *host = host_of(&ways[i]);
        tls_run run;
        bool resumed;
        check_poll(host, false, ways[i].label);
        tls_run_init(&run, host);
        run.memory.wall += 86400 - 5;
        CHECK_STATUS(poll(&run, &resumed), ZIMPORT_OK, ways[i].label);
        CHECK_EQUAL(resumed, ways[i].version == 2, ways[i].label); /* with 1.3 the server knows the age better */
        assert_int_equal(unlink(path), 0);
        check_poll(host, false, ways[i].label);
        tls_run_init(&run, host);
        run.memory.wall += 86400;
        CHECK_STATUS(poll(&run, &resumed), ZIMPORT_OK, ways[i].label);
        CHECK(!resumed, ways[i].label);
        assert_int_equal(unlink(path), 0);
        tls_host_free(host);
    }
}

static int set_up(void **state) {
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/session", folder);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resumed),
        cmocka_unit_test(test_described),
        cmocka_unit_test(test_forgotten_by_the_server),
        cmocka_unit_test(test_broken_off),
        cmocka_unit_test(test_no_random),
        cmocka_unit_test(test_upgraded),
        cmocka_unit_test(test_client_certificate),
        cmocka_unit_test(test_outlived),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
