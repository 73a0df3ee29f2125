/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands between the program and its system calls: the linker's --wrap leads them here (calls.mk).
 *
 *     CALLS_FAIL=NAME:N:ERRNO     the N-th call of NAME fails with that number; with a + behind it, all that follow,
 * too. 0: it does half of what it was asked for CALLS_CLOCK=N:REAL:MONO     from the N-th look at a clock on, the
 * clocks are so many seconds off CALLS_REPORT=FILE           how often each was called, one a line, is written there at
 * the end; behind it the descriptors that are still open (@open), and which one it failed for (@hit)
 *
 * What the child calls before it is another program is counted apart, as child-NAME.
 */
#define _DEFAULT_SOURCE /* syscall */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* NOLINTBEGIN(*-reserved-identifier,cert-dcl*): the linker's names */

#define NAMES 64
#define SPAN 256

static struct call {
    const char *name;
    unsigned long count[2]; /* of the program, of its child */
} calls[NAMES];

static struct {
    bool begun;
    long owner;
    char name[32]; /* "" none */
    bool child;
    unsigned long number;
    int error;
    bool on;
    const char *report;
    long hit; /* the descriptor */
    bool has_hit;
    unsigned long looks, jump; /* at clocks */
    long real, mono;
} plan;

/* The number at *at, behind which *at then is, and behind a colon. */
static long number(const char **at) {
    char *end;
    long value = strtol(*at, &end, 10);

    *at = end + (*end == ':');
    return value;
}

static void begin(void) {
    const char *fail = getenv("CALLS_FAIL");
    const char *clock = getenv("CALLS_CLOCK");

    plan.begun = true;
    plan.owner = syscall(SYS_getpid);
    plan.report = getenv("CALLS_REPORT");
    if (fail) {
        plan.child = strncmp(fail, "child-", 6) == 0;
        fail += plan.child ? 6 : 0;
        (void)snprintf(plan.name, sizeof plan.name, "%.*s", (int)strcspn(fail, ":"), fail);
        fail += strcspn(fail, ":") + 1;
        plan.number = (unsigned long)number(&fail);
        plan.error = (int)number(&fail);
        plan.on = *fail == '+';
    }
    if (clock) {
        plan.jump = (unsigned long)number(&clock);
        plan.real = number(&clock);
        plan.mono = number(&clock);
    }
}

static struct call *find(const char *name) {
    for (size_t i = 0; i < NAMES; i++) {
        if (!calls[i].name) {
            calls[i].name = name;
        }
        if (strcmp(calls[i].name, name) == 0) {
            return &calls[i];
        }
    }
    abort();
}

/* Whether this call is one that fails. `fd`: what it is about, or -1. */
static bool chosen(const char *name, long fd) {
    struct call *call;
    unsigned long count;
    bool child;

    if (!plan.begun) {
        begin();
    }
    child = syscall(SYS_getpid) != plan.owner;
    call = find(name);
    count = ++call->count[child];
    if (strcmp(plan.name, name) != 0 || plan.child != child || count < plan.number ||
        (count > plan.number && !plan.on)) {
        return false;
    }
    plan.hit = fd;
    plan.has_hit = true;
    if (plan.error) {
        errno = plan.error;
    }
    return true;
}

/* A file or a terminal that nobody made so does not say EAGAIN, but standard output may be anything. */
static bool may_wait(long fd) {
    return fd <= STDERR_FILENO || (syscall(SYS_fcntl, fd, F_GETFL) & O_NONBLOCK) != 0;
}

/* How much of `size` bytes; -1: none, it fails. */
static ssize_t amount(const char *name, long fd, size_t size) {
    if (!chosen(name, fd) || (plan.error == EAGAIN && !may_wait(fd))) {
        return (ssize_t)size;
    }
    return plan.error ? -1 : (ssize_t)(size > 1 ? size / 2 : size);
}

static unsigned long open_descriptors(void) {
    unsigned long count = 0;

    for (int fd = STDERR_FILENO + 1; fd < SPAN; fd++) {
        count += syscall(SYS_fcntl, fd, F_GETFD) >= 0;
    }
    return count;
}

__attribute__((destructor)) static void report(void) {
    unsigned long left = open_descriptors();
    FILE *to = plan.report && syscall(SYS_getpid) == plan.owner ? fopen(plan.report, "w") : NULL;

    if (!to) {
        return;
    }
    for (size_t i = 0; i < NAMES && calls[i].name; i++) {
        for (size_t child = 0; child < 2; child++) {
            if (calls[i].count[child] > 0) {
                (void)fprintf(to, "%s%s %lu\n", child ? "child-" : "", calls[i].name, calls[i].count[child]);
            }
        }
    }
    (void)fprintf(to, "@open %lu\n@looks %lu\n", left, plan.looks);
    if (plan.has_hit) {
        (void)fprintf(to, "@hit %ld\n", plan.hit);
    }
    (void)fclose(to);
}

/* $1 (result) of $2 (name), with parameters and arguments; about descriptor `fd`. */
#define CALL(result, name, parameters, arguments, fd, failed) \
    result __real_##name parameters; \
    result __wrap_##name parameters; \
    result __wrap_##name parameters { \
        return chosen(#name, fd) ? (failed) : __real_##name arguments; \
    }

CALL(DIR *, opendir, (const char *path), (path), -1, NULL)
CALL(struct dirent *, readdir, (DIR * folder), (folder), -1, NULL)
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode), fd, -1)
CALL(int, rename, (const char *from, const char *to), (from, to), -1, -1)
CALL(int, unlink, (const char *path), (path), -1, -1)
CALL(int, mkstemp, (char *path), (path), -1, -1)
CALL(int, access, (const char *path, int mode), (path, mode), -1, -1)
CALL(int, stat, (const char *path, struct stat *about), (path, about), -1, -1)
CALL(int, lstat, (const char *path, struct stat *about), (path, about), -1, -1)
CALL(int, fstat, (int fd, struct stat *about), (fd, about), fd, -1)
CALL(int, fstatat, (int fd, const char *path, struct stat *about, int flags), (fd, path, about, flags), fd, -1)
CALL(ssize_t, readlinkat, (int fd, const char *path, char *to, size_t size), (fd, path, to, size), fd, -1)
CALL(int, isatty, (int fd), (fd), fd, 0)
CALL(int, pipe, (int fds[2]), (fds), -1, -1)
CALL(int, dup2, (int from, int to), (from, to), from, -1)
CALL(int, poll, (struct pollfd * fds, nfds_t count, int ms), (fds, count, ms), -1, -1)
CALL(int, socket, (int family, int type, int protocol), (family, type, protocol), -1, -1)
CALL(int, getsockopt, (int fd, int level, int name, void *value, socklen_t *size), (fd, level, name, value, size), fd,
     -1)
CALL(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t size), (fd, level, name, value, size),
     fd, -1)
CALL(int, getpeername, (int fd, struct sockaddr *address, socklen_t *size), (fd, address, size), fd, -1)
CALL(unsigned, if_nametoindex, (const char *name), (name), -1, 0)
CALL(int, uname, (struct utsname * names), (names), -1, -1)
CALL(int, execve, (const char *path, char *const *arguments, char *const *variables), (path, arguments, variables), -1,
     -1)
CALL(pid_t, setsid, (void), (), -1, -1)
CALL(int, kill, (pid_t pid, int number), (pid, number), -1, -1)
CALL(pid_t, waitpid, (pid_t pid, int *status, int options), (pid, status, options), -1, -1)
CALL(int, sigaction, (int number, const struct sigaction *action, struct sigaction *old), (number, action, old), -1, -1)
CALL(int, sigprocmask, (int how, const sigset_t *set, sigset_t *old), (how, set, old), -1, -1)
CALL(void *, mmap, (void *at, size_t size, int may, int flags, int fd, off_t from), (at, size, may, flags, fd, from),
     fd, MAP_FAILED)
CALL(void *, malloc, (size_t size), (size), -1, NULL)
CALL(void *, calloc, (size_t count, size_t size), (count, size), -1, NULL)

/* The child returns from here first. That is well since nothing is left on the stack: the compiler makes a jump of it.
 */
CALL(pid_t, vfork, (void), (), -1, -1)

typedef void handler(int number);
CALL(handler *, __sysv_signal, (int number, handler *action), (number, action), -1, SIG_ERR)

#define TRANSFER(name, parameters, fd, size, arguments) \
    ssize_t __real_##name parameters; \
    ssize_t __wrap_##name parameters; \
    ssize_t __wrap_##name parameters { \
        ssize_t part = amount(#name, fd, size); \
        return part < 0 ? -1 : __real_##name arguments; \
    }

TRANSFER(read, (int fd, void *to, size_t size), fd, size, (fd, to, (size_t)part))
TRANSFER(pread, (int fd, void *to, size_t size, off_t at), fd, size, (fd, to, (size_t)part, at))
TRANSFER(write, (int fd, const void *from, size_t size), fd, size, (fd, from, (size_t)part))
TRANSFER(pwrite, (int fd, const void *from, size_t size, off_t at), fd, size, (fd, from, (size_t)part, at))
TRANSFER(send, (int fd, const void *from, size_t size, int flags), fd, size, (fd, from, (size_t)part, flags))
TRANSFER(recv, (int fd, void *to, size_t size, int flags), fd, size, (fd, to, (size_t)part, flags))
TRANSFER(getrandom, (void *to, size_t size, unsigned flags), -1, size, (to, (size_t)part, flags))

/* Those that do their work, or part of it, although they fail. */

int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd) {
    bool fails = chosen("close", fd);
    int code = __real_close(fd);

    errno = fails ? plan.error : errno;
    return fails ? -1 : code;
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd) {
    bool fails = chosen("fsync", fd);
    int code = __real_fsync(fd);

    errno = fails ? plan.error : errno;
    return fails ? -1 : code;
}

/* Interrupted, a connection comes about all the same; and only that of a stream can be. */
int __real_connect(int fd, const struct sockaddr *address, socklen_t size);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t size);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t size) {
    bool fails = chosen("connect", fd);
    int kind = 0;
    socklen_t length = sizeof kind;
    int code;

    if (fails && plan.error != EINTR) {
        return -1;
    }
    (void)syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &kind, &length);
    code = __real_connect(fd, address, size);
    if (fails && kind == SOCK_STREAM && (code == 0 || errno == EINPROGRESS)) {
        errno = EINTR;
        code = -1;
    }
    return code;
}

int __real_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time) {
    int code = __real_clock_gettime(clock, time);

    if (clock == CLOCK_REALTIME && chosen("clock_gettime", -1)) {
        return -1;
    }
    plan.looks++;
    if (plan.jump > 0 && plan.looks >= plan.jump) {
        time->tv_sec += clock == CLOCK_REALTIME ? plan.real : plan.mono;
    }
    return code;
}

#define WITH_ARGUMENT(type, last) \
    va_list list; \
    type argument; \
    va_start(list, last); \
    argument = va_arg(list, type); \
    va_end(list)

int __real_open(const char *path, int flags, unsigned mode);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...) {
    WITH_ARGUMENT(unsigned, flags);
    return chosen("open", -1) ? -1 : __real_open(path, flags, argument);
}

int __real_openat(int folder, const char *path, int flags, unsigned mode);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...) {
    WITH_ARGUMENT(unsigned, flags);
    return chosen("openat", -1) ? -1 : __real_openat(folder, path, flags, argument);
}

int __real_fcntl(int fd, int what, long argument);
int __wrap_fcntl(int fd, int what, ...);
int __wrap_fcntl(int fd, int what, ...) {
    WITH_ARGUMENT(long, what);
    /* Whether a descriptor is open is a question that does not fail. */
    return what != F_GETFD && chosen("fcntl", fd) ? -1 : __real_fcntl(fd, what, argument);
}

int __real_ioctl(int fd, unsigned long what, void *argument);
int __wrap_ioctl(int fd, unsigned long what, ...);
int __wrap_ioctl(int fd, unsigned long what, ...) {
    WITH_ARGUMENT(void *, what);
    return chosen("ioctl", fd) ? -1 : __real_ioctl(fd, what, argument);
}

/* NOLINTEND(*-reserved-identifier,cert-dcl*) */
