/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_QUESTION_H
#define ZIMPORT_SRC_API_QUESTION_H

#include "zimport/api.h"

typedef struct zimport_operation zimport_operation;

/* What a request asks. The views' memory belongs to the caller and must last until the request is written. It begins
 * with what a client's configuration says, in that order. */
typedef struct zimport_question {
    const zimport_dialect *dialect;
    const zimport_origin *origin;
    /* A proxy that gets the request in absolute form (RFC 9112 section 3.2.2), for an origin without TLS; or NULL. */
    const zimport_proxy_server *via;
    const char *path; /* where to ask */
    zimport_view cluster;
    zimport_view database;    /* empty: none is named */
    zimport_view key;         /* sent verbatim after "Bearer "; empty: no Authorization field */
    bool allow_plaintext_key; /* send secrets over http to a host that is not this machine, too */
    const zimport_operation *operation;
    zimport_view job; /* of a question about one */
    void *subject;    /* what is asked for and filled: zimport_progress, zimport_list or zimport_start */
} zimport_question;

/* Checks before anything is sent: ZIMPORT_OK, _BAD_ARGUMENT (`via` with TLS, a control character in the database's
 * name, or what the operation says), _BAD_ID, _BAD_KEY, _KEY_MISSING, _KEY_PLAINTEXT (to the host or to the proxy). */
zimport_status zimport_question_check(const zimport_question *question);

/* Whether a secret can be sent: encrypted, within this machine, or because the caller allows it. */
bool question_is_safe(const zimport_question *question);

/* Writes the request. ZIMPORT_OK with its size and that of its head, ZIMPORT_NO_ROOM, or what the check says. */
zimport_status zimport_question_write(const zimport_question *question, char *memory, size_t capacity, size_t *head,
                                      size_t *size);

#endif
