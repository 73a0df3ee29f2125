/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_WRITER_H
#define ZIMPORT_SRC_HTTP_WRITER_H

#include "zimport/origin.h"

/* Writes one contiguous request: begin, path, query, fields, end, then a body if there is one (body.h). Refuses what
 * could break the framing (control characters; non-token characters in names); the first failure sticks. */
typedef struct zimport_http_writer {
    char *data; /* NULL: only count */
    size_t capacity;
    size_t size;
    size_t head;           /* size of the head, once that has ended */
    zimport_status status; /* ZIMPORT_OK, ZIMPORT_NO_ROOM or ZIMPORT_BAD_ARGUMENT */
    bool more;             /* the next parameter needs & or a comma before it */
} zimport_http_writer;

/* The method is not checked: it comes from this library. */
void zimport_http_begin(zimport_http_writer *writer, char *memory, size_t capacity, const char *method);
/* The absolute form, for a proxy without TLS. */
void zimport_http_site(zimport_http_writer *writer, const zimport_origin *origin);
/* Only characters that RFC 3986 allows in a path: nothing is encoded. */
void zimport_http_path(zimport_http_writer *writer, const zimport_origin *origin, const char *path);
/* Only ids and numbers go into queries: nothing is encoded, any other character refused. */
void zimport_http_query(zimport_http_writer *writer, const char *name, zimport_view value);
/* ` HTTP/1.1` and the Host field, after path and query. */
void zimport_http_target_end(zimport_http_writer *writer, const zimport_origin *origin);
/* For CONNECT, instead of path, query and target_end. */
void zimport_http_tunnel(zimport_http_writer *writer, const char *host, uint16_t port);
/* `name: before value`. */
void zimport_http_field(zimport_http_writer *writer, const char *name, const char *before, zimport_view value);
/* After a name written with zimport_http_raw. */
void zimport_http_value(zimport_http_writer *writer, zimport_view value);
void zimport_http_length(zimport_http_writer *writer, size_t size);
/* Unchecked. */
void zimport_http_raw(zimport_http_writer *writer, const char *text);
void zimport_http_number(zimport_http_writer *writer, uint32_t number);
zimport_status zimport_http_end(zimport_http_writer *writer);

#endif
