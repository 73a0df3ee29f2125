/* SPDX-License-Identifier: Apache-2.0 */
/* What the reply itself reveals: its first bytes, and the service's answer. */
#ifndef ZIMPORT_CLI_OUTPUT_FAILURE_REPLY_H
#define ZIMPORT_CLI_OUTPUT_FAILURE_REPLY_H

#include "cli/output/failure.h"

typedef struct failure_hint {
    const char *words;  /* what went wrong; NULL: as the status says */
    const char *advice; /* NULL: as for the status */
} failure_hint;

/* From the first bytes; NULL if they tell nothing. */
const failure_hint *failure_reply(const failure *f);

/* Advice that depends on more than the status, or NULL. */
const char *failure_answer_advice(const failure *f);

extern const char failure_api_advice[];

bool failure_has_message(const failure *f);

/* Behind the head, if that is there. */
const char *failure_body(const char *start);

bool failure_is_silent(const failure *f);

#endif
