/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/output/exits.h"
#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/text/errors.h"
#include "cli/text/units.h"

/* Failed files shown although file rows were not asked for. */
#define REASONS_MOST 10

void report_begin(run *r) {
    r->holds = r->jobs.count == 1 && !r->format->each_change;
    if (r->format->begin) {
        r->format->begin(console_out(), r->options->files);
        out_flush(console_out());
    }
    progress_begin(r);
    if (BUILT_WRITE) {
        write_begin(r);
    }
}

/* Those of another job, or of a reply that was cut. */
static void forget_files(run *r) {
    spool_clear(&r->rows);
    r->reasons = r->losing = 0;
    r->losers.size = 0;
    r->losers.failed = false;
}

void report_file(run *r, const zimport_file *file) {
    if (file->index == 0) {
        forget_files(r);
    }
    if (BUILT_POSTED && file->missing_rows > 0) {
        format_loser(&r->losers, file, r->losing++);
    }
    if (r->wants_rows) {
        r->format->row(&r->rows.out, r->jobs.jobs[r->follow.current].id, file, file->index == 0);
    } else if (BUILT_TEXT && r->options->format == OUTPUT_TEXT && file->reason.size > 0 &&
               r->reasons++ <= REASONS_MOST) {
        format_text_reason(&r->rows.out, file, r->reasons > REASONS_MOST);
    }
}

static void settle(run *r, size_t index, int exit) {
    job_note *note = &r->jobs.notes[index];

    if (note->settled) {
        return;
    }
    note->settled = true;
    note->exit = (int8_t)exit;
    r->exit = r->ended == 0 ? exit : exits_worse(r->exit, exit);
    r->ended++;
}

/* `progress`: of a good answer, or NULL. */
static void tell_hook(run *r, size_t index, const zimport_progress *progress) {
    if (BUILT_HOOK && r->options->hook) {
        hook_run(r, index, progress);
    }
}

static result make_result(run *r, size_t index) {
    const zimport_job_phase *phase = progress_phase(r, index);

    return (result){.job = r->jobs.jobs[index].id,
                    .cluster = r->settings.cluster,
                    .api = r->settings.dialect->name,
                    .progress = &r->progress,
                    .phase = zimport_view_of(phase && r->settings.dialect->phases ? phase->name : NULL),
                    .doing = phase ? phase->words : NULL,
                    .now = r->platform.base.wall_clock(&r->platform.base),
                    .losers = &r->losers,
                    .rows = r->wants_rows ? &r->rows : NULL,
                    .reasons = r->wants_rows || !r->progress.reason_of_file ? NULL : &r->rows,
                    .first = !r->printed};
}

static failure make_failure(const run *r, size_t index, zimport_status status) {
    return run_failure(r, r->jobs.jobs[index].id, status);
}

static void print_result(run *r, const result *given) {
    r->format->result(console_out(), given);
    out_flush(console_out());
    r->printed = true;
}

static void print_failure_result(run *r, size_t index, const failure *f) {
    if (BUILT_WRITE) {
        write_failure(r, index, f);
    }
    if (r->format->failure) {
        r->format->failure(console_out(), f);
        out_flush(console_out());
    }
}

static void say_failure(run *r, const failure *f) {
    out *to = console_error();

    failure_line(to, f);
    console_end_line(to);
    spool_clear(&r->held);
}

void report_failed(run *r, const failure *f) {
    say_failure(r, f);
    if (BUILT_WRITE) {
        write_lost(r, f);
    }
    r->exit = f->exit;
}

static void report_failure(run *r, size_t index, const failure *f) {
    say_failure(r, f);
    print_failure_result(r, index, f);
    settle(r, index, f->exit);
    tell_hook(r, index, NULL);
}

static bool is_news(run *r, const result *given) {
    job_note *note = &r->jobs.notes[r->follow.current];
    char memory[512];
    uint64_t hash = given->rows ? spool_hash(given->rows) : HASH_START;
    out to = {.data = memory, .capacity = sizeof memory, .flush = hash_output, .context = &hash};
    result head = *given;
    bool news;

    head.rows = NULL; /* only the text format prints reasons, and it prints no changes */
    r->format->result(&to, &head);
    out_flush(&to);
    hash |= 1; /* 0 stands for none */
    news = hash != note->shown;
    note->shown = hash;
    return news;
}

static void take_result(run *r, bool ended) {
    result given = make_result(r, r->follow.current);

    if (BUILT_WRITE) {
        write_result(r->follow.current, &given);
    }
    if (r->holds) {
        spool_clear(&r->held);
    }
    if (r->holds && !ended) {
        r->format->result(&r->held.out, &given);
    } else if (r->format->each_change ? !r->waiting || is_news(r, &given) : ended) {
        print_result(r, &given);
    }
}

static void note_cut(const run *r) {
    const zimport_progress *p = &r->progress;
    bool cut = p->reason.cut || p->file_name.cut || p->collection.cut || p->complete_time.cut || p->create_time.cut;
    out *to = cut || (r->wants_rows && p->files_cut > 0) ? console_note() : NULL;

    if (!to) {
        return;
    }
    out_view(to, r->jobs.jobs[r->follow.current].id);
    out_text(to, ": ");
    if (cut) {
        out_text(to, p->reason.cut ? "the reason" : p->file_name.cut ? "the file name" : "a text");
        out_text(to, " was too long and has been cut");
    }
    if (r->wants_rows && p->files_cut > 0) {
        out_text(to, cut ? "; " : "");
        out_number(to, p->files_cut);
        out_text(to, p->files_cut == 1 ? " file row is cut" : " file rows are cut");
    }
    console_end_line(to);
}

static void warn_uncommitted(run *r) {
    out *to = console_error();

    out_text(to, "waiting for ");
    out_view(to, r->jobs.jobs[r->follow.current].id);
    out_text(to, BUILT_DECIDING ? ": it stays Uncommitted until zimport commit or zimport abort"
                                : ": it stays Uncommitted until it is committed or aborted");
    console_end_line(to);
}

/* The text format itself mentions missing rows of a completed job. */
static void note_rows(const run *r) {
    const zimport_progress *p = &r->progress;
    bool said = BUILT_TEXT && r->options->format == OUTPUT_TEXT;
    out *to = zimport_progress_lacks_rows(p) && !said ? console_note() : NULL;

    if (to) {
        out_view(to, r->jobs.jobs[r->follow.current].id);
        out_text(to, p->state == ZIMPORT_COMPLETED ? ": completed, but only " : ": only ");
        format_rows(to, p);
        out_text(to, " rows were imported");
        out_bytes(to, r->losers.data, r->losers.size);
        console_end_line(to);
    }
}

/* After an abort whose reply was lost. */
static void report_not_aborted(run *r) {
    failure f = make_failure(r, r->follow.current, r->lost);

    f.answer = NULL;
    f.detail = 0;
    f.tries = 0;
    f.words = "it was not aborted";
    f.advice = "it is safe to try again";
    report_failure(r, r->follow.current, &f);
}

static int exit_of_answer(const run *r) {
    zimport_state state = r->progress.state;

    if (r->waiting) {
        return exits_of_end(r->options->goal && state == ZIMPORT_UNCOMMITTED ? ZIMPORT_COMPLETED : state);
    }
    if (BUILT_COMMIT && r->options->verb == FOR_COMMIT && exits_of_state(state) == EXIT_FAILED) {
        return EXIT_FAILED;
    }
    return r->options->exit_code ? exits_of_state(state) : EXIT_GOOD;
}

static void report_good(run *r) {
    const zimport_job *job = &r->jobs.jobs[r->follow.current];
    int exit = exit_of_answer(r);

    if (BUILT_ABORT && r->lost != ZIMPORT_OK && exits_of_state(r->progress.state) != EXIT_FAILED) {
        report_not_aborted(r);
        return;
    }
    if (r->progress.files == 0) {
        forget_files(r);
    }
    take_result(r, job->ended);
    if (!job->ended) {
        tell_hook(r, r->follow.current, &r->progress);
        return;
    }
    note_cut(r);
    if (BUILT_POSTED) {
        note_rows(r);
    }
    if (BUILT_POSTED && exit == EXIT_TIMEOUT) {
        warn_uncommitted(r);
    }
    settle(r, r->follow.current, exit);
    tell_hook(r, r->follow.current, &r->progress);
}

static void report_no_spool(run *r, int code) {
    failure f = make_failure(r, r->follow.current, ZIMPORT_SYSTEM);

    f.answer = NULL;
    f.detail = code;
    f.tries = 0;
    f.words = "cannot keep the rows in a temporary file";
    f.advice = "set TMPDIR to a folder with room, or leave out --files";
    report_failure(r, r->follow.current, &f);
    /* The next poll would end the same way. */
    if (!r->jobs.jobs[r->follow.current].ended) {
        r->jobs.jobs[r->follow.current].ended = true;
        r->follow.left--;
    }
}

void report_answer(run *r) {
    size_t index = r->follow.current;
    zimport_job *job = &r->jobs.jobs[index];
    bool was_away;

    if (job->moved_at > r->moved_at) {
        r->moved_at = job->moved_at;
    }
    was_away = away_answer(r);
    progress_answer(r);
    if (r->follow.away || r->follow.missing) {
        spool_clear(&r->rows);
        return;
    }
    if (job->status != ZIMPORT_OK) {
        failure f = make_failure(r, index, job->status);

        f.tries = was_away ? 1 : f.tries; /* while away, the client makes no retries */
        /* What does not come from the service has other advice. */
        f.uncertain = BUILT_DECIDING && r->deciding && zimport_status_advice(f.status) == ZIMPORT_DO_RETRY &&
                      run_is_uncertain(r, f.status);
        f.advice = BUILT_ABORT && r->lost != ZIMPORT_OK && f.status != ZIMPORT_NOT_FOUND
                       ? "it may have been aborted: ask with zimport status"
                       : NULL;
        report_failure(r, index, &f);
    } else if (r->wants_rows && r->rows.out.failed) {
        report_no_spool(r, r->rows.error);
    } else {
        report_good(r);
    }
    spool_clear(&r->rows);
}

void report_all(run *r, zimport_status status) {
    for (size_t i = 0; i < r->jobs.count && !console_broken(); i++) {
        failure f = make_failure(r, i, status);

        report_failure(r, i, &f);
    }
}

/* A data format has printed the changes already, and what is held of the one job is printed at the end. Neither has a
 * job whose commit did not show before the time ran out. */
static bool is_told(run *r, size_t index) {
    return r->holds ? !spool_is_empty(&r->held) : r->format->each_change && r->jobs.notes[index].shown != 0;
}

static void report_unfinished(run *r, size_t index) {
    const zimport_job *job = &r->jobs.jobs[index];

    if (!job->answered) {
        failure f = make_failure(r, index, ZIMPORT_ABORTED);

        f.answer = NULL;
        f.detail = 0;
        f.words = "no answer before the time ran out";
        print_failure_result(r, index, &f);
    } else if (!is_told(r, index)) {
        zimport_progress known = {.state = job->state, .percent = job->percent};
        result given = make_result(r, index);

        given.progress = &known;
        given.rows = given.reasons = NULL;
        print_result(r, &given);
    }
    settle(r, index, EXIT_TIMEOUT);
    tell_hook(r, index, NULL);
}

void report_expired(run *r, const char *what, uint64_t ms) {
    out *to = console_error();
    bool answered;

    out_text(to, "waiting for ");
    if (r->jobs.count == 1) {
        out_view(to, r->jobs.jobs[0].id);
    } else if (r->jobs.count == 0) {
        out_text(to, "the list of jobs");
    } else {
        out_number(to, r->jobs.count - r->ended);
        out_text(to, " of ");
        out_number(to, r->jobs.count);
        out_text(to, " jobs");
    }
    answered = r->jobs.count > 1 || (r->jobs.count == 1 && r->jobs.jobs[0].answered);
    out_text(to, strcmp(what, "--stall") == 0 ? ": nothing changed for "
                 : answered                   ? ": not ended within "
                                              : ": no answer within ");
    units_seconds(to, ms);
    /* While nobody answers, it is not known whether it does. */
    out_text(to,
             answered && !r->follow.away ? " s; the import goes on; ask again, or raise " : " s; ask again, or raise ");
    out_text(to, what);
    console_end_line(to);
    for (size_t i = 0; i < r->jobs.count; i++) {
        if (!r->jobs.notes[i].settled) {
            report_unfinished(r, i);
        }
    }
}

void report_end(run *r) {
    if (r->holds && r->held.out.failed) {
        spool_lost = r->held.error;
    } else if (r->holds && !spool_lost) {
        spool_copy(&r->held, console_out());
    }
    if (spool_lost) {
        out *to = console_error();

        out_text(to, "writing the results: cannot keep them in a temporary file: ");
        out_text(to, error_words(spool_lost));
        out_text(to, "; set TMPDIR to a folder with room");
        console_end_line(to);
        r->exit = EXIT_INTERNAL;
    }
    if (!console_finish()) {
        r->exit = EXIT_INTERNAL;
    }
}
