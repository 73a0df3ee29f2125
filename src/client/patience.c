/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that are asked about again after a failure. */
#include "zimport/zimport.h"

/* A job that is not found yet is looked for so often, in milliseconds. */
#define MISSING_MS 1000

/* The job was answered before: now the network is away, and may come back. */
static bool is_away(const zimport_follow *follow, const zimport_job *job) {
    return follow->persist && job->answered && job->status >= ZIMPORT_NO_ADDRESS &&
           job->status <= ZIMPORT_TOTAL_TIMEOUT;
}

/* The service may not know a new job at once. */
static bool is_missing(const zimport_follow *follow, const zimport_job *job, uint64_t now) {
    return job->status == ZIMPORT_NOT_FOUND && !job->answered && now - follow->began < follow->missing_ms;
}

/* The longest pause before the job at hand is asked about again; 0: it is not. */
static uint32_t patience(zimport_follow *follow, uint64_t now) {
    const zimport_job *job = &follow->jobs[follow->current];

    follow->away = is_away(follow, job);
    follow->missing = is_missing(follow, job, now);
    return follow->away ? UINT32_MAX : follow->missing ? MISSING_MS : 0;
}

void zimport_follow_patiently(zimport_follow *follow, bool persist, uint32_t missing_ms) {
    follow->persist = persist;
    follow->missing_ms = missing_ms;
    follow->patience = patience;
}
