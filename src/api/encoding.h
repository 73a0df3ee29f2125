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

extern const struct zimport_encoding zimport_encoding_query, zimport_encoding_body;

const struct zimport_encoding *zimport_encoding_of(const zimport_question *question);

/* Omits an empty value. */
void zimport_encoding_text(zimport_http_writer *writer, const zimport_question *question, const char *name,
                           zimport_view value);

/* Of zimport_encoding_body, for one that adds to it. */
void zimport_encoding_body_end(zimport_http_writer *writer, const zimport_question *question);
void zimport_encoding_body_text(zimport_http_writer *writer, const char *name, zimport_view value);

#endif
