/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/screen/bar.h"

#include "cli/text/style.h"
#include "cli/text/units.h"

#define PART_SIZE 96

/* Beside the bar, from left to right. */
enum { PART_SIZES, PART_ELAPSED, PART_LEFT, PART_STATE, PARTS };

typedef struct part {
    char data[PART_SIZE];
    size_t size;
    size_t width; /* in columns: colours have none */
    bool wanted;
} part;

static void draw_sizes(out *to, const bar *b) {
    /* Percentages of a phase are not of bytes. */
    if (b->jobs == 1 && b->size.given && !b->phase && b->percent != ZIMPORT_PERCENT_NONE) {
        units_size(to, units_part(b->size.value, b->percent));
        out_byte(to, '/');
        units_size(to, b->size.value);
    } else if (b->hidden > 0) {
        out_number(to, b->hidden);
        out_text(to, " not shown");
    }
}

static void draw_left(out *to, const bar *b) {
    out_text(to, b->phase ? "phase ETA " : "ETA ");
    if (b->left_known) {
        units_clock(to, b->left_ms + 999); /* rounded up: 0:00 means done */
    } else {
        out_text(to, "-:--");
    }
}

static void draw_state(out *to, const bar *b, bool color) {
    if (b->retrying) {
        out_text(to, "retrying");
    } else if (b->jobs > 1) {
        out_number(to, b->ended);
        out_text(to, " of ");
        out_number(to, b->jobs);
        out_text(to, " ended");
    } else if (!b->answered) {
        out_text(to, "asking");
    } else {
        style_state(to, b->state, b->phase ? b->phase->words : NULL, color);
    }
}

static void draw_part(out *to, const bar *b, int which, bool color) {
    switch (which) {
    case PART_SIZES:
        draw_sizes(to, b);
        break;
    case PART_ELAPSED:
        units_clock(to, b->elapsed_ms);
        break;
    case PART_LEFT:
        draw_left(to, b);
        break;
    default:
        draw_state(to, b, color);
        break;
    }
}

static void make_part(part *p, const bar *b, int which) {
    out plain = {.data = p->data, .capacity = sizeof p->data};
    out colored = plain;

    draw_part(&plain, b, which, false);
    p->width = plain.size;
    draw_part(&colored, b, which, b->color);
    p->size = colored.size;
    p->wanted = false;
}

/* Most useful first: that jobs are hidden, or sizes last. Returns the columns left for the bar. */
static size_t choose_parts(part *parts, bool hides, size_t width) {
    static const uint8_t order[PARTS + 1] = {PART_STATE, PART_SIZES, PART_LEFT, PART_ELAPSED, PART_SIZES};
    const size_t least = BAR_PERCENT + BAR_FRAME + BAR_LEAST;
    size_t left = width > least ? width - least : 0;

    for (size_t i = 0; i < PARTS; i++) {
        part *p = &parts[order[i > 0 && !hides ? i + 1 : i]];

        if (p->width > 0 && p->width + BAR_GAP <= left) {
            p->wanted = true;
            left -= p->width + BAR_GAP;
        }
    }
    return width >= least ? left + BAR_LEAST : 0;
}

void bar_draw_percent(out *to, int32_t percent) {
    if (percent == ZIMPORT_PERCENT_NONE) {
        out_text(to, "  ? %");
        return;
    }
    out_text(to, percent >= 10000 ? "" : percent >= 1000 ? " " : "  ");
    out_number(to, (uint64_t)percent / 100);
    out_text(to, " %");
}

void bar_draw_frame(out *to, int32_t percent, size_t width, bool unicode) {
    size_t full = percent == ZIMPORT_PERCENT_NONE ? 0 : width * (size_t)percent / ZIMPORT_PERCENT_DONE;

    out_text(to, " [");
    out_repeat(to, unicode ? "\xE2\x96\x88" : "#", full);
    out_repeat(to, unicode ? "\xE2\x96\x91" : "-", width - full);
    out_byte(to, ']');
}

static size_t draw_head(out *to, part *state, size_t head, size_t columns) {
    out_bytes(to, state->data, state->size);
    out_repeat(to, " ", head + BAR_GAP - state->width);
    state->width = 0;
    return columns - head - BAR_GAP;
}

size_t bar_draw(out *to, const bar *b, unsigned width) {
    part parts[PARTS];
    size_t most = b->most > 0 ? b->most : BAR_MOST;
    size_t columns = width > BAR_SPARE ? width - BAR_SPARE : 0;
    size_t bar_width;

    for (int i = 0; i < PARTS; i++) {
        make_part(&parts[i], b, i);
    }
    if (b->head > 0) {
        columns = draw_head(to, &parts[PART_STATE], b->head, columns);
    }
    bar_width = choose_parts(parts, b->hidden > 0, columns);
    bar_width = bar_width < most ? bar_width : most;
    if (columns >= BAR_PERCENT) {
        bar_draw_percent(to, b->percent);
    }
    if (bar_width > 0) {
        bar_draw_frame(to, b->percent, bar_width, b->unicode);
    }
    for (int i = 0; i < PARTS; i++) {
        if (parts[i].wanted) {
            out_repeat(to, " ", BAR_GAP);
            out_bytes(to, parts[i].data, parts[i].size);
        }
    }
    return bar_width;
}
