/* SPDX-License-Identifier: Apache-2.0 */
/* One try at a question: how it begins and ends. exchange.c does what is between. */
#ifndef ZIMPORT_SRC_CLIENT_TRY_H
#define ZIMPORT_SRC_CLIENT_TRY_H

#include "client/parts.h"

/* How a log is told of an event, and of a line of the response head. */
struct zimport_teller {
    void (*tell)(const zimport_client *client, zimport_event event);
    zimport_http_on_field field;
};
void try_tell(const zimport_client *client, zimport_event event);

/* client->stepping: no step is running; one is; one is, and a callback has given up its question. */
enum { STEP_NONE, STEP_GOES_ON, STEP_GIVEN_UP };

/* Closes the connection. `given_up`: drops what has not been sent yet. */
void try_close(zimport_client *client, bool given_up);

/* Gives up the current question. */
void try_abort(zimport_client *client);

/* Ends the current phase in `ms`, or with the try if that is sooner. */
void try_limit(zimport_client *client, uint32_t ms);

/* A try begins, opens a connection, sends the request. */
void try_begin(zimport_client *client);
void try_open(zimport_client *client);
void try_send(zimport_client *client);

/* The reply has been read as far as it matters. `clean`: the connection can be used again. */
void try_replied(zimport_client *client, bool clean);

/* The connection cannot be used any more: the transport failed; something else did. */
void try_fail(zimport_client *client, zimport_status status);
void try_reject(zimport_client *client, zimport_status status);

#endif
