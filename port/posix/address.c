/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: their order, and as text. inet_ntop would do, but brings all of printf into a static program with musl: 10
 * KB. */
#include "internal.h"

#include <string.h>

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

/* The first of the longest runs of two or more zero groups, which "::" stands for (RFC 5952 section 4.2). */
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
