/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In this order: 3xx, 401 and 403 say it all; then a code that the table knows, whatever HTTP status it came with; then
 * the HTTP status; then, with 2xx, each of the things that an answer needs.
 */
#include "api/judge.h"

#include <string.h>

#include "api/dialect.h"
#include "api/operation.h"

zimport_state judge_state(int32_t percent, bool has_reason, bool has_complete_time) {
    if (has_reason) {
        return ZIMPORT_FAILED;
    }
    if (percent == ZIMPORT_PERCENT_NONE) {
        return has_complete_time ? ZIMPORT_COMPLETED : ZIMPORT_UNKNOWN;
    }
    return percent == ZIMPORT_PERCENT_DONE ? ZIMPORT_COMPLETED : ZIMPORT_IMPORTING;
}

/* The row of a code in the dialect's table, from 1; 0 where it is not there. */
static uint8_t find_code(const zimport_dialect *dialect, int64_t code) {
    uint8_t row = dialect->code_count;

    while (row > 0 && dialect->codes[row - 1].code != code) {
        row--;
    }
    return row;
}

/* 200 and 0 both mean success; pages of the services disagree about which (api.md 1.7). */
static bool is_success(int64_t code) {
    return code == 0 || code == 200;
}

static bool is_passing(uint16_t http_status) {
    static const uint8_t passing[] = {8, 25, 29, 100, 102, 103, 104}; /* above 400 */

    return http_status >= 400 && memchr(passing, http_status - 400, sizeof passing) != NULL;
}

/* A reply that is not 2xx and has no known code. */
static zimport_status judge_http(uint16_t http_status, bool service_error) {
    if (http_status == 404 && service_error) {
        return ZIMPORT_NOT_FOUND;
    }
    return is_passing(http_status) ? ZIMPORT_BUSY : ZIMPORT_REFUSED;
}

/* A 2xx reply without an error code. */
static zimport_status judge_data(const zimport_decoder *decoder) {
    if ((decoder->notes & NOTE_BAD_CODE) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    if (!decoder->answer->has_code) {
        return ZIMPORT_REPLY_NO_CODE;
    }
    if ((decoder->notes & NOTE_BAD_DATA) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    return (~decoder->notes & (NOTE_DATA | NOTE_MEMBER)) == 0 ? ZIMPORT_OK : ZIMPORT_REPLY_NO_DATA;
}

static zimport_status judge(zimport_decoder *decoder, zimport_status json) {
    zimport_answer *answer = decoder->answer;
    unsigned kind = answer->http_status / 100;
    bool service_error = json == ZIMPORT_OK && answer->has_code && !is_success(answer->code);

    answer->code_row = service_error ? find_code(decoder->dialect, answer->code) : 0;
    if (answer->http_status == 401 || answer->http_status == 403) {
        return ZIMPORT_UNAUTHORIZED;
    }
    if (kind == 3) {
        return ZIMPORT_REDIRECTED;
    }
    if (answer->code_row > 0) {
        return (zimport_status)decoder->dialect->codes[answer->code_row - 1].status;
    }
    if (kind != 2) {
        return judge_http(answer->http_status, service_error);
    }
    if (json != ZIMPORT_OK) {
        return json;
    }
    return service_error ? ZIMPORT_REFUSED : judge_data(decoder);
}

zimport_status judge_reply(zimport_decoder *decoder, zimport_status json) {
    zimport_status status = judge(decoder, json);

    if (status != ZIMPORT_NOT_FOUND || decoder->operation->about_job) {
        return status;
    }
    /* No job was asked for: the service misses something else. */
    decoder->answer->code_row = 0;
    return ZIMPORT_REFUSED;
}
