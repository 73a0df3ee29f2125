/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/address.h"
#include "base/chars.h"
#include "base/number.h"
#include "zimport/origin.h"

/* Takes a prefix, in either case, off the front of a text. */
static bool take(zimport_view *text, const char *prefix) {
    size_t size = strlen(prefix);

    if (text->size < size || !zimport_view_is_nocase((zimport_view){text->data, size}, prefix)) {
        return false;
    }
    text->data += size;
    text->size -= size;
    return true;
}

static size_t index_of(zimport_view text, char c) {
    const char *found = text.size > 0 ? memchr(text.data, c, text.size) : NULL;

    return found != NULL ? (size_t)(found - text.data) : text.size;
}

static void copy_lower(char *to, zimport_view from) {
    for (size_t i = 0; i < from.size; i++) {
        to[i] = lower(from.data[i]);
    }
    to[from.size] = '\0';
}

/* Labels of letters, digits, - and _ with single dots in between. */
static bool is_name(zimport_view host) {
    size_t label = 0;

    for (size_t i = 0; i < host.size; i++) {
        char c = host.data[i];
        label = c == '.' ? 0 : label + 1;
        if ((label == 0 && (i == 0 || host.data[i - 1] == '.')) || label > 63) {
            return false;
        }
        if (c != '.' && c != '-' && c != '_' && !is_alnum(c)) {
            return false;
        }
    }
    return host.size > 0 && label > 0;
}

/* A host whose last label is a number is an address or nothing: 127.1 must not go to a resolver that takes it for one.
 */
static bool ends_in_number(zimport_view host) {
    size_t start = host.size;

    while (start > 0 && host.data[start - 1] != '.') {
        start--;
    }
    return number_digits((zimport_view){host.data + start, host.size - start}).given;
}

static bool set_address(zimport_origin *origin, zimport_view host, bool bracketed) {
    static const uint8_t one[16] = {[15] = 1};
    uint8_t bytes[16];
    bool good = bracketed ? address_v6(host, bytes) : address_v4(host, bytes);

    origin->address = true;
    origin->loopback = good && (bracketed ? memcmp(bytes, one, sizeof one) == 0 : bytes[0] == 127);
    return good;
}

static bool set_host(zimport_origin *origin, zimport_view host, bool bracketed) {
    bool good;

    if (!bracketed && host.size > 1 && host.data[host.size - 1] == '.') {
        host.size--;
    }
    if (host.size > ZIMPORT_HOST_MAX) {
        return false;
    }
    if (bracketed || ends_in_number(host)) {
        good = set_address(origin, host, bracketed);
    } else {
        good = is_name(host);
        origin->loopback = zimport_view_is_nocase(host, "localhost");
    }
    copy_lower(origin->host, host);
    return good;
}

static bool set_port(zimport_origin *origin, zimport_view port) {
    zimport_number number = number_digits(port);

    if (port.size == 0) {
        return true;
    }
    origin->port = (uint16_t)number.value;
    return number.given && number.value > 0 && number.value <= 65535;
}

static bool set_authority(zimport_origin *origin, zimport_view authority) {
    bool bracketed = authority.size > 0 && authority.data[0] == '[';
    size_t end = index_of(authority, bracketed ? ']' : ':');

    if (!bracketed) {
        zimport_view port = {authority.data + end + (end < authority.size),
                             authority.size - end - (end < authority.size)};
        return set_host(origin, (zimport_view){authority.data, end}, false) && set_port(origin, port);
    }
    if (end == authority.size || !set_host(origin, (zimport_view){authority.data + 1, end - 1}, true)) {
        return false;
    }
    zimport_view rest = {authority.data + end + 1, authority.size - end - 1};
    return rest.size == 0 || (take(&rest, ":") && set_port(origin, rest));
}

/* The characters of RFC 3986's path; a percent sign only as part of an escape. */
static bool is_path(zimport_view path) {
    for (size_t i = 0; i < path.size; i++) {
        char c = path.data[i];
        if (c == '%') {
            if (path.size - i < 3 || hex_value(path.data[i + 1]) < 0 || hex_value(path.data[i + 2]) < 0) {
                return false;
            }
        } else if (!is_alnum(c) && (c == '\0' || strchr("/-._~!$&'()*+,;=:@", c) == NULL)) {
            return false;
        }
    }
    return true;
}

static bool set_prefix(zimport_origin *origin, zimport_view path) {
    while (path.size > 0 && path.data[path.size - 1] == '/') {
        path.size--;
    }
    if (path.size > ZIMPORT_PREFIX_MAX || !is_path(path)) {
        return false;
    }
    if (path.size > 0) {
        memcpy(origin->prefix, path.data, path.size);
    }
    origin->prefix[path.size] = '\0';
    return true;
}

zimport_status zimport_origin_parse(zimport_origin *origin, zimport_view text) {
    *origin = (zimport_origin){.tls = true, .port = 443};
    if (take(&text, "http://")) {
        origin->tls = false;
        origin->port = 80;
    } else {
        take(&text, "https://");
    }
    size_t slash = index_of(text, '/');
    zimport_view authority = {text.data, slash};
    zimport_view path = {text.data + slash, text.size - slash};
    if (slash > 0 && text.data[slash - 1] == ':' && path.size > 1 && path.data[1] == '/') {
        return ZIMPORT_BAD_URL; /* another scheme, not a host with an empty port */
    }
    return set_authority(origin, authority) && set_prefix(origin, path) ? ZIMPORT_OK : ZIMPORT_BAD_URL;
}
