/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/wrap.h"

/* How many bytes of it: up to a blank, or of a word that is longer as many as fit. */
static size_t line_of(zimport_view text, size_t room) {
    size_t blank = 0;
    size_t width = 0;
    size_t i;

    for (i = 0; i < text.size; i++) {
        if (((unsigned char)text.data[i] & 0xC0) == 0x80) {
            continue;
        }
        if (text.data[i] == ' ') {
            blank = i;
        }
        if (width++ == room && i > 0) {
            return blank > 0 ? blank : i;
        }
    }
    return i;
}

void wrap_text(out *to, zimport_view text, size_t indent, size_t columns) {
    while (text.size > 0) {
        size_t size = line_of(text, columns - indent);

        out_bytes(to, text.data, size);
        while (size < text.size && text.data[size] == ' ') {
            size++;
        }
        text = (zimport_view){text.data + size, text.size - size};
        if (text.size > 0) {
            out_byte(to, '\n');
            out_repeat(to, " ", indent);
        }
    }
    out_byte(to, '\n');
}
