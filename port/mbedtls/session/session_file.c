/* SPDX-License-Identifier: Apache-2.0 */
/* Readable by its owner alone and replaced atomically. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "zimport/mbedtls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* With the temporary file's suffix; beyond it: ENAMETOOLONG. */
#define PATH_CAPACITY 1024U
#define SUFFIX_SIZE 10U /* .01234567 and NUL */
#define CHECKSUM_SIZE 32U

static bool is_regular(const struct stat *file) {
    errno = S_ISDIR(file->st_mode) ? EISDIR : ENODEV;
    return S_ISREG(file->st_mode);
}

/* False, with errno. */
static bool take(zimport_session *session, int fd) {
    struct stat file;
    size_t size = 0;

    if (fstat(fd, &file) != 0 || !is_regular(&file)) {
        return false;
    }
    if (file.st_uid != geteuid() || (file.st_mode & (S_IRWXG | S_IRWXO)) != 0 ||
        file.st_size > (off_t)session->capacity) {
        return true;
    }
    while (size < session->capacity) {
        ssize_t got = read(fd, session->memory + size, session->capacity - size);
        if (got < 0 && errno != EINTR) {
            return false;
        }
        if (got == 0) {
            break;
        }
        size += got > 0 ? (size_t)got : 0;
    }
    session->size = size;
    return true;
}

zimport_status zimport_session_load(zimport_session *session, const char *path, int32_t *detail) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool good = fd < 0 && errno == ENOENT;

    session->size = 0;
    session->changed = false;
    if (fd >= 0) {
        good = take(session, fd);
    }
    if (detail != NULL) {
        *detail = good ? 0 : errno;
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return good ? ZIMPORT_OK : ZIMPORT_SYSTEM;
}

/* False, with errno. */
static bool give(const zimport_session *session, int fd) {
    size_t done = 0;

    if (fchmod(fd, S_IRUSR | S_IWUSR) != 0) {
        return false;
    }
    while (done < session->size) {
        ssize_t put = write(fd, session->memory + done, session->size - done);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        done += put > 0 ? (size_t)put : 0;
    }
    return fsync(fd) == 0;
}

/* Unique to this process: it ends with part of the session's checksum. */
static bool name_temporary(const zimport_session *session, const char *path, char temporary[PATH_CAPACITY]) {
    size_t size = strlen(path);

    if (size + SUFFIX_SIZE > PATH_CAPACITY) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(temporary, path, size);
    temporary[size] = '.';
    for (size_t i = 0; i < 8; i++) {
        uint8_t byte = session->memory[session->size - 1 - i / 2];
        temporary[size + 1 + i] = "0123456789abcdef"[i % 2 == 0 ? byte >> 4 : byte & 15];
    }
    temporary[size + 9] = '\0';
    return true;
}

static bool write_new(const zimport_session *session, const char *temporary) {
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool good;
    int error;

    if (fd < 0) {
        return false;
    }
    good = give(session, fd);
    error = errno;
    if (close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (!good) {
        (void)unlink(temporary);
    }
    errno = error;
    return good;
}

static bool store(const zimport_session *session, const char *path) {
    char temporary[PATH_CAPACITY];
    struct stat old;
    int error;

    /* Never replace a device or folder. */
    if (lstat(path, &old) == 0 && !S_ISLNK(old.st_mode) && !is_regular(&old)) {
        return false;
    }
    if (session->size < CHECKSUM_SIZE) {
        return unlink(path) == 0 || errno == ENOENT;
    }
    if (!name_temporary(session, path, temporary) || !write_new(session, temporary)) {
        return false;
    }
    if (rename(temporary, path) == 0) {
        return true;
    }
    error = errno;
    (void)unlink(temporary);
    errno = error;
    return false;
}

zimport_status zimport_session_store(zimport_session *session, const char *path, int32_t *detail) {
    bool good = store(session, path);

    if (detail != NULL) {
        *detail = good ? 0 : errno;
    }
    session->changed = session->changed && !good;
    return good ? ZIMPORT_OK : ZIMPORT_SYSTEM;
}
