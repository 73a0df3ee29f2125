/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/run.h"
#include "cli/verbs/verbs.h"

int verb_status(const options *given) {
    static const task status = {"status", jobs_check, follow_read, follow_jobs};

    return run_task(given, &status);
}
