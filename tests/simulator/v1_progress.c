/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that move as real ones do: several files, two or so in work at a time. */
#define _POSIX_C_SOURCE 200809L
#include "v1.h"

#include <stdio.h>
#include <string.h>

#define FOLDER "s3://zimport-demo/articles/2024-02/"

void write_fraction(struct text *out, unsigned value) {
    char digits[8];
    size_t len = 4;

    if (value % 10000 == 0) {
        text_format(out, "%u", value / 10000);
        return;
    }
    snprintf(digits, sizeof digits, "%04u", value % 10000);
    while (digits[len - 1] == '0') {
        len--;
    }
    text_format(out, "%u.%.*s", value / 10000, (int)len, digits);
}

void picture_init(struct picture *picture, unsigned time) {
    memset(picture, 0, sizeof *picture);
    picture->time = time;
    picture->most = 10000;
    picture->exact = -1;
}

/* 0.2 to 1.2 GB, the same for one seed. */
static unsigned long long file_size(const struct ask *ask, unsigned long i) {
    uint64_t mixed = (ask->sim->options.seed + 1) * UINT64_C(0x9E3779B97F4A7C15) + i * UINT64_C(0xBF58476D1CE4E5B9);

    mixed ^= mixed >> 29;
    mixed *= UINT64_C(0x94D049BB133111EB);
    return 200000000 + (mixed >> 32) % 1000000000;
}

/* When, in hundredths of a percent of the job's time, the file's turn begins; each takes file_share of it. */
static unsigned file_share(unsigned long files) {
    return files <= 2 ? 10000 : (unsigned)(20000 / files) + 1;
}

static unsigned file_begin(unsigned long i, unsigned long files) {
    return files < 2 ? 0 : (unsigned)(i * (10000 - file_share(files)) / (files - 1));
}

static unsigned file_ready(unsigned long i, unsigned long files, unsigned time) {
    unsigned begin = file_begin(i, files);
    unsigned ready;

    if (time >= 10000) {
        return 10000;
    }
    if (time <= begin) {
        return 0;
    }
    ready = (time - begin) * 10000 / file_share(files);
    return ready > 10000 ? 10000 : ready;
}

/* The time at which so much of the job's time had gone, as a JSON value. */
static void write_time(const struct picture *picture, const struct ask *ask, unsigned at, struct text *body) {
    char text[32];
    struct tm parts;
    time_t when = ask->job->since_wall + (time_t)(ask->sim->options.duration / 1000 * at / 10000);

    if (picture->fixed_times) {
        when = 1706933106; /* 2024-02-03T04:05:06Z */
    }
    strftime(text, sizeof text, "\"%Y-%m-%dT%H:%M:%SZ\"", gmtime_r(&when, &parts));
    text_add(body, text);
}

static void write_files(const struct picture *picture, const struct ask *ask, struct text *body) {
    unsigned long files = ask->sim->options.files;
    const char *error = picture->file_error;
    unsigned long i;

    for (i = 0; i < files; i++) {
        unsigned ready = file_ready(i, files, picture->time);

        text_format(body, "%s{\"fileName\":\"" FOLDER "part-%05lu.parquet\",\"fileSize\":%llu,\"readyPercentage\":",
                    i > 0 ? "," : "", i + 1, file_size(ask, i));
        write_fraction(body, ready);
        text_add(body, ",\"completeTime\":");
        if (ready == 10000) {
            write_time(picture, ask, file_begin(i, files) + file_share(files), body);
        } else {
            text_add(body, "null");
        }
        text_add(body, ",\"errorMessage\":");
        text_quoted(body, ready < 10000 ? error : NULL);
        error = ready < 10000 ? NULL : error;
        text_add(body, "}");
    }
}

static unsigned total_ready(const struct picture *picture, const struct ask *ask, unsigned long long *size) {
    unsigned long files = ask->sim->options.files;
    unsigned long long done = 0;
    unsigned long i;
    unsigned ready;

    *size = 0;
    for (i = 0; i < files; i++) {
        *size += file_size(ask, i);
        done += file_size(ask, i) * file_ready(i, files, picture->time);
    }
    ready = *size > 0 ? (unsigned)(done / *size) : 0;
    if (picture->exact >= 0) {
        return (unsigned)picture->exact;
    }
    return ready > picture->most ? picture->most : ready;
}

void picture_write(const struct picture *picture, const struct ask *ask, struct text *body) {
    unsigned long long size;
    unsigned ready = total_ready(picture, ask, &size);

    text_format(body,
                "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"" FOLDER
                "\",\"fileSize\":%llu,\"readyPercentage\":",
                size);
    write_fraction(body, ready);
    text_add(body, ",\"completeTime\":");
    if (ready == 10000) {
        write_time(picture, ask, 10000, body);
    } else {
        text_add(body, "null");
    }
    text_add(body, ",\"errorMessage\":");
    text_quoted(body, picture->error);
    text_format(body, ",\"jobId\":\"%s\",\"details\":[", ask->job->id);
    write_files(picture, ask, body);
    text_add(body, "]}}");
}

static void reply_picture(const struct picture *picture, const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    picture_write(picture, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

/* How much of the job's time has gone. */
static unsigned time_gone(const struct ask *ask) {
    int64_t duration = (int64_t)ask->sim->options.duration;

    return ask->elapsed >= duration ? 10000 : (unsigned)(ask->elapsed * 10000 / duration);
}

void job_runs(const struct ask *ask, struct reply *reply) {
    struct picture picture;

    picture_init(&picture, time_gone(ask));
    reply_picture(&picture, ask, reply);
}

void job_fails(const struct ask *ask, struct reply *reply) {
    struct picture picture;
    unsigned time = time_gone(ask);

    picture_init(&picture, time < 4000 ? time : 4000);
    picture.most = 4000;
    if (time >= 4000) {
        picture.exact = 4000;
        picture.error = ask->kind->text;
        picture.file_error = ask->kind->text;
    }
    reply_picture(&picture, ask, reply);
}

void job_fails_in_file(const struct ask *ask, struct reply *reply) {
    struct picture picture;

    picture_init(&picture, 4000);
    picture.exact = 4000;
    picture.error = ask->kind->text;
    picture.file_error = "row 17: wrong vector dimension";
    reply_picture(&picture, ask, reply);
}

void job_at(const struct ask *ask, struct reply *reply) {
    struct picture picture;

    picture_init(&picture, ask->number < 0 ? 0 : ask->number > 10000 ? 10000 : (unsigned)ask->number);
    picture.exact = (int)picture.time;
    picture.fixed_times = true;
    reply_picture(&picture, ask, reply);
}

void job_instant(const struct ask *ask, struct reply *reply) {
    struct picture picture;

    picture_init(&picture, 10000);
    picture.fixed_times = true;
    reply_picture(&picture, ask, reply);
}

void job_backwards(const struct ask *ask, struct reply *reply) {
    static const unsigned steps[] = {6000, 3000, 5000, 10000};
    size_t last = sizeof steps / sizeof steps[0] - 1;
    struct picture picture;

    picture_init(&picture, steps[ask->job->asks > last ? last : ask->job->asks - 1]);
    picture.exact = (int)picture.time;
    picture.fixed_times = true;
    reply_picture(&picture, ask, reply);
}

/* Whole percents, never 1: that would read as complete. */
void job_percent(const struct ask *ask, struct reply *reply) {
    unsigned percent = ask->number >= 0 ? (unsigned)ask->number : time_gone(ask) / 100;
    struct text body = {0};

    fill_template(DATA_HEAD, ask, &body);
    text_format(&body, "\"readyPercentage\":%u,\"completeTime\":%s,\"errorMessage\":null,",
                percent == 1 && ask->number < 0 ? 2 : percent, percent >= 100 ? "\"2024-02-03T04:05:06Z\"" : "null");
    fill_template(DATA_TAIL, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}
