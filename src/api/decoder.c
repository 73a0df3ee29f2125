/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes what the scanner hands out, in whatever order the server wrote it, and decides only at the end. Of a member
 * that is given twice the last counts, so each overwrites whatever the one before left.
 */
#include "api/decoder.h"

#include <string.h>

#include "api/dialect.h"
#include "api/judge.h"
#include "base/number.h"

static void clear_progress(zimport_progress *progress) {
    progress->state = ZIMPORT_UNKNOWN;
    progress->percent = ZIMPORT_PERCENT_NONE;
    progress->file_size = progress->imported_rows = progress->total_rows = (zimport_number){0, false};
    zimport_text_clear(&progress->collection);
    zimport_text_clear(&progress->file_name);
    zimport_text_clear(&progress->complete_time);
    zimport_text_clear(&progress->reason);
    progress->files = 0;
    progress->files_cut = 0;
}

static void set_misfit(zimport_decoder *decoder, uint8_t bit, bool misfit) {
    decoder->misfits = (uint8_t)(misfit ? decoder->misfits | bit : decoder->misfits & ~bit);
}

/* The code is a number, or digits in a string (api.md 6). */
static void take_code(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_number number = {0, false};
    bool negative = false;

    if (value->type == ZIMPORT_JSON_NUMBER && !value->cut) {
        negative = value->data[0] == '-';
        number = number_digits((zimport_view){value->data + negative, value->size - negative});
    } else if (value->type == ZIMPORT_JSON_STRING && !value->cut) {
        number = number_digits(zimport_json_string(value));
    }
    number.given = number.given && number.value <= INT64_MAX;
    decoder->answer->has_code = number.given;
    decoder->answer->code = negative ? -(int64_t)number.value : (int64_t)number.value;
    set_misfit(decoder, MISFIT_CODE, !number.given && value->type != ZIMPORT_JSON_NULL);
}

static void take_text(zimport_text *text, const zimport_json_value *value, bool empty_is_none) {
    zimport_text_clear(text);
    if (value->type == ZIMPORT_JSON_STRING && !(empty_is_none && value->size == 0 && !value->cut)) {
        zimport_text_set(text, zimport_json_string(value));
        text->cut |= value->cut;
    }
}

static void take_data(zimport_decoder *decoder, const zimport_json_value *value) {
    clear_progress(decoder->progress);
    set_misfit(decoder, MISFIT_PERCENT, false);
    decoder->other_job = false;
    decoder->reason_of_file = false;
    decoder->data_tells = false;
    decoder->data_seen = value->type == ZIMPORT_JSON_OBJECT;
    set_misfit(decoder, MISFIT_DATA, !decoder->data_seen && value->type != ZIMPORT_JSON_NULL);
}

static void take_job_id(zimport_decoder *decoder, const zimport_json_value *value) {
    decoder->other_job = false;
    if (value->type == ZIMPORT_JSON_STRING && value->size > 0) {
        zimport_view id = zimport_json_string(value);
        bool same = id.size == decoder->job.size && memcmp(id.data, decoder->job.data, id.size) == 0;
        decoder->other_job = !same || value->cut;
    }
}

/*
 * A fraction of 1 is finished. Above 1 it is a percentage already, as one vendor's library once wrote it (api.md 1.4),
 * so that the value is looked at in millionths of a percent before it is rounded.
 */
static bool take_percent(const zimport_dialect *dialect, const zimport_json_value *value, int32_t *percent) {
    int32_t fine;

    *percent = ZIMPORT_PERCENT_NONE;
    if (value->type == ZIMPORT_JSON_NULL) {
        return true;
    }
    if (!zimport_json_decimal(value, dialect->fraction ? 8 : 2, 100000001, &fine)) {
        return false;
    }
    if (dialect->fraction && fine <= 100000000) {
        *percent = fine / 10000;
        return true;
    }
    return zimport_json_decimal(value, 2, ZIMPORT_PERCENT_DONE, percent);
}

/* The job's own reason goes before that of a file, which stands in where the job has none. */
static void take_reason(zimport_decoder *decoder, const zimport_json_value *value) {
    bool none = value->type != ZIMPORT_JSON_STRING || (value->size == 0 && !value->cut);

    if (none && decoder->reason_of_file) {
        return;
    }
    decoder->reason_of_file = false;
    take_text(&decoder->progress->reason, value, true);
}

static zimport_view view_of(const zimport_json_value *value, bool empty_is_none) {
    bool none = value->type != ZIMPORT_JSON_STRING || (empty_is_none && value->size == 0);

    return none ? (zimport_view){NULL, 0} : zimport_json_string(value);
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
        row->file_name = view_of(value, false);
        break;
    case ZIMPORT_MEMBER_FILE_SIZE:
        row->file_size = zimport_json_integer(value);
        break;
    case ZIMPORT_MEMBER_PERCENT:
        take_percent(dialect, value, &row->percent);
        break;
    case ZIMPORT_MEMBER_COMPLETE_TIME:
        row->complete_time = view_of(value, true);
        break;
    case ZIMPORT_MEMBER_REASON:
        row->reason = view_of(value, true);
        break;
    default:
        break;
    }
    return ZIMPORT_OK;
}

/* Where the state follows from the job's own reason, no file's reason can ever stand in for it. */
static bool rows_matter(const zimport_decoder *decoder) {
    return decoder->on_file != NULL || !decoder->dialect->fraction;
}

static void take_row(zimport_decoder *decoder, const zimport_json_value *element) {
    zimport_progress *progress = decoder->progress;
    struct row taken = {decoder->dialect, {.percent = ZIMPORT_PERCENT_NONE, .cut = element->cut}};
    zimport_file *row = &taken.file;

    row->index = progress->files++;
    if (rows_matter(decoder)) {
        row->cut |= zimport_json_members(element, decoder->dialect->row, row_member, &taken) != ZIMPORT_OK;
    }
    if (decoder->dialect->fraction) {
        row->state = judge_state(row->percent, row->reason.size > 0, row->complete_time.size > 0);
    }
    progress->files_cut += row->cut;
    if (row->reason.size > 0 && !progress->reason.given) {
        decoder->reason_of_file = true;
        zimport_text_set(&progress->reason, row->reason);
    }
    if (decoder->on_file != NULL) {
        decoder->on_file(decoder->context, row);
    }
}

static void take_details(zimport_decoder *decoder, const zimport_json_value *value) {
    if (value->type == ZIMPORT_JSON_ELEMENT) {
        take_row(decoder, value);
        return;
    }
    if (value->type == ZIMPORT_JSON_ARRAY && !rows_matter(decoder)) {
        zimport_json_skip_members(&decoder->scanner);
    }
    decoder->progress->files = 0;
    decoder->progress->files_cut = 0;
    if (decoder->reason_of_file) {
        decoder->reason_of_file = false;
        zimport_text_clear(&decoder->progress->reason);
    }
}

static void take_data_member(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_progress *progress = decoder->progress;

    decoder->data_tells = true;
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
    case ZIMPORT_MEMBER_PERCENT:
        set_misfit(decoder, MISFIT_PERCENT, !take_percent(decoder->dialect, value, &progress->percent));
        break;
    case ZIMPORT_MEMBER_COMPLETE_TIME:
        take_text(&progress->complete_time, value, true);
        break;
    case ZIMPORT_MEMBER_REASON:
        take_reason(decoder, value);
        break;
    default:
        take_details(decoder, value);
        break;
    }
}

static zimport_status take(void *context, const zimport_json_value *value) {
    zimport_decoder *decoder = context;

    if (value->id == ZIMPORT_MEMBER_CODE) {
        take_code(decoder, value);
    } else if (value->id == ZIMPORT_MEMBER_MESSAGE) {
        take_text(&decoder->answer->message, value, true);
    } else if (value->id == ZIMPORT_MEMBER_DATA) {
        take_data(decoder, value);
    } else {
        take_data_member(decoder, value);
    }
    return ZIMPORT_OK;
}

void zimport_decoder_init(zimport_decoder *decoder, const zimport_dialect *dialect, zimport_view job,
                          zimport_progress *progress, zimport_answer *answer, zimport_on_file on_file, void *context,
                          char *memory, size_t capacity) {
    memset(decoder, 0, sizeof *decoder);
    decoder->dialect = dialect;
    decoder->job = job;
    decoder->progress = progress;
    decoder->answer = answer;
    decoder->on_file = on_file;
    decoder->context = context;
    clear_progress(progress);
    zimport_text_clear(&answer->message);
    *answer = (zimport_answer){.status = ZIMPORT_OK, .message = answer->message};
    zimport_json_init(&decoder->scanner, dialect->reply, take, decoder, memory, capacity);
}

zimport_status zimport_decoder_feed(zimport_decoder *decoder, zimport_view body) {
    return zimport_json_feed(&decoder->scanner, body);
}

zimport_status zimport_decoder_end(zimport_decoder *decoder, uint16_t http_status) {
    zimport_progress *progress = decoder->progress;
    zimport_status json = zimport_json_end(&decoder->scanner);

    decoder->answer->http_status = http_status;
    decoder->answer->status = judge_reply(decoder, json);
    if (decoder->answer->status != ZIMPORT_OK) {
        clear_progress(progress);
        return decoder->answer->status;
    }
    if (decoder->dialect->fraction) {
        bool failed = progress->reason.given && !decoder->reason_of_file;
        progress->state = judge_state(progress->percent, failed, progress->complete_time.given);
    }
    if (decoder->reason_of_file && progress->state != ZIMPORT_FAILED) {
        zimport_text_clear(&progress->reason);
    }
    return ZIMPORT_OK;
}
