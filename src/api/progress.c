/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "api/dialect.h"
#include "api/judge.h"
#include "api/operation.h"
#include "api/place.h"
#include "api/take.h"

/* Cleared at the beginning, and but for the reason stored unchanged. A case for each in the switch below takes 8 bytes
 * more of flash (Cortex-M4). */
static const uint8_t places[] = {
    [ZIMPORT_MEMBER_COLLECTION] = offsetof(zimport_progress, collection),
    [ZIMPORT_MEMBER_FILE_NAME] = offsetof(zimport_progress, file_name),
    [ZIMPORT_MEMBER_FILE_SIZE] = offsetof(zimport_progress, file_size),
    [ZIMPORT_MEMBER_IMPORTED_ROWS] = offsetof(zimport_progress, imported_rows),
    [ZIMPORT_MEMBER_TOTAL_ROWS] = offsetof(zimport_progress, total_rows),
    [ZIMPORT_MEMBER_COMPLETE_TIME] = offsetof(zimport_progress, complete_time),
    [ZIMPORT_MEMBER_CREATE_TIME] = offsetof(zimport_progress, create_time),
    [ZIMPORT_MEMBER_REASON] = offsetof(zimport_progress, reason),
};

static void begin(zimport_decoder *decoder) {
    zimport_progress *progress = decoder->result;

    memset(progress, 0, offsetof(zimport_progress, collection));
    progress->percent = ZIMPORT_PERCENT_NONE;
    for (const uint8_t *place = places; place < places + sizeof places; place++) {
        if (*place >= offsetof(zimport_progress, collection)) {
            zimport_text_clear((zimport_text *)((char *)progress + *place));
        }
    }
}

static void take_job_id(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_view id = zimport_take_view(value, true);
    bool other = value->cut || id.size != decoder->job.size || memcmp(id.data, decoder->job.data, id.size) != 0;

    zimport_decoder_note(decoder, NOTE_OTHER_JOB, other && id.size > 0);
}

/* A file's reason stands in until the job gives its own. */
static void take_reason(zimport_progress *progress, const zimport_json_value *value) {
    bool none = value->type != ZIMPORT_JSON_STRING || value->size == 0;

    if (none && progress->reason_of_file) {
        return;
    }
    progress->reason_of_file = false;
    zimport_take_text(&progress->reason, value, true);
}

/* NULL: rows are only counted. For v1 they are, unless the caller wants them: its state follows from the job's own
 * reason, which a file's reason must not replace. */
static const struct zimport_rows *rows_of(const zimport_decoder *decoder) {
    return decoder->files != NULL ? decoder->files->how : decoder->dialect->rows;
}

static void take_details(zimport_decoder *decoder, zimport_progress *progress, const zimport_json_value *value) {
    const struct zimport_rows *rows = rows_of(decoder);

    if (value->type == ZIMPORT_JSON_ELEMENT) {
        progress->files++;
    } else {
        progress->files = progress->files_done = progress->files_cut = 0;
    }
    if (rows != NULL) {
        rows->take(decoder, value);
    }
}

static void member(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_progress *progress = decoder->result;

    switch (value->id) {
    case ZIMPORT_MEMBER_JOB_ID:
        take_job_id(decoder, value);
        break;
    case ZIMPORT_MEMBER_STATE:
        decoder->dialect->states->take(decoder, value);
        break;
    case ZIMPORT_MEMBER_PERCENT:
        zimport_decoder_note(decoder, NOTE_BAD_PERCENT,
                             !zimport_take_percent(decoder->dialect, value, &progress->percent));
        break;
    case ZIMPORT_MEMBER_REASON:
        take_reason(progress, value);
        break;
    case ZIMPORT_MEMBER_DETAILS:
        take_details(decoder, progress, value);
        break;
    default: {
        void *place = (char *)progress + places[value->id];
        if (places[value->id] < offsetof(zimport_progress, collection)) {
            *(zimport_number *)place = zimport_json_integer(value);
        } else {
            zimport_take_text(place, value, value->id >= ZIMPORT_MEMBER_COMPLETE_TIME);
        }
        break;
    }
    }
}

static zimport_status end(zimport_decoder *decoder) {
    zimport_progress *progress = decoder->result;

    if ((decoder->notes & NOTE_OTHER_JOB) != 0) {
        return ZIMPORT_REPLY_OTHER_JOB;
    }
    if ((decoder->notes & (NOTE_BAD_STATE | NOTE_BAD_PERCENT)) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    if (decoder->dialect->states == NULL) {
        bool failed = progress->reason.given && !progress->reason_of_file;
        progress->state = zimport_judge_state(progress->percent, failed, progress->complete_time.given);
    } else if ((decoder->notes & NOTE_TOLD) == 0 && progress->percent == ZIMPORT_PERCENT_NONE) {
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
    zimport_encoding_text(writer, question, "jobId", question->job);
    question->dialect->place->parameters(writer, question);
}

const zimport_operation zimport_operation_progress = {
    .path = path,
    .check = check,
    .parameters = parameters,
    .begin = begin,
    .member = member,
    .end = end,
    .about_job = true,
};
