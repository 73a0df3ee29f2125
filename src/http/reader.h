/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_READER_H
#define ZIMPORT_SRC_HTTP_READER_H

#include "zimport/base.h"

/* See the drawing in src/http/reader.c. */
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

/* For logs: each field line of the final response, without its line end, during the call. */
typedef void (*zimport_http_on_field)(void *context, zimport_view line);

/* Nothing to free. Small members come first: small processors reach them with shorter instructions.
 * zimport_reader_begin resets everything up to retry_after. */
typedef struct zimport_http_reader {
    uint8_t state;          /* zimport_http_state */
    zimport_status failure; /* the first one; it sticks */
    bool old, closes;       /* HTTP/1.0; "Connection: close" was seen */
    bool no_body;           /* no body follows, so fields are ignored and the empty line ends the response: after the
                             * last chunk; for a tunnel (src/client/proxy.c) from the start */
    bool has_length, chunked, line_cut;
    bool extended;      /* the ; of a chunk extension has come */
    uint8_t digits;     /* of the chunk size */
    bool keep_alive;    /* result: the connection may be reused, once the state is ZIMPORT_HTTP_DONE */
    bool encoded;       /* result: Content-Encoding is not identity */
    uint16_t status;    /* result: 100 to 599; 0 before the status line */
    uint16_t line_size; /* of the current line */
    uint16_t fields;
    uint16_t head_size;
    uint16_t extension;  /* bytes after the current chunk size */
    uint32_t overhead;   /* bytes of chunk framing */
    uint32_t left;       /* of the body or chunk */
    uint32_t length;     /* Content-Length */
    uint32_t body;       /* result: bytes of body so far, without framing */
    int64_t date;        /* result: Date, seconds since 1970; -1: none */
    int64_t retry_at;    /* result: Retry-After as a date; -1: none */
    int32_t retry_after; /* result: Retry-After in seconds; -1: none */
    uint8_t interim;     /* 1xx responses so far */
    uint16_t line_capacity;
    char *line;
    zimport_text *location; /* gets the Location field; may be NULL */
    zimport_http_on_field on_field;
    void *context;
} zimport_http_reader;

void zimport_reader_begin(zimport_http_reader *reader);

/* `line` holds one line of the head at a time and is free during the body. `location` and `on_field` may be NULL. */
static inline void zimport_http_reader_init(zimport_http_reader *reader, char *line, size_t capacity,
                                            zimport_text *location, zimport_http_on_field on_field, void *context) {
    zimport_reader_begin(reader);
    reader->interim = 0;
    reader->line = line;
    reader->line_capacity = capacity < UINT16_MAX ? (uint16_t)capacity : UINT16_MAX;
    reader->location = location;
    reader->on_field = on_field;
    reader->context = context;
}

/* *used: bytes consumed; *body: those that are body, in `input`. Call it until all input is used or the state is
 * ZIMPORT_HTTP_DONE; bytes left over belong to no response. Failures stick: ZIMPORT_HTTP_SYNTAX, _FRAMING, _LIMIT. */
zimport_status zimport_http_read(zimport_http_reader *reader, zimport_view input, size_t *used, zimport_view *body);

/* ZIMPORT_OK if the end completes the response, else ZIMPORT_LOST. */
zimport_status zimport_http_eof(zimport_http_reader *reader);

#endif
