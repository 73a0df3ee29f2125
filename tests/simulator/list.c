/* SPDX-License-Identifier: Apache-2.0 */
/* What a list says: jobs made up by --jobs, and those that were started or asked for. */
#define _POSIX_C_SOURCE 200809L
#include "jobs.h"

#include <stdio.h>
#include <string.h>

struct row {
    struct ask ask;
    struct job job; /* a copy: being listed is not being asked for */
    struct picture picture;
};

/* False: there is no such job. */
static bool look_at(struct row *row, const struct ask *ask) {
    row->ask = *ask;
    row->ask.job = &row->job;
    if (!ask_resolve(&row->ask) || row->ask.kind->handle == job_refused ||
        (row->ask.kind->handle == job_late && row->ask.elapsed < row->ask.number)) {
        return false;
    }
    picture_init(&row->picture, 10000);
    if (row->ask.kind->paint != NULL) {
        paint(&row->ask, &row->picture);
    }
    return true;
}

/* First those that are made up. False: there is none; `end`: it was past the last. */
static bool find_row(const struct ask *ask, size_t i, struct row *row, bool *end) {
    static const char *const collections[] = {"articles", "books", "images"};
    size_t made_up = ask->sim->options.jobs;
    const struct job *known;

    memset(row, 0, sizeof *row);
    if (i < made_up) {
        row->job.since = clock_ms();
        row->job.since_wall = time(NULL);
        row->job.asks = 1;
        snprintf(row->job.id, sizeof row->job.id, "job-listed-%05zu", i + 1);
        snprintf(row->job.collection, sizeof row->job.collection, "%s", collections[i % 3]);
        return look_at(row, ask);
    }
    known = simulator_known(ask->sim, i - made_up);
    *end = known == NULL;
    if (known == NULL || !known->listed || strncmp(known->id, "job-listed-", 11) == 0) {
        return false;
    }
    row->job = *known;
    return look_at(row, ask);
}

static const char *v1_word(const char *state) {
    static const char *const words[][2] = {{"Pending", "ImportPending"},
                                           {"Completed", "ImportCompleted"},
                                           {"Failed", "ImportFailed"},
                                           {"Cancelled", "ImportCancel"}};
    size_t i;

    for (i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i][0], state) == 0) {
            return words[i][1];
        }
    }
    return "ImportRunning";
}

static void write_row(const struct row *row, struct text *out) {
    const char *state = picture_state(&row->picture, &row->ask);
    const char *error = row->picture.error;

    text_add(out, "{\"collectionName\":");
    text_quoted(out, row->job.collection);
    text_format(out, ",\"jobId\":\"%s\",", row->job.id);
    switch (row->ask.dialect) {
    case V1:
        text_format(out, "\"state\":\"%s\"}", v1_word(state));
        break;
    case V2:
        text_format(out, "\"state\":\"%s\"}", strcmp(state, "Importing") == 0 ? "InProgress" : state);
        break;
    case MILVUS:
    default:
        text_format(out, "\"progress\":%u,",
                    strcmp(state, "Failed") == 0 ? 0 : picture_ready(&row->picture, &row->ask) / 100);
        if (error != NULL && *error != '\0') {
            text_add(out, "\"reason\":");
            text_quoted(out, error);
            text_add(out, ",");
        }
        text_format(out, "\"state\":\"%s\"}", state);
    }
}

static unsigned long write_rows(const struct ask *ask, const struct page *page, struct text *out) {
    bool paged = ask->dialect != MILVUS;
    unsigned long first = ask->sim->options.list_no_paging ? 0 : (page->number - 1) * page->size;
    unsigned long count = 0;
    bool end = false;
    size_t i;

    for (i = 0; !end; i++) {
        struct row row;

        if (!find_row(ask, i, &row, &end) ||
            (*page->collection != '\0' && strcmp(page->collection, row.job.collection) != 0)) {
            continue;
        }
        if (!paged || (count >= first && count - first < page->size)) {
            text_add(out, out->len > 0 ? "," : "");
            write_row(&row, out);
        }
        count++;
    }
    return count;
}

static void write_number(const struct ask *ask, const char *name, unsigned long value, struct text *out) {
    const char *quote = ask->sim->options.list_strings ? "\"" : "";

    text_format(out, "\"%s\":%s%lu%s,", name, quote, value, quote);
}

static void write_page(const struct ask *ask, const struct page *page, unsigned long count, struct text *out) {
    if (ask->dialect == MILVUS) {
        return;
    }
    if (!ask->sim->options.list_no_count) {
        write_number(ask, "count", count, out);
    }
    write_number(ask, "currentPage", page->number, out);
    write_number(ask, "pageSize", page->size, out);
}

/* v1 has the numbers behind the rows, v2 in front. */
void list_answer(struct ask *ask, const struct page *page, struct reply *reply) {
    const char *key = ask->sim->options.list_key;
    struct text rows = {0};
    struct text numbers = {0};
    struct text body = {0};

    text_add(&rows, "");
    text_add(&numbers, "");
    write_page(ask, page, write_rows(ask, page, &rows), &numbers);
    if (ask->dialect == V1) {
        text_format(&body, "{\"code\":200,\"data\":{\"%s\":[%s]", key != NULL ? key : "tasks", rows.data);
        if (numbers.len > 0) {
            text_add(&body, ",");
            text_bytes(&body, numbers.data, numbers.len - 1);
        }
        text_add(&body, "}}");
    } else {
        text_format(&body, "{\"code\":0,\"data\":{%s\"%s\":[%s]}}", numbers.data, key != NULL ? key : "records",
                    rows.data);
    }
    reply_json(reply, 200, &body);
    text_free(&rows);
    text_free(&numbers);
    text_free(&body);
}
