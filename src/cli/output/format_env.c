/* SPDX-License-Identifier: Apache-2.0 */
/* Assignments for a POSIX shell, single-quoted so that eval is safe whatever the server sent. */
#include "cli/output/format.h"
#include "cli/text/units.h"

static void name(out *to, const char *variable) {
    out_text(to, "ZIMPORT_");
    out_text(to, variable);
    out_text(to, "='");
}

static void text(out *to, const char *variable, zimport_view value, bool cut) {
    name(to, variable);
    quote_masked(to, value, cut, quote_shell);
    out_text(to, "'\n");
}

static void whole_text(out *to, const char *variable, const zimport_text *value) {
    text(to, variable, zimport_text_view(value), value->cut);
}

static void number(out *to, const char *variable, zimport_number value) {
    name(to, variable);
    if (value.given) {
        out_number(to, value.value);
    }
    out_text(to, "'\n");
}

static void write_result(out *to, const result *r) {
    const zimport_progress *p = r->progress;

    text(to, "JOB_ID", r->job, false);
    text(to, "STATE", zimport_view_of(zimport_state_name(p->state)), false);
    name(to, "PROGRESS");
    if (p->percent != ZIMPORT_PERCENT_NONE) {
        units_percent(to, p->percent);
    }
    out_text(to, "'\n");
    whole_text(to, "COLLECTION_NAME", &p->collection);
    whole_text(to, "FILE_NAME", &p->file_name);
    number(to, "FILE_SIZE", p->file_size);
    number(to, "IMPORTED_ROWS", p->imported_rows);
    number(to, "TOTAL_ROWS", p->total_rows);
    whole_text(to, "COMPLETE_TIME", &p->complete_time);
    whole_text(to, "REASON", &p->reason);
    whole_text(to, "CREATE_TIME", &p->create_time);
    text(to, "PHASE", r->phase, false);
}

const format format_env = {false, NULL, NULL, write_result, NULL, NULL, NULL};
