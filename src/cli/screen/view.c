/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/screen/view.h"

#include <string.h>

#include "cli/screen/bar.h"
#include "cli/text/style.h"

/* Columns: an id that can be told from others, or at least recognized; the longest state. */
#define ID_GOOD 8
#define ID_LEAST 5
#define STATE_MOST (sizeof "Uncommitted" - 1)

view_columns view_fit(unsigned width, size_t longest) {
    const size_t always = BAR_SPARE + BAR_GAP + BAR_PERCENT;
    const size_t bar_least = BAR_FRAME + BAR_LEAST;
    view_columns v = {.id = 0};
    size_t left = width > always ? width - always : 0;

    if (left < ID_LEAST) {
        return v;
    }
    v.state = left >= ID_GOOD + BAR_GAP + STATE_MOST;
    left -= v.state ? BAR_GAP + STATE_MOST : 0;
    if (left >= ID_GOOD + bar_least) {
        v.id = longest < left - bar_least ? longest : left - bar_least;
        v.bar = left - BAR_FRAME - v.id;
        v.bar = v.bar < BAR_MOST ? v.bar : BAR_MOST;
    } else {
        v.id = longest < left ? longest : left;
    }
    v.total = v.id == longest ? longest : 0;
    return v;
}

/* The ends of an id tell more than its middle. */
static void draw_id(out *to, const view_columns *v, zimport_view id) {
    size_t mark = v->unicode ? 1 : 3;
    size_t end = (v->id - mark) / 2;

    if (id.size <= v->id) {
        out_view(to, id);
        out_repeat(to, " ", v->id - id.size);
        return;
    }
    out_bytes(to, id.data, v->id - mark - end);
    out_text(to, v->unicode ? "\xE2\x80\xA6" : "...");
    out_bytes(to, id.data + id.size - end, end);
}

/* Padded, so that all lines are equally wide. */
static void draw_state(out *to, const view_columns *v, const zimport_job *job, const zimport_job_phase *phase) {
    const char *doing = phase ? phase->name : NULL;
    bool is_error = job->ended && job->status != ZIMPORT_OK;
    const char *word = is_error ? "error" : !job->answered ? "asking" : style_word(job->state, doing);

    if (job->answered && !is_error) {
        style_state(to, job->state, doing, v->color);
    } else {
        out_text(to, is_error && v->color ? "\033[31m" : "");
        out_text(to, word);
        out_text(to, is_error && v->color ? "\033[0m" : "");
    }
    out_repeat(to, " ", STATE_MOST - strlen(word));
}

size_t view_draw(out *to, const view_columns *v, const zimport_job *job, const zimport_job_phase *phase) {
    size_t width = v->id + BAR_GAP + BAR_PERCENT;

    draw_id(to, v, job->id);
    out_repeat(to, " ", BAR_GAP);
    bar_draw_percent(to, job->percent);
    if (v->bar > 0) {
        bar_draw_frame(to, job->percent, v->bar, v->unicode);
        width += BAR_FRAME + v->bar;
    }
    if (v->state) {
        out_repeat(to, " ", BAR_GAP);
        draw_state(to, v, job, phase);
        width += BAR_GAP + STATE_MOST;
    }
    return width;
}
