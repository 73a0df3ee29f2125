/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_QUESTION_H
#define ZIMPORT_SRC_API_QUESTION_H

#include "zimport/api.h"

typedef struct zimport_operation zimport_operation;

/* The views' memory is the caller's and must last until the request is written. From `dialect` to `key` the members are
 * those of zimport_config, so that one copy fills them. */
typedef struct zimport_question {
    const zimport_dialect *dialect;
    const zimport_origin *origin;
    /* A proxy that gets the absolute form (RFC 9112 section 3.2.2): only without TLS. May be NULL. */
    const zimport_proxy_server *via;
    const char *path;
    const zimport_project *project; /* instead of a cluster; NULL: none */
    zimport_view cluster;
    zimport_view database;    /* empty: none */
    zimport_view key;         /* sent verbatim after "Bearer "; empty: no Authorization field */
    bool allow_plaintext_key; /* send secrets over http to other machines, too */
    const zimport_operation *operation;
    zimport_view job; /* if it is about one */
    void *subject;    /* parameters and result: zimport_progress, zimport_list or zimport_start */
} zimport_question;

/* ZIMPORT_OK, _BAD_ARGUMENT (`via` with TLS, a control character in the database name), _BAD_ID, _BAD_KEY, _KEY_MISSING
 * or _KEY_PLAINTEXT (to the host or to the proxy); or as the operation's own check says. */
zimport_status zimport_question_check(const zimport_question *question);

/* A secret may be sent: encrypted, within this machine, or because the caller allows it. */
bool zimport_question_is_safe(const zimport_question *question);

/* No DEL, and no byte below `least`. */
bool zimport_question_is_clean(zimport_view text, unsigned char least);

/* ZIMPORT_OK with the sizes of head and request, ZIMPORT_NO_ROOM, or a failure of the check. */
zimport_status zimport_question_write(const zimport_question *question, char *memory, size_t capacity, size_t *head,
                                      size_t *size);

#endif
