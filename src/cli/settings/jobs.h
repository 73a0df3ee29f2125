/* SPDX-License-Identifier: Apache-2.0 */
/* Any number of jobs: the only use the program has for its heap. */
#ifndef ZIMPORT_CLI_SETTINGS_JOBS_H
#define ZIMPORT_CLI_SETTINGS_JOBS_H

#include "cli/settings/options.h"
#include "zimport/zimport.h"

typedef struct job_note {
    uint64_t shown;    /* hash of the line last printed */
    int32_t percent;   /* last seen; 0 if there was none */
    int8_t exit;       /* its part in the exit status, once settled */
    bool settled : 1;  /* its result is final */
    bool seen : 1;     /* it had a percentage before */
    bool indexing : 1; /* every file is imported, and it waits for the index */
    unsigned told : 4; /* the hook: that it is in this state, less one; 0: nothing yet */
    bool drawn : 1;    /* it has a line on the terminal */
} job_note;

typedef struct job_list {
    zimport_job *jobs;
    job_note *notes;
    size_t count;
    struct id_chunk *first; /* the ids, which never move */
    struct id_chunk *last;
    bool no_memory;
} job_list;

/* False without operands, or --all: `error` holds the message. */
bool jobs_check(const options *given, out *error);

/* From the operands; `-`: the lines of standard input, of which there may be none. False: `error` holds the message,
 * and no_memory tells whether memory ran out. */
bool jobs_read(job_list *list, const options *given, out *error);

bool jobs_one(job_list *list, zimport_view id);

/* The function of an out without a buffer: takes ids, one a line, but leaves out what is none. Then their jobs are
 * made, again if need be. False: out of memory. */
bool jobs_take(void *list, const char *data, size_t size);
bool jobs_make(job_list *list);

#endif
