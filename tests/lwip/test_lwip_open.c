/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a connection: every way to end, with the step and lwIP's error that the messages name. */
#include "net.h"

#if LWIP_IPV6
#define FIRST ZIMPORT_OK
#define SECOND ZIMPORT_AT_CONNECTING
#else
#define FIRST ZIMPORT_NO_ADDRESS
#define SECOND ZIMPORT_AT_RESOLVING
#endif

#define LONG_LABEL "a123456789b123456789c123456789d123456789e123456789f123456789"
#define LONG_NAME LONG_LABEL "." LONG_LABEL "." LONG_LABEL "." LONG_LABEL "." LONG_LABEL

typedef struct opening {
    const char *host;
    uint32_t deadline, least; /* the time it takes, at least and not much more */
    uint16_t port;
    zimport_status status;
    zimport_stage stage;
    err_t detail;
    bool address;
} opening;

static const opening openings[] = {
    {"127.0.0.1", 5000, 0, NET_PORT, ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK, true},
    {"ok.test", 5000, 0, NET_PORT, ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK, false},
    {"::1", 5000, 0, NET_PORT, FIRST, SECOND, ERR_OK, true},
    {"six.test", 5000, 0, NET_PORT, FIRST, SECOND, ERR_OK, false},
    {"1.2.3.4.5", 5000, 0, NET_PORT, ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, ERR_OK, true},
    {"nobody.test", 5000, 0, NET_PORT, ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, ERR_OK, false},
    {LONG_NAME, 5000, 0, NET_PORT, ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, ERR_ARG, false},
    {"mute.test", 2000, 2000, NET_PORT, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_RESOLVING, ERR_TIMEOUT, false},
    {"mute.test", 60000, 6000, NET_PORT, ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, ERR_OK, false},
    {"127.0.0.1", 5000, 0, NET_CLOSED_PORT, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, ERR_RST, true},
    {"ok.test", 5000, 0, NET_CLOSED_PORT, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, ERR_RST, false},
    {"10.0.0.2", 3000, 3000, NET_PORT, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING, ERR_TIMEOUT, true},
    {"10.0.0.2", 3600000, 15000, NET_PORT, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, ERR_ABRT, true},
    {"192.0.2.1", 5000, 0, NET_PORT, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, ERR_RTE, true},
    {"ok.test", 0, 0, NET_PORT, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_RESOLVING, ERR_TIMEOUT, false},
    {"127.0.0.1", 0, 0, NET_PORT, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING, ERR_TIMEOUT, true},
};

static void ways_to_end(void **state) {
    for (size_t i = 0; i < COUNT(openings); i++) {
        const opening *row = &openings[i];
        uint64_t took;
        net_begin(state);
        net_peer(row->host, row->address, row->port, row->deadline);
        print_message("%s port %u, %u ms\n", row->host, row->port, (unsigned)row->deadline);
        assert_state(net_opened(), row->status, row->stage, row->detail);
        took = net_now() - client.begun;
        assert_in_range(took, row->least, row->least * 3 + 100);
        /* It says the same as long as it is open, and the trouble stays to be told when it is closed. */
        if (row->status == ZIMPORT_OK) {
            assert_int_equal(net_open(), ZIMPORT_OK);
        }
        net_close();
        net_close();
        assert_int_equal(client.tcp.base.stage, row->stage);
        assert_int_equal(client.tcp.base.detail, row->detail);
        assert_int_equal(net_end(state), 0);
    }
}

static void no_name_server(void **state) {
    (void)state;
    net_name_server(false);
    net_peer("ok.test", false, NET_PORT, 5000);
    assert_state(net_opened(), ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, ERR_VAL);
}

static void again_after_failure(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(openings); i++) {
        net_peer(openings[i].host, openings[i].address, openings[i].port, openings[i].deadline);
        assert_int_equal(net_opened(), openings[i].status);
        net_close();
        net_pass(100);
        net_server_close();
        net_connect();
        net_close();
        net_pass(100);
        net_server_close();
    }
}

static void closed_early(void **state) {
    for (unsigned rounds = 0; rounds < 8; rounds++) {
        net_begin(state);
        net_peer("ok.test", false, NET_PORT, 5000);
        for (unsigned i = 0; i < rounds; i++) {
            (void)net_open();
            net_round(1);
        }
        net_close();
        assert_int_equal(net_end(state), 0);
    }
}

static void not_open(void **state) {
    char byte = 0;
    size_t size;
    (void)state;
    assert_int_equal(stream_read(&byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(stream_write(&byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
    net_close();
    net_peer("mute.test", false, NET_PORT, 5000);
    assert_int_equal(net_open(), ZIMPORT_WANT_READ);
    assert_int_equal(stream_read(&byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(stream_write(&byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_to_end),
        cmocka_unit_test_setup_teardown(no_name_server, net_begin, net_end),
        cmocka_unit_test_setup_teardown(again_after_failure, net_begin, net_end),
        cmocka_unit_test(closed_early),
        cmocka_unit_test_setup_teardown(not_open, net_begin, net_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
