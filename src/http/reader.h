/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_READER_H
#define ZIMPORT_SRC_HTTP_READER_H

#include "zimport/base.h"

/* Where the reader is. The drawing is at the top of src/http/reader.c. */
typedef enum zimport_http_state {
    ZIMPORT_HTTP_LINE_START,
    ZIMPORT_HTTP_LINE,
    ZIMPORT_HTTP_LINE_LF,
    ZIMPORT_HTTP_BODY_LENGTH,
    ZIMPORT_HTTP_BODY_UNTIL_CLOSE,
    ZIMPORT_HTTP_CHUNK_DATA,
    ZIMPORT_HTTP_CHUNK_SIZE,
    ZIMPORT_HTTP_CHUNK_EXT,
    ZIMPORT_HTTP_CHUNK_SIZE_LF,
    ZIMPORT_HTTP_CHUNK_CR,
    ZIMPORT_HTTP_CHUNK_LF,
    ZIMPORT_HTTP_DONE
} zimport_http_state;

/* Gets each field line of the final response, without its line end; for logs. The view ends with the call. */
typedef void (*zimport_http_on_field)(void *context, zimport_view line);

/* A response while it is read. Plain memory; nothing to free. Small members stand first, where small processors reach
 * them with short instructions; what a new response forgets ends with retry_after. */
typedef struct zimport_http_reader {
    uint8_t state;          /* zimport_http_state: src/http/reader.h */
    zimport_status failure; /* the first one, which sticks */
    bool old, closes;       /* HTTP/1.0; "Connection: close" was seen */
    bool trailers;          /* the lines are those behind the last chunk */
    bool has_length, chunked, line_cut;
    bool extended;      /* the ; of a chunk extension was seen */
    uint8_t digits;     /* of the chunk size */
    bool keep_alive;    /* an answer: the connection may be used again, once the state is ZIMPORT_HTTP_DONE */
    bool encoded;       /* an answer: Content-Encoding is not identity */
    uint16_t status;    /* an answer: 100 to 599; 0 before the status line */
    uint16_t line_size; /* of the line at hand */
    uint16_t fields;
    uint16_t head_size;
    uint16_t extension;  /* bytes behind the present chunk size */
    uint32_t overhead;   /* bytes of chunk framing */
    uint32_t left;       /* of the body or chunk */
    uint32_t length;     /* Content-Length */
    uint32_t body;       /* an answer: bytes of body so far, framing not counted */
    int64_t date;        /* an answer: Date, seconds since 1970; -1 without */
    int64_t retry_at;    /* an answer: Retry-After as a date; -1 without */
    int32_t retry_after; /* an answer: Retry-After in seconds; -1 without */
    uint8_t interim;     /* 1xx seen */
    uint16_t line_capacity;
    char *line;
    zimport_text *location; /* gets the Location field; may be NULL */
    zimport_http_on_field on_field;
    void *context;
} zimport_http_reader;

/* What was read is forgotten: the next response begins. */
void reader_begin(zimport_http_reader *reader);

/* Begins a response. `line` has room for one line of the head at a time, and is not used during the body. `location`
 * and `on_field` may be NULL. */
static inline void zimport_http_reader_init(zimport_http_reader *reader, char *line, size_t capacity,
                                            zimport_text *location, zimport_http_on_field on_field, void *context) {
    reader_begin(reader);
    reader->interim = 0;
    reader->line = line;
    reader->line_capacity = capacity < UINT16_MAX ? (uint16_t)capacity : UINT16_MAX;
    reader->location = location;
    reader->on_field = on_field;
    reader->context = context;
}

/*
 * Reads from `input` and says in *used how many bytes it took, and in *body which of them are body (a view into
 * input, empty when none). Call it until all input is used or the state is ZIMPORT_HTTP_DONE; bytes left over then
 * belong to no response. Failures, which stick: ZIMPORT_HTTP_SYNTAX, _FRAMING, _LIMIT.
 */
zimport_status zimport_http_read(zimport_http_reader *reader, zimport_view input, size_t *used, zimport_view *body);

/* The stream ended. ZIMPORT_OK when that completes the response (body until close), else ZIMPORT_LOST. */
zimport_status zimport_http_eof(zimport_http_reader *reader);

#endif
