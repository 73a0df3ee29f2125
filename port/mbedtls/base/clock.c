/* SPDX-License-Identifier: Apache-2.0 */
#include "internal.h"

int64_t zimport_clock_time(const zimport_tls *tls) {
    int64_t now = tls->platform->wall_clock(tls->platform);

    if (now != ZIMPORT_TIME_UNKNOWN && now >= tls->floor) {
        return now;
    }
    return tls->use_floor ? tls->floor : ZIMPORT_TIME_UNKNOWN;
}
