/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_DATE_H
#define ZIMPORT_SRC_HTTP_DATE_H

#include "zimport/base.h"

/* -1 is also the last second of 1969, which no server means. */
static inline bool zimport_http_date(zimport_view text, int64_t *seconds) {
    *seconds = zimport_date_read(text.data, text.size);
    return *seconds != -1;
}

#endif
