/* SPDX-License-Identifier: Apache-2.0 */
/* How far a job has come. */
#include <string.h>

#include "api/dialect.h"
#include "api/judge.h"
#include "api/operation.h"
#include "api/take.h"

static void clear(zimport_progress *progress) {
    progress->state = ZIMPORT_UNKNOWN;
    progress->percent = ZIMPORT_PERCENT_NONE;
    progress->file_size = progress->imported_rows = progress->total_rows = (zimport_number){0, false};
    zimport_text_clear(&progress->collection);
    zimport_text_clear(&progress->file_name);
    zimport_text_clear(&progress->complete_time);
    zimport_text_clear(&progress->reason);
    progress->files = progress->files_done = progress->files_cut = 0;
    progress->reason_of_file = false;
}

static void begin(zimport_decoder *decoder) {
    clear(decoder->result);
}

static void take_job_id(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_view id = take_view(value, true);
    bool same = id.size == decoder->job.size && id.size > 0 && memcmp(id.data, decoder->job.data, id.size) == 0;

    decoder->other_job = id.size > 0 && (!same || value->cut);
}

/* The job's own reason goes before that of a file, which stands in where the job has none. */
static void take_reason(zimport_progress *progress, const zimport_json_value *value) {
    bool none = value->type != ZIMPORT_JSON_STRING || (value->size == 0 && !value->cut);

    if (none && progress->reason_of_file) {
        return;
    }
    progress->reason_of_file = false;
    take_text(&progress->reason, value, true);
}

static void take_state(zimport_decoder *decoder, zimport_progress *progress, const zimport_json_value *value) {
    zimport_view word = take_view(value, true);

    decoder->told = word.size > 0;
    progress->state = word.size > 0 ? decoder->dialect->state(word) : ZIMPORT_UNKNOWN;
    decoder_misfit(decoder, MISFIT_STATE, value->type != ZIMPORT_JSON_STRING && value->type != ZIMPORT_JSON_NULL);
}

/* A row while its members are taken. */
struct row {
    const zimport_dialect *dialect;
    zimport_file file;
};

static zimport_status row_member(void *context, const zimport_json_value *value) {
    const zimport_dialect *dialect = ((struct row *)context)->dialect;
    zimport_file *row = &((struct row *)context)->file;

    switch (value->id) {
    case ZIMPORT_MEMBER_FILE_NAME:
        row->file_name = take_view(value, false);
        break;
    case ZIMPORT_MEMBER_FILE_SIZE:
        row->file_size = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_STATE:
        row->state = dialect->state(take_view(value, false));
        break;
    case ZIMPORT_MEMBER_PERCENT:
        take_percent(dialect, value, &row->percent);
        break;
    case ZIMPORT_MEMBER_IMPORTED_ROWS:
        row->imported_rows = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_TOTAL_ROWS:
        row->total_rows = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_COMPLETE_TIME:
        row->complete_time = take_view(value, true);
        break;
    default:
        row->reason = take_view(value, true);
        break;
    }
    return ZIMPORT_OK;
}

/* Where the state follows from the job's own reason, no file's reason can ever stand in for it. */
static bool rows_matter(const zimport_decoder *decoder) {
    return decoder->on_file != NULL || decoder->dialect->state != NULL;
}

static void take_row(zimport_decoder *decoder, zimport_progress *progress, const zimport_json_value *element) {
    const zimport_dialect *dialect = decoder->dialect;
    struct row taken = {dialect, {.percent = ZIMPORT_PERCENT_NONE, .cut = element->cut}};
    zimport_file *row = &taken.file;

    row->index = progress->files++;
    if (rows_matter(decoder)) {
        row->cut |= zimport_json_members(element, dialect->row, row_member, &taken) != ZIMPORT_OK;
    }
    if (dialect->state == NULL) {
        row->state = judge_state(row->percent, row->reason.size > 0, row->complete_time.size > 0);
    }
    progress->files_done += dialect->state != NULL && row->state == ZIMPORT_COMPLETED;
    progress->files_cut += row->cut;
    if (row->reason.size > 0 && !progress->reason.given) {
        progress->reason_of_file = true;
        zimport_text_set(&progress->reason, row->reason);
    }
    if (decoder->on_file != NULL) {
        decoder->on_file(decoder->context, row);
    }
}

static void take_details(zimport_decoder *decoder, zimport_progress *progress, const zimport_json_value *value) {
    if (value->type == ZIMPORT_JSON_ELEMENT) {
        take_row(decoder, progress, value);
        return;
    }
    if (value->type == ZIMPORT_JSON_ARRAY && !rows_matter(decoder)) {
        zimport_json_skip_members(&decoder->scanner);
    }
    progress->files = progress->files_done = progress->files_cut = 0;
    if (progress->reason_of_file) {
        progress->reason_of_file = false;
        zimport_text_clear(&progress->reason);
    }
}

static void member(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_progress *progress = decoder->result;

    switch (value->id) {
    case ZIMPORT_MEMBER_JOB_ID:
        take_job_id(decoder, value);
        break;
    case ZIMPORT_MEMBER_COLLECTION:
        take_text(&progress->collection, value, false);
        break;
    case ZIMPORT_MEMBER_FILE_NAME:
        take_text(&progress->file_name, value, false);
        break;
    case ZIMPORT_MEMBER_FILE_SIZE:
        progress->file_size = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_STATE:
        take_state(decoder, progress, value);
        break;
    case ZIMPORT_MEMBER_PERCENT:
        decoder_misfit(decoder, MISFIT_PERCENT, !take_percent(decoder->dialect, value, &progress->percent));
        break;
    case ZIMPORT_MEMBER_IMPORTED_ROWS:
        progress->imported_rows = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_TOTAL_ROWS:
        progress->total_rows = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_COMPLETE_TIME:
        take_text(&progress->complete_time, value, true);
        break;
    case ZIMPORT_MEMBER_REASON:
        take_reason(progress, value);
        break;
    default:
        take_details(decoder, progress, value);
        break;
    }
}

static zimport_status end(zimport_decoder *decoder) {
    zimport_progress *progress = decoder->result;

    if (decoder->other_job) {
        return ZIMPORT_REPLY_OTHER_JOB;
    }
    if ((decoder->misfits & (MISFIT_STATE | MISFIT_PERCENT)) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    if (decoder->dialect->state == NULL) {
        bool failed = progress->reason.given && !progress->reason_of_file;
        progress->state = judge_state(progress->percent, failed, progress->complete_time.given);
    } else if (!decoder->told && progress->percent == ZIMPORT_PERCENT_NONE) {
        return ZIMPORT_REPLY_NO_DATA;
    }
    if (progress->reason_of_file && progress->state != ZIMPORT_FAILED) {
        progress->reason_of_file = false;
        zimport_text_clear(&progress->reason);
    }
    return ZIMPORT_OK;
}

static const char *path(const zimport_dialect *dialect, size_t index) {
    return dialect->paths[index];
}

static zimport_status check(const zimport_question *question) {
    return zimport_id_is_valid(question->job) ? ZIMPORT_OK : ZIMPORT_BAD_ID;
}

static void parameters(zimport_http_writer *writer, const zimport_question *question) {
    manner_text(writer, question, "jobId", question->job);
    manner_place(writer, question);
}

const zimport_operation operation_progress = {
    .path = path,
    .check = check,
    .parameters = parameters,
    .begin = begin,
    .member = member,
    .end = end,
    .about_job = true,
};
