/* SPDX-License-Identifier: Apache-2.0 */
/* Responses that break RFC 9112: framing that contradicts itself, and syntax that others might read differently. */
#include "reader_run.h"

/* clang-format off */
static const reader_case framing[] = {
    /* RFC 9112 section 6.3, rule 3: both. */
    {LIT(OK_HEAD FIVE CHUNKED "\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED FIVE "\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 0\r\n" CHUNKED "\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    /* Rule 4 and section 6.1: a coding that was not asked for, or chunked where it may not be. */
    {LIT(OK_HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: gzip\r\n" CHUNKED "\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED CHUNKED "\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: gzip\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: identity\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: \r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: chunke\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: chunked gzip\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: \x0b"
                 "chunked\r\n\r\n0\r\n\r\n"),
     FRAMING | SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n"), FRAMING | DONE, 200, LIT(""), '?'},
    {LIT("HTTP/1.0 200 OK\r\n" CHUNKED "\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    /* Rule 5: lengths that are none, or two of them. */
    {LIT(OK_HEAD FIVE "Content-Length: 6\r\n\r\nhello!"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 6\r\nContent-Length: 5\r\n\r\nhello!"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "x\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 5, 6\r\n\r\nhello!"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 5, 6, 5\r\n\r\nhello!"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: abc, 5\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD FIVE FIVE "\r\nhello"), FRAMING | DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD "Content-Length: 5, 5\r\n\r\nhello"), DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD "Content-Length: 5,\r\n\r\nhello"), FRAMING | DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD "Content-Length:\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: \t\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: -5\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: +5\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 0x5\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 5.0\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 5e0\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 5 5\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: five\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: \"5\"\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 5;a\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: \xd9\xa5\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 18446744073709551621\r\n\r\nhello"), FRAMING | LIMIT, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 18446744073709551616\r\n\r\n"), FRAMING | LIMIT, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length: 99999999999999999999999999\r\n\r\n"), FRAMING | LIMIT, 0, LIT(""), '?'},
    /* Framing fields behind a fold are framing fields. RFC 9112 section 5.2 */
    {LIT(OK_HEAD "Content-Length:\r\n 5\r\n\r\nhello"), DONE, 200, LIT("hello"), 'y'},
    {LIT(OK_HEAD "Content-Length: 5\r\n 6\r\n\r\nhello"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding:\r\n\tchunked\r\n\r\n0\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD FIVE "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED " , gzip\r\n\r\n0\r\n\r\n"), FRAMING, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X: y\r\n " FIVE "\r\nhello"), CLOSE, 200, LIT("hello"), 'n'},
    /* Chunks. RFC 9112 section 7.1 */
    {LIT(OK_HEAD CHUNKED "\r\n\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\ng\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n-5\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n+5\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n0x5\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n 5\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5 5\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\t5\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5 \0;a\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5  ;a\r\nhello\r\n0\r\n\r\n"), DONE | BAD, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5 \t;a\r\nhello\r\n0\r\n\r\n"), DONE | BAD, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\t\r\nhello\r\n0\r\n\r\n"), DONE | BAD, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a\r\nhello\r\n5x\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT("hello"), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a\r\nhello\r\n5 b\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT("hello"), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5,\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n;a\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\rhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a\rb\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5;a\0\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello\r0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhello!\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n5\r\nhell\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n10000000000000005\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\nffffffffffffffff\r\nhello\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n0\r\nno colon\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n0\r\nX : y\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD CHUNKED "\r\n0\r\nX: \0\r\n\r\n"), BAD, 0, LIT(""), '?'},
};
/* clang-format on */

/* clang-format off */
static const reader_case syntax[] = {
    /* The status line. RFC 9112 section 4 */
    {LIT("\r\n" OK_HEAD FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(" " OK_HEAD FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("hello\r\n\r\n"), SYNTAX, 0, LIT(""), '?'},
    {LIT("<html>hello</html>"), SYNTAX | LOST, 0, LIT(""), '?'},
    {LIT("\x15\x03\x03\x00\x02\x02\x28"), SYNTAX | LOST, 0, LIT(""), '?'},
    {LIT("http/1.1 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/2 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/2.0 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/0.9 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/11 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.11 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.x 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1./ 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1,1 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP /1.1 200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1\t200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1200 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 20 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("x\r\n" OK_HEAD FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 2000\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 2000 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 2x0 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 099 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 000 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 600 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 999 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 -20 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 200OK\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT("HTTP/1.1 200 O\0K\r\n" FIVE "\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    {LIT("HTTP/1.1 200 O\rK\r\n" FIVE "\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    {LIT("HTTP/1.1 200\r\n" FIVE "\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    {LIT("HTTP/1.1 200 OK\n" FIVE "\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    /* Fields. RFC 9112 section 5, RFC 9110 section 5.5 */
    {LIT(OK_HEAD "no colon\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "no-colon\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD ": no name\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD ":no:name\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "(no: name\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X y: z\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X\x01: z\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X\x80: z\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X(y): z\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X\0: z\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "X: y\0z\r\n" FIVE "\r\nhello"), SYNTAX, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length : 5\r\n\r\nhello"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length\t: 5\r\n\r\nhello"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), BAD, 0, LIT(""), '?'},
    {LIT(OK_HEAD "Content-Length\0: 5\r\n\r\nhello"), BAD, 0, LIT(""), '?'},
    /* White space before the first field: refused, or the line ignored. RFC 9112 section 2.2 */
    {LIT(OK_HEAD " " FIVE "\r\nhello"), SYNTAX | CLOSE, 200, LIT("hello"), 'n'},
    {LIT(OK_HEAD "\tX: y\r\n" FIVE "\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    /* A CR alone never ends a line. RFC 9112 section 2.2 */
    {LIT(OK_HEAD "X: y\r" FIVE "\r\nhello"), SYNTAX | CLOSE, 200, LIT("hello"), 'n'},
    {LIT(OK_HEAD FIVE "X: y\r\r\n\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD FIVE "\rhello"), SYNTAX | LOST, 0, LIT(""), '?'},
    {LIT(OK_HEAD FIVE "\r\r\nhello"), SYNTAX | LOST, 0, LIT(""), '?'},
    /* An LF alone may end one; then everywhere in the head. */
    {LIT(OK_HEAD "Content-Length: 5\n\r\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    {LIT(OK_HEAD FIVE "\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    {LIT("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"), SYNTAX | DONE, 200, LIT("hello"), '?'},
    /* 101 was not asked for. */
    {LIT("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nhello"), SYNTAX | FRAMING | LOST, 0, LIT(""), '?'},
};
/* clang-format on */

static void framing_that_contradicts(void **state) {
    (void)state;
    check_cases(framing, COUNT(framing));
}

static void broken_syntax(void **state) {
    (void)state;
    check_cases(syntax, COUNT(syntax));
}

/* What the line before it has left behind it does not make it a whole one. */
static void a_status_line_too_short(void **state) {
    (void)state;
    reader_result result;
    memset(line_room, '0', sizeof line_room);
    reader_run(&result, VIEW("HTTP/1.1 20\r\n" FIVE "\r\nhello"), NULL, 0);
    assert_int_equal(result.end, SYNTAX);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_line_too_short),
        cmocka_unit_test(framing_that_contradicts),
        cmocka_unit_test(broken_syntax),
    };
    return cmocka_run_group_tests_name("reader, hostile", tests, NULL, NULL);
}
