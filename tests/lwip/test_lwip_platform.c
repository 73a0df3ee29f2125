/* SPDX-License-Identifier: Apache-2.0 */
/* Time and chance of a board, and what blocks: the loop of the board. */
#include "net.h"

#define WRAP (UINT64_C(1) << 32)

static void now_goes_on(void **state) {
    static const struct {
        uint32_t time;
        uint64_t now;
    } steps[] = {
        {0xfffffff0U, 0xfffffff0U},
        {0xffffffffU, 0xffffffffU},
        {0, WRAP},
        {5, WRAP + 5},
        {4, WRAP + 5}, /* a tick that went back */
        {5, WRAP + 5},
        {0x80000000U, WRAP + 0x80000000U},
        {0xffffffffU, WRAP + 0xffffffffU},
        {0x7ffffffeU, 2 * WRAP + 0x7ffffffeU},
        {0x7ffffffeU, 2 * WRAP + 0x7ffffffeU},
        {0xfffffffdU, 2 * WRAP + 0xfffffffdU},
        {1, 3 * WRAP + 1},
    };
    uint32_t before = net_time;
    (void)state;
    net_begin_at(0xfffffff0U);
    for (size_t i = 0; i < COUNT(steps); i++) {
        net_time = steps[i].time;
        assert_true(net_now() == steps[i].now);
    }
    net_time = before;
}

/* sys_now starts at 0 again, in each of its steps. */
static void wrap_in_an_exchange(void **state) {
    for (uint32_t before = 1; before < 120; before += 7) {
        char bytes[500];
        size_t total = 0;
        size_t size;
        zimport_status status;
        net_time = 0U - before; /* lwIP's timers meet the jump once; then it has passed for them */
        net_pass(0);
        net_round(0);
        net_begin(state);
        net_peer("ok.test", false, NET_PORT, 1000);
        assert_int_equal(net_opened(), ZIMPORT_OK);
        server.to_send = 5000;
        server.ends = true;
        while ((status = stream_read(bytes, sizeof bytes, &size)) == ZIMPORT_OK || status == ZIMPORT_WANT_READ) {
            total += size;
            net_round(3);
        }
        assert_int_equal(status, ZIMPORT_CLOSED);
        assert_int_equal(total, 5000);
        net_peer("10.0.0.2", true, NET_PORT, 500);
        net_close();
        assert_int_equal(net_opened(), ZIMPORT_CONNECT_TIMEOUT);
        assert_in_range(net_now() - client.begun, 500, 510);
        assert_int_equal(net_end(state), 0);
    }
}

/* A board with all that it may have. */

static unsigned polls;

static int64_t the_time(void) {
    return 1700000000;
}

static zimport_status some_bytes(void *into, size_t size) {
    memset(into, 0x5a, size);
    return size > 4 ? ZIMPORT_NO_RANDOM : ZIMPORT_OK;
}

static void poll_board(void) {
    polls++;
    net_round(10);
}

static const zimport_lwip_board whole = {the_time, some_bytes, poll_board};

static void begin_whole(void) {
    zimport_lwip_platform_init(&client.platform, &whole);
    zimport_lwip_tcp_init(&client.tcp, &client.platform);
    polls = 0;
}

static void what_the_board_has(void **state) {
    const zimport_platform *base = &client.platform.base;
    unsigned char bytes[8] = {0};
    (void)state;
    assert_true(base->wall_clock(base) == ZIMPORT_TIME_UNKNOWN);
    assert_int_equal(base->random(base, bytes, 4), ZIMPORT_NO_RANDOM);
    assert_null(base->sleep);
    assert_null(client.tcp.base.api->wait);
    begin_whole();
    assert_true(base->wall_clock(base) == 1700000000);
    assert_int_equal(base->random(base, bytes, 4), ZIMPORT_OK);
    assert_int_equal(bytes[3], 0x5a);
    assert_int_equal(bytes[4], 0);
    assert_int_equal(base->random(base, bytes, 8), ZIMPORT_NO_RANDOM);
}

static void sleeping(void **state) {
    const zimport_platform *base = &client.platform.base;
    uint64_t begun;
    (void)state;
    begin_whole();
    begun = net_now();
    base->sleep(base, begun);
    assert_int_equal(polls, 0);
    base->sleep(base, begun + 95);
    assert_int_equal(polls, 10);
    assert_int_equal(net_now() - begun, 100);
}

static void wait_for(zimport_status want, uint32_t ms) {
    client.tcp.base.api->wait(&client.tcp.base, want, net_now() + ms);
}

static void waiting(void **state) {
    char bytes[TCP_SND_BUF + TCP_WND];
    size_t size = 0;
    unsigned looks = 0;
    zimport_status status;
    (void)state;
    begin_whole();
    net_peer("ok.test", false, NET_PORT, 5000);
    while ((status = net_open()) == ZIMPORT_WANT_READ) {
        wait_for(status, 5000);
        looks++;
    }
    assert_int_equal(status, ZIMPORT_OK);
    assert_true(looks <= 2);
    /* Nothing comes: until the time given. */
    polls = 0;
    wait_for(ZIMPORT_WANT_READ, 200);
    assert_int_equal(polls, 20);
    server.to_send = 10;
    wait_for(ZIMPORT_WANT_READ, 200);
    assert_in_range(polls, 21, 23);
    assert_int_equal(stream_read(bytes, sizeof bytes, &size), ZIMPORT_OK);
    assert_int_equal(size, 10);
    /* Room to write is there at once, and again when something was taken. */
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)stream_byte(i);
    }
    assert_int_equal(stream_write(bytes, sizeof bytes, &size), ZIMPORT_OK);
    assert_int_equal(size, TCP_SND_BUF);
    assert_int_equal(stream_write(bytes + size, 1, &size), ZIMPORT_WANT_WRITE);
    polls = 0;
    net_deny(0, SIZE_MAX); /* nothing moves */
    wait_for(ZIMPORT_WANT_WRITE, 200);
    assert_int_equal(polls, 20);
    net_deny(0, 0);
    wait_for(ZIMPORT_WANT_WRITE, 30000);
    assert_in_range(polls, 21, 3000);
    assert_int_equal(stream_write(bytes + TCP_SND_BUF, 1, &size), ZIMPORT_OK);
    /* The end, and a connection that is lost, are something to read. */
    server.ends = true;
    polls = 0;
    wait_for(ZIMPORT_WANT_READ, 1000);
    assert_in_range(polls, 1, 5);
    assert_int_equal(stream_read(bytes, sizeof bytes, &size), ZIMPORT_CLOSED);
    net_server_close();
    net_pass(10);
    polls = 0;
    wait_for(ZIMPORT_WANT_WRITE, 1000);
    assert_int_equal(polls, 1);
    assert_int_equal(stream_write(bytes, 1, &size), ZIMPORT_LOST);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_begin, net_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(now_goes_on), cmocka_unit_test(wrap_in_an_exchange), TEST(what_the_board_has), TEST(sleeping),
        TEST(waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
