/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verbs/verbs.h"

#include <string.h>

#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/text/unseen.h"

const verb verb_table[] = {
    {"status", FOR_STATUS, "JOB...", "ask about each job once and print its state",
     "Asks about each job once and prints its state.", "445619185495000001", "-o json job-demo"},
    {"wait", FOR_WAIT, "JOB...", "follow jobs until all have ended",
     "Follows the jobs until all have ended. A terminal shows a progress bar; elsewhere each change is a line on "
     "stderr.",
     "--timeout 90 445619185495000001", "-o json job-demo"},
    {"list", FOR_LIST, NULL, "list the import jobs of a cluster",
     "Lists the import jobs of a cluster, or of a Milvus server.", "--state failed", "-o csv"},
    {"start", FOR_START, "--collection NAME FILE-URL...", "start an import and print its job id",
     "Starts an import of files in an object store and prints its job id. Without --idempotency-key the request is "
     "sent "
     "at most once, and a failure says whether it may have arrived. Without --option timeout=3h a job that hangs never "
     "ends.",
     "--collection b 1.parquet", "--collection b s3://b/"},
    {"commit", FOR_COMMIT, "JOB...", "commit jobs that wait uncommitted",
     "Commits each job, which must be Uncommitted, and prints its state. Start it with --option auto_commit=false.",
     "445619185495000001", "--wait job-demo"},
    {"abort", FOR_ABORT, "JOB...", "give up jobs that wait uncommitted", "Gives up each job and prints its state.",
     "445619185495000001", "job-demo"},
    {"version", FOR_VERSION, NULL, "print the version and what is built in", "Prints the version and what is built in.",
     NULL, NULL},
    {"help", FOR_HELP, "[COMMAND [--all]]", "print this text, or that of a command",
     "Prints the commands, or the options of one.", NULL, NULL},
};

const size_t verb_count = sizeof verb_table / sizeof verb_table[0];

const verb *verb_find(const char *name) {
    for (size_t i = 0; i < verb_count; i++) {
        if (strcmp(verb_table[i].name, name) == 0) {
            return &verb_table[i];
        }
    }
    return NULL;
}

int verb_unknown(const char *name) {
    const char *names[sizeof verb_table / sizeof verb_table[0]];
    out *to = console_error();

    for (size_t i = 0; i < verb_count; i++) {
        names[i] = verb_table[i].name;
    }
    if (name[0] == '-') {
        out_text(to, "expects a command before the options, not ");
    } else {
        out_text(to, "there is no command ");
    }
    unseen_show(to, "'", (zimport_view){name, strcspn(name, "=")}, UNSEEN_ID);
    suggest(to, zimport_view_of(name), names, verb_count, "");
    out_text(to, "; see zimport help");
    console_end_line(to);
    return EXIT_USAGE;
}
