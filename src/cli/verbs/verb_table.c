/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verbs/verbs.h"

/* port/install/completions.c has the texts without what is run. */
#ifdef ZIMPORT_TEXTS_ALONE
#define RUNS(task) NULL
#else
#define RUNS(task) &task
#endif

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
    {"status", FOR_STATUS, RUNS(verb_status), "JOB...", "ask about each job once and print its state",
     "Asks about each job once and prints its state.", "445619185495000001", JSON "job-demo"},
#endif
#if BUILT_WAIT
    {"wait", FOR_WAIT, RUNS(verb_wait), BUILT_WAIT_ALL ? "JOB... | --all" : "JOB...",
     "follow jobs until all have ended", "Follows the jobs until all have ended" WAIT_HELP,
     "--timeout 90 445619185495000001", JSON "job-demo"},
#endif
#if BUILT_LIST
    {"list", FOR_LIST, RUNS(verb_list), NULL, "list the import jobs of a cluster", "Lists the import jobs " LIST_HELP,
     "--state failed", CSV},
#endif
#if BUILT_START
    {"start", FOR_START, RUNS(verb_start), "--collection NAME FILE-URL...", "start an import and print its job id",
     "Starts an import of files in an object store and prints its job id. " START_HELP, "--collection b 1.parquet",
     "--collection b s3://b/"},
#endif
#if BUILT_COMMIT
    {"commit", FOR_COMMIT, RUNS(verb_commit), "JOB...", "commit jobs that wait uncommitted",
     "Commits each job, which must be Uncommitted, and prints its state. Start it with --option auto_commit=false.",
     "445619185495000001", BUILT_V2 ? "--wait job-demo" : NULL},
#endif
#if BUILT_ABORT
    {"abort", FOR_ABORT, RUNS(verb_commit), "JOB...", "give up jobs that wait uncommitted",
     "Gives up each job and prints its state.", "445619185495000001", BUILT_V2 ? "job-demo" : NULL},
#endif
#if BUILT_DOCTOR
    {"doctor", FOR_DOCTOR, RUNS(verb_doctor), NULL, "check what a question needs, and say what to mend",
     "Checks one after the other what a question needs, and says what to mend. The key is sent only to a server that "
     "has proved to be the right one.",
     "-v", BUILT_JSON ? "-o json" : "-v"},
#endif
    {"version", FOR_VERSION, NULL, NULL, "print the version and what is built in",
     "Prints the version and what is built in.", NULL, NULL},
    {"help", FOR_HELP, NULL, "[COMMAND [--all]]", "print this text, or that of a command",
     "Prints the commands, or the options of one.", NULL, NULL},
};

const size_t verb_count = sizeof verb_table / sizeof verb_table[0];
