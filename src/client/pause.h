/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_PAUSE_H
#define ZIMPORT_SRC_CLIENT_PAUSE_H

#include "zimport/zimport.h"

/* Any number, to spread out clients; nothing secret. */
uint32_t pause_random(const zimport_client *client);

/* What the last reply asked to wait for, in milliseconds: 0 where it did not, UINT32_MAX beyond
 * ZIMPORT_RETRY_AFTER_MAX. */
uint32_t pause_asked_for(const zimport_client *client);

/* Whether a try that failed is to be followed by another one, and after how many milliseconds: zimport_retry with the
 * reply's Retry-After, the tries of this question and a random number of the platform. */
bool pause_before_retry(const zimport_client *client, zimport_status status, uint32_t *delay_ms);

/* Pauses for so long, or until another request may be sent. */
void pause_begin(zimport_client *client, uint32_t ms);

#endif
