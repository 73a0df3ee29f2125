/* SPDX-License-Identifier: Apache-2.0 */
/* One compact object per line. The order of the keys is part of the contract. */
#include "cli/output/format.h"
#include "cli/text/units.h"

static void string(out *to, zimport_view text, bool cut) {
    out_byte(to, '"');
    quote_masked(to, text, cut, quote_json);
    out_byte(to, '"');
}

#define KEY(name) ",\"" name "\":"

/* `given`: an empty text is written as such, not as null. */
static void text(out *to, const char *key, zimport_view value, bool given, bool cut) {
    out_text(to, key);
    if (given) {
        string(to, value, cut);
    } else {
        out_text(to, "null");
    }
}

static void number(out *to, const char *key, zimport_number value) {
    out_text(to, key);
    if (value.given) {
        out_number(to, value.value);
    } else {
        out_text(to, "null");
    }
}

static void percent(out *to, int32_t hundredths) {
    out_text(to, KEY("progress"));
    if (hundredths == ZIMPORT_PERCENT_NONE) {
        out_text(to, "null");
    } else {
        units_percent(to, hundredths);
    }
}

static void state(out *to, zimport_state value) {
    out_text(to, KEY("state") "\"");
    out_text(to, zimport_state_name(value));
    out_byte(to, '"');
}

static void whole_text(out *to, const char *key, const zimport_text *value, bool empty_is_null) {
    text(to, key, zimport_text_view(value), value->given && !(empty_is_null && value->size == 0), value->cut);
}

static void write_row(out *to, zimport_view job, const zimport_file *file, bool first) {
    (void)job;
    out_text(to, first ? "{\"fileName\":" : ",{\"fileName\":");
    if (file->file_name.data) {
        string(to, file->file_name, file->cut);
    } else {
        out_text(to, "null");
    }
    number(to, KEY("fileSize"), file->file_size);
    state(to, file->state);
    percent(to, file->percent);
    number(to, KEY("importedRows"), file->imported_rows);
    number(to, KEY("totalRows"), file->total_rows);
    text(to, KEY("completeTime"), file->complete_time, file->complete_time.size > 0, file->cut);
    text(to, KEY("reason"), file->reason, file->reason.size > 0, file->cut);
    out_byte(to, '}');
}

static void write_job(out *to, zimport_view job) {
    out_text(to, "{\"jobId\":\"");
    out_view(to, job);
    out_byte(to, '"');
}

static void write_result(out *to, const result *r) {
    const zimport_progress *p = r->progress;

    write_job(to, r->job);
    text(to, KEY("clusterId"), r->cluster, r->cluster.size > 0, false);
    whole_text(to, KEY("collectionName"), &p->collection, false);
    state(to, p->state);
    percent(to, p->percent);
    whole_text(to, KEY("fileName"), &p->file_name, false);
    number(to, KEY("fileSize"), p->file_size);
    number(to, KEY("importedRows"), p->imported_rows);
    number(to, KEY("totalRows"), p->total_rows);
    whole_text(to, KEY("completeTime"), &p->complete_time, true);
    whole_text(to, KEY("reason"), &p->reason, true);
    out_text(to, KEY("api"));
    string(to, zimport_view_of(r->api), false);
    whole_text(to, KEY("createTime"), &p->create_time, true);
    text(to, KEY("phase"), r->phase, r->phase.size > 0, false);
    if (r->rows) {
        out_text(to, ",\"details\":[");
        spool_copy(r->rows, to);
        out_byte(to, ']');
    }
    out_text(to, "}\n");
}

static void write_listed(out *to, const zimport_listed *job, const char *api) {
    text(to, "{\"jobId\":", job->id, job->id.size > 0, job->cut);
    text(to, KEY("collectionName"), job->collection, job->collection.data != NULL, job->cut);
    state(to, job->state);
    percent(to, job->percent);
    text(to, KEY("reason"), job->reason, job->reason.size > 0, job->cut);
    text(to, KEY("api"), zimport_view_of(api), true, false);
    out_text(to, "}\n");
}

static void write_failure(out *to, const failure *f) {
    const zimport_answer *answer = f->answer;
    bool has_code = answer && answer->has_code;

    text(to, "{\"jobId\":", f->job, f->job.size > 0, false);
    out_text(to, ",\"error\":{\"exit\":");
    out_number(to, (uint64_t)f->exit);
    out_text(to, KEY("kind"));
    string(to, zimport_view_of(exits_kind(f->exit)), false);
    number(to, KEY("httpStatus"), (zimport_number){answer ? answer->http_status : 0, answer && answer->http_status});
    out_text(to, KEY("code"));
    if (has_code) {
        out_text(to, answer->code < 0 ? "-" : "");
        out_number(to, answer->code < 0 ? 0 - (uint64_t)answer->code : (uint64_t)answer->code);
    } else {
        out_text(to, "null");
    }
    out_text(to, KEY("message"));
    out_byte(to, '"');
    failure_message(to, f, quote_json);
    out_text(to, "\"}}\n");
}

const format format_json = {true, NULL, write_row, write_result, write_failure, write_listed, NULL};
