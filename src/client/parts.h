/* SPDX-License-Identifier: Apache-2.0 */
/* What a client is made of and an application has no use for: the bytes of zimport_client.parts. */
#ifndef ZIMPORT_SRC_CLIENT_PARTS_H
#define ZIMPORT_SRC_CLIENT_PARTS_H

#include "api/decoder.h"
#include "api/question.h"
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

static inline zimport_question question_about(const zimport_config *config, zimport_view job) {
    return (zimport_question){.dialect = config->dialect,
                              .origin = config->origin,
                              .cluster = config->cluster,
                              .job = job,
                              .key = config->key,
                              .allow_plaintext_key = config->allow_plaintext_key,
                              .via = config->via};
}

#endif
