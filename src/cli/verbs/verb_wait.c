/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/listing.h"
#include "cli/verbs/verbs.h"

static bool read_jobs(run *r, out *error) {
    return BUILT_WAIT_ALL && r->options->all ? listing_read(r, error) : follow_read(r, error);
}

static bool take_ids(run *r) {
    out to = {.flush = jobs_take, .context = &r->jobs};

    return known_copy(&r->rows, &to) && jobs_make(&r->jobs);
}

/* Those of the list that have not ended. */
static int find_jobs(run *r) {
    int ending;

    r->began = r->platform.base.now(&r->platform.base);
    ending = listing_ask(r, take_ids);
    r->doing = NULL;
    return ending;
}

static int wait_for_jobs(run *r) {
    int ending = BUILT_WAIT_ALL && r->options->all ? find_jobs(r) : 0;

    r->waiting = true;
    return ending || r->exit != EXIT_GOOD ? ending : follow_jobs(r);
}

const task verb_wait = {jobs_check, read_jobs, wait_for_jobs};
