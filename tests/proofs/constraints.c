/* SPDX-License-Identifier: Apache-2.0 */
/* Names beside an authority's constraints, each of up to MOST bytes.
 * Texts have room for spaces in front, between and behind; which bytes a name of a host has, a stub says. */
#include "prove.h"

#include "port/mbedtls/chain/constraints.c"

bool zimport_name_is_host(zimport_view name) {
    ASSERT(name.size == 0 || READABLE(name.data, name.size));
    return nondet_bool();
}

bool zimport_name_is_dns(zimport_view name) {
    return zimport_name_is_host(name);
}

bool zimport_der_is_empty(const zimport_der *from) {
    return from->at == from->end;
}

size_t zimport_der_size(const zimport_der *from) {
    return (size_t)(from->end - from->at);
}

static zimport_der any_in(unsigned char block[MOST]) {
    size_t size = up_to(MOST);

    return (zimport_der){block + MOST - size, block + MOST};
}

void proof(void) {
    unsigned char names[MOST];
    unsigned char bases[MOST];
    zimport_der name = any_in(names);
    zimport_der base = any_in(bases);

    (void)is_same_text(name, base);
    (void)dns_within(&name, &base);
    (void)address_within(&name, &base);
}
