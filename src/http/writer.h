/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_WRITER_H
#define ZIMPORT_SRC_HTTP_WRITER_H

#include "zimport/origin.h"

/*
 * Writes one contiguous request into memory of the caller. Begin, then path, query, fields and end, and behind that a
 * body if there is one (body.h): each refuses what could break the framing (controls; whatever is not a token in a
 * name) and the first refusal sticks.
 */
typedef struct zimport_http_writer {
    char *data; /* NULL: nothing is kept, only counted */
    size_t capacity;
    size_t size;
    size_t head;           /* of it the head, once it has ended */
    zimport_status status; /* ZIMPORT_OK, ZIMPORT_NO_ROOM or ZIMPORT_BAD_ARGUMENT */
    bool more;             /* a parameter was written: the next one follows after & or a comma */
} zimport_http_writer;

/* `METHOD `: one of the few that are written into this library, so that it is not looked at. */
void zimport_http_begin(zimport_http_writer *writer, char *memory, size_t capacity, const char *method);
/* `http://host:port`, in front of the path: for a proxy, and only without TLS. */
void zimport_http_site(zimport_http_writer *writer, const zimport_origin *origin);
/* `prefix path`. Neither is encoded: both must be characters that RFC 3986 allows in a path. */
void zimport_http_path(zimport_http_writer *writer, const zimport_origin *origin, const char *path);
/* `?name=value` or `&name=value`. Ids and numbers need no encoding, and nothing else is sent in a query: a value with
 * any other character is refused. */
void zimport_http_query(zimport_http_writer *writer, const char *name, zimport_view value);
/* ` HTTP/1.1` and the Host field. After the queries, before the fields. */
void zimport_http_target_end(zimport_http_writer *writer, const zimport_origin *origin);
/* Instead of path, query and target_end: all that for CONNECT, `host:port HTTP/1.1` and the Host field. */
void zimport_http_tunnel(zimport_http_writer *writer, const char *host, uint16_t port);
/* `name: before value`. */
void zimport_http_field(zimport_http_writer *writer, const char *name, const char *before, zimport_view value);
/* `value` and the end of the line, behind a name that was written as it is. */
void zimport_http_value(zimport_http_writer *writer, zimport_view value);
/* `Content-Length: size`. */
void zimport_http_length(zimport_http_writer *writer, size_t size);
/* A text as it is, and a number in decimal digits: for what is written around them. */
void zimport_http_raw(zimport_http_writer *writer, const char *text);
void zimport_http_number(zimport_http_writer *writer, uint32_t number);
/* The empty line. Returns the writer's status. */
zimport_status zimport_http_end(zimport_http_writer *writer);

#endif
