/* SPDX-License-Identifier: Apache-2.0 */
/* NO_PROXY has no standard. This is what curl, Go and Python agree on, plus ports as in Go. */
#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "base/views.h"
#include "zimport/origin.h"

static bool is_separator(char c) {
    return c == ',' || c == ' ' || c == '\t';
}

static bool next_entry(zimport_view *list, zimport_view *entry) {
    while (list->size > 0 && is_separator(list->data[0])) {
        list->data++;
        list->size--;
    }
    *entry = (zimport_view){list->data, 0};
    while (entry->size < list->size && !is_separator(list->data[entry->size])) {
        entry->size++;
    }
    list->data += entry->size;
    list->size -= entry->size;
    return entry->size > 0;
}

static bool has(zimport_view text, char c) {
    return view_index(text, c) < text.size;
}

/* False if it is a different port. An IPv6 address needs brackets or a range before its port. */
static bool take_port(zimport_view *entry, uint16_t port) {
    size_t start = entry->size;

    while (start > 0 && is_digit(entry->data[start - 1])) {
        start--;
    }
    if (start == entry->size || start < 2 || entry->data[start - 1] != ':') {
        return true;
    }
    zimport_view front = {entry->data, start - 1};
    if (has(front, ':') && !has(front, '/') && front.data[front.size - 1] != ']') {
        return true;
    }
    zimport_number number = number_digits((zimport_view){entry->data + start, entry->size - start});
    *entry = front;
    return number.value == port;
}

static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};

/* Maps IPv4 into IPv6 (RFC 4291 section 2.5.5.2). Returns the bits of the original: 32, 128, or 0 if it is none. */
static size_t read_address(zimport_view text, uint8_t bytes[16]) {
    size_t size = zimport_address_parse(text, bytes);

    if (size == 4) {
        memcpy(bytes + sizeof mapped, bytes, size);
        memcpy(bytes, mapped, sizeof mapped);
        return 32;
    }
    if (text.data[0] == '[' && text.data[text.size - 1] == ']') {
        size = zimport_address_parse((zimport_view){text.data + 1, text.size - 2}, bytes);
    }
    return size == 16 ? 128 : 0;
}

static bool same_bits(const uint8_t a[16], const uint8_t b[16], size_t bits) {
    size_t whole = bits / 8;

    return memcmp(a, b, whole) == 0 && (bits % 8 == 0 || (a[whole] ^ b[whole]) >> (8 - bits % 8) == 0);
}

static bool holds_address(zimport_view entry, zimport_view host) {
    uint8_t network[16];
    uint8_t address[16];
    size_t slash = view_index(entry, '/');
    size_t width = read_address((zimport_view){entry.data, slash}, network);
    zimport_number prefix = {width, true};

    if (slash < entry.size) {
        prefix = number_digits((zimport_view){entry.data + slash + 1, entry.size - slash - 1});
    }
    if (width == 0 || !prefix.given || prefix.value > width) {
        return false;
    }
    (void)read_address(host, address); /* an origin's address is one */
    size_t bits = 128 - width + (size_t)prefix.value;
    /* ::/0 covers every IPv6 address but no mapped IPv4 address. */
    return (bits >= 96 || memcmp(address, mapped, sizeof mapped) != 0) && same_bits(network, address, bits);
}

/* The entry is the name or a parent domain. `host` ends with NUL. */
static bool holds_name(zimport_view entry, zimport_view host) {
    size_t front = entry.data[0] == '*' && entry.data[1] == '.' ? 2 : entry.data[0] == '.';
    zimport_view domain = {entry.data + front, entry.size - front};

    domain.size -= domain.size > 0 && domain.data[domain.size - 1] == '.';
    if (domain.size > host.size) {
        return false;
    }
    const char *tail = host.data + host.size - domain.size;
    return zimport_view_is_nocase(domain, tail) && (tail == host.data || tail[-1] == '.');
}

bool zimport_proxy_excluded(zimport_view list, const zimport_origin *origin) {
    zimport_view host = zimport_view_of(origin->host);
    zimport_view entry;

    while (next_entry(&list, &entry)) {
        bool here = take_port(&entry, origin->port);
        if (here &&
            (zimport_view_is(entry, "*") || (origin->address ? holds_address(entry, host) : holds_name(entry, host)))) {
            return true;
        }
    }
    return false;
}
