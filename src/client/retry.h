/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_RETRY_H
#define ZIMPORT_SRC_CLIENT_RETRY_H

#include "zimport/base.h"

/* Whether and when to try again after `tries` tries. True with the delay: exponential backoff with full jitter from
 * `random`, at least `retry_after_ms` (0: none). False: a retry cannot help, the tries are used up, or the server asks
 * for more than ZIMPORT_RETRY_AFTER_MAX. */
bool zimport_retry(zimport_status status, uint32_t tries, uint32_t retries, uint32_t random, uint32_t retry_after_ms,
                   uint32_t *delay_ms);

#endif
