/* SPDX-License-Identifier: Apache-2.0 */
/* A reader never sees half a picture, or none: it is written beside the old one, which it then replaces. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/output/picture.h"

#define PATH_MOST 4096

bool picture_read(picture_file *file, const char *text) {
    static const struct {
        char word[6];
        void (*write)(picture *p, out *to);
    } kinds[] = {
#if BUILT_JSON
        {"json:", picture_json},
#endif
        {"prom:", picture_prom},
        {"html:", picture_html},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strncmp(text, kinds[i].word, 5) == 0) {
            *file = (picture_file){.path = text + 5, .write = kinds[i].write};
            return text[5] != '\0' && strcmp(text + 5, "-") != 0;
        }
    }
    return false;
}

static bool render(const picture_file *file, picture *p, out_flush_function flush, void *context) {
    static char memory[8192];
    out to = {.data = memory, .capacity = sizeof memory, .flush = flush, .context = context};

    file->write(p, &to);
    return out_flush(&to);
}

/* An errno, or 0. Servers with other users read the file, so the mode of a new one is left to the umask; `mode` is that
 * of one that is replaced, or 0. */
static int write_beside(const picture_file *file, picture *p, const char *temporary, mode_t mode) {
    out_file target = {.fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    bool good;

    if (target.fd < 0) {
        return errno;
    }
    if (mode) {
        (void)fchmod(target.fd, mode & 0777);
    }
    good = render(file, p, out_to_file, &target);
    if (close(target.fd) == 0 && good && rename(temporary, file->path) == 0) {
        return 0;
    }
    target.error = good ? errno : target.error;
    (void)unlink(temporary);
    return target.error;
}

static int replace(const picture_file *file, picture *p, uint32_t random) {
    static char temporary[PATH_MOST];
    out name = {.data = temporary, .capacity = sizeof temporary};
    struct stat old = {.st_mode = 0};

    out_text(&name, file->path);
    out_byte(&name, '.');
    out_hexadecimal(&name, random, 8);
    out_byte(&name, '\0');
    if (name.failed) {
        return ENAMETOOLONG;
    }
    if (lstat(file->path, &old) == 0 && !S_ISREG(old.st_mode)) {
        return PICTURE_NO_FILE;
    }
    return p->no_memory ? ENOMEM : write_beside(file, p, temporary, old.st_mode);
}

bool picture_show(picture_file *file, picture *p, bool anyway, uint32_t random) {
    uint64_t hash = HASH_START;

    (void)render(file, p, hash_output, &hash);
    if (anyway || file->error != 0 || hash != file->shown) {
        file->error = replace(file, p, random);
        file->shown = hash;
    }
    return file->error == 0;
}
