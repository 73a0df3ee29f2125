/* SPDX-License-Identifier: Apache-2.0 */
/* A page at a time, each printed once it is complete. */
#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/text/unseen.h"
#include "cli/verbs/verbs.h"

/* The most that every dialect allows. */
#define PAGE_SIZE 100

static struct {
    zimport_list list;
    unsigned states; /* wanted: a bit each; 0: all */
    bool one_page;
    bool any; /* job was printed */
} listing;

static bool read_state(const char *word, out *error) {
    for (int state = ZIMPORT_UNKNOWN; state <= ZIMPORT_CANCELLED; state++) {
        if (zimport_view_is_nocase(zimport_view_of(word), zimport_state_name((zimport_state)state))) {
            listing.states |= 1U << state;
            return true;
        }
    }
    return unseen_refuse(error, "option --state",
                         " expects Pending, Importing, Uncommitted, Completed, Failed, Cancelled or Unknown",
                         zimport_view_of(word));
}

/* A service without pages sends everything; the page is cut out of that. */
static bool is_on_page(const run *r, const zimport_listed *job) {
    uint64_t first = (uint64_t)(listing.list.page - 1) * listing.list.size;

    return r->settings.dialect->paged || !listing.one_page ||
           (job->index >= first && job->index - first < listing.list.size);
}

static bool is_wanted(const run *r, const zimport_listed *job) {
    const char *collection = r->options->collection;

    return is_on_page(r, job) && (!collection || zimport_view_is(job->collection, collection)) &&
           (!listing.states || (listing.states >> job->state & 1) != 0);
}

static void on_job(void *context, const zimport_listed *job) {
    run *r = context;

    if (job->index == 0) {
        spool_clear(&r->rows);
    }
    bool wanted = is_wanted(r, job);
    if (BUILT_WRITE) {
        write_listed(listing.list.page, job, wanted);
    }
    if (wanted) {
        r->format->listed(&r->rows.out, job, r->settings.dialect->name);
    }
}

static bool read_list(run *r, out *error) {
    const options *given = r->options;

    r->doing = " for its import jobs";
    listing.one_page = given->page > 0 || given->page_size > 0;
    listing.list = (zimport_list){.collection = zimport_view_of(given->collection),
                                  .page = given->page > 0 ? (uint32_t)given->page : 1,
                                  .size = given->page_size > 0 ? (uint32_t)given->page_size : PAGE_SIZE,
                                  .on_job = on_job,
                                  .context = r};
    if (!r->format->listed) {
        out_text(error, "this format has no lists; give -o text, json or csv");
        return false;
    }
    for (size_t i = 0; i < given->states.count; i++) {
        if (!read_state(given->states.items[i], error)) {
            return false;
        }
    }
    return !given->collection || settings_is_name(given->collection, "option --collection", error);
}

static void report_page(run *r) {
    failure f = run_failure(r, (zimport_view){NULL, 0}, r->answer.status);

    if (r->rows.out.failed) {
        f.status = ZIMPORT_SYSTEM;
        f.exit = EXIT_INTERNAL;
        f.answer = NULL;
        f.detail = r->rows.error;
        f.words = "no room for a page in a temporary file";
        f.advice = "set TMPDIR to a folder with room";
    }
    if (f.status != ZIMPORT_OK) {
        report_failed(r, &f);
        return;
    }
    if (r->format->list && !listing.any &&
        (!spool_is_empty(&r->rows) || (BUILT_CSV && r->options->format == OUTPUT_CSV))) {
        r->format->list(console_out());
        listing.any = true;
    }
    spool_copy(&r->rows, console_out());
    out_flush(console_out());
    listing.any |= !spool_is_empty(&r->rows);
    spool_clear(&r->rows);
}

static void note_none(void) {
    out *to = listing.any ? NULL : console_note();

    if (to) {
        out_text(to, listing.one_page ? "no such import jobs on this page" : "no such import jobs");
        console_end_line(to);
    }
}

static int ask_pages(run *r) {
    int ending = 0;

    do {
        r->answer.status =
            r->status == ZIMPORT_OK ? zimport_list_begin(&r->client, &listing.list, &r->answer) : r->status;
        ending = r->answer.status == ZIMPORT_OK ? follow_question(r) : 0;
        if (!ending) {
            report_page(r);
        }
    } while (!ending && r->exit == EXIT_GOOD && listing.list.more && !listing.one_page && !console_broken());
    if (!ending && r->exit == EXIT_GOOD) {
        note_none();
    }
    return ending;
}

const task verb_list = {NULL, read_list, ask_pages};
