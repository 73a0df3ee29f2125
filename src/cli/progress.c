/* SPDX-License-Identifier: Apache-2.0 */
/* What there is to see while `wait` waits: a bar on a terminal, elsewhere a line a change. */
#include "cli/bar.h"
#include "cli/console.h"
#include "cli/run.h"
#include "cli/units.h"

/* Milliseconds between two drawings: when something changed, and for the clock alone. */
#define DRAW_CHANGE 100
#define DRAW_CLOCK 1000

void progress_begin(run *r) {
    bool wanted = r->waiting && !r->options->quiet && !r->options->no_progress;

    r->has_bar = wanted && console_has_terminal();
    r->has_lines = wanted && !r->has_bar;
    r->news = true;
}

static void write_line(run *r, const zimport_job *job) {
    out *to = console_err();

    out_view(to, job->id);
    out_text(to, ": ");
    out_text(to, zimport_state_name(job->state));
    if (job->percent != ZIMPORT_PERCENT_NONE) {
        out_byte(to, ' ');
        units_percent(to, job->percent);
        out_text(to, " %");
    }
    out_text(to, " (elapsed ");
    units_duration(to, r->platform.base.now(&r->platform.base) - r->began);
    out_byte(to, ')');
    console_end_line(to);
}

void progress_answer(run *r) {
    const zimport_job *job = &r->jobs.jobs[r->follow.current];
    job_note *note = &r->jobs.notes[r->follow.current];

    r->news = true;
    if (job->status != ZIMPORT_OK) {
        return;
    }
    r->size = r->progress.file_size;
    if (job->percent != ZIMPORT_PERCENT_NONE) {
        r->percent_sum += job->percent - note->percent;
        note->percent = job->percent;
        pace_record(&r->pace, r->platform.base.now(&r->platform.base),
                    (int32_t)(r->percent_sum / (int64_t)r->jobs.count));
    }
    if (r->has_lines && job->changed) {
        write_line(r, job);
    }
}

static bar make_bar(const run *r, uint64_t now) {
    const zimport_job *job = &r->jobs.jobs[0];
    bool one = r->jobs.count == 1;
    bar b = {.percent = one && job->percent == ZIMPORT_PERCENT_NONE
                            ? ZIMPORT_PERCENT_NONE
                            : (int32_t)(r->percent_sum / (int64_t)r->jobs.count),
             .size = r->size,
             .state = job->state,
             .jobs = r->jobs.count,
             .ended = r->ended,
             .elapsed_ms = now - r->began,
             .answered = job->answered,
             .retrying = (r->client.phase == ZIMPORT_PHASE_PAUSING && r->client.tries > 0) || r->follow.away,
             .unicode = console_unicode(),
             .color = console_color_err()};

    b.left_known = pace_left(&r->pace, now, &b.left_ms);
    return b;
}

void progress_draw(run *r, uint64_t now) {
    char memory[1024];
    out line = {.data = memory, .capacity = sizeof memory};
    bar b;

    if (!r->has_bar || now < progress_next(r)) {
        return;
    }
    b = make_bar(r, now);
    r->drawn_width = console_width();
    bar_draw(&line, &b, r->drawn_width);
    console_show(line.data, line.size);
    r->drawn_at = now;
    r->news = false;
}

uint64_t progress_next(const run *r) {
    if (!r->has_bar) {
        return ZIMPORT_NEVER;
    }
    return r->drawn_width != console_width() ? 0 : r->drawn_at + (r->news ? DRAW_CHANGE : DRAW_CLOCK);
}
