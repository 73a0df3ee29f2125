/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for http/fields.c: anything that it may do with a line. http_fields.c and http_frame.c prove that it does
 * no more. */
#include "prove.h"

#include "http/fields.h"

zimport_status zimport_fields_status_line(zimport_http_reader *reader) {
    ASSERT(reader->line_size > 0 && reader->line_size <= reader->line_capacity);
    if (nondet_bool()) {
        return ZIMPORT_HTTP_SYNTAX;
    }
    reader->status = nondet_u16();
    ASSUME(reader->status >= 100 && reader->status <= 599);
    return ZIMPORT_OK;
}

zimport_status zimport_fields_line(zimport_http_reader *reader) {
    ASSERT(reader->line_size > 0 && reader->line_size <= reader->line_capacity && reader->status != 0);
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
}

zimport_status zimport_fields_frame(zimport_http_reader *reader) {
    ASSERT(reader->status >= 200 && !reader->no_body);
    if (nondet_bool()) {
        return ZIMPORT_HTTP_FRAMING;
    }
    reader->state = nondet_byte();
    reader->left = nondet_u32();
    ASSUME(reader->state == ZIMPORT_HTTP_DONE || (reader->state == ZIMPORT_HTTP_CHUNK_SIZE && reader->left == 0) ||
           (reader->state == ZIMPORT_HTTP_BODY_LENGTH && reader->left > 0) ||
           (reader->state == ZIMPORT_HTTP_BODY_UNTIL_CLOSE && reader->left == (uint32_t)ZIMPORT_HTTP_BODY_MAX));
    return ZIMPORT_OK;
}
