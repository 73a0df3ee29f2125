/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds a response to the reader in pieces and gathers all that it answered. */
#ifndef ZIMPORT_TESTS_READER_RUN_H
#define ZIMPORT_TESTS_READER_RUN_H

#include "check.h"

#include "http/reader.h"

#define LINE_ROOM 256
static char line_room[LINE_ROOM];

/* A set: the RFCs sometimes leave a choice. */
enum {
    DONE = 1,  /* complete by its framing */
    CLOSE = 2, /* complete by the end of the stream */
    LOST = 4,  /* not complete */
    SYNTAX = 8,
    FRAMING = 16,
    LIMIT = 32,
    BAD = SYNTAX | FRAMING | LIMIT
};

typedef struct reader_result {
    unsigned end;
    uint16_t status;
    bool keep_alive;
    bool encoded;
    uint64_t body_size;
    int64_t date;
    int64_t retry_at;
    int32_t retry_after;
    size_t used;
    size_t kept; /* bytes of body below */
    size_t lines_size;
    char lines[1024]; /* the fields, each with a '|' behind */
    char body[1024];
    zimport_text location;
    char location_memory[64];
} reader_result;

static inline void gather_line(void *context, zimport_view line) {
    reader_result *result = context;
    for (size_t i = 0; i < line.size && result->lines_size < sizeof result->lines - 1; i++) {
        result->lines[result->lines_size++] = line.data[i];
    }
    if (result->lines_size < sizeof result->lines) {
        result->lines[result->lines_size++] = '|';
    }
}

static inline void gather_body(reader_result *result, zimport_view input, size_t used, zimport_view body) {
    if (body.size == 0) {
        return;
    }
    assert_true(body.data >= input.data && body.data + body.size <= input.data + used);
    for (size_t i = 0; i < body.size && result->kept < sizeof result->body; i++) {
        result->body[result->kept++] = body.data[i];
    }
    result->body_size += body.size;
}

static inline zimport_status read_piece(zimport_http_reader *reader, zimport_view piece, reader_result *result) {
    char *copy = exact(piece);
    zimport_status status = ZIMPORT_OK;
    size_t at = 0;
    while (at < piece.size && status == ZIMPORT_OK && reader->state != ZIMPORT_HTTP_DONE) {
        zimport_view rest = {copy + at, piece.size - at};
        zimport_view body = {NULL, 0};
        size_t used = SIZE_MAX;
        status = zimport_http_read(reader, rest, &used, &body);
        if (status == ZIMPORT_OK) {
            assert_true(used <= rest.size);
            assert_true(used > 0 || reader->state == ZIMPORT_HTTP_DONE);
            gather_body(result, rest, used, body);
            at += used;
        }
    }
    free(copy);
    result->used += at;
    return status;
}

static inline unsigned end_of(zimport_http_reader *reader, zimport_status status) {
    switch (status) {
    case ZIMPORT_HTTP_SYNTAX:
        return SYNTAX;
    case ZIMPORT_HTTP_FRAMING:
        return FRAMING;
    case ZIMPORT_HTTP_LIMIT:
        return LIMIT;
    default:
        assert_int_equal(status, ZIMPORT_OK);
    }
    if (reader->state == ZIMPORT_HTTP_DONE) {
        return DONE;
    }
    status = zimport_http_eof(reader);
    assert_true(status == ZIMPORT_OK || status == ZIMPORT_LOST);
    return status == ZIMPORT_OK ? CLOSE : LOST;
}

/* For any further byte, and at the end of the stream. */
static inline void check_sticky(zimport_http_reader *reader, zimport_status status) {
    size_t used = 0;
    zimport_view body = {NULL, 0};
    assert_int_equal(zimport_http_read(reader, VIEW("HTTP/1.1 200 OK\r\n\r\n"), &used, &body), status);
    assert_int_equal(body.size, 0);
    assert_int_not_equal(zimport_http_eof(reader), ZIMPORT_OK);
}

/* `cuts` ascend. */
static inline void reader_run(reader_result *result, zimport_view reply, const size_t *cuts, size_t count) {
    zimport_http_reader reader;
    memset(result, 0, sizeof *result);
    memset(&reader, 0x5a, sizeof reader);
    result->location.data = result->location_memory;
    result->location.capacity = sizeof result->location_memory;
    zimport_http_reader_init(&reader, line_room, LINE_ROOM, &result->location, gather_line, result);
    zimport_status status = ZIMPORT_OK;
    size_t begin = 0;
    for (size_t i = 0; i <= count && status == ZIMPORT_OK; i++) {
        /* cppcheck-suppress nullPointer ; without cuts their count is 0 */
        size_t end = i < count ? cuts[i] : reply.size;
        status = read_piece(&reader, part(reply, begin, end), result);
        begin = end;
    }
    if (status != ZIMPORT_OK) {
        check_sticky(&reader, status);
    }
    result->end = end_of(&reader, status);
    result->status = reader.status;
    result->keep_alive = reader.keep_alive;
    result->encoded = reader.encoded;
    result->date = reader.date;
    result->retry_at = reader.retry_at;
    result->retry_after = reader.retry_after;
    assert_int_equal(reader.body, result->body_size);
}

static inline void check_same(const reader_result *a, const reader_result *b, const char *label) {
    CHECK_EQUAL(a->end, b->end, label);
    if ((a->end & BAD) != 0) {
        return;
    }
    CHECK_EQUAL(a->status, b->status, label);
    CHECK_EQUAL(a->keep_alive, b->keep_alive, label);
    CHECK_EQUAL(a->encoded, b->encoded, label);
    CHECK_EQUAL(a->body_size, b->body_size, label);
    CHECK_EQUAL(a->date, b->date, label);
    CHECK_EQUAL(a->retry_at, b->retry_at, label);
    CHECK_EQUAL(a->retry_after, b->retry_after, label);
    CHECK_EQUAL(a->used, b->used, label);
    CHECK_VIEW(((zimport_view){a->body, a->kept}), ((zimport_view){b->body, b->kept}), label);
    CHECK_VIEW(((zimport_view){a->lines, a->lines_size}), ((zimport_view){b->lines, b->lines_size}), label);
    CHECK_VIEW(zimport_text_view(&a->location), zimport_text_view(&b->location), label);
    CHECK_EQUAL(a->location.given, b->location.given, label);
    CHECK_EQUAL(a->location.cut, b->location.cut, label);
}

/* Whole, byte by byte, cut in two everywhere, in three at some places; `result` is that of the whole. */
static inline void reader_run_all(reader_result *result, zimport_view reply) {
    static size_t all[65536];
    reader_result other;
    const char *label = show(reply);
    assert_true(reply.size < COUNT(all));
    reader_run(result, reply, NULL, 0);
    for (size_t i = 0; i < reply.size; i++) {
        all[i] = i;
    }
    reader_run(&other, reply, all, reply.size);
    check_same(&other, result, label);
    for (size_t i = 0; i <= reply.size && reply.size < 4096; i++) {
        size_t cuts[2] = {i, i + 1 + i % 7 < reply.size ? i + 1 + i % 7 : reply.size};
        reader_run(&other, reply, cuts, 1);
        check_same(&other, result, label);
        reader_run(&other, reply, cuts, 2);
        check_same(&other, result, label);
    }
}

/* If it is complete: its status, body and whether the connection stays. */
typedef struct reader_case {
    zimport_view reply;
    unsigned ends;
    uint16_t status;
    zimport_view body;
    char keep; /* 'y', 'n', or '?' for either */
} reader_case;

/* Goes on after a failure, so that one run shows all of a table; the caller must fail. */
static inline bool check_case(const reader_case *row) {
    reader_result result;
    const char *label = show(row->reply);
    reader_run_all(&result, row->reply);
    if ((result.end & row->ends) == 0) {
        print_error("ends with %u, not one of %u\n    in case: %s\n", result.end, row->ends, label);
        return false;
    }
    if ((result.end & (DONE | CLOSE)) == 0) {
        return true;
    }
    CHECK_EQUAL(result.status, row->status, label);
    CHECK_VIEW(((zimport_view){result.body, result.kept}), row->body, label);
    CHECK(row->keep == '?' || result.keep_alive == (row->keep == 'y'), label);
    CHECK(result.end != CLOSE || !result.keep_alive, label);
    return true;
}

static inline void check_cases(const reader_case *rows, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += check_case(&rows[i]) ? 0 : 1;
    }
    assert_int_equal(wrong, 0);
}

#define OK_HEAD "HTTP/1.1 200 OK\r\n"
#define FIVE "Content-Length: 5\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"

#endif
