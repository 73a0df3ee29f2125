/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_SCREEN_BAR_H
#define ZIMPORT_CLI_SCREEN_BAR_H

#include "cli/text/out.h"
#include "zimport/api.h"

/* Columns: the percent, the brackets, the shortest bar, the blanks between parts, and those kept free at the end so
 * that no terminal wraps, not even one that echoes `^C`. */
#define BAR_PERCENT 5
#define BAR_FRAME 3
#define BAR_LEAST 8
#define BAR_MOST 50
#define BAR_GAP 2
#define BAR_SPARE 3

typedef struct bar {
    int32_t percent; /* in hundredths; ZIMPORT_PERCENT_NONE: not known */
    zimport_number size;
    zimport_state state;
    size_t jobs;
    size_t ended;
    size_t hidden; /* jobs without a line of their own, where others have one */
    uint64_t elapsed_ms;
    uint64_t left_ms;
    size_t head; /* columns in front, where the state then stands, which must fit; 0: it stands at the end */
    size_t most; /* columns of the bar itself, at most; 0: BAR_MOST */
    const zimport_job_phase *phase; /* of one job, of which the time left is; NULL: not known */
    bool left_known;
    bool answered; /* there was an answer; else it says that it asks */
    bool retrying; /* the last try failed; it waits for the next one */
    bool unicode;
    bool color;
} bar;

/* In at most width - BAR_SPARE columns. Returns those of the bar; 0: no room for one. */
size_t bar_draw(out *to, const bar *b, unsigned width);

/* ` 40 %`, and ` [####------]` with this many columns inside. */
void bar_draw_percent(out *to, int32_t percent);
void bar_draw_frame(out *to, int32_t percent, size_t width, bool unicode);

#endif
