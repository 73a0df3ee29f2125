/* SPDX-License-Identifier: Apache-2.0 */
/* The commands: one table, one file each, and one line each in main.c. */
#ifndef ZIMPORT_CLI_VERBS_VERBS_H
#define ZIMPORT_CLI_VERBS_VERBS_H

#include "cli/settings/options.h"

typedef struct verb {
    const char *name;
    unsigned bit;         /* which options it has: FOR_… */
    const char *operands; /* as the help shows them; NULL: none */
    const char *summary;
    const char *text;   /* of its own help */
    const char *milvus; /* arguments of an example for Milvus, and for Zilliz Cloud; NULL: no examples */
    const char *cloud;
} verb;

extern const verb verb_table[];
extern const size_t verb_count;

/* NULL: there is no such command. */
const verb *verb_find(const char *name);

int verb_status(const options *given);
int verb_wait(const options *given);
int verb_list(const options *given);
int verb_start(const options *given);
int verb_version(const options *given);
int verb_help(const options *given);

/* The help texts: of the program, and of one command: one screen with the common options, or all of them. */
void help_program(out *to);
void help_verb(out *to, const verb *v, bool all);

/* Says on stderr that there is no such command, and which one may be meant. Returns the exit status. */
int verb_unknown(const char *name);

#endif
