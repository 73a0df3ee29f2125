/* SPDX-License-Identifier: Apache-2.0 */
/* The response reader, by induction: from every state that `possible` allows, up to MOST bytes lead to one that it
 * allows. So responses of every length are proved, fed in any pieces. What a line means is left to a stub. A line has
 * LINE bytes: what is beyond them only counts as cut. */
#include "prove.h"

#include "http/fields.h"

static bool possible(const zimport_http_reader *reader) {
    uint64_t all = (uint64_t)reader->body + reader->left;

    if (reader->state > ZIMPORT_HTTP_DONE || reader->line_capacity != MOST || reader->line_size > MOST ||
        (reader->status != 0 && reader->status < 100) || reader->status > 599 ||
        reader->head_size > ZIMPORT_HTTP_HEAD_MAX || reader->fields > ZIMPORT_HTTP_FIELDS_MAX || reader->digits > 16 ||
        reader->interim > ZIMPORT_HTTP_INTERIM_MAX || reader->extension > ZIMPORT_HTTP_CHUNK_EXT_MAX + 1) {
        return false;
    }
    if (reader->state <= ZIMPORT_HTTP_LINE_LF) {
        return reader->no_body ? reader->status != 0 : reader->body == 0;
    }
    if (reader->status < 200) {
        return reader->state == ZIMPORT_HTTP_DONE && reader->no_body; /* a tunnel's */
    }
    switch (reader->state) {
    case ZIMPORT_HTTP_CHUNK_DATA:
        return reader->left > 0 && reader->digits == 0 && all <= (uint32_t)ZIMPORT_HTTP_BODY_MAX;
    case ZIMPORT_HTTP_BODY_LENGTH:
        return reader->left > 0 && all <= (uint32_t)ZIMPORT_HTTP_BODY_MAX;
    case ZIMPORT_HTTP_BODY_UNTIL_CLOSE:
        return all == (uint32_t)ZIMPORT_HTTP_BODY_MAX;
    case ZIMPORT_HTTP_CHUNK_SIZE:
        return reader->digits > 0 || reader->left == 0;
    case ZIMPORT_HTTP_CHUNK_CR:
    case ZIMPORT_HTTP_CHUNK_LF:
        return reader->left == 0 && reader->digits == 0;
    default:
        return true;
    }
}

void proof(void) {
    char line[MOST];
    char input[MOST];
    zimport_http_reader reader;
    size_t size = up_to(MOST);
    size_t used;
    zimport_view body;

    zimport_http_reader_init(&reader, line, MOST, NULL, NULL, NULL);
    ASSERT(possible(&reader));
    havoc(&reader, sizeof reader);
    reader.line = line;
    ASSUME(possible(&reader));
    uint32_t before = reader.state <= ZIMPORT_HTTP_LINE_LF ? 0 : reader.body;
    zimport_status status = zimport_http_read(&reader, (zimport_view){input + MOST - size, size}, &used, &body);
    ASSERT(used <= size && body.size <= used && (body.size == 0 || reader.body == before + body.size));
    ASSERT(body.size == 0 || READABLE(body.data, body.size));
    ASSERT(status != ZIMPORT_OK || (possible(&reader) && (used > 0 || size == 0 || reader.state == ZIMPORT_HTTP_DONE)));
    (void)zimport_http_eof(&reader);
}
