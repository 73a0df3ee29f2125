/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int spool_lost;

/* Eight bytes at a time: there may be hundreds of megabytes. Not meant against attackers. */
uint64_t hash_bytes(uint64_t hash, const char *data, size_t size) {
    while (size > 0) {
        uint64_t word = 0;
        size_t count = size < sizeof word ? size : sizeof word;

        memcpy(&word, data, count);
        hash = (hash ^ word) * UINT64_C(1099511628211);
        hash ^= hash >> 32;
        data += count;
        size -= count;
    }
    return hash;
}

bool hash_output(void *context, const char *data, size_t size) {
    uint64_t *hash = context;

    *hash = hash_bytes(*hash, data, size);
    return true;
}

static int open_temporary(void) {
    static const char pattern[] = "/zimport.XXXXXX";
    const char *folder = getenv("TMPDIR");
    char path[1024];
    size_t size;
    int fd;

    if (!folder || !*folder) {
        folder = "/tmp";
    }
    size = strlen(folder);
    if (size + sizeof pattern > sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(path, folder, size);
    memcpy(path + size, pattern, sizeof pattern);
    fd = mkstemp(path);
    if (fd >= 0) {
        unlink(path);
    }
    return fd;
}

static bool spill(void *context, const char *data, size_t size) {
    spool *s = context;

    if (s->fd < 0) {
        s->fd = open_temporary();
    }
    s->hash = hash_bytes(s->hash, data, size);
    while (s->fd >= 0 && size > 0) {
        ssize_t n = pwrite(s->fd, data, size, (off_t)s->spilled);

        if (n > 0) {
            data += n;
            size -= (size_t)n;
            s->spilled += (uint64_t)n;
        } else if (n == 0 || errno != EINTR) {
            break;
        }
    }
    s->error = size > 0 ? errno : 0;
    return size == 0;
}

void spool_init(spool *s, char *memory, size_t size) {
    s->fd = -1;
    s->out = (out){.data = memory, .capacity = size, .flush = spill, .context = s};
    spool_clear(s);
}

void spool_clear(spool *s) {
    s->out.size = 0;
    s->out.failed = false;
    s->error = 0;
    s->spilled = 0;
    s->hash = HASH_START;
}

bool spool_is_empty(const spool *s) {
    return s->spilled == 0 && s->out.size == 0;
}

uint64_t spool_hash(const spool *s) {
    return hash_bytes(s->hash, s->out.data, s->out.size);
}

bool spool_each(spool *s, out_flush_function take, void *context) {
    static char memory[16384];

    for (uint64_t at = 0; at < s->spilled;) {
        uint64_t left = s->spilled - at;
        ssize_t n = pread(s->fd, memory, left < sizeof memory ? (size_t)left : sizeof memory, (off_t)at);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            s->error = spool_lost = n < 0 ? errno : EIO;
            return false;
        }
        if (!take(context, memory, (size_t)n)) {
            return true;
        }
        at += (uint64_t)n;
    }
    if (s->out.size > 0) {
        take(context, s->out.data, s->out.size);
    }
    return true;
}

static bool to_out(void *context, const char *data, size_t size) {
    out *to = context;

    out_bytes(to, data, size);
    return !to->failed;
}

bool spool_copy(spool *s, out *to) {
    return spool_each(s, to_out, to);
}
