/* SPDX-License-Identifier: Apache-2.0 */
/* A job's progress as each dialect writes it: several files, about two at a time. */
#define _POSIX_C_SOURCE 200809L
#include "jobs.h"

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

/* In hundredths of a percent of the job's time; each file takes file_share. */
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

/* Milvus is eight hours ahead. */
static void write_clock(time_t when, const struct ask *ask, struct text *body) {
    const char *format = ask->dialect == MILVUS ? "\"%Y-%m-%dT%H:%M:%S+08:00\"" : "\"%Y-%m-%dT%H:%M:%SZ\"";
    char text[32];
    struct tm parts;

    when += ask->dialect == MILVUS ? 8 * 3600 : 0;
    strftime(text, sizeof text, format, gmtime_r(&when, &parts));
    text_add(body, text);
}

#define FIXED_TIME 1706933106 /* 2024-02-03T04:05:06Z */

/* When this much of the job's time had passed. */
static void write_time(const struct picture *picture, const struct ask *ask, unsigned at, struct text *body) {
    time_t when = ask->job->since_wall + (time_t)(ask->sim->options.duration / 1000 * at / 10000);

    write_clock(picture->fixed_times ? FIXED_TIME : when, ask, body);
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

static void write_v1_files(const struct picture *picture, const struct ask *ask, struct text *body) {
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

static void write_v1(const struct picture *picture, const struct ask *ask, struct text *body) {
    unsigned long long size;
    unsigned ready = total_ready(picture, ask, &size);

    text_add(body, "{\"code\":200,\"data\":{\"collectionName\":");
    text_quoted(body, ask->job->collection);
    text_format(body, ",\"fileName\":\"" FOLDER "\",\"fileSize\":%llu,\"readyPercentage\":", size);
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
    write_v1_files(picture, ask, body);
    text_add(body, "]}}");
}

unsigned picture_ready(const struct picture *picture, const struct ask *ask) {
    unsigned long long size;

    return total_ready(picture, ask, &size);
}

static bool has_failed(const struct picture *picture) {
    return picture->failed || (picture->error != NULL && *picture->error != '\0');
}

/* Milvus calls the first tenth pending. */
static const char *state_at(const struct ask *ask, unsigned ready) {
    return ready == 10000 ? "Completed" : ready < (ask->dialect == MILVUS ? 1000U : 1U) ? "Pending" : "Importing";
}

const char *picture_state(const struct picture *picture, const struct ask *ask) {
    if (*picture->state != '\0') {
        return picture->state;
    }
    return has_failed(picture) ? "Failed" : state_at(ask, picture_ready(picture, ask));
}

/* A tenth of the rows is lost in the end, if any are. */
static unsigned long long imported_rows(const struct picture *picture, unsigned long long rows, unsigned ready) {
    unsigned long long imported = rows * ready / 10000;

    return picture->fewer && ready == 10000 ? imported - rows / 10 : imported;
}

struct values {
    const char *state;
    unsigned ready;
    unsigned finished; /* when, as a part of the job's time; if ready */
    const char *reason;
    unsigned long long size;
    unsigned long long rows;
    unsigned long long imported;
};

static void write_posted_time(const struct picture *picture, const struct ask *ask, const struct values *values,
                              struct text *body) {
    if (values->ready == 10000) {
        write_time(picture, ask, values->finished, body);
    } else {
        text_add(body, "\"\"");
    }
}

static void write_v2_values(const struct picture *picture, const struct ask *ask, const struct values *values,
                            struct text *body) {
    text_format(body, "\"fileSize\":%llu,\"state\":\"%s\",\"progress\":%u,\"completeTime\":", values->size,
                values->state, values->ready / 100);
    write_posted_time(picture, ask, values, body);
    text_add(body, ",\"reason\":");
    text_quoted(body, values->reason != NULL ? values->reason : "");
    text_format(body, ",\"totalRows\":%llu,\"importedRows\":%llu", values->rows, values->imported);
}

static void write_milvus_values(const struct values *values, const char *id, struct text *body) {
    text_format(body, "\"fileSize\":%llu,\"importedRows\":%llu,", values->size, values->imported);
    if (id != NULL) {
        text_format(body, "\"jobId\":\"%s\",", id);
    }
    text_format(body, "\"progress\":%u,", values->ready / 100);
    if (values->reason != NULL && *values->reason != '\0') {
        text_add(body, "\"reason\":");
        text_quoted(body, values->reason);
        text_add(body, ",");
    }
    text_format(body, "\"state\":\"%s\",\"totalRows\":%llu", values->state, values->rows);
}

/* Milvus reads files up to 40 % and imports them up to 70 % (api.md 9). How a job failed is told as it was then. */
enum { READ = 4000, SORTING = 7000 };

static bool is_milvus_moving(const struct picture *picture, const struct ask *ask) {
    return ask->dialect == MILVUS && strcmp(picture_state(picture, ask), "Failed") != 0;
}

static bool has_rows(const struct picture *picture, const struct ask *ask) {
    return !is_milvus_moving(picture, ask) || picture_ready(picture, ask) >= READ;
}

/* How much of the time for its files has gone. */
static unsigned files_time(const struct picture *picture, const struct ask *ask) {
    unsigned ready = picture_ready(picture, ask);

    if (!is_milvus_moving(picture, ask)) {
        return picture->time;
    }
    return ready >= SORTING ? 10000 : ready <= READ ? 0 : (ready - READ) * 10000 / (SORTING - READ);
}

static const char *file_state(const struct picture *picture, const struct ask *ask, unsigned long i, unsigned ready) {
    if (i == 0 && *picture->file_state != '\0') {
        return picture->file_state;
    }
    return ready == 10000 ? "Completed" : ready == 0 ? "Pending" : ask->dialect == MILVUS ? "InProgress" : "Importing";
}

/* `error`: of the first incomplete file. */
static struct values file_values(const struct picture *picture, const struct ask *ask, unsigned long i,
                                 const char **error) {
    unsigned long files = ask->sim->options.files;
    struct values values;

    values.ready = file_ready(i, files, files_time(picture, ask));
    values.finished = file_begin(i, files) + file_share(files);
    if (is_milvus_moving(picture, ask)) {
        values.finished = READ + values.finished * (SORTING - READ) / 10000;
    }
    values.reason = values.ready < 10000 ? *error : NULL;
    values.state = values.reason != NULL ? "Failed" : file_state(picture, ask, i, values.ready);
    values.size = file_size(ask, i);
    values.rows = values.size / 1024;
    values.imported = imported_rows(picture, values.rows, values.ready);
    *error = values.ready < 10000 ? NULL : *error;
    return values;
}

static void write_posted_files(const struct picture *picture, const struct ask *ask, struct text *body) {
    const char *error = picture->file_error;
    unsigned long i;

    for (i = 0; i < ask->sim->options.files && has_rows(picture, ask); i++) {
        struct values values = file_values(picture, ask, i, &error);

        text_add(body, i > 0 ? "," : "");
        if (ask->dialect == V2) {
            text_format(body, "{\"fileName\":\"" FOLDER "part-%05lu.parquet\",", i + 1);
            write_v2_values(picture, ask, &values, body);
        } else {
            text_add(body, "{\"completeTime\":");
            write_posted_time(picture, ask, &values, body);
            text_format(body, ",\"fileName\":\"[articles/part-%05lu/id.npy articles/part-%05lu/vector.npy]\",", i + 1,
                        i + 1);
            write_milvus_values(&values, NULL, body);
        }
        text_add(body, "}");
    }
}

static struct values job_values(const struct picture *picture, const struct ask *ask) {
    struct values values;
    const char *none = NULL;
    unsigned long i;

    values.ready = total_ready(picture, ask, &values.size);
    values.finished = 10000;
    values.reason = picture->error;
    values.state = picture_state(picture, ask);
    values.rows = 0;
    values.imported = 0;
    for (i = 0; i < ask->sim->options.files; i++) {
        struct values file = file_values(picture, ask, i, &none);

        values.rows += file.rows;
        values.imported += file.imported;
    }
    if (!has_rows(picture, ask)) {
        values.size = values.rows = values.imported = 0;
    }
    if (is_milvus_moving(picture, ask) && values.ready >= SORTING) {
        values.imported = values.rows;
    } else if (ask->dialect == MILVUS && strcmp(values.state, "Failed") == 0) {
        values.ready = 0;
    }
    return values;
}

static void write_v2(const struct picture *picture, const struct ask *ask, struct text *body) {
    struct values values = job_values(picture, ask);

    text_format(body, "{\"code\":0,\"data\":{\"jobId\":\"%s\",\"collectionName\":", ask->job->id);
    text_quoted(body, ask->job->collection);
    text_add(body, ",\"fileName\":\"" FOLDER "\",");
    write_v2_values(picture, ask, &values, body);
    text_add(body, ",\"details\":[");
    write_posted_files(picture, ask, body);
    text_add(body, "]}}");
}

static void write_milvus(const struct picture *picture, const struct ask *ask, struct text *body) {
    struct values values = job_values(picture, ask);

    text_add(body, "{\"code\":0,\"data\":{\"collectionName\":");
    text_quoted(body, ask->job->collection);
    text_add(body, ",\"completeTime\":");
    write_posted_time(picture, ask, &values, body);
    if (!is_older(ask, "2.6")) {
        text_add(body, ",\"createTime\":");
        write_clock(picture->fixed_times ? FIXED_TIME - 725 : (time_t)ask->job->since_wall, ask, body);
    }
    text_add(body, ",\"details\":[");
    write_posted_files(picture, ask, body);
    text_add(body, "],");
    write_milvus_values(&values, ask->job->id, body);
    text_add(body, "}}");
}

void picture_write(const struct picture *picture, const struct ask *ask, struct text *body) {
    static void (*const writers[])(const struct picture *, const struct ask *,
                                   struct text *) = {[V1] = write_v1, [V2] = write_v2, [MILVUS] = write_milvus};

    writers[ask->dialect](picture, ask, body);
}
