/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_ENCODING_H
#define ZIMPORT_SRC_API_ENCODING_H

#include "api/question.h"
#include "http/writer.h"

struct zimport_encoding {
    const char *method;
    void (*target)(zimport_http_writer *writer, const zimport_question *question); /* after the path; may be NULL */
    void (*end)(zimport_http_writer *writer, const zimport_question *question);    /* after the fields */
    void (*text)(zimport_http_writer *writer, const char *name, zimport_view value);
    void (*number)(zimport_http_writer *writer, const char *name, zimport_view digits); /* followed by NUL */
};

extern const struct zimport_encoding encoding_query, encoding_body;

const struct zimport_encoding *encoding_of(const zimport_question *question);

/* Omits an empty value. */
void encoding_text(zimport_http_writer *writer, const zimport_question *question, const char *name, zimport_view value);

/* Of encoding_body, for one that adds to it. */
void encoding_body_end(zimport_http_writer *writer, const zimport_question *question);
void encoding_body_text(zimport_http_writer *writer, const char *name, zimport_view value);

#endif
