/* SPDX-License-Identifier: Apache-2.0 */
/* This and trust_system.c are the files of this port that need POSIX. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "trust.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In bytes: where reading an endless file, such as /dev/zero, stops. */
#define FILE_MAX 16777216

static zimport_status read_all(zimport_trust_search *search, int fd, char *piece, size_t room) {
    zimport_status status = ZIMPORT_OK;

    for (size_t size = 0; status == ZIMPORT_OK && !search->done && size < FILE_MAX;) {
        ssize_t got = read(fd, piece, room);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        size += got > 0 ? (size_t)got : 0;
        if (got <= 0) {
            return got == 0 ? ZIMPORT_OK : ZIMPORT_SYSTEM;
        }
        status = zimport_trust_search_feed(search, piece, (size_t)got);
    }
    return status;
}

zimport_status zimport_trust_read(zimport_trust_search *search, int folder, const char *name, char *piece,
                                  size_t room) {
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    zimport_status status;
    int error;

    if (fd < 0) {
        return ZIMPORT_SYSTEM;
    }
    status = read_all(search, fd, piece, room);
    error = errno;
    zimport_trust_search_end(search);
    (void)close(fd);
    errno = error;
    return status;
}

/* A word at a time; there is room for one more after them. A digest of all roots would take longer than a session
 * saves. Times and inode numbers prove nothing: the next squashfs image has the same. Any changed word changes the sum;
 * whoever may write to the file is trusted anyway. */
static uint64_t add_words(uint64_t sum, char *piece, size_t size) {
    uint64_t word = 0;

    memset(piece + size, 0, sizeof word);
    for (size_t at = 0; at < size; at += sizeof word) {
        memcpy(&word, piece + at, sizeof word);
        sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        sum ^= sum >> 32;
    }
    return sum;
}

/* Only a regular file can be read twice. */
static bool add_file(uint64_t about[2], int fd, char *piece, size_t room) {
    struct stat file;

    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) {
        return false;
    }
    while (about[0] < FILE_MAX) {
        ssize_t got = read(fd, piece, room - sizeof about[1]);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0;
        }
        about[0] += (uint64_t)got;
        about[1] = add_words(about[1], piece, (size_t)got);
    }
    return false;
}

bool zimport_trust_mix_file(int folder, const char *name, char *piece, size_t room,
                            void (*mix)(void *context, const void *bytes, size_t size), void *context) {
    uint64_t about[2] = {0, 0};
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool good = fd >= 0 && add_file(about, fd, piece, room);

    if (fd >= 0) {
        (void)close(fd);
    }
    mix(context, about, sizeof about);
    return good;
}

static zimport_status find_in_file(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                   zimport_trust_found found, void *context) {
    const zimport_trust_file *trust = (const zimport_trust_file *)(const void *)self;
    zimport_trust_search search;
    char piece[1024];

    zimport_trust_search_begin(&search, subject, subject_size, found, context);
    return zimport_trust_read(&search, AT_FDCWD, trust->path, piece, sizeof piece);
}

static bool identify_file(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                          void *context) {
    const zimport_trust_file *trust = (const zimport_trust_file *)(const void *)self;
    char piece[1024];

    return zimport_trust_mix_file(AT_FDCWD, trust->path, piece, sizeof piece, mix, context);
}

zimport_status zimport_trust_file_init(zimport_trust_file *trust, const char *path, int32_t *detail) {
    zimport_status status;

    trust->base.find = find_in_file;
    trust->base.identify = identify_file;
    trust->path = path;
    trust->folders = NULL;
    status = zimport_trust_check(&trust->base);
    if (detail != NULL) {
        *detail = status == ZIMPORT_SYSTEM ? errno : 0;
    }
    return status;
}
