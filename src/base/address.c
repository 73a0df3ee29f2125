/* SPDX-License-Identifier: Apache-2.0 */
#include "base/address.h"

#include <string.h>

#include "base/chars.h"
#include "base/number.h"

bool address_v4(zimport_view text, uint8_t bytes[4]) {
    size_t start = 0;
    size_t count = 0;

    for (size_t at = 0; at <= text.size; at++) {
        if (at < text.size && text.data[at] != '.') {
            continue;
        }
        zimport_view part = {text.data + start, at - start};
        zimport_number number = number_digits(part);
        bool padded = part.size > 1 && part.data[0] == '0';
        if (count == 4 || !number.given || number.value > 255 || padded) {
            return false;
        }
        bytes[count++] = (uint8_t)number.value;
        start = at + 1;
    }
    return count == 4;
}

/* One to four hex digits at *at. */
static bool hex_group(zimport_view text, size_t *at, uint8_t bytes[2]) {
    unsigned value = 0;
    size_t start = *at;

    while (*at < text.size && *at < start + 5 && hex_value(text.data[*at]) >= 0) {
        value = value << 4 | (unsigned)hex_value(text.data[(*at)++]);
    }
    bytes[0] = (uint8_t)(value >> 8 & 0xFF);
    bytes[1] = (uint8_t)(value & 0xFF);
    return *at > start && *at <= start + 4;
}

#define NO_GAP SIZE_MAX

/* The groups of an address as they stand in it, and where its "::" is. */
struct groups {
    uint8_t bytes[16];
    size_t size;
    size_t gap; /* index in bytes, or NO_GAP */
};

static bool v4_tail(zimport_view text, size_t at, struct groups *groups) {
    if (groups->size > 12 ||
        !address_v4((zimport_view){text.data + at, text.size - at}, groups->bytes + groups->size)) {
        return false;
    }
    groups->size += 4;
    return true;
}

static bool starts_gap(zimport_view text, size_t at) {
    return at + 1 < text.size && text.data[at] == ':' && text.data[at + 1] == ':';
}

static bool read_groups(zimport_view text, struct groups *groups) {
    size_t at = 0;

    while (at < text.size) {
        if (starts_gap(text, at)) {
            if (groups->gap != NO_GAP) {
                return false;
            }
            groups->gap = groups->size;
            at += 2;
            if (at == text.size) {
                return true;
            }
        } else if (at > 0 && text.data[at++] != ':') {
            return false;
        }
        size_t start = at;
        if (groups->size > 14) {
            return false;
        }
        if (!hex_group(text, &at, groups->bytes + groups->size) || (at < text.size && text.data[at] == '.')) {
            return v4_tail(text, start, groups);
        }
        groups->size += 2;
    }
    return true;
}

bool address_v6(zimport_view text, uint8_t bytes[16]) {
    struct groups groups = {{0}, 0, NO_GAP};

    if (text.size == 0 || !read_groups(text, &groups)) {
        return false;
    }
    if (groups.gap == NO_GAP) {
        memcpy(bytes, groups.bytes, 16);
        return groups.size == 16;
    }
    if (groups.size > 14) {
        return false;
    }
    memset(bytes, 0, 16);
    memcpy(bytes, groups.bytes, groups.gap);
    memcpy(bytes + 16 - (groups.size - groups.gap), groups.bytes + groups.gap, groups.size - groups.gap);
    return true;
}

size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]) {
    return address_v4(text, bytes) ? 4 : address_v6(text, bytes) ? 16 : 0;
}
