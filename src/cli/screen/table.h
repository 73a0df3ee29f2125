/* SPDX-License-Identifier: Apache-2.0 */
/* Lines drawn on standard output, each cut to the terminal's width, as many as it has room for. */
#ifndef ZIMPORT_CLI_SCREEN_TABLE_H
#define ZIMPORT_CLI_SCREEN_TABLE_H

#include "cli/screen/console.h"

typedef struct table {
    out text; /* takes lines, and a NUL behind each job's */
    out *to;
    size_t lines;     /* left */
    unsigned columns; /* one more than may be used */
    size_t column;
    size_t shown; /* jobs that were drawn whole */
    bool full;    /* something was left out at the end */
    bool cut;     /* the line at hand was */
    bool color;   /* inside a colour sequence */
} table;

void table_begin(table *t, console_size size);

/* With a last line: how many of so many jobs were not drawn. */
void table_end(table *t, size_t jobs);

#endif
