/* SPDX-License-Identifier: Apache-2.0 */
/* Each limit of config.h on both sides, and peers that never come to an end. */
#include "reader_run.h"

typedef struct builder {
    size_t size;
    char text[40000];
} builder;

static builder built;

static void add(const char *text) {
    size_t size = strlen(text);
    assert_true(built.size + size <= sizeof built.text);
    memcpy(built.text + built.size, text, size);
    built.size += size;
}

static void add_many(char c, size_t count) {
    assert_true(built.size + count <= sizeof built.text);
    memset(built.text + built.size, c, count);
    built.size += count;
}

static unsigned run(void) {
    reader_result result;
    reader_run_all(&result, (zimport_view){built.text, built.size});
    built.size = 0;
    return result.end;
}

static void add_head(size_t bytes) {
    size_t end = built.size + bytes;
    add(OK_HEAD "Content-Length: 0\r\n");
    while (built.size < end - 2) {
        size_t line = end - 2 - built.size;
        line = line > 400 ? 200 : line > 200 ? line / 2 : line;
        add("X: ");
        add_many('y', line - 5);
        add("\r\n");
    }
    add("\r\n");
    assert_int_equal(built.size, end);
}

static void bytes_of_a_head(void **state) {
    (void)state;
    add_head(ZIMPORT_HTTP_HEAD_MAX);
    assert_int_equal(run(), DONE);
    add_head(ZIMPORT_HTTP_HEAD_MAX + 1);
    assert_int_equal(run(), LIMIT);
    /* One line that never ends; a status line that never ends. */
    add(OK_HEAD "X: ");
    add_many('y', ZIMPORT_HTTP_HEAD_MAX);
    assert_int_equal(run(), LIMIT);
    add("HTTP/1.1 200 ");
    add_many('y', ZIMPORT_HTTP_HEAD_MAX);
    assert_int_equal(run() & ~(unsigned)BAD, 0);
    add(OK_HEAD);
    add_many('n', ZIMPORT_HTTP_HEAD_MAX);
    assert_int_equal(run() & ~(unsigned)BAD, 0);
    /* A fold that goes on and on. */
    add(OK_HEAD "X: y\r\n");
    for (int i = 0; i < ZIMPORT_HTTP_HEAD_MAX / 4; i++) {
        add(" z\r\n");
    }
    assert_int_equal(run(), LIMIT);
}

static void fields_of_a_head(void **state) {
    (void)state;
    for (int extra = 0; extra <= 1; extra++) {
        add(OK_HEAD);
        for (int i = 1; i < ZIMPORT_HTTP_FIELDS_MAX + extra; i++) {
            add("X: y\r\n");
        }
        add("Content-Length: 0\r\n\r\n");
        assert_int_equal(run(), extra == 0 ? DONE : LIMIT);
    }
}

static void interim_responses(void **state) {
    (void)state;
    for (int extra = 0; extra <= 1; extra++) {
        for (int i = 0; i < ZIMPORT_HTTP_INTERIM_MAX + extra; i++) {
            add("HTTP/1.1 102 Processing\r\n\r\n");
        }
        add(OK_HEAD "Content-Length: 0\r\n\r\n");
        assert_int_equal(run(), extra == 0 ? DONE : LIMIT);
    }
    /* The field count and size are each response's own. */
    for (int round = 0; round < 2; round++) {
        add(round == 0 ? "HTTP/1.1 102 x\r\n" : OK_HEAD);
        for (int i = 1; i < ZIMPORT_HTTP_FIELDS_MAX; i++) {
            add("X: y\r\n");
        }
        add(round == 0 ? "\r\n" : "Content-Length: 0\r\n\r\n");
    }
    assert_int_equal(run(), DONE);
}

/* Harmless, except where it frames the body. */
static void long_lines(void **state) {
    (void)state;
    static const size_t sizes[] = {LINE_ROOM - 4, LINE_ROOM - 3, LINE_ROOM, LINE_ROOM + 1, 4 * LINE_ROOM};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        add(OK_HEAD "X: ");
        add_many('y', sizes[i]);
        add("\r\nContent-Length: 5\r\n\r\nhello");
        assert_int_equal(run(), DONE);
    }
    add(OK_HEAD "Content-Length: ");
    add_many('0', 2 * LINE_ROOM);
    add("5\r\n\r\nhello");
    assert_int_equal(run(), FRAMING);
    add(OK_HEAD "Content-Length: 5");
    add_many(' ', 2 * LINE_ROOM);
    add("5\r\n\r\nhello");
    assert_int_equal(run(), FRAMING);
    add(OK_HEAD "Transfer-Encoding: chunked");
    add_many(' ', 2 * LINE_ROOM);
    add(", gzip\r\n\r\n0\r\n\r\n");
    assert_int_equal(run(), FRAMING);
    add(OK_HEAD "Transfer-Encoding: ");
    add_many('x', 2 * LINE_ROOM);
    add("\r\n\r\n0\r\n\r\n");
    assert_int_equal(run(), FRAMING);
}

static void a_location_that_is_too_long(void **state) {
    (void)state;
    reader_result result;
    static char memory[1024];
    add("HTTP/1.1 302 x\r\nContent-Length: 0\r\nLocation: /");
    add_many('y', 2 * LINE_ROOM);
    add("\r\nDate: ");
    add_many('y', 2 * LINE_ROOM);
    add("\r\nRetry-After: ");
    add_many('1', 2 * LINE_ROOM);
    add("\r\n\r\n");
    reader_run_all(&result, (zimport_view){built.text, built.size});
    assert_int_equal(result.end, DONE);
    assert_true(result.location.given && result.location.cut);
    assert_int_equal(result.date, -1);
    assert_true(result.retry_after == -1 || result.retry_after > ZIMPORT_RETRY_AFTER_MAX);
    zimport_http_reader reader;
    zimport_text location = {memory, sizeof memory, 0, false, false};
    zimport_http_reader_init(&reader, line_room, LINE_ROOM, &location, NULL, NULL);
    assert_int_equal(read_piece(&reader, (zimport_view){built.text, built.size}, &result), ZIMPORT_OK);
    built.size = 0;
    assert_true(location.given && location.cut && location.size > 200 && location.size < LINE_ROOM);
}

/* No framing field, whatever follows: refused, or ignored. */
static void long_names(void **state) {
    (void)state;
    add(OK_HEAD);
    add_many('n', 2 * LINE_ROOM);
    add(": y\r\nContent-Length: 5\r\n\r\nhello");
    assert_int_equal(run() & ~(unsigned)(DONE | SYNTAX | LIMIT), 0);
    add(OK_HEAD);
    add_many('n', 2 * LINE_ROOM);
    add("\r\nContent-Length: 5\r\n\r\nhello");
    assert_int_equal(run() & ~(unsigned)(DONE | BAD), 0);
}

/* Beyond what is kept: white space before it is refused all the same. */
static void a_colon_far_away(void **state) {
    (void)state;
    add(OK_HEAD "Content-Length: 5\r\nTransfer-Encoding");
    add_many(' ', 2 * LINE_ROOM);
    add(": chunked\r\n\r\nhello");
    assert_int_equal(run() & ~(unsigned)BAD, 0);
}

/* After what was cut: either it was seen or the line was refused. */
static void a_close_that_was_cut(void **state) {
    (void)state;
    reader_result result;
    add(OK_HEAD "Content-Length: 0\r\nConnection: ");
    add_many('x', 2 * LINE_ROOM);
    add(", close\r\n\r\n");
    reader_run_all(&result, (zimport_view){built.text, built.size});
    built.size = 0;
    assert_true((result.end & BAD) != 0 || !result.keep_alive);
}

static void chunk_extensions(void **state) {
    (void)state;
    add(OK_HEAD CHUNKED "\r\n5;");
    add_many('x', ZIMPORT_HTTP_CHUNK_EXT_MAX);
    add("\r\nhello\r\n0;");
    add_many('x', ZIMPORT_HTTP_CHUNK_EXT_MAX);
    add("\r\n\r\n");
    assert_int_equal(run(), DONE);
    add(OK_HEAD CHUNKED "\r\n5;");
    add_many('x', ZIMPORT_HTTP_CHUNK_EXT_MAX + 1);
    add("\r\nhello\r\n0\r\n\r\n");
    assert_int_equal(run(), LIMIT);
    add(OK_HEAD CHUNKED "\r\n0;");
    add_many('x', ZIMPORT_HTTP_CHUNK_EXT_MAX + 1);
    add("\r\n\r\n");
    assert_int_equal(run(), LIMIT);
    /* Of the digits, too, there are some for each size. */
    add(OK_HEAD CHUNKED "\r\n0000000000000005\r\nhello\r\n0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n");
    assert_int_equal(run(), DONE);
    add(OK_HEAD CHUNKED "\r\n00000000000000005\r\nhello\r\n0\r\n\r\n");
    assert_int_equal(run(), LIMIT);
    add(OK_HEAD CHUNKED "\r\n5\r\nhello\r\n\r\n\r\n");
    assert_int_equal(run(), FRAMING);
    /* A size with a million zeros in front of it. */
    add(OK_HEAD CHUNKED "\r\n");
    add_many('0', 30000);
    add("5\r\nhello\r\n0\r\n\r\n");
    assert_int_equal(run() & ~(unsigned)BAD, 0);
}

static void trailers(void **state) {
    (void)state;
    for (int extra = 0; extra <= 1; extra++) {
        add(OK_HEAD CHUNKED "\r\n0\r\n");
        for (int i = 0; i < ZIMPORT_HTTP_FIELDS_MAX + extra; i++) {
            add("X: y\r\n");
        }
        add("\r\n");
        assert_int_equal(run(), extra == 0 ? DONE : LIMIT);
    }
    /* Their bytes are counted from new. */
    for (size_t extra = 0; extra <= 1; extra++) {
        add(OK_HEAD CHUNKED "\r\n0\r\nX: ");
        add_many('y', ZIMPORT_HTTP_HEAD_MAX - (sizeof "X: \r\n\r\n" - 1) + extra);
        add("\r\n\r\n");
        assert_int_equal(run(), extra == 0 ? DONE : LIMIT);
    }
}

/* Until the reader refuses; returns how many bytes that took. */
static uint64_t feed_until_refused(zimport_http_reader *reader, zimport_view piece, uint64_t most) {
    uint64_t fed = 0;
    reader_result result;
    memset(&result, 0, sizeof result);
    zimport_status status = ZIMPORT_OK;
    while (fed < most && status == ZIMPORT_OK) {
        status = read_piece(reader, piece, &result);
        fed += piece.size;
    }
    assert_int_equal(status, ZIMPORT_HTTP_LIMIT);
    return fed;
}

static void start(zimport_http_reader *reader, zimport_view head) {
    reader_result result;
    memset(&result, 0, sizeof result);
    zimport_http_reader_init(reader, line_room, LINE_ROOM, NULL, NULL, NULL);
    assert_int_equal(read_piece(reader, head, &result), ZIMPORT_OK);
}

static void chunks_that_are_all_framing(void **state) {
    (void)state;
    zimport_http_reader reader;
    uint64_t most = UINT64_C(16) * ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX;
    start(&reader, VIEW(OK_HEAD CHUNKED "\r\n"));
    uint64_t fed = feed_until_refused(&reader, VIEW("1;abcdefghi\r\nx\r\n"), most);
    assert_true(fed > ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX);
    start(&reader, VIEW(OK_HEAD CHUNKED "\r\n"));
    (void)feed_until_refused(&reader, VIEW("0001\r\nx\r\n"), most);
}

/* The most framing that goes with so much data: at its last byte, four times as much. `less` is missing of the data. */
static void check_overhead(uint64_t less, zimport_status want) {
    zimport_http_reader reader;
    reader_result result;
    char head[40];
    static char data[ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX];
    static const zimport_view small = LIT("1;abcdefghi\r\nx\r\n");
    static const zimport_view last = LIT("0\r\n");
    uint64_t pieces = ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX / (small.size - 1) + 1;
    int size = snprintf(head, sizeof head, "%06x\r\n", 0U);
    uint64_t overhead = (uint64_t)size + 2 + pieces * (small.size - 1) + last.size;
    uint64_t first = overhead / 4 - pieces - less;
    assert_true(first < sizeof data);
    (void)snprintf(head, sizeof head, "%06x\r\n", (unsigned)first);
    memset(&result, 0, sizeof result);
    start(&reader, VIEW(OK_HEAD CHUNKED "\r\n"));
    assert_int_equal(read_piece(&reader, zimport_view_of(head), &result), ZIMPORT_OK);
    assert_int_equal(read_piece(&reader, (zimport_view){data, (size_t)first}, &result), ZIMPORT_OK);
    assert_int_equal(read_piece(&reader, VIEW("\r\n"), &result), ZIMPORT_OK);
    zimport_status status = ZIMPORT_OK;
    for (uint64_t i = 0; i <= pieces && status == ZIMPORT_OK; i++) {
        status = read_piece(&reader, i < pieces ? small : last, &result);
    }
    assert_int_equal(status, want);
}

static void the_most_framing(void **state) {
    (void)state;
    check_overhead(0, ZIMPORT_OK);
    check_overhead(1, ZIMPORT_HTTP_LIMIT);
}

/* With as much data as framing they go on well beyond that limit. */
static void small_chunks_are_fine(void **state) {
    (void)state;
    zimport_http_reader reader;
    reader_result result;
    memset(&result, 0, sizeof result);
    start(&reader, VIEW(OK_HEAD CHUNKED "\r\n"));
    for (int i = 0; i < ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX; i++) {
        assert_int_equal(read_piece(&reader, VIEW("8\r\n01234567\r\n"), &result), ZIMPORT_OK);
    }
    assert_int_equal(read_piece(&reader, VIEW("0\r\n\r\n"), &result), ZIMPORT_OK);
    assert_int_equal(reader.state, ZIMPORT_HTTP_DONE);
}

/* ZIMPORT_HTTP_BODY_MAX bytes are fine, one more is not. A megabyte at a time, without a copy. */
static void feed_body(zimport_http_reader *reader, uint64_t size, zimport_status want) {
    static char megabyte[1048576];
    zimport_status status = ZIMPORT_OK;
    while (size > 0 && status == ZIMPORT_OK) {
        zimport_view input = {megabyte, size < sizeof megabyte ? (size_t)size : sizeof megabyte};
        zimport_view body = {NULL, 0};
        size_t used = 0;
        status = zimport_http_read(reader, input, &used, &body);
        assert_true(status != ZIMPORT_OK || used > 0);
        size -= used;
    }
    assert_int_equal(status, want);
}

static void the_largest_body(void **state) {
    (void)state;
    zimport_http_reader reader;
    start(&reader, VIEW(OK_HEAD "\r\n"));
    feed_body(&reader, ZIMPORT_HTTP_BODY_MAX, ZIMPORT_OK);
    assert_int_equal(zimport_http_eof(&reader), ZIMPORT_OK);
    start(&reader, VIEW(OK_HEAD "\r\n"));
    feed_body(&reader, ZIMPORT_HTTP_BODY_MAX + 1, ZIMPORT_HTTP_LIMIT);
    start(&reader, VIEW(OK_HEAD "Content-Length: 4294967295\r\n\r\n"));
    feed_body(&reader, ZIMPORT_HTTP_BODY_MAX, ZIMPORT_OK);
    assert_int_equal(reader.state, ZIMPORT_HTTP_DONE);
    reader_result result;
    reader_run(&result, VIEW(OK_HEAD "Content-Length: 4294967296\r\n\r\n"), NULL, 0);
    assert_int_equal(result.end, LIMIT);
    reader_run(&result, VIEW(OK_HEAD CHUNKED "\r\n100000000\r\n"), NULL, 0);
    assert_int_equal(result.end, LIMIT);
    start(&reader, VIEW(OK_HEAD CHUNKED "\r\nffffffff\r\n"));
    feed_body(&reader, ZIMPORT_HTTP_BODY_MAX, ZIMPORT_OK);
    memset(&result, 0, sizeof result);
    assert_int_equal(read_piece(&reader, VIEW("\r\n1\r\nx"), &result), ZIMPORT_HTTP_LIMIT);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_of_a_head),
        cmocka_unit_test(fields_of_a_head),
        cmocka_unit_test(interim_responses),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(a_location_that_is_too_long),
        cmocka_unit_test(long_names),
        cmocka_unit_test(a_colon_far_away),
        cmocka_unit_test(a_close_that_was_cut),
        cmocka_unit_test(chunk_extensions),
        cmocka_unit_test(trailers),
        cmocka_unit_test(chunks_that_are_all_framing),
        cmocka_unit_test(the_most_framing),
        cmocka_unit_test(small_chunks_are_fine),
        cmocka_unit_test(the_largest_body),
    };
    return cmocka_run_group_tests_name("reader, limits", tests, NULL, NULL);
}
