/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/picture.h"

#include <stdlib.h>
#include <string.h>

#define TEXTS 5

/* NULL: out of memory, which the picture remembers. */
static void *take_memory(picture *p, size_t count, size_t size) {
    void *memory = calloc(count, size);

    p->no_memory = p->no_memory || !memory;
    return memory;
}

picture_job *picture_add(picture *p) {
    picture_job *job;

    if (p->count == p->capacity) {
        size_t capacity = 2 * p->capacity + 8;
        picture_job *jobs = take_memory(p, capacity, sizeof *jobs);

        if (!jobs) {
            return NULL;
        }
        if (p->count > 0) {
            memcpy(jobs, p->jobs, p->count * sizeof *jobs); /* which is all of them */
        }
        free(p->jobs);
        p->jobs = jobs;
        p->capacity = capacity;
    }
    job = &p->jobs[p->count++];
    free(job->memory); /* of one that was there before */
    *job = (picture_job){.progress.percent = ZIMPORT_PERCENT_NONE};
    return job;
}

/* Memory for its texts. */
static char *make_room(picture *p, picture_job *job, size_t size) {
    free(job->memory);
    job->memory = take_memory(p, size, 1);
    return job->memory;
}

void picture_keep(picture *p, picture_job *job, const zimport_progress *progress) {
    zimport_progress *known = &job->progress;
    zimport_text *texts[TEXTS] = {&known->collection, &known->file_name, &known->complete_time, &known->create_time,
                                  &known->reason};
    size_t size = 1;
    char *at;

    *known = *progress;
    job->answered = true;
    job->exit = 0;
    job->answer.message.size = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        size += texts[i]->size;
    }
    at = make_room(p, job, size);
    for (size_t i = 0; i < TEXTS; i++) {
        size = at ? texts[i]->size : 0;
        if (size > 0) {
            memcpy(at, texts[i]->data, size);
        }
        texts[i]->data = at;
        texts[i]->size = size;
        at += size;
    }
}

static zimport_text text_of(zimport_view view, bool cut) {
    return (zimport_text){.data = (char *)(uintptr_t)view.data, .size = view.size, .given = view.data, .cut = cut};
}

void picture_keep_listed(picture *p, picture_job *job, const zimport_listed *listed) {
    zimport_progress known = {.state = listed->state,
                              .percent = listed->percent,
                              .collection = text_of(listed->collection, listed->cut),
                              .file_name = text_of(listed->id, false),
                              .reason = text_of(listed->reason, listed->cut)};

    picture_keep(p, job, &known);
    job->id = zimport_text_view(&job->progress.file_name);
}

/* The words are masked now, and quoted as each format wants it. */
void picture_keep_failure(picture *p, picture_job *job, const failure *f) {
    zimport_answer none = {.status = f->status};
    const zimport_answer *answer = f->answer ? f->answer : &none;
    size_t most = answer->message.size + 1024;
    out to = {.data = make_room(p, job, most), .capacity = most};

    if (to.data) {
        failure_message(&to, f, out_view);
    }
    job->answer = *answer;
    job->answer.message = text_of((zimport_view){to.data, to.size}, false);
    job->exit = f->exit;
    job->progress = (zimport_progress){.percent = ZIMPORT_PERCENT_NONE};
}

bool picture_has_ended(const picture_job *job) {
    return job->exit != 0 || zimport_state_is_final(job->progress.state);
}

int32_t picture_mean(const picture *p) {
    uint64_t sum = 0;

    for (size_t i = 0; i < p->count; i++) {
        int32_t percent = p->jobs[i].progress.percent;

        sum += percent > 0 ? (uint64_t)percent : 0;
    }
    return p->count > 0 ? (int32_t)(sum / p->count) : 0;
}

void picture_sample(picture *p) {
    picture_plot *plot = &p->plot;

    /* The newest one is always there, and stays if it is far enough from the one before. */
    if (plot->count > 1 && plot->samples[plot->count - 1].at - plot->samples[plot->count - 2].at < plot->step) {
        plot->count--;
    }
    if (plot->count == PICTURE_SAMPLES) {
        plot->count /= 2;
        plot->step = 2 * (p->elapsed / PICTURE_SAMPLES);
        for (size_t i = 0; i < plot->count; i++) {
            plot->samples[i] = plot->samples[2 * i];
        }
    }
    plot->samples[plot->count].at = p->elapsed;
    plot->samples[plot->count++].done = picture_mean(p);
}

#if BUILT_JSON
static void write_job(const picture *p, const picture_job *job, out *to) {
    const zimport_progress *known = &job->progress;

    if (job->exit != 0) {
        /* Any status with which the words are those of the answer. */
        failure f = {.job = job->id, .status = ZIMPORT_REFUSED, .exit = job->exit, .answer = &job->answer};

        format_json.failure(to, &f);
    } else if (p->listed) {
        zimport_listed listed = {.state = known->state,
                                 .percent = known->percent,
                                 .id = job->id,
                                 .collection = zimport_text_view(&known->collection),
                                 .reason = zimport_text_view(&known->reason),
                                 .cut = known->reason.cut};

        listed.collection.data = known->collection.given ? listed.collection.data : NULL;
        format_json.listed(to, &listed, p->api);
    } else {
        result given = {.job = job->id, .cluster = p->cluster, .api = p->api, .progress = known, .phase = job->phase};

        format_json.result(to, &given);
    }
}

void picture_json(picture *p, out *to) {
    out_byte(to, '[');
    for (size_t i = 0; i < p->count; i++) {
        out_byte(to, i > 0 ? ',' : '\n');
        write_job(p, &p->jobs[i], to);
    }
    out_text(to, "]\n");
}
#endif
