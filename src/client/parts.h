/* SPDX-License-Identifier: Apache-2.0 */
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

/* Only the structure is const, not the caller's memory. */
static inline zimport_client_parts *parts_of(const zimport_client *client) {
    return (zimport_client_parts *)(uintptr_t)client->parts.bytes;
}

/* A configuration and a question share the members from dialect to key. One copy saves 32 bytes of flash; the build
 * fails if they no longer match. */
#define ALIKE(member) \
    (offsetof(zimport_config, member) - offsetof(zimport_config, dialect) == offsetof(zimport_question, member))
typedef char members_alike[ALIKE(origin) && ALIKE(via) && ALIKE(path) && ALIKE(project) && ALIKE(cluster) &&
                                   ALIKE(database) && ALIKE(key)
                               ? 1
                               : -1];

static inline void question_configure(zimport_question *question, const zimport_config *config) {
    memcpy(question, &config->dialect, offsetof(zimport_question, allow_plaintext_key));
    question->allow_plaintext_key = config->allow_plaintext_key;
}

/* Fails if the question does not pass its check. */
zimport_status zimport_client_request(zimport_client *client, const zimport_operation *operation, zimport_view job,
                                      void *result, zimport_answer *answer);

const char *zimport_client_path(const zimport_client *client);
void zimport_client_question(const zimport_client *client, zimport_question *question);

zimport_status zimport_client_check(const zimport_client *client);

/* After a 404 for the path. False: all were tried. */
bool zimport_client_next_path(zimport_client *client);

#endif
