/* SPDX-License-Identifier: Apache-2.0 */
/* What a step may lead to: written anew, not taken from the library. */
#include <string.h>

#include "soak.h"

bool fits_network(zimport_status status) {
    switch (status) {
    case ZIMPORT_NO_ADDRESS:
    case ZIMPORT_NO_NAME:
    case ZIMPORT_NAME_FAILED:
    case ZIMPORT_NO_CONNECTION:
    case ZIMPORT_LOST:
    case ZIMPORT_CONNECT_TIMEOUT:
    case ZIMPORT_IDLE_TIMEOUT:
    case ZIMPORT_TOTAL_TIMEOUT:
        return true;
    default:
        return false;
    }
}

bool fits_retry(zimport_status status) {
    return status == ZIMPORT_BUSY || fits_network(status);
}

static zimport_status refusal_of(const struct step *step) {
    static const struct {
        long number;
        zimport_status status;
    } known[] = {
        {301, ZIMPORT_REDIRECTED},     {302, ZIMPORT_REDIRECTED},     {307, ZIMPORT_REDIRECTED},
        {401, ZIMPORT_UNAUTHORIZED},   {403, ZIMPORT_UNAUTHORIZED},   {404, ZIMPORT_NOT_FOUND},
        {408, ZIMPORT_BUSY},           {425, ZIMPORT_BUSY},           {429, ZIMPORT_BUSY},
        {501, ZIMPORT_REFUSED},        {505, ZIMPORT_REFUSED},        {511, ZIMPORT_REFUSED},
        {525, ZIMPORT_REFUSED},        {526, ZIMPORT_REFUSED},        {40022, ZIMPORT_UNAUTHORIZED},
        {80001, ZIMPORT_UNAUTHORIZED}, {80002, ZIMPORT_UNAUTHORIZED}, {90144, ZIMPORT_NOT_FOUND},
    };
    long number = step->code >= 0 ? step->code : step->http;
    size_t i;

    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].number == number) {
            return known[i].status;
        }
    }
    return number >= 500 && number < 600 ? ZIMPORT_BUSY : ZIMPORT_REFUSED;
}

static bool is_refusal(const struct step *step) {
    return step->code >= 0 || step->http >= 300;
}

static bool fits_whole(const struct step *step, zimport_status status) {
    if (step->garbage >= 0) {
        return status == ZIMPORT_HTTP_SYNTAX || status == ZIMPORT_LOST;
    }
    if (step->control >= 0) {
        return status == ZIMPORT_JSON_SYNTAX;
    }
    if (step->early >= 0) {
        return status == ZIMPORT_JSON_EARLY;
    }
    if (step->other >= 0) {
        return status == ZIMPORT_REPLY_OTHER_JOB;
    }
    return status == (is_refusal(step) ? refusal_of(step) : ZIMPORT_OK);
}

static bool has_fault(const struct step *step) {
    return step->fin >= 0 || step->rst >= 0 || step->stall >= 0 || step->notify >= 0;
}

/* A body that ends with the connection may seem to end anywhere; over TLS only with close_notify. White space after the
 * JSON is not missed. */
static bool fits_early_end(const struct step *step, bool tls, zimport_status status) {
    bool orderly = step->notify >= 0 || (!tls && step->fin >= 0);

    return step->until >= 0 && orderly &&
           (status == ZIMPORT_JSON_EARLY || (step->pretty >= 0 && fits_whole(step, status)));
}

bool fits_status(const struct step *step, bool tls, zimport_status status) {
    if (step->kind == DRIP) {
        return status == ZIMPORT_TOTAL_TIMEOUT || status == ZIMPORT_CONNECT_TIMEOUT;
    }
    if (step->raw < 0 && !has_fault(step)) {
        return fits_whole(step, status);
    }
    /* A head that says no is enough; its reason may be in the missing body. */
    if (step->http >= 300 && (status == refusal_of(step) || (step->http == 404 && status == ZIMPORT_REFUSED))) {
        return true;
    }
    if (step->raw >= 0 && step->until < 0 && fits_whole(step, status)) {
        return true; /* there was room for all of it */
    }
    return status == (step->stall >= 0 ? ZIMPORT_IDLE_TIMEOUT : ZIMPORT_LOST) || fits_early_end(step, tls, status);
}

bool fits_silence(const struct step *step) {
    long place = step->fin >= 0 ? step->fin : step->notify;

    /* No reply is shorter than 100 bytes; the place is taken modulo its length. */
    return step->rst >= 0 || step->raw >= 0 || place == 0 || place >= 100;
}

enum kept fits_kept(const struct step *step, zimport_status status) {
    if (has_fault(step) || step->kind == DRIP || step->garbage >= 0 || step->until >= 0 || step->say >= 0 ||
        fits_network(status)) {
        return CLOSED;
    }
    return step->raw >= 0 || step->extra >= 0 || step->late >= 0 || step->control >= 0 ? EITHER : KEPT;
}

bool fits_doom(const struct step *step) {
    return step->bye >= 0 || step->rude >= 0 || step->idle >= 0 || step->late >= 0 || step->extra >= 0 ||
           step->raw >= 0;
}

static bool text_is(const zimport_text *text, const char *expected) {
    return text->given == (expected != NULL) &&
           (expected == NULL || (!text->cut && zimport_view_is(zimport_text_view(text), expected)));
}

static zimport_state state_of(const struct step *step) {
    if (step->failed >= 0) {
        return ZIMPORT_FAILED;
    }
    return step->done < 0 || step->done == 10000 ? ZIMPORT_COMPLETED : ZIMPORT_IMPORTING;
}

const char *fits_progress(const struct script *script, const zimport_progress *progress) {
    const struct step *step = &script->steps[script->asks <= script->count ? script->asks - 1 : script->count - 1];
    char text[96];

    if (progress->percent != (step->done < 0 ? 10000 : step->done)) {
        return "another percentage";
    }
    if (progress->state != state_of(step)) {
        return "another state";
    }
    if (!progress->file_size.given || progress->file_size.value != (uint64_t)script->serial * 100 + script->asks) {
        return "another size: not the answer to this request";
    }
    if (progress->files != (step->rows > 0 ? (uint32_t)step->rows : 0) || progress->files_cut != 0) {
        return "another number of files";
    }
    snprintf(text, sizeof text, "s3://soak/%ld/", script->serial);
    if (!text_is(&progress->file_name, text) || !text_is(&progress->collection, "soak")) {
        return "another name";
    }
    if (!text_is(&progress->complete_time, progress->percent == 10000 ? "2024-02-03T04:05:06Z" : NULL)) {
        return "another time";
    }
    snprintf(text, sizeof text, "row %ld: wrong vector dimension", script->serial);
    return text_is(&progress->reason, step->failed >= 0 ? text : NULL) ? NULL : "another reason";
}

const char *fits_answer(const struct script *script, const zimport_answer *answer) {
    const struct step *step = &script->steps[script->asks <= script->count ? script->asks - 1 : script->count - 1];
    char text[96];

    if (answer->http_status != (step->http >= 300 ? step->http : 200)) {
        return "another HTTP status";
    }
    if (answer->status == ZIMPORT_REDIRECTED) {
        return text_is(&answer->message, "https://elsewhere.example/moved") ? NULL : "another place";
    }
    if (has_fault(step) || step->raw >= 0) {
        return NULL;
    }
    if (!answer->has_code || answer->code != (step->code >= 0 ? step->code : step->http)) {
        return "another code";
    }
    snprintf(text, sizeof text, "as job %ld wants it", script->serial);
    return text_is(&answer->message, text) ? NULL : "another message";
}
