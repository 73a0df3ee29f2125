/* SPDX-License-Identifier: Apache-2.0 */
/* Field lines of up to MOST bytes of any content: name and colon are found, and what is behind goes to take_field.
 * Which name it is, a stub says, so that a few bytes can be any of them; http_field.c is about take_field. */
#include "prove.h"

#include "base/views.h"
#include "http/fields.h"

bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold) {
    ASSERT(READABLE(bytes, size));
    return nondet_bool();
}

zimport_status take_field_stub(zimport_http_reader *reader, unsigned field, const char *at, const char *end) {
    ASSERT(field <= 6 && at > reader->line && at <= end && end == reader->line + reader->line_size);
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_HTTP_FRAMING;
}

static void on_field(void *context, zimport_view line) {
    ASSERT(line.size > 0 && READABLE(line.data, line.size));
}

void proof(void) {
    char line[MOST];
    zimport_http_reader reader;

    havoc(&reader, sizeof reader);
    ASSUME(reader.line_size > 0 && reader.line_size <= MOST);
    reader.line = line + MOST - reader.line_size;
    reader.on_field = nondet_bool() ? on_field : NULL;
    (void)zimport_fields_line(&reader);
}
