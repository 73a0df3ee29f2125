/* SPDX-License-Identifier: Apache-2.0 */
/* A file of its own, so that programs that give up at once do not link it. */
#include "client/interval.h"
#include "client/pause.h"

/* The least poll interval while the service is away, or a job not found yet. */
#define AGAIN_MS 1000

/* What the client would retry is asked again without limit. A job that was just started counts as answered. */
static bool is_away(const zimport_follow *follow, const zimport_job *job) {
    return follow->persist && (job->answered || follow->missing_ms > 0) &&
           zimport_status_advice(job->status) == ZIMPORT_DO_RETRY;
}

/* The service may need a moment to know a new job. */
static bool is_missing(const zimport_follow *follow, const zimport_job *job, uint64_t now) {
    return job->status == ZIMPORT_NOT_FOUND && !job->answered && now - follow->began < follow->missing_ms;
}

/* Nothing is asked before Retry-After has passed, nor this job sooner than one without news. */
static void slow_down(zimport_follow *follow, zimport_job *job, uint64_t now) {
    uint32_t after = zimport_pause_asked_for(follow->client);
    uint32_t most = ZIMPORT_RETRY_AFTER_MAX * UINT32_C(1000);

    after = after < most ? after : most;
    follow->client->spaced_at = now + (after > AGAIN_MS ? after : AGAIN_MS);
    if (job->still < INTERVAL_STILL) {
        job->still = INTERVAL_STILL;
    } else if (job->still < UINT8_MAX) {
        job->still++;
    }
}

/* Before the current job is asked about again; 0: it is not. */
static uint32_t longest_pause(zimport_follow *follow, uint64_t now) {
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
    follow->longest_pause = longest_pause;
}
