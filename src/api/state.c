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

/* All files are imported but the index is being built (api.md 3.4). files_done is 0 with v1, whose percentages do not
 * mean this. */
bool zimport_progress_waits_for_index(const zimport_progress *progress) {
    return progress->state == ZIMPORT_IMPORTING && progress->percent >= 7000 && progress->percent < 9900 &&
           progress->files > 0 && progress->files_done == progress->files;
}

bool zimport_progress_lacks_rows(const zimport_progress *progress) {
    const zimport_number *rows = &progress->imported_rows;

    return (progress->state == ZIMPORT_COMPLETED || progress->state == ZIMPORT_UNCOMMITTED) &&
           (progress->missing_rows > 0 || (rows->given && rows->value < progress->total_rows.value));
}
