/* SPDX-License-Identifier: Apache-2.0 */
/* Where systems keep their roots: one file, or folders of files. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "trust.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* For a folder's name, a link's target, or a piece of a file; never two at once. */
enum { ROOM = 1024 };

typedef struct visit {
    bool (*file)(struct visit *self, int folder, const char *name);
    char *room;
    zimport_trust_search *search;
    zimport_status status;
    int error; /* errno of a file or folder that exists and cannot be read; 0: none */
    void (*mix)(void *context, const void *bytes, size_t size);
    void *context;
} visit;

/* A file that cannot be read is skipped, but remembered. */
static void note(visit *to) {
    if (errno != ENOENT && errno != ENOTDIR) {
        to->error = errno;
    }
}

/* Regular, and no link to a file of the same folder, which is read under its own name. */
static bool is_own_file(visit *to, int folder, const char *name) {
    ssize_t target = readlinkat(folder, name, to->room, ROOM);
    struct stat about;

    if (target > 0 && memchr(to->room, '/', (size_t)target) == NULL) {
        return false;
    }
    if (fstatat(folder, name, &about, 0) == 0) {
        return S_ISREG(about.st_mode);
    }
    if (errno != ELOOP) { /* it leads to no file */
        note(to);
    }
    return false;
}

/* False if the visitor ended it. A folder that cannot be read has no files. */
static bool each_in_folder(visit *to, const char *path) {
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool more = true;

    if (folder == NULL) {
        note(to);
        return true;
    }
    while (more && (errno = 0, entry = readdir(folder)) != NULL) {
        if (is_own_file(to, dirfd(folder), entry->d_name)) {
            more = to->file(to, dirfd(folder), entry->d_name);
        }
    }
    if (entry == NULL && errno != 0) {
        note(to);
    }
    (void)closedir(folder);
    return more;
}

static void each_file(visit *to, const char *folders) {
    for (const char *at = folders; *at != '\0';) {
        size_t size = 0;
        while (at[size] != '\0' && at[size] != ':') {
            size++;
        }
        if (size > 0 && size < ROOM) {
            memcpy(to->room, at, size);
            to->room[size] = '\0';
            if (!each_in_folder(to, to->room)) {
                return;
            }
        }
        at += size + (at[size] == ':');
    }
}

static bool read_file(visit *self, int folder, const char *name) {
    zimport_status status = zimport_trust_read(self->search, folder, name, self->room, ROOM);

    if (status == ZIMPORT_SYSTEM) {
        note(self);
        status = ZIMPORT_OK;
    }
    self->status = status;
    return self->status == ZIMPORT_OK && !self->search->done;
}

static zimport_status find_in_system(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                     zimport_trust_found found, void *context) {
    const zimport_trust_file *trust = (const zimport_trust_file *)(const void *)self;
    zimport_trust_search search;
    char room[ROOM];
    visit to = {read_file, room, &search, ZIMPORT_OK, 0, NULL, NULL};

    zimport_trust_search_begin(&search, subject, subject_size, found, context);
    if (trust->path != NULL) {
        to.status = zimport_trust_read(&search, AT_FDCWD, trust->path, room, ROOM);
    }
    /* As in OpenSSL, folders come second: they often hold the same again. */
    if (to.status == ZIMPORT_OK && !search.done && (subject == NULL || !search.hit)) {
        each_file(&to, trust->folders);
    }
    /* One that others alone may read does not speak against the rest. */
    if (to.status == ZIMPORT_OK && !search.hit && to.error != 0 && (subject == NULL || to.error != EACCES)) {
        errno = to.error;
        return ZIMPORT_SYSTEM;
    }
    return to.status;
}

static bool mix_file(visit *self, int folder, const char *name) {
    if (!zimport_trust_mix_file(folder, name, self->room, ROOM, self->mix, self->context)) {
        self->status = ZIMPORT_SYSTEM;
    }
    return self->status == ZIMPORT_OK;
}

static bool identify_system(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                            void *context) {
    const zimport_trust_file *trust = (const zimport_trust_file *)(const void *)self;
    char room[ROOM];
    visit to = {mix_file, room, NULL, ZIMPORT_OK, 0, mix, context};

    if (trust->path == NULL || mix_file(&to, AT_FDCWD, trust->path)) {
        each_file(&to, trust->folders);
    }
    return to.status == ZIMPORT_OK;
}

/* A file without a certificate is skipped; after any other failure `trust` has only its name, for the message. */
static zimport_status init_named(zimport_trust_file *trust, const char *file, const char *folders) {
    zimport_status status = file != NULL ? zimport_trust_file_init(trust, file, NULL) : ZIMPORT_TLS_NO_TRUST;

    if (folders == NULL || (status != ZIMPORT_OK && status != ZIMPORT_TLS_NO_TRUST)) {
        return status;
    }
    trust->base.find = find_in_system;
    trust->base.identify = identify_system;
    trust->folders = folders;
    if (status == ZIMPORT_OK) {
        return status;
    }
    trust->path = NULL;
    return zimport_trust_check(&trust->base);
}

static const char *given(const char *name) {
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
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
    /* SUSE, OpenWrt; Fedora; Android; FreeBSD */
    static const char usual_folders[] =
        "/etc/ssl/certs:/etc/pki/tls/certs:/system/etc/security/cacerts:/usr/share/certs/trusted";
    const char *file = given("SSL_CERT_FILE");
    const char *folders = given("SSL_CERT_DIR");

    /* The first that exists counts, whatever is wrong with it. */
    for (size_t i = 0; file == NULL && folders == NULL && i < sizeof places / sizeof places[0]; i++) {
        int32_t error;
        zimport_status status = zimport_trust_file_init(trust, places[i], &error);
        if (status != ZIMPORT_SYSTEM || (error != ENOENT && error != ENOTDIR)) {
            return status;
        }
    }
    return init_named(trust, file, file == NULL && folders == NULL ? usual_folders : folders);
}
