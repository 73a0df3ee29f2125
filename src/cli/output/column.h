/* SPDX-License-Identifier: Apache-2.0 */
/* The last column of a table: on a terminal its text is broken at words, each line below the first. */
#ifndef ZIMPORT_CLI_OUTPUT_COLUMN_H
#define ZIMPORT_CLI_OUTPUT_COLUMN_H

#include "cli/text/out.h"

/* What the longest value of a reply can become on a terminal, in bytes. */
#define COLUMN_MOST (3 * 65536)

/* Whether a text has room there; else it stands below the rest. */
bool column_fits(size_t start);

/* With quote_masked, and a line end. The cursor is at `start`; below: on a new line all the same. */
void column_last(out *to, zimport_view text, bool cut, size_t start, bool below);

#endif
