/* SPDX-License-Identifier: Apache-2.0 */
/* How a request carries its parameters: in the query of a GET, or in the JSON body of a POST. */
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

/* The operation's encoding if it has one, else the dialect's. */
const struct zimport_encoding *encoding_of(const zimport_question *question);

/* Writes a text parameter, unless it is empty. */
void encoding_text(zimport_http_writer *writer, const zimport_question *question, const char *name, zimport_view value);

/* Writes cluster and database, if the dialect has them. */
void encoding_place(zimport_http_writer *writer, const zimport_question *question);

#endif
