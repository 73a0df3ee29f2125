/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_CLIENT_CADENCE_H
#define ZIMPORT_SRC_CLIENT_CADENCE_H

#include "zimport/base.h"

/* So many answers that were alike, and it is asked less often. */
#define CADENCE_PATIENCE 3

/*
 * Milliseconds until a job is asked about again, as a pure function: about `interval`. After so many answers that
 * were alike (`still` of them in a row) it grows by half an interval each, to four intervals, but not beyond a minute;
 * from 90 % on it is half an interval, but not below the two seconds that a server takes for a step (api.md 5.1).
 * `random` is any number: an eighth more or less, so that many clients do not ask in step.
 */
uint32_t cadence_pause(uint32_t interval, uint32_t still, int32_t percent, uint32_t random);

#endif
