/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     measure [-m] [-o FILE] COMMAND ARGUMENT... ['|' COMMAND ARGUMENT...]
 *
 * Runs a command, or two joined by a pipe, and prints one line: wall time, processor time (both in microseconds), exit
 * status of the last, and with -m peak resident memory of the larger one and of both together (KiB). Its output goes to
 * FILE, else nowhere.
 *
 * The kernel's ru_maxrss is off by up to some hundred KiB, which is more than what is measured here. So each process is
 * stopped at its exit, when its memory is still there, and the exact number is read from /proc. That takes time:
 * without -m the times are right.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run {
    pid_t pid;
    long peak; /* KiB */
    long busy; /* microseconds */
    int status;
};

static void die(const char *what) {
    fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
    exit(125);
}

static long now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000L + time.tv_nsec / 1000L;
}

/* 0 if it is not there. */
static long kib(pid_t pid, const char *file, const char *name) {
    char path[64];
    char text[4096];
    const char *found;
    FILE *stream;
    size_t size;

    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
    stream = fopen(path, "r");
    if (stream == NULL) {
        return 0;
    }
    size = fread(text, 1, sizeof text - 1, stream);
    fclose(stream);
    text[size] = '\0';
    found = strstr(text, name);
    return found != NULL ? strtol(found + strlen(name), NULL, 10) : 0;
}

static void look(struct run *run) {
    long highest = kib(run->pid, "status", "\nVmHWM:");
    long last = kib(run->pid, "smaps_rollup", "\nRss:");

    run->peak = highest > last ? highest : last;
}

/* The child waits for a byte, so that it is watched from its first instruction on. Its addresses are not random: where
 * they fall decides how many pages the kernel maps. */
static void start(struct run *run, char **argv, int in, int out, int watched) {
    int gate[2];

    if (pipe2(gate, O_CLOEXEC) != 0) {
        die("pipe");
    }
    run->pid = fork();
    if (run->pid < 0) {
        die("fork");
    }
    if (run->pid == 0) {
        char byte;

        close(gate[1]);
        if (watched) {
            (void)personality(ADDR_NO_RANDOMIZE);
        }
        if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || read(gate[0], &byte, 1) != 1) {
            _exit(126);
        }
        execvp(argv[0], argv);
        fprintf(stderr, "measure: %s: %s\n", argv[0], strerror(errno));
        _exit(127);
    }
    close(gate[0]);
    /* Where a process may not be traced, the kernel's number has to do. */
    if (watched) {
        (void)ptrace(PTRACE_SEIZE, run->pid, NULL, (void *)PTRACE_O_TRACEEXIT);
    }
    if (write(gate[1], "", 1) != 1) {
        die("write");
    }
    close(gate[1]);
}

static struct run *run_of(struct run *runs, int count, pid_t pid) {
    int i;

    for (i = 0; i < count; i++) {
        if (runs[i].pid == pid) {
            return &runs[i];
        }
    }
    return NULL;
}

static void stopped(struct run *run, int status) {
    int signal = WSTOPSIG(status);
    int event = status >> 16;

    if (event == PTRACE_EVENT_EXIT) {
        look(run);
    }
    /* A stop that is an event has no signal to pass on. */
    ptrace(PTRACE_CONT, run->pid, NULL, (void *)(long)(event != 0 ? 0 : signal));
}

static void watch(struct run *runs, int count) {
    int left = count;

    while (left > 0) {
        struct rusage usage;
        int status;
        pid_t pid = wait4(-1, &status, __WALL, &usage);
        struct run *run = run_of(runs, count, pid);

        if (pid < 0 && errno != EINTR) {
            die("wait");
        }
        if (run == NULL) {
            continue;
        }
        if (WIFSTOPPED(status)) {
            stopped(run, status);
            continue;
        }
        run->peak = run->peak != 0 ? run->peak : usage.ru_maxrss;
        run->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        run->busy = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec +
                    usage.ru_stime.tv_usec;
        left--;
    }
}

static void start_both(struct run *runs, char **first, char **second, int in, int out, int watched) {
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        die("pipe");
    }
    start(&runs[0], first, in, ends[1], watched);
    start(&runs[1], second, ends[0], out, watched);
    close(ends[0]);
    close(ends[1]);
}

/* Returns what follows the bar, or NULL. */
static char **split(char **argv) {
    for (; *argv != NULL; argv++) {
        if (strcmp(*argv, "|") == 0) {
            *argv = NULL;
            return argv + 1;
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    struct run runs[2] = {{0}, {0}};
    const char *file = "/dev/null";
    int watched = 0;
    int option;
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out;
    char **second;
    long begun;

    while ((option = getopt(argc, argv, "+mo:")) != -1) {
        watched |= option == 'm';
        file = option == 'o' ? optarg : file;
    }
    argv += optind;
    second = split(argv);
    if (argv[0] == NULL || (second != NULL && second[0] == NULL)) {
        fputs("usage: measure [-m] [-o FILE] COMMAND... ['|' COMMAND...]\n", stderr);
        return 125;
    }
    out = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (in < 0 || out < 0) {
        die(file);
    }
    begun = now();
    if (second != NULL) {
        start_both(runs, argv, second, in, out, watched);
    } else {
        start(&runs[0], argv, in, out, watched);
    }
    watch(runs, second != NULL ? 2 : 1);
    printf("%ld %ld %d", now() - begun, runs[0].busy + runs[1].busy, runs[second != NULL].status);
    if (watched) {
        printf(" %ld %ld", runs[0].peak > runs[1].peak ? runs[0].peak : runs[1].peak, runs[0].peak + runs[1].peak);
    }
    putchar('\n');
    return 0;
}
