/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/api.h"

const char *zimport_state_name(zimport_state state) {
    static const char *const names[] = {
        [ZIMPORT_UNKNOWN] = "Unknown",         [ZIMPORT_PENDING] = "Pending",     [ZIMPORT_IMPORTING] = "Importing",
        [ZIMPORT_UNCOMMITTED] = "Uncommitted", [ZIMPORT_COMPLETED] = "Completed", [ZIMPORT_FAILED] = "Failed",
        [ZIMPORT_CANCELLED] = "Cancelled",
    };

    return (unsigned)state < sizeof names / sizeof names[0] ? names[state] : names[ZIMPORT_UNKNOWN];
}

bool zimport_state_is_final(zimport_state state) {
    return state == ZIMPORT_COMPLETED || state == ZIMPORT_FAILED || state == ZIMPORT_CANCELLED;
}
