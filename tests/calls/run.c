/* SPDX-License-Identifier: Apache-2.0 */
/* One run of the program in a folder of its own, and what it leaves behind. */
#define _GNU_SOURCE /* posix_openpt */
#include "each.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what) __attribute__((noreturn));
static void die(const char *what) {
    perror(what);
    exit(2);
}

static char *read_all(int fd, size_t *size) {
    char *text = malloc(ROOM + 1);
    ssize_t got = 1;

    if (!text) {
        die("memory");
    }
    for (*size = 0; *size < ROOM && got > 0;) {
        got = read(fd, text + *size, ROOM - *size);
        *size += got > 0 ? (size_t)got : 0;
    }
    text[*size] = '\0';
    return text;
}

char *slurp(const char *path, size_t *size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *text = fd >= 0 ? read_all(fd, size) : NULL;

    if (fd >= 0) {
        (void)close(fd);
    }
    return text;
}

long report_number(const char *report, const char *word) {
    size_t size = strlen(word);

    for (; report && *report; report += strcspn(report, "\n"), report += *report == '\n') {
        if (strncmp(report, word, size) == 0 && report[size] == ' ') {
            return strtol(report + size, NULL, 10);
        }
    }
    return -1;
}

static void copy(const char *from, const char *to) {
    struct stat about;
    size_t size = 0;
    char *text = slurp(from, &size);
    int fd;

    if (!text || stat(from, &about) != 0) {
        die(from);
    }
    fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, size) != (ssize_t)size || fchmod(fd, about.st_mode & 0777) != 0 || close(fd) != 0) {
        die(to);
    }
    free(text);
}

/* Each file of the folder; `to`: a copy there, NULL: it is removed. */
static void each_file(const char *folder, const char *to) {
    DIR *all = opendir(folder);
    const struct dirent *entry;
    char from[PATH + 300];
    char there[PATH + 300];

    while (all && (entry = readdir(all)) != NULL) {
        if (*entry->d_name != '.') {
            (void)snprintf(from, sizeof from, "%s/%s", folder, entry->d_name);
            (void)snprintf(there, sizeof there, "%s/%s", to ? to : "", entry->d_name);
            if (to) {
                copy(from, there);
            } else {
                (void)unlink(from);
            }
        }
    }
    if (all) {
        (void)closedir(all);
    }
}

/* @D becomes the folder, @R the run's token. */
static char *filled(const run *r, const char *text) {
    char *to = calloc(1, strlen(text) * 2 + 2 * PATH);
    size_t size = 0;

    if (!to) {
        die("memory");
    }
    for (; *text; text++) {
        const char *with = strncmp(text, "@D", 2) == 0 ? r->folder : strncmp(text, "@R", 2) == 0 ? r->token : NULL;

        if (with && size < PATH) {
            size += (size_t)sprintf(to + size, "%s", with);
            text++;
        } else {
            to[size++] = *text;
        }
    }
    return to;
}

/* The other way round: what runs say is comparable. */
static size_t emptied(const run *r, char *text, size_t size) {
    const char *words[] = {r->folder, r->token};
    const char *signs[] = {"@D", "@R"};

    for (size_t i = 0; text && i < 2; i++) {
        for (char *at = text; (at = strstr(at, words[i])) != NULL; at += 2) {
            size_t length = strlen(words[i]);

            memcpy(at, signs[i], 2);
            memmove(at + 2, at + length, (size_t)(text + size - (at + length)) + 1);
            size -= length - 2;
        }
    }
    return size;
}

static int open_to(const run *r, const char *suffix) {
    char path[PATH + 300];
    int fd;

    (void)snprintf(path, sizeof path, "%s%s", r->folder, suffix);
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        die(path);
    }
    return fd;
}

/* In the child. */
static void become(const run *r, const scenario *s, int out, int err, const char *fail, const char *report) {
    size_t count = 0;
    char **arguments;
    int in = open(s->input ? s->input : "/dev/null", O_RDONLY | O_CLOEXEC);

    while (s->arguments[count]) {
        count++;
    }
    arguments = calloc(count + 2, sizeof *arguments);
    if (!arguments || in < 0) {
        die(s->input ? s->input : "/dev/null");
    }
    arguments[0] = (char *)(uintptr_t)s->program;
    for (size_t i = 0; i < count; i++) {
        arguments[i + 1] = filled(r, s->arguments[i]);
    }
    (void)setsid();
    if (fail) {
        (void)setenv("CALLS_FAIL", fail, 1);
    }
    (void)setenv("CALLS_REPORT", report, 1);
    (void)setenv("RUN_DIR", r->folder, 1);
    (void)dup2(s->terminal ? out : in, 0);
    (void)dup2(out, 1);
    (void)dup2(err, 2);
    (void)alarm(s->limit);
    (void)execv(s->program, arguments);
    die(s->program);
}

static void keep_files(run *r, const scenario *s) {
    char path[PATH + 300];
    char name[256];
    DIR *all = opendir(r->folder);
    const struct dirent *entry;

    for (size_t i = 0; i < s->file_count; i++) {
        (void)snprintf(name, sizeof name, "%s", s->files[i]);
        name[strcspn(name, "~#+")] = '\0';
        (void)snprintf(path, sizeof path, "%s/%s", r->folder, name);
        r->files[i] = slurp(path, &r->sizes[i]);
        r->sizes[i] = s->files[i][strlen(s->files[i]) - 1] == '#' ? r->sizes[i] : emptied(r, r->files[i], r->sizes[i]);
    }
    while (all && (entry = readdir(all)) != NULL) {
        bool known = *entry->d_name == '.';

        for (size_t i = 0; i < s->file_count; i++) {
            known = known ||
                    (strncmp(s->files[i], entry->d_name, strlen(entry->d_name)) == 0 &&
                     strspn(s->files[i] + strlen(entry->d_name), "~#+") == strlen(s->files[i] + strlen(entry->d_name)));
        }
        (void)snprintf(path, sizeof path, "%s/fresh/%s", s->dir, entry->d_name);
        if (!known && access(path, F_OK) != 0) {
            (void)snprintf(r->over, sizeof r->over, "%s", entry->d_name);
        }
    }
    if (all) {
        (void)closedir(all);
    }
}

static void take_report(run *r, const char *path) {
    size_t size = 0;
    char *report = slurp(path, &size);

    r->hit = report_number(report, "@hit");
    r->has_hit = report && strstr(report, "@hit");
    r->open = report_number(report, "@open");
    free(report);
}

/* With what it has left running, which would write into the next run's folder. */
static int await(pid_t child) {
    int status = 0;

    if (child < 0 || waitpid(child, &status, 0) != child) {
        die("child");
    }
    while (wait(NULL) > 0) {
    }
    return status;
}

void run_begin(run *r, const scenario *s, const char *fail, const char *report) {
    char fresh[PATH + 300];
    int out = s->terminal ? posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) : open_to(r, ".out");
    int err = s->terminal ? -1 : open_to(r, ".err");
    int terminal = -1;
    size_t size = 0;
    pid_t child;

    (void)prctl(PR_SET_CHILD_SUBREAPER, 1UL, 0UL, 0UL, 0UL);
    if (s->terminal) {
        if (out < 0 || grantpt(out) != 0 || unlockpt(out) != 0 ||
            (terminal = open(ptsname(out), O_RDWR | O_NOCTTY)) < 0) {
            die("terminal");
        }
    }
    (void)mkdir(r->folder, 0700);
    each_file(r->folder, NULL);
    (void)snprintf(fresh, sizeof fresh, "%s/fresh", s->dir);
    each_file(fresh, r->folder);
    (void)unlink(report);
    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        become(r, s, s->terminal ? terminal : out, s->terminal ? terminal : err, fail, report);
    }
    if (s->terminal) {
        (void)close(terminal);
        r->out = read_all(out, &size); /* until nothing has it open any more */
    }
    r->status = await(child);
    if (!s->terminal) {
        (void)lseek(out, 0, SEEK_SET);
        r->out = read_all(out, &size);
    }
    (void)emptied(r, r->out, size);
    (void)lseek(err, 0, SEEK_SET);
    r->err = read_all(err, &size);
    (void)emptied(r, r->err, size);
    (void)close(out);
    (void)close(err);
    *r->over = '\0';
    keep_files(r, s);
    take_report(r, report);
}

void run_free(run *r, const scenario *s) {
    free(r->out);
    free(r->err);
    for (size_t i = 0; i < s->file_count; i++) {
        free(r->files[i]);
    }
}
