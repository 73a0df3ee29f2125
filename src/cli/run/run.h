/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_RUN_RUN_H
#define ZIMPORT_CLI_RUN_RUN_H

#include "cli/output/format.h"
#include "cli/screen/console.h"
#include "cli/screen/pace.h"
#include "cli/settings/jobs.h"
#include "cli/settings/settings.h"

/* Each request must fit whole. */
#define WINDOW_SIZE 16384

/* In now() time; 0: not yet. */
typedef struct run_times {
    uint64_t began, looked_up, connected, opened, sent, answered;
} run_times;

/* What is large comes last: an offset below 128 takes one byte of code, any other four. */
typedef struct run {
    const options *options;
    const format *format;
    job_list jobs;
    bool waiting;        /* `wait`, or a command that waits likewise */
    bool starting;       /* a start is not answered yet */
    bool doubt;          /* a try of it may have started the import, or committed the job */
    bool deciding;       /* a commit or an abort is not answered yet */
    bool holds;          /* with one job, print its result only when it has ended */
    const char *doing;   /* what a failure says before its job, or without one; NULL: " about " */
    zimport_status lost; /* why it is not known whether the job was aborted; ZIMPORT_OK: it is */
    uint64_t shown_at;   /* until then, a decision may not show yet */
    bool wants_rows;
    bool printed;          /* a result was printed, so the next one is not the first */
    bool machine_fault;    /* why it could not begin */
    zimport_status status; /* of the client: what keeps it from asking */
    int exit;
    const char *key; /* --idempotency-key, or NULL */
    char *window;
    size_t window_size;
    size_t ended;

    zimport_answer answer;
    zimport_follow follow;
    zimport_progress progress;

    uint64_t began;     /* on the platform's now() */
    uint64_t moved_at;  /* last progress of any job */
    uint64_t failed_at; /* first failed try since the last good answer; 0: none */
    uint64_t away_at;   /* the same, once network or service are taken to be away; 0: they are not */
    size_t away_job;    /* whose question found it */
    bool retry_told;    /* that a first try failed */
    bool has_table;     /* of the list, on a terminal */
    bool persists;      /* the list had an answer, so that what may pass does not end it */
    unsigned reasons;   /* of files, in the reply at hand */
    unsigned losing;    /* of these, files that lack rows */
    out losers;         /* the first of them, by name */

    pace pace;
    const zimport_job_phase *phase; /* of the one job, whose pace it is; NULL: not known, or several jobs */
    zimport_number size;            /* of the last answer: the progress itself is being filled while the bar is drawn */
    int64_t percent_sum;            /* of all jobs */
    uint64_t drawn_at;
    console_size drawn_size; /* of the terminal then; 0: never drawn */
    bool has_bar;
    bool has_lines; /* a line per change instead of a bar */
    bool news;      /* the bar is out of date */

    settings settings;
    zimport_posix_platform platform;
    zimport_tcp tcp;
    zimport_proxy proxy;
    zimport_tls tls;
    zimport_text blamed; /* the certificate that is, by its name */
    zimport_client client;
    zimport_files files;
    zimport_log log;
    char address[48]; /* that a failure to connect is about */
    uint16_t port;

    run_times times;
    char reply_start[FAILURE_START +
                     1]; /* how the reply to the last try that failed begins, or what came last of it; then zeros */
    uint64_t bodies;     /* bytes of all bodies when that was sent */

    spool rows; /* of the reply at hand: file rows, or reasons of files, or jobs of a list */
    spool held; /* the last result of the one job, which has not ended */
} run;

/* A command that asks a service. */
typedef struct task {
    bool (*check)(const options *given, out *error); /* what is asked for first, before where to ask; may be NULL */
    bool (*read)(run *r, out *error); /* what the command line says beside the settings; false: `error` got the words */
    int (*work)(run *r);              /* returns the number of the signal that ended it, or 0 */
} task;

/* run.c: returns the exit status. `name` is the command's, for messages. */
int run_task(const options *given, const char *name, const task *t);
/* Of a doctor: why the configuration file was not accepted. The same. */
int run_refused(const options *given, const out *words);

/* connection.c: the way to the service; what to keep of it at the end. */
zimport_transport *connection_make(run *r);
void connection_end(run *r);

/* follow.c: looks for options that need --wait; reads the operands; asks until all jobs have ended; waits for one
 * answer. The last two return the number of the signal that ended them, or 0. */
bool follow_check(const options *given, out *error);
bool follow_read(run *r, out *error);
int follow_jobs(run *r);
int follow_question(run *r);

failure run_failure(const run *r, zimport_view job, zimport_status status);
/* What was asked for, and failed so, may have been done: by this try or, unless it is refused, by one before it. */
bool run_is_uncertain(const run *r, zimport_status status);

/* report.c */
void report_begin(run *r);
void report_file(run *r, const zimport_file *file);
void report_answer(run *r);
/* For a reason known before anything is sent. */
void report_all(run *r, zimport_status status);
/* For what is not about a job. */
void report_failed(run *r, const failure *f);
/* `what` is the option that set the limit. */
void report_expired(run *r, const char *what, uint64_t ms);
void report_end(run *r);

/* away.c. An answer came: was the service away before? What the client reports of its tries. */
bool away_answer(run *r);
void away_note(const run *r, const char *advice, unsigned tries, const char *end);
void away_event(run *r, zimport_event event, uint64_t number);

/* hook.c: whether --hook can be carried out; carries it out if the job has ended or its state is another one.
 * `progress`: of a good answer, or NULL. */
bool hook_check(const options *given, out *error);
void hook_run(run *r, size_t index, const zimport_progress *progress);

/* progress.c: the bar, or a line per change. */
void progress_begin(run *r);
/* Of a job, by its last good answer; NULL: not known. */
const zimport_job_phase *progress_phase(const run *r, size_t index);
void progress_answer(run *r);
void progress_draw(run *r, uint64_t now);
/* Whether the terminal has another size than for the last drawing; that is removed then. */
bool progress_is_resized(const run *r);
void progress_resize(run *r);
uint64_t progress_next(const run *r);

/* write.c: --write. False: `error` got the words. */
bool write_read(const run *r, out *error);
/* The jobs are known, and followed from now on. */
void write_begin(const run *r);
void write_result(size_t index, const result *given);
void write_failure(const run *r, size_t index, const failure *f);
/* A start or a list has failed. */
void write_lost(const run *r, const failure *f);
/* A job of a page, wanted or not. */
void write_listed(uint32_t page, const zimport_listed *listed, bool wanted);
/* With --watch, a list is whole; it begins anew. */
void write_round(const run *r);
/* Writes what is due; returns when there is more to do. */
uint64_t write_due(const run *r, uint64_t now);
void write_end(run *r);

/* times.c: when what happens. */
uint64_t times_moment(const run *r);
void times_record(run *r, zimport_event event);

/* log.c: -v. */
void log_config(const options *given);
void log_event(void *context, zimport_event event, zimport_view text, uint64_t number);
void log_address(void *context, zimport_posix_event what, const char *address, uint16_t port, int error);

/* doctor.c: a question, of which it tells check after check how far it came. Asks, and returns as follow_question does;
 * tells why the settings were refused, instead of an error line, and returns the exit status; takes what the client and
 * the connection report. */
bool doctor_begin(run *r, out *error);
int doctor_ask(run *r);
int doctor_refused(run *r, const out *words);
void doctor_event(run *r, zimport_event event, zimport_view text);
void doctor_address(run *r, zimport_posix_event what, int error);

#endif
