/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/listing.h"

#include "cli/screen/console.h"
#include "cli/text/unseen.h"

/* The most that every dialect allows. */
#define PAGE_SIZE 100

/* Bytes of a table, about: more lines than a terminal has. */
#define TABLE_MOST 24000

typedef struct listing {
    run *r;
    unsigned states; /* wanted: a bit each; 0: all */
    bool one_page;
    bool ids;     /* all that is wanted of a job */
    bool without; /* on this page there is a job that has none */
    bool told;    /* that there are such */
    size_t count; /* of jobs, on this page */
    size_t total; /* before it */
    void (*write)(out *to, const zimport_listed *job, const char *api);
    zimport_list list;
} listing;

static listing the_listing;

size_t listing_count(void) {
    return the_listing.total;
}

static bool read_state(listing *l, const char *word, out *error) {
    for (int state = ZIMPORT_UNKNOWN; state <= ZIMPORT_CANCELLED; state++) {
        if (zimport_view_is_nocase(zimport_view_of(word), zimport_state_name((zimport_state)state))) {
            l->states |= 1U << state;
            return true;
        }
    }
    return unseen_refuse(error, "option --state expects", option_states + OPTION_STATES_AT, zimport_view_of(word));
}

/* A service without pages sends everything; the page is cut out of that. */
static bool is_on_page(const listing *l, const zimport_listed *job) {
    uint64_t first = (uint64_t)(l->list.page - 1) * l->list.size;

    return l->r->settings.dialect->paged || !l->one_page || (job->index >= first && job->index - first < l->list.size);
}

static bool is_wanted(const listing *l, const zimport_listed *job) {
    const options *given = l->r->options;

    return is_on_page(l, job) && (!given->collection || zimport_view_is(job->collection, given->collection)) &&
           (!l->states || (l->states >> job->state & 1) != 0) &&
           !(BUILT_WAIT_ALL && given->all && zimport_state_is_final(job->state));
}

static void begin_page(listing *l) {
    spool_clear(&l->r->rows);
    l->count = 0;
    l->without = false;
}

static void on_job(void *context, const zimport_listed *job) {
    listing *l = context;
    run *r = l->r;
    out *to = &r->rows.out;
    bool marked = r->options->watch || (BUILT_WAIT_ALL && r->options->all);

    if (job->index == 0) {
        begin_page(l);
    }
    bool wanted = is_wanted(l, job);
    if (BUILT_WRITE) {
        write_listed(l->list.page, job, wanted);
    }
    if (!wanted) {
        return;
    }
    /* An id that was cut would be another job's. */
    if (l->ids && (job->cut || !zimport_id_is_valid(job->id))) {
        l->without = true;
        return;
    }
    l->count++;
    if (BUILT_TABLE && r->has_table) {
        if (to->size > TABLE_MOST) {
            return;
        }
    } else if (marked) {
        known_mark(to, job);
    }
    l->write(to, job, r->settings.dialect->name);
    out_bytes(to, "", marked);
}

static void begin_list(listing *l) {
    const options *given = l->r->options;

    l->total = 0;
    l->ids = BUILT_IDS && given->format == OUTPUT_IDS;
    l->write = l->r->format->listed;
    if (BUILT_WAIT_ALL && given->all) {
        l->ids = true;
        l->write = format_id;
    }
    l->list = (zimport_list){.collection = zimport_view_of(given->collection),
                             .page = given->page > 0 ? (uint32_t)given->page : 1,
                             .size = given->page_size > 0 ? (uint32_t)given->page_size : PAGE_SIZE,
                             .on_job = on_job,
                             .context = l};
}

bool listing_read(run *r, out *error) {
    listing *l = &the_listing;
    const options *given = r->options;

    l->r = r;
    l->one_page = given->page > 0 || given->page_size > 0;
    if (!r->format->listed) {
        out_text(error, "-o env is for one job, not for a list");
        return false;
    }
    for (size_t i = 0; i < given->states.count; i++) {
        if (!read_state(l, given->states.items[i], error)) {
            return false;
        }
    }
    return !given->collection || settings_is_name(given->collection, options_source(given, &given->collection), error);
}

static void note_without(listing *l) {
    if (l->without && !l->told) {
        console_note_text("jobs without a usable id are left out");
        l->told = true;
    }
}

static void end_page(listing *l, bool (*take)(run *r)) {
    run *r = l->r;
    failure f = run_failure(r, (zimport_view){NULL, 0}, r->answer.status);

    r->follow.away = r->persists && zimport_status_advice(f.status) == ZIMPORT_DO_RETRY;
    away_answer(r);
    if (r->follow.away) {
        return;
    }
    if (r->rows.out.failed || (f.status == ZIMPORT_OK && !take(r))) {
        f.status = r->rows.out.failed ? ZIMPORT_SYSTEM : ZIMPORT_NO_MEMORY;
        f.exit = EXIT_INTERNAL;
        f.answer = NULL;
    }
    if (r->rows.out.failed) {
        f.detail = r->rows.error;
        f.words = "cannot keep the rows in a temporary file";
        f.advice = "set TMPDIR to a folder with room";
    }
    if (f.status != ZIMPORT_OK) {
        report_failed(r, &f);
        return;
    }
    l->total += l->count;
    note_without(l);
}

int listing_ask(run *r, bool (*take)(run *r)) {
    listing *l = &the_listing;
    int ending = 0;

    r->doing = " for its import jobs";
    begin_list(l);
    do {
        begin_page(l);
        r->answer.status = r->status == ZIMPORT_OK ? zimport_list_begin(&r->client, &l->list, &r->answer) : r->status;
        ending = r->answer.status == ZIMPORT_OK ? follow_question(r) : 0;
        if (!ending && r->exit == EXIT_GOOD) {
            end_page(l, take);
        }
    } while (!ending && r->exit == EXIT_GOOD && !r->follow.away && l->list.more && !l->one_page && !console_broken());
    return ending;
}
