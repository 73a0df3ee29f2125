/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_PAUSE_H
#define ZIMPORT_SRC_CLIENT_PAUSE_H

#include "zimport/zimport.h"

/* Any number, to spread out clients. Not for secrets. */
uint32_t pause_random(const zimport_client *client);

/* Retry-After of the last reply in milliseconds: 0 if it had none, UINT32_MAX if it is above
 * ZIMPORT_RETRY_AFTER_MAX. */
uint32_t pause_asked_for(const zimport_client *client);

/* Whether to try again after a failed try, and in how many milliseconds: zimport_retry, with what it needs taken from
 * the client. */
bool pause_before_retry(const zimport_client *client, zimport_status status, uint32_t *delay_ms);

/* Pauses for `ms`, and at least until the rate limit allows another request. */
void pause_begin(zimport_client *client, uint32_t ms);

#endif
