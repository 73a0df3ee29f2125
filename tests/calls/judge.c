/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a run in which a call failed has ended as it may. */
#define _POSIX_C_SOURCE 200809L
#include "each.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char why[512];

static bool is_call(const trial *t, const char *name) {
    return strcmp(t->call->name, name) == 0;
}

static bool ends_line(const char *text) {
    size_t size = strlen(text);

    return size == 0 || text[size - 1] == '\n';
}

/* Each of its lines is one of those, in their order. */
static bool is_part(const char *text, const char *whole) {
    while (*text) {
        size_t size = strcspn(text, "\n");

        while (*whole && (strncmp(whole, text, size) != 0 || (whole[size] != '\n' && whole[size] != '\0'))) {
            whole += strcspn(whole, "\n");
            whole += *whole == '\n';
        }
        if (!*whole) {
            return false;
        }
        whole += size;
        whole += *whole == '\n';
        text += size;
        text += *text == '\n';
    }
    return true;
}

/* The last line that shows something, without escape sequences: what stays on a terminal. */
static const char *last_line(const char *text, char *to, size_t room) {
    size_t size = 0;

    for (bool sequence = false; *text; text++) {
        bool ends = *text == '\n' || *text == '\r';

        if (sequence || *text == '\033') {
            sequence =
                *text == '\033' || *text == '[' || *text == ';' || *text == '?' || (*text >= '0' && *text <= '9');
        } else if (ends && text[1] && strspn(text, "\r\n") < strlen(text)) {
            size = 0;
        } else if (!ends && size + 1 < room) {
            to[size++] = *text;
        }
    }
    to[size] = '\0';
    return to;
}

/* But for digits. */
static void drop_digits(char *text) {
    char *to = text;

    for (; *text; text++) {
        if (*text < '0' || *text > '9') {
            *to++ = *text;
        }
    }
    *to = '\0';
}

static bool is_but_for_times(const char *one, const char *other) {
    char *texts[] = {strdup(one), strdup(other)};
    bool same;

    drop_digits(texts[0]);
    drop_digits(texts[1]);
    same = strcmp(texts[0], texts[1]) == 0;
    free(texts[0]);
    free(texts[1]);
    return same;
}

/* What stands in each line in front of its first number. */
static bool is_alike(const char *one, const char *other) {
    while (*one || *other) {
        size_t size = strcspn(one, "0123456789\n");

        if (size != strcspn(other, "0123456789\n") || strncmp(one, other, size) != 0) {
            return false;
        }
        one += strcspn(one, "\n");
        one += *one == '\n';
        other += strcspn(other, "\n");
        other += *other == '\n';
    }
    return true;
}

/* The same shape: the first and the last line but for digits, and how many lines. Times in it may be others. Otherwise
 * it only has to begin like it, and to end with a line. */
static bool is_like(const char *one, const char *other, bool exactly) {
    char lines[2][2][512];
    const char *texts[] = {one, other};
    long count = 0;

    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(lines[i][0], sizeof lines[i][0], "%.*s", (int)strcspn(texts[i], "\n"), texts[i]);
        (void)last_line(texts[i], lines[i][1], sizeof lines[i][1]);
        drop_digits(lines[i][0]);
        drop_digits(lines[i][1]);
        for (const char *at = texts[i]; *at; at++) {
            count += *at == '\n' ? (i == 0 ? 1 : -1) : 0;
        }
    }
    return strcmp(lines[0][0], lines[1][0]) == 0 && ends_line(one) &&
           (!exactly || (count == 0 && strcmp(lines[0][1], lines[1][1]) == 0));
}

static bool is_kind(const char *name, char kind) {
    return name[strlen(name) - 1] == kind;
}

/* Later lines of it: what was asked in between may be another moment. */
static bool is_later(const char *one, const char *other) {
    char lines[2][512];

    return is_part(one, other) && strcmp(last_line(one, lines[0], 512), last_line(other, lines[1], 512)) == 0;
}

/* NAME: the same bytes; NAME~ the same shape; NAME# as many bytes; NAME+ grows. */
static bool is_whole(const char *name, const trial *t, const run *good, const run *r, size_t i) {
    bool exactly = r->status == good->status && !is_call(t, "clock_gettime");

    if (!r->files[i] || !good->files[i]) {
        return !r->files[i] && !good->files[i];
    }
    return is_kind(name, '~')   ? is_like(r->files[i], good->files[i], exactly)
           : is_kind(name, '#') ? r->sizes[i] == good->sizes[i]
           : is_kind(name, '+') && !t->fault->passes
               ? is_later(r->files[i], good->files[i])
               : r->sizes[i] == good->sizes[i] && memcmp(r->files[i], good->files[i], r->sizes[i]) == 0;
}

static bool is_old(const scenario *s, const run *r, size_t i) {
    char path[PATH + 300];
    char name[256];
    size_t size = 0;
    char *old;
    bool same;

    (void)snprintf(name, sizeof name, "%s", s->files[i]);
    name[strcspn(name, "~#+")] = '\0';
    (void)snprintf(path, sizeof path, "%s/fresh/%s", s->dir, name);
    old = slurp(path, &size);
    same = old && r->files[i] ? size == r->sizes[i] && memcmp(old, r->files[i], size) == 0 : !old && !r->files[i];
    free(old);
    return same;
}

/* A hook that nobody can wait for writes when it likes. */
static bool is_left_alone(const char *name, const trial *t) {
    return is_kind(name, '#') || (is_kind(name, '+') && is_call(t, "waitpid") && t->fault->error == ECHILD);
}

static const char *judge_files(const scenario *s, const trial *t, const run *good, const run *r) {
    for (size_t i = 0; i < s->file_count; i++) {
        bool whole = is_whole(s->files[i], t, good, r, i);

        if (!whole && !is_old(s, r, i) && !is_kind(s->files[i], '+')) {
            (void)snprintf(why, sizeof why, "%s is neither what it was nor what it should be", s->files[i]);
            return why;
        }
        if (!whole && !is_left_alone(s->files[i], t) && strcmp(r->err, good->err) == 0 && r->status == good->status) {
            (void)snprintf(why, sizeof why, "%s is other than it should be, and nothing says so", s->files[i]);
            return why;
        }
    }
    if (*r->over && !is_call(t, "unlink")) {
        (void)snprintf(why, sizeof why, "left over: %.256s", r->over);
        return why;
    }
    return NULL;
}

static const char *judge_terminal(const run *good, const run *r) {
    char a[512];
    char b[512];

    if (r->status == good->status && strcmp(last_line(good->out, a, sizeof a), last_line(r->out, b, sizeof b)) != 0) {
        (void)snprintf(why, sizeof why, "the last line is '%.200s', not '%.200s'", b, a);
        return why;
    }
    return ends_line(r->out) ? NULL : "half a line";
}

/* What goes to standard output or error, and fails, cannot be had there; nor rows that cannot be read back. */
static const char *judge_output(const scenario *s, const trial *t, const run *good, const run *r) {
    bool same = r->status == good->status;
    bool cut = !t->fault->passes && t->fault->error &&
               (is_call(t, "pread") || (is_call(t, "write") && (r->hit == STDOUT_FILENO || t->on)));

    if (s->measures) {
        return t->fault->passes && !is_alike(r->out, good->out) ? "other results"
               : cut || ends_line(r->out)                       ? NULL
                                                                : "half a line on stdout";
    }
    if (s->terminal) {
        return cut ? NULL : judge_terminal(good, r);
    }
    if (same && !is_call(t, "clock_gettime") && strcmp(r->out, good->out) != 0 &&
        (t->fault->passes || !s->follows || !is_later(r->out, good->out))) {
        return "other results, and the same exit status";
    }
    if (!cut && !ends_line(r->out)) {
        return "half a line on stdout";
    }
    if (!cut && !is_call(t, "clock_gettime") && !is_part(r->out, good->out) && !strstr(r->out, "\"kind\":\"")) {
        return "a result that is none";
    }
    return ends_line(r->err) || is_call(t, "write") ? NULL : "half a line on stderr";
}

static bool tells(const char *text) {
    return strncmp(text, "zimport: ", 9) == 0 || strstr(text, "\nzimport: ");
}

/* What the program cannot know the errno of, or does not take for a failure. */
static bool is_vague(const trial *t) {
    bool lost =
        is_call(t, "send") && (t->fault->error == ECONNRESET || t->fault->error == EPIPE); /* the next call, too */

    return lost || is_call(t, "poll") || is_call(t, "clock_gettime") || is_call(t, "getrandom") ||
           is_call(t, "malloc") || is_call(t, "calloc") || t->fault->error == EINTR;
}

static const char *judge_exit(const scenario *s, const trial *t, const run *good, const run *r) {
    const char *words = strerror(t->fault->error);
    char number[16];
    char word[16];
    int exit = WEXITSTATUS(r->status);

    if (r->status == good->status) {
        return NULL;
    }
    (void)snprintf(word, sizeof word, ",%d,", exit);
    if (t->fault->passes || !strstr(t->call->exits, word)) {
        (void)snprintf(why, sizeof why, "exit %d", exit);
        return why;
    }
    if (is_call(t, "write") || s->terminal) {
        return NULL;
    }
    if (!tells(r->err) && !(s->measures && strstr(r->out, "\"fail"))) {
        return "the failure is not told";
    }
    (void)snprintf(number, sizeof number, "error %d;", t->fault->error);
    if (!is_vague(t) && !strstr(r->err, words) && !strstr(r->err, number) && !strstr(r->out, words)) {
        (void)snprintf(why, sizeof why, "nothing speaks of '%s'", words);
        return why;
    }
    return NULL;
}

const char *judge(const scenario *s, const trial *t, const run *good, const run *r) {
    const char *words;

    if (WIFSIGNALED(r->status)) {
        (void)snprintf(why, sizeof why, "ended by signal %d%s", WTERMSIG(r->status),
                       WTERMSIG(r->status) == 14 ? ", after the time limit" : "");
        return why;
    }
    if (strstr(r->err, "Sanitizer") || strstr(r->err, "runtime error:") || WEXITSTATUS(r->status) == 99) {
        return "a sanitizer's report";
    }
    if (t->fault->passes && !s->terminal && !is_but_for_times(r->err, good->err)) {
        return "other messages";
    }
    if (r->open > good->open + t->child) {
        return "a descriptor stays open";
    }
    words = judge_exit(s, t, good, r);
    words = words ? words : judge_output(s, t, good, r);
    return words ? words : judge_files(s, t, good, r);
}
