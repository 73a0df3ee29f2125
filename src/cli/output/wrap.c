/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/wrap.h"

#include "cli/text/quote.h"
#include "cli/text/style.h"

/* Fewer columns are no room for a text. */
#define LEAST 20
/* Where it begins then. */
#define BELOW 4

bool wrap_fits(size_t start) {
    return style_columns == 0 || style_columns >= start + LEAST;
}

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

static void put_lines(out *to, zimport_view text, size_t start, bool below) {
    while (text.size > 0) {
        size_t size = line_of(text, style_columns - start);

        if (below) {
            out_byte(to, '\n');
            out_repeat(to, " ", start);
        }
        out_bytes(to, text.data, size);
        below = true;
        while (size < text.size && text.data[size] == ' ') {
            size++;
        }
        text = (zimport_view){text.data + size, text.size - size};
    }
}

void wrap_text(out *to, zimport_view text, bool cut, size_t start, bool below) {
    static char memory[WRAP_MOST];
    out words = {.data = memory, .capacity = sizeof memory};

    if (style_columns == 0) {
        quote_masked(to, text, cut, quote_plain);
    } else {
        bool fits = wrap_fits(start);

        quote_masked(&words, text, cut, quote_plain);
        put_lines(to, (zimport_view){memory, words.size}, fits ? start : BELOW, below || !fits);
    }
    out_byte(to, '\n');
}
