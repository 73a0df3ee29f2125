/* SPDX-License-Identifier: Apache-2.0 */
/* --write: keeps the picture of all jobs, and the files that show it. */
#include "cli/output/picture.h"
#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/text/errors.h"
#include "cli/text/unseen.h"

/* Milliseconds from one picture to the next: many jobs may change at once. */
#define PAUSE 1000

#define NO_PAGE UINT32_MAX

static struct {
    picture picture;
    picture_file files[OPTIONS_LIST_MAX];
    size_t count;
    uint64_t due;    /* the earliest time of the next picture */
    bool news;       /* since the last one */
    uint32_t page;   /* of a list; NO_PAGE: none so far */
    size_t complete; /* its jobs on the pages before */
} writing;

bool write_read(const run *r, out *error) {
    const option_list *given = &r->options->writes;

    if (given->count > 0 && r->options->verb == FOR_START && !r->options->wait) {
        out_text(error, "--write needs --wait");
        return false;
    }
    for (size_t i = 0; i < given->count; i++) {
        if (!picture_read(&writing.files[i], given->items[i])) {
            return unseen_refuse(error, options_source(r->options, &given->items[i]),
                                 BUILT_JSON ? " expects json:FILE, prom:FILE or html:FILE"
                                            : " expects prom:FILE or html:FILE",
                                 zimport_view_of(given->items[i]));
        }
    }
    writing.count = given->count;
    writing.page = NO_PAGE;
    writing.picture.answered = ZIMPORT_TIME_UNKNOWN;
    writing.picture.listed = BUILT_LIST && r->options->verb == FOR_LIST;
    writing.picture.cluster = r->settings.cluster;
    writing.picture.api = r->settings.dialect->name;
    return true;
}

static int64_t wall_clock(const run *r) {
    return r->platform.base.wall_clock(&r->platform.base);
}

void write_begin(const run *r) {
    if (writing.count == 0) {
        return;
    }
    for (size_t i = 0; i < r->jobs.count; i++) {
        picture_job *job = picture_add(&writing.picture);

        if (job) {
            job->id = r->jobs.jobs[i].id;
        }
    }
    writing.due = r->began + PAUSE;
    writing.news = true;
}

/* NULL: there is no room for the job, or no picture of it. */
static picture_job *job_at(size_t index) {
    writing.news = true;
    return index < writing.picture.count ? &writing.picture.jobs[index] : NULL;
}

void write_result(size_t index, const result *given) {
    picture_job *job = job_at(index);

    if (job) {
        writing.picture.answered = given->now;
        picture_keep(&writing.picture, job, given->progress);
        job->phase = given->phase;
        job->doing = given->doing;
    }
}

void write_failure(const run *r, size_t index, const failure *f) {
    picture_job *job = job_at(index);

    if (job) {
        picture_keep_failure(&writing.picture, job, f);
        if (job->answer.has_code) {
            writing.picture.answered = wall_clock(r);
        }
    }
}

void write_lost(const run *r, const failure *f) {
    if (writing.count > 0) {
        writing.picture.count = writing.complete;
        if (picture_add(&writing.picture)) {
            write_failure(r, writing.complete, f);
        }
    }
}

void write_listed(uint32_t page, const zimport_listed *listed, bool wanted) {
    picture *p = &writing.picture;

    if (writing.count == 0 || !p->listed) {
        return;
    }
    if (page != writing.page) {
        writing.complete = writing.page == NO_PAGE ? 0 : p->count;
        writing.page = page;
    }
    if (listed->index == 0) {
        p->count = writing.complete;
    }
    picture_job *job = wanted ? picture_add(p) : NULL;
    if (job) {
        picture_keep_listed(p, job, listed);
    }
}

static void say_error(const picture_file *file) {
    out *to = console_error();

    out_text(to, "writing '");
    quote_short(to, zimport_view_of(file->path), false, 200);
    out_text(to, "': ");
    out_text(to, file->error == PICTURE_NO_FILE ? "this is not a regular file" : error_words(file->error));
    console_end_line(to);
}

static bool write_files(const run *r, bool anyway) {
    picture *p = &writing.picture;
    bool good = true;
    uint32_t random = 0;

    (void)r->platform.base.random(&r->platform.base, &random, sizeof random);
    p->now = wall_clock(r);
    p->away = r->away_at > 0;
    if (r->waiting) {
        p->elapsed = r->platform.base.now(&r->platform.base) - r->began;
        picture_sample(p);
    }
    writing.news = false;
    for (size_t i = 0; i < writing.count; i++) {
        picture_file *file = &writing.files[i];

        if (!picture_show(file, p, anyway, random)) {
            good = false;
            if (!file->told) {
                file->told = true;
                say_error(file);
            }
        }
    }
    return good;
}

uint64_t write_due(const run *r, uint64_t now) {
    if (writing.count == 0 || !r->waiting || (!writing.news && writing.picture.away == (r->away_at > 0))) {
        return ZIMPORT_NEVER;
    }
    if (now < writing.due) {
        return writing.due;
    }
    (void)write_files(r, false);
    writing.due = now + PAUSE;
    return ZIMPORT_NEVER;
}

void write_end(run *r) {
    picture *p = &writing.picture;

    if ((p->listed || p->count == 0) && r->answer.status == ZIMPORT_OK) {
        p->answered = wall_clock(r);
    }
    /* What --watch has written is whole, unless it is a failure that ends it. */
    if (writing.count > 0 && (!r->options->watch || r->exit != EXIT_GOOD) && !write_files(r, true)) {
        r->exit = exits_worse(r->exit, EXIT_INTERNAL);
    }
}

void write_round(const run *r) {
    picture *p = &writing.picture;

    if (writing.count == 0) {
        return;
    }
    if (writing.page == NO_PAGE) {
        p->count = 0;
    }
    writing.page = NO_PAGE;
    p->answered = wall_clock(r);
    (void)write_files(r, false);
}
