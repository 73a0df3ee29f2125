/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON body behind a request head: the same writer goes on. */
#ifndef ZIMPORT_SRC_HTTP_BODY_H
#define ZIMPORT_SRC_HTTP_BODY_H

#include "http/writer.h"

/* Begins a body that is not kept: only its size counts. */
void zimport_http_measure(zimport_http_writer *writer);
/* `"name":`, behind a comma where a member stands in front. The name is not escaped. */
void zimport_http_member(zimport_http_writer *writer, const char *name);
/* UTF-8 as a JSON string, controls, quotes and backslashes escaped (RFC 8259 section 7). */
void zimport_http_string(zimport_http_writer *writer, zimport_view utf8);

#endif
