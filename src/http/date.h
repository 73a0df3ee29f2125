/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_DATE_H
#define ZIMPORT_SRC_HTTP_DATE_H

#include "zimport/base.h"

/* Where a date in a header field lies: seconds since 1970 in UTC. All three forms of RFC 9110 section 5.6.7; false
 * for anything else. */
bool date_read(const char *text, size_t size, int64_t *seconds);
static inline bool zimport_http_date(zimport_view text, int64_t *seconds) {
    return date_read(text.data, text.size, seconds);
}

#endif
