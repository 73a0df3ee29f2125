/* SPDX-License-Identifier: Apache-2.0 */
/* An entry of a list of hosts without a proxy, of up to MOST bytes: room for a range, a wildcard, and dots at both
 * ends. What is an address, a number or the same name, stubs say, so that a few bytes can be any of them. */
#include "prove.h"

#include "http/no_proxy.c"

size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]) {
    size_t size = nondet_size();

    ASSERT(text.size == 0 || READABLE(text.data, text.size));
    ASSUME(size == 0 || size == 4 || size == 16);
    havoc(bytes, 16);
    return size;
}

zimport_number zimport_number_of_digits(const char *text, size_t size) {
    ASSERT(size == 0 || READABLE(text, size));
    return (zimport_number){nondet_u64(), size > 0 && nondet_bool()};
}

bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold) {
    ASSERT(size == 0 || READABLE(bytes, size));
    return nondet_bool();
}

bool zimport_view_is_nocase(zimport_view view, const char *text) {
    ASSERT(view.size == 0 || READABLE(text, view.size));
    return zimport_views_are(view.data, view.size, text, FOLD);
}

void proof(void) {
    char block[MOST];
    char name[MOST];
    size_t size = up_to(MOST);
    size_t host_size = up_to(MOST);

    ASSUME(size > 0 && host_size > 0);
    zimport_view entry = {block + MOST - size, size};
    zimport_view host = {name + MOST - host_size, host_size};
    /* A single * is found before these are asked. */
    ASSUME(size > 1 || *entry.data != '*');
    (void)(nondet_bool() ? holds_address(entry, host) : holds_name(entry, host));
}
