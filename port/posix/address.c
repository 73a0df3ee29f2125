/* SPDX-License-Identifier: Apache-2.0 */
/* inet_ntop would do, but with musl it brings all of printf into a static program: 10 KB. */
#include "internal.h"

#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

const zimport_posix_address zimport_posix_loopback[2] = {{6, {[15] = 1}, 0}, {4, {127, 0, 0, 1}, 0}};

unsigned zimport_posix_number(const char *text, unsigned most) {
    uint64_t number = 0; /* ten times `most` fits */

    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (unsigned)(*text - '0');
        number = number < most ? number : most;
    }
    return (unsigned)number;
}

bool zimport_posix_address_parse(zimport_posix_address *address, const char *text) {
    const char *zone = strchr(text, '%');
    size_t size;

    memset(address, 0, sizeof *address);
    size = zimport_address_parse((zimport_view){text, zone != NULL ? (size_t)(zone - text) : strlen(text)},
                                 address->bytes);
    address->family = size == 4 ? 4 : 6;
    if (zone != NULL) {
        unsigned named = if_nametoindex(zone + 1);
        address->scope = named != 0 ? named : zimport_posix_number(zone + 1, INT32_MAX);
    }
    return size > 0;
}

bool zimport_posix_address_fits(const zimport_posix_address *address, zimport_posix_family family) {
    return family == ZIMPORT_POSIX_ANY || (family == ZIMPORT_POSIX_IPV4) == (address->family == 4);
}

socklen_t zimport_posix_sockaddr(struct sockaddr_storage *storage, const zimport_posix_address *address,
                                 uint16_t port) {
    memset(storage, 0, sizeof *storage);
    if (address->family == 4) {
        struct sockaddr_in *in = (struct sockaddr_in *)(void *)storage;
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        memcpy(&in->sin_addr, address->bytes, 4);
        return (socklen_t)sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(void *)storage;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(port);
    in6->sin6_scope_id = address->scope;
    memcpy(&in6->sin6_addr, address->bytes, 16);
    return (socklen_t)sizeof *in6;
}

static char *put_number(char *to, unsigned value, unsigned base) {
    unsigned unit = 1;

    while (value / unit >= base) {
        unit *= base;
    }
    for (; unit > 0; unit /= base) {
        *to++ = "0123456789abcdef"[value / unit % base];
    }
    return to;
}

static unsigned group_of(const zimport_posix_address *address, unsigned i) {
    return (unsigned)address->bytes[2 * i] << 8 | address->bytes[2 * i + 1];
}

/* Of two or more zero groups, the first if several are equal: "::" (RFC 5952 section 4.2). */
static unsigned longest_gap(const zimport_posix_address *address, unsigned *size) {
    unsigned best = 8;

    *size = 1;
    for (unsigned start = 0; start < 8; start++) {
        unsigned end = start;
        while (end < 8 && group_of(address, end) == 0) {
            end++;
        }
        if (end - start > *size) {
            best = start;
            *size = end - start;
        }
    }
    return best;
}

static char *print_v6(const zimport_posix_address *address, char *to) {
    unsigned size;
    unsigned gap = longest_gap(address, &size);

    for (unsigned i = 0; i < 8; i++) {
        if (i == gap) {
            *to++ = ':';
            i += size - 1;
            if (i == 7) {
                *to++ = ':';
            }
            continue;
        }
        if (i > 0) {
            *to++ = ':';
        }
        to = put_number(to, group_of(address, i), 16);
    }
    return to;
}

void zimport_posix_address_print(const zimport_posix_address *address, char text[ZIMPORT_POSIX_ADDRESS_TEXT]) {
    char *to = text;

    if (address->family == 6) {
        to = print_v6(address, to);
    } else {
        for (unsigned i = 0; i < 4; i++) {
            if (i > 0) {
                *to++ = '.';
            }
            to = put_number(to, address->bytes[i], 10);
        }
    }
    *to = '\0';
}

void zimport_posix_address_alternate(zimport_posix_address *addresses, size_t count) {
    for (size_t i = 1; i < count; i++) {
        zimport_posix_address other;
        size_t at = i;

        while (at < count && addresses[at].family == addresses[i - 1].family) {
            at++;
        }
        if (at == count) {
            return;
        }
        other = addresses[at];
        memmove(&addresses[i + 1], &addresses[i], (at - i) * sizeof other);
        addresses[i] = other;
    }
}

void zimport_posix_address_add(zimport_tcp *tcp, const zimport_posix_address *address) {
    zimport_posix_address *list = tcp->addresses;
    const size_t most = ZIMPORT_POSIX_ADDRESSES;
    bool full = tcp->count == most;
    size_t v6 = 0;

    while (v6 < tcp->count && list[v6].family == 6) {
        v6++;
    }
    if (!zimport_posix_address_fits(address, tcp->family) ||
        (full && (address->family == 6 ? v6 >= most / 2 : v6 <= most / 2))) {
        return;
    }
    if (address->family == 6) {
        tcp->count += !full;
        memmove(&list[v6 + 1], &list[v6], (tcp->count - v6 - 1) * sizeof *list);
        list[v6] = *address;
        return;
    }
    if (full) {
        memmove(&list[v6 - 1], &list[v6], (most - v6) * sizeof *list);
        tcp->count--;
    }
    list[tcp->count++] = *address;
}
