/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CALLS_EACH_H
#define TESTS_CALLS_EACH_H

#include <stdbool.h>
#include <stddef.h>

enum { PATH = 4096, CALLS = 64, FAULTS = 12, FILES = 8, ROOM = 1 << 20 };

typedef struct fault {
    int error;   /* 0: half of it */
    bool passes; /* nothing may be different then */
} fault;

/* A line of calls.txt. */
typedef struct call {
    char name[32];
    char exits[32]; /* with a comma before and behind each */
    fault faults[FAULTS];
    size_t count;
} call;

/* What a run left behind. */
typedef struct run {
    char folder[PATH];
    char token[8]; /* of this run alone, in place of @R; in what it left there is @R again */
    int status;    /* as of waitpid */
    bool has_hit;  /* the fault came about, */
    long hit;      /* with that descriptor */
    long open;     /* descriptors at the end */
    char *out, *err;
    char *files[FILES];
    size_t sizes[FILES];
    char over[256]; /* a file that should not be there */
} run;

typedef struct scenario {
    const char *program;
    const char *dir;   /* fresh/ is how each run finds its folder */
    const char *input; /* standard input, or NULL */
    bool terminal;
    bool follows;  /* what it says in between may be another moment's */
    bool measures; /* what stands behind the first number of a line is another one each time */
    int exit;
    unsigned limit; /* seconds */
    const char *files[FILES];
    size_t file_count;
    char **arguments;
} scenario;

typedef struct trial {
    const call *call;
    const fault *fault;
    unsigned long number;
    bool child;
    bool on; /* and all that follow */
} trial;

/* Runs the program with these variables, NULL: without. */
void run_begin(run *r, const scenario *s, const char *fail, const char *report);
void run_free(run *r, const scenario *s);

/* NULL: as it should be. Else why not. */
const char *judge(const scenario *s, const trial *t, const run *good, const run *r);

/* Of a report: the number behind a word, or -1. */
long report_number(const char *report, const char *word);

char *slurp(const char *path, size_t *size); /* NULL: there is none. Ends with NUL */

#endif
