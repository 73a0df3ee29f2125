/* SPDX-License-Identifier: Apache-2.0 */
/* Keep-alive, Retry-After, Date, Location, encoding, lines for logs. */
#include "reader_run.h"

#define ZERO "Content-Length: 0\r\n"

/* RFC 9112 section 9.3. '?' where persistence is the recipient's choice. */
/* clang-format off */
static const reader_case keep_alive[] = {
    {LIT(OK_HEAD ZERO "Connection: close\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "connection:CLOSE\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD "Connection: close\r\n" ZERO "\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: keep-alive\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "Connection: keep-alive, close\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: close, keep-alive\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: close\r\nConnection: keep-alive\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: keep-alive\r\nConnection: close\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: X-Private ,\tclose\t, ,Te\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: ,,close\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection:\r\n close\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT(OK_HEAD ZERO "Connection: closed\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "Connection: not-close\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "Connection: clos\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "Connection:\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "Connection: upgrade\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "X-Connection: close\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT(OK_HEAD ZERO "Proxy-Connection: close\r\n\r\n"), DONE, 200, LIT(""), '?'},
    {LIT("HTTP/1.0 200 OK\r\n" ZERO "\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT("HTTP/1.0 200 OK\r\n" ZERO "Connection: keep-alive\r\n\r\n"), DONE, 200, LIT(""), 'y'},
    {LIT("HTTP/1.0 200 OK\r\n" ZERO "Connection: keep-alive, close\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT("HTTP/1.1 204 x\r\nConnection: close\r\n\r\n"), DONE, 204, LIT(""), 'n'},
    {LIT(OK_HEAD CHUNKED "Connection: close\r\n\r\n0\r\n\r\n"), DONE, 200, LIT(""), 'n'},
    {LIT("HTTP/1.1 100 x\r\nConnection: close\r\n\r\n" OK_HEAD ZERO "\r\n"), DONE, 200, LIT(""), '?'},
};
/* clang-format on */

static void staying_connected(void **state) {
    (void)state;
    check_cases(keep_alive, COUNT(keep_alive));
}

static void retry_after(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        int32_t seconds;
        int64_t at;
    } table[] = {
        {LIT(OK_HEAD ZERO "\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After: 0\r\n\r\n"), 0, -1},
        {LIT(OK_HEAD ZERO "retry-after:120\r\n\r\n"), 120, -1},
        {LIT(OK_HEAD ZERO "Retry-After: \t007 \r\n\r\n"), 7, -1},
        {LIT(OK_HEAD ZERO "Retry-After:\r\n 9\r\n\r\n"), 9, -1},
        {LIT(OK_HEAD ZERO "Retry-After: -1\r\n\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After: +1\r\n\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After: 1.5\r\n\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After: 5 s\r\n\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After: soon\r\n\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After:\r\n\r\n"), -1, -1},
        {LIT(OK_HEAD ZERO "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"), -1, 784111777},
        {LIT(OK_HEAD ZERO "Retry-After: Sunday, 06-Nov-94 08:49:37 GMT\r\n\r\n"), -1, 784111777},
        {LIT(OK_HEAD ZERO "Retry-After: Sun Nov  6 08:49:37 1994\r\n\r\n"), -1, 784111777},
        {LIT(OK_HEAD ZERO "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Encoding: identity\r\n\r\n"), -1, 784111777},
        {LIT(OK_HEAD ZERO "Retry-After: Sun, 06 Nov 1994 08:49:37 PST\r\n\r\n"), -1, -1},
        {LIT("HTTP/1.1 100 x\r\nRetry-After: 5\r\n\r\n" OK_HEAD ZERO "\r\n"), -1, -1},
        {LIT(OK_HEAD CHUNKED "\r\n0\r\nRetry-After: 5\r\n\r\n"), -1, -1},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        reader_result result;
        reader_run_all(&result, table[i].reply);
        CHECK_EQUAL(result.end, DONE, show(table[i].reply));
        CHECK_EQUAL(result.retry_after, table[i].seconds, show(table[i].reply));
        CHECK_EQUAL(result.retry_at, table[i].at, show(table[i].reply));
    }
}

/* What does not fit is many, or none; never few. */
static void retry_after_is_not_wrapped(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view table[] = {
        LIT(OK_HEAD ZERO "Retry-After: 2147483648\r\n\r\n"),
        LIT(OK_HEAD ZERO "Retry-After: 4294967296\r\n\r\n"),
        LIT(OK_HEAD ZERO "Retry-After: 4294967297\r\n\r\n"),
        LIT(OK_HEAD ZERO "Retry-After: 18446744073709551617\r\n\r\n"),
        LIT(OK_HEAD ZERO "Retry-After: 99999999999999999999999999999999\r\n\r\n"),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        reader_result result;
        reader_run_all(&result, table[i]);
        CHECK(result.retry_after == -1 || result.retry_after > ZIMPORT_RETRY_AFTER_MAX, show(table[i]));
    }
}

static void dates(void **state) {
    (void)state;
    reader_result result;
    reader_run_all(&result, VIEW(OK_HEAD "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" ZERO "\r\n"));
    assert_int_equal(result.date, 784111777);
    reader_run_all(&result, VIEW(OK_HEAD "Date: yesterday\r\n" ZERO "\r\n"));
    assert_int_equal(result.date, -1);
    reader_run_all(&result, VIEW(OK_HEAD ZERO "\r\n"));
    assert_int_equal(result.date, -1);
}

static void locations(void **state) {
    (void)state;
    reader_result result;
    reader_run_all(&result, VIEW("HTTP/1.1 302 Found\r\nLocation: https://other.example/x?y\r\n" ZERO "\r\n"));
    assert_true(result.location.given);
    CHECK_VIEW(zimport_text_view(&result.location), VIEW("https://other.example/x?y"), "location");
    reader_run_all(&result, VIEW("HTTP/1.1 302 Found\r\n" ZERO "\r\n"));
    assert_false(result.location.given);
    reader_run_all(&result, VIEW("HTTP/1.1 302 Found\r\nX-Location: /a\r\nLocationX: /b\r\n" ZERO "\r\n"));
    assert_false(result.location.given);
    reader_run_all(&result, VIEW("HTTP/1.1 302 Found\r\nLocation: \t \r\n" ZERO "\r\n"));
    assert_true(result.location.given && !result.location.cut);
    assert_int_equal(result.location.size, 0);
    reader_run_all(&result, VIEW("HTTP/1.1 302 Found\r\nLocation: /0123456789012345678901234567890123456789"
                                 "0123456789012345678901234567890123456789\r\n" ZERO "\r\n"));
    assert_true(result.location.given && result.location.cut);
    assert_int_equal(result.location.size, sizeof result.location_memory);
}

static void encodings(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        bool encoded;
    } table[] = {
        {LIT(OK_HEAD ZERO "\r\n"), false},
        {LIT(OK_HEAD ZERO "Content-Encoding: identity\r\n\r\n"), false},
        {LIT(OK_HEAD ZERO "content-encoding:IDENTITY \r\n\r\n"), false},
        {LIT(OK_HEAD ZERO "Content-Encoding: gzip\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding: br\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding: x\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding: identity, gzip\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding: gzip\r\nContent-Encoding: identity\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding:\r\n gzip\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding:\r\n\r\n"), false},
        {LIT(OK_HEAD ZERO "Content-Encoding: \t \r\n\r\n"), false},
        {LIT(OK_HEAD ZERO "Content-Encoding: ,identity, \r\n\r\n"), false},
        {LIT(OK_HEAD ZERO "Content-Encoding: identity , gzip\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "Content-Encoding: identityx\r\n\r\n"), true},
        {LIT(OK_HEAD ZERO "X-Content-Encoding: gzip\r\n\r\n"), false},
        {LIT("HTTP/1.1 100 x\r\nContent-Encoding: gzip\r\n\r\n" OK_HEAD ZERO "\r\n"), false},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        reader_result result;
        reader_run_all(&result, table[i].reply);
        CHECK_EQUAL(result.encoded, table[i].encoded, show(table[i].reply));
    }
}

/* Of the final response only, whole, a fold as one space. */
static void lines_for_logs(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view reply;
        zimport_view lines;
    } table[] = {
        {LIT(OK_HEAD ZERO "\r\n"), LIT("Content-Length: 0|")},
        {LIT(OK_HEAD "A: b\r\nC:d\r\nE:\r\n" ZERO "\r\n"), LIT("A: b|C:d|E:|Content-Length: 0|")},
        {LIT(OK_HEAD "A: b\r\n c\r\n" ZERO "\r\n"), LIT("A: b c|Content-Length: 0|")},
        {LIT("HTTP/1.1 199 x\r\nLink: y\r\n\r\n" OK_HEAD "A: b\r\n" ZERO "\r\n"), LIT("A: b|Content-Length: 0|")},
        {LIT("HTTP/1.1 103 x\r\nLink: y\r\n\r\n" OK_HEAD "A: b\r\n" ZERO "\r\n"), LIT("A: b|Content-Length: 0|")},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        reader_result result;
        reader_run_all(&result, table[i].reply);
        CHECK_VIEW(((zimport_view){result.lines, result.lines_size}), table[i].lines, show(table[i].reply));
    }
}

/* Line end and white space are one or more spaces: they separate, never join. */
static void folds(void **state) {
    (void)state;
    reader_result result;
    reader_run_all(&result, VIEW(OK_HEAD "A: b\r\n \t c\r\n\t\td \r\n" ZERO "\r\n"));
    assert_int_equal(result.end, DONE);
    zimport_view lines = {result.lines, result.lines_size};
    size_t letters = 0;
    for (size_t i = 0; i < lines.size && lines.data[i] != '|'; i++) {
        if (lines.data[i] >= 'b' && lines.data[i] <= 'd') {
            letters++;
            CHECK(lines.data[i - 1] == ' ' || lines.data[i - 1] == '\t', show(lines));
        }
    }
    assert_int_equal(letters, 3);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(staying_connected),
        cmocka_unit_test(retry_after),
        cmocka_unit_test(retry_after_is_not_wrapped),
        cmocka_unit_test(dates),
        cmocka_unit_test(locations),
        cmocka_unit_test(encodings),
        cmocka_unit_test(lines_for_logs),
        cmocka_unit_test(folds),
    };
    return cmocka_run_group_tests_name("reader, fields", tests, NULL, NULL);
}
