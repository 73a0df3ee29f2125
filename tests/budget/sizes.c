/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled, not run: on a target, each structure is as large as the array of its name. */
#include "zimport/zimport.h"

/* jsmn's token with JSMN_PARENT_LINKS: five ints. */
struct token {
    int member[5];
};

char size_client[sizeof(zimport_client)];
char size_follow[sizeof(zimport_follow)];
char size_progress[sizeof(zimport_progress)];
char size_answer[sizeof(zimport_answer)];
char size_origin[sizeof(zimport_origin)];
char size_job[sizeof(zimport_job)];
char size_tokens[ZIMPORT_JSON_TOKENS * sizeof(struct token)];
