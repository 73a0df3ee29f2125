/* SPDX-License-Identifier: Apache-2.0 */
#include "http/body.h"

void zimport_http_measure(zimport_http_writer *writer) {
    *writer = (zimport_http_writer){.capacity = SIZE_MAX};
}

void zimport_http_member(zimport_http_writer *writer, const char *name) {
    zimport_http_raw(writer, writer->more ? ",\"" : "\"");
    zimport_http_raw(writer, name);
    zimport_http_raw(writer, "\":");
    writer->more = true;
}

void zimport_http_string(zimport_http_writer *writer, zimport_view utf8) {
    static const char digits[] = "0123456789abcdef";

    zimport_http_raw(writer, "\"");
    for (size_t i = 0; i < utf8.size; i++) {
        char c = utf8.data[i];
        char plain[] = {c, '\0'};
        char quoted[] = {'\\', c, '\0'};
        char control[] = {'\\', 'u', '0', '0', digits[(unsigned char)c >> 4], digits[c & 15], '\0'};
        zimport_http_raw(writer, (unsigned char)c < ' ' ? control : c == '"' || c == '\\' ? quoted : plain);
    }
    zimport_http_raw(writer, "\"");
}
