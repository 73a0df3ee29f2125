/* SPDX-License-Identifier: Apache-2.0 */
/* Too little of everything: sockets, memory, luck. world_end shows that no socket stays; the address sanitizer, that no
 * memory does. */
#include "world.h"

/* Sockets or memory are not to be had: it asks again, until the deadline. */
static void out_of_sockets(void **state) {
    static const char *const calls[] = {"socket", "connect", "fcntl"};
    static const int errors[] = {EMFILE, ENFILE, ENOBUFS, ENOMEM};
    for (size_t i = 0; i < COUNT(calls) * COUNT(errors); i++) {
        const char *call = calls[i / COUNT(errors)];
        int error = errors[i % COUNT(errors)];
        world_begin(state);
        faulty = (fault){call, 0, 2, error};
        client_peer(at.server.host, true, at.server.port, 5000);
        assert_int_equal(client_open(), ZIMPORT_WANT_WRITE);
        assert_in_range(client.wake - client.begun, 1, 150);
        assert_state(client_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0);
        client_close();
        faulty = (fault){call, 0, 1000, error};
        client_peer(at.server.host, true, at.server.port, 80);
        assert_state(client_opened(), ZIMPORT_NO_MEMORY, ZIMPORT_AT_CONNECTING, error);
        assert_in_range(world_now() - client.begun, 80, 500);
        /* What fails later has its own number, and the next opening knows nothing of it. */
        faulty.count = 1;
        client_peer(at.server.host, true, at.server.port, 5000);
        assert_int_equal(client_open(), ZIMPORT_WANT_WRITE);
        faulty = (fault){"connect", 0, 1, EHOSTUNREACH};
        assert_state(client_opened(), ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, EHOSTUNREACH);
        faulty.count = 0;
        client_peer(at.silent.host, true, at.silent.port, 50);
        assert_state(client_opened(), ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING, ETIMEDOUT);
        world_end(state);
    }
}

/* Others hold all that the system has. */
static void really_out_of_sockets(void **state) {
    int held[1100];
    size_t count = 0;
    (void)state;
    while (count < COUNT(held) && (held[count] = ZIMPORT_SOCKETS_CALL(socket)(AF_INET, SOCK_STREAM, 0)) >= 0) {
        count++;
    }
    client_peer(at.server.host, true, at.server.port, 80);
    assert_int_equal(client_opened(), ZIMPORT_NO_MEMORY);
    assert_true(client.tcp.base.detail == ENFILE || client.tcp.base.detail == EMFILE);
    for (client.sockets = 0; count > 0; count--) {
        (void)ZIMPORT_SOCKETS_CALL(close)(held[count - 1]);
    }
    client_connect();
}

static void names_out_of_memory(void **state) {
    (void)state;
    faulty = (fault){"getaddrinfo", 0, 2, EAI_MEMORY};
    client_peer("ok.test", false, at.server.port, 5000);
    assert_state(client_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0);
    client_close();
    faulty = (fault){"getaddrinfo", 0, 1000, EAI_MEMORY};
    client_peer("ok.test", false, at.server.port, 80);
    assert_state(client_opened(), ZIMPORT_NO_MEMORY, ZIMPORT_AT_RESOLVING, EAI_MEMORY);
    assert_in_range(world_now() - client.begun, 80, 500);
}

/* A system that fails and leaves errno at 0. */
static void no_errno(void **state) {
    static const char *const calls[] = {"socket", "fcntl", "connect"};
    for (size_t i = 0; i < COUNT(calls); i++) {
        world_begin(state);
        faulty = (fault){calls[i], 0, 1, 0};
        client_peer(at.server.host, true, at.server.port, 5000);
        assert_state(client_opened(), ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, EIO);
        world_end(state);
    }
}

static void names_fail(void **state) {
    static const struct {
        int error;
        bool address;
        zimport_status status;
    } rows[] = {
        {EAI_NONAME, true, ZIMPORT_NO_ADDRESS},
        {EAI_NONAME, false, ZIMPORT_NO_NAME},
        {EAI_FAMILY, false, ZIMPORT_NO_ADDRESS},
#if WORLD_LWIP
        {EAI_FAIL, false, ZIMPORT_NO_ADDRESS},
#else
        {EAI_FAIL, false, ZIMPORT_NAME_FAILED},
        {EAI_AGAIN, false, ZIMPORT_NAME_FAILED},
        {EAI_SYSTEM, false, ZIMPORT_NAME_FAILED},
#endif
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        world_begin(state);
        faulty = (fault){"getaddrinfo", 0, 1, rows[i].error};
        client_peer("127.0.0.1", rows[i].address, at.server.port, 5000);
        assert_state(client_opened(), rows[i].status, ZIMPORT_AT_RESOLVING, rows[i].error);
        world_end(state);
    }
}

typedef struct outcome {
    zimport_status status; /* of the call that ended it; ZIMPORT_CLOSED: all went well */
    size_t received;
} outcome;

#define REQUEST ((size_t)3000)
#define REPLY ((size_t)4000)

static bool goes_on(zimport_status status) {
    return status == ZIMPORT_OK || status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE;
}

static outcome exchange(unsigned idle_ms) {
    outcome result = {ZIMPORT_OK, 0};
    unsigned char bytes[700];
    size_t sent = 0;
    uint64_t moved;
    client_peer("ok.test", false, at.server.port, 120);
    result.status = client_opened();
    if (result.status != ZIMPORT_OK) {
        return result;
    }
    for (moved = world_now(); goes_on(result.status) && world_now() - moved < idle_ms;) {
        result.status = sent < REQUEST ? write_some(&sent, REQUEST) : read_some(bytes, sizeof bytes, &result.received);
        if (result.status == ZIMPORT_OK) {
            moved = world_now();
        } else {
            stream_round(result.status);
        }
        if (server.got == REQUEST && server.to_send == 0) {
            server.to_send = REPLY;
            server.ends = true;
        }
    }
    return result;
}

static void check_end(const outcome *result) {
    if (result->status == ZIMPORT_CLOSED) {
        assert_int_equal(result->received, REPLY);
    } else if (!goes_on(result->status)) { /* else the caller's idle time ends it */
        assert_true((result->status >= ZIMPORT_NO_ADDRESS && result->status <= ZIMPORT_CONNECT_TIMEOUT) ||
                    result->status == ZIMPORT_NO_MEMORY);
        assert_true(client.tcp.base.detail != 0);
    }
}

#define FIRST_CALLS 12

/* Each of the first calls of the system fails once, or from then on. */
static void each_call_fails(void **state) {
    static const int errors[] = {0, ENOMEM};
    static const unsigned counts[] = {1, 1000000};
    world_begin(state);
    calls_made = 0;
    assert_int_equal(exchange(1000).status, ZIMPORT_CLOSED);
    assert_true(calls_made > FIRST_CALLS);
    world_end(state);
    for (size_t i = 0; i < COUNT(errors) * COUNT(counts); i++) {
        for (unsigned n = 0; n < FIRST_CALLS; n++) {
            outcome result;
            world_begin(state);
            faulty = (fault){"*", n, counts[i % COUNT(counts)], errors[i / COUNT(counts)]};
            result = exchange(30);
            check_end(&result);
            world_end(state);
        }
    }
}

#if WORLD_LWIP
/* lwIP lets a close wait for memory; not one that gives up. */
static void close_without_memory(void **state) {
    for (int given_up = 0; given_up < 2; given_up++) {
        uint64_t begun;
        world_begin(state);
        client_connect();
        client.tcp.base.given_up = given_up != 0;
        world_deny(0, 1000000);
        begun = world_now();
        client_close();
        if (given_up) {
            assert_in_range(world_now() - begun, 0, LWIP_TCP_CLOSE_TIMEOUT_MS_DEFAULT / 2);
        } else {
            assert_in_range(world_now() - begun, 0, LWIP_TCP_CLOSE_TIMEOUT_MS_DEFAULT * 2);
        }
        world_end(state);
    }
}

/* lwIP's own memory, of which both sides have their part: some of it denied, for a moment or for longer. */
static void memory_denied(void **state) {
    static const size_t counts[] = {2, 100000};
    size_t pieces;
    world_begin(state);
    pieces = world_given();
    assert_int_equal(exchange(1000).status, ZIMPORT_CLOSED);
    pieces = world_given() - pieces;
    world_end(state);
    assert_true(pieces > 30);
    for (size_t i = 0; i < COUNT(counts); i++) {
        for (size_t n = 0; n < pieces; n += 3) {
            outcome result;
            world_begin(state);
            world_deny(n, counts[i]);
            result = exchange(80);
            check_end(&result);
            world_deny(0, 0);
            world_end(state);
        }
    }
}
#endif

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_of_sockets),
        TEST(really_out_of_sockets),
        TEST(names_out_of_memory),
        cmocka_unit_test(no_errno),
        cmocka_unit_test(names_fail),
        cmocka_unit_test(each_call_fails),
#if WORLD_LWIP
        cmocka_unit_test(close_without_memory),
        cmocka_unit_test(memory_denied),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
