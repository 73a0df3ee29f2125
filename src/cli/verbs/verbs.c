/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verbs/verbs.h"

#include <string.h>

#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/text/quote.h"
#include "cli/text/unseen.h"

#if BUILT_BAR
#define WAIT_HELP ", with a progress bar on a terminal."
#else
#define WAIT_HELP "."
#endif
#if BUILT_CLOUD && BUILT_MILVUS
#define LIST_HELP "of a cluster, or of a Milvus server."
#elif BUILT_CLOUD
#define LIST_HELP "of a cluster."
#else
#define LIST_HELP "of a Milvus server."
#endif
#if BUILT_JSON
#define JSON "-o json "
#else
#define JSON ""
#endif
#if BUILT_CSV
#define CSV "-o csv"
#else
#define CSV "--state importing"
#endif
#if BUILT_POSTED
#define START_HELP \
    "Without --idempotency-key the request is sent at most once, and a failure says whether it may have arrived. " \
    "Without --option timeout=3h a job that hangs never ends."
#else
#define START_HELP "The request is sent at most once, and a failure says whether it may have arrived."
#endif

const verb verb_table[] = {
#if BUILT_STATUS
    {"status", FOR_STATUS, &verb_status, "JOB...", "ask about each job once and print its state",
     "Asks about each job once and prints its state.", "445619185495000001", JSON "job-demo"},
#endif
#if BUILT_WAIT
    {"wait", FOR_WAIT, &verb_wait, "JOB...", "follow jobs until all have ended",
     "Follows the jobs until all have ended" WAIT_HELP, "--timeout 90 445619185495000001", JSON "job-demo"},
#endif
#if BUILT_LIST
    {"list", FOR_LIST, &verb_list, NULL, "list the import jobs of a cluster", "Lists the import jobs " LIST_HELP,
     "--state failed", CSV},
#endif
#if BUILT_START
    {"start", FOR_START, &verb_start, "--collection NAME FILE-URL...", "start an import and print its job id",
     "Starts an import of files in an object store and prints its job id. " START_HELP, "--collection b 1.parquet",
     "--collection b s3://b/"},
#endif
#if BUILT_COMMIT
    {"commit", FOR_COMMIT, &verb_commit, "JOB...", "commit jobs that wait uncommitted",
     "Commits each job, which must be Uncommitted, and prints its state. Start it with --option auto_commit=false.",
     "445619185495000001", "--wait job-demo"},
#endif
#if BUILT_ABORT
    {"abort", FOR_ABORT, &verb_commit, "JOB...", "give up jobs that wait uncommitted",
     "Gives up each job and prints its state.", "445619185495000001", "job-demo"},
#endif
    {"version", FOR_VERSION, NULL, NULL, "print the version and what is built in",
     "Prints the version and what is built in.", NULL, NULL},
    {"help", FOR_HELP, NULL, "[COMMAND [--all]]", "print this text, or that of a command",
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

#define ALL_VERBS (sizeof verb_table / sizeof verb_table[0] == OPTIONS_VERBS)

static bool is_left_out(const char *name) {
    for (size_t i = 0; i < OPTIONS_VERBS; i++) {
        if (strcmp(options_verbs[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Only the command is missing from a job's id. */
static const char *habit(const char *name) {
    bool id = strlen(name) >= 8 && (strncmp(name, "job-", 4) == 0 || strspn(name, "0123456789") == strlen(name));

    return id ? "status" : suggest_habit(zimport_view_of(name));
}

static void suggest_verb(out *to, const char *name) {
    const char *names[sizeof verb_table / sizeof verb_table[0]];
    const char *meant = habit(name);

    if (meant && verb_find(meant)) {
        suggest_this(to, "zimport ", meant);
        return;
    }
    for (size_t i = 0; i < verb_count; i++) {
        names[i] = verb_table[i].name;
    }
    suggest(to, zimport_view_of(name), names, verb_count, "");
}

/* The command that stands behind the options. */
static void suggest_order(out *to, char **argv) {
    for (char **at = argv; *at; at++) {
        if (verb_find(*at)) {
            char memory[80];
            out words = {.data = memory, .capacity = sizeof memory - 1};

            out_text(&words, *at);
            out_byte(&words, ' ');
            quote_short(&words, (zimport_view){argv[0], strcspn(argv[0], "=")}, false, 40);
            memory[words.size] = '\0';
            suggest_this(to, "zimport ", memory);
            return;
        }
    }
}

int verb_unknown(char **argv) {
    const char *name = argv[0];
    out *to = console_error();

    if (name[0] == '-') {
        out_text(to, "expects a command before the options, not ");
    } else if (!ALL_VERBS && is_left_out(name)) {
        out_text(to, "this program was built without the command ");
    } else {
        out_text(to, "there is no command ");
    }
    unseen_show(to, "'", (zimport_view){name, strcspn(name, "=")}, UNSEEN_ID);
    if (BUILT_SUGGESTIONS && name[0] == '-') {
        suggest_order(to, argv);
    } else if (BUILT_SUGGESTIONS) {
        suggest_verb(to, name);
    }
    out_text(to, "; see zimport help");
    console_end_line(to);
    return EXIT_USAGE;
}
