/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/run.h"
#include "cli/verbs/verbs.h"

static bool read_jobs(run *r, out *error) {
    r->waiting = true;
    return follow_read(r, error);
}

const task verb_wait = {jobs_check, read_jobs, follow_jobs};
