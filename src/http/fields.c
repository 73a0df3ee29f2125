/* SPDX-License-Identifier: Apache-2.0 */
#include "http/fields.h"

#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "base/views.h"
#include "http/date.h"
#include "http/pattern.h"

zimport_status zimport_fields_status_line(zimport_http_reader *reader) {
    const char *line = reader->line;
    size_t size = reader->line_size;
    unsigned numbers[6];

    if (size < 12 || !zimport_pattern_match(line, 12, "HTTP/0.2 333", numbers) || numbers[0] != 1 || numbers[3] < 100 ||
        numbers[3] > 599 || (size > 12 && line[12] != ' ')) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    reader->status = (uint16_t)numbers[3];
    reader->old = numbers[2] == 0;
    reader->keep_alive = !reader->old;
    return ZIMPORT_OK;
}

/* The order matters: those up to ENCODING are lists whose empty members are skipped (RFC 9110 section 5.6.1); up to
 * LENGTH, lists; up to TRANSFER, unusable if the value was cut. */
enum field { CONNECTION, ENCODING, LENGTH, TRANSFER, RETRY_AFTER, DATE, LOCATION };

static const char names[] =
    "connection\0content-encoding\0content-length\0transfer-encoding\0retry-after\0date\0location\0";

/* The same length may be repeated; different ones make the framing unusable. */
static zimport_status take_length(zimport_http_reader *reader, zimport_view member) {
    zimport_number length = number_digits(member);

    if (!length.given || (reader->has_length && reader->length != length.value)) {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->has_length = true;
    reader->length = (uint32_t)length.value;
    return length.value > ZIMPORT_HTTP_BODY_MAX ? ZIMPORT_HTTP_LIMIT : ZIMPORT_OK;
}

static void take_connection(zimport_http_reader *reader, zimport_view member) {
    if (view_is_nocase(member, "close")) {
        reader->keep_alive = false;
        reader->closes = true;
    } else if (view_is_nocase(member, "keep-alive") && !reader->closes) {
        reader->keep_alive = true;
    }
}

/* zimport_number_small clamps: a huge number means a very long pause, not none. */
static void take_retry_after(zimport_http_reader *reader, zimport_view value) {
    int32_t seconds = zimport_number_small(value.data, value.size);

    if (seconds >= 0) {
        reader->retry_after = seconds;
    } else {
        reader->retry_at = zimport_date_read(value.data, value.size);
    }
}

static zimport_status take_value(zimport_http_reader *reader, unsigned field, zimport_view value) {
    switch (field) {
    case LENGTH:
        return take_length(reader, value);
    case TRANSFER:
        /* Every client must understand chunked, applied once; we asked for no other coding. */
        if (reader->chunked || reader->old || !view_is_nocase(value, "chunked")) {
            return ZIMPORT_HTTP_FRAMING;
        }
        reader->chunked = true;
        break;
    case CONNECTION:
        take_connection(reader, value);
        break;
    case ENCODING:
        reader->encoded |= !view_is_nocase(value, "identity");
        break;
    case RETRY_AFTER:
        take_retry_after(reader, value);
        break;
    case DATE:
        reader->date = zimport_date_read(value.data, value.size);
        break;
    default:
        if (reader->location != NULL) {
            zimport_text_set(reader->location, value);
            reader->location->cut |= reader->line_cut;
        }
        break;
    }
    return ZIMPORT_OK;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

static zimport_view trim(const char *at, const char *end) {
    while (at < end && is_space(*at)) {
        at++;
    }
    while (at < end && is_space(end[-1])) {
        end--;
    }
    return (zimport_view){at, (size_t)(end - at)};
}

static zimport_status take_field(zimport_http_reader *reader, unsigned field, const char *at, const char *end) {
    zimport_status status = ZIMPORT_OK;
    const char *comma;

    do {
        comma = field <= LENGTH && at < end ? memchr(at, ',', (size_t)(end - at)) : NULL;
        zimport_view value = trim(at, comma != NULL ? comma : end);
        if (value.size > 0 || field > ENCODING) {
            status = take_value(reader, field, value);
        }
        if (comma != NULL) {
            at = comma + 1;
        }
    } while (comma != NULL && status == ZIMPORT_OK);
    return status;
}

zimport_status zimport_fields_line(zimport_http_reader *reader) {
    const char *line = reader->line;
    size_t size = 0;
    unsigned field = CONNECTION;

    /* No space is allowed before the colon (RFC 9112 section 5.1). */
    while (size < reader->line_size && line[size] != ':') {
        if (!zimport_chars_token(line[size++])) {
            return ZIMPORT_HTTP_SYNTAX;
        }
    }
    if (size == 0 || (size == reader->line_size && !reader->line_cut)) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    if (reader->no_body || size == reader->line_size) {
        return ZIMPORT_OK;
    }
    if (reader->on_field != NULL && reader->status >= 200) {
        reader->on_field(reader->context, (zimport_view){line, reader->line_size});
    }
    for (const char *name = names; *name != '\0'; name += strlen(name) + 1) {
        if (view_is_nocase((zimport_view){line, size}, name)) {
            return reader->line_cut && field <= TRANSFER
                       ? ZIMPORT_HTTP_FRAMING
                       : take_field(reader, field, line + size + 1, line + reader->line_size);
        }
        field++;
    }
    return ZIMPORT_OK;
}

zimport_status zimport_fields_frame(zimport_http_reader *reader) {
    if (reader->chunked && reader->has_length) {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->left = reader->length;
    if (reader->status == 204 || reader->status == 304) {
        reader->state = ZIMPORT_HTTP_DONE;
    } else if (reader->chunked) {
        reader->state = ZIMPORT_HTTP_CHUNK_SIZE;
    } else if (reader->has_length) {
        reader->state = reader->left > 0 ? ZIMPORT_HTTP_BODY_LENGTH : ZIMPORT_HTTP_DONE;
    } else {
        reader->left = (uint32_t)ZIMPORT_HTTP_BODY_MAX;
        reader->keep_alive = false;
        reader->state = ZIMPORT_HTTP_BODY_UNTIL_CLOSE;
    }
    return ZIMPORT_OK;
}
