/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Results as JSON, CSV and assignments for a shell: whatever a reply holds, a strict reader of each gets back what was
 * in it. Only the key is masked, and JSON and CSV replace what is not UTF-8, CSV also what cannot be seen, a shell's
 * variables lack NULs. An input is a byte for where it is shown, state and percentage, three numbers, the texts, a
 * file.
 */
#include "fuzz.h"

#include "cli/output/format.h"

#include "readers.h"

enum { OUT_MOST = 64000 };

static char out_memory[OUT_MOST];
static bool on_terminal;

static out new_out(void) {
    return (out){.data = out_memory, .capacity = sizeof out_memory};
}

/* ---- JSON */

static void check_json_row(struct json *j, const zimport_file *file) {
    check_json_text(j, '{', "fileName", file->file_name, file->file_name.data != NULL, file->cut);
    check_json_number(j, "fileSize", file->file_size);
    check_json_state(j, file->state);
    check_json_percent(j, ',', file->percent);
    check_json_number(j, "importedRows", file->imported_rows);
    check_json_number(j, "totalRows", file->total_rows);
    check_json_text(j, ',', "completeTime", file->complete_time, file->complete_time.size > 0, file->cut);
    check_json_text(j, ',', "reason", file->reason, file->reason.size > 0, file->cut);
    REQUIRE(json_is(j, '}'));
}

/* On a terminal nothing can drive it. */
static void check_bytes(const out *to) {
    zimport_view text = {to->data, to->size};

    REQUIRE(!to->failed && to->size > 0);
    for (size_t at = 0; on_terminal && at < text.size; at++) {
        unsigned char byte = (unsigned char)text.data[at];
        REQUIRE((byte >= ' ' && byte != 127) || byte == '\n' || byte == '\r');
    }
}

static void check_json(const result *r, const zimport_file *file) {
    out to = new_out();
    struct json j;

    format_json.row(&r->rows->out, r->job, file, true);
    format_json.row(&r->rows->out, r->job, file, false);
    format_json.result(&to, r);
    check_bytes(&to);
    j = (struct json){to.data, to.data + to.size};
    check_json_result(&j, r);
    json_key(&j, ',', "details");
    REQUIRE(json_is(&j, '['));
    check_json_row(&j, file);
    REQUIRE(json_is(&j, ','));
    check_json_row(&j, file);
    REQUIRE(json_is(&j, ']') && json_is(&j, '}') && json_is(&j, '\n') && j.at == j.end);
}

static void check_json_listed(const zimport_listed *job) {
    out to = new_out();

    format_json.listed(&to, job, "v2");
    check_bytes(&to);
    struct json j = {to.data, to.data + to.size};
    check_json_text(&j, '{', "jobId", job->id, job->id.size > 0, job->cut);
    check_json_text(&j, ',', "collectionName", job->collection, job->collection.data != NULL, job->cut);
    check_json_state(&j, job->state);
    check_json_percent(&j, ',', job->percent);
    check_json_text(&j, ',', "reason", job->reason, job->reason.size > 0, job->cut);
    check_json_text(&j, ',', "api", zimport_view_of("v2"), true, false);
    REQUIRE(json_is(&j, '}') && json_is(&j, '\n') && j.at == j.end);
}

static void check_json_failure(const failure *f) {
    const zimport_answer *answer = f->answer;
    out to = new_out();

    format_json.failure(&to, f);
    check_bytes(&to);
    struct json j = {to.data, to.data + to.size};
    check_json_text(&j, '{', "jobId", f->job, f->job.size > 0, false);
    json_key(&j, ',', "error");
    json_key(&j, '{', "exit");
    REQUIRE(json_number(&j) == (uint64_t)f->exit);
    check_json_text(&j, ',', "kind", zimport_view_of(exits_kind(f->exit)), true, false);
    check_json_number(&j, "httpStatus", (zimport_number){answer->http_status, answer->http_status > 0});
    json_key(&j, ',', "code");
    if (answer->has_code) {
        bool minus = json_is(&j, '-');
        uint64_t number = json_number(&j);
        REQUIRE(minus == (answer->code < 0) && number == (minus ? 0 - (uint64_t)answer->code : (uint64_t)answer->code));
    } else {
        REQUIRE(json_null(&j));
    }
    if (answer->message.size > 0) {
        check_json_whole(&j, "message", &answer->message, false);
    } else {
        json_key(&j, ',', "message");
        REQUIRE(json_string(&j).size > 0);
    }
    REQUIRE(json_is(&j, '}') && json_is(&j, '}') && json_is(&j, '\n') && j.at == j.end);
}

/* ---- CSV (RFC 4180) */

static void check_csv_text(struct json *j, zimport_view text, bool cut, const char *behind) {
    struct expected plain = masked(text, cut);
    struct expected read = {.size = 0};

    if (json_is(j, '"')) {
        while (!json_is(j, '"') || j->at[0] == '"') {
            REQUIRE(j->at < j->end);
            add_bytes(&read, j->at++, 1);
        }
    } else {
        while (j->at < j->end && *j->at != ',' && *j->at != '\r') {
            REQUIRE(*j->at != '"' && *j->at != '\n');
            add_bytes(&read, j->at++, 1);
        }
    }
    check_seen((zimport_view){read.bytes, read.size}, &plain);
    for (; *behind != '\0'; behind++) {
        REQUIRE(json_is(j, *behind));
    }
}

static void check_csv_number(struct json *j, zimport_number number) {
    REQUIRE(!number.given || json_number(j) == number.value);
    REQUIRE(json_is(j, ','));
}

static void check_csv_state(struct json *j, zimport_state state, int32_t percent) {
    check_csv_text(j, zimport_view_of(zimport_state_name(state)), false, ",");
    REQUIRE(percent == ZIMPORT_PERCENT_NONE || json_percent(j) == percent);
    REQUIRE(json_is(j, ','));
}

static void check_csv_whole(struct json *j, const zimport_text *text) {
    check_csv_text(j, zimport_text_view(text), text->cut, ",");
}

static void check_csv(const result *r, const zimport_file *file) {
    const zimport_progress *p = r->progress;
    out to = new_out();

    format_csv.begin(&to, false);
    to.size = 0;
    format_csv.result(&to, r);
    check_bytes(&to);
    struct json j = {to.data, to.data + to.size};
    check_csv_text(&j, r->job, false, ",");
    check_csv_text(&j, r->cluster, false, ",");
    check_csv_whole(&j, &p->collection);
    check_csv_state(&j, p->state, p->percent);
    check_csv_whole(&j, &p->file_name);
    check_csv_number(&j, p->file_size);
    check_csv_number(&j, p->imported_rows);
    check_csv_number(&j, p->total_rows);
    check_csv_whole(&j, &p->complete_time);
    check_csv_whole(&j, &p->reason);
    check_csv_text(&j, zimport_view_of(r->api), false, ",");
    check_csv_whole(&j, &p->create_time);
    check_csv_text(&j, r->phase, false, "\r\n");
    REQUIRE(j.at == j.end);

    to = new_out();
    format_csv.row(&to, r->job, file, true);
    check_bytes(&to);
    j = (struct json){to.data, to.data + to.size};
    check_csv_text(&j, r->job, false, ",");
    check_csv_text(&j, file->file_name, file->cut, ",");
    check_csv_number(&j, file->file_size);
    check_csv_state(&j, file->state, file->percent);
    check_csv_number(&j, file->imported_rows);
    check_csv_number(&j, file->total_rows);
    check_csv_text(&j, file->complete_time, file->cut, ",");
    check_csv_text(&j, file->reason, file->cut, "\r\n");
    REQUIRE(j.at == j.end);
}

/* ---- a shell's assignments */

/* As a shell takes it: '...' literally, and \' between two of them. */
static struct expected env_value(struct json *j, const char *name) {
    struct expected value = {.size = 0};
    size_t size = strlen(name);

    REQUIRE((size_t)(j->end - j->at) > size && memcmp(j->at, name, size) == 0);
    j->at += size;
    REQUIRE(json_is(j, '=') && json_is(j, '\''));
    for (;;) {
        while (!json_is(j, '\'')) {
            REQUIRE(j->at < j->end && *j->at != '\0');
            add_bytes(&value, j->at++, 1);
        }
        if (json_is(j, '\n')) {
            return value;
        }
        REQUIRE(json_is(j, '\\') && json_is(j, '\'') && json_is(j, '\''));
        add_bytes(&value, "'", 1);
    }
}

static void check_env_text(struct json *j, const char *name, zimport_view text, bool cut) {
    struct expected plain = masked(text, cut);
    struct expected whole = {.size = 0};
    struct expected value = env_value(j, name);

    for (size_t i = 0; i < plain.size; i++) {
        add_bytes(&whole, plain.bytes + i, plain.bytes[i] != '\0');
    }
    REQUIRE(on_terminal || is_text((zimport_view){value.bytes, value.size}, &whole));
}

static void check_env_whole(struct json *j, const char *name, const zimport_text *text) {
    check_env_text(j, name, zimport_text_view(text), text->cut);
}

static void check_env_number(struct json *j, const char *name, zimport_number number) {
    struct expected value = env_value(j, name);
    struct json digits = {value.bytes, value.bytes + value.size};

    REQUIRE(number.given ? json_number(&digits) == number.value && digits.at == digits.end : value.size == 0);
}

static void check_env(const result *r) {
    const zimport_progress *p = r->progress;
    out to = new_out();

    format_env.result(&to, r);
    check_bytes(&to);
    struct json j = {to.data, to.data + to.size};
    check_env_text(&j, "ZIMPORT_JOB_ID", r->job, false);
    check_env_text(&j, "ZIMPORT_STATE", zimport_view_of(zimport_state_name(p->state)), false);
    struct expected percent = env_value(&j, "ZIMPORT_PROGRESS");
    struct json digits = {percent.bytes, percent.bytes + percent.size};
    REQUIRE(p->percent == ZIMPORT_PERCENT_NONE ? percent.size == 0 : json_percent(&digits) == p->percent);
    check_env_whole(&j, "ZIMPORT_COLLECTION_NAME", &p->collection);
    check_env_whole(&j, "ZIMPORT_FILE_NAME", &p->file_name);
    check_env_number(&j, "ZIMPORT_FILE_SIZE", p->file_size);
    check_env_number(&j, "ZIMPORT_IMPORTED_ROWS", p->imported_rows);
    check_env_number(&j, "ZIMPORT_TOTAL_ROWS", p->total_rows);
    check_env_whole(&j, "ZIMPORT_COMPLETE_TIME", &p->complete_time);
    check_env_whole(&j, "ZIMPORT_REASON", &p->reason);
    check_env_whole(&j, "ZIMPORT_CREATE_TIME", &p->create_time);
    check_env_text(&j, "ZIMPORT_PHASE", r->phase, false);
    REQUIRE(j.at == j.end);
}

/* ---- */

static void check(zimport_view *input, const zimport_progress *progress, const zimport_answer *answer) {
    static char rows_memory[16000];
    spool rows;
    zimport_text name = take_value(input);
    zimport_text why = take_value(input);
    result r = {.job = zimport_view_of("job-1"),
                .cluster = zimport_view_of(answer->has_code ? "in01-x" : ""),
                .api = "v2",
                .progress = progress,
                .phase = zimport_view_of(answer->has_code ? "sorting" : ""),
                .rows = &rows};
    zimport_file file = {.state = progress->state,
                         .percent = progress->percent,
                         .file_size = progress->total_rows,
                         .imported_rows = progress->file_size,
                         .file_name = name.given ? zimport_text_view(&name) : (zimport_view){NULL, 0},
                         .complete_time = zimport_text_view(&why),
                         .reason = zimport_text_view(&why),
                         .cut = why.cut};
    zimport_listed listed = {.state = progress->state,
                             .percent = progress->percent,
                             .id = zimport_text_view(&name),
                             .collection = why.given ? zimport_text_view(&why) : (zimport_view){NULL, 0},
                             .reason = zimport_text_view(&progress->reason),
                             .cut = why.cut};
    failure f = {.job = r.job,
                 .status = answer->status,
                 .exit = exits_of_status(answer->status),
                 .answer = answer,
                 .dialect = &zimport_v2};

    spool_init(&rows, rows_memory, sizeof rows_memory);
    check_json(&r, &file);
    check_json_listed(&listed);
    check_json_failure(&f);
    check_csv(&r, &file);
    check_env(&r);
    spool_clear(&rows);
    free(name.data);
    free(why.data);
}

enum { TEXTS = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const zimport_status failures[] = {ZIMPORT_NOT_FOUND, ZIMPORT_UNAUTHORIZED, ZIMPORT_REFUSED, ZIMPORT_BUSY};
    zimport_view input = {(const char *)data, size};
    unsigned choice = take_byte(&input);
    zimport_progress progress = {.state = (zimport_state)(take_byte(&input) % 7U),
                                 .percent = (int32_t)(take_seed(&input) % 10002U) - 1};
    zimport_answer answer = {.status = failures[choice & 3], .has_code = (choice & 4) != 0};
    zimport_text *const texts[TEXTS] = {&progress.collection,  &progress.file_name, &progress.complete_time,
                                        &progress.create_time, &progress.reason,    &answer.message};

    progress.file_size = take_number(&input);
    progress.imported_rows = take_number(&input);
    progress.total_rows = take_number(&input);
    answer.code = (int64_t)progress.total_rows.value;
    answer.http_status = (choice & 8) != 0 ? 404 : 200;
    for (size_t i = 0; i < TEXTS; i++) {
        *texts[i] = take_value(&input);
    }
    on_terminal = (choice & 16) != 0;
    quote_set_terminal(on_terminal);
    quote_set_unicode((choice & 32) != 0);
    quote_set_secret(zimport_view_of(KEY));
    check(&input, &progress, &answer);
    for (size_t i = 0; i < TEXTS; i++) {
        free(texts[i]->data);
    }
    return 0;
}
