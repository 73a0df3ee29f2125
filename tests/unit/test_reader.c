/* SPDX-License-Identifier: Apache-2.0 */
/* Responses that are fine, fed every way and cut off everywhere. RFC 9112. */
#include "reader_run.h"

/* clang-format off */
static const reader_case table[] = {
    /* By length. */
    {LIT(OK_HEAD FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD "Content-Length: 0\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD "content-length:5\r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD "CONTENT-LENGTH: \t 5 \t \r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD "Content-Length: 1\r\n\r\nh"), DONE, 200, LIT("h"), 'y'},
    {LIT(OK_HEAD "Content-Length: 005\r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD FIVE "\r\n\r\n\r\nx"), DONE, 200, LIT("\r\n\r\nx"), 'y'},
    {LIT(OK_HEAD FIVE "\r\nh\0l\xff\n"), DONE, 200, LIT("h\0l\xff\n"), 'y'},
    {LIT("HTTP/1.1 404 Not Found\r\n" FIVE "\r\nhello"), DONE, 404, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 599 x\r\n" FIVE "\r\nhello"), DONE, 599, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 200 \r\n" FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 200 Very  \tgood \xe4\r\n" FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT("HTTP/1.0 200 OK\r\n" FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'n'},
    {LIT("HTTP/1.0 200 OK\r\nConnection: close\r\n" FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'n'},
    {LIT("HTTP/1.9 200 OK\r\n" FIVE "\r\nhello"), DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD "X-Content-Length: 9\r\n" FIVE "Content-Length-X: 8\r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD "A: b\r\nServer: x/1 (y; z) \"q\"\r\n" FIVE "E:\r\nF: \r\nG:\t\r\n\r\nhello"), DONE, 200, LIT("hello"),
     'y'},
    {LIT(OK_HEAD "!#$%&'*+-.^_`|~09azAZ: every token character\r\n" FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD FIVE "X: \x80\xff obs-text\r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD FIVE "X: a:b: c\r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    /* Bytes behind the end belong to no response. */
    {LIT(OK_HEAD FIVE "\r\nhelloHTTP/1.1 500 x\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n0\r\n\r\n0\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    /* Chunked. */
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n0\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n1\r\nh\r\n1\r\ne\r\n3\r\nllo\r\n0\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\na\r\n0123456789\r\nA\r\n9876543210\r\n0\r\n\r\n"), DONE, 200, LIT("01234567899876543210"),
     'y'},
    {LIT(OK_HEAD CHUNKED "\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n"), DONE, 200,
     LIT("abcdefghijklmnopqrstuvwxyz"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n0005\r\nhello\r\n000\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\n\r\n0\r\n\r\n0\r\n\r\n"), DONE, 200, LIT("\r\n0\r\n"), 'y'},
    {LIT(OK_HEAD "transfer-encoding:ChunKed\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD "Transfer-Encoding: \tchunked \t\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a\r\nhello\r\n0;b\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a=b;c=\"d;\\\" \xe4\"\r\nhello\r\n0;x=y\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n5 ; a = b\r\nhello\r\n0\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\nX: y\r\nChecksum:1\r\n\r\n"), DONE, 200, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 503 x\r\n" CHUNKED "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), DONE, 503, LIT("hello"),
     'n'},
    /* Trailers frame nothing and change nothing. RFC 9110 section 6.5.1 */
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\nContent-Length: 3\r\n\r\n"), DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\nTransfer-Encoding: gzip\r\n\r\n"), DONE, 200, LIT("hello"), '?'},
    /* No body at all, whatever the fields say. RFC 9112 section 6.3, rule 1 */
    {LIT("HTTP/1.1 204 No Content\r\n\r\n"), DONE, 204, LIT(""), 'y'},
    {LIT("HTTP/1.1 304 Not Modified\r\n\r\n"), DONE, 304, LIT(""), 'y'},
    {LIT("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), DONE, 304, LIT(""), 'y'},
    {LIT("HTTP/1.1 304 Not Modified\r\n" CHUNKED "\r\n"), DONE | FRAMING, 304, LIT(""), '?'},
    {LIT("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"), DONE, 204, LIT(""), '?'},
    {LIT("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"), DONE | FRAMING, 204, LIT(""), '?'},
    {LIT("HTTP/1.1 204 No Content\r\n" CHUNKED "\r\n0\r\n\r\n"), DONE | FRAMING, 204, LIT(""), '?'},
    /* Until close. */
    {LIT(OK_HEAD "\r\nhello"), CLOSE, 200, LIT("hello"), 'n'},
    {LIT(OK_HEAD "\r\n"), CLOSE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD "Connection: keep-alive\r\n\r\nhello\r\n0\r\n\r\n"), CLOSE, 200, LIT("hello\r\n0\r\n\r\n"), 'n'},
    {LIT("HTTP/1.0 200 OK\r\nServer: old\r\n\r\nhello"), CLOSE, 200, LIT("hello"), 'n'},
    {LIT("HTTP/1.1 205 Reset Content\r\n" FIVE "\r\nhello"), DONE, 205, LIT("hello"), '?'},
    /* Interim responses. RFC 9110 section 15.2 */
    {LIT("HTTP/1.1 100 Continue\r\n\r\n" OK_HEAD FIVE "\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\n" OK_HEAD FIVE "\r\nhello"),
     DONE | FRAMING, 200, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 100 \r\n\r\nHTTP/1.1 102 \r\nA: b\r\n\r\nHTTP/1.1 199 x\r\n\r\n" OK_HEAD CHUNKED
         "\r\n5\r\nhello\r\n0\r\n\r\n"),
     DONE, 200, LIT("hello"), 'y'},
    {LIT("HTTP/1.1 100 Continue\r\n\r\n" OK_HEAD "\r\nhello"), CLOSE, 200, LIT("hello"), 'n'},
    {LIT("HTTP/1.1 100 Continue\r\n\r\n"), LOST, 0, LIT(""), '?'},
};
/* clang-format on */

static void replies_fed_every_way(void **state) {
    (void)state;
    check_cases(table, COUNT(table));
}

/* Never complete, except for a body that ends by close: nobody can tell there. */
static void replies_cut_off_everywhere(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        reader_result whole;
        reader_run(&whole, table[i].reply, NULL, 0);
        for (size_t size = 0; size < whole.used; size++) {
            reader_result result;
            zimport_view cut = part(table[i].reply, 0, size);
            reader_run(&result, cut, NULL, 0);
            if (whole.end == DONE) {
                CHECK_EQUAL(result.end, LOST, show(cut));
            } else if (whole.end == CLOSE) {
                size_t head = whole.used - (size_t)whole.body_size;
                CHECK_EQUAL(result.end, size < head ? LOST : CLOSE, show(cut));
            }
        }
    }
}

/* So that what follows is seen to be too much. */
static void the_end_is_exact(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        zimport_view behind;
    } ends[] = {
        {LIT(OK_HEAD FIVE "\r\nhello"), LIT("x")},
        {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n0\r\n\r\n"), LIT("\r\n")},
        {LIT(OK_HEAD CHUNKED "\r\n0\r\nA: b\r\n\r\n"), LIT("HTTP/1.1 200 OK\r\n\r\n")},
        {LIT("HTTP/1.1 204 x\r\n\r\n"), LIT("hello")},
        {LIT("HTTP/1.1 304 x\r\n\r\n"), LIT("hello")},
        {LIT(OK_HEAD "Content-Length: 0\r\n\r\n"), LIT("\r\n")},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(ends); i++) {
        char both[256];
        reader_result result;
        memcpy(both, ends[i].reply.data, ends[i].reply.size);
        memcpy(both + ends[i].reply.size, ends[i].behind.data, ends[i].behind.size);
        reader_run_all(&result, (zimport_view){both, ends[i].reply.size + ends[i].behind.size});
        CHECK_EQUAL(result.used, ends[i].reply.size, show(ends[i].reply));
        CHECK_EQUAL(result.end, DONE, show(ends[i].reply));
    }
}

static void reading_nothing(void **state) {
    (void)state;
    zimport_http_reader reader;
    zimport_http_reader_init(&reader, line_room, LINE_ROOM, NULL, NULL, NULL);
    size_t used = 7;
    zimport_view body = {"x", 1};
    assert_int_equal(zimport_http_read(&reader, (zimport_view){NULL, 0}, &used, &body), ZIMPORT_OK);
    assert_int_equal(used, 0);
    assert_int_equal(body.size, 0);
    assert_int_equal(reader.status, 0);
    assert_int_equal(zimport_http_eof(&reader), ZIMPORT_LOST);
}

/* Without location and callback; and after a first response, as on a kept connection. */
static void a_reader_is_used_again(void **state) {
    (void)state;
    zimport_http_reader reader;
    zimport_view reply = VIEW("HTTP/1.1 302 x\r\nLocation: /x\r\nRetry-After: 5\r\nContent-Encoding: gzip\r\n"
                              "Connection: close\r\n" FIVE "\r\nhello");
    reader_result result;
    memset(&result, 0, sizeof result);
    zimport_http_reader_init(&reader, line_room, LINE_ROOM, NULL, NULL, NULL);
    assert_int_equal(read_piece(&reader, reply, &result), ZIMPORT_OK);
    assert_int_equal(reader.state, ZIMPORT_HTTP_DONE);
    zimport_http_reader_init(&reader, line_room, LINE_ROOM, NULL, NULL, NULL);
    assert_int_equal(read_piece(&reader, VIEW(OK_HEAD CHUNKED "\r\n0\r\n\r\n"), &result), ZIMPORT_OK);
    assert_int_equal(reader.state, ZIMPORT_HTTP_DONE);
    assert_int_equal(reader.status, 200);
    assert_int_equal(reader.body, 0);
    assert_int_equal(reader.retry_after, -1);
    assert_int_equal(reader.retry_at, -1);
    assert_int_equal(reader.date, -1);
    assert_false(reader.encoded);
    assert_true(reader.keep_alive);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_fed_every_way),  cmocka_unit_test(replies_cut_off_everywhere),
        cmocka_unit_test(the_end_is_exact),       cmocka_unit_test(reading_nothing),
        cmocka_unit_test(a_reader_is_used_again),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
