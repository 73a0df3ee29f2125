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

bool follow_read(run *r, out *error) {
    bool good = jobs_read(&r->jobs, r->options, error);

    r->machine_fault = r->jobs.no_memory;
    return good;
}

/* How long a new job may be "not found". */
#define MISSING_MS 10000

static zimport_status begin(run *r) {
    r->began = r->platform.base.now(&r->platform.base);
    r->moved_at = r->began;
    r->failed_at = 0;
    r->follow = (zimport_follow){.client = &r->client,
                                 .jobs = r->jobs.jobs,
                                 .count = r->jobs.count,
                                 .interval_ms = (uint32_t)r->options->interval_ms,
                                 .once = !r->waiting,
                                 .progress = &r->progress,
                                 .answer = &r->answer};
    zimport_follow_patiently(&r->follow, r->waiting, r->options->wait ? MISSING_MS : 0);
    return r->status == ZIMPORT_OK ? zimport_follow_begin(&r->follow, r->began) : r->status;
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
        if (now >= end.at) {
            zimport_client_abort(&r->client);
            report_expired(r, end.option, end.ms);
            return 0;
        }
        step = zimport_follow_step(&r->follow, now, &until);
        if (step == ZIMPORT_STEP_DONE) {
            return 0;
        }
        if (step == ZIMPORT_STEP_EVENT) {
            report_answer(r);
            if (is_over(r)) {
                return 0;
            }
        } else {
            progress_draw(r, now);
            zimport_client_wait(&r->client, step, earlier(earlier(until, end.at), progress_next(r)));
        }
    }
}

int follow_jobs(run *r) {
    zimport_status status = begin(r);

    report_begin(r);
    if (status != ZIMPORT_OK) {
        report_all(r, status);
        return 0;
    }
    return follow(r);
}

int follow_question(run *r) {
    uint64_t until = 0;
    int ending;

    while ((ending = signals_take()) == 0) {
        uint64_t now = r->platform.base.now(&r->platform.base);
        zimport_step step = zimport_client_step(&r->client, now, &until);

        if (step == ZIMPORT_STEP_DONE) {
            break;
        }
        zimport_client_wait(&r->client, step, until);
    }
    return ending;
}
