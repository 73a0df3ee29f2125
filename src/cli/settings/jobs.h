/* SPDX-License-Identifier: Apache-2.0 */
/* The jobs of a run: any number of them, which is the one thing that needs the heap. */
#ifndef ZIMPORT_CLI_SETTINGS_JOBS_H
#define ZIMPORT_CLI_SETTINGS_JOBS_H

#include "cli/settings/options.h"
#include "zimport/zimport.h"

/* What the program itself remembers of a job. */
typedef struct job_note {
    uint64_t shown;  /* hash of the line last printed */
    int32_t percent; /* last seen; 0 where there was none */
    int8_t exit;     /* its part in the exit status, once settled */
    bool settled;    /* it has ended, for better or worse */
    bool seen;       /* it had a percentage before */
    bool indexing;   /* every file is imported, and it waits for the index */
} job_note;

typedef struct job_list {
    zimport_job *jobs;
    job_note *notes;
    size_t count;
    struct id_chunk *first; /* the ids, which never move */
    struct id_chunk *last;
    bool no_memory;
} job_list;

/* Whether there is an operand. False: `error` got the words. */
bool jobs_check(const options *given, out *error);

/* Collects the ids of the operands, of which there is one; `-` stands for the lines of standard input. False: `error`
 * got the words, and no_memory says whether that was the fault of the machine. */
bool jobs_read(job_list *list, const options *given, out *error);

/* The same for a single job that is known already. False: out of memory. */
bool jobs_one(job_list *list, zimport_view id);

#endif
