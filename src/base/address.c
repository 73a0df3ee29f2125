/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "zimport/base.h"

/* Four decimal numbers from 0 to 255 without leading zeros (RFC 3986 IPv4address). */
static bool read_v4(const char *at, const char *end, uint8_t *to) {
    for (int count = 0; count < 4; count++) {
        const char *start = at;

        while (at < end && *at != '.') {
            at++;
        }
        int32_t number = zimport_number_small(start, (size_t)(at - start));
        if (number < 0 || number > 255 || (*start == '0' && at > start + 1)) {
            return false;
        }
        *to++ = (uint8_t)number;
        if (count < 3 && at++ == end) {
            return false;
        }
    }
    return at == end;
}

static const char *read_group(const char *at, const char *end, uint8_t *to) {
    const char *start = at;
    unsigned value = 0;
    int digit;

    while (at < end && (digit = zimport_chars_hex(*at)) >= 0) {
        value = value << 4 | (unsigned)digit;
        at++;
    }
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
    return at > start && at <= start + 4 ? at : NULL;
}

/* Notes in the gap where "::" is. Returns the end of the groups. */
static uint8_t *read_groups(const char *at, const char *end, uint8_t *to, const uint8_t *last, uint8_t **gap) {
    while (at < end) {
        if (*at == ':' && *gap == NULL) {
            *gap = to;
            if (++at == end) {
                break;
            }
        }
        const char *next = to < last ? read_group(at, end, to) : NULL;
        if (next != NULL && next < end && *next == '.') {
            return to <= last - 4 && read_v4(at, end, to) ? to + 4 : NULL;
        }
        if (next == NULL || (next < end && (*next != ':' || next + 1 == end))) {
            return NULL;
        }
        to += 2;
        at = next + 1;
    }
    return to;
}

/* RFC 4291 section 2.2, all three forms, without brackets and zone. */
static bool read_v6(const char *at, const char *end, uint8_t bytes[16]) {
    uint8_t *gap = NULL;

    /* A leading "::" has one colon more: elsewhere, the first of the two belongs to the group before it. */
    if (at < end && *at == ':' && (++at == end || *at != ':')) {
        return false;
    }
    uint8_t *to = read_groups(at, end, bytes, bytes + 16, &gap);
    if (to == NULL || gap == NULL) {
        return to == bytes + 16;
    }
    size_t tail = (size_t)(to - gap);
    size_t zeros = (size_t)(bytes + 16 - to);
    memmove(gap + zeros, gap, tail);
    memset(gap, 0, zeros);
    return zeros > 0;
}

size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]) {
    if (text.size == 0) {
        return 0; /* without memory there is no end */
    }
    const char *end = text.data + text.size;
    return read_v4(text.data, end, bytes) ? 4 : read_v6(text.data, end, bytes) ? 16 : 0;
}
