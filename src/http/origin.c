/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/chars.h"
#include "base/number.h"
#include "base/views.h"
#include "zimport/origin.h"

/* Labels of letters, digits, - and _, separated by single dots. */
static bool is_name(const char *host, size_t size) {
    size_t label = 0;

    for (size_t i = 0; i < size; i++) {
        char c = host[i];
        if (c == '.' ? label == 0 : !zimport_chars_id(c)) {
            return false;
        }
        label = c == '.' ? 0 : label + 1;
        if (label > 63) {
            return false;
        }
    }
    return label > 0;
}

/* A host that ends in a number must be a full address: some resolvers would accept 127.1 for 127.0.0.1. */
static bool ends_in_number(zimport_view host) {
    const char *end = host.data + host.size;

    host.size = 0;
    while (end > host.data && end[-1] != '.') {
        end--;
        host.size++;
    }
    return zimport_number_small(end, host.size) >= 0;
}

static bool set_address(zimport_origin *origin, zimport_view host, size_t size) {
    static const uint8_t one[16] = {[15] = 1};
    uint8_t bytes[16];
    bool good = zimport_address_parse(host, bytes) == size;

    origin->address = true;
    origin->loopback = size == 4 ? bytes[0] == 127 : memcmp(bytes, one, sizeof one) == 0;
    return good;
}

static bool set_host(zimport_origin *origin, zimport_view host, bool bracketed) {
    if (!bracketed && host.size > 0 && host.data[host.size - 1] == '.') {
        host.size--;
        origin->rooted = true;
    }
    if (host.size > ZIMPORT_HOST_MAX) {
        return false;
    }
    for (size_t i = 0; i < host.size; i++) {
        origin->host[i] = lower(host.data[i]);
    }
    if (bracketed || ends_in_number(host)) {
        return set_address(origin, host, bracketed ? 16 : 4);
    }
    origin->loopback = view_is_nocase(host, "localhost");
    return is_name(origin->host, host.size);
}

static bool set_port(zimport_origin *origin, zimport_view port) {
    int32_t number = zimport_number_small(port.data, port.size);

    if (port.size > 0) {
        origin->port = (uint16_t)number;
    }
    return port.size == 0 || (number > 0 && number <= 65535);
}

static bool set_authority(zimport_origin *origin, zimport_view authority) {
    bool bracketed = view_take(&authority, "[");
    zimport_view host = {authority.data, view_index(authority, bracketed ? ']' : ':')};

    authority.data += host.size;
    authority.size -= host.size;
    return set_host(origin, host, bracketed) && (!bracketed || view_take(&authority, "]")) &&
           (authority.size == 0 || (view_take(&authority, ":") && set_port(origin, authority)));
}

/* RFC 3986; a percent sign only in an escape. NUL ends the text and is not allowed. */
static bool is_path(const char *path, size_t size) {
    static const char marks[] = "/-._~!$&'()*+,;=:@";

    for (size_t i = 0; i < size; i++) {
        bool good = zimport_chars_alnum(path[i]) || memchr(marks, path[i], sizeof marks - 1) != NULL;
        if (!good && (path[i] != '%' || zimport_chars_hex(path[i + 1]) < 0 || zimport_chars_hex(path[i + 2]) < 0)) {
            return false;
        }
    }
    return true;
}

static bool set_prefix(zimport_origin *origin, zimport_view path) {
    while (path.size > 0 && path.data[path.size - 1] == '/') {
        path.size--;
    }
    if (path.size > ZIMPORT_PREFIX_MAX) {
        return false;
    }
    memcpy(origin->prefix, path.data, path.size);
    return is_path(origin->prefix, path.size);
}

zimport_status zimport_origin_parse(zimport_origin *origin, zimport_view text) {
    bool tls = !view_take(&text, "http://");

    memset(origin, 0, sizeof *origin);
    origin->tls = tls;
    origin->port = tls ? 443 : 80;
    if (tls) {
        view_take(&text, "https://");
    }
    zimport_view authority = {text.data, view_index(text, '/')};
    zimport_view path = {text.data + authority.size, text.size - authority.size};
    if (authority.size > 0 && path.data[-1] == ':' && path.size > 0) {
        return ZIMPORT_BAD_URL; /* another scheme, or a missing slash; not a host with an empty port */
    }
    return set_authority(origin, authority) && set_prefix(origin, path) ? ZIMPORT_OK : ZIMPORT_BAD_URL;
}
