/* SPDX-License-Identifier: Apache-2.0 */
/* The private parts of a client: the bytes of zimport_client.parts. */
#ifndef ZIMPORT_SRC_CLIENT_PARTS_H
#define ZIMPORT_SRC_CLIENT_PARTS_H

#include <string.h>

#include "api/operation.h"
#include "http/reader.h"
#include "zimport/zimport.h"

typedef struct zimport_client_parts {
    zimport_http_reader reader;
    zimport_decoder decoder;
} zimport_client_parts;

/* Works on a const client: only the structure is const, not the memory the caller owns. */
static inline zimport_client_parts *parts_of(const zimport_client *client) {
    return (zimport_client_parts *)(uintptr_t)client->parts.bytes;
}

/* A configuration and a question have the same members from the dialect to the key. Copying them at once saves 32 bytes
 * of flash over copying each; the build fails if they no longer match. */
#define ALIKE(member) \
    (offsetof(zimport_config, member) - offsetof(zimport_config, dialect) == offsetof(zimport_question, member))
typedef char members_alike[ALIKE(origin) && ALIKE(via) && ALIKE(path) && ALIKE(cluster) && ALIKE(database) && ALIKE(key)
                               ? 1
                               : -1];

/* Copies to a question what the configuration says. */
static inline void question_configure(zimport_question *question, const zimport_config *config) {
    memcpy(question, &config->dialect, offsetof(zimport_question, allow_plaintext_key));
    question->allow_plaintext_key = config->allow_plaintext_key;
}

/* Begins any question, if it passes its check. */
zimport_status client_begin(zimport_client *client, const zimport_operation *operation, zimport_view job, void *result,
                            zimport_answer *answer);

/* The path of the current question, and all of it. */
const char *client_path(const zimport_client *client);
void client_question(const zimport_client *client, zimport_question *question);

/* zimport_question_check of the current question. */
zimport_status client_check(const zimport_client *client);

/* The server does not know the path: moves on to the next one. False: all were tried. */
bool client_next_path(zimport_client *client);

#endif
