/* SPDX-License-Identifier: Apache-2.0 */
/* What a request's JSON has to hold. */
#ifndef SIMULATOR_MEMBERS_H
#define SIMULATOR_MEMBERS_H

#include "body.h"
#include "jobs.h"

struct want {
    const char *name; /* NULL behind the last */
    unsigned types;   /* one of them */
    bool required;    /* and, if a text, not empty */
};

/* Reads the body of a POST. Returns false after a refusal; else the caller frees the body. */
bool members_take(const struct ask *ask, const struct request *request, const struct want *wants, struct body *body,
                  struct reply *reply);
/* "" where there is none. */
const char *members_text(const struct body *body, const char *name);

#endif
