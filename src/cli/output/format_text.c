/* SPDX-License-Identifier: Apache-2.0 */
/* For people: may change from version to version. */
#include <string.h>

#include "cli/output/column.h"
#include "cli/output/format.h"
#include "cli/text/style.h"
#include "cli/text/units.h"

/* Reasons are aligned behind file names up to this wide. */
#define NAME_MOST 60
/* Of a file's name in a sentence. */
#define NAME_LONGEST 200
#define STATE_WIDTH 11
#define PERCENT_WIDTH 8
#define SIZE_WIDTH 10
#define NAME_COLUMN (STATE_WIDTH + PERCENT_WIDTH + SIZE_WIDTH + 6)

static size_t widest;

static size_t width_of(const char *data, size_t size) {
    size_t width = 0;

    for (size_t i = 0; i < size; i++) {
        width += ((unsigned char)data[i] & 0xC0) != 0x80;
    }
    return width;
}

static void pad(out *to, size_t width, size_t wanted) {
    out_repeat(to, " ", width < wanted ? wanted - width : 0);
}

static void label(out *to, const char *name) {
    out_text(to, name);
    pad(to, width_of(name, zimport_view_of(name).size), 12);
}

static void whole_text(out *to, const char *name, const zimport_text *value) {
    if (value->size > 0) {
        label(to, name);
        quote_masked(to, zimport_text_view(value), value->cut, quote_plain);
        out_text(to, value->cut ? "...\n" : "\n");
    }
}

static void write_state(out *to, const result *r) {
    label(to, "State");
    style_state(to, r->progress->state, NULL, style_colors);
    if (r->progress->percent != ZIMPORT_PERCENT_NONE) {
        out_text(to, ", ");
        units_percent(to, r->progress->percent);
        out_text(to, " %");
    }
    out_text(to, r->progress->state == ZIMPORT_UNCOMMITTED ? "; not committed, will not finish by itself\n" : "\n");
    if (r->doing) {
        label(to, "Phase");
        out_text(to, r->doing);
        out_byte(to, '\n');
    }
}

bool format_knows(const zimport_progress *p, zimport_number number) {
    return number.given && (number.value > 0 || p->state == ZIMPORT_COMPLETED || p->state == ZIMPORT_UNCOMMITTED);
}

static void write_size(out *to, const zimport_progress *p) {
    zimport_number size = p->file_size;

    if (!format_knows(p, size)) {
        return;
    }
    label(to, "Size");
    if (size.value >= 1024) {
        units_size(to, size.value);
        out_text(to, " (");
    }
    units_grouped(to, size.value);
    out_text(to, size.value >= 1024 ? " bytes)\n" : size.value == 1 ? " byte\n" : " bytes\n");
}

void format_rows(out *to, const zimport_progress *p) {
    zimport_number imported = p->imported_rows;
    zimport_number total = p->total_rows;

    if (total.given && p->missing_rows > 0) {
        uint64_t most = total.value - (p->missing_rows < total.value ? p->missing_rows : total.value);

        if (!imported.given || imported.value > most) {
            imported = (zimport_number){most, true};
        }
    }
    if (imported.given) {
        units_grouped(to, imported.value);
    }
    if (format_knows(p, total)) {
        out_text(to, imported.given ? " of " : "of ");
        units_grouped(to, total.value);
    } else if (!imported.given) {
        out_text(to, "some");
    }
}

static void write_rows(out *to, const result *r) {
    const zimport_progress *p = r->progress;
    bool lacks = zimport_progress_lacks_rows(p);

    if (!lacks && !format_knows(p, p->total_rows) && !format_knows(p, p->imported_rows)) {
        return;
    }
    label(to, "Rows");
    if (p->imported_rows.given || format_knows(p, p->total_rows)) {
        format_rows(to, p);
        out_text(to, lacks ? "; " : "");
    }
    if (lacks) {
        out_text(to, "some were not imported");
        out_bytes(to, r->losers->data, r->losers->size);
    }
    out_byte(to, '\n');
}

void format_loser(out *to, const zimport_file *file, unsigned before) {
    if (before > FORMAT_LOSERS) {
        return;
    }
    if (before == FORMAT_LOSERS) {
        out_text(to, " and others");
        return;
    }
    out_text(to, before > 0 ? ", " : ": ");
    quote_short(to, file->file_name, file->cut, NAME_LONGEST);
    out_text(to, " (");
    units_grouped(to, file->imported_rows.value);
    out_text(to, " of ");
    units_grouped(to, file->total_rows.value);
    out_byte(to, ')');
}

/* In UTC, whatever the server's offsets. Returns it, or -1. */
static int64_t write_time(out *to, const char *name, const zimport_text *text) {
    int64_t time = zimport_time_read(text);

    if (time >= 0) {
        label(to, name);
        units_date(to, time);
    }
    return time;
}

static void write_span(out *to, const char *before, int64_t from, int64_t until, const char *behind) {
    if (from >= 0 && from <= until) {
        out_text(to, before);
        units_duration(to, (uint64_t)(until - from) * 1000);
        out_text(to, behind);
    }
}

static void write_times(out *to, const result *r) {
    const zimport_progress *p = r->progress;
    int64_t created = write_time(to, "Created", &p->create_time);
    int64_t ended;

    if (created >= 0) {
        write_span(to, ", ", created, zimport_state_is_final(p->state) ? -1 : r->now, " ago");
        out_byte(to, '\n');
    }
    ended = write_time(to, "Completed", &p->complete_time);
    if (ended < 0) {
        whole_text(to, "Completed", &p->complete_time);
    } else {
        write_span(to, ", took ", created, ended, "");
        out_byte(to, '\n');
    }
}

/* To turn the tab before a reason into spaces. */
typedef struct table {
    out *to;
    size_t column;
    size_t reason_column;
} table;

static bool take_rows(void *context, const char *data, size_t size) {
    table *t = context;
    size_t from = 0;

    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\t') {
            out_bytes(t->to, data + from, i - from);
            pad(t->to, t->column, t->reason_column);
            out_text(t->to, "  ");
            from = i + 1;
        }
        t->column = data[i] == '\n' ? 0 : t->column + width_of(data + i, 1);
    }
    out_bytes(t->to, data + from, size - from);
    return !t->to->failed;
}

static void write_table(out *to, spool *rows) {
    table t = {.to = to, .reason_column = NAME_COLUMN + widest};

    if (spool_is_empty(rows)) {
        label(to, "Files");
        out_text(to, "none listed\n");
        return;
    }
    out_text(to, "STATE        PROGRESS        SIZE  FILE");
    if (style_columns == 0) {
        pad(to, 4, widest);
        out_text(to, "  REASON");
    }
    out_byte(to, '\n');
    spool_each(rows, take_rows, &t);
}

static void write_reason(out *to, const result *r) {
    const zimport_progress *p = r->progress;
    bool of_files = r->reasons && !spool_is_empty(r->reasons);

    if (!of_files && p->reason.cut) {
        whole_text(to, "Reason", &p->reason);
    } else if (!of_files && p->reason.size > 0) {
        label(to, "Reason");
        column_last(to, zimport_text_view(&p->reason), false, 12, false);
    }
    if (p->state == ZIMPORT_FAILED && (of_files || p->reason.size == 0)) {
        label(to, "Reason");
        out_text(to, of_files ? "none for the job, but for some files:\n" : "none given\n");
    }
    if (of_files) {
        spool_copy(r->reasons, to);
    }
}

static void write_result(out *to, const result *r) {
    const zimport_progress *p = r->progress;

    out_text(to, r->first ? "" : "\n");
    label(to, "Job");
    out_view(to, r->job);
    out_byte(to, '\n');
    write_state(to, r);
    whole_text(to, "Collection", &p->collection);
    whole_text(to, "File", &p->file_name);
    write_size(to, p);
    write_rows(to, r);
    write_times(to, r);
    write_reason(to, r);
    if (r->rows) {
        write_table(to, r->rows);
    }
}

static void right(out *to, out *number, size_t width) {
    pad(to, number->size, width);
    out_bytes(to, number->data, number->size);
    out_text(to, "  ");
    number->size = 0;
}

static void write_row(out *to, zimport_view job, const zimport_file *file, bool first) {
    char memory[32];
    out number = {.data = memory, .capacity = sizeof memory};
    size_t name_width = width_of(file->file_name.data, file->file_name.size);
    const char *state = zimport_state_name(file->state);

    (void)job;
    if (name_width > NAME_MOST) {
        name_width = NAME_MOST;
    }
    if (first || name_width > widest) {
        widest = name_width;
    }
    out_text(to, state);
    pad(to, width_of(state, zimport_view_of(state).size), STATE_WIDTH + 2);
    if (file->percent != ZIMPORT_PERCENT_NONE) {
        units_percent(&number, file->percent);
        out_text(&number, " %");
    }
    right(to, &number, PERCENT_WIDTH);
    if (file->file_size.given) {
        units_size(&number, file->file_size.value);
    }
    right(to, &number, SIZE_WIDTH);
    quote_masked(to, file->file_name, file->cut, quote_plain);
    if (file->reason.size > 0 && style_columns > 0) {
        column_last(to, file->reason, file->cut, NAME_COLUMN, true);
        return;
    }
    if (file->reason.size > 0) {
        out_byte(to, '\t');
        quote_masked(to, file->reason, file->cut, quote_plain);
    }
    out_byte(to, '\n');
}

void format_text_reason(out *to, const zimport_file *file, bool more) {
    if (more) {
        out_text(to, "  and others, which --files shows\n");
        return;
    }
    out_text(to, "  ");
    if (file->file_name.size > 0) {
        quote_masked(to, file->file_name, file->cut, quote_plain);
        out_text(to, ": ");
    }
    quote_masked(to, file->reason, file->cut, quote_plain);
    out_byte(to, '\n');
}

/* Most ids have 26 characters or fewer. */
#define ID_WIDTH 26
#define COLLECTION_WIDTH 24
#define REASON_COLUMN (ID_WIDTH + STATE_WIDTH + PERCENT_WIDTH + COLLECTION_WIDTH + 8)

static void column(out *to, zimport_view text, bool cut, size_t width) {
    quote_masked(to, text, cut, quote_plain);
    pad(to, width_of(text.data, text.size), width);
    out_text(to, "  ");
}

/* On a terminal in other words than scripts may compare. */
static const char *doing_of(const zimport_listed *job, const char *api) {
    const zimport_job_phase *phase = BUILT_MILVUS && style_columns > 0 && api == zimport_milvus.name
                                         ? zimport_job_phase_of(&zimport_milvus, job->state, job->percent)
                                         : NULL;

    return phase ? phase->name : NULL;
}

static void write_listed(out *to, const zimport_listed *job, const char *api) {
    char memory[32];
    out number = {.data = memory, .capacity = sizeof memory};
    const char *doing = doing_of(job, api);

    column(to, job->id.size > 0 ? job->id : zimport_view_of("-"), job->cut, ID_WIDTH);
    style_state(to, job->state, doing, style_colors);
    pad(to, strlen(style_word(job->state, doing)), STATE_WIDTH + 2);
    if (job->percent != ZIMPORT_PERCENT_NONE) {
        units_percent(&number, job->percent);
        out_text(&number, " %");
    }
    right(to, &number, PERCENT_WIDTH);
    if (job->reason.size > 0 && column_fits(REASON_COLUMN)) {
        column(to, job->collection, job->cut, COLLECTION_WIDTH);
    } else {
        quote_masked(to, job->collection, job->cut, quote_plain);
    }
    if (job->reason.size > 0) {
        column_last(to, job->reason, job->cut, REASON_COLUMN, false);
    } else {
        out_byte(to, '\n');
    }
}

static void begin_list(out *to) {
    static const char names[] = "JOB                         STATE        PROGRESS  COLLECTION";
    bool narrow = style_columns > 0 && style_columns < sizeof names - 1;

    out_bytes(to, names, narrow ? style_columns : sizeof names - 1);
    out_text(to, column_fits(REASON_COLUMN) ? "                REASON\n" : "\n");
}

const format format_text = {false, NULL, write_row, write_result, NULL, write_listed, begin_list};
