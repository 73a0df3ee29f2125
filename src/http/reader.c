/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a response: the framing byte by byte, the body in larger pieces.
 *
 *    LINE_START --any--> LINE --CR--> LINE_LF --LF--> LINE_START      (a line is parsed once the next one
 *                                                                      begins, since it may be folded)
 *    an empty line ends the head:  1xx          -> LINE_START, for the next status line
 *                                  length       -> BODY_LENGTH --all--> DONE
 *                                  no length    -> BODY_UNTIL_CLOSE --end of stream--> DONE
 *                                  chunked      -> CHUNK_SIZE
 *                      or the trailers          -> DONE
 *
 *    CHUNK_SIZE --;--> CHUNK_EXT --CR--> CHUNK_SIZE_LF --0--> LINE_START, for the trailers
 *        '------------CR-------------------^   '------n--> CHUNK_DATA --all--> CHUNK_CR --> CHUNK_LF --> CHUNK_SIZE
 */
#include <stddef.h>
#include <string.h>

#include "base/chars.h"
#include "http/fields.h"

typedef char head_fits[ZIMPORT_HTTP_HEAD_MAX < UINT16_MAX && ZIMPORT_HTTP_CHUNK_EXT_MAX < UINT16_MAX ? 1 : -1];

/* Everything to 0, but dates and pause to -1. */
void zimport_reader_begin(zimport_http_reader *reader) {
    memset(reader, 0, offsetof(zimport_http_reader, date));
    memset(&reader->date, 0xFF, offsetof(zimport_http_reader, interim) - offsetof(zimport_http_reader, date));
}

static zimport_status take_line(zimport_http_reader *reader) {
    zimport_status status;

    if (reader->status == 0) {
        status = zimport_fields_status_line(reader);
    } else if (++reader->fields > ZIMPORT_HTTP_FIELDS_MAX) {
        status = ZIMPORT_HTTP_LIMIT;
    } else {
        status = zimport_fields_line(reader);
    }
    reader->line_size = 0;
    reader->line_cut = false;
    return status;
}

/* An interim response says nothing about the final one: forget what it set. */
static zimport_status next_response(zimport_http_reader *reader) {
    if (reader->status == 101) {
        return ZIMPORT_HTTP_FRAMING;
    }
    zimport_reader_begin(reader);
    return ++reader->interim > ZIMPORT_HTTP_INTERIM_MAX ? ZIMPORT_HTTP_LIMIT : ZIMPORT_OK;
}

static zimport_status end_line(zimport_http_reader *reader) {
    reader->state = ZIMPORT_HTTP_LINE_START;
    if (reader->line_size > 0) {
        return reader->status == 0 ? take_line(reader) : ZIMPORT_OK;
    }
    if (reader->status == 0) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    if (reader->no_body) {
        reader->state = ZIMPORT_HTTP_DONE;
        return ZIMPORT_OK;
    }
    return reader->status < 200 ? next_response(reader) : zimport_fields_frame(reader);
}

static zimport_status keep(zimport_http_reader *reader, char c) {
    if (reader->line_size < reader->line_capacity) {
        reader->line[reader->line_size++] = c;
    } else {
        reader->line_cut = true;
    }
    return c == '\0' ? ZIMPORT_HTTP_SYNTAX : ZIMPORT_OK;
}

/* A line that begins with white space continues the one before; without one, it has no name and is no status line. */
static zimport_status start_line(zimport_http_reader *reader, char c) {
    bool folded = c == ' ' || c == '\t';

    reader->state = ZIMPORT_HTTP_LINE;
    return reader->line_size > 0 && !folded ? take_line(reader) : ZIMPORT_OK;
}

static zimport_status head_byte(zimport_http_reader *reader, char c) {
    zimport_status status = ZIMPORT_OK;

    if (++reader->head_size > ZIMPORT_HTTP_HEAD_MAX) {
        return ZIMPORT_HTTP_LIMIT;
    }
    if (reader->state == ZIMPORT_HTTP_LINE_START) {
        status = start_line(reader, c);
    }
    if (status != ZIMPORT_OK) {
        return status;
    }
    if (c == '\n') {
        return end_line(reader);
    }
    if (reader->state == ZIMPORT_HTTP_LINE_LF) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    if (c == '\r') {
        reader->state = ZIMPORT_HTTP_LINE_LF;
        return ZIMPORT_OK;
    }
    return keep(reader, c);
}

static zimport_status chunk_size(zimport_http_reader *reader, char c) {
    int digit = zimport_chars_hex(c);

    if (digit >= 0) {
        bool full = reader->left > UINT32_MAX >> 4 || reader->digits == 16;
        reader->left = reader->left << 4 | (unsigned)digit;
        reader->digits++;
        return full ? ZIMPORT_HTTP_LIMIT : ZIMPORT_OK;
    }
    if (reader->digits == 0) {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->state = ZIMPORT_HTTP_CHUNK_EXT;
    reader->extension = 0;
    reader->extended = false;
    return ZIMPORT_OK;
}

/* Extensions must not hide a line end or a second size, nor go on for ever. The first byte is the one that ended the
 * size. */
static zimport_status chunk_ext(zimport_http_reader *reader, char c) {
    if (c == '\r') {
        reader->state = ZIMPORT_HTTP_CHUNK_SIZE_LF;
        return ZIMPORT_OK;
    }
    reader->extended |= c == ';';
    if (c == '\n' || c == '\0' || (!reader->extended && c != ' ' && c != '\t')) {
        return ZIMPORT_HTTP_FRAMING;
    }
    return reader->extension++ <= ZIMPORT_HTTP_CHUNK_EXT_MAX ? ZIMPORT_OK : ZIMPORT_HTTP_LIMIT;
}

static zimport_status chunk_begin(zimport_http_reader *reader) {
    reader->digits = 0;
    if (reader->left > 0) {
        reader->state = ZIMPORT_HTTP_CHUNK_DATA;
        return reader->left <= (uint32_t)ZIMPORT_HTTP_BODY_MAX - reader->body ? ZIMPORT_OK : ZIMPORT_HTTP_LIMIT;
    }
    reader->no_body = true;
    reader->fields = 0;
    reader->head_size = 0;
    reader->state = ZIMPORT_HTTP_LINE_START;
    return ZIMPORT_OK;
}

static zimport_status chunk_byte(zimport_http_reader *reader, char c) {
    zimport_status status = ZIMPORT_OK;

    reader->overhead++;
    if (reader->overhead > ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX && reader->overhead / 4 > reader->body) {
        return ZIMPORT_HTTP_LIMIT;
    }
    if (reader->state == ZIMPORT_HTTP_CHUNK_SIZE) {
        status = chunk_size(reader, c);
    }
    if (status != ZIMPORT_OK || reader->state == ZIMPORT_HTTP_CHUNK_SIZE) {
        return status;
    }
    if (reader->state == ZIMPORT_HTTP_CHUNK_EXT) {
        return chunk_ext(reader, c);
    }
    if (c != (reader->state == ZIMPORT_HTTP_CHUNK_CR ? '\r' : '\n')) {
        return ZIMPORT_HTTP_FRAMING;
    }
    if (reader->state == ZIMPORT_HTTP_CHUNK_SIZE_LF) {
        return chunk_begin(reader);
    }
    reader->state = reader->state == ZIMPORT_HTTP_CHUNK_CR ? ZIMPORT_HTTP_CHUNK_LF : ZIMPORT_HTTP_CHUNK_SIZE;
    return ZIMPORT_OK;
}

static bool in_body(const zimport_http_reader *reader) {
    return reader->state >= ZIMPORT_HTTP_BODY_LENGTH && reader->state <= ZIMPORT_HTTP_CHUNK_DATA;
}

static size_t body_span(zimport_http_reader *reader, size_t size) {
    bool counted = reader->state != ZIMPORT_HTTP_BODY_UNTIL_CLOSE;

    if (size > reader->left) {
        size = reader->left;
        if (!counted) {
            reader->failure = ZIMPORT_HTTP_LIMIT;
        }
    }
    reader->left -= (uint32_t)size;
    reader->body += (uint32_t)size;
    if (reader->left == 0 && counted) {
        reader->state = reader->state == ZIMPORT_HTTP_CHUNK_DATA ? ZIMPORT_HTTP_CHUNK_CR : ZIMPORT_HTTP_DONE;
    }
    return size;
}

zimport_status zimport_http_read(zimport_http_reader *reader, zimport_view input, size_t *used, zimport_view *body) {
    const char *at = input.data;
    const char *end = at + input.size;

    *body = (zimport_view){at, 0};
    while (reader->failure == ZIMPORT_OK && at < end && reader->state != ZIMPORT_HTTP_DONE && body->size == 0) {
        if (in_body(reader)) {
            body->data = at;
            body->size = body_span(reader, (size_t)(end - at));
            at += body->size;
        } else {
            bool head = reader->state <= ZIMPORT_HTTP_LINE_LF;
            reader->failure = (head ? head_byte : chunk_byte)(reader, *at++);
        }
    }
    *used = (size_t)(at - input.data);
    return reader->failure;
}

zimport_status zimport_http_eof(zimport_http_reader *reader) {
    if (reader->failure == ZIMPORT_OK && reader->state == ZIMPORT_HTTP_BODY_UNTIL_CLOSE) {
        reader->state = ZIMPORT_HTTP_DONE;
    }
    if (reader->failure == ZIMPORT_OK && reader->state != ZIMPORT_HTTP_DONE) {
        reader->failure = ZIMPORT_LOST;
    }
    return reader->failure;
}
