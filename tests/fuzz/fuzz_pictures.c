/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of --write, of up to four jobs. The Prometheus file keeps to its grammar, no sample comes twice, and labels
 * say what was in the reply; the JSON array is strict JSON; and no text changes the tags of the page. An input is a
 * byte of choices, then for each job a byte of what is known of it, its id, state, percentage, numbers and texts.
 */
#include "fuzz.h"

#include "cli/output/picture.h"

#include "readers.h"

enum { JOBS_MOST = 4, OUT_MOST = 64000, SAMPLES_MOST = 64 };

struct known {
    unsigned kind;
    zimport_text id;
    zimport_progress progress;
    zimport_answer answer;
};

static struct known known[JOBS_MOST];
static size_t count;
static picture shown;

/* Jobs that are followed have ids that were checked; those of a list have what the server sent. */
static void take_jobs(zimport_view *input, bool listed) {
    for (count = 0; count < JOBS_MOST && input->size > 0; count++) {
        struct known *k = &known[count];
        zimport_progress *p = &k->progress;
        memset(k, 0, sizeof *k);
        k->kind = take_byte(input);
        k->id = take_value(input);
        for (size_t i = 0; i < k->id.size && !listed; i++) {
            if (k->id.data[i] == '-' || !zimport_id_is_valid((zimport_view){k->id.data + i, 1})) { /* nor the key */
                k->id.data[i] = 'x';
            }
        }
        p->state = (zimport_state)(take_byte(input) % 7U);
        p->percent = (int32_t)(take_seed(input) % 10002U) - 1;
        p->file_size = take_number(input);
        p->imported_rows = take_number(input);
        p->total_rows = take_number(input);
        p->missing_rows = p->total_rows.value > p->imported_rows.value ? 1 : 0;
        p->collection = take_value(input);
        p->reason = take_value(input);
        p->create_time = take_value(input);
        p->complete_time = take_value(input);
        k->answer = (zimport_answer){.status = ZIMPORT_NOT_FOUND, .message = take_value(input)};
    }
}

static void free_jobs(void) {
    for (size_t i = 0; i < count; i++) {
        zimport_progress *p = &known[i].progress;
        free(known[i].id.data);
        free(p->collection.data);
        free(p->reason.data);
        free(p->create_time.data);
        free(p->complete_time.data);
        free(known[i].answer.message.data);
    }
}

static void forget(void) {
    for (size_t i = 0; i < shown.capacity; i++) {
        free(shown.jobs[i].memory);
    }
    free(shown.jobs);
}

static void draw(unsigned choice) {
    shown = (picture){.listed = (choice & 1) != 0,
                      .away = (choice & 2) != 0,
                      .cluster = zimport_view_of((choice & 4) != 0 ? "in01-x" : ""),
                      .api = "v2",
                      .now = 1700000000,
                      .answered = (choice & 8) != 0 ? 1699999999 : ZIMPORT_TIME_UNKNOWN};
    for (size_t i = 0; i < count; i++) {
        const struct known *k = &known[i];
        picture_job *job = picture_add(&shown);
        const zimport_progress *p = &k->progress;
        const zimport_listed listed = {.state = p->state,
                                       .percent = p->percent,
                                       .id = zimport_text_view(&k->id),
                                       .collection = zimport_text_view(&p->collection),
                                       .reason = zimport_text_view(&p->reason)};
        const failure f = {.status = ZIMPORT_NOT_FOUND, .exit = EXIT_NOT_FOUND, .answer = &k->answer};
        REQUIRE(job != NULL);
        job->id = zimport_text_view(&k->id);
        if (shown.listed) {
            picture_keep_listed(&shown, job, &listed);
        } else if (k->kind % 4 == 1) {
            picture_keep_failure(&shown, job, &f);
        } else if (k->kind % 4 > 1) {
            picture_keep(&shown, job, p);
        }
        shown.elapsed = i * 1000;
        if ((choice & 16) != 0) {
            picture_sample(&shown);
        }
    }
}

/* ---- Prometheus, text format 0.0.4 */

static void skip(struct json *j, const char *characters) {
    const char *start = j->at;

    while (j->at < j->end && *j->at != '\0' && strchr(characters, *j->at) != NULL) {
        j->at++;
    }
    REQUIRE(j->at > start);
}

#define NAME "abcdefghijklmnopqrstuvwxyz_"

static struct expected label(struct json *j) {
    struct expected value = {.size = 0};

    REQUIRE(json_is(j, '='));
    REQUIRE(json_is(j, '"'));
    while (!json_is(j, '"')) {
        REQUIRE(j->at < j->end && *j->at != '\n');
        if (json_is(j, '\\')) {
            REQUIRE(*j->at == '\\' || *j->at == '"' || *j->at == 'n');
            add_bytes(&value, *j->at == 'n' ? "\n" : j->at, 1);
            j->at++;
        } else {
            add_bytes(&value, j->at++, 1);
        }
    }
    return value;
}

static void check_labels(struct json *j) {
    const char *start = j->at;

    skip(j, NAME);
    REQUIRE(j->at - start == 6 && memcmp(start, "job_id", 6) == 0);
    struct expected id = label(j);
    REQUIRE(json_is(j, ','));
    skip(j, NAME);
    struct expected collection = label(j);
    if (json_is(j, ',')) {
        skip(j, NAME);
        (void)label(j);
    }
    REQUIRE(json_is(j, '}'));
    for (size_t i = 0; i < count; i++) {
        struct expected hidden = masked(zimport_text_view(&known[i].id), false);
        if (is_text((zimport_view){hidden.bytes, hidden.size}, &id)) {
            struct expected plain = masked(zimport_text_view(&known[i].progress.collection),
                                           known[i].progress.collection.cut && !shown.listed);
            size_t dots = collection.size >= 3 && memcmp(collection.bytes + collection.size - 3, "...", 3) == 0 ? 3 : 0;
            check_seen((zimport_view){collection.bytes, collection.size - dots}, &plain);
            return;
        }
    }
    require(false, "a job that nobody asked about", __FILE__, __LINE__);
}

static void check_prom(out *to) {
    zimport_view samples[SAMPLES_MOST];
    size_t seen = 0;

    picture_prom(&shown, to);
    REQUIRE(!to->failed && is_utf8((zimport_view){to->data, to->size}));
    struct json j = {to->data, to->data + to->size};
    while (j.at < j.end) {
        if (json_is(&j, '#')) {
            REQUIRE(json_is(&j, ' '));
            REQUIRE(memcmp(j.at, "HELP zimport_", 13) == 0 || memcmp(j.at, "TYPE zimport_", 13) == 0);
            j.at = memchr(j.at, '\n', (size_t)(j.end - j.at));
        } else {
            const char *start = j.at;
            skip(&j, NAME);
            if (json_is(&j, '{')) {
                check_labels(&j);
            }
            zimport_view sample = {start, (size_t)(j.at - start)};
            REQUIRE(json_is(&j, ' '));
            skip(&j, "0123456789.");
            for (size_t i = 0; i < seen; i++) {
                REQUIRE(samples[i].size != sample.size || memcmp(samples[i].data, start, sample.size) != 0);
            }
            REQUIRE(seen < SAMPLES_MOST);
            samples[seen++] = sample;
        }
        REQUIRE(j.at != NULL && json_is(&j, '\n'));
    }
}

/* ---- JSON */

static void check_json_failure(struct json *j, const struct known *k) {
    json_key(j, ',', "error");
    json_key(j, '{', "exit");
    REQUIRE(json_number(j) == EXIT_NOT_FOUND);
    check_json_text(j, ',', "kind", zimport_view_of("not-found"), true, false);
    check_json_number(j, "httpStatus", (zimport_number){0, false});
    check_json_number(j, "code", (zimport_number){0, false});
    if (k->answer.message.size > 0) {
        check_json_whole(j, "message", &k->answer.message, false);
    } else {
        json_key(j, ',', "message");
        REQUIRE(json_string(j).size > 0);
    }
    REQUIRE(json_is(j, '}'));
}

static void check_json_job(struct json *j, size_t i) {
    const struct known *k = &known[i];
    zimport_progress none = {.percent = ZIMPORT_PERCENT_NONE};
    result r = {.job = zimport_text_view(&k->id),
                .cluster = shown.cluster,
                .api = shown.api,
                .progress = k->kind % 4 > 1 ? &k->progress : &none};

    if (shown.listed) {
        check_json_text(j, '{', "jobId", r.job, r.job.size > 0, false);
        check_json_text(j, ',', "collectionName", zimport_text_view(&k->progress.collection), true, false);
        check_json_state(j, k->progress.state);
        check_json_percent(j, ',', k->progress.percent);
        check_json_text(j, ',', "reason", zimport_text_view(&k->progress.reason), k->progress.reason.size > 0, false);
        check_json_text(j, ',', "api", zimport_view_of("v2"), true, false);
    } else if (k->kind % 4 == 1) {
        check_json_text(j, '{', "jobId", r.job, r.job.size > 0, false);
        check_json_failure(j, k);
    } else {
        zimport_progress p = *r.progress;
        p.file_name.given = false;
        r.progress = &p;
        check_json_result(j, &r);
    }
    REQUIRE(json_is(j, '}') && json_is(j, '\n'));
}

static void check_json(out *to) {
    picture_json(&shown, to);
    REQUIRE(!to->failed);
    struct json j = {to->data, to->data + to->size};
    REQUIRE(json_is(&j, '['));
    for (size_t i = 0; i < count; i++) {
        REQUIRE(json_is(&j, i > 0 ? ',' : '\n'));
        check_json_job(&j, i);
    }
    REQUIRE(json_is(&j, ']') && json_is(&j, '\n') && j.at == j.end);
}

/* ---- HTML: what the tags are, without the attribute that a text stands in */

static uint64_t tags_of(out *to) {
    uint64_t sum = 0;

    picture_html(&shown, to);
    REQUIRE(!to->failed && is_utf8((zimport_view){to->data, to->size}));
    struct json j = {to->data, to->data + to->size};
    while (j.at < j.end) {
        bool quoted = false;
        if (*j.at == '&') {
            skip(&j, "&");
            REQUIRE(json_is(&j, '#'));
            skip(&j, "0123456789");
            REQUIRE(json_is(&j, ';'));
        } else if (*j.at == '<') {
            const char *name = j.at;
            while (j.at < j.end && (quoted || *j.at != '>')) {
                quoted ^= *j.at == '"';
                sum += quoted ? 0 : (unsigned char)*j.at;
                sum *= quoted ? 1 : 31;
                j.at++;
            }
            REQUIRE(json_is(&j, '>') && !quoted);
            if (memcmp(name, "<style", 6) == 0) { /* ours, and with other rules */
                j.at = strstr(j.at, "</style>");
                REQUIRE(j.at != NULL);
            }
        } else {
            REQUIRE(*j.at != '>' && ((unsigned char)*j.at >= ' ' || *j.at == '\n'));
            j.at++;
        }
    }
    return sum;
}

static void blank(const zimport_text *text) {
    memset(text->data, 'a', text->size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char memory[OUT_MOST + 1];
    zimport_view input = {(const char *)data, size};
    unsigned choice = take_byte(&input);
    out to = {.data = memory, .capacity = OUT_MOST};

    quote_set_secret(zimport_view_of(KEY));
    quote_set_terminal(false);
    take_jobs(&input, (choice & 1) != 0);
    draw(choice);
    check_prom(&to);
    to.size = 0;
    check_json(&to);
    to.size = 0;
    memset(memory, 0, sizeof memory);
    uint64_t tags = tags_of(&to);
    forget();
    for (size_t i = 0; i < count; i++) {
        blank(&known[i].id);
        blank(&known[i].progress.collection);
        blank(&known[i].progress.reason);
        blank(&known[i].answer.message);
    }
    draw(choice);
    to.size = 0;
    REQUIRE(tags_of(&to) == tags);
    forget();
    free_jobs();
    return 0;
}
