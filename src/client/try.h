/* SPDX-License-Identifier: Apache-2.0 */
/* One try at a question: how it begins, and what follows from its end. exchange.c does what is between. */
#ifndef ZIMPORT_SRC_CLIENT_TRY_H
#define ZIMPORT_SRC_CLIENT_TRY_H

#include "client/parts.h"

/* Tells an event, and a line of the response head. */
struct zimport_teller {
    void (*tell)(const zimport_client *client, zimport_event event);
    zimport_http_on_field field;
};
void try_tell(const zimport_client *client, zimport_event event);

/* client->stepping: no step is going on, one is, or one whose question a callback has given up. */
enum { STEP_NONE, STEP_GOES_ON, STEP_GIVEN_UP };

/* Closes the connection; `given_up`: what is not sent yet is not to be sent any more. */
void try_close(zimport_client *client, bool given_up);

/* Gives up the question at hand. */
void try_abort(zimport_client *client);

/* The phase at hand ends in so many milliseconds, or with the try. */
void try_limit(zimport_client *client, uint32_t ms);

/* A try begins, opens a connection, sends the request. */
void try_begin(zimport_client *client);
void try_open(zimport_client *client);
void try_send(zimport_client *client);

/* The reply has been read as far as it matters; `clean` when the connection can be used again. */
void try_replied(zimport_client *client, bool clean);

/* The connection cannot be used any more: because of the transport, or for another reason. */
void try_fail(zimport_client *client, zimport_status status);
void try_reject(zimport_client *client, zimport_status status);

#endif
