/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the dialect v1: what a job name leads to. */
#ifndef SIMULATOR_V1_H
#define SIMULATOR_V1_H

#include "simulator.h"

struct ask;

typedef void job_handler(const struct ask *ask, struct reply *reply);

/* A behaviour; a job id chooses the row with the longest name that it begins with. */
struct job_kind {
    const char *name;   /* a job id is this name, or this and "-" and anything; "*" at its end: and anything */
    const char *number; /* what "-NUMBER" after the name means; NULL when it means nothing */
    job_handler *handle;
    const char *text;  /* for the handler; @ in a body stands for the job id */
    const char *about; /* for --help-jobs */
};

extern const struct job_kind job_kinds[];
extern const size_t job_kind_count;

/* One request for a job, after all checks. */
struct ask {
    struct simulator *sim;
    const struct job_kind *kind;
    struct job *job;
    const char *key;  /* what came after "Bearer " */
    const char *rest; /* what follows the name and its "-", or "" */
    long number;      /* the same when it is digits, else -1 */
    int64_t elapsed;  /* ms since the job was first asked for */
};

/* What a body says; fractions are in hundredths of a percent. */
struct picture {
    unsigned time;          /* how much of the job's time has gone, 0 to 10000; the files follow from it */
    unsigned most;          /* the job's own progress never goes above this */
    int exact;              /* it is just this, when not negative */
    const char *error;      /* NULL: null */
    const char *file_error; /* of the first file that is not complete */
    bool fixed_times;       /* completion times that are the same in every run */
};

void picture_init(struct picture *picture, unsigned time);
void picture_write(const struct picture *picture, const struct ask *ask, struct text *body);
/* COMPLETE for this job; most kinds of trouble happen around it. */
void complete_body(const struct ask *ask, struct text *body);
/* The template with the job id for each @. */
void fill_template(const char *template, const struct ask *ask, struct text *body);
/* 0..10000 as a fraction of 1 with as few decimals as can be. */
void write_fraction(struct text *out, unsigned value);

/* Pieces of bodies, in the documented order of keys; @ stands for the job id. */
#define DATA_HEAD \
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600,"
#define DONE "\"readyPercentage\":1,\"completeTime\":\"2024-02-03T04:05:06Z\",\"errorMessage\":null,"
#define DATA_TAIL "\"jobId\":\"@\",\"details\":[]}}"
#define COMPLETE DATA_HEAD DONE DATA_TAIL

extern const char text_running[], text_failed[], text_escapes[], text_numbers[], text_pretty[], text_dup[];

/* v1_progress.c: jobs that move, end, fail. */
job_handler job_runs, job_fails, job_fails_in_file, job_at, job_percent, job_backwards, job_instant;
/* v1_text.c: odd bodies in faultless HTTP. */
job_handler job_body, job_code, job_wrong_type, job_long_name, job_deep, job_echo_key, job_garbage_body, job_many_keys;
/* v1_http.c: statuses, fields and framing. */
job_handler job_http, job_html, job_flaky, job_busy, job_busy_date, job_redirect, job_gzip, job_close, job_chunked,
    job_interim, job_lengths;
/* v1_wire.c: timing, and ends at the wrong place. */
job_handler job_slow, job_dribble, job_stall, job_cut, job_reset, job_unnotified, job_drop, job_garbage, job_endless;
/* v1_huge.c: any number of file rows. */
job_handler job_huge, job_huge_first, job_huge_chunked;
/* v1_script.c: what the id says, step by step. */
job_handler job_script;

#endif
