/* SPDX-License-Identifier: Apache-2.0 */
/* Roots in a PEM file, and where systems keep theirs. The one file of this port that needs POSIX. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* errno is what tells the caller why. */
static zimport_status search_file(int fd, zimport_trust_search *search) {
    char piece[1024];
    zimport_status status = ZIMPORT_OK;

    while (status == ZIMPORT_OK && !search->done) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0 ? ZIMPORT_OK : ZIMPORT_SYSTEM;
        }
        status = zimport_trust_search_feed(search, piece, (size_t)got);
    }
    return status;
}

static zimport_status find_in_file(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                   zimport_trust_found found, void *context) {
    const zimport_trust_file *trust = (const zimport_trust_file *)(const void *)self;
    int fd = open(trust->path, O_RDONLY | O_CLOEXEC);
    zimport_trust_search search;
    zimport_status status;
    int error;

    if (fd < 0) {
        return ZIMPORT_SYSTEM;
    }
    memset(&search, 0, sizeof search);
    search.subject = subject;
    search.subject_size = subject_size;
    search.found = found;
    search.context = context;
    status = search_file(fd, &search);
    error = errno;
    zimport_trust_search_end(&search);
    (void)close(fd);
    errno = error;
    return status;
}

zimport_status zimport_trust_file_init(zimport_trust_file *trust, const char *path, int32_t *detail) {
    zimport_status status;

    trust->base.find = find_in_file;
    trust->path = path;
    status = zimport_trust_check(&trust->base);
    if (detail != NULL) {
        *detail = status == ZIMPORT_SYSTEM ? errno : 0;
    }
    return status;
}

zimport_status zimport_trust_system_init(zimport_trust_file *trust) {
    static const char *const places[] = {
        "/etc/ssl/certs/ca-certificates.crt",                /* Debian, Alpine, OpenWrt, Arch */
        "/etc/pki/tls/certs/ca-bundle.crt",                  /* Fedora, RHEL */
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora, newer */
        "/etc/ssl/ca-bundle.pem",                            /* SUSE */
        "/etc/ssl/cert.pem",                                 /* BSD, macOS, Alpine without the package */
        "/usr/local/share/certs/ca-root-nss.crt",            /* FreeBSD, from ports */
    };
    const char *given = getenv("SSL_CERT_FILE");

    if (given != NULL && given[0] != '\0') {
        return zimport_trust_file_init(trust, given, NULL);
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (zimport_trust_file_init(trust, places[i], NULL) == ZIMPORT_OK) {
            return ZIMPORT_OK;
        }
    }
    return ZIMPORT_TLS_NO_TRUST;
}
