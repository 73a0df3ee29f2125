/* SPDX-License-Identifier: Apache-2.0 */
/* Matching of names in certificates. */
#include "name.h"

#include <string.h>

static unsigned char lower(char c) {
    unsigned char byte = (unsigned char)c;

    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte + ('a' - 'A')) : byte;
}

static bool same(zimport_view a, zimport_view b) {
    if (a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (lower(a.data[i]) != lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

/* From the first dot on, the dot included; empty if there is none. */
static zimport_view after_label(zimport_view name) {
    const char *dot = memchr(name.data, '.', name.size);
    size_t label = dot != NULL ? (size_t)(dot - name.data) : name.size;
    zimport_view rest = {name.data + label, name.size - label};

    return rest;
}

/* Letters, digits, - and _ in labels that are not empty. A certificate's name with anything else matches nothing. */
bool zimport_name_is_host(zimport_view name) {
    bool label = false;

    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = lower(name.data[i]);
        if (c == '.' && label) {
            label = false;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
            label = true;
        } else {
            return false;
        }
    }
    return label;
}

static zimport_view inside_of(zimport_view name) {
    zimport_view inner = {name.data + 2, name.size - 2};

    return inner;
}

static bool is_wildcard(zimport_view name) {
    return name.size > 2 && name.data[0] == '*' && name.data[1] == '.';
}

bool zimport_name_is_dns(zimport_view name) {
    return zimport_name_is_host(is_wildcard(name) ? inside_of(name) : name);
}

bool zimport_name_covers(zimport_view name, zimport_view host) {
    uint8_t address[16];

    if (host.size > 0 && host.data[host.size - 1] == '.') {
        host.size--;
    }
    if (!zimport_name_is_host(host) || zimport_address_parse(host, address) != 0) {
        return false;
    }
    if (is_wildcard(name)) {
        zimport_view parent = {name.data + 1, name.size - 1};
        zimport_view inner = inside_of(name);
        return zimport_name_is_host(inner) && after_label(inner).size > 0 && same(parent, after_label(host));
    }
    return same(name, host);
}
