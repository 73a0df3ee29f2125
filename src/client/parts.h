/* SPDX-License-Identifier: Apache-2.0 */
/* What a client is made of and an application has no use for: the bytes of zimport_client.parts. */
#ifndef ZIMPORT_SRC_CLIENT_PARTS_H
#define ZIMPORT_SRC_CLIENT_PARTS_H

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

/* A question with everything that the configuration says. */
static inline zimport_question question_of(const zimport_config *config, const zimport_operation *operation,
                                           zimport_view job, void *subject, const char *path) {
    return (zimport_question){.operation = operation,
                              .dialect = config->dialect,
                              .origin = config->origin,
                              .path = path,
                              .cluster = config->cluster,
                              .database = config->database,
                              .job = job,
                              .subject = subject,
                              .key = config->key,
                              .allow_plaintext_key = config->allow_plaintext_key,
                              .via = config->via};
}

/* Begins any question that passes its check. */
zimport_status client_begin(zimport_client *client, const zimport_operation *operation, zimport_view job, void *result,
                            zimport_answer *answer);

/* What the question at hand asks, and where. */
const char *client_path(const zimport_client *client);
zimport_question client_question(const zimport_client *client);

/* Whether that can be asked: zimport_question_check. */
zimport_status client_check(const zimport_client *client);

/* Goes to the next path, if the server does not know this one and there is one that was not tried. */
bool client_next_path(zimport_client *client);

#endif
