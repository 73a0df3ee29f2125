/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_INTERVAL_H
#define ZIMPORT_SRC_CLIENT_INTERVAL_H

#include "zimport/base.h"

/* Answers without news before the interval grows. */
#define INTERVAL_STILL 3

/* Milliseconds until a job is asked about again. After `still` answers without news, each further one adds half an
 * interval, up to four intervals but at most a minute. From 90 % on it is half an interval, but at least the two
 * seconds that a server takes for a step (api.md 5.1). `random` moves it by up to an eighth, so that clients do not ask
 * in step. */
uint32_t zimport_interval_next(uint32_t interval, uint32_t still, int32_t percent, uint32_t random);

#endif
