/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_SCREEN_PACE_H
#define ZIMPORT_CLI_SCREEN_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_SAMPLES 16

typedef struct pace {
    struct {
        uint64_t at; /* milliseconds */
        int32_t done;
    } samples[PACE_SAMPLES];
    size_t count; /* recorded so far; the last PACE_SAMPLES are kept */
} pace;

/* In hundredths of a percent. Only changes matter; going back forgets everything. */
void pace_record(pace *p, uint64_t now, int32_t done);

/* Until `end`. False: too few changes, or none for too long. */
bool pace_left(const pace *p, uint64_t now, int32_t end, uint64_t *ms);

#endif
