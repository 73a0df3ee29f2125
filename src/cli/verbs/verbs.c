/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verbs/verbs.h"

#include <string.h>

#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/text/unseen.h"

const verb verb_table[] = {
    {"status", FOR_STATUS, "JOB...", "ask once for each job and print it",
     "Asks once for each job and prints it. JOB is a job id, or - to read ids from standard input, one a line."},
    {"wait", FOR_WAIT, "JOB...", "follow the jobs until every one has ended",
     "Follows the jobs until every one has ended. JOB is a job id, or - to read ids from standard input, one a line. "
     "On a terminal a progress bar is drawn; elsewhere a line is written to stderr at each change."},
    {"list", FOR_LIST, NULL, "list the import jobs of a cluster",
     "Lists the import jobs of a cluster, or of a Milvus server; all pages, unless --page or --page-size wants one."},
    {"start", FOR_START, "--collection NAME FILE-URL...", "start an import and print its job id",
     "Starts an import of files in an object store and prints its job id. It is asked for at most once: after a "
     "failure "
     "in which the request may have arrived, that is said and it is not repeated."},
    {"version", FOR_VERSION, NULL, "print the version, and what is built in",
     "Prints the version, and what is built in."},
    {"help", FOR_HELP, "[COMMAND]", "print this text, or that of a command",
     "Prints what the commands are, or the options of one."},
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
