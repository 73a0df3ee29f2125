/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a response head. */
#ifndef ZIMPORT_SRC_HTTP_FIELDS_H
#define ZIMPORT_SRC_HTTP_FIELDS_H

#include "http/reader.h"

/* Parses the status line in reader->line. */
zimport_status fields_status_line(zimport_http_reader *reader);

/* Parses the field line in reader->line. */
zimport_status fields_line(zimport_http_reader *reader);

/* After the last line: decides how the body is framed (RFC 9112 section 6.3) and sets the state. */
zimport_status fields_frame(zimport_http_reader *reader);

#endif
