/* SPDX-License-Identifier: Apache-2.0 */
/* The output formats, one file and one constant each. */
#ifndef ZIMPORT_CLI_OUTPUT_FORMAT_H
#define ZIMPORT_CLI_OUTPUT_FORMAT_H

#include "cli/output/exits.h"
#include "cli/output/failure.h"
#include "cli/output/spool.h"
#include "cli/settings/options.h"
#include "cli/text/quote.h"
#include "zimport/zimport.h"

typedef struct result {
    zimport_view job;
    zimport_view cluster;
    const char *api;
    const zimport_progress *progress;
    zimport_view phase; /* by its name; empty: the service has none */
    const char *doing;  /* the same in words, or what is known otherwise; NULL: nothing */
    int64_t now;        /* on the wall clock, or ZIMPORT_TIME_UNKNOWN */
    spool *rows;        /* what `row` wrote, if the file rows are wanted, else NULL */
    spool *reasons;     /* what format_text_reason wrote, if the reasons of files stand for the job's, else NULL */
    const out *losers;  /* what format_loser wrote of files that lack rows */
    bool first;         /* nothing was printed before it */
} result;

typedef struct format {
    bool each_change; /* `wait` prints a job whenever something about it changed; else only as it ends */
    /* The header before all results, for `row` or for `result`; NULL: none. */
    void (*begin)(out *to, bool files);
    /* A file row, into the spool that `result` gets; `first`: the job's first one. NULL: it knows no file rows. */
    void (*row)(out *to, zimport_view job, const zimport_file *file, bool first);
    /* A job, with what is in its spools. Never NULL. */
    void (*result)(out *to, const result *r);
    void (*failure)(out *to, const failure *f); /* NULL: the line on stderr is enough */
    /* A job of a list, and what comes before the first; NULL: it knows no lists, writes nothing. */
    void (*listed)(out *to, const zimport_listed *job, const char *api);
    void (*list)(out *to);
} format;

extern const format format_text;
extern const format format_json;
extern const format format_csv;
extern const format format_env;
extern const format format_ids;

/* A line with the id of a job of a list; `api` does not matter. */
void format_id(out *to, const zimport_listed *job, const char *api);

/* `: FILE (3 of 5), FILE (0 of 2) and others`: a file that lacks rows, or all behind the last one that is named. */
#define FORMAT_LOSERS 5
void format_loser(out *to, const zimport_file *file, unsigned before);

/* Early on, 0 rows or bytes only mean that the server does not know yet. */
bool format_knows(const zimport_progress *p, zimport_number number);

/* `3 of 5`: its own number may hide that files lack some. */
void format_rows(out *to, const zimport_progress *p);

/* A file's reason for `reasons`; with `more`, only that there are others. */
void format_text_reason(out *to, const zimport_file *file, bool more);

#endif
