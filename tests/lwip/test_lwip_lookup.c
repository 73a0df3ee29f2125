/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups, which lwIP cannot cancel: answers that come when nobody waits any more, or somebody for something else. */
#include "net.h"

static void ask(const char *host, uint32_t deadline) {
    net_peer(host, false, NET_PORT, deadline);
    assert_int_equal(net_open(), ZIMPORT_WANT_READ);
    net_round(10);
}

static void after_deadline(void **state) {
    (void)state;
    ask("late.test", 1500);
    assert_state(net_opened(), ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_RESOLVING, ERR_TIMEOUT);
    assert_int_equal(client.tcp.lookups, 1);
    net_answer(0, "127.0.0.1");
    net_pass(100);
    assert_int_equal(client.tcp.lookups, 0);
    assert_null(client.tcp.pcb);
    assert_int_equal(server.taken, 0);
}

static void after_close(void **state) {
    static const char *const answers[] = {"127.0.0.1", NULL, ""};
    for (size_t i = 0; i <= COUNT(answers); i++) {
        net_begin(state);
        ask("late.test", 5000);
        net_close();
        if (i < COUNT(answers)) {
            net_answer(0, answers[i]);
        }
        net_pass(20000);
        assert_int_equal(client.tcp.lookups, 0);
        assert_null(client.tcp.pcb);
        assert_int_equal(server.taken, 0);
        assert_int_equal(client.tcp.base.stage, ZIMPORT_AT_RESOLVING);
        assert_int_equal(net_end(state), 0);
    }
}

/* The old name's answer must neither connect nor fail the new one. */
static void other_name(void **state) {
    static const char *const answers[] = {"10.0.0.2", NULL};
    for (size_t i = 0; i < COUNT(answers) * 2; i++) {
        bool old_first = i % 2 == 0;
        net_begin(state);
        ask("late-old.test", 5000);
        net_close();
        ask("late-new.test", 5000);
        assert_int_equal(client.tcp.lookups, 2);
        assert_int_equal(question_count, 2);
        if (old_first) {
            net_answer(0, answers[i / 2]);
            net_pass(100);
            assert_int_equal(client.tcp.lookups, 1);
            assert_int_equal(net_open(), ZIMPORT_WANT_READ);
            assert_int_equal(client.tcp.base.stage, ZIMPORT_AT_RESOLVING);
        }
        net_answer(1, "127.0.0.1");
        assert_state(net_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK);
        if (!old_first) {
            net_answer(0, answers[i / 2]);
            net_pass(100);
            assert_int_equal(net_open(), ZIMPORT_OK);
        }
        assert_int_equal(client.tcp.lookups, 0);
        assert_int_equal(server.taken, 1);
        assert_int_equal(net_end(state), 0);
    }
}

/* One question, two waiting, one gone: the other is served once. */
static void same_name(void **state) {
    (void)state;
    ask("late.test", 5000);
    net_close();
    ask("LATE.test", 5000);
    net_close();
    ask("late.test", 5000);
    assert_int_equal(client.tcp.lookups, 3);
    assert_int_equal(question_count, 1);
    net_answer(0, "127.0.0.1");
    assert_state(net_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK);
    net_pass(100);
    assert_int_equal(client.tcp.lookups, 0);
    assert_int_equal(server.taken, 1);
}

/* Nothing waits for the old answer. */
static void by_address_meanwhile(void **state) {
    (void)state;
    ask("late.test", 5000);
    net_close();
    net_connect();
    net_answer(0, "10.0.0.2");
    net_pass(100);
    assert_int_equal(net_open(), ZIMPORT_OK);
    assert_int_equal(server.taken, 1);
    assert_int_equal(client.tcp.lookups, 0);
}

/* Abandoned look-ups fill lwIP's table: the next one waits for a place instead of failing. */
static void table_full(void **state) {
    static const char *const names[] = {"mute-a.test", "mute-b.test", "mute-c.test", "mute-d.test"};
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        ask(names[i], 5000);
        net_close();
    }
    assert_int_equal(client.tcp.lookups, COUNT(names));
    net_peer("ok.test", false, NET_PORT, 2000);
    assert_state(net_opened(), ZIMPORT_NO_MEMORY, ZIMPORT_AT_RESOLVING, ERR_MEM);
    net_peer("ok.test", false, NET_PORT, 20000);
    assert_int_equal(net_open(), ZIMPORT_WANT_READ);
    assert_state(net_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK);
    assert_int_equal(client.tcp.lookups, 0);
}

/* The name server is gone while lwIP still asks it: it answers the look-up itself. */
static void server_taken_away(void **state) {
    (void)state;
    ask("mute.test", 60000);
    net_name_server(false);
    assert_state(net_opened(), ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, ERR_OK);
    assert_in_range(net_now() - client.begun, 100, 3000);
}

static void cached(void **state) {
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        net_peer("ok.test", false, NET_PORT, 5000);
        assert_state(net_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK);
        net_close();
        net_round(10);
        net_server_close();
    }
    assert_int_equal(question_count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_begin, net_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(after_deadline),         cmocka_unit_test(after_close),
        cmocka_unit_test(other_name), TEST(same_name),
        TEST(by_address_meanwhile),   TEST(table_full),
        TEST(server_taken_away),      TEST(cached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
