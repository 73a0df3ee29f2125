/* SPDX-License-Identifier: Apache-2.0 */
/* In this order: 3xx, 401 and 403; a code in the table, whatever the HTTP status; any other HTTP status that is not
 * 2xx; and for 2xx, whether all required members are there. */
#include "api/judge.h"

#include "api/dialect.h"
#include "api/operation.h"
#include "http/passing.h"

zimport_state zimport_judge_state(int32_t percent, bool has_reason, bool has_complete_time) {
    if (has_reason) {
        return ZIMPORT_FAILED;
    }
    if (percent == ZIMPORT_PERCENT_NONE) {
        return has_complete_time ? ZIMPORT_COMPLETED : ZIMPORT_UNKNOWN;
    }
    return percent == ZIMPORT_PERCENT_DONE ? ZIMPORT_COMPLETED : ZIMPORT_IMPORTING;
}

uint8_t zimport_judge_row(const zimport_dialect *dialect, int64_t code) {
    uint8_t row = dialect->code_count;

    while (row > 0 && dialect->codes[row - 1].code != code) {
        row--;
    }
    return row;
}

static zimport_status judge_data(const zimport_decoder *decoder) {
    if (!decoder->answer->has_code) {
        return (decoder->notes & NOTE_CODE) != 0 ? ZIMPORT_REPLY_TYPE : ZIMPORT_REPLY_NO_CODE;
    }
    if ((decoder->notes & NOTE_BAD_DATA) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    return (~decoder->notes & (NOTE_DATA | NOTE_MEMBER)) == 0 ? ZIMPORT_OK : ZIMPORT_REPLY_NO_DATA;
}

/* Both 200 and 0 mean success: the services' pages disagree (api.md 1.7). */
static zimport_status judge_code(const zimport_decoder *decoder) {
    const zimport_answer *answer = decoder->answer;

    if (answer->code_row > 0) {
        return (zimport_status)decoder->dialect->codes[answer->code_row - 1].status;
    }
    return answer->has_code && answer->code != 0 && answer->code != 200 ? ZIMPORT_REFUSED : ZIMPORT_OK;
}

zimport_status zimport_judge_reply(zimport_decoder *decoder, zimport_status json) {
    zimport_answer *answer = decoder->answer;
    uint16_t http = answer->http_status;
    zimport_status status = json;

    if (json == ZIMPORT_OK) {
        status = judge_code(decoder);
    } else {
        answer->code_row = 0;
    }
    if (http == 401 || http == 403) {
        return ZIMPORT_UNAUTHORIZED;
    }
    if (http >= 300 && http <= 399) {
        return ZIMPORT_REDIRECTED;
    }
    if ((http < 200 || http > 299) && answer->code_row == 0) {
        status = http == 404 && status == ZIMPORT_REFUSED ? ZIMPORT_NOT_FOUND
                 : http_is_passing(http)                  ? ZIMPORT_BUSY
                                                          : ZIMPORT_REFUSED;
    }
    if (decoder->operation->refine != NULL) {
        status = decoder->operation->refine(decoder, status);
    }
    return status == ZIMPORT_OK ? judge_data(decoder) : status;
}
