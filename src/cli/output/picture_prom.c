/* SPDX-License-Identifier: Apache-2.0 */
/* The Prometheus text format 0.0.4. What is not known has no line. A label is not called `job`, which is the scraper's.
 */
#include <string.h>

#include "cli/output/picture.h"

#define HEADS 1024

enum { PROGRESS, STATE, ENDED, EXIT, NUMBERS, FAMILIES = NUMBERS + 3 };

static const struct {
    const char *name; /* behind zimport_ */
    const char *help;
    size_t where; /* of NUMBERS, in zimport_progress */
} families[] = {
    [PROGRESS] = {"job_progress_ratio", "Progress of the job, from 0 to 1.", 0},
    [STATE] = {"job_state", "1 for the state that the job is in.", 0},
    [ENDED] = {"job_ended", "Whether the job is completed, failed or cancelled.", 0},
    [EXIT] = {"job_exit_status", "0: completed, 4: failed or cancelled, else: could not be asked about.", 0},
    {"job_imported_rows", "Rows imported so far.", offsetof(zimport_progress, imported_rows)},
    {"job_rows", "Rows to import.", offsetof(zimport_progress, total_rows)},
    {"job_file_size_bytes", "Size of the files.", offsetof(zimport_progress, file_size)},
    {"last_answer_timestamp_seconds", "When the service last answered.", 0},
};

static void begin_family(out *to, size_t family) {
    out_text(to, "# HELP zimport_");
    out_text(to, families[family].name);
    out_byte(to, ' ');
    out_text(to, families[family].help);
    out_text(to, "\n# TYPE zimport_");
    out_text(to, families[family].name);
    out_text(to, " gauge\n");
}

/* False: it is not known. */
static bool find_value(const picture_job *job, size_t family, uint64_t *value) {
    const zimport_progress *p = &job->progress;

    if (family >= NUMBERS) {
        zimport_number number;

        memcpy(&number, (const char *)p + families[family].where, sizeof number);
        *value = number.value;
        return family == NUMBERS ? number.given : format_knows(p, number);
    }
    if (family == PROGRESS) {
        *value = (uint64_t)p->percent;
        return p->percent != ZIMPORT_PERCENT_NONE;
    }
    if (family == EXIT) {
        *value = (uint64_t)(job->exit != 0 ? job->exit : exits_of_state(p->state));
        return picture_has_ended(job);
    }
    *value = family == STATE || zimport_state_is_final(p->state);
    return job->answered && job->exit == 0;
}

static void write_label(out *to, const char *name, zimport_view text, bool cut) {
    out_text(to, name);
    quote_most(to, text, cut, 255, quote_prom);
}

static void write_sample(out *to, const picture_job *job, size_t family) {
    const zimport_progress *p = &job->progress;
    uint64_t value;

    if (job->repeated || !find_value(job, family, &value)) {
        return;
    }
    out_text(to, "zimport_");
    out_text(to, families[family].name);
    write_label(to, "{job_id=\"", job->id, false);
    write_label(to, "\",collection=\"", zimport_text_view(&p->collection), p->collection.cut);
    if (family == STATE) {
        write_label(to, "\",state=\"", zimport_view_of(zimport_state_name(p->state)), false);
    }
    out_text(to, "\"} ");
    if (family == PROGRESS) {
        out_number(to, value / ZIMPORT_PERCENT_DONE);
        out_byte(to, '.');
        out_digits(to, value % ZIMPORT_PERCENT_DONE, 4);
    } else {
        out_number(to, value);
    }
    out_byte(to, '\n');
}

/* A sample that comes twice would spoil the whole file. Jobs whose ids have the same hash are a chain. */
static void mark_repeated(picture *p) {
    static size_t heads[HEADS]; /* numbers of jobs, from 1 */

    memset(heads, 0, sizeof heads);
    for (size_t i = 0; i < p->count; i++) {
        picture_job *job = &p->jobs[i];
        size_t *head = &heads[hash_bytes(HASH_START, job->id.data, job->id.size) % HEADS];

        job->repeated = !zimport_id_is_valid(job->id); /* what is quoted could be the same */
        for (size_t k = *head; k > 0 && !job->repeated; k = p->jobs[k - 1].next) {
            zimport_view other = p->jobs[k - 1].id;

            job->repeated = other.size == job->id.size && memcmp(other.data, job->id.data, other.size) == 0;
        }
        job->next = *head;
        *head = i + 1;
    }
}

void picture_prom(picture *p, out *to) {
    mark_repeated(p);
    for (size_t family = 0; family < FAMILIES; family++) {
        begin_family(to, family);
        for (size_t i = 0; i < p->count; i++) {
            write_sample(to, &p->jobs[i], family);
        }
    }
    begin_family(to, FAMILIES);
    if (p->answered != ZIMPORT_TIME_UNKNOWN) {
        out_text(to, "zimport_last_answer_timestamp_seconds ");
        out_number(to, (uint64_t)p->answered);
        out_byte(to, '\n');
    }
}
