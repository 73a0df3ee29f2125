/* SPDX-License-Identifier: Apache-2.0 */
/* A file of its own: a program links it only if it wants the rows or its dialect needs them. */
#include "api/dialect.h"
#include "api/judge.h"
#include "api/operation.h"
#include "api/take.h"

struct row {
    const zimport_dialect *dialect;
    zimport_file file;
};

static zimport_status row_member(void *context, const zimport_json_value *value) {
    const zimport_dialect *dialect = ((struct row *)context)->dialect;
    zimport_file *row = &((struct row *)context)->file;

    switch (value->id) {
    case ZIMPORT_MEMBER_FILE_NAME:
        row->file_name = zimport_take_view(value, false);
        break;
    case ZIMPORT_MEMBER_FILE_SIZE:
        row->file_size = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_STATE:
        row->state = dialect->states->of(zimport_take_view(value, false));
        break;
    case ZIMPORT_MEMBER_PERCENT:
        zimport_take_percent(dialect, value, &row->percent);
        break;
    case ZIMPORT_MEMBER_IMPORTED_ROWS:
        row->imported_rows = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_TOTAL_ROWS:
        row->total_rows = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_COMPLETE_TIME:
        row->complete_time = zimport_take_view(value, true);
        break;
    default:
        row->reason = zimport_take_view(value, true);
        break;
    }
    return ZIMPORT_OK;
}

static void take_row(zimport_decoder *decoder, const zimport_json_value *element) {
    zimport_progress *progress = decoder->result;
    const zimport_dialect *dialect = decoder->dialect;
    struct row taken = {dialect, {.percent = ZIMPORT_PERCENT_NONE, .cut = element->cut}};
    zimport_file *row = &taken.file;

    row->index = progress->files - 1;
    row->cut |= zimport_json_members(element, dialect->row, row_member, &taken) != ZIMPORT_OK;
    if (dialect->states == NULL) {
        row->state = zimport_judge_state(row->percent, row->reason.size > 0, row->complete_time.size > 0);
    }
    progress->files_done += dialect->states != NULL && row->state == ZIMPORT_COMPLETED;
    progress->files_cut += row->cut;
    if (row->imported_rows.given && row->total_rows.value > row->imported_rows.value) {
        uint64_t most = UINT64_MAX - progress->missing_rows;

        row->missing_rows = row->total_rows.value - row->imported_rows.value;
        progress->missing_rows += row->missing_rows < most ? row->missing_rows : most;
    }
    if (row->reason.size > 0 && !progress->reason.given) {
        progress->reason_of_file = true;
        zimport_text_set(&progress->reason, row->reason);
    }
    if (decoder->files != NULL) {
        decoder->files->on_file(decoder->files->context, row);
    }
}

/* A row, or the start of the array: a repeated array replaces the first one. */
static void take(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_progress *progress = decoder->result;

    if (value->type == ZIMPORT_JSON_ELEMENT) {
        take_row(decoder, value);
        return;
    }
    zimport_json_keep_members(&decoder->scanner);
    progress->missing_rows = 0;
    if (progress->reason_of_file) {
        progress->reason_of_file = false;
        zimport_text_clear(&progress->reason);
    }
}

const struct zimport_rows zimport_dialect_rows = {take};

void zimport_files_init(zimport_files *files, zimport_on_file on_file, void *context) {
    *files = (zimport_files){on_file, context, &zimport_dialect_rows};
}
