/* SPDX-License-Identifier: Apache-2.0 */
/* The progress bar: one line that fits the terminal, whatever its width. */
#ifndef ZIMPORT_CLI_BAR_H
#define ZIMPORT_CLI_BAR_H

#include "cli/out.h"
#include "zimport/api.h"

typedef struct bar {
    int32_t percent; /* in hundredths; ZIMPORT_PERCENT_NONE: not known */
    zimport_number size;
    zimport_state state;
    size_t jobs;
    size_t ended;
    uint64_t elapsed_ms;
    uint64_t left_ms;
    bool left_known;
    bool answered; /* there was an answer; else it says that it asks */
    bool retrying; /* the last try failed; it waits for the next one */
    bool unicode;
    bool color;
} bar;

/* Draws it in at most width - 3 columns, so that no terminal begins a new line, not even where it echoes `^C`. */
void bar_draw(out *to, const bar *b, unsigned width);

#endif
