/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a command of the program once for each way in which one of its system calls can fail, and judges each run.
 *
 *     each --name NAME --program FILE --list calls.txt --dir DIR [--file NAME]... [--input FILE] [--terminal]
 * [--follows] [--measures]
 *          [--exit N] [--count N] [--seed N] [--jobs N] [--limit SECONDS] -- ARGUMENT...
 *
 * Each run has a folder, named @D in arguments and $RUN_DIR, which begins as a copy of DIR/fresh; @R is a word that no
 * other run has. --file names a file there that is to be whole: NAME; NAME~ if times in it differ; NAME# if only its
 * size is known; NAME+ if it grows. --follows: lines of states may be missing, but for the last. --measures: lines
 * count up to their first number. --exit: without a fault (0).
 * --count: not all, but so many, chosen at random by --seed. Prints `ok NAME: ...` or `not ok NAME: ...`.
 */
#define _POSIX_C_SOURCE 200809L
#include "each.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of one call; of thousands, these are spread over all. */
enum { MOST = 24, TRIALS = 20000, SHOWN = 12 };

static call calls[CALLS];
static size_t call_count;
static trial trials[TRIALS];
static size_t trial_count;

static struct {
    const char *name, *list;
    unsigned long count; /* 0: all */
    uint64_t seed;
    unsigned jobs;
} asked = {.jobs = 4, .seed = 1};

static const struct {
    const char *name;
    int number;
} errors[] = {
    {"short", 0},
    {"EACCES", EACCES},
    {"EADDRNOTAVAIL", EADDRNOTAVAIL},
    {"EAGAIN", EAGAIN},
    {"EBUSY", EBUSY},
    {"ECHILD", ECHILD},
    {"ECONNREFUSED", ECONNREFUSED},
    {"ECONNRESET", ECONNRESET},
    {"EINTR", EINTR},
    {"EINVAL", EINVAL},
    {"EIO", EIO},
    {"EMFILE", EMFILE},
    {"ENETUNREACH", ENETUNREACH},
    {"ENFILE", ENFILE},
    {"ENOBUFS", ENOBUFS},
    {"ENODEV", ENODEV},
    {"ENOENT", ENOENT},
    {"ENOMEM", ENOMEM},
    {"ENOSPC", ENOSPC},
    {"ENOSYS", ENOSYS},
    {"ENOTCONN", ENOTCONN},
    {"EPERM", EPERM},
    {"EPIPE", EPIPE},
    {"ESRCH", ESRCH},
    {"ETIMEDOUT", ETIMEDOUT},
    {"ETXTBSY", ETXTBSY},
};

static void fail(const char *what) __attribute__((noreturn));
static void fail(const char *what) {
    (void)printf("not ok %s: %s\n", asked.name ? asked.name : "each", what);
    exit(1);
}

static const char *error_name(int number) {
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].number == number) {
            return errors[i].name;
        }
    }
    return "?";
}

static void take_fault(call *to, const char *word) {
    size_t size = strcspn(word, "!");

    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (strlen(errors[i].name) == size && strncmp(errors[i].name, word, size) == 0 && to->count < FAULTS) {
            int number = errors[i].number;
            bool passes = !word[size] && (number == 0 || number == EINTR || number == EAGAIN);

            to->faults[to->count++] = (fault){number, passes && strcmp(to->name, "vfork") != 0};
            return;
        }
    }
    fail(word);
}

static void read_list(void) {
    size_t size = 0;
    char *text = slurp(asked.list, &size);
    char *rest = text;

    while (rest && *rest) {
        char *line = rest;
        char *words;
        char *word;

        rest += strcspn(rest, "\n");
        rest += *rest ? (*rest = '\0', 1) : 0;
        word = strtok_r(line, " ", &words);
        if (word && *word != '#' && strcmp(word, "none") != 0 && call_count < CALLS) {
            call *to = &calls[call_count++];

            (void)snprintf(to->name, sizeof to->name, "%s", word);
            word = strtok_r(NULL, " ", &words);
            (void)snprintf(to->exits, sizeof to->exits, ",%s,", word ? word : "");
            while ((word = strtok_r(NULL, " ", &words)) != NULL) {
                take_fault(to, word);
            }
        }
    }
    free(text);
}

static void add(const call *of, bool child, unsigned long number, bool last) {
    for (size_t i = 0; i < of->count; i++) {
        if (trial_count + 2 < TRIALS) {
            trials[trial_count++] = (trial){of, &of->faults[i], number, child, false};
            if (last && !of->faults[i].passes && of->faults[i].error != EINTR) {
                trials[trial_count++] = (trial){of, &of->faults[i], number, child, true};
            }
        }
    }
}

/* What the good run did is what can fail. From the first on and from the middle on, each failure stays, too. */
static void make_trials(const char *report) {
    for (size_t i = 0; i < call_count; i++) {
        for (int child = 0; child < 2; child++) {
            char name[48];
            long count;

            (void)snprintf(name, sizeof name, "%s%.31s", child ? "child-" : "", calls[i].name);
            count = report_number(report, name);
            for (long k = 0; k < count && k < MOST; k++) {
                long number = count <= MOST ? k : k * (count - 1) / (MOST - 1);

                add(&calls[i], child, (unsigned long)number + 1, k == 0 || k == (count < MOST ? count : MOST) / 2);
            }
        }
    }
}

static size_t random_below(size_t limit) {
    asked.seed = asked.seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(asked.seed >> 33) % limit;
}

static void choose(void) {
    for (size_t i = 0; i + 1 < trial_count; i++) {
        size_t k = i + random_below(trial_count - i);
        trial kept = trials[i];

        trials[i] = trials[k];
        trials[k] = kept;
    }
    if (asked.count > 0 && asked.count < trial_count) {
        trial_count = asked.count;
    }
}

/* A word that no other run has, whoever else began one: of `base`. */
static unsigned long base;

static void place(run *r, const scenario *s, unsigned worker, unsigned long number, char report[PATH + 300]) {
    memset(r, 0, sizeof *r);
    (void)snprintf(r->folder, sizeof r->folder, "%s/run%02u", s->dir, worker);
    (void)snprintf(report, PATH + 300, "%s/report%02u", s->dir, worker);
    number += base;
    for (int i = 5; i > 0; i--) {
        r->token[i] = (char)('a' + number % 26);
        number /= 26;
    }
    r->token[0] = 'q';
}

static void show(const char *what, const char *text) {
    if (*text) {
        (void)printf("# %s:\n", what);
    }
    for (int lines = 0; *text && lines < 12; lines++) {
        int size = (int)strcspn(text, "\n");

        (void)printf("#   %.*s\n", size, text);
        text += size;
        text += *text == '\n';
    }
}

static void say(const trial *t, const run *r, const char *why) {
    (void)printf("not ok %s: %s%s %lu %s%s: %s\n", asked.name, t->child ? "child-" : "", t->call->name, t->number,
                 error_name(t->fault->error), t->on ? "+" : "", why);
    show("stdout", r->out);
    show("stderr", r->err);
}

/* Every `jobs`-th trial. */
static unsigned work(const scenario *s, const run *good, unsigned worker) {
    unsigned failures = 0;

    for (size_t i = worker; i < trial_count && failures < SHOWN; i += asked.jobs) {
        const trial *t = &trials[i];
        char report[PATH + 300];
        char text[64];
        const char *why;
        run r;

        place(&r, s, worker, 2 + i, report);
        (void)snprintf(text, sizeof text, "%s%s:%lu:%d%s", t->child ? "child-" : "", t->call->name, t->number,
                       t->fault->error, t->on ? "+" : "");
        run_begin(&r, s, text, report);
        why = judge(s, t, good, &r);
        if (why) {
            failures++;
            say(t, &r, why);
        }
        run_free(&r, s);
    }
    return failures;
}

static unsigned work_all(const scenario *s, const run *good) {
    unsigned failures = 0;
    int status = 0;

    (void)fflush(NULL);
    for (unsigned i = 0; i < asked.jobs; i++) {
        pid_t child = fork();

        if (child == 0) {
            unsigned mine = work(s, good, i);

            (void)fflush(NULL);
            _exit(mine > 0);
        }
    }
    while (wait(&status) > 0) {
        failures += status != 0;
    }
    return failures;
}

/* What no fault has changed is the same. */
static bool is_steady(const scenario *s, const run *good) {
    static const fault none = {EINTR, true};
    static const call nothing = {.name = "none"};
    const trial t = {&nothing, &none, 0, false, false};
    char report[PATH + 300];
    const char *why;
    run again;

    place(&again, s, 98, 1, report);
    run_begin(&again, s, NULL, report);
    why = judge(s, &t, good, &again);
    if (why) {
        say(&t, &again, why);
    }
    run_free(&again, s);
    return !why;
}

static const char *take_option(scenario *s, char ***at) {
    const char *name = *(*at)++;
    bool flag = strcmp(name, "--terminal") == 0 || strcmp(name, "--follows") == 0 || strcmp(name, "--measures") == 0;
    const char *value = flag ? "" : *(*at)++;

    if (!value) {
        fail(name);
    }
    if (strcmp(name, "--name") == 0) {
        asked.name = value;
    } else if (strcmp(name, "--list") == 0) {
        asked.list = value;
    } else if (strcmp(name, "--count") == 0) {
        asked.count = strtoul(value, NULL, 10);
    } else if (strcmp(name, "--seed") == 0) {
        asked.seed = strtoul(value, NULL, 10);
    } else if (strcmp(name, "--jobs") == 0) {
        asked.jobs = (unsigned)strtoul(value, NULL, 10);
    } else if (strcmp(name, "--program") == 0) {
        s->program = value;
    } else if (strcmp(name, "--dir") == 0) {
        s->dir = value;
    } else if (strcmp(name, "--input") == 0) {
        s->input = value;
    } else if (strcmp(name, "--limit") == 0) {
        s->limit = (unsigned)strtoul(value, NULL, 10);
    } else if (strcmp(name, "--terminal") == 0) {
        s->terminal = true;
    } else if (strcmp(name, "--follows") == 0) {
        s->follows = true;
    } else if (strcmp(name, "--measures") == 0) {
        s->measures = true;
    } else if (strcmp(name, "--exit") == 0) {
        s->exit = (int)strtoul(value, NULL, 10);
    } else if (strcmp(name, "--file") == 0 && s->file_count < FILES) {
        s->files[s->file_count++] = value;
    } else {
        fail(name);
    }
    return value;
}

int main(int argc, char **argv) {
    static scenario s = {.limit = 60};
    char report[PATH + 300];
    size_t size = 0;
    size_t whole;
    char *counts;
    run good;

    (void)argc;
    for (char **at = argv + 1; *at; s.arguments = at) {
        if (strcmp(*at, "--") == 0) {
            s.arguments = at + 1;
            break;
        }
        (void)take_option(&s, &at);
    }
    read_list();
    base = (unsigned long)getpid() % 500 * TRIALS;
    place(&good, &s, 99, 0, report);
    run_begin(&good, &s, NULL, report);
    counts = slurp(report, &size);
    if (!counts || !WIFEXITED(good.status) || WEXITSTATUS(good.status) != s.exit) {
        show("stderr", good.err);
        fail("without a fault it does not end as it should");
    }
    if (!is_steady(&s, &good)) {
        show("stdout", good.out);
        fail("it does not end the same twice");
    }
    make_trials(counts);
    whole = trial_count;
    choose();
    (void)printf("# %s: exit %d, %zu of %zu faults\n", asked.name, WEXITSTATUS(good.status), trial_count, whole);
    if (work_all(&s, &good) == 0 && trial_count > 0) {
        (void)printf("ok %s: %zu faults\n", asked.name, trial_count);
        return 0;
    }
    return 1;
}
