/* SPDX-License-Identifier: Apache-2.0 */
/* Each file is read once, from its beginning: it may be a pipe. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "identity.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A larger file holds no certificate or key: the rest is not read. */
#define PIECES_MAX 4096

/* errno tells why. */
static zimport_status feed(zimport_identity_reader *reader, int fd) {
    char piece[256];
    zimport_status status = ZIMPORT_OK;

    for (int pieces = 0; pieces < PIECES_MAX && reader->status == ZIMPORT_OK; pieces++) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            status = got == 0 ? ZIMPORT_OK : ZIMPORT_SYSTEM;
            break;
        }
        zimport_identity_feed(reader, piece, (size_t)got);
    }
    zimport_wipe(piece, sizeof piece);
    return status;
}

static zimport_status feed_file(zimport_identity_reader *reader, const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    zimport_status status;
    int error;

    if (fd < 0) {
        return ZIMPORT_SYSTEM;
    }
    status = feed(reader, fd);
    error = errno;
    (void)close(fd);
    errno = error;
    return status;
}

zimport_status zimport_identity_load(zimport_identity *identity, const zimport_platform *platform,
                                     const char *certificates, const char *key, const char **path, int32_t *detail) {
    bool one = key == NULL || strcmp(certificates, key) == 0;
    zimport_identity_reader reader;
    zimport_status status;
    const char *at = certificates;
    int error;

    zimport_identity_begin(&reader, identity, platform);
    zimport_identity_text(&reader, ZIMPORT_IDENTITY_CERTIFICATE | (one ? ZIMPORT_IDENTITY_KEY : 0));
    status = feed_file(&reader, at);
    if (status == ZIMPORT_OK && !one) {
        at = key;
        zimport_identity_text(&reader, ZIMPORT_IDENTITY_KEY);
        status = feed_file(&reader, at);
    }
    error = errno;
    status = zimport_identity_end(&reader, status);
    if (path != NULL) {
        *path = at;
    }
    if (detail != NULL) {
        *detail = status == ZIMPORT_SYSTEM ? error : reader.fault;
    }
    return status;
}
