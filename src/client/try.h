/* SPDX-License-Identifier: Apache-2.0 */
/* How a try begins and ends; exchange.c does what is between. */
#ifndef ZIMPORT_SRC_CLIENT_TRY_H
#define ZIMPORT_SRC_CLIENT_TRY_H

#include "client/parts.h"

/* A log gets an event, or a line of the response head. */
struct zimport_teller {
    void (*tell)(const zimport_client *client, zimport_event event);
    zimport_http_on_field field;
};
void zimport_try_tell(const zimport_client *client, zimport_event event);

/* client->stepping; GIVEN_UP: a callback has aborted the question. */
enum { STEP_NONE, STEP_GOES_ON, STEP_GIVEN_UP };

/* `given_up`: drops what has not been sent yet. */
void zimport_try_close(zimport_client *client, bool given_up);

void zimport_try_abort(zimport_client *client);

/* Ends the phase in `ms`, or with the try if that is sooner. */
void zimport_try_limit(zimport_client *client, uint32_t ms);

void zimport_try_begin(zimport_client *client);
void zimport_try_open(zimport_client *client);
void zimport_try_send(zimport_client *client);

/* `clean`: the connection can be used again. */
void zimport_try_replied(zimport_client *client, bool clean);

/* The transport failed; something else did. Either way the connection is lost. */
void zimport_try_fail(zimport_client *client, zimport_status status);
void zimport_try_reject(zimport_client *client, zimport_status status);

#endif
