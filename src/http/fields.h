/* SPDX-License-Identifier: Apache-2.0 */
/* What the lines of a response head mean. */
#ifndef ZIMPORT_SRC_HTTP_FIELDS_H
#define ZIMPORT_SRC_HTTP_FIELDS_H

#include "http/reader.h"

/* Takes the status line in reader->line. */
zimport_status fields_status_line(zimport_http_reader *reader);

/* Takes the field line in reader->line. */
zimport_status fields_line(zimport_http_reader *reader);

/* All lines are there: decides how the body is framed (RFC 9112 section 6.3) and sets the state accordingly. */
zimport_status fields_frame(zimport_http_reader *reader);

#endif
