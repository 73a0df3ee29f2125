/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a connection: every way to end, with the step and the number that the messages name. */
#include "world.h"

#define LONG_LABEL "a123456789b123456789c123456789d123456789e123456789f123456789"
#define LONG_NAME LONG_LABEL "." LONG_LABEL "." LONG_LABEL "." LONG_LABEL "." LONG_LABEL

#if WORLD_LWIP
#define UNKNOWN ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, EAI_FAIL
#define MUTE ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, EAI_FAIL
#else
#define UNKNOWN ZIMPORT_NO_NAME, ZIMPORT_AT_RESOLVING, EAI_NONAME
#define MUTE ZIMPORT_NAME_FAILED, ZIMPORT_AT_RESOLVING, EAI_AGAIN
#endif

typedef struct opening {
    const char *host; /* NULL: that of the place */
    const place *place;
    uint32_t deadline, least; /* the time it takes, at least */
    zimport_status status;
    zimport_stage stage;
    int detail;
    bool address;
} opening;

#if WORLD_LWIP
static const place nowhere = {"192.0.2.1", 4000};
#endif

static const opening openings[] = {
    {NULL, &at.server, 5000, 0, ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0, true},
    {"ok.test", &at.server, 5000, 0, ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0, false},
    {"1.2.3.4.5", &at.server, 5000, 0, ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, EAI_NONAME, true},
    {"nobody.test", &at.server, 5000, 0, UNKNOWN, false},
    {"mute.test", &at.server, 60000, 300, MUTE, false},
    {"mute.test", &at.server, 100, 300, MUTE, false},
    {NULL, &at.refused, 5000, 0, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, WORLD_REFUSED, true},
    {"ok.test", &at.refused, 5000, 0, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, WORLD_REFUSED, false},
    {NULL, &at.silent, 100, 100, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING, ETIMEDOUT, true},
    {NULL, &at.server, 0, 0, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_RESOLVING, ETIMEDOUT, true},
    {"ok.test", &at.server, 0, 0, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_RESOLVING, ETIMEDOUT, false},
#if WORLD_LWIP
    {"::1", &at.server, 5000, 0, ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0, true},
    {"six.test", &at.server, 5000, 0, ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0, false},
    {LONG_NAME, &at.server, 5000, 0, UNKNOWN, false},
    {NULL, &at.silent, 3600000, 100, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, ECONNABORTED, true},
    {NULL, &nowhere, 5000, 0, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, EHOSTUNREACH, true},
#endif
};

static zimport_status open_row(const opening *row) {
    const char *host = row->host != NULL ? row->host : row->place->host;
    print_message("%s port %u, %u ms\n", host, row->place->port, (unsigned)row->deadline);
    client_peer(host, row->address, row->place->port, row->deadline);
    return client_opened();
}

static void ways_to_end(void **state) {
    for (size_t i = 0; i < COUNT(openings); i++) {
        const opening *row = &openings[i];
        world_begin(state);
        assert_state(open_row(row), row->status, row->stage, row->detail);
        assert_in_range(world_now() - client.begun, row->least, row->least * 10 + 2000);
        /* It says the same as long as it is open, and the trouble stays to be told when it is closed. */
        if (row->status == ZIMPORT_OK) {
            assert_int_equal(client_open(), ZIMPORT_OK);
        }
        client_close();
        client_close();
        assert_int_equal(client.tcp.base.stage, row->stage);
        assert_int_equal(client.tcp.base.detail, row->detail);
        world_end(state);
    }
}

static void again_after_failure(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(openings); i++) {
        assert_int_equal(open_row(&openings[i]), openings[i].status);
        client_close();
        world_pass(10);
        server_drop();
        client_connect();
        client_close();
        world_pass(10);
        server_drop();
    }
}

/* At every moment. */
static void closed_early(void **state) {
    static const place *const where[] = {&at.server, &at.refused, &at.silent};
    for (size_t i = 0; i < COUNT(where); i++) {
        for (unsigned rounds = 0; rounds < 4; rounds++) {
            world_begin(state);
            client_peer(where[i]->host, true, where[i]->port, 5000);
            for (unsigned k = 0; k < rounds; k++) {
                (void)client_open();
                stream_round(ZIMPORT_WANT_WRITE);
            }
            client.tcp.base.given_up = rounds % 2 != 0;
            client_close();
            client_close();
            world_end(state);
        }
    }
}

static void not_open(void **state) {
    char byte = 0;
    size_t size;
    (void)state;
    client_close();
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(stream_read(&byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
        assert_int_equal(stream_write(&byte, 1, &size), ZIMPORT_BAD_ARGUMENT);
        client_peer(at.silent.host, true, at.silent.port, 5000);
        assert_int_equal(client_open(), ZIMPORT_WANT_WRITE);
    }
    client_close();
    client_connect();
    assert_int_equal(stream_read(&byte, 0, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(stream_write(&byte, 0, &size), ZIMPORT_BAD_ARGUMENT);
}

/* Several addresses: each has its turn, and its share of the time. */

typedef struct row {
    const place *places[WORLD_PLACES];
    uint32_t deadline, least;
    zimport_status status;
    int detail;
} row;

#define S &at.server
#define R &at.refused
#define M &at.silent

static const row rows[] = {
    {{S, R, M}, 5000, 0, ZIMPORT_OK, 0},
    {{R, S}, 5000, 0, ZIMPORT_OK, 0},
    {{R, R, R, S}, 5000, 0, ZIMPORT_OK, 0},
    {{M, S}, 200, 100, ZIMPORT_OK, 0},
    {{M, M, S}, 300, 200, ZIMPORT_OK, 0},
    {{M, R, S}, 300, 100, ZIMPORT_OK, 0},
    {{M, R}, 200, 100, ZIMPORT_NO_CONNECTION, WORLD_REFUSED},
    {{R, M}, 200, 200, ZIMPORT_CONNECT_TIMEOUT, ETIMEDOUT},
    {{R, R}, 5000, 0, ZIMPORT_NO_CONNECTION, WORLD_REFUSED},
    {{M, M}, 200, 200, ZIMPORT_CONNECT_TIMEOUT, ETIMEDOUT},
    /* The fifth is not kept. */
    {{R, R, R, R, S}, 5000, 0, ZIMPORT_NO_CONNECTION, WORLD_REFUSED},
#if WORLD_LWIP
    {{&nowhere, S}, 5000, 0, ZIMPORT_OK, 0},
    {{R, &nowhere}, 5000, 0, ZIMPORT_NO_CONNECTION, WORLD_REFUSED},
    {{&nowhere, R}, 5000, 0, ZIMPORT_NO_CONNECTION, WORLD_REFUSED},
#endif
};

static void several_addresses(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        world_begin(state);
        print_message("several addresses, row %zu\n", i);
        several.host = "several.test";
        memcpy(several.places, rows[i].places, sizeof several.places);
        client_peer(several.host, false, 1, rows[i].deadline);
        assert_state(client_opened(), rows[i].status, ZIMPORT_AT_CONNECTING, rows[i].detail);
        assert_in_range(world_now() - client.begun, rows[i].least, rows[i].least * 2 + 1000);
        world_end(state);
    }
}

static void no_addresses(void **state) {
    (void)state;
    several.host = "several.test";
    client_peer(several.host, false, 1, 1000);
    assert_state(client_opened(), ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, 0);
}

/* The most telling error is told, whatever the order. */
static void most_telling(void **state) {
    static const int errors[] = {ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT, EACCES};
    for (size_t i = 0; i < COUNT(errors); i++) {
        for (unsigned skip = 0; skip < 2; skip++) {
            world_begin(state);
            several = (world_name){"several.test", {R, R}};
            faulty = (fault){"connect", skip, 1, errors[i]};
            client_peer(several.host, false, 1, 5000);
            assert_state(client_opened(), ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, WORLD_REFUSED);
            world_end(state);
        }
        world_begin(state);
        several = (world_name){"several.test", {R, R}};
        faulty = (fault){"connect", 0, 2, errors[i]};
        client_peer(several.host, false, 1, 5000);
        assert_state(client_opened(), ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, errors[i]);
        world_end(state);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_to_end),       TEST(again_after_failure), cmocka_unit_test(closed_early), TEST(not_open),
        cmocka_unit_test(several_addresses), TEST(no_addresses),        cmocka_unit_test(most_telling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
