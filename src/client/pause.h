/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_PAUSE_H
#define ZIMPORT_SRC_CLIENT_PAUSE_H

#include "zimport/zimport.h"

/* To spread out clients; not for secrets. */
uint32_t zimport_pause_random(const zimport_client *client);

/* Retry-After in milliseconds; 0: none, UINT32_MAX: above ZIMPORT_RETRY_AFTER_MAX. */
uint32_t zimport_pause_asked_for(const zimport_client *client);

/* zimport_retry, with what it needs taken from the client. */
bool zimport_pause_before_retry(const zimport_client *client, zimport_status status, uint32_t *delay_ms);

/* At least until the rate limit allows another request. */
void zimport_pause_begin(zimport_client *client, uint32_t ms);

#endif
