/* SPDX-License-Identifier: Apache-2.0 */
/* Notes about temporary trouble, each given once. */
#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/text/units.h"

static uint64_t now_of(const run *r) {
    return r->platform.base.now(&r->platform.base) | 1; /* 0 is for what has not happened */
}

static void note_back(const run *r) {
    out *to = console_note();

    if (to) {
        failure_peer(to, &r->settings.origin);
        out_text(to, " answers again, after ");
        units_duration(to, now_of(r) - r->away_at);
        console_end_line(to);
    }
}

void away_note(const run *r, const char *advice, unsigned tries, const char *end) {
    const zimport_job *job = r->follow.jobs ? &r->follow.jobs[r->follow.current] : NULL;
    failure f = run_failure(r, job ? job->id : zimport_view_of(NULL), r->answer.status);
    out *to = console_note();

    if (to) {
        f.starting = r->starting;
        f.tries = tries;
        f.advice = advice;
        failure_line(to, &f);
        out_text(to, end);
        console_end_line(to);
    }
}

/* It is back when the job whose request failed has an answer; other jobs have lines of their own. */
bool away_answer(run *r) {
    bool before = r->away_at > 0;

    if (r->follow.away && !before) {
        r->away_at = r->failed_at;
        r->away_job = r->follow.current;
        away_note(r, "", r->client.tries, ". Going on until it answers again");
    } else if (!r->follow.away && before && r->follow.current == r->away_job) {
        if (r->answer.status == ZIMPORT_OK) {
            note_back(r);
        }
        r->away_at = 0;
    }
    if (r->answer.status == ZIMPORT_OK) {
        r->failed_at = 0;
    }
    return before;
}

/* With an earlier answer the user sees the job's state, or the list; the trouble is reported once the tries are used
 * up. */
static bool is_told_later(const run *r) {
    return r->persists || (r->waiting && r->jobs.jobs[r->follow.current].answered);
}

static void note_retry(run *r, uint64_t ms) {
    char memory[100];
    out words = {.data = memory, .capacity = sizeof memory};

    r->retry_told = true;
    out_text(&words, "trying again in ");
    units_seconds(&words, ms);
    out_text(&words, " s (try ");
    out_number(&words, r->client.tries + 1U);
    out_text(&words, " of ");
    out_number(&words, r->client.config.retries + 1U);
    out_text(&words, ", each at most ");
    units_seconds(&words, r->options->total_ms);
    out_bytes(&words, " s)", 4); /* with its NUL */
    away_note(r, memory, 1, "");
}

/* With -v the log already mentions each retry. */
void away_event(run *r, zimport_event event, uint64_t number) {
    if (event == ZIMPORT_EVENT_FAILED && r->failed_at == 0) {
        r->failed_at = now_of(r);
    }
    if (event == ZIMPORT_EVENT_RETRY && r->options->verbose == 0 && !r->retry_told && !is_told_later(r)) {
        note_retry(r, number);
    }
}
