/* SPDX-License-Identifier: Apache-2.0 */
#include "http/fields.h"

#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "http/date.h"

zimport_status fields_status_line(zimport_http_reader *reader) {
    const char *line = reader->line;

    /* HTTP/1.x SSS, then nothing or a space and a reason that means nothing. */
    if (reader->line_size < 12 || memcmp(line, "HTTP/1.", 7) != 0 || line[7] < '0' || line[7] > '9' || line[8] != ' ') {
        return ZIMPORT_HTTP_SYNTAX;
    }
    zimport_number status = number_digits((zimport_view){line + 9, 3});
    if (!status.given || status.value < 100 || status.value > 599 || (reader->line_size > 12 && line[12] != ' ')) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    reader->status = (uint16_t)status.value;
    reader->old = line[7] == '0';
    reader->keep_alive = !reader->old;
    return ZIMPORT_OK;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

static zimport_view trim(zimport_view text) {
    while (text.size > 0 && is_space(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_space(text.data[text.size - 1])) {
        text.size--;
    }
    return text;
}

/* Takes the next member of a comma-separated list; false at its end. Empty members are skipped (RFC 9110 5.6.1). */
static bool next_member(zimport_view *list, zimport_view *member) {
    while (list->size > 0) {
        const char *comma = memchr(list->data, ',', list->size);
        size_t size = comma != NULL ? (size_t)(comma - list->data) : list->size;
        *member = trim((zimport_view){list->data, size});
        size += comma != NULL;
        list->data += size;
        list->size -= size;
        if (member->size > 0) {
            return true;
        }
    }
    return false;
}

/* Several equal lengths are one; anything else about a length that is not one number is a contradiction. */
static zimport_status content_length(zimport_http_reader *reader, zimport_view value) {
    zimport_view member;
    bool any = false;

    while (next_member(&value, &member)) {
        zimport_number length = number_digits(member);
        if (!length.given || (reader->has_length && reader->length != length.value)) {
            return ZIMPORT_HTTP_FRAMING;
        }
        if (length.value > ZIMPORT_HTTP_BODY_MAX) {
            return ZIMPORT_HTTP_LIMIT;
        }
        reader->has_length = any = true;
        reader->length = (uint32_t)length.value;
    }
    return any ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
}

/* The one transfer coding that was not asked for but must be understood is chunked, and only once. */
static zimport_status transfer_encoding(zimport_http_reader *reader, zimport_view value) {
    if (reader->chunked || reader->old || !zimport_view_is_nocase(value, "chunked")) {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->chunked = true;
    return ZIMPORT_OK;
}

static zimport_status connection(zimport_http_reader *reader, zimport_view value) {
    zimport_view member;

    while (next_member(&value, &member)) {
        if (zimport_view_is_nocase(member, "close")) {
            reader->keep_alive = false;
            reader->closes = true;
        } else if (zimport_view_is_nocase(member, "keep-alive") && !reader->closes) {
            reader->keep_alive = true;
        }
    }
    return ZIMPORT_OK;
}

static zimport_status content_encoding(zimport_http_reader *reader, zimport_view value) {
    zimport_view member;

    while (next_member(&value, &member)) {
        reader->encoded |= !zimport_view_is_nocase(member, "identity");
    }
    return ZIMPORT_OK;
}

static bool all_digits(zimport_view text) {
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i])) {
            return false;
        }
    }
    return text.size > 0;
}

/* A number beyond all bounds asks for a very long time, not for none. */
static zimport_status retry_after(zimport_http_reader *reader, zimport_view value) {
    zimport_number seconds = number_digits(value);

    if (all_digits(value)) {
        reader->retry_after = seconds.given && seconds.value < INT32_MAX ? (int32_t)seconds.value : INT32_MAX;
    } else if (!zimport_http_date(value, &reader->retry_at)) {
        reader->retry_at = -1;
    }
    return ZIMPORT_OK;
}

static zimport_status date(zimport_http_reader *reader, zimport_view value) {
    if (!zimport_http_date(value, &reader->date)) {
        reader->date = -1;
    }
    return ZIMPORT_OK;
}

static zimport_status location(zimport_http_reader *reader, zimport_view value) {
    if (reader->location != NULL) {
        zimport_text_set(reader->location, value);
        reader->location->cut |= reader->line_cut;
    }
    return ZIMPORT_OK;
}

/* The fields that mean something here. */
static const struct {
    const char *name;
    bool frames; /* a value that was cut is not to be trusted */
    zimport_status (*take)(zimport_http_reader *reader, zimport_view value);
} known[] = {
    {"content-length", true, content_length},
    {"transfer-encoding", true, transfer_encoding},
    {"connection", true, connection},
    {"content-encoding", true, content_encoding},
    {"retry-after", false, retry_after},
    {"date", false, date},
    {"location", false, location},
};

/* The length of the token before the colon, or 0. No space may stand between them (RFC 9112 section 5.1). */
static size_t name_size(zimport_view line) {
    size_t size = 0;

    while (size < line.size && line.data[size] != ':') {
        unsigned char c = (unsigned char)line.data[size];
        if (c <= ' ' || c >= 0x7F || strchr("\"(),/;<=>?@[\\]{}", (char)c) != NULL) {
            return 0;
        }
        size++;
    }
    return size;
}

zimport_status fields_line(zimport_http_reader *reader) {
    zimport_view line = {reader->line, reader->line_size};
    size_t size = name_size(line);
    zimport_view name = {line.data, size};

    if (size == 0 || (size == line.size && !reader->line_cut)) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    if (reader->trailers || size == line.size) {
        return ZIMPORT_OK;
    }
    if (reader->on_field != NULL && reader->status >= 200) {
        reader->on_field(reader->context, line);
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (zimport_view_is_nocase(name, known[i].name)) {
            bool doubtful = reader->line_cut && known[i].frames;
            zimport_view value = trim((zimport_view){line.data + size + 1, line.size - size - 1});
            return doubtful ? ZIMPORT_HTTP_FRAMING : known[i].take(reader, value);
        }
    }
    return ZIMPORT_OK;
}

zimport_status fields_frame(zimport_http_reader *reader) {
    if (reader->chunked && reader->has_length) {
        return ZIMPORT_HTTP_FRAMING;
    }
    if (reader->status == 204 || reader->status == 304) {
        reader->state = ZIMPORT_HTTP_DONE;
        return ZIMPORT_OK;
    }
    if (reader->chunked) {
        reader->state = ZIMPORT_HTTP_CHUNK_SIZE;
    } else if (reader->has_length) {
        reader->left = reader->length;
        reader->state = reader->left > 0 ? ZIMPORT_HTTP_BODY_LENGTH : ZIMPORT_HTTP_DONE;
    } else {
        reader->keep_alive = false;
        reader->state = ZIMPORT_HTTP_BODY_UNTIL_CLOSE;
    }
    return ZIMPORT_OK;
}
