/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for the network, the clock and signals at once. */
#include "cli/run/run.h"
#include "cli/run/signals.h"
#include "cli/screen/console.h"

/* When to give up, and which option says so. */
typedef struct limit {
    uint64_t at;
    const char *option;
    uint64_t ms;
} limit;

static uint64_t later(uint64_t time, uint64_t ms) {
    return ms == 0 ? ZIMPORT_NEVER : time + ms;
}

static limit next_limit(const run *r) {
    uint64_t timeout = later(r->began, r->options->timeout_ms);
    uint64_t stall = later(r->moved_at, r->options->stall_ms);

    if (stall < timeout) {
        return (limit){stall, "--stall", r->options->stall_ms};
    }
    return (limit){timeout, "--timeout", r->options->timeout_ms};
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static bool is_over(const run *r) {
    return console_broken() || (r->options->any && r->ended > 0);
}

#if BUILT_HOOK
#define HOOK ", --hook"
#else
#define HOOK ""
#endif

bool follow_check(const options *given, out *error) {
    bool fits = given->wait || (given->timeout_ms == 0 && given->stall_ms == 0 && given->goal == 0 && !given->hook);

    out_text(error, fits ? "" : "--timeout, --stall" HOOK " and --for need --wait");
    return fits;
}

bool follow_read(run *r, out *error) {
    bool good = jobs_read(&r->jobs, r->options, error);

    r->machine_fault = r->jobs.no_memory;
    return good;
}

/* How long a new job may be "not found". */
#define MISSING_MS 10000

static zimport_status begin(run *r) {
    uint64_t now = r->platform.base.now(&r->platform.base);

    r->began = BUILT_WAIT_ALL && r->began > 0 ? r->began : now;
    r->moved_at = now;
    r->failed_at = 0;
    r->follow = (zimport_follow){.client = &r->client,
                                 .jobs = r->jobs.jobs,
                                 .count = r->jobs.count,
                                 .interval_ms = (uint32_t)r->options->interval_ms,
                                 .once = !r->waiting,
                                 .progress = &r->progress,
                                 .answer = &r->answer};
    zimport_follow_patiently(&r->follow, r->waiting, r->options->wait ? MISSING_MS : 0);
    return r->status == ZIMPORT_OK ? zimport_follow_begin(&r->follow, now) : r->status;
}

/* What was decided may take a moment to show. */
#define SHOWN_MS 3000
#define AGAIN_MS 500

static void await_decision(run *r, uint64_t now) {
    zimport_job *job = &r->jobs.jobs[r->follow.current];

    if (job->status == ZIMPORT_OK && job->state == ZIMPORT_UNCOMMITTED && now < r->shown_at) {
        job->ended = false;
        job->due = now + AGAIN_MS;
        r->follow.left++;
        r->follow.missing = true;
    }
}

static int follow(run *r) {
    for (;;) {
        uint64_t now = r->platform.base.now(&r->platform.base);
        uint64_t until = now;
        int ending = signals_take();
        limit end = next_limit(r);
        zimport_step step;

        if (ending) {
            return ending;
        }
        if (now >= end.at && r->follow.left > 0) {
            zimport_client_abort(&r->client);
            report_expired(r, end.option, end.ms);
            return 0;
        }
        step = zimport_follow_step(&r->follow, now, &until);
        if (step == ZIMPORT_STEP_DONE) {
            return 0;
        }
        if (step == ZIMPORT_STEP_EVENT) {
            if (BUILT_DECIDING) {
                await_decision(r, now);
            }
            report_answer(r);
            if (is_over(r)) {
                return 0;
            }
        } else {
            uint64_t due = BUILT_WRITE ? write_due(r, now) : ZIMPORT_NEVER;

            progress_draw(r, now);
            zimport_client_wait(&r->client, step, earlier(earlier(until, end.at), earlier(due, progress_next(r))));
        }
    }
}

int follow_question(run *r) {
    uint64_t end = BUILT_WAIT_ALL && r->options->all ? later(r->began, r->options->timeout_ms) : ZIMPORT_NEVER;
    uint64_t until = 0;
    int ending;

    while ((ending = signals_take()) == 0) {
        uint64_t now = r->platform.base.now(&r->platform.base);
        zimport_step step = zimport_client_step(&r->client, now, &until);

        if (step == ZIMPORT_STEP_DONE) {
            break;
        }
        if (now >= end) {
            zimport_client_abort(&r->client);
            r->jobs.count = 0; /* not all are known */
            r->exit = EXIT_TIMEOUT;
            report_expired(r, "--timeout", r->options->timeout_ms);
            break;
        }
        zimport_client_wait(&r->client, step, earlier(until, end));
    }
    return ending;
}

/* Commits or aborts a job. If that went well, or the reply was lost, the job is left to be asked about. */
static int decide(run *r, size_t index) {
    zimport_job *job = &r->jobs.jobs[index];
    bool aborts = BUILT_ABORT && (!BUILT_COMMIT || r->options->verb == FOR_ABORT);
    int ending;

    r->follow.current = index;
    r->doing = aborts ? " to abort " : " to commit ";
    r->deciding = true;
    r->doubt = false;
    r->lost = ZIMPORT_OK;
    r->answer.status = aborts ? zimport_abort_begin(&r->client, job->id, &r->answer)
                              : zimport_commit_begin(&r->client, job->id, &r->answer);
    ending = follow_question(r);
    if (ending) {
        return ending;
    }
    job->status = r->answer.status;
    job->ended = job->status != ZIMPORT_OK;
    if (aborts && run_is_uncertain(r, job->status)) {
        r->lost = job->status;
        away_note(r, "", r->client.tries, ". Asking what became of it");
        r->doing = NULL;
        job->ended = false;
    } else if (job->ended) {
        report_answer(r);
        return 0;
    } else {
        r->doing = aborts ? " about the aborted job " : " about the committed job ";
    }
    r->deciding = false;
    r->shown_at = r->platform.base.now(&r->platform.base) + SHOWN_MS;
    r->follow.left++;
    return 0;
}

/* Only those that were decided are asked about: each before the next one is decided, or, to wait, all of them then. */
static int decide_all(run *r) {
    int ending = 0;

    r->follow.left = 0;
    for (r->follow.count = 0; r->follow.count < r->jobs.count && !ending && !console_broken();) {
        ending = decide(r, r->follow.count++);
        if (!ending && (!r->waiting || r->follow.count == r->jobs.count)) {
            r->began = r->moved_at = r->platform.base.now(&r->platform.base); /* of waiting */
            ending = follow(r);
        }
    }
    return ending;
}

int follow_jobs(run *r) {
    zimport_status status = begin(r);

    report_begin(r);
    if (r->jobs.count == 0) {
        console_note_text(BUILT_WAIT_ALL && r->options->all ? "no import jobs found" : "no job ids on standard input");
        return 0;
    }
    if (status != ZIMPORT_OK) {
        report_all(r, status);
        return 0;
    }
    return BUILT_DECIDING && (r->options->verb & (FOR_COMMIT | FOR_ABORT)) ? decide_all(r) : follow(r);
}
