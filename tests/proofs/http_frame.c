/* SPDX-License-Identifier: Apache-2.0 */
/* What a head comes to, from every state, and status lines of up to MOST bytes: twelve are looked at, and one beyond.
 */
#include "prove.h"

#include "http/fields.h"

void proof(void) {
    char line[MOST];
    zimport_http_reader reader;

    havoc(&reader, sizeof reader);
    reader.line_size = (uint16_t)up_to(MOST);
    reader.line = line + MOST - reader.line_size;
    if (nondet_bool()) {
        if (zimport_fields_status_line(&reader) == ZIMPORT_OK) {
            ASSERT(reader.status >= 100 && reader.status <= 599);
        }
        return;
    }
    ASSUME(reader.has_length || reader.length == 0);
    if (zimport_fields_frame(&reader) == ZIMPORT_OK) {
        ASSERT(reader.state == ZIMPORT_HTTP_DONE || (reader.state == ZIMPORT_HTTP_CHUNK_SIZE && reader.left == 0) ||
               (reader.state == ZIMPORT_HTTP_BODY_LENGTH && reader.left > 0) ||
               (reader.state == ZIMPORT_HTTP_BODY_UNTIL_CLOSE && reader.left == (uint32_t)ZIMPORT_HTTP_BODY_MAX));
    }
}
