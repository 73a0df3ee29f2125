/* SPDX-License-Identifier: Apache-2.0 */
/* Roots in a PEM file. This and trust_system.c are the files of this port that need POSIX. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "trust.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a file that has no end, such as /dev/zero, no more than this is read. In bytes. */
#define FILE_MAX 16777216

/* errno is what tells the caller why. */
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

void zimport_trust_mix_file(int folder, const char *name, void (*mix)(void *context, const void *bytes, size_t size),
                            void *context) {
    int64_t about[7] = {0};
    struct stat file;

    if (fstatat(folder, name, &file, 0) == 0) {
        about[0] = (int64_t)file.st_dev;
        about[1] = (int64_t)file.st_ino;
        about[2] = file.st_size;
        about[3] = file.st_mtim.tv_sec;
        about[4] = file.st_mtim.tv_nsec;
        about[5] = file.st_ctim.tv_sec;
        about[6] = file.st_ctim.tv_nsec;
    }
    mix(context, about, sizeof about);
}

static zimport_status find_in_file(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                   zimport_trust_found found, void *context) {
    const zimport_trust_file *trust = (const zimport_trust_file *)(const void *)self;
    zimport_trust_search search;
    char piece[1024];

    zimport_trust_search_begin(&search, subject, subject_size, found, context);
    return zimport_trust_read(&search, AT_FDCWD, trust->path, piece, sizeof piece);
}

static void identify_file(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                          void *context) {
    zimport_trust_mix_file(AT_FDCWD, ((const zimport_trust_file *)(const void *)self)->path, mix, context);
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
