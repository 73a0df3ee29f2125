/* SPDX-License-Identifier: Apache-2.0 */
/* What the dialects share: who asks for what, and what a job name leads to. */
#ifndef SIMULATOR_JOBS_H
#define SIMULATOR_JOBS_H

#include "simulator.h"

enum { ID_SIZE = 129, NAME_SIZE = 256 };

enum dialect { V1, V2, MILVUS };

enum { IN_V1 = 1 << V1, IN_V2 = 1 << V2, IN_MILVUS = 1 << MILVUS };
enum { POSTED = IN_V2 | IN_MILVUS, EVERYWHERE = IN_V1 | POSTED };

struct ask;
struct picture;

typedef void job_handler(const struct ask *ask, struct reply *reply);
typedef void job_painter(const struct ask *ask, struct picture *picture);

/* A job id chooses the row with the longest name that it begins with. */
struct job_kind {
    const char *name;   /* a job id is this name, or this and "-" and anything; "*" at its end: and anything */
    const char *number; /* what "-NUMBER" after the name means; NULL when it means nothing */
    job_handler *handle;
    const char *text;  /* for the handler; see fill_template for what it stands for */
    const char *about; /* for --help-jobs */
    unsigned dialects;
    job_painter *paint; /* for job_painted, and for what a list says of the job */
};

extern const struct job_kind job_kinds[];
extern const size_t job_kind_count;

struct ask {
    struct simulator *sim;
    enum dialect dialect;
    const struct job_kind *kind;
    struct job *job;
    const char *key;       /* what came after "Bearer ", or "" */
    const char *rest;      /* what follows the name and its "-", or "" */
    long number;           /* the same when it is digits, else -1 */
    int64_t elapsed;       /* ms since the job was first asked for */
    const char *start_key; /* Idempotency-Key of a request to start one, or "" */
    const char *create;    /* not NULL: what is complete is not this job, but the start of one in this collection */
    bool two_phase;        /* and that is started with auto_commit=false */
    bool decision;         /* what is complete is a commit or an abort */
};

/* api.c: what every request goes through. */

bool is_of(const struct job_kind *kind, enum dialect dialect);
/* May be known only in other dialects; NULL for none. */
const struct job_kind *find_kind(const char *id, enum dialect dialect, size_t *name_len);
/* False: there is no such kind. */
bool ask_resolve(struct ask *ask);
void ask_handle(struct ask *ask, struct reply *reply);
bool is_id(const char *id);
/* False after a refusal; the same below. */
bool take_start_key(struct ask *ask, const struct request *request, struct reply *reply);
bool take_key(struct ask *ask, const struct request *request, struct reply *reply);
/* Either a cluster, or a project and its region (api.md 9); "" for what was not given. */
bool check_place(const struct ask *ask, const char *cluster, const char *project, const char *region,
                 struct reply *reply);
bool check_cluster(const struct ask *ask, const char *cluster, struct reply *reply);
bool check_database(const struct ask *ask, const char *name, struct reply *reply);

/* refusals.c: what the services say no with. */
enum refusal {
    NO_KEY,
    BAD_KEY,
    NO_CLUSTER,      /* empty */
    NO_PROJECT,      /* empty, or unknown */
    NO_REGION,       /* of a project */
    UNKNOWN_CLUSTER, /* or database, where there are no clusters */
    NO_ACCESS,
    NO_PRIVILEGE, /* in this database */
    OTHER_REGION,
    UNKNOWN_JOB,
    TOKEN_TRAP, /* says that all is well, and has no data */
    MISSING,    /* a parameter */
    WRONG_TYPE, /* of a parameter */
    PAGE_SIZE,
    CURRENT_PAGE,
};

void refuse_as(enum refusal refusal, const struct ask *ask, struct reply *reply);
void refuse_member(enum refusal refusal, const struct ask *ask, const char *name, struct reply *reply);
/* An error of the service; with --standard-status not in HTTP 200. */
void refuse_code(const struct ask *ask, long code, const char *message, struct reply *reply);
bool is_older(const struct ask *ask, const char *version); /* a Milvus */
/* @ stands for the job id. */
void refuse_saying(enum refusal refusal, const struct ask *ask, const char *message, struct reply *reply);

/* Fractions are in hundredths of a percent. */
struct picture {
    unsigned time;            /* how much of the job's time has gone, 0 to 10000; the files follow from it */
    unsigned most;            /* the job's own progress never goes above this */
    int exact;                /* it is just this, when not negative */
    const char *error;        /* NULL: null */
    const char *file_error;   /* of the first file that is not complete */
    bool fixed_times;         /* completion times that are the same in every run */
    bool failed;              /* as error, which v1 has no other way to say */
    bool fewer;               /* not all rows were imported */
    char state[ID_SIZE];      /* instead of what follows from the above; "" for that */
    char file_state[ID_SIZE]; /* the same of the first file */
};

void picture_init(struct picture *picture, unsigned time);
void picture_write(const struct picture *picture, const struct ask *ask, struct text *body);
unsigned picture_ready(const struct picture *picture, const struct ask *ask);
const char *picture_state(const struct picture *picture, const struct ask *ask);
/* Of this job, or that it was started; most kinds of trouble happen around it. */
void complete_body(const struct ask *ask, struct text *body);
void fill_template(const char *template, const struct ask *ask, struct text *body);
/* With as few decimals as possible. */
void write_fraction(struct text *out, unsigned value);

/* Pieces of templates: bytes that fill_template replaces by the asking dialect's text, with its order of keys; @ stands
 * for the job id. */
#define CODE "\x11"      /* of success */
#define DATA_HEAD "\x12" /* {"code":...,"data":{ and the first keys */
#define DONE "\x13"      /* those that say that a job is complete */
#define DATA_TAIL "\x14" /* the others, and the end */
#define OPEN "{\"code\":" CODE ",\"data\":{"
#define COMPLETE "\x15" /* the whole body */

/* For texts of v1 alone. */
#define V1_HEAD \
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600,"
#define V1_DONE "\"readyPercentage\":1,\"completeTime\":\"2024-02-03T04:05:06Z\",\"errorMessage\":null,"
#define V1_TAIL "\"jobId\":\"@\",\"details\":[]}}"

extern const char text_running[], text_failed[], text_escapes[], text_numbers[], text_pretty[], text_dup[];
extern const char text_v2_running[], text_milvus_running[], text_milvus_index[], text_code200[], text_early[];
extern const char posted_escapes[], posted_numbers[], posted_pretty[], posted_dup[];

/* job_progress.c: jobs that move, end, fail. */
job_handler job_painted, job_percent;
job_painter paint_runs, paint_fails, paint_fails_in_file, paint_at, paint_backwards, paint_counted, paint_instant,
    paint_state, paint_file_state, paint_failed_mute, paint_uncommitted, paint_committing, paint_index, paint_fewer,
    paint_listed;
/* job_text.c: odd bodies in faultless HTTP. */
job_handler job_body, job_code, job_wrong_type, job_long_name, job_deep, job_garbage_body, job_many_keys;
/* job_posted.c: those that only v2 and milvus know. */
job_handler job_posted_type, job_without, job_limited, job_restart;
/* refusals.c */
job_handler job_refused, job_late, job_echo_key;
/* job_http.c: statuses, fields and framing. */
job_handler job_http, job_html, job_flaky, job_busy, job_busy_date, job_redirect, job_gzip, job_close, job_chunked,
    job_interim, job_lengths;
/* job_wire.c: timing, and ends at the wrong place. */
job_handler job_slow, job_dribble, job_stall, job_cut, job_reset, job_unnotified, job_drop, job_lost, job_garbage,
    job_endless;
/* job_huge.c: any number of file rows. */
job_handler job_huge, job_wide, job_huge_first, job_huge_chunked;
/* job_script.c: what the id says, step by step. */
job_handler job_script;

/* create.c: starts a job as the collection's name wants it; the answer to it. */
void create_answer(struct ask *ask, const char *collection, struct reply *reply);
/* Also starts it. */
void create_body(const struct ask *ask, struct text *body);

/* decide.c. What the kind of the job paints, and what was decided of it. */
void paint(const struct ask *ask, struct picture *picture);
/* From the options of a start: false after a refusal, since they are wrong. */
bool decide_options(struct ask *ask, const char *pairs, struct reply *reply);
void decide_answer(struct ask *ask, bool commit, struct reply *reply);

/* list.c */
struct page {
    const char *collection; /* "" for all */
    unsigned long size;
    unsigned long number; /* from 1 */
};

void list_answer(struct ask *ask, const struct page *page, struct reply *reply);

#endif
