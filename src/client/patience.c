/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that are asked about again after a failure. */
#include "client/cadence.h"
#include "client/pause.h"

/* The least time between two questions to a service that is away, and how often a job that is not found yet is looked
 * for; in milliseconds. */
#define AGAIN_MS 1000

/* What the client tries again may pass, and here it may take as long as it will: the network, a proxy or the service is
 * away. A job that was just started is as good as answered. */
static bool is_away(const zimport_follow *follow, const zimport_job *job) {
    return follow->persist && (job->answered || follow->missing_ms > 0) &&
           zimport_status_advice(job->status) == ZIMPORT_DO_RETRY;
}

/* The service may not know a new job at once. */
static bool is_missing(const zimport_follow *follow, const zimport_job *job, uint64_t now) {
    return job->status == ZIMPORT_NOT_FOUND && !job->answered && now - follow->began < follow->missing_ms;
}

/* Nothing is asked before the service wants to be asked, and the job itself no sooner than one that does not move. */
static void slow_down(zimport_follow *follow, zimport_job *job, uint64_t now) {
    uint32_t after = pause_asked_for(follow->client);
    uint32_t most = ZIMPORT_RETRY_AFTER_MAX * UINT32_C(1000);

    after = after < most ? after : most;
    follow->client->spaced_at = now + (after > AGAIN_MS ? after : AGAIN_MS);
    if (job->still < CADENCE_PATIENCE) {
        job->still = CADENCE_PATIENCE;
    } else if (job->still < UINT8_MAX) {
        job->still++;
    }
}

/* The longest pause before the job at hand is asked about again; 0: it is not. */
static uint32_t patience(zimport_follow *follow, uint64_t now) {
    zimport_job *job = &follow->jobs[follow->current];

    follow->away = is_away(follow, job);
    follow->missing = is_missing(follow, job, now);
    if (follow->away) {
        slow_down(follow, job, now);
    }
    return follow->away ? UINT32_MAX : follow->missing ? AGAIN_MS : 0;
}

void zimport_follow_patiently(zimport_follow *follow, bool persist, uint32_t missing_ms) {
    follow->persist = persist;
    follow->missing_ms = missing_ms;
    follow->patience = patience;
}
