/* SPDX-License-Identifier: Apache-2.0 */
/* Names in certificates: matching and addresses. */
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

/* From the first dot on, the dot included; empty when there is none. */
static zimport_view after_label(zimport_view name) {
    const char *dot = name.size > 0 ? memchr(name.data, '.', name.size) : NULL;
    size_t label = dot != NULL ? (size_t)(dot - name.data) : name.size;
    zimport_view rest = {name.data + label, name.size - label};

    return rest;
}

/* Letters, digits, - and _ in labels that are not empty: whatever else is in a certificate matches nothing. */
static bool is_host(zimport_view name) {
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

bool zimport_name_covers(zimport_view name, zimport_view host) {
    uint8_t address[16];

    if (host.size > 0 && host.data[host.size - 1] == '.') {
        host.size--;
    }
    if (!is_host(host) || zimport_name_address(host, address) != 0) {
        return false;
    }
    if (name.size > 2 && name.data[0] == '*' && name.data[1] == '.') {
        zimport_view parent = {name.data + 1, name.size - 1};
        zimport_view inner = {name.data + 2, name.size - 2};
        return is_host(inner) && after_label(inner).size > 0 && same(parent, after_label(host));
    }
    return same(name, host);
}

static size_t address_v4(zimport_view text, uint8_t bytes[4]) {
    size_t at = 0;

    for (size_t part = 0; part < 4; part++) {
        unsigned value = 0;
        size_t start = at;
        while (at < text.size && at - start < 4 && text.data[at] >= '0' && text.data[at] <= '9') {
            value = value * 10U + (unsigned)(text.data[at] - '0');
            at++;
        }
        /* No leading zeros: some read them as octal. */
        if (at == start || value > 255 || (at - start > 1 && text.data[start] == '0')) {
            return 0;
        }
        bytes[part] = (uint8_t)value;
        if (part < 3 && (at >= text.size || text.data[at++] != '.')) {
            return 0;
        }
    }
    return at == text.size ? 4 : 0;
}

static int hex_digit(char c) {
    unsigned char byte = lower(c);

    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Reads groups from `text` up to its end; the last of an address may be an IPv4 address. The number of bytes, or 17 for
 * a fault. */
static size_t groups(zimport_view text, bool last, uint8_t bytes[16]) {
    size_t filled = 0;
    size_t at = 0;

    while (at < text.size) {
        zimport_view rest = {text.data + at, text.size - at};
        unsigned value = 0;
        size_t digits = 0;
        if (last && filled <= 12 && address_v4(rest, bytes + filled) == 4) {
            return filled + 4;
        }
        for (; digits < rest.size && digits < 5 && hex_digit(rest.data[digits]) >= 0; digits++) {
            value = value * 16U + (unsigned)hex_digit(rest.data[digits]);
        }
        if (digits == 0 || digits > 4 || filled > 14) {
            return 17;
        }
        bytes[filled] = (uint8_t)(value >> 8);
        bytes[filled + 1] = (uint8_t)value;
        filled += 2;
        at += digits;
        if (at < text.size && (text.data[at++] != ':' || at == text.size)) {
            return 17;
        }
    }
    return filled;
}

static size_t address_v6(zimport_view text, uint8_t bytes[16]) {
    uint8_t tail_bytes[16];
    zimport_view head = text;
    zimport_view tail = {NULL, 0};
    size_t front;
    size_t back;

    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.data[i] == ':' && text.data[i + 1] == ':') {
            head.size = i;
            tail.data = text.data + i + 2;
            tail.size = text.size - i - 2;
            break;
        }
    }
    front = groups(head, tail.data == NULL, bytes);
    if (tail.data == NULL) {
        return front == 16 ? 16 : 0;
    }
    back = groups(tail, true, tail_bytes);
    if (front + back > 14) {
        return 0;
    }
    memset(bytes + front, 0, 16 - front - back);
    memcpy(bytes + 16 - back, tail_bytes, back);
    return 16;
}

size_t zimport_name_address(zimport_view text, uint8_t bytes[16]) {
    size_t size = address_v4(text, bytes);

    return size > 0 ? size : address_v6(text, bytes);
}
