/* SPDX-License-Identifier: Apache-2.0 */
/* One try at a question: how it begins, and what follows from its end. exchange.c does what is between. */
#ifndef ZIMPORT_SRC_CLIENT_TRY_H
#define ZIMPORT_SRC_CLIENT_TRY_H

#include "client/parts.h"

void try_tell(zimport_client *client, zimport_event event, zimport_view text, uint64_t number);
void try_tell_number(zimport_client *client, zimport_event event, uint64_t number);

/* A try begins, opens a connection, sends the request. The last one says whether that could be written. */
void try_begin(zimport_client *client, uint64_t now);
void try_open(zimport_client *client, uint64_t now);
zimport_status try_send(zimport_client *client, uint64_t now);

/* The reply has been read as far as it matters; `clean` when the connection can be used again. */
void try_replied(zimport_client *client, bool clean, uint64_t now);

/* The connection cannot be used any more: because of the transport, or for another reason. */
void try_fail(zimport_client *client, zimport_status status, zimport_stage stage, uint64_t now);
void try_reject(zimport_client *client, zimport_status status, zimport_stage stage, uint64_t now);

#endif
