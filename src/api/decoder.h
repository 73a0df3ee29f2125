/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_DECODER_H
#define ZIMPORT_SRC_API_DECODER_H

#include "api/question.h"
#include "json/json.h"

/* Holds a reply while it is decoded; nothing to free. */
typedef struct zimport_decoder {
    uint16_t notes; /* NOTE_… */
    const zimport_operation *operation;
    const zimport_dialect *dialect;
    zimport_view job; /* the one asked about */
    void *result;     /* filled by the operation: zimport_progress, zimport_list or zimport_start */
    zimport_answer *answer;
    const zimport_files *files; /* takes the rows; NULL: nobody does */
    zimport_json_scanner scanner;
} zimport_decoder;

/* Bits of notes. NOTE_BAD_…: the last value had the wrong type. */
enum {
    NOTE_CODE = 1,   /* "code" is not null */
    NOTE_DATA = 2,   /* "data" is an object */
    NOTE_MEMBER = 4, /* and has a member we know */
    NOTE_BAD_DATA = 8,
    NOTE_BAD_STATE = 16,
    NOTE_BAD_PERCENT = 32,
    NOTE_BAD_ROWS = 64,
    NOTE_TOLD = 128,      /* the state or the list was given */
    NOTE_OTHER_JOB = 256, /* about another job */
    NOTE_REPEATED = 512   /* the same page again */
};

/* Fills the question's subject and `answer`, whose texts keep the caller's memory. `memory` holds one value or file row
 * at a time: at least ZIMPORT_VALUE_MIN bytes (a file name can have 1,024). `files` may be NULL. */
void zimport_decoder_init(zimport_decoder *decoder, const zimport_question *question, zimport_answer *answer,
                          const zimport_files *files, char *memory, size_t capacity);

/* On anything but ZIMPORT_OK, skip the rest of the body and call zimport_decoder_end. */
zimport_status zimport_decoder_feed(zimport_decoder *decoder, zimport_view body);

/* Judges HTTP status, code and data of a complete reply. Sets answer->status and returns it: ZIMPORT_OK (the result is
 * valid), ZIMPORT_JSON_…, _REPLY_…, _UNAUTHORIZED, _NOT_FOUND, _REDIRECTED, _BUSY or _REFUSED. */
zimport_status zimport_decoder_end(zimport_decoder *decoder, uint16_t http_status);

void zimport_decoder_note(zimport_decoder *decoder, uint16_t note, bool so);

#endif
