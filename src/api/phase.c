/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/api.h"

/* api.md 9. Up to 99 % the rest counts as indexing, but has a row of its own, since it goes at its own rate. */
const zimport_job_phase *zimport_job_phase_of(const zimport_dialect *dialect, zimport_state state, int32_t percent) {
    static const zimport_job_phase phases[] = {
        {1000, "queued", "queued"},
        {4000, "reading", "reading files"},
        {7000, "importing", "importing"},
        {8000, "sorting", "sorting"},
        {9000, "indexing", "building indexes"},
        {9900, "indexing", "building indexes"},
        {ZIMPORT_PERCENT_DONE, "committing", "committing"},
    };
    const zimport_job_phase *phase = phases;

    if (!dialect->phases || percent == ZIMPORT_PERCENT_NONE ||
        (state != ZIMPORT_PENDING && state != ZIMPORT_IMPORTING)) {
        return NULL;
    }
    while (percent >= phase->end && phase->end < ZIMPORT_PERCENT_DONE) {
        phase++;
    }
    return phase;
}
