/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/fold.h"

#include <string.h>

void fold_text(out *to, const char *text, size_t indent, size_t columns) {
    size_t column = indent;

    while (*text) {
        size_t word = strcspn(text, " ");

        if (column > indent && column + 1 + word > columns) {
            out_byte(to, '\n');
            out_repeat(to, " ", indent);
            column = indent;
        } else if (column > indent) {
            out_byte(to, ' ');
            column++;
        }
        out_bytes(to, text, word);
        column += word;
        text += word;
        text += *text == ' ';
    }
    out_byte(to, '\n');
}
