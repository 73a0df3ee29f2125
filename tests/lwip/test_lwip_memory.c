/* SPDX-License-Identifier: Apache-2.0 */
/* lwIP out of memory at every moment, for a moment or for good. Both sides share that memory. net_end shows that
 * nothing stays; the address sanitizer, that nothing is used afterwards. */
#include "net.h"

#define REQUEST ((size_t)3000)
#define REPLY ((size_t)4000)

typedef struct outcome {
    zimport_status status; /* of the call that ended it; ZIMPORT_CLOSED: all went well */
    bool idle;             /* nothing ended it, and nothing moved any more */
    size_t received;
} outcome;

static outcome exchange(void) {
    outcome result = {ZIMPORT_OK, false, 0};
    unsigned char bytes[700];
    size_t sent = 0;
    uint64_t moved;
    net_peer("ok.test", false, NET_PORT, 10000);
    result.status = net_opened();
    if (result.status != ZIMPORT_OK) {
        return result;
    }
    for (moved = net_now(); net_now() - moved < 30000; net_round(10)) {
        result.status = sent < REQUEST ? write_some(&sent, REQUEST) : read_some(bytes, sizeof bytes, &result.received);
        if (result.status == ZIMPORT_OK) {
            moved = net_now();
        } else if (result.status != ZIMPORT_WANT_READ && result.status != ZIMPORT_WANT_WRITE) {
            return result;
        }
        if (server.got == REQUEST && server.to_send == 0) {
            server.to_send = REPLY;
            server.ends = true;
        }
    }
    result.idle = true;
    return result;
}

static size_t pieces_of_exchange(void **state) {
    size_t before;
    size_t pieces;
    net_begin(state);
    before = memory.given;
    assert_int_equal(exchange().status, ZIMPORT_CLOSED);
    pieces = memory.given - before;
    assert_int_equal(net_end(state), 0);
    assert_true(pieces > 30);
    return pieces;
}

static void for_a_moment(void **state) {
    static const size_t counts[] = {1, 2, 3};
    size_t pieces = pieces_of_exchange(state);
    for (size_t i = 0; i < COUNT(counts); i++) {
        for (size_t n = 0; n < pieces; n++) {
            outcome result;
            net_begin(state);
            net_deny(n, counts[i]);
            result = exchange();
            if (result.status != ZIMPORT_CLOSED || result.received != REPLY) {
                print_error("%zu refused from the %zu-th on: status %u, %zu bytes\n", counts[i], n, result.status,
                            result.received);
            }
            assert_int_equal(result.status, ZIMPORT_CLOSED);
            assert_int_equal(result.received, REPLY);
            assert_int_equal(net_end(state), 0);
        }
    }
}

static void check_end(const outcome *result) {
    const zimport_transport *base = &client.tcp.base;
    switch (result->status) {
    case ZIMPORT_CLOSED:
        assert_int_equal(result->received, REPLY);
        break;
    case ZIMPORT_NO_ADDRESS: /* lwIP could not ask, and takes it for silence */
        assert_int_equal(base->stage, ZIMPORT_AT_RESOLVING);
        assert_int_equal(base->detail, ERR_OK);
        break;
    case ZIMPORT_CONNECT_TIMEOUT:
        assert_int_equal(base->detail, ERR_TIMEOUT);
        break;
    case ZIMPORT_NO_MEMORY:
        assert_int_equal(base->detail, ERR_MEM);
        break;
    default:
        assert_true(result->idle || result->status == ZIMPORT_LOST);
    }
}

/* From the n-th piece on: each way to end has its status, or the caller's idle time ends it. */
static void for_good(void **state) {
    static const size_t counts[] = {10, 40, SIZE_MAX};
    size_t pieces = pieces_of_exchange(state);
    for (size_t i = 0; i < pieces * COUNT(counts); i++) {
        outcome result;
        net_begin(state);
        net_deny(i / COUNT(counts), counts[i % COUNT(counts)]);
        result = exchange();
        check_end(&result);
        /* Closing takes no memory that it would have to have. */
        net_close();
        net_pass(5000);
        assert_null(client.tcp.received);
        assert_int_equal(net_end(state), 0);
    }
}

static void no_connection_to_be_had(void **state) {
    (void)state;
    net_deny(0, SIZE_MAX);
    net_peer("127.0.0.1", true, NET_PORT, 1000);
    assert_state(net_opened(), ZIMPORT_NO_MEMORY, ZIMPORT_AT_CONNECTING, ERR_MEM);
    assert_int_equal(net_now() - client.begun, 1000);
    /* It looks again long before the deadline. */
    net_peer("127.0.0.1", true, NET_PORT, 10000);
    uint64_t wake = client.peer.deadline;
    assert_int_equal(client.tcp.base.api->open(&client.tcp.base, &client.peer, net_now(), &wake), ZIMPORT_WANT_READ);
    assert_in_range(wake - net_now(), 1, 100);
    net_deny(0, 0);
    assert_state(net_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK);
}

/* Nothing is in flight and others hold all memory: it waits a while, anew whenever a byte got through. */
static void write_without_memory(void **state) {
    char byte = (char)stream_byte(0);
    size_t written;
    uint64_t begun;
    (void)state;
    net_connect();
    for (unsigned i = 0; i < 2; i++) {
        net_deny(0, SIZE_MAX);
        for (begun = net_now(); net_now() - begun < 4000; net_round(100)) {
            assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_WANT_WRITE);
        }
        net_deny(0, 0);
        byte = (char)stream_byte(i);
        assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_OK);
        net_pass(500);
        assert_int_equal(server.got, i + 1);
    }
    net_deny(0, SIZE_MAX);
    for (begun = net_now(); stream_write(&byte, 1, &written) == ZIMPORT_WANT_WRITE; net_round(100)) {
        assert_true(net_now() - begun < 6000);
    }
    assert_in_range(net_now() - begun, 5000, 5100);
    assert_state(stream_write(&byte, 1, &written), ZIMPORT_NO_MEMORY, ZIMPORT_AT_SENDING, ERR_MEM);
}

/* lwIP ends the matter, one way or the other. */
static void write_behind_bytes_in_flight(void **state) {
    char byte = (char)stream_byte(0);
    size_t written;
    zimport_status status;
    (void)state;
    net_connect();
    assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_OK);
    net_deny(0, SIZE_MAX);
    for (uint64_t begun = net_now(); net_now() - begun < 20000; net_round(10)) {
        assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_WANT_WRITE);
    }
    while ((status = stream_write(&byte, 1, &written)) == ZIMPORT_WANT_WRITE) {
        net_round(50);
        assert_true(net_now() - client.begun < 3600000);
    }
    assert_state(status, ZIMPORT_LOST, ZIMPORT_AT_SENDING, ERR_ABRT);
}

static void only_small_pieces(void **state) {
    static const size_t sizes[] = {200, 260, 300, 400};
    outcome result;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        size_t sent = 0;
        net_begin(state);
        net_connect();
        memory.largest = sizes[i];
        assert_int_equal(write_some(&sent, REQUEST), ZIMPORT_OK);
        assert_in_range(sent, 10, sizes[i]);
        memory.largest = 0;
        net_pass(500);
        assert_int_equal(server.got, sent);
        assert_int_equal(net_end(state), 0);
    }
    net_begin(state);
    memory.largest = 700; /* a connection, a segment, no more */
    result = exchange();
    assert_int_equal(result.status, ZIMPORT_CLOSED);
    assert_int_equal(result.received, REPLY);
    assert_int_equal(net_end(state), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_begin, net_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(for_a_moment), cmocka_unit_test(for_good),         TEST(no_connection_to_be_had),
        TEST(write_without_memory),     TEST(write_behind_bytes_in_flight), cmocka_unit_test(only_small_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
