/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of hosts without a proxy, of up to MOST bytes: room for two entries, or one in brackets with a port. What an
 * entry holds, stubs say; no_proxy_entry.c is about that. */
#include "prove.h"

#include "http/no_proxy.c"

bool holds_stub(zimport_view entry, zimport_view host) {
    ASSERT(entry.size > 0 && READABLE(entry.data, entry.size));
    ASSERT(entry.size > 1 || *entry.data != '*');
    return nondet_bool();
}

bool zimport_view_is(zimport_view view, const char *text) {
    return view.size == 1 && *view.data == '*';
}

zimport_number zimport_number_of_digits(const char *text, size_t size) {
    ASSERT(size > 0 && READABLE(text, size));
    return (zimport_number){nondet_u64(), nondet_bool()};
}

zimport_view zimport_view_of(const char *text) {
    return (zimport_view){text, 1};
}

void proof(void) {
    char block[MOST];
    zimport_origin origin;
    size_t size = up_to(MOST);

    (void)zimport_proxy_excluded((zimport_view){block + MOST - size, size}, &origin);
}
