/* SPDX-License-Identifier: Apache-2.0 */
/* Names in certificates beside hosts, each of up to MOST bytes: room for a wildcard with three labels. Whether a host
 * is an address, a stub says. What covers a host is the same name, or a wildcard for its first label with a dot in the
 * rest. */
#include "prove.h"

#include "base/chars.h"
#include "port/mbedtls/chain/name.h"

static bool is_address;

size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]) {
    return is_address ? 4 : 0;
}

void proof(void) {
    char names[MOST];
    char hosts[MOST];
    size_t size = up_to(MOST);
    size_t host_size = up_to(MOST);
    const char *name = names + MOST - size;
    const char *host = hosts + MOST - host_size;

    is_address = nondet_bool();
    (void)zimport_name_is_dns((zimport_view){name, size});
    if (!zimport_name_covers((zimport_view){name, size}, (zimport_view){host, host_size})) {
        return;
    }
    host_size -= host[host_size - 1] == '.';
    ASSERT(!is_address && host_size > 0 && size > 0);
    size_t at = up_to(MOST - 1);
    if (name[0] != '*') {
        ASSERT(size == host_size && (at >= size || lower(name[at]) == lower(host[at])));
        return;
    }
    /* The rest is the same, counted from the end, and has a second dot. */
    ASSERT(size >= 5 && host_size >= size - 1 && name[1] == '.' && host[0] != '.');
    ASSERT(at >= size - 1 || lower(name[size - 1 - at]) == lower(host[host_size - 1 - at]));
}
