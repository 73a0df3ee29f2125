/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the room for a line: as with plenty, or a refusal; never another framing. */
#include "reader_run.h"

/* With this much room for a line, in a block of exactly that size. */
static unsigned read_with(zimport_view reply, size_t room, bool bytewise, reader_result *result) {
    zimport_http_reader reader;
    char *line = malloc(room > 0 ? room : 1);
    assert_non_null(line);
    memset(result, 0, sizeof *result);
    zimport_http_reader_init(&reader, line, room, NULL, NULL, NULL);
    zimport_status status = ZIMPORT_OK;
    for (size_t at = 0; at < reply.size && status == ZIMPORT_OK; at += bytewise ? 1 : reply.size) {
        status = read_piece(&reader, part(reply, at, bytewise ? at + 1 : reply.size), result);
    }
    result->end = end_of(&reader, status);
    result->status = reader.status;
    result->keep_alive = reader.keep_alive;
    result->encoded = reader.encoded;
    free(line);
    return result->end;
}

#define TEN "          "
#define PAD TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* clang-format off */
static const zimport_view replies[] = {
    LIT(OK_HEAD FIVE "\r\nhello"),
    LIT(OK_HEAD "Content-Length:" PAD "5\r\n\r\nhello"),
    LIT(OK_HEAD "Content-Length: 5" PAD "\r\n\r\nhello"),
    LIT(OK_HEAD "Content-Length: 5" PAD ", 6\r\n\r\nhello!"),
    LIT(OK_HEAD "Content-Length" PAD PAD ": 5\r\n\r\nhello"),
    LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\nTrailer: and its value" PAD "longer than the rest\r\n\r\n"),
    LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\nTrailer" PAD ": x\r\n\r\n"),
    LIT(OK_HEAD "Transfer-Encoding: chunked" PAD ", gzip\r\n\r\n0\r\n\r\n"),
    LIT(OK_HEAD "Transfer-Encoding:\r\n" PAD "chunked\r\n\r\n0\r\n\r\n"),
    LIT(OK_HEAD "Connection: a, b, c," PAD "close\r\n" FIVE "\r\nhello"),
    LIT(OK_HEAD "Content-Encoding: identity," PAD "gzip\r\n" FIVE "\r\nhello"),
    LIT(OK_HEAD "X-Content-Length: 9" PAD "9\r\nX-Another: and its" PAD PAD "value\r\n" FIVE "\r\nhello"),
    LIT(OK_HEAD "X: a\r\n b" PAD "\r\n c\r\n d" PAD "\r\n e\r\n f\r\n g\r\n" FIVE "\r\nhello"),
    LIT("HTTP/1.1 503 A reason that is" PAD "long\r\nRetry-After: 120\r\n" FIVE "\r\nhello"),
    LIT("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nServer: x\r\n\r\n"),
    LIT(OK_HEAD FIVE CHUNKED "\r\n0\r\n\r\n"),
    LIT(OK_HEAD "Content-Length               : 5\r\n\r\nhello"),
    LIT(OK_HEAD "\r\nuntil close"),
};
/* clang-format on */

static void any_room_for_a_line(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(replies); i++) {
        reader_result plenty;
        const char *label = show(replies[i]);
        unsigned want = read_with(replies[i], 1024, false, &plenty);
        for (size_t room = ZIMPORT_VALUE_MIN; room <= 400; room++) {
            for (int bytewise = 0; bytewise <= 1; bytewise++) {
                reader_result little;
                unsigned got = read_with(replies[i], room, bytewise != 0, &little);
                if ((got & BAD) != 0) {
                    CHECK(room < 300 || (want & BAD) != 0, label);
                    continue;
                }
                CHECK_EQUAL(got, want, label);
                CHECK_EQUAL(little.status, plenty.status, label);
                CHECK_EQUAL(little.keep_alive, plenty.keep_alive, label);
                CHECK_EQUAL(little.encoded, plenty.encoded, label);
                CHECK_VIEW(((zimport_view){little.body, little.kept}), ((zimport_view){plenty.body, plenty.kept}),
                           label);
            }
        }
    }
}

static void a_great_deal_of_room(void **state) {
    (void)state;
    static const size_t rooms[] = {UINT16_MAX - 1, UINT16_MAX, (size_t)UINT16_MAX + 1, (size_t)UINT16_MAX + 3, 1000000};
    for (size_t i = 0; i < COUNT(rooms); i++) {
        reader_result result;
        assert_int_equal(read_with(replies[0], rooms[i], true, &result), DONE);
        CHECK_VIEW(((zimport_view){result.body, result.kept}), VIEW("hello"), "room");
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_room_for_a_line),
        cmocka_unit_test(a_great_deal_of_room),
    };
    return cmocka_run_group_tests_name("reader, room", tests, NULL, NULL);
}
