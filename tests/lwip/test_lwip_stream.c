/* SPDX-License-Identifier: Apache-2.0 */
/* What an open connection carries: every byte of it, whatever the pieces; and its ends. */
#include "net.h"

#include <lwip/pbuf.h>

#define LONG_SIZE ((size_t)400 * 1024)
/* The most pbufs that a connection keeps: a window of full segments of two, or half of the pool. */
#define KEPT LWIP_MAX(PBUF_POOL_SIZE / 2, 2 * (TCP_WND / TCP_MSS + 1))

static void long_reply(void **state) {
    static const size_t pieces[] = {1, 2, 3, 7, 100, 535, 536, 537, 1000, 2144, 5000, 65535, 65536, 70000};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        size_t total = 0;
        net_begin(state);
        net_connect();
        server.to_send = LONG_SIZE;
        server.ends = true;
        assert_int_equal(read_to_end(pieces[i], &total), ZIMPORT_CLOSED);
        assert_int_equal(total, LONG_SIZE);
        assert_int_equal(net_end(state), 0);
    }
}

/* No more than a window is sent until somebody reads. */
static void slow_reader(void **state) {
    size_t total = 0;
    (void)state;
    net_connect();
    server.to_send = LONG_SIZE;
    server.ends = true;
    net_pass(10000);
    assert_int_equal(client.tcp.received->tot_len, LWIP_MIN(TCP_WND, UINT16_MAX / TCP_MSS * TCP_MSS));
    assert_in_range(server.acknowledged, client.tcp.received->tot_len, TCP_WND);
    assert_int_equal(read_to_end(1000, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, LONG_SIZE);
}

/* They may not take all pbufs. */
static void tiny_segments(void **state) {
    size_t total = 0;
    (void)state;
    net_connect();
    server.to_send = 1500;
    server.piece = 1;
    for (unsigned i = 0; i < 2000; i++) {
        net_round(1);
        if (client.tcp.received != NULL) {
            assert_true(pbuf_clen(client.tcp.received) <= KEPT);
        }
    }
    assert_true(client.tcp.received->tot_len <= KEPT);
    server.ends = true;
    assert_int_equal(read_to_end(64, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, 1500);
}

static void end_behind_tiny_segments(void **state) {
    size_t total = 0;
    (void)state;
    net_connect();
    server.to_send = 18;
    server.piece = 1;
    server.ends = true;
    net_pass(3000);
    assert_int_equal(read_to_end(5, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, 18);
}

static void long_request(void **state) {
    unsigned char bytes[500];
    size_t sent = 0;
    size_t written = 0;
    (void)state;
    net_connect();
    server.stopped = true;
    for (unsigned waited = 0; waited < 500; waited++, net_round(10)) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = stream_byte(sent + i);
        }
        if (stream_write(bytes, sizeof bytes, &written) == ZIMPORT_OK) {
            sent += written;
            waited = 0;
        }
    }
    assert_in_range(sent, TCP_WND, TCP_WND + TCP_SND_BUF);
    assert_int_equal(stream_write(bytes, 1, &written), ZIMPORT_WANT_WRITE);
    server.stopped = false;
    for (; server.unopened > 0; server.unopened -= LWIP_MIN(server.unopened, UINT16_MAX)) {
        tcp_recved(server.pcb, (u16_t)LWIP_MIN(server.unopened, UINT16_MAX));
    }
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(write_all(sent, 7000), ZIMPORT_OK);
        sent += 7000;
    }
    net_pass(2000);
    assert_int_equal(server.got, sent);
    assert_false(server.got_end);
    net_close();
    net_pass(100);
    assert_true(server.got_end);
}

static void both_ways(void **state) {
    size_t total = 0;
    (void)state;
    net_connect();
    server.to_send = 30000;
    for (size_t sent = 0; sent < 30000; sent += 300) {
        assert_int_equal(write_all(sent, 300), ZIMPORT_OK);
        assert_int_equal(read_all(5000, &total), ZIMPORT_WANT_READ);
    }
    server.ends = true;
    assert_int_equal(read_to_end(100, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, 30000);
    assert_int_equal(server.got, 30000);
}

static void end_with_bytes_queued(void **state) {
    size_t total = 0;
    (void)state;
    net_connect();
    server.to_send = 1000;
    server.ends = true;
    net_pass(1000);
    assert_true(client.tcp.ended);
    assert_int_equal(read_all(300, &total), ZIMPORT_CLOSED);
    assert_int_equal(total, 1000);
    assert_int_equal(read_all(300, &total), ZIMPORT_CLOSED);
    /* The next connection knows nothing of that end. */
    net_close();
    net_pass(100);
    net_server_close();
    net_connect();
    assert_int_equal(read_all(300, &total), ZIMPORT_WANT_READ);
}

/* The server has no more to send, but still reads. */
static void half_closed(void **state) {
    size_t total = 0;
    (void)state;
    net_connect();
    server.ends = true;
    assert_int_equal(read_to_end(300, &total), ZIMPORT_CLOSED);
    assert_int_equal(write_all(0, 5000), ZIMPORT_OK);
    net_pass(1000);
    assert_int_equal(server.got, 5000);
    assert_int_equal(read_all(300, &total), ZIMPORT_CLOSED);
    net_close();
    net_pass(100);
    assert_true(server.got_end);
}

/* What came before it is read; then the connection is lost in both directions, however often one asks. */
static void reset_in_the_middle(void **state) {
    size_t total = 0;
    size_t written;
    char byte = 0;
    (void)state;
    net_connect();
    server.to_send = 1000;
    net_pass(500);
    net_server_close();
    net_pass(100);
    assert_null(client.tcp.pcb);
    assert_int_equal(net_open(), ZIMPORT_OK);
    assert_state(stream_write(&byte, 1, &written), ZIMPORT_LOST, ZIMPORT_AT_SENDING, ERR_RST);
    for (unsigned i = 0; i < 2; i++) {
        assert_state(read_all(77, &total), ZIMPORT_LOST, ZIMPORT_AT_READING, ERR_RST);
        assert_int_equal(total, 1000);
    }
    net_close();
    assert_int_equal(client.tcp.base.detail, ERR_RST);
    assert_int_equal(client.tcp.base.stage, ZIMPORT_AT_READING);
    net_connect();
}

static void reset_while_writing(void **state) {
    size_t written;
    char byte = (char)stream_byte(0);
    zimport_status status;
    (void)state;
    net_connect();
    assert_int_equal(stream_write(&byte, 1, &written), ZIMPORT_OK);
    net_server_close();
    while ((status = stream_write(&byte, 1, &written)) == ZIMPORT_OK || status == ZIMPORT_WANT_WRITE) {
        net_round(10);
    }
    assert_state(status, ZIMPORT_LOST, ZIMPORT_AT_SENDING, ERR_RST);
}

/* The server sees a reset, and no pbuf stays (net_end). */
static void closed_unread(void **state) {
    (void)state;
    net_connect();
    server.to_send = 5000;
    net_pass(500);
    assert_non_null(client.tcp.received);
    net_close();
    assert_null(client.tcp.received);
    net_pass(500);
    assert_null(server.pcb);
    assert_int_equal(server.lost, ERR_RST);
}

/* They are delivered, and then the end. */
static void closed_unsent(void **state) {
    (void)state;
    net_connect();
    assert_int_equal(write_all(0, 1000), ZIMPORT_OK);
    net_close();
    net_pass(1000);
    assert_int_equal(server.got, 1000);
    assert_true(server.got_end);
}

/* They are dropped, and the server sees a reset. */
static void given_up_unsent(void **state) {
    (void)state;
    size_t total = 0;
    size_t written;
    net_connect();
    server.stopped = true;
    for (unsigned rounds = 0; rounds < 2000 && total <= TCP_WND; rounds++) {
        unsigned char bytes[8000];
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = stream_byte(total + i);
        }
        total += stream_write(bytes, sizeof bytes, &written) == ZIMPORT_OK ? written : 0;
        net_round(1);
    }
    assert_true(total > TCP_WND);
    client.tcp.base.given_up = true;
    net_close();
    server.stopped = false;
    net_pass(1000);
    assert_true(server.got < total);
    assert_false(server.got_end);
    assert_null(server.pcb);
    assert_int_equal(server.lost, ERR_RST);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_begin, net_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_reply),   TEST(slow_reader),   TEST(tiny_segments),
        TEST(end_behind_tiny_segments), TEST(long_request),  TEST(both_ways),
        TEST(end_with_bytes_queued),    TEST(half_closed),   TEST(reset_in_the_middle),
        TEST(reset_while_writing),      TEST(closed_unread), TEST(closed_unsent),
        TEST(given_up_unsent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
