/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a JSON body after the request head, with the same writer. */
#ifndef ZIMPORT_SRC_HTTP_BODY_H
#define ZIMPORT_SRC_HTTP_BODY_H

#include "http/writer.h"

/* Begins a dry run, which only counts bytes. */
void zimport_http_measure(zimport_http_writer *writer);
/* `"name":`, after a comma unless it is the first member. The name is not escaped. */
void zimport_http_member(zimport_http_writer *writer, const char *name);
/* A JSON string: control characters, quotes and backslashes are escaped (RFC 8259 section 7). */
void zimport_http_string(zimport_http_writer *writer, zimport_view utf8);

#endif
