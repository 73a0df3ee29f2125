/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_DECODER_H
#define ZIMPORT_SRC_API_DECODER_H

#include "api/question.h"
#include "json/json.h"

/* A reply while it is decoded. Plain memory; nothing to free. */
typedef struct zimport_decoder {
    uint16_t notes; /* NOTE_… */
    const zimport_operation *operation;
    const zimport_dialect *dialect;
    zimport_view job; /* that was asked about */
    void *result;     /* what the operation fills: zimport_progress, zimport_list, zimport_start */
    zimport_answer *answer;
    const zimport_files *files; /* who wants the rows; NULL: nobody */
    zimport_json_scanner scanner;
} zimport_decoder;

/* Bits of notes: what was there; what had a wrong type when it was last given; the operations' own. */
enum {
    NOTE_CODE = 1,   /* something that is not null */
    NOTE_DATA = 2,   /* an object */
    NOTE_MEMBER = 4, /* with something in it */
    NOTE_BAD_DATA = 8,
    NOTE_BAD_STATE = 16,
    NOTE_BAD_PERCENT = 32,
    NOTE_BAD_ROWS = 64,
    NOTE_TOLD = 128,      /* the state, or the list, was there */
    NOTE_OTHER_JOB = 256, /* about another job */
    NOTE_REPEATED = 512   /* the same page as before */
};

/*
 * Begins a reply to a question, of which operation, dialect, job and subject count. The subject and `answer` are
 * filled; their texts keep the caller's memory. `memory` takes one value or file row at a time (ZIMPORT_VALUE_MIN bytes
 * or more; a file name can have 1,024). `files` may be NULL.
 */
void zimport_decoder_init(zimport_decoder *decoder, const zimport_question *question, zimport_answer *answer,
                          const zimport_files *files, char *memory, size_t capacity);

/* The next bytes of the body. Not ZIMPORT_OK: the rest does not matter; call zimport_decoder_end. */
zimport_status zimport_decoder_feed(zimport_decoder *decoder, zimport_view body);

/*
 * The body is complete. Decides what the reply was, from the HTTP status, the code and the data together, fills
 * answer->status and returns it: ZIMPORT_OK (the result holds), ZIMPORT_JSON_…, _REPLY_…, _UNAUTHORIZED, _NOT_FOUND,
 * _REDIRECTED, _BUSY, _REFUSED.
 */
zimport_status zimport_decoder_end(zimport_decoder *decoder, uint16_t http_status);

/* For operations: notes something, or that it is not so. */
void decoder_note(zimport_decoder *decoder, uint16_t note, bool so);

#endif
