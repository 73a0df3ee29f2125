/* SPDX-License-Identifier: Apache-2.0 */
/* The jobs of a list, a page at a time. */
#ifndef ZIMPORT_CLI_RUN_LISTING_H
#define ZIMPORT_CLI_RUN_LISTING_H

#include "cli/run/run.h"

/* From --collection, --state, --page and --page-size. False: `error` got the words. */
bool listing_read(run *r, out *error);

/* Asks for all pages that are wanted. `take` gets each good one in r->rows, false: out of memory: a line for each job;
 * with --watch and --all what known_copy takes; for a table, lines that end with a NUL, and no more than a terminal can
 * show. Failures are reported, but for those that r->persists outlives. Returns the number of the signal that ended
 * it, or 0. */
int listing_ask(run *r, bool (*take)(run *r));

/* All jobs of the good pages. */
size_t listing_count(void);

/* known.c: jobs seen before, 16 bytes and some room for each. A mark goes before a job's line, and a NUL behind it.
 * known_copy writes those lines whose job is new or has changed since, each job once in a round. Jobs that are gone
 * are forgotten as their room is needed. False: out of memory. */
void known_mark(out *to, const zimport_listed *job);
bool known_copy(spool *from, out *to);
void known_end_round(void);

#endif
