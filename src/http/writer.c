/* SPDX-License-Identifier: Apache-2.0 */
#include "http/writer.h"

#include <string.h>

#include "base/chars.h"

static void refuse(zimport_http_writer *writer, zimport_status status) {
    if (writer->status == ZIMPORT_OK) {
        writer->status = status;
    }
}

static void put(zimport_http_writer *writer, zimport_view text) {
    if (writer->capacity - writer->size < text.size) {
        refuse(writer, ZIMPORT_NO_ROOM);
    }
    if (writer->status == ZIMPORT_OK && text.size > 0) {
        if (writer->data != NULL) {
            memcpy(writer->data + writer->size, text.data, text.size);
        }
        writer->size += text.size;
    }
}

static void put_text(zimport_http_writer *writer, const char *text) {
    put(writer, zimport_view_of(text));
}

static bool is_token(const char *name) {
    for (const char *c = name; *c != '\0'; c++) {
        if (!is_alnum(*c) && strchr("!#$%&'*+-.^_`|~", *c) == NULL) {
            return false;
        }
    }
    return *name != '\0';
}

/* What is not visible ASCII could end the request line, and a # would begin a fragment, which is never sent. */
static void put_target(zimport_http_writer *writer, const char *text) {
    for (const char *c = text; *c != '\0'; c++) {
        if (*c < '!' || *c > '~' || *c == '#') {
            refuse(writer, ZIMPORT_BAD_ARGUMENT);
        }
    }
    put_text(writer, text);
}

/* A control could end the line and begin a field or a request of its own. */
static void put_value(zimport_http_writer *writer, zimport_view text) {
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < ' ' || c == 0x7F) {
            refuse(writer, ZIMPORT_BAD_ARGUMENT);
        }
    }
    put(writer, text);
}

void zimport_http_begin(zimport_http_writer *writer, char *memory, size_t capacity, const char *method) {
    *writer = (zimport_http_writer){.data = memory, .capacity = capacity, .status = ZIMPORT_OK};
    if (!is_token(method)) {
        refuse(writer, ZIMPORT_BAD_ARGUMENT);
    }
    put_text(writer, method);
    put_text(writer, " ");
}

void zimport_http_raw(zimport_http_writer *writer, const char *text) {
    put_text(writer, text);
}

void zimport_http_number(zimport_http_writer *writer, uint32_t number) {
    char digits[10];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(writer, (zimport_view){digits + at, sizeof digits - at});
}

/* The port is left out when it is the one that is understood. */
static void put_authority(zimport_http_writer *writer, const char *host, uint16_t port, uint16_t understood) {
    bool brackets = strchr(host, ':') != NULL;

    put_text(writer, brackets ? "[" : "");
    put_target(writer, host);
    put_text(writer, brackets ? "]" : "");
    if (port != understood) {
        put_text(writer, ":");
        zimport_http_number(writer, port);
    }
}

void zimport_http_site(zimport_http_writer *writer, const zimport_origin *origin) {
    put_text(writer, "http://");
    put_authority(writer, origin->host, origin->port, 80);
}

void zimport_http_path(zimport_http_writer *writer, const zimport_origin *origin, const char *path) {
    put_target(writer, origin->prefix);
    put_target(writer, path);
}

/* Everything but RFC 3986's unreserved characters as %XX. */
static void put_encoded(zimport_http_writer *writer, zimport_view text) {
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        char escape[3] = {'%', digits[c >> 4], digits[c & 15]};
        bool plain = is_alnum((char)c) || (c != '\0' && strchr("-._~", (char)c) != NULL);
        put(writer, plain ? (zimport_view){text.data + i, 1} : (zimport_view){escape, 3});
    }
}

void zimport_http_query(zimport_http_writer *writer, const char *name, zimport_view value) {
    put_text(writer, writer->more ? "&" : "?");
    put_encoded(writer, zimport_view_of(name));
    put_text(writer, "=");
    put_encoded(writer, value);
    writer->more = true;
}

static const char version_and_host[] = " HTTP/1.1\r\nHost: ";

void zimport_http_target_end(zimport_http_writer *writer, const zimport_origin *origin) {
    put_text(writer, version_and_host);
    put_authority(writer, origin->host, origin->port, origin->tls ? 443 : 80);
    put_text(writer, "\r\n");
}

void zimport_http_tunnel(zimport_http_writer *writer, const char *host, uint16_t port) {
    put_authority(writer, host, port, 0);
    put_text(writer, version_and_host);
    put_authority(writer, host, port, 0);
    put_text(writer, "\r\n");
}

void zimport_http_field(zimport_http_writer *writer, const char *name, const char *before, zimport_view value) {
    if (!is_token(name)) {
        refuse(writer, ZIMPORT_BAD_ARGUMENT);
    }
    put_text(writer, name);
    put_text(writer, ": ");
    put_value(writer, zimport_view_of(before));
    put_value(writer, value);
    put_text(writer, "\r\n");
}

void zimport_http_length(zimport_http_writer *writer, size_t size) {
    put_text(writer, "Content-Length: ");
    zimport_http_number(writer, (uint32_t)size);
    put_text(writer, "\r\n");
}

zimport_status zimport_http_end(zimport_http_writer *writer) {
    put_text(writer, "\r\n");
    writer->head = writer->size;
    return writer->status;
}
