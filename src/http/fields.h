/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_FIELDS_H
#define ZIMPORT_SRC_HTTP_FIELDS_H

#include "http/reader.h"

zimport_status zimport_fields_status_line(zimport_http_reader *reader);

zimport_status zimport_fields_line(zimport_http_reader *reader);

/* RFC 9112 section 6.3: sets the state. */
zimport_status zimport_fields_frame(zimport_http_reader *reader);

#endif
