/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON that requests come with: one object, of as much depth as the services ask for. */
#ifndef SIMULATOR_BODY_H
#define SIMULATOR_BODY_H

#include "simulator.h"

enum body_type {
    BODY_TEXT = 1,
    BODY_NUMBER = 2,
    BODY_WORD = 4,  /* true, false, null */
    BODY_LISTS = 8, /* a list of lists of texts, none of them empty */
    BODY_MAP = 16,  /* an object of texts */
    BODY_OTHER = 32 /* an object or a list of another form, which is skipped */
};

struct member {
    struct text name;
    enum body_type type;
    struct text value; /* a text decoded, a number or word as it is, the first text of lists */
    struct text pairs; /* of a map: lines NAME=VALUE, with a line end in front of each */
};

struct body {
    struct member members[32];
    size_t count;
};

/* NULL or what is wrong; either way body_free frees it. */
const char *body_read(struct body *body, const char *data, size_t len);
const struct member *body_find(const struct body *body, const char *name);
void body_free(struct body *body);

#endif
