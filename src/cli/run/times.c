/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/run.h"

/* 1 if the clock says 0, since 0 means "not yet". */
uint64_t times_moment(const run *r) {
    uint64_t now = r->platform.base.now(&r->platform.base);

    return now > 0 ? now : 1;
}

void times_record(run *r, zimport_event event) {
    run_times *t = &r->times;

    if (event == ZIMPORT_EVENT_CONNECTING) {
        *t = (run_times){.began = times_moment(r)};
    } else if (event == ZIMPORT_EVENT_REUSED) {
        *t = (run_times){.began = 0};
    } else if (event == ZIMPORT_EVENT_CONNECTED) {
        t->opened = times_moment(r);
    } else if (event == ZIMPORT_EVENT_SENT) {
        t->sent = times_moment(r);
    } else if (event == ZIMPORT_EVENT_STATUS) {
        t->answered = times_moment(r);
    }
}
