/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run.h"
#include "cli/verbs.h"

int verb_status(const options *given) {
    return run_jobs(given, "status", false);
}
