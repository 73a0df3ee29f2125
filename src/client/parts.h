/* SPDX-License-Identifier: Apache-2.0 */
/* What a client is made of and an application has no use for: the bytes of zimport_client.parts. */
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

/* From a const client, too: what is const is the structure, not the caller's memory. */
static inline zimport_client_parts *parts_of(const zimport_client *client) {
    return (zimport_client_parts *)(uintptr_t)client->parts.bytes;
}

/* Both begin alike, from the dialect to the key, so that one copy takes all of it. */
#define ALIKE(member) \
    (offsetof(zimport_config, member) - offsetof(zimport_config, dialect) == offsetof(zimport_question, member))
typedef char members_alike[ALIKE(origin) && ALIKE(via) && ALIKE(path) && ALIKE(cluster) && ALIKE(database) && ALIKE(key)
                               ? 1
                               : -1];

/* What the configuration says of a question. */
static inline void question_configure(zimport_question *question, const zimport_config *config) {
    memcpy(question, &config->dialect, offsetof(zimport_question, allow_plaintext_key));
    question->allow_plaintext_key = config->allow_plaintext_key;
}

/* Begins any question that passes its check. */
zimport_status client_begin(zimport_client *client, const zimport_operation *operation, zimport_view job, void *result,
                            zimport_answer *answer);

/* What the question at hand asks, and where. */
const char *client_path(const zimport_client *client);
void client_question(const zimport_client *client, zimport_question *question);

/* Whether that can be asked: zimport_question_check. */
zimport_status client_check(const zimport_client *client);

/* Goes to the next path, if the server does not know this one and there is one that was not tried. */
bool client_next_path(zimport_client *client);

#endif
