/* SPDX-License-Identifier: Apache-2.0 */
/* The jobs of a run: any number of them, for which alone the program uses its heap. */
#ifndef ZIMPORT_CLI_SETTINGS_JOBS_H
#define ZIMPORT_CLI_SETTINGS_JOBS_H

#include "cli/settings/options.h"
#include "zimport/zimport.h"

/* What the program remembers of a job. */
typedef struct job_note {
    uint64_t shown;  /* hash of the line last printed */
    int32_t percent; /* last seen; 0 if there was none */
    int8_t exit;     /* its part in the exit status, once settled */
    bool settled;    /* its result is final */
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

/* Whether there is an operand. False: `error` holds the message. */
bool jobs_check(const options *given, out *error);

/* Collects the ids of the operands, of which there is at least one; `-` stands for the lines of standard input. False:
 * `error` holds the message, and no_memory tells whether memory ran out. */
bool jobs_read(job_list *list, const options *given, out *error);

/* The same for one known job. False: out of memory. */
bool jobs_one(job_list *list, zimport_view id);

#endif
