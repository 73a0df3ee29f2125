/* SPDX-License-Identifier: Apache-2.0 */
/* commit and abort. */
#include "cli/run/run.h"
#include "cli/verbs/verbs.h"

static bool read_jobs(run *r, out *error) {
    r->waiting = r->options->wait;
    if (!r->settings.dialect->start_options) {
        out_text(error, "v1 has no such jobs; use --api v2 or milvus");
        return false;
    }
    return follow_check(r->options, error) && follow_read(r, error);
}

const task verb_commit = {jobs_check, read_jobs, follow_jobs};
