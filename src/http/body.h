/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON body after the head, with the same writer. */
#ifndef ZIMPORT_SRC_HTTP_BODY_H
#define ZIMPORT_SRC_HTTP_BODY_H

#include "http/writer.h"

/* From now on only counts bytes. */
void zimport_http_measure(zimport_http_writer *writer);
/* With a comma unless it is the first. The name is not escaped. */
void zimport_http_member(zimport_http_writer *writer, const char *name);
/* Escapes control characters, quotes and backslashes (RFC 8259 section 7). */
void zimport_http_string(zimport_http_writer *writer, zimport_view utf8);

#endif
