/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/column.h"

#include "cli/text/quote.h"
#include "cli/text/style.h"
#include "cli/text/wrap.h"

/* Fewer columns are no room for a text. */
#define LEAST 20
/* Where it begins then. */
#define BELOW 4

bool column_fits(size_t start) {
    return style_columns == 0 || style_columns >= start + LEAST;
}

void column_last(out *to, zimport_view text, bool cut, size_t start, bool below) {
    static char memory[COLUMN_MOST];
    out words = {.data = memory, .capacity = sizeof memory};

    if (style_columns == 0) {
        quote_masked(to, text, cut, quote_plain);
        out_byte(to, '\n');
        return;
    }
    if (!column_fits(start)) {
        start = BELOW;
        below = true;
    }
    if (below) {
        out_byte(to, '\n');
        out_repeat(to, " ", start);
    }
    quote_masked(&words, text, cut, quote_plain);
    wrap_text(to, (zimport_view){memory, words.size}, start, style_columns);
}
