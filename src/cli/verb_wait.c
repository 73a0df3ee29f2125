/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run.h"
#include "cli/verbs.h"

int verb_wait(const options *given) {
    return run_jobs(given, "wait", true);
}
