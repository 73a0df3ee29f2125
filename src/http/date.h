/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_DATE_H
#define ZIMPORT_SRC_HTTP_DATE_H

#include "zimport/base.h"

/* Any of the three forms of RFC 9110 section 5.6.7: seconds since 1970, or -1 (also for the last second of 1969, which
 * no server means). */
int64_t zimport_date_read(const char *text, size_t size);

static inline bool zimport_http_date(zimport_view text, int64_t *seconds) {
    *seconds = zimport_date_read(text.data, text.size);
    return *seconds != -1;
}

#endif
