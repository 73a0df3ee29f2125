/* SPDX-License-Identifier: Apache-2.0 */
/* For `wait`: bars on a terminal, elsewhere a line per change. */
#include "cli/run/run.h"
#include "cli/screen/bar.h"
#include "cli/screen/view.h"
#include "cli/text/units.h"

/* Milliseconds between drawings: after a change, and just to move the clock. */
#define DRAW_CHANGE 100
#define DRAW_CLOCK 1000
/* How long a job's line stays at least. */
#define READ_MS 3000

void progress_begin(run *r) {
    bool wanted = r->waiting && !r->options->quiet && !r->options->no_progress;

    r->has_bar = BUILT_BARS && wanted && console_has_terminal();
    r->has_lines = wanted && !r->has_bar;
    r->news = true;
}

const zimport_job_phase *progress_phase(const run *r, size_t index) {
    /* Where the service names no phases, files that are all complete tell of this one. */
    static const zimport_job_phase guessed = {9900, "indexing", "building indexes"};
    const zimport_job *job = &r->jobs.jobs[index];
    const zimport_job_phase *phase =
        BUILT_MILVUS ? zimport_job_phase_of(r->settings.dialect, job->state, job->percent) : NULL;

    return !phase && r->jobs.notes[index].indexing ? &guessed : phase;
}

static void write_line(run *r, const zimport_job *job, int32_t before) {
    const zimport_job_phase *phase = progress_phase(r, r->follow.current);
    out *to = console_err();

    out_view(to, job->id);
    out_text(to, ": ");
    out_text(to, zimport_state_name(job->state));
    if (job->percent != ZIMPORT_PERCENT_NONE) {
        out_byte(to, ' ');
        units_percent(to, job->percent);
        out_text(to, " %");
    }
    if (phase) {
        out_text(to, ", ");
        out_text(to, phase->words);
    }
    out_text(to, " (");
    if (job->percent != ZIMPORT_PERCENT_NONE && job->percent < before) {
        out_text(to, "was ");
        units_percent(to, before);
        out_text(to, " %, ");
    }
    out_text(to, "elapsed ");
    units_duration(to, r->platform.base.now(&r->platform.base) - r->began);
    out_byte(to, ')');
    console_end_line(to);
}

void progress_answer(run *r) {
    const zimport_job *job = &r->jobs.jobs[r->follow.current];
    job_note *note = &r->jobs.notes[r->follow.current];
    int32_t before = note->percent;
    const zimport_job_phase *phase = r->jobs.count == 1 ? progress_phase(r, 0) : NULL;

    r->news = true;
    if (job->status != ZIMPORT_OK) {
        return;
    }
    note->indexing = zimport_progress_waits_for_index(&r->progress);
    r->size = r->progress.file_size;
    if (job->percent != ZIMPORT_PERCENT_NONE) {
        /* Progress made before we first saw the job, or in another phase, says nothing about its speed. */
        if (!note->seen || phase != r->phase) {
            r->pace.count = 0;
        }
        note->seen = true;
        r->phase = phase;
        r->percent_sum += job->percent - before;
        note->percent = job->percent;
        pace_record(&r->pace, r->platform.base.now(&r->platform.base),
                    (int32_t)(r->percent_sum / (int64_t)r->jobs.count));
    }
    if (BUILT_FOLLOWING && r->has_lines && job->changed) {
        write_line(r, job, before);
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
             .phase = one ? progress_phase(r, 0) : NULL,
             .jobs = r->jobs.count,
             .ended = r->ended,
             .elapsed_ms = now - r->began,
             .answered = job->answered,
             .retrying = (r->client.phase == ZIMPORT_PHASE_PAUSING && r->client.tries > 0) || r->follow.away,
             .unicode = console_unicode(),
             .color = console_color_err()};

    b.left_known = pace_left(&r->pace, now, r->phase ? r->phase->end : ZIMPORT_PERCENT_DONE, &b.left_ms);
    return b;
}

static size_t longest_name(const run *r) {
    char memory[20];
    out digits = {.data = memory, .capacity = sizeof memory};
    size_t longest;

    out_number(&digits, r->jobs.count);
    longest = 2 * digits.size + sizeof " of  ended" - 1;
    for (size_t i = 0; i < r->jobs.count; i++) {
        if (r->jobs.jobs[i].id.size > longest) {
            longest = r->jobs.jobs[i].id.size;
        }
    }
    return longest;
}

/* How many jobs have a line: as many as there is room for beside the total and one line more. */
static size_t count_lines(const run *r) {
    size_t rows = r->drawn_size.rows;
    size_t most = r->jobs.count == 1 || rows < 2 ? 0 : rows - 2;

    return r->jobs.count < most ? r->jobs.count : most;
}

/* Those that moved last, in the order of all; but none goes before it could be read, unless it has ended. */
static void choose_jobs(const run *r, size_t lines) {
    for (;;) {
        size_t drawn = 0;
        uint64_t least = UINT64_MAX;
        uint64_t most = 0;
        job_note none = {.drawn = false};
        job_note *goes = &none;
        job_note *comes = &none;

        for (size_t i = 0; i < r->jobs.count; i++) {
            job_note *note = &r->jobs.notes[i];
            uint64_t moved = r->jobs.jobs[i].ended ? 1 : r->jobs.jobs[i].moved_at + 2;

            drawn += note->drawn;
            if (note->drawn && moved < least) {
                least = moved;
                goes = note;
            }
            if (!note->drawn && moved > most) {
                most = moved;
                comes = note;
            }
        }
        if (drawn == lines && most <= least + READ_MS) {
            return;
        }
        if (drawn >= lines) {
            goes->drawn = false;
        }
        if (drawn <= lines) {
            comes->drawn = true;
        }
    }
}

static void draw_jobs(out *to, const run *r, const view_columns *v) {
    for (size_t i = 0; i < r->jobs.count; i++) {
        if (!r->jobs.notes[i].drawn) {
            continue;
        }
        console_draw_next(view_draw(to, v, &r->jobs.jobs[i], progress_phase(r, i)));
    }
}

/* Without colour sequences. */
static size_t count_columns(const out *line) {
    size_t count = 0;
    bool color = false;

    for (size_t i = 0; i < line->size; i++) {
        color = color || line->data[i] == '\033';
        count += !color && ((unsigned char)line->data[i] & 0xC0) != 0x80;
        color = color && line->data[i] != 'm';
    }
    return count;
}

static void draw(const run *r, uint64_t now) {
    char memory[1024];
    out total = {.data = memory, .capacity = sizeof memory};
    size_t lines = count_lines(r);
    bar b = make_bar(r, now);
    view_columns jobs = view_fit(lines > 0 ? r->drawn_size.columns : 0, longest_name(r));
    size_t width;
    out *to;

    b.head = jobs.total;
    b.hidden = jobs.id > 0 ? r->jobs.count - lines : 0;
    b.most = jobs.total > 0 ? jobs.bar : 0;
    width = bar_draw(&total, &b, r->drawn_size.columns);
    to = console_draw();
    if (jobs.id > 0) {
        choose_jobs(r, lines);
        jobs.bar = jobs.total > 0 && width < jobs.bar ? width : jobs.bar;
        jobs.unicode = b.unicode;
        jobs.color = b.color;
        draw_jobs(to, r, &jobs);
    }
    out_bytes(to, total.data, total.size);
    console_draw_end(count_columns(&total));
}

bool progress_is_resized(const run *r) {
    console_size size = console_measure();

    return size.columns != r->drawn_size.columns || size.rows != r->drawn_size.rows;
}

void progress_resize(run *r) {
    if (progress_is_resized(r)) {
        console_clear();
        r->drawn_size = console_measure();
    }
}

void progress_draw(run *r, uint64_t now) {
    if (!BUILT_BARS || !r->has_bar || now < progress_next(r)) {
        return;
    }
    progress_resize(r);
    draw(r, now);
    r->drawn_at = now;
    r->news = false;
}

uint64_t progress_next(const run *r) {
    if (!BUILT_BARS || !r->has_bar) {
        return ZIMPORT_NEVER;
    }
    return progress_is_resized(r) ? 0 : r->drawn_at + (r->news ? DRAW_CHANGE : DRAW_CLOCK);
}
