/* SPDX-License-Identifier: Apache-2.0 */
/* The library over this transport: whole polls, by plain HTTP. */
#include "world.h"

#include "zimport/zimport.h"

#define BODY "{\"code\":0,\"data\":{\"jobId\":\"job-1\",\"state\":\"Importing\",\"progress\":42}}"
#define REPLY_(size) "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " #size "\r\n\r\n" BODY
#define REPLY REPLY_(69)

typedef struct asker {
    zimport_client client;
    zimport_origin origin;
    zimport_progress progress;
    zimport_answer answer;
    char window[512], value[256];
} asker;

static void poll_begin(asker *poll, const char *host, const place *where) {
    char url[80];
    memset(poll, 0, sizeof *poll);
    (void)snprintf(url, sizeof url, "http://%s:%u", host, where->port);
    assert_int_equal(zimport_origin_parse(&poll->origin, zimport_view_of(url)), ZIMPORT_OK);
    const zimport_config config = {.platform = &client.platform,
                                   .transport = &client.tcp.base,
                                   .dialect = &zimport_milvus,
                                   .origin = &poll->origin,
                                   .connect_ms = 100,
                                   .idle_ms = 300,
                                   .window = poll->window,
                                   .window_size = sizeof poll->window,
                                   .value = poll->value,
                                   .value_size = sizeof poll->value};
    assert_int_equal(zimport_client_init(&poll->client, &config), ZIMPORT_OK);
}

/* As zimport_ask, with the server's steps in between. */
static zimport_status ask(asker *poll) {
    zimport_step step;
    uint64_t until = 0;
    assert_int_equal(zimport_client_begin(&poll->client, zimport_view_of("job-1"), &poll->progress, &poll->answer),
                     ZIMPORT_OK);
    while ((step = zimport_client_step(&poll->client, world_now(), &until)) != ZIMPORT_STEP_DONE) {
        uint64_t soon = world_now() + 2;
        zimport_client_wait(&poll->client, step, until < soon ? until : soon);
        server_step();
    }
    return poll->answer.status;
}

static void whole_polls(void **state) {
    static asker poll;
    assert_int_equal(sizeof BODY - 1, 69);
    (void)state;
    poll_begin(&poll, "ok.test", &at.server);
    for (unsigned i = 1; i <= 3; i++) {
        server.reply = REPLY;
        server.sent = server.got = server.to_send = 0;
        memset(server.request, 0, sizeof server.request);
        assert_int_equal(ask(&poll), ZIMPORT_OK);
        assert_int_equal(poll.progress.state, ZIMPORT_IMPORTING);
        assert_int_equal(poll.progress.percent, 4200);
        assert_non_null(strstr(server.request, "job-1"));
        assert_int_equal(poll.client.counts.requests, i);
    }
    assert_int_equal(poll.client.counts.connections, 1);
    assert_int_equal(server.taken, 1);
    zimport_client_close(&poll.client);
    assert_int_equal(client.sockets, 0);
}

static void polls_that_fail(void **state) {
    static const struct {
        const char *host;
        const place *place;
        zimport_status status;
        zimport_stage stage;
    } rows[] = {
        {"nobody.test", &at.server, WORLD_LWIP ? ZIMPORT_NO_ADDRESS : ZIMPORT_NO_NAME, ZIMPORT_AT_RESOLVING},
        {"127.0.0.1", &at.refused, ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING},
        {NULL, &at.silent, ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING},
        {"127.0.0.1", &at.server, ZIMPORT_IDLE_TIMEOUT, ZIMPORT_AT_READING},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        static asker poll;
        world_begin(state);
        server.stopped = true;
        poll_begin(&poll, rows[i].host != NULL ? rows[i].host : rows[i].place->host, rows[i].place);
        assert_int_equal(ask(&poll), rows[i].status);
        assert_int_equal(poll.client.stage, rows[i].stage);
        zimport_client_close(&poll.client);
        world_end(state);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_polls, world_begin, world_end),
        cmocka_unit_test(polls_that_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
