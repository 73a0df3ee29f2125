/* SPDX-License-Identifier: Apache-2.0 */
/* For `zimport wait -`: an id a line. */
#include "cli/output/format.h"

void format_id(out *to, const zimport_listed *job, const char *api) {
    (void)api;
    quote_masked(to, job->id, false, quote_plain);
    out_byte(to, '\n');
}

/* Of a start, and at once: what its wait brings is not about the id. */
static void write_result(out *to, const result *r) {
    if (r->first) {
        out_view(to, r->job);
        out_byte(to, '\n');
    }
}

const format format_ids = {true, NULL, NULL, write_result, NULL, format_id, NULL};
