/* SPDX-License-Identifier: Apache-2.0 */
/* Every reply is an envelope of code, message and data, in any order: the verdict waits for the end. A repeated member
 * replaces the first. */
#include "api/decoder.h"

#include <string.h>

#include "api/dialect.h"
#include "api/judge.h"
#include "api/operation.h"
#include "api/take.h"
#include "base/number.h"

void zimport_decoder_note(zimport_decoder *decoder, uint16_t note, bool so) {
    decoder->notes = (uint16_t)(so ? decoder->notes | note : decoder->notes & ~note);
}

/* The code is a number, or digits in a string (api.md 6). */
static void take_code(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_answer *answer = decoder->answer;
    zimport_view text = {value->data, value->size};
    bool negative = false;

    if (value->cut || (value->type != ZIMPORT_JSON_NUMBER && value->type != ZIMPORT_JSON_STRING)) {
        text.size = 0;
    } else if (value->type == ZIMPORT_JSON_STRING) {
        text = zimport_json_string(value);
    } else if (*text.data == '-') {
        negative = text.data[1] != '0'; /* -0 is 0 */
        text.data++;
        text.size--;
    }
    zimport_number number = number_digits(text);
    /* INT64_MIN has no positive counterpart. */
    answer->has_code = number.given && (int64_t)(number.value - negative) >= 0;
    answer->code = !answer->has_code ? 0 : (int64_t)(negative ? 0 - number.value : number.value);
    answer->code_row = zimport_judge_row(decoder->dialect, answer->code);
    zimport_decoder_note(decoder, NOTE_CODE, value->type != ZIMPORT_JSON_NULL);
}

static void take_data(zimport_decoder *decoder, const zimport_json_value *value) {
    decoder->notes &= NOTE_CODE;
    if (value->type == ZIMPORT_JSON_OBJECT) {
        decoder->notes |= NOTE_DATA;
    } else if (value->type != ZIMPORT_JSON_NULL) {
        decoder->notes |= NOTE_BAD_DATA;
    }
    decoder->operation->begin(decoder);
}

static zimport_status take(void *context, const zimport_json_value *value) {
    zimport_decoder *decoder = context;

    if (value->id == ZIMPORT_MEMBER_CODE) {
        take_code(decoder, value);
    } else if (value->id == ZIMPORT_MEMBER_MESSAGE) {
        zimport_take_text(&decoder->answer->message, value, true);
    } else if (value->id == ZIMPORT_MEMBER_DATA) {
        take_data(decoder, value);
    } else {
        decoder->notes |= NOTE_MEMBER;
        decoder->operation->member(decoder, value);
    }
    return ZIMPORT_OK;
}

void zimport_decoder_init(zimport_decoder *decoder, const zimport_question *question, zimport_answer *answer,
                          const zimport_files *files, char *memory, size_t capacity) {
    const zimport_operation *operation = question->operation;

    decoder->operation = operation;
    decoder->dialect = question->dialect;
    decoder->job = question->job;
    decoder->result = question->subject;
    decoder->answer = answer;
    decoder->files = files;
    decoder->notes = 0;
    operation->begin(decoder);
    memset(answer, 0, offsetof(zimport_answer, message));
    zimport_text_clear(&answer->message);
    zimport_json_init(&decoder->scanner, operation->shape != NULL ? operation->shape : question->dialect->reply, take,
                      decoder, memory, capacity);
}

zimport_status zimport_decoder_feed(zimport_decoder *decoder, zimport_view body) {
    return zimport_json_feed(&decoder->scanner, body);
}

zimport_status zimport_decoder_end(zimport_decoder *decoder, uint16_t http_status) {
    zimport_status json = zimport_json_end(&decoder->scanner);

    decoder->answer->http_status = http_status;
    zimport_status status = zimport_judge_reply(decoder, json);
    if (status == ZIMPORT_OK) {
        status = decoder->operation->end(decoder);
    }
    if (status != ZIMPORT_OK) {
        decoder->operation->begin(decoder);
    }
    decoder->answer->status = status;
    return status;
}
