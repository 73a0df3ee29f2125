/* SPDX-License-Identifier: Apache-2.0 */
#include "client/retry.h"

/* base, 2 base, 4 base … up to the cap. */
static uint32_t upper_bound(uint32_t tries) {
    uint32_t bound = ZIMPORT_BACKOFF_BASE_MS;

    while (--tries > 0 && bound < ZIMPORT_BACKOFF_CAP_MS) {
        bound *= 2;
    }
    return bound < ZIMPORT_BACKOFF_CAP_MS ? bound : ZIMPORT_BACKOFF_CAP_MS;
}

bool zimport_retry(zimport_status status, uint32_t tries, uint32_t retries, uint32_t random, uint32_t retry_after_ms,
                   uint32_t *delay_ms) {
    if (zimport_status_advice(status) != ZIMPORT_DO_RETRY || tries > retries ||
        retry_after_ms > ZIMPORT_RETRY_AFTER_MAX * UINT32_C(1000)) {
        return false;
    }
    uint32_t delay = random % (upper_bound(tries) + 1);
    *delay_ms = delay > retry_after_ms ? delay : retry_after_ms;
    return true;
}
