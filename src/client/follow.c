/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "client/interval.h"
#include "client/pause.h"

zimport_status zimport_follow_begin(zimport_follow *follow, uint64_t now) {
    if (follow->client == NULL || follow->client->config.transport == NULL || follow->jobs == NULL ||
        follow->progress == NULL || follow->answer == NULL) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    zimport_job *job = follow->jobs;
    for (size_t i = 0; i < follow->count; i++, job++) {
        if (!zimport_id_is_valid(job->id)) {
            return ZIMPORT_BAD_ID;
        }
        *job = (zimport_job){.id = job->id, .percent = ZIMPORT_PERCENT_NONE, .due = now, .moved_at = now};
    }
    follow->left = follow->count;
    follow->began = now;
    follow->current = 0;
    follow->asking = false;
    follow->away = false;
    follow->missing = false;
    return ZIMPORT_OK;
}

/* The one that has waited longest of those that are left. */
static const zimport_job *next_job(zimport_follow *follow) {
    const zimport_job *best = NULL;
    const zimport_job *job = follow->jobs;

    for (size_t i = 0; i < follow->count; i++, job++) {
        if (!job->ended && (best == NULL || job->due < best->due)) {
            best = job;
            follow->current = i;
        }
    }
    return &follow->jobs[follow->current];
}

static void record_progress(zimport_job *job, const zimport_progress *progress, uint64_t now) {
    uint32_t rows = (uint32_t)progress->imported_rows.value;

    job->changed =
        !job->answered || job->state != progress->state || job->percent != progress->percent || job->rows != rows;
    if (job->changed) {
        job->answered = true;
        job->state = progress->state;
        job->percent = progress->percent;
        job->rows = rows;
        job->still = 0;
        job->moved_at = now;
    } else if (job->still < UINT8_MAX) {
        job->still++;
    }
    /* The final states, and UNCOMMITTED: somebody else has to commit, which may take for ever. */
    job->ended = job->state >= ZIMPORT_UNCOMMITTED;
}

static void record(zimport_follow *follow, zimport_job *job, zimport_status status, uint64_t now) {
    uint32_t longest = UINT32_MAX;

    job->status = status;
    job->asked = true;
    follow->away = follow->missing = false;
    if (status == ZIMPORT_OK) {
        record_progress(job, follow->progress, now);
    } else {
        longest = follow->longest_pause != NULL ? follow->longest_pause(follow, now) : 0;
        job->changed = job->ended = longest == 0;
    }
    job->ended |= follow->once;
    follow->left -= job->ended;
    uint32_t random = zimport_pause_random(follow->client);
    uint32_t pause = zimport_interval_next(follow->interval_ms, job->still, job->percent, random);
    job->due = now + (pause < longest ? pause : longest);
}

/* ZIMPORT_WANT_READ: it is too early. */
static zimport_status begin_next(zimport_follow *follow, uint64_t now, uint64_t *until) {
    zimport_client *client = follow->client;
    const zimport_job *job = next_job(follow);

    *until = job->due > client->spaced_at ? job->due : client->spaced_at;
    if (now < *until) {
        return ZIMPORT_WANT_READ;
    }
    zimport_status status = zimport_client_begin(client, job->id, follow->progress, follow->answer);
    follow->asking = status == ZIMPORT_OK;
    if (follow->asking && follow->away && job->asked) {
        client->tries = client->config.retries; /* so that it makes one try only */
    }
    return status;
}

zimport_step zimport_follow_step(zimport_follow *follow, uint64_t now, uint64_t *until) {
    zimport_status status = ZIMPORT_BAD_ARGUMENT;

    if (!follow->asking) {
        if (follow->left == 0) {
            return ZIMPORT_STEP_DONE;
        }
        status = begin_next(follow, now, until);
        if (status == ZIMPORT_WANT_READ) {
            return ZIMPORT_STEP_WAIT;
        }
    }
    zimport_job *job = &follow->jobs[follow->current];
    /* The application may have aborted our request and begun another. */
    if (follow->asking && follow->client->job.data == job->id.data) {
        zimport_step step = zimport_client_step(follow->client, now, until);
        if (step != ZIMPORT_STEP_DONE) {
            return step;
        }
        status = follow->answer->status;
    }
    follow->asking = false;
    record(follow, job, status, now);
    return ZIMPORT_STEP_EVENT;
}

static zimport_status give_up(const zimport_follow *follow, zimport_status status) {
    zimport_client_abort(follow->client);
    return status;
}

zimport_status zimport_follow_run(zimport_follow *follow, uint64_t until, zimport_on_answer on_answer, void *context) {
    if (follow->client == NULL || follow->client->config.platform == NULL) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    const zimport_platform *platform = follow->client->config.platform;
    uint64_t now = platform->now(platform);
    zimport_status status = zimport_follow_begin(follow, now);
    uint64_t wake;

    if (status != ZIMPORT_OK) {
        return status;
    }
    for (;;) {
        zimport_step step = zimport_follow_step(follow, now, &wake);
        if (step == ZIMPORT_STEP_DONE) {
            return ZIMPORT_OK;
        }
        if (step == ZIMPORT_STEP_EVENT) {
            if (on_answer != NULL && !on_answer(context, follow)) {
                return give_up(follow, ZIMPORT_ABORTED);
            }
        } else if (now >= until) {
            return give_up(follow, ZIMPORT_TOTAL_TIMEOUT);
        } else {
            zimport_client_wait(follow->client, step, wake < until ? wake : until);
        }
        now = platform->now(platform);
    }
}
