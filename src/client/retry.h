/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_RETRY_H
#define ZIMPORT_SRC_CLIENT_RETRY_H

#include "zimport/base.h"

/*
 * Whether and when to try again after a failed try; a pure function. `tries` is the number made so far (1 or more),
 * `random` any number, `retry_after_ms` what the server asked for (0: nothing). True with the delay: exponential
 * backoff with full jitter, at least retry_after_ms. False: a retry cannot help, the tries are used up, or the server
 * asks for more than ZIMPORT_RETRY_AFTER_MAX.
 */
bool zimport_retry(zimport_status status, uint32_t tries, uint32_t retries, uint32_t random, uint32_t retry_after_ms,
                   uint32_t *delay_ms);

#endif
