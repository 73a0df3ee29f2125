/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a response byte by byte through its framing and in spans through its body.
 *
 *    LINE_START --any--> LINE --CR--> LINE_LF --LF--> LINE_START      (a line is taken when the next one has
 *                                                                      begun, since it may be folded)
 *    an empty line ends the head:  1xx          -> LINE_START, for the next status line
 *                                  length       -> BODY_LENGTH --all--> DONE
 *                                  no length    -> BODY_UNTIL_CLOSE --end of stream--> DONE
 *                                  chunked      -> CHUNK_SIZE
 *                      or the trailers          -> DONE
 *
 *    CHUNK_SIZE --;--> CHUNK_EXT --CR--> CHUNK_SIZE_LF --0--> LINE_START, for the trailers
 *        '------------CR-------------------^   '------n--> CHUNK_DATA --all--> CHUNK_CR --> CHUNK_LF --> CHUNK_SIZE
 */
#include <string.h>

#include "base/chars.h"
#include "http/fields.h"

void zimport_http_reader_init(zimport_http_reader *reader, char *line, size_t capacity, zimport_text *location,
                              zimport_http_on_field on_field, void *context) {
    memset(reader, 0, sizeof *reader);
    reader->line = line;
    reader->line_capacity = capacity < UINT16_MAX ? (uint16_t)capacity : UINT16_MAX;
    reader->location = location;
    reader->on_field = on_field;
    reader->context = context;
    reader->date = -1;
    reader->retry_at = -1;
    reader->retry_after = -1;
}

static void begin_line(zimport_http_reader *reader) {
    reader->line_size = 0;
    reader->line_cut = false;
}

static void keep(zimport_http_reader *reader, char c) {
    if (reader->line_size < reader->line_capacity) {
        reader->line[reader->line_size++] = c;
    } else {
        reader->line_cut = true;
    }
}

/* Takes the line that is kept, now that it is known to be whole. */
static zimport_status take_line(zimport_http_reader *reader) {
    zimport_status status;

    if (reader->status == 0) {
        status = fields_status_line(reader);
    } else if (++reader->fields > ZIMPORT_HTTP_FIELDS_MAX) {
        status = ZIMPORT_HTTP_LIMIT;
    } else {
        status = fields_line(reader);
    }
    begin_line(reader);
    return status;
}

/* An interim response says nothing about the final one: all that it set is forgotten. */
static zimport_status next_response(zimport_http_reader *reader) {
    uint8_t interim = (uint8_t)(reader->interim + 1);

    if (reader->status == 101 || interim > ZIMPORT_HTTP_INTERIM_MAX) {
        return reader->status == 101 ? ZIMPORT_HTTP_FRAMING : ZIMPORT_HTTP_LIMIT;
    }
    zimport_http_reader_init(reader, reader->line, reader->line_capacity, reader->location, reader->on_field,
                             reader->context);
    reader->interim = interim;
    return ZIMPORT_OK;
}

/* The empty line. */
static zimport_status end_head(zimport_http_reader *reader) {
    if (reader->status == 0) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    if (reader->trailers) {
        reader->state = ZIMPORT_HTTP_DONE;
        return ZIMPORT_OK;
    }
    return reader->status < 200 ? next_response(reader) : fields_frame(reader);
}

static zimport_status end_line(zimport_http_reader *reader) {
    reader->state = ZIMPORT_HTTP_LINE_START;
    if (reader->line_size == 0) {
        return end_head(reader);
    }
    return reader->status == 0 ? take_line(reader) : ZIMPORT_OK;
}

static zimport_status in_line(zimport_http_reader *reader, char c) {
    if (c == '\r') {
        reader->state = ZIMPORT_HTTP_LINE_LF;
        return ZIMPORT_OK;
    }
    if (c == '\n') {
        return end_line(reader);
    }
    keep(reader, c);
    return c == '\0' ? ZIMPORT_HTTP_SYNTAX : ZIMPORT_OK;
}

static zimport_status start_line(zimport_http_reader *reader, char c) {
    zimport_status status = ZIMPORT_OK;

    reader->state = ZIMPORT_HTTP_LINE;
    if (c == ' ' || c == '\t') {
        if (reader->line_size == 0) {
            return ZIMPORT_HTTP_SYNTAX;
        }
    } else if (reader->line_size > 0) {
        status = take_line(reader);
    }
    return status == ZIMPORT_OK ? in_line(reader, c) : status;
}

static zimport_status head_byte(zimport_http_reader *reader, char c) {
    if (++reader->head_size > ZIMPORT_HTTP_HEAD_MAX) {
        return ZIMPORT_HTTP_LIMIT;
    }
    if (reader->state == ZIMPORT_HTTP_LINE_START) {
        return start_line(reader, c);
    }
    if (reader->state == ZIMPORT_HTTP_LINE) {
        return in_line(reader, c);
    }
    return c == '\n' ? end_line(reader) : ZIMPORT_HTTP_SYNTAX;
}

static zimport_status chunk_size(zimport_http_reader *reader, char c) {
    int digit = hex_value(c);

    if (digit >= 0) {
        bool full = reader->left > UINT32_MAX >> 4 || reader->digits == 16;
        reader->left = reader->left << 4 | (unsigned)digit;
        reader->digits++;
        return full ? ZIMPORT_HTTP_LIMIT : ZIMPORT_OK;
    }
    if (reader->digits == 0) {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->state = c == '\r' ? ZIMPORT_HTTP_CHUNK_SIZE_LF : ZIMPORT_HTTP_CHUNK_EXT;
    reader->extension = 0;
    reader->extended = c == ';';
    return c == '\r' || c == ';' || c == ' ' || c == '\t' ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
}

/* Extensions mean nothing here; they only must not hide a line end or a second size, nor go on for ever. */
static zimport_status chunk_ext(zimport_http_reader *reader, char c) {
    if (c == '\r') {
        reader->state = ZIMPORT_HTTP_CHUNK_SIZE_LF;
        return ZIMPORT_OK;
    }
    reader->extended |= c == ';';
    if (c == '\n' || c == '\0' || (!reader->extended && c != ' ' && c != '\t')) {
        return ZIMPORT_HTTP_FRAMING;
    }
    return ++reader->extension <= ZIMPORT_HTTP_CHUNK_EXT_MAX ? ZIMPORT_OK : ZIMPORT_HTTP_LIMIT;
}

static zimport_status chunk_size_end(zimport_http_reader *reader, char c) {
    if (c != '\n') {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->digits = 0;
    if (reader->left > 0) {
        reader->state = ZIMPORT_HTTP_CHUNK_DATA;
        return reader->left <= ZIMPORT_HTTP_BODY_MAX - reader->body ? ZIMPORT_OK : ZIMPORT_HTTP_LIMIT;
    }
    reader->trailers = true;
    reader->fields = 0;
    reader->head_size = 0;
    begin_line(reader);
    reader->state = ZIMPORT_HTTP_LINE_START;
    return ZIMPORT_OK;
}

static zimport_status chunk_byte(zimport_http_reader *reader, char c) {
    reader->overhead++;
    if (reader->overhead > ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX && reader->overhead / 4 > reader->body) {
        return ZIMPORT_HTTP_LIMIT;
    }
    switch (reader->state) {
    case ZIMPORT_HTTP_CHUNK_SIZE:
        return chunk_size(reader, c);
    case ZIMPORT_HTTP_CHUNK_EXT:
        return chunk_ext(reader, c);
    case ZIMPORT_HTTP_CHUNK_SIZE_LF:
        return chunk_size_end(reader, c);
    case ZIMPORT_HTTP_CHUNK_CR:
        reader->state = ZIMPORT_HTTP_CHUNK_LF;
        return c == '\r' ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
    default:
        reader->state = ZIMPORT_HTTP_CHUNK_SIZE;
        return c == '\n' ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
    }
}

static bool in_body(const zimport_http_reader *reader) {
    return reader->state == ZIMPORT_HTTP_BODY_LENGTH || reader->state == ZIMPORT_HTTP_BODY_UNTIL_CLOSE ||
           reader->state == ZIMPORT_HTTP_CHUNK_DATA;
}

/* A span of body: as much of the input as belongs to it. */
static zimport_status body_span(zimport_http_reader *reader, zimport_view input, zimport_view *body) {
    *body = input;
    if (reader->state == ZIMPORT_HTTP_BODY_UNTIL_CLOSE) {
        bool full = body->size > ZIMPORT_HTTP_BODY_MAX - reader->body;
        reader->body += (uint32_t)body->size;
        return full ? ZIMPORT_HTTP_LIMIT : ZIMPORT_OK;
    }
    if (body->size > reader->left) {
        body->size = reader->left;
    }
    reader->left -= (uint32_t)body->size;
    reader->body += (uint32_t)body->size;
    if (reader->left == 0) {
        reader->state = reader->state == ZIMPORT_HTTP_CHUNK_DATA ? ZIMPORT_HTTP_CHUNK_CR : ZIMPORT_HTTP_DONE;
    }
    return ZIMPORT_OK;
}

zimport_status zimport_http_read(zimport_http_reader *reader, zimport_view input, size_t *used, zimport_view *body) {
    *used = 0;
    *body = (zimport_view){NULL, 0};
    while (reader->failure == ZIMPORT_OK && *used < input.size && reader->state != ZIMPORT_HTTP_DONE) {
        if (in_body(reader)) {
            zimport_view rest = {input.data + *used, input.size - *used};
            reader->failure = body_span(reader, rest, body);
            *used += body->size;
            break;
        }
        char c = input.data[(*used)++];
        bool line = reader->state <= ZIMPORT_HTTP_LINE_LF;
        reader->failure = line ? head_byte(reader, c) : chunk_byte(reader, c);
    }
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
