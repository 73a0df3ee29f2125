/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 4180: a header line, CRLF, quotes where needed. */
#include <string.h>

#include "cli/output/format.h"
#include "cli/text/units.h"

static bool of_files;

static void begin(out *to, bool files) {
    of_files = files;
    out_text(to, files ? "jobId,fileName,fileSize,state,progress,importedRows,totalRows,completeTime,reason\r\n"
                       : "jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,"
                         "completeTime,reason,api,createTime,phase\r\n");
}

static void field(out *to, zimport_view value, bool cut, const char *behind) {
    bool quotes = value.size > 0 && (memchr(value.data, '"', value.size) || memchr(value.data, ',', value.size));

    out_text(to, quotes ? "\"" : "");
    quote_masked(to, value, cut, quote_csv);
    out_text(to, quotes ? "\"" : "");
    out_text(to, behind);
}

static void text(out *to, zimport_view value, bool cut) {
    field(to, value, cut, ",");
}

static void whole_text(out *to, const zimport_text *value) {
    text(to, zimport_text_view(value), value->cut);
}

static void number(out *to, zimport_number value) {
    if (value.given) {
        out_number(to, value.value);
    }
    out_byte(to, ',');
}

static void state(out *to, zimport_state value, int32_t percent) {
    out_text(to, zimport_state_name(value));
    out_byte(to, ',');
    if (percent != ZIMPORT_PERCENT_NONE) {
        units_percent(to, percent);
    }
    out_byte(to, ',');
}

static void write_row(out *to, zimport_view job, const zimport_file *file, bool first) {
    (void)first;
    text(to, job, false);
    text(to, file->file_name, file->cut);
    number(to, file->file_size);
    state(to, file->state, file->percent);
    number(to, file->imported_rows);
    number(to, file->total_rows);
    text(to, file->complete_time, file->cut);
    field(to, file->reason, file->cut, "\r\n");
}

static void write_result(out *to, const result *r) {
    const zimport_progress *p = r->progress;

    if (of_files) {
        if (r->rows) {
            spool_copy(r->rows, to);
        }
        return;
    }
    text(to, r->job, false);
    text(to, r->cluster, false);
    whole_text(to, &p->collection);
    state(to, p->state, p->percent);
    whole_text(to, &p->file_name);
    number(to, p->file_size);
    number(to, p->imported_rows);
    number(to, p->total_rows);
    whole_text(to, &p->complete_time);
    whole_text(to, &p->reason);
    text(to, zimport_view_of(r->api), false);
    whole_text(to, &p->create_time);
    field(to, r->phase, false, "\r\n");
}

static void begin_list(out *to) {
    out_text(to, "jobId,collectionName,state,progress,reason,api\r\n");
}

static void write_listed(out *to, const zimport_listed *job, const char *api) {
    text(to, job->id, job->cut);
    text(to, job->collection, job->cut);
    state(to, job->state, job->percent);
    text(to, job->reason, job->cut);
    field(to, zimport_view_of(api), false, "\r\n");
}

const format format_csv = {false, begin, write_row, write_result, NULL, write_listed, begin_list};
