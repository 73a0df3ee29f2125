/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every reply has around its data. It takes what the scanner hands out, in whatever order the server wrote it, and
 * decides only at the end. Of a member that is given twice the last counts, so each overwrites whatever the one before
 * left.
 */
#include "api/decoder.h"

#include <string.h>

#include "api/dialect.h"
#include "api/judge.h"
#include "api/operation.h"
#include "api/take.h"
#include "base/number.h"

void decoder_misfit(zimport_decoder *decoder, uint8_t bit, bool misfit) {
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
    decoder_misfit(decoder, MISFIT_CODE, !number.given && value->type != ZIMPORT_JSON_NULL);
}

static void begin_data(zimport_decoder *decoder) {
    decoder->misfits &= MISFIT_CODE;
    decoder->data_tells = false;
    decoder->repeated = false;
    decoder->other_job = false;
    decoder->told = false;
    decoder->operation->begin(decoder);
}

static void take_data(zimport_decoder *decoder, const zimport_json_value *value) {
    begin_data(decoder);
    decoder->data_seen = value->type == ZIMPORT_JSON_OBJECT;
    decoder_misfit(decoder, MISFIT_DATA, !decoder->data_seen && value->type != ZIMPORT_JSON_NULL);
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
        decoder->data_tells = true;
        decoder->operation->member(decoder, value);
    }
    return ZIMPORT_OK;
}

void zimport_decoder_init(zimport_decoder *decoder, const zimport_question *question, zimport_answer *answer,
                          const zimport_files *files, char *memory, size_t capacity) {
    const zimport_operation *operation = question->operation;

    memset(decoder, 0, sizeof *decoder);
    decoder->operation = operation;
    decoder->dialect = question->dialect;
    decoder->job = question->job;
    decoder->result = question->subject;
    decoder->answer = answer;
    decoder->files = files;
    operation->begin(decoder);
    zimport_text_clear(&answer->message);
    *answer = (zimport_answer){.status = ZIMPORT_OK, .message = answer->message};
    zimport_json_init(&decoder->scanner, operation->shape != NULL ? operation->shape : question->dialect->reply, take,
                      decoder, memory, capacity);
}

zimport_status zimport_decoder_feed(zimport_decoder *decoder, zimport_view body) {
    return zimport_json_feed(&decoder->scanner, body);
}

zimport_status zimport_decoder_end(zimport_decoder *decoder, uint16_t http_status) {
    zimport_status json = zimport_json_end(&decoder->scanner);

    decoder->answer->http_status = http_status;
    zimport_status status = judge_reply(decoder, json);
    if (status == ZIMPORT_OK) {
        status = decoder->operation->end(decoder);
    }
    if (status != ZIMPORT_OK) {
        decoder->operation->begin(decoder);
    }
    decoder->answer->status = status;
    return status;
}
