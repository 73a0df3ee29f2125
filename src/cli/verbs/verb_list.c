/* SPDX-License-Identifier: Apache-2.0 */
/* A page at a time, each printed once it is complete; with --watch again and again. */
#include "cli/run/listing.h"
#include "cli/run/signals.h"
#include "cli/screen/table.h"
#include "cli/text/style.h"
#include "cli/verbs/verbs.h"

static bool any; /* job was printed, or the header */

static bool take_page(run *r) {
    bool good = true;
    out *to;

    if (BUILT_TABLE && r->has_table) {
        spool_copy(&r->rows, &r->held.out);
        return true;
    }
    to = console_out();
    if (r->format->list && !any && (!spool_is_empty(&r->rows) || (BUILT_CSV && r->options->format == OUTPUT_CSV))) {
        r->format->list(to);
        any = true;
    }
    any |= !spool_is_empty(&r->rows);
    if (r->options->watch) {
        good = known_copy(&r->rows, to);
    } else {
        spool_copy(&r->rows, to);
    }
    out_flush(to);
    return good;
}

static void note_none(const run *r) {
    if (!any) {
        console_note_text(r->options->page > 0 || r->options->page_size > 0 ? "no import jobs on this page"
                                                                            : "no import jobs found");
    }
}

static void draw(run *r) {
    table t;

    progress_resize(r);
    style_columns = r->drawn_size.columns - 1; /* for the next round */
    table_begin(&t, r->drawn_size);
    r->format->list(&t.text);
    spool_copy(&r->held, &t.text);
    table_end(&t, listing_count());
}

static void end_round(run *r) {
    if (r->follow.away) {
        return;
    }
    if (BUILT_TABLE && r->has_table) {
        draw(r);
    } else if (!r->persists) {
        note_none(r);
    }
    known_end_round();
    if (BUILT_WRITE && r->options->watch) {
        write_round(r);
    }
    r->persists = true;
}

/* Until the next round. Returns the number of the signal that ended it, or 0. */
static int rest(run *r) {
    uint64_t until = r->platform.base.now(&r->platform.base) + r->options->interval_ms;
    int ending;

    while ((ending = signals_take()) == 0 && r->platform.base.now(&r->platform.base) < until) {
        if (BUILT_TABLE && r->has_table && !r->follow.away && progress_is_resized(r)) {
            draw(r);
        }
        zimport_client_wait(&r->client, ZIMPORT_STEP_WAIT, until);
    }
    return ending;
}

static bool read_list(run *r, out *error) {
    if (!r->options->watch && r->options->interval_ms != 5000) {
        out_text(error, "--interval needs --watch");
        return false;
    }
    return listing_read(r, error);
}

static int list(run *r) {
    int ending = 0;

    r->has_table = BUILT_TABLE && r->options->watch && r->options->format == OUTPUT_TEXT && console_draw_results();
    while (!ending && !console_broken()) {
        spool_clear(&r->held);
        ending = listing_ask(r, take_page);
        if (ending || r->exit != EXIT_GOOD) {
            break;
        }
        end_round(r);
        if (!r->options->watch) {
            break;
        }
        ending = rest(r);
    }
    out_flush(console_out()); /* leaves the table */
    return ending;
}

const task verb_list = {NULL, read_list, list};
