/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/base64.h"
#include "base/chars.h"
#include "base/views.h"
#include "http/via.h"

/* Leaves *at on the last character of an escape. */
static bool decode(zimport_view text, size_t *at, char *c) {
    *c = text.data[*at];
    if (*c != '%') {
        return *c != ' ' && *c != '?' && *c != '#';
    }
    if (text.size - *at < 3) {
        return false;
    }
    int high = zimport_chars_hex(text.data[++*at]);
    int low = zimport_chars_hex(text.data[++*at]);
    *c = (char)(high * 16 + low);
    return high >= 0 && low >= 0;
}

/* RFC 7617 section 2. Control characters are refused, and an escaped colon in the user, since the first colon ends
 * it. */
static bool decode_credentials(zimport_view info, char *plain, size_t *size) {
    bool in_password = false;
    char c;

    for (size_t at = 0; at < info.size; at++) {
        bool escaped = info.data[at] == '%';
        if (!decode(info, &at, &c) || (unsigned char)c < ' ' || c == 0x7F || *size == ZIMPORT_CREDENTIALS_MAX) {
            return false;
        }
        if (c == ':' && !in_password) {
            in_password = true;
            if (escaped) {
                return false;
            }
        }
        plain[(*size)++] = c;
    }
    if (!in_password) {
        if (*size == ZIMPORT_CREDENTIALS_MAX) {
            return false;
        }
        plain[(*size)++] = ':';
    }
    return true;
}

static bool set_credentials(zimport_proxy_server *server, zimport_view info) {
    char plain[ZIMPORT_CREDENTIALS_MAX];
    size_t size = 0;
    bool good = decode_credentials(info, plain, &size);

    if (good) {
        zimport_base64_encode((zimport_view){plain, size}, server->credentials);
    }
    zimport_wipe(plain, sizeof plain);
    return good;
}

static bool has_port(zimport_view authority) {
    char last = authority.data[authority.size - 1];

    return last != ']' && last != ':' && view_index(authority, ':') < authority.size;
}

zimport_status zimport_proxy_parse(zimport_proxy_server *server, zimport_view text) {
    memset(server, 0, sizeof *server);
    server->how = &zimport_via_http;
    (void)view_take(&text, "http://");
    zimport_view authority = {text.data, view_index(text, '/')};
    size_t info = view_index(authority, '@');
    size_t start = info < authority.size ? info + 1 : 0;
    zimport_view host = {authority.data + start, authority.size - start};
    /* Of a URL with another scheme, only `scheme:` is left here, which is no origin either. */
    if (text.size - authority.size > 1 || zimport_origin_parse(&server->origin, host) != ZIMPORT_OK) {
        return ZIMPORT_BAD_URL;
    }
    server->origin.tls = false;
    if (!has_port(host)) {
        server->origin.port = 80;
    }
    return start < 2 || set_credentials(server, (zimport_view){authority.data, info}) ? ZIMPORT_OK : ZIMPORT_BAD_URL;
}
