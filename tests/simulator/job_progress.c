/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that move, end and fail as real ones do. */
#include "jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned time_gone(const struct ask *ask) {
    int64_t duration = (int64_t)ask->sim->options.duration;

    return ask->elapsed >= duration ? 10000 : (unsigned)(ask->elapsed * 10000 / duration);
}

/* The same in every run. */
static void paint_fixed(struct picture *picture, unsigned ready) {
    picture_init(picture, ready);
    picture->exact = (int)ready;
    picture->fixed_times = true;
}

void job_painted(const struct ask *ask, struct reply *reply) {
    struct picture picture;
    struct text body = {0};

    paint(ask, &picture);
    picture_write(&picture, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

void paint_runs(const struct ask *ask, struct picture *picture) {
    picture_init(picture, time_gone(ask));
}

void paint_fails(const struct ask *ask, struct picture *picture) {
    unsigned time = time_gone(ask);

    picture_init(picture, time < 4000 ? time : 4000);
    picture->most = 4000;
    if (time >= 4000) {
        picture->exact = 4000;
        picture->error = ask->kind->text;
        picture->file_error = ask->kind->text;
    }
}

void paint_fails_in_file(const struct ask *ask, struct picture *picture) {
    picture_init(picture, 4000);
    picture->exact = 4000;
    picture->error = ask->kind->text;
    picture->file_error = "row 17: wrong vector dimension";
    picture->failed = true;
}

void paint_failed_mute(const struct ask *ask, struct picture *picture) {
    (void)ask;
    paint_fixed(picture, 4000);
    picture->failed = true;
}

static unsigned wanted(long number, unsigned otherwise) {
    return number < 0 ? otherwise : number > 10000 ? 10000 : (unsigned)number;
}

void paint_at(const struct ask *ask, struct picture *picture) {
    paint_fixed(picture, wanted(ask->number, 0));
}

void paint_instant(const struct ask *ask, struct picture *picture) {
    (void)ask;
    picture_init(picture, 10000);
    picture->fixed_times = true;
}

void paint_backwards(const struct ask *ask, struct picture *picture) {
    static const unsigned steps[] = {6000, 3000, 5000, 10000};
    size_t last = sizeof steps / sizeof steps[0] - 1;

    paint_fixed(picture, steps[ask->job->asks > last ? last : ask->job->asks > 0 ? ask->job->asks - 1 : 0]);
}

void paint_counted(const struct ask *ask, struct picture *picture) {
    unsigned long times = ask->number < 1 ? 10 : (unsigned long)ask->number;
    unsigned long asks = ask->job->asks < times ? ask->job->asks : times;

    paint_fixed(picture, (unsigned)(asks * 10000 / times));
}

void paint_state(const struct ask *ask, struct picture *picture) {
    size_t len = strcspn(ask->rest, "-");
    const char *number = ask->rest + len + (ask->rest[len] == '-');

    paint_fixed(picture, wanted(*number >= '0' && *number <= '9' ? strtol(number, NULL, 10) : -1, 4000));
    snprintf(picture->state, sizeof picture->state, "%.*s", (int)len, ask->rest);
}

void paint_file_state(const struct ask *ask, struct picture *picture) {
    paint_fixed(picture, 5500);
    snprintf(picture->file_state, sizeof picture->file_state, "%s", ask->rest);
}

static void paint_waiting(struct picture *picture, int ready, const char *state) {
    picture_init(picture, 10000);
    picture->exact = ready;
    picture->fixed_times = true;
    snprintf(picture->state, sizeof picture->state, "%s", state);
}

void paint_uncommitted(const struct ask *ask, struct picture *picture) {
    (void)ask;
    paint_waiting(picture, 9900, "Uncommitted");
}

void paint_committing(const struct ask *ask, struct picture *picture) {
    (void)ask;
    paint_waiting(picture, 9900, "Committing");
}

void paint_index(const struct ask *ask, struct picture *picture) {
    (void)ask;
    paint_waiting(picture, 8000, "Importing");
}

void paint_fewer(const struct ask *ask, struct picture *picture) {
    paint_instant(ask, picture);
    picture->fewer = true;
}

void paint_listed(const struct ask *ask, struct picture *picture) {
    long turn = ask->number < 1 ? 0 : (ask->number - 1) % 5;

    paint_fixed(picture, turn == 0 ? 10000 : turn == 3 ? 0 : 4000);
    if (turn == 2) {
        picture->error = "row 17: wrong vector dimension";
        picture->file_error = picture->error;
    } else if (turn == 4) {
        picture->error = "cancelled by the user";
        snprintf(picture->state, sizeof picture->state, "Cancelled");
    }
}

/* Whole percents, never 1: that would read as complete. */
void job_percent(const struct ask *ask, struct reply *reply) {
    unsigned percent = ask->number >= 0 ? (unsigned)ask->number : time_gone(ask) / 100;
    struct text body = {0};

    fill_template(V1_HEAD, ask, &body);
    text_format(&body, "\"readyPercentage\":%u,\"completeTime\":%s,\"errorMessage\":null,",
                percent == 1 && ask->number < 0 ? 2 : percent, percent >= 100 ? "\"2024-02-03T04:05:06Z\"" : "null");
    fill_template(V1_TAIL, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}
