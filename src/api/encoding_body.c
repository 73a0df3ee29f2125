/* SPDX-License-Identifier: Apache-2.0 */
#include "api/encoding.h"
#include "api/operation.h"
#include "http/body.h"

static void write_body(zimport_http_writer *writer, const zimport_question *question) {
    zimport_http_raw(writer, "{");
    question->operation->parameters(writer, question);
    zimport_http_raw(writer, "}");
}

/* Writes the body twice, first only to measure it: head and body leave in one piece, since a server may wait just one
 * second after the head (api.md 3.6). */
void zimport_encoding_body_end(zimport_http_writer *writer, const zimport_question *question) {
    zimport_http_writer measure;

    zimport_http_measure(&measure);
    write_body(&measure, question);
    zimport_http_length(writer, measure.size);
    zimport_http_end(writer);
    write_body(writer, question);
}

void zimport_encoding_body_text(zimport_http_writer *writer, const char *name, zimport_view value) {
    zimport_http_member(writer, name);
    zimport_http_string(writer, value);
}

static void number(zimport_http_writer *writer, const char *name, zimport_view digits) {
    zimport_http_member(writer, name);
    zimport_http_raw(writer, digits.data);
}

const struct zimport_encoding zimport_encoding_body = {"POST", NULL, zimport_encoding_body_end,
                                                       zimport_encoding_body_text, number};
