/* SPDX-License-Identifier: Apache-2.0 */
/* The newest that is known of all jobs at once, for files that show it (--write). Its jobs are on the heap. */
#ifndef ZIMPORT_CLI_OUTPUT_PICTURE_H
#define ZIMPORT_CLI_OUTPUT_PICTURE_H

#include "cli/output/format.h"

/* A job without an answer so far has no percentage and the state Unknown. */
typedef struct picture_job {
    zimport_view id; /* the caller's memory; of a list, the job's */
    zimport_progress progress;
    zimport_view phase; /* as in result */
    const char *doing;
    zimport_answer answer; /* of one that could not be asked about: what was answered, and why in words */
    int exit;              /* what that leads to; 0: it could be asked about */
    bool answered;
    bool repeated; /* another job before it has the same id; for picture_prom */
    size_t next;   /* the same */
    char *memory;  /* of its texts */
} picture_job;

/* Mean progress over time, in constant memory: once all samples are there, every other one is dropped. */
#define PICTURE_SAMPLES 120
typedef struct picture_plot {
    struct {
        uint64_t at; /* milliseconds */
        int32_t done;
    } samples[PICTURE_SAMPLES];
    size_t count;
    uint64_t step; /* between two of them, at least */
} picture_plot;

typedef struct picture {
    picture_job *jobs;
    size_t count;
    size_t capacity;
    bool no_memory; /* something is missing */
    bool listed;    /* the jobs are those of a list */
    bool away;      /* the service does not answer at the moment */
    zimport_view cluster;
    const char *api;
    int64_t now;      /* on the wall clock, or ZIMPORT_TIME_UNKNOWN */
    int64_t answered; /* when the service answered last; the same */
    uint64_t elapsed; /* milliseconds since the jobs are followed; 0: they are not */
    picture_plot plot;
} picture;

/* One job more; NULL: out of memory. The pointer holds until the next one. */
picture_job *picture_add(picture *p);

/* What is known of it now, texts included. */
void picture_keep(picture *p, picture_job *job, const zimport_progress *progress);
void picture_keep_listed(picture *p, picture_job *job, const zimport_listed *listed);
void picture_keep_failure(picture *p, picture_job *job, const failure *f);

/* Nothing about the job will change any more. */
bool picture_has_ended(const picture_job *job);

/* In hundredths of a percent, of all jobs; where nothing is known of one, it counts as 0. */
int32_t picture_mean(const picture *p);

void picture_sample(picture *p);

/* Marks `repeated`. */
void picture_prom(picture *p, out *to);
void picture_html(picture *p, out *to);
void picture_json(picture *p, out *to);

typedef struct picture_file {
    const char *path;
    void (*write)(picture *p, out *to);
    uint64_t shown; /* hash of what is in it */
    int error;      /* why it could not be written the last time: an errno, or PICTURE_NO_FILE */
    bool told;      /* that was reported */
} picture_file;

/* The path leads to something that is not a regular file. */
#define PICTURE_NO_FILE (-1)

/* `FORMAT:FILE`; false: it is something else. */
bool picture_read(picture_file *file, const char *text);

/* Replaces the file as a whole if it would change, or `anyway`. A temporary file beside it ends with the random number.
 * False: it could not be written. */
bool picture_show(picture_file *file, picture *p, bool anyway, uint32_t random);

#endif
