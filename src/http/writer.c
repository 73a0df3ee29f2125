/* SPDX-License-Identifier: Apache-2.0 */
#include "http/writer.h"

#include <string.h>

#include "base/chars.h"

static void refuse(zimport_http_writer *writer, zimport_status status) {
    if (writer->status == ZIMPORT_OK) {
        writer->status = status;
    }
}

static void put(zimport_http_writer *writer, const char *text, size_t size) {
    if (writer->capacity - writer->size < size) {
        refuse(writer, ZIMPORT_NO_ROOM);
    }
    if (writer->status == ZIMPORT_OK && size > 0) {
        if (writer->data != NULL) {
            memcpy(writer->data + writer->size, text, size);
        }
        writer->size += size;
    }
}

void zimport_http_raw(zimport_http_writer *writer, const char *text) {
    put(writer, text, strlen(text));
}

static void put_only(zimport_http_writer *writer, const char *text, size_t size, bool (*may)(char c)) {
    for (size_t i = 0; i < size; i++) {
        if (!may(text[i])) {
            refuse(writer, ZIMPORT_BAD_ARGUMENT);
        }
    }
    put(writer, text, size);
}

static void put_name(zimport_http_writer *writer, const char *name) {
    if (*name == '\0') {
        refuse(writer, ZIMPORT_BAD_ARGUMENT);
    }
    put_only(writer, name, strlen(name), zimport_chars_token);
}

/* Anything but visible ASCII could end the request line; # would begin a fragment, which is never sent. */
static bool in_target(char c) {
    return c >= '!' && c <= '~' && c != '#';
}

static void put_target(zimport_http_writer *writer, const char *text) {
    put_only(writer, text, strlen(text), in_target);
}

/* A control character could end the line and smuggle in a field or a request. */
static bool in_value(char c) {
    return (unsigned char)c >= ' ' && c != 0x7F;
}

void zimport_http_begin(zimport_http_writer *writer, char *memory, size_t capacity, const char *method) {
    *writer = (zimport_http_writer){.data = memory, .capacity = capacity, .status = ZIMPORT_OK};
    zimport_http_raw(writer, method);
    zimport_http_raw(writer, " ");
}

void zimport_http_number(zimport_http_writer *writer, uint32_t number) {
    char digits[10];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(writer, digits + at, sizeof digits - at);
}

/* The default port is left out. */
static void put_authority(zimport_http_writer *writer, const char *host, uint16_t port, uint16_t understood) {
    bool brackets = strchr(host, ':') != NULL;

    put(writer, "[", brackets);
    put_target(writer, host);
    put(writer, "]", brackets);
    if (port != understood) {
        zimport_http_raw(writer, ":");
        zimport_http_number(writer, port);
    }
}

void zimport_http_site(zimport_http_writer *writer, const zimport_origin *origin) {
    zimport_http_raw(writer, "http://");
    put_authority(writer, origin->host, origin->port, 80);
}

void zimport_http_path(zimport_http_writer *writer, const zimport_origin *origin, const char *path) {
    put_target(writer, origin->prefix);
    put_target(writer, path);
}

void zimport_http_query(zimport_http_writer *writer, const char *name, zimport_view value) {
    zimport_http_raw(writer, writer->more ? "&" : "?");
    zimport_http_raw(writer, name);
    zimport_http_raw(writer, "=");
    put_only(writer, value.data, value.size, zimport_chars_id);
    writer->more = true;
}

static const char version_and_host[] = " HTTP/1.1\r\nHost: ";

void zimport_http_target_end(zimport_http_writer *writer, const zimport_origin *origin) {
    zimport_http_raw(writer, version_and_host);
    put_authority(writer, origin->host, origin->port, origin->tls ? 443 : 80);
    zimport_http_raw(writer, "\r\n");
}

void zimport_http_tunnel(zimport_http_writer *writer, const char *host, uint16_t port) {
    put_authority(writer, host, port, 0);
    zimport_http_raw(writer, version_and_host);
    put_authority(writer, host, port, 0);
    zimport_http_raw(writer, "\r\n");
}

void zimport_http_value(zimport_http_writer *writer, zimport_view value) {
    put_only(writer, value.data, value.size, in_value);
    zimport_http_raw(writer, "\r\n");
}

void zimport_http_field(zimport_http_writer *writer, const char *name, const char *before, zimport_view value) {
    put_name(writer, name);
    zimport_http_raw(writer, ": ");
    put_only(writer, before, strlen(before), in_value);
    zimport_http_value(writer, value);
}

void zimport_http_length(zimport_http_writer *writer, size_t size) {
    zimport_http_raw(writer, "Content-Length: ");
    zimport_http_number(writer, (uint32_t)size);
    zimport_http_raw(writer, "\r\n");
}

zimport_status zimport_http_end(zimport_http_writer *writer) {
    zimport_http_raw(writer, "\r\n");
    writer->head = writer->size;
    return writer->status;
}
