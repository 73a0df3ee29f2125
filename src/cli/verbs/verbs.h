/* SPDX-License-Identifier: Apache-2.0 */
/* One table; one file for each command. */
#ifndef ZIMPORT_CLI_VERBS_VERBS_H
#define ZIMPORT_CLI_VERBS_VERBS_H

#include "cli/run/run.h"

typedef struct verb {
    const char *name;
    unsigned bit;         /* which options it has: FOR_… */
    const task *task;     /* NULL: it asks nobody */
    const char *operands; /* as the help shows them; NULL: none */
    const char *summary;
    const char *text;   /* of its own help */
    const char *milvus; /* arguments of an example for Milvus, and for Zilliz Cloud; NULL: no examples */
    const char *cloud;
} verb;

extern const verb verb_table[];
extern const size_t verb_count;

/* NULL if unknown. */
const verb *verb_find(const char *name);

extern const task verb_status, verb_wait, verb_list, verb_start, verb_commit, verb_doctor;

/* These return the exit status. */
int verb_version(void);
int verb_help(const options *given);

/* `all`: every option, not just one screen with the common ones. */
void help_program(out *to);
void help_verb(out *to, const verb *v, bool all);

/* Suggests the command that was meant by the first of these. Returns the exit status. */
int verb_unknown(char **argv);

#endif
