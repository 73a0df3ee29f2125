/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/status.h"

zimport_advice zimport_status_advice(zimport_status status) {
    switch (status) {
    case ZIMPORT_OK:
    case ZIMPORT_CLOSED:
        return ZIMPORT_DO_GO_ON;
    case ZIMPORT_WANT_READ:
    case ZIMPORT_WANT_WRITE:
        return ZIMPORT_DO_AGAIN;
    case ZIMPORT_BUSY:
        return ZIMPORT_DO_RETRY;
    default:
        break;
    }
    /* status.h orders the rest by layer: caller, machine, network, then all others. */
    if (status < ZIMPORT_NO_RANDOM || status >= ZIMPORT_STATUS_COUNT) {
        return ZIMPORT_DO_FIX;
    }
    return status >= ZIMPORT_NO_ADDRESS && status <= ZIMPORT_TOTAL_TIMEOUT ? ZIMPORT_DO_RETRY : ZIMPORT_DO_CLOSE;
}
