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

/* The advice about the code in a row of the table. */
static const char *advice_of(const zimport_dialect *dialect, size_t row) {
    const char *at = dialect->advice;
    const char *advice = at;

    while (at != NULL) {
        advice = *at != '\0' ? at : advice;
        if (row-- == 0) {
            break;
        }
        at += strlen(at) + 1;
    }
    return advice;
}

static const zimport_code *find_code(const zimport_dialect *dialect, int64_t code) {
    for (size_t i = 0; i < dialect->code_count; i++) {
        if (dialect->codes[i].code == code) {
            return &dialect->codes[i];
        }
    }
    return NULL;
}

/* 200 and 0 both mean success; pages of the services disagree about which (api.md 1.7). */
static bool is_success(int64_t code) {
    return code == 0 || code == 200;
}

static bool is_passing(uint16_t http_status) {
    switch (http_status) {
    case 408:
    case 425:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return false;
    }
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
    if ((decoder->misfits & MISFIT_CODE) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    if (!decoder->answer->has_code) {
        return ZIMPORT_REPLY_NO_CODE;
    }
    if ((decoder->misfits & MISFIT_DATA) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    return decoder->data_seen && decoder->data_tells ? ZIMPORT_OK : ZIMPORT_REPLY_NO_DATA;
}

static zimport_status judge(zimport_decoder *decoder, zimport_status json) {
    zimport_answer *answer = decoder->answer;
    bool service_error = json == ZIMPORT_OK && answer->has_code && !is_success(answer->code);
    const zimport_code *known = service_error ? find_code(decoder->dialect, answer->code) : NULL;

    decoder->code_known = known != NULL;
    answer->advice = known != NULL ? advice_of(decoder->dialect, (size_t)(known - decoder->dialect->codes)) : NULL;
    if (answer->http_status == 401 || answer->http_status == 403) {
        return ZIMPORT_UNAUTHORIZED;
    }
    if (answer->http_status >= 300 && answer->http_status <= 399) {
        return ZIMPORT_REDIRECTED;
    }
    if (known != NULL) {
        return (zimport_status)known->status;
    }
    if (answer->http_status < 200 || answer->http_status > 299) {
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
    decoder->answer->advice = NULL;
    return ZIMPORT_REFUSED;
}
