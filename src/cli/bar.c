/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bar.h"

#include "cli/style.h"
#include "cli/units.h"

#define PERCENT_WIDTH 5
#define BAR_LEAST 8
#define BAR_MOST 50
#define PART_SIZE 96
#define SPARE 3

/* The parts beside the bar, in the order in which they stand. */
enum { PART_SIZES, PART_ELAPSED, PART_LEFT, PART_STATE, PARTS };

typedef struct part {
    char data[PART_SIZE];
    size_t size;
    size_t width; /* in columns: colours have none */
    bool wanted;
} part;

static void draw_sizes(out *to, const bar *b) {
    if (b->jobs == 1 && b->size.given && b->percent != ZIMPORT_PERCENT_NONE) {
        units_size(to, units_part(b->size.value, b->percent));
        out_byte(to, '/');
        units_size(to, b->size.value);
    }
}

static void draw_left(out *to, const bar *b) {
    out_text(to, "ETA ");
    if (b->left_known) {
        units_clock(to, b->left_ms + 999); /* rounded up: it is not over at 0:00 */
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
        style_state(to, b->state, color);
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

/* Chooses what fits beside the bar, the most telling first. Returns the columns left for the bar. */
static size_t choose_parts(part *parts, size_t width) {
    static const int order[PARTS] = {PART_STATE, PART_LEFT, PART_ELAPSED, PART_SIZES};
    const size_t least = PERCENT_WIDTH + 3 + BAR_LEAST;
    size_t left = width > least ? width - least : 0;

    for (size_t i = 0; i < PARTS; i++) {
        part *p = &parts[order[i]];

        if (p->width > 0 && p->width + 2 <= left) {
            p->wanted = true;
            left -= p->width + 2;
        }
    }
    return width >= least ? left + BAR_LEAST : 0;
}

static void draw_percent(out *to, int32_t percent) {
    if (percent == ZIMPORT_PERCENT_NONE) {
        out_text(to, "  ? %");
        return;
    }
    out_text(to, percent >= 10000 ? "" : percent >= 1000 ? " " : "  ");
    out_number(to, (uint64_t)percent / 100);
    out_text(to, " %");
}

static void draw_bar(out *to, const bar *b, size_t width) {
    size_t full = b->percent == ZIMPORT_PERCENT_NONE ? 0 : width * (size_t)b->percent / ZIMPORT_PERCENT_DONE;

    out_text(to, " [");
    out_repeat(to, b->unicode ? "\xE2\x96\x88" : "#", full);
    out_repeat(to, b->unicode ? "\xE2\x96\x91" : "-", width - full);
    out_byte(to, ']');
}

void bar_draw(out *to, const bar *b, unsigned width) {
    part parts[PARTS];
    size_t columns = width > SPARE ? width - SPARE : 0;
    size_t bar_width;

    for (int i = 0; i < PARTS; i++) {
        make_part(&parts[i], b, i);
    }
    bar_width = choose_parts(parts, columns);
    if (columns >= PERCENT_WIDTH) {
        draw_percent(to, b->percent);
    }
    if (bar_width > 0) {
        draw_bar(to, b, bar_width < BAR_MOST ? bar_width : BAR_MOST);
    }
    for (int i = 0; i < PARTS; i++) {
        if (parts[i].wanted) {
            out_text(to, "  ");
            out_bytes(to, parts[i].data, parts[i].size);
        }
    }
}
