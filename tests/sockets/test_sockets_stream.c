/* SPDX-License-Identifier: Apache-2.0 */
/* What an open connection carries: every byte of it, whatever the pieces; and its ends. */
#include "world.h"

#define LONG_SIZE ((size_t)400 * 1024)

/* Until it has to wait. */
static size_t fill(void) {
    unsigned char bytes[5000];
    size_t total = 0;
    size_t written;
    for (unsigned waited = 0; waited < 30; waited++) {
        zimport_status status = ZIMPORT_OK;
        while (status == ZIMPORT_OK) {
            for (size_t i = 0; i < sizeof bytes; i++) {
                bytes[i] = stream_byte(total + i);
            }
            status = stream_write(bytes, sizeof bytes, &written);
            total += written;
            waited = status == ZIMPORT_OK ? 0 : waited;
        }
        assert_int_equal(status, ZIMPORT_WANT_WRITE);
        stream_round(status);
    }
    return total;
}

static bool got_end(void) {
    for (unsigned i = 0; i < 500 && server.fd >= 0 && !server.got_end; i++) {
        world_pass(5);
    }
    return server.got_end;
}

static void long_reply(void **state) {
    static const size_t pieces[] = {7, 100, 535, 536, 537, 1000, 2144, 5000, 65535, 65536, 70000};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        size_t total = 0;
        world_begin(state);
        client_connect();
        server.to_send = LONG_SIZE;
        server.ends = true;
        assert_int_equal(read_to_end(pieces[i], &total), ZIMPORT_CLOSED);
        assert_int_equal(total, LONG_SIZE);
        world_end(state);
    }
}

static void byte_by_byte(void **state) {
    size_t total = 0;
    (void)state;
    client_connect();
    server.to_send = 10000;
    server.ends = true;
    assert_int_equal(read_to_end(1, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, 10000);
}

static void long_request(void **state) {
    size_t sent;
    (void)state;
    client_connect();
    server.stopped = true;
    sent = fill();
    assert_true(sent > 2000);
    server.stopped = false;
    for (unsigned i = 0; i < 20; i++, sent += 7000) {
        assert_int_equal(write_all(sent, 7000), ZIMPORT_OK);
    }
    client_close();
    assert_true(got_end());
    assert_int_equal(server.got, sent);
}

static void both_ways(void **state) {
    size_t total = 0;
    (void)state;
    client_connect();
    server.to_send = 30000;
    for (size_t sent = 0; sent < 30000; sent += 300) {
        assert_int_equal(write_all(sent, 300), ZIMPORT_OK);
        assert_int_equal(read_all(5000, &total), ZIMPORT_WANT_READ);
        server_step();
    }
    server.ends = true;
    assert_int_equal(read_to_end(100, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, 30000);
    client_close();
    assert_true(got_end());
    assert_int_equal(server.got, 30000);
}

static void end_with_bytes_queued(void **state) {
    size_t total = 0;
    (void)state;
    client_connect();
    server.to_send = 1000;
    server.ends = true;
    world_pass(100);
    assert_true(server.has_ended);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(read_to_end(300, &total), ZIMPORT_CLOSED);
        assert_int_equal(total, 1000);
    }
    /* The next connection knows nothing of that end. */
    client_close();
    world_pass(20);
    server_drop();
    client_connect();
    assert_int_equal(read_all(300, &total), ZIMPORT_WANT_READ);
}

/* The server has no more to send, but still reads. */
static void half_closed(void **state) {
    size_t total = 0;
    (void)state;
    client_connect();
    server.ends = true;
    assert_int_equal(read_to_end(300, &total), ZIMPORT_CLOSED);
    assert_int_equal(write_all(0, 5000), ZIMPORT_OK);
    assert_int_equal(read_all(300, &total), ZIMPORT_CLOSED);
    client_close();
    assert_true(got_end());
    assert_int_equal(server.got, 5000);
}

/* Whatever came before it may be read; then the connection is lost in both directions. */
static void reset_in_the_middle(void **state) {
    size_t total = 0;
    size_t written;
    char byte = 0;
    (void)state;
    client_connect();
    server.to_send = 1000;
    world_pass(50);
    server_reset();
    world_pass(20);
    assert_int_equal(client_open(), ZIMPORT_OK);
    assert_state(read_to_end(77, &total), ZIMPORT_LOST, ZIMPORT_AT_READING, ECONNRESET);
    assert_true(total == 0 || total == 1000);
    assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_LOST);
    assert_int_equal(client.tcp.base.stage, ZIMPORT_AT_SENDING);
    client_close();
    assert_int_equal(client.tcp.base.stage, ZIMPORT_AT_SENDING);
    server.lost = 0;
    client_connect();
}

static void reset_while_writing(void **state) {
    size_t written;
    char byte = (char)stream_byte(0);
    zimport_status status;
    (void)state;
    client_connect();
    assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_OK);
    server_reset();
    while ((status = stream_write(&byte, 1, &written)) == ZIMPORT_OK || status == ZIMPORT_WANT_WRITE) {
        stream_round(ZIMPORT_WANT_WRITE);
    }
    assert_int_equal(status, ZIMPORT_LOST);
    assert_int_equal(client.tcp.base.stage, ZIMPORT_AT_SENDING);
    assert_true(client.tcp.base.detail != 0);
}

/* The server sees a reset. */
static void closed_unread(void **state) {
    (void)state;
    client_connect();
    server.to_send = 1000;
    world_pass(50);
    client_close();
    server.to_send = 100000;
    assert_false(got_end());
    assert_int_equal(server.lost, ECONNRESET);
}

/* They are delivered, and then the end; or, given up, dropped, and the server sees a reset. */
static void closed_unsent(void **state) {
    for (int given_up = 0; given_up < 2; given_up++) {
        size_t total;
        world_begin(state);
        client_connect();
        server.stopped = true;
        total = fill();
        client.tcp.base.given_up = given_up != 0;
        client_close();
        server.stopped = false;
        if (given_up) {
            assert_false(got_end());
            assert_int_equal(server.lost, ECONNRESET);
            assert_true(server.got < total);
        } else {
            assert_true(got_end());
            assert_int_equal(server.got, total);
        }
        world_end(state);
    }
}

/* What means "nothing yet", and what does not. */
static void errors(void **state) {
    static const int later[] = {EAGAIN, EWOULDBLOCK, EINTR};
    static const int gone[] = {ECONNRESET, ECONNABORTED, ENOTCONN, EPIPE, ENOBUFS, EIO};
    char byte = (char)stream_byte(0);
    size_t size;
    (void)state;
    client_connect();
    for (size_t i = 0; i < COUNT(later); i++) {
        faulty = (fault){"*", 0, 2, later[i]};
        assert_int_equal(stream_read(&byte, 1, &size), ZIMPORT_WANT_READ);
        assert_int_equal(stream_write(&byte, 1, &size), ZIMPORT_WANT_WRITE);
    }
    for (size_t i = 0; i < COUNT(gone); i++) {
        faulty = (fault){"*", 0, 2, gone[i]};
        assert_state(stream_read(&byte, 1, &size), ZIMPORT_LOST, ZIMPORT_AT_READING, gone[i]);
        assert_state(stream_write(&byte, 1, &size), ZIMPORT_LOST, ZIMPORT_AT_SENDING, gone[i]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_reply),
        TEST(byte_by_byte),
        TEST(long_request),
        TEST(both_ways),
        TEST(end_with_bytes_queued),
        TEST(half_closed),
        TEST(reset_in_the_middle),
        TEST(reset_while_writing),
        TEST(closed_unread),
        cmocka_unit_test(closed_unsent),
        TEST(errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
