/* SPDX-License-Identifier: Apache-2.0 */
/* Every fault at every call below the tunnel, too little memory, giving up. */
#include "tunnel.h"

/* Passed on with its detail; the next try is as good as the first. */
static void every_failing_call(void **state) {
    (void)state;
    static const zimport_status statuses[] = {ZIMPORT_NO_ADDRESS, ZIMPORT_NO_CONNECTION, ZIMPORT_LOST, ZIMPORT_SYSTEM,
                                              ZIMPORT_CONNECT_TIMEOUT};
    static const unsigned calls[] = {SCRIPT_OPEN, SCRIPT_READ, SCRIPT_WRITE};
    static const script_reply replies[] = {{.bytes = LIT(GOOD), .piece = 9}, {.bytes = LIT(GOOD)}};
    for (size_t i = 0; i < COUNT(statuses) * COUNT(calls); i++) {
        for (size_t n = 0;; n++) {
            static struct tunnel tunnel;
            tunnel_init(&tunnel, replies, COUNT(replies));
            tunnel.script.write_most = 31;
            tunnel.script.fault_calls = calls[i % COUNT(calls)];
            tunnel.script.fault = SCRIPT_FAIL;
            tunnel.script.fault_at = n;
            tunnel.script.status = statuses[i / COUNT(calls)];
            zimport_status status = open_tunnel(&tunnel, "failing call");
            if (!tunnel.script.hit) {
                assert_int_equal(status, ZIMPORT_OK);
                assert_true(n >= (calls[i % COUNT(calls)] == SCRIPT_OPEN ? 1 : 3));
                break;
            }
            assert_int_equal(status, tunnel.script.status);
            assert_int_equal(tunnel.proxy.base.detail, 1807);
            bool opening = tunnel.script.fault_calls == SCRIPT_OPEN;
            assert_int_equal(tunnel.proxy.base.stage, opening ? ZIMPORT_AT_CONNECTING : ZIMPORT_AT_PROXY);
            tunnel.script.fault = SCRIPT_NOTHING;
            assert_int_equal(open_tunnel(&tunnel, "next try"), ZIMPORT_OK);
            CHECK_VIEW(((zimport_view){tunnel.script.request, tunnel.script.request_size}), VIEW(REQUEST), "next try");
        }
    }
}

/* Waiting, needed or not, changes nothing; a stall ends at the deadline. */
static void every_stall(void **state) {
    (void)state;
    static const script_fault faults[] = {SCRIPT_SHORT, SCRIPT_WANT_READ, SCRIPT_WANT_WRITE, SCRIPT_STALL};
    static const unsigned calls[] = {SCRIPT_OPEN, SCRIPT_READ, SCRIPT_WRITE};
    static const script_reply reply = {.bytes = LIT(GOOD), .piece = 9, .gap_ms = 3, .delay_ms = 5};
    for (size_t i = 0; i < COUNT(faults) * COUNT(calls); i++) {
        for (size_t n = 0;; n++) {
            static struct tunnel tunnel;
            tunnel_init(&tunnel, &reply, 1);
            tunnel.script.connect_ms = 11;
            tunnel.script.write_most = 31;
            tunnel.script.fault_calls = calls[i % COUNT(calls)];
            tunnel.script.fault = faults[i / COUNT(calls)];
            tunnel.script.fault_at = n;
            zimport_status status = open_tunnel(&tunnel, "stall");
            if (!tunnel.script.hit) {
                assert_int_equal(status, ZIMPORT_OK);
                break;
            }
            bool stall = tunnel.script.fault == SCRIPT_STALL;
            bool opening = tunnel.script.fault_calls == SCRIPT_OPEN;
            assert_int_equal(status, stall ? ZIMPORT_CONNECT_TIMEOUT : ZIMPORT_OK);
            assert_true(stall ? tunnel.script.now == tunnel.peer.deadline : tunnel.script.now < tunnel.peer.deadline);
            assert_int_equal(tunnel.proxy.base.stage, opening && stall ? ZIMPORT_AT_CONNECTING : ZIMPORT_AT_PROXY);
            assert_int_equal(tunnel.proxy.base.detail, 0);
        }
    }
}

static void every_size_of_memory(void **state) {
    (void)state;
    static const script_reply reply = {.bytes = LIT(GOOD)};
    char host[ZIMPORT_HOST_MAX + 1];
    memset(host, 'h', sizeof host);
    host[ZIMPORT_HOST_MAX] = '\0';
    size_t needed = sizeof REQUEST - 1 + 2 * (ZIMPORT_HOST_MAX - strlen("h.example"));
    for (size_t size = ZIMPORT_WINDOW_MIN; size <= needed + 1; size++) {
        static struct tunnel tunnel;
        tunnel_init(&tunnel, &reply, 1);
        tunnel.script.secret = (zimport_view){NULL, 0};
        tunnel.peer.host = host;
        char *memory = malloc(size);
        assert_non_null(memory);
        memset(memory, 'x', size);
        zimport_proxy_init(&tunnel.proxy, &tunnel.script.transport, &tunnel.server, memory, size);
        zimport_status status = open_tunnel(&tunnel, "memory");
        assert_int_equal(status, size < needed ? ZIMPORT_NO_ROOM : ZIMPORT_OK);
        assert_int_equal(tunnel.script.requests, size < needed ? 0 : 1);
        assert_false(script_finds(memory, size, VIEW(SECRET)));
        free(memory);
    }
}

static void passes_through(void **state) {
    (void)state;
    static struct tunnel tunnel;
    static const script_reply replies[] = {{.bytes = LIT(GOOD)}, {.bytes = LIT("12345678"), .close = true}};
    zimport_transport *transport = transport_of(&tunnel);
    char bytes[8];
    size_t size = 0;
    tunnel_init(&tunnel, replies, COUNT(replies));
    assert_int_equal(transport->api->read(transport, bytes, 8, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(transport->api->write(transport, "x", 1, &size), ZIMPORT_BAD_ARGUMENT);
    transport->api->close(transport);
    assert_int_equal(open_tunnel(&tunnel, "through"), ZIMPORT_OK);
    assert_int_equal(open_tunnel(&tunnel, "again"), ZIMPORT_OK);
    assert_int_equal(tunnel.script.opens, 1);
    memset(tunnel.memory, 'x', sizeof tunnel.memory);
    assert_int_equal(transport->api->read(transport, bytes, 8, &size), ZIMPORT_WANT_READ);
    transport->api->wait(transport, ZIMPORT_WANT_READ, tunnel.script.now + 5);
    assert_int_equal(transport->api->write(transport, "x\r\n\r\n", 5, &size), ZIMPORT_OK);
    assert_int_equal(size, 5);
    assert_int_equal(transport->stage, ZIMPORT_AT_SENDING);
    assert_int_equal(transport->api->read(transport, bytes, 3, &size), ZIMPORT_OK);
    assert_int_equal(size, 3);
    assert_int_equal(transport->stage, ZIMPORT_AT_READING);
    assert_int_equal(transport->api->read(transport, bytes + 3, 5, &size), ZIMPORT_OK);
    assert_memory_equal(bytes, "12345678", 8);
    assert_int_equal(transport->api->read(transport, bytes, 8, &size), ZIMPORT_CLOSED);
    tunnel.script.fault_calls = SCRIPT_READ | SCRIPT_WRITE;
    tunnel.script.fault = SCRIPT_FAIL;
    tunnel.script.status = ZIMPORT_LOST;
    tunnel.script.fault_more = 9;
    assert_int_equal(transport->api->read(transport, bytes, 8, &size), ZIMPORT_LOST);
    assert_int_equal(transport->detail, 1807);
    transport->detail = 0;
    assert_int_equal(transport->api->write(transport, "x", 1, &size), ZIMPORT_LOST);
    assert_int_equal(transport->detail, 1807);
    /* What is in the memory by now is not the tunnel's. */
    transport->api->close(transport);
    transport->api->close(transport);
    assert_int_equal(tunnel.script.closes, 1);
    assert_int_equal(tunnel.memory[0], 'x');
    assert_int_equal(transport->detail, 1807);
    assert_int_equal(transport->api->read(transport, bytes, 8, &size), ZIMPORT_BAD_ARGUMENT);
}

static void detail_of_the_way(void **state) {
    (void)state;
    static struct tunnel tunnel;
    static const script_reply reply = {.bytes = LIT(GOOD)};
    zimport_transport *transport = transport_of(&tunnel);
    uint64_t wake;
    tunnel_init(&tunnel, &reply, 1);
    tunnel.script.connect_ms = 5;
    wake = tunnel.peer.deadline;
    assert_int_equal(transport->api->open(transport, &tunnel.peer, tunnel.script.now, &wake), ZIMPORT_WANT_WRITE);
    tunnel.script.transport.detail = 111;
    assert_int_equal(open_tunnel(&tunnel, "way"), ZIMPORT_OK);
    assert_int_equal(transport->detail, 0);
}

static void nothing_to_wait_with(void **state) {
    (void)state;
    static struct tunnel tunnel;
    tunnel_init(&tunnel, NULL, 0);
    zimport_transport_api api = *tunnel.script.transport.api;
    api.wait = NULL;
    tunnel.script.transport.api = &api;
    transport_of(&tunnel)->api->wait(transport_of(&tunnel), ZIMPORT_WANT_READ, tunnel.script.now);
}

/* At every step: nothing is left, and it can be opened again. */
static void closed_half_way(void **state) {
    (void)state;
    static const script_reply reply = {.bytes = LIT(GOOD), .piece = 9, .gap_ms = 1};
    for (int steps = 0; steps < 30; steps++) {
        static struct tunnel tunnel;
        const script_reply replies[] = {reply, reply};
        zimport_transport *transport = transport_of(&tunnel);
        zimport_status status = ZIMPORT_WANT_READ;
        tunnel_init(&tunnel, replies, COUNT(replies));
        tunnel.script.connect_ms = 5;
        tunnel.script.fault_calls = SCRIPT_WRITE;
        tunnel.script.fault = SCRIPT_WANT_WRITE;
        tunnel.script.fault_at = 1;
        tunnel.script.write_most = 31;
        for (int i = 0; i < steps && status != ZIMPORT_OK; i++) {
            uint64_t wake = tunnel.peer.deadline;
            status = transport->api->open(transport, &tunnel.peer, tunnel.script.now, &wake);
            if (status != ZIMPORT_OK) {
                char byte;
                size_t size;
                assert_int_equal(transport->api->read(transport, &byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
                assert_int_equal(transport->api->write(transport, "x", 1, &size), ZIMPORT_BAD_ARGUMENT);
                transport->api->wait(transport, status, wake);
            }
        }
        transport->api->close(transport);
        check_end(&tunnel, ZIMPORT_ABORTED, "half-way");
        size_t before = tunnel.script.opens;
        assert_int_equal(open_tunnel(&tunnel, "again"), ZIMPORT_OK);
        assert_int_equal(tunnel.script.opens, before + 1);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_call),   cmocka_unit_test(every_stall),
        cmocka_unit_test(every_size_of_memory), cmocka_unit_test(passes_through),
        cmocka_unit_test(closed_half_way),      cmocka_unit_test(detail_of_the_way),
        cmocka_unit_test(nothing_to_wait_with),
    };
    return cmocka_run_group_tests_name("fault, tunnel", tests, NULL, NULL);
}
