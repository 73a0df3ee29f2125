/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIMULATOR_MEMBERS_H
#define SIMULATOR_MEMBERS_H

#include "body.h"
#include "jobs.h"

struct want {
    const char *name; /* NULL behind the last */
    unsigned types;   /* one of them */
    bool required;    /* and, if a text, not empty */
};

/* False after a refusal; else the caller frees the body. */
bool members_take(const struct ask *ask, const struct request *request, const struct want *wants, struct body *body,
                  struct reply *reply);
const char *members_text(const struct body *body, const char *name);

#endif
