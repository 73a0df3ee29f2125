/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/screen/pace.h"

#include "zimport/base.h"

void pace_record(pace *p, uint64_t now, int32_t done) {
    int32_t last = p->count > 0 ? p->samples[(p->count - 1) % PACE_SAMPLES].done : -1;

    if (done == last) {
        return;
    }
    if (done < last) {
        p->count = 0;
    }
    p->samples[p->count % PACE_SAMPLES].at = now;
    p->samples[p->count % PACE_SAMPLES].done = done;
    p->count++;
}

bool pace_left(const pace *p, uint64_t now, int32_t end, uint64_t *ms) {
    size_t first = p->count > PACE_SAMPLES ? p->count - PACE_SAMPLES : 0;
    size_t last = p->count - 1;
    uint64_t took;
    uint64_t all;
    uint64_t since;

    if (p->count < 2) {
        return false;
    }
    took = p->samples[last % PACE_SAMPLES].at - p->samples[first % PACE_SAMPLES].at;
    since = now - p->samples[last % PACE_SAMPLES].at;
    all = took * (uint64_t)(end - p->samples[last % PACE_SAMPLES].done) /
          (uint64_t)(p->samples[last % PACE_SAMPLES].done - p->samples[first % PACE_SAMPLES].done);
    /* After twice the usual time without a change, the old rate means nothing. */
    if (took == 0 || since > 2 * (took / (last - first)) + 2000) {
        return false;
    }
    *ms = all > since ? all - since : 0;
    return true;
}
