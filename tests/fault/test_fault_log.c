/* SPDX-License-Identifier: Apache-2.0 */
/* What a log is told, event by event: its text and its number. */
#include "asker.h"

enum { LINES = 32 };

static struct line {
    zimport_event event;
    uint64_t number;
    char text[512];
} lines[LINES];
static size_t count;

static void on_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    asker_event(context, event, text, number);
    assert_true(count < LINES && text.size < sizeof lines->text);
    lines[count].event = event;
    lines[count].number = number;
    if (text.size > 0) {
        memcpy(lines[count].text, text.data, text.size);
    }
    lines[count++].text[text.size] = '\0';
}

static void check_line(size_t at, zimport_event event, uint64_t number, const char *text) {
    assert_true(at < count);
    CHECK_EQUAL(lines[at].event, event, text);
    CHECK_EQUAL(lines[at].number, number, text);
    assert_string_equal(lines[at].text, text);
}

static void begin(struct asker *asker, const script_reply *replies, size_t size) {
    count = 0;
    asker_init(asker, replies, size);
    zimport_log_init(&asker->log, on_event, asker);
    asker->config.retries = 1;
    asker_start(asker);
}

static void a_good_reply(void **state) {
    static const script_reply replies[] = {{.bytes = LIT(WHOLE)}, {.bytes = LIT(WHOLE)}};
    static struct asker asker;

    (void)state;
    begin(&asker, replies, COUNT(replies));
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    assert_int_equal(count, 7);
    check_line(0, ZIMPORT_EVENT_CONNECTING, 8080, "localhost");
    check_line(1, ZIMPORT_EVENT_CONNECTED, 0, "");
    CHECK_EQUAL(lines[2].event, ZIMPORT_EVENT_SENT, "sent");
    CHECK_EQUAL(lines[2].number, 0, "sent");
    assert_true(strncmp(lines[2].text, "GET /v1/vector/", 15) == 0 || strncmp(lines[2].text, "POST /", 6) == 0);
    zimport_view sent = zimport_view_of(lines[2].text);
    CHECK(contains(sent, "\r\nUser-Agent: zimport/"), lines[2].text);
    CHECK(contains(part(sent, sent.size - 4, sent.size), "\r\n\r\n"), lines[2].text);
    check_line(3, ZIMPORT_EVENT_FIELD, 0, "Content-Type: application/json");
    check_line(4, ZIMPORT_EVENT_FIELD, 0, "Content-Length: " BODY_SIZE);
    check_line(5, ZIMPORT_EVENT_STATUS, 200, "");
    check_line(6, ZIMPORT_EVENT_REPLY, sizeof BODY - 1, "");
    count = 0;
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    check_line(0, ZIMPORT_EVENT_REUSED, 0, "");
}

static void a_retry(void **state) {
    static const script_reply replies[] = {
        {.bytes = LIT("HTTP/1.1 503 x\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")}, {.bytes = LIT(WHOLE)}};
    static struct asker asker;
    size_t at = 0;

    (void)state;
    begin(&asker, replies, COUNT(replies));
    assert_int_equal(asker_ask(&asker), ZIMPORT_OK);
    while (at < count && lines[at].event != ZIMPORT_EVENT_REPLY) {
        at++;
    }
    check_line(at, ZIMPORT_EVENT_REPLY, 0, "");
    check_line(at + 1, ZIMPORT_EVENT_FAILED, ZIMPORT_BUSY, "");
    check_line(at + 2, ZIMPORT_EVENT_RETRY, 7000, "");
    check_line(at + 3, ZIMPORT_EVENT_REUSED, 0, "");
}

/* The path that is tried next. */
static void another_path(void **state) {
    static const script_reply replies[] = {{.bytes = LIT("HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n")},
                                           {.bytes = LIT("HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n")},
                                           {.bytes = LIT("HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n")}};
    static struct asker asker;

    (void)state;
    begin(&asker, replies, COUNT(replies));
    asker.config.dialect = &zimport_v2;
    asker_start(&asker);
    assert_int_not_equal(asker_ask(&asker), ZIMPORT_OK);
    for (size_t at = 0, paths = 0; at < count; at++) {
        if (lines[at].event == ZIMPORT_EVENT_PATH) {
            CHECK_EQUAL(lines[at].number, 0, "path");
            assert_int_equal(lines[at].text[0], '/');
            /* It is what is asked next. */
            assert_int_equal(lines[at + 2].event, ZIMPORT_EVENT_SENT);
            CHECK(contains(zimport_view_of(lines[at + 2].text), lines[at].text), lines[at].text);
            paths++;
        }
        assert_true(at + 1 < count || paths > 0);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_reply),
        cmocka_unit_test(a_retry),
        cmocka_unit_test(another_path),
    };
    return cmocka_run_group_tests_name("fault, log", tests, NULL, NULL);
}
