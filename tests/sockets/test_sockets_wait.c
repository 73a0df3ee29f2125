/* SPDX-License-Identifier: Apache-2.0 */
/* What blocks: select. */
#include "world.h"

static void sleeping(void **state) {
    const zimport_platform *platform = &client.platform;
    uint64_t begun = world_now();
    (void)state;
    platform->sleep(platform, begun - 1);
    platform->sleep(platform, begun);
    assert_in_range(world_now() - begun, 0, 30);
    platform->sleep(platform, begun + 60);
    assert_in_range(world_now() - begun, 59, 300);
}

/* How long it took. */
static uint64_t wait_for(zimport_status want, uint64_t ms) {
    uint64_t begun = world_now();
    client.tcp.base.api->wait(&client.tcp.base, want, ms == ZIMPORT_NEVER ? ZIMPORT_NEVER : begun + ms);
    return world_now() - begun;
}

static void waiting(void **state) {
    char bytes[100];
    size_t size;
    (void)state;
    /* Closed: until the time given. */
    assert_in_range(wait_for(ZIMPORT_WANT_WRITE, 50), 49, 300);
    client_connect();
    assert_in_range(wait_for(ZIMPORT_WANT_READ, 50), 49, 300);
    assert_in_range(wait_for(ZIMPORT_WANT_READ, 0), 0, 30);
    assert_in_range(wait_for(ZIMPORT_WANT_WRITE, ZIMPORT_NEVER), 0, 100);
    server.to_send = 10;
    server_step();
    assert_in_range(wait_for(ZIMPORT_WANT_READ, ZIMPORT_NEVER), 0, 1000);
    assert_int_equal(stream_read(bytes, sizeof bytes, &size), ZIMPORT_OK);
    assert_int_equal(size, 10);
    /* The end, and a connection that is lost, are something to read. */
    server.ends = true;
    server_step();
    assert_in_range(wait_for(ZIMPORT_WANT_READ, ZIMPORT_NEVER), 0, 1000);
    assert_int_equal(stream_read(bytes, sizeof bytes, &size), ZIMPORT_CLOSED);
    client_close();
    world_pass(10);
    server_drop();
    client_connect();
    server_reset();
    assert_in_range(wait_for(ZIMPORT_WANT_READ, ZIMPORT_NEVER), 0, 1000);
    assert_int_equal(stream_read(bytes, sizeof bytes, &size), ZIMPORT_LOST);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(sleeping), TEST(waiting)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
