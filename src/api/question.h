/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_QUESTION_H
#define ZIMPORT_SRC_API_QUESTION_H

#include "zimport/api.h"

/* What a request asks. The views' memory belongs to the caller and must last until the request is written. */
typedef struct zimport_question {
    const zimport_dialect *dialect;
    const zimport_origin *origin;
    zimport_view cluster;
    zimport_view job;
    zimport_view key;         /* sent verbatim after "Bearer "; empty: no Authorization field */
    bool allow_plaintext_key; /* send the key over http to a host that is not this machine, too */
    /* A proxy that gets the request in absolute form (RFC 9112 section 3.2.2), for an origin without TLS; or NULL. */
    const zimport_proxy_server *via;
} zimport_question;

/* Checks before anything is sent: ZIMPORT_OK, _BAD_ARGUMENT (`via` with TLS), _BAD_ID, _BAD_KEY, _KEY_MISSING,
 * _KEY_PLAINTEXT (to the host or to the proxy). */
zimport_status zimport_question_check(const zimport_question *question);

/* Writes the request for a job's progress. ZIMPORT_OK with the size, ZIMPORT_NO_ROOM, or what the check says. */
zimport_status zimport_question_write(const zimport_question *question, char *memory, size_t capacity, size_t *size);

#endif
