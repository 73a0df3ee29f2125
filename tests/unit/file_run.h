/* SPDX-License-Identifier: Apache-2.0 */
/* A folder in which the system's calls for files fail, are interrupted or do less than they were asked for. Replaces
 * functions of the C library. */
#ifndef ZIMPORT_TESTS_FILE_RUN_H
#define ZIMPORT_TESTS_FILE_RUN_H

#define _GNU_SOURCE /* syscall, AT_EMPTY_PATH */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "check.h"

/* ---- in the place of the C library */

/* What happens to calls that are still to come, a word each: the call's letter, which one of its kind (from 1), and
 * what happens to it: `i` EINTR, `e` EIO, `t` ENOTDIR, `a` EACCES, `h` half of it is done, `0` nothing is. The letters:
 * s fstat, r read, w write, m fchmod, y fsync, c close, n rename, u unlink, o openat. */
static const char *plan;
static unsigned calls[128]; /* by letter */
static char done[64];       /* of what is planned, in the order in which it came to pass */

static char planned(char letter) {
    unsigned number = ++calls[(unsigned char)letter];

    for (const char *at = plan; at != NULL && *at != '\0'; at += at[3] == ' ' ? 4 : 3) {
        if (at[0] == letter && (unsigned)(at[1] - '0') == number) {
            (void)strncat(done, done[0] != '\0' ? " " : "", 1);
            (void)strncat(done, at, 3);
            errno = at[2] == 'i' ? EINTR : at[2] == 'e' ? EIO : at[2] == 't' ? ENOTDIR : at[2] == 'a' ? EACCES : errno;
            return at[2];
        }
    }
    return '\0';
}

static bool is_error(char what) {
    return what == 'i' || what == 'e' || what == 't' || what == 'a';
}

static bool fails(char letter) {
    return is_error(planned(letter));
}

static void set_plan(const char *words) {
    plan = words;
    memset(calls, 0, sizeof calls);
    done[0] = '\0';
}

/* All that was planned has happened. */
static void check_plan(const char *label) {
    CHECK_VIEW(zimport_view_of(done), zimport_view_of(plan), label);
    plan = NULL;
}

static size_t some(char what, size_t size) {
    return what == 'h' ? size / 2 : what == '0' ? 0 : size;
}

ssize_t read(int fd, void *buf, size_t nbytes) {
    char what = planned('r');
    struct iovec to = {buf, some(what, nbytes)};

    return is_error(what) ? -1 : readv(fd, &to, 1);
}

ssize_t write(int fd, const void *buf, size_t n) {
    char what = planned('w');
    struct iovec from = {(void *)(uintptr_t)buf, some(what, n)};

    return is_error(what) ? -1 : writev(fd, &from, 1);
}

int fchmod(int fd, mode_t mode) {
    return fails('m') ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fsync(int fd) {
    assert_true(fd >= 0);
    return fails('y') ? -1 : 0;
}

/* Also one that fails closes the file, as with Linux. */
int close(int fd) {
    bool failed = fails('c');
    int error = errno;
    int code = (int)syscall(SYS_close, fd);

    errno = failed ? error : errno;
    return failed ? -1 : code;
}

int rename(const char *old, const char *new) {
    return fails('n') ? -1 : renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int unlink(const char *name) {
    return fails('u') ? -1 : unlinkat(AT_FDCWD, name, 0);
}

int fstat(int fd, struct stat *buf) {
    return fails('s') ? -1 : fstatat(fd, "", buf, AT_EMPTY_PATH);
}

int openat(int fd, const char *file, int oflag, ...) {
    assert_int_equal(oflag & O_CREAT, 0);
    return fails('o') ? -1 : (int)syscall(SYS_openat, fd, file, oflag, 0);
}

/* ---- a folder, which each test enters */

static char folder[500];

static int enter(void **state) {
    const char *below = getenv("TMPDIR");

    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/test_calls_XXXXXX", below != NULL ? below : "/tmp");
    assert_non_null(mkdtemp(folder));
    return chdir(folder);
}

static int leave(void **state) {
    (void)state;
    set_plan(NULL);
    return chdir("/") | rmdir(folder);
}

static inline size_t files(void) {
    DIR *open = opendir(".");
    size_t count = 0;

    assert_non_null(open);
    for (const struct dirent *one = readdir(open); one != NULL; one = readdir(open)) {
        count += one->d_name[0] != '.';
    }
    assert_int_equal(closedir(open), 0);
    return count;
}

/* The next one: more if one before it is left open. */
static int descriptor(void) {
    int fd = dup(STDERR_FILENO);

    assert_true(fd >= 0 && close(fd) == 0);
    return fd;
}

static void write_file(const char *path, const void *bytes, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (long)size);
    assert_int_equal(close(fd), 0);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

#endif
