/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/style.h"

bool style_colors;
unsigned style_columns;

const char *style_word(zimport_state state, const char *doing) {
    return doing ? doing : zimport_state_name(state);
}

void style_state(out *to, zimport_state state, const char *doing, bool color) {
    static const char *const colors[] = {
        [ZIMPORT_UNKNOWN] = "\033[33m",     [ZIMPORT_PENDING] = "\033[36m",   [ZIMPORT_IMPORTING] = "\033[36m",
        [ZIMPORT_UNCOMMITTED] = "\033[33m", [ZIMPORT_COMPLETED] = "\033[32m", [ZIMPORT_FAILED] = "\033[31m",
        [ZIMPORT_CANCELLED] = "\033[31m",
    };

    out_text(to, color ? colors[state] : "");
    out_text(to, style_word(state, doing));
    out_text(to, color ? "\033[0m" : "");
}
