/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_READER_H
#define ZIMPORT_SRC_HTTP_READER_H

#include "zimport/parts.h"

/* Where the reader is. The drawing is at the top of src/http/reader.c. */
typedef enum zimport_http_state {
    ZIMPORT_HTTP_LINE_START,
    ZIMPORT_HTTP_LINE,
    ZIMPORT_HTTP_LINE_LF,
    ZIMPORT_HTTP_BODY_LENGTH,
    ZIMPORT_HTTP_BODY_UNTIL_CLOSE,
    ZIMPORT_HTTP_CHUNK_SIZE,
    ZIMPORT_HTTP_CHUNK_EXT,
    ZIMPORT_HTTP_CHUNK_SIZE_LF,
    ZIMPORT_HTTP_CHUNK_DATA,
    ZIMPORT_HTTP_CHUNK_CR,
    ZIMPORT_HTTP_CHUNK_LF,
    ZIMPORT_HTTP_DONE
} zimport_http_state;

/* Begins a response. `line` has room for one line of the head at a time, and is not used during the body. `location`
 * and `on_field` may be NULL. */
void zimport_http_reader_init(zimport_http_reader *reader, char *line, size_t capacity, zimport_text *location,
                              zimport_http_on_field on_field, void *context);

/*
 * Reads from `input` and says in *used how many bytes it took, and in *body which of them are body (a view into
 * input, empty when none). Call it until all input is used or the state is ZIMPORT_HTTP_DONE; bytes left over then
 * belong to no response. Failures, which stick: ZIMPORT_HTTP_SYNTAX, _FRAMING, _LIMIT.
 */
zimport_status zimport_http_read(zimport_http_reader *reader, zimport_view input, size_t *used, zimport_view *body);

/* The stream ended. ZIMPORT_OK when that completes the response (body until close), else ZIMPORT_LOST. */
zimport_status zimport_http_eof(zimport_http_reader *reader);

#endif
