/* SPDX-License-Identifier: Apache-2.0 */
/* A name in a query: texts of up to MOST bytes, more than a name has, at any place that a first part can leave; how
 * long the text is, a stub says. */
#include "prove.h"

#include "port/posix/dns.c"

static char block[MOST];

zimport_view zimport_view_of(const char *of) {
    return (zimport_view){of, up_to(MOST)};
}

void proof(void) {
    uint8_t query[ZIMPORT_DNS_QUERY_MAX];
    size_t at = up_to(NAME_TEXT_MAX + 1);
    size_t size = put_text(query + HEADER, at, block);

    ASSERT(size == 0 || (size >= at && size <= NAME_TEXT_MAX + 1));
}
