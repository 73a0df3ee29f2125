/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of several jobs above their total: id, percent, bar and state, in columns that fit the terminal. */
#ifndef ZIMPORT_CLI_SCREEN_VIEW_H
#define ZIMPORT_CLI_SCREEN_VIEW_H

#include "cli/text/out.h"
#include "zimport/zimport.h"

typedef struct view_columns {
    size_t id;    /* columns of the ids; 0: there is no room for such lines */
    size_t total; /* the same, where the total has room to put its words there; else 0 */
    size_t bar;   /* columns of the bars; 0: none */
    bool state;   /* there is room for it */
    bool unicode;
    bool color;
} view_columns;

view_columns view_fit(unsigned width, size_t longest);

/* In at most width - BAR_SPARE columns. Returns the columns used, the same for every job. `phase`: instead
 * of its state, or NULL. */
size_t view_draw(out *to, const view_columns *v, const zimport_job *job, const zimport_job_phase *phase);

#endif
