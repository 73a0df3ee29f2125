/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/settings/choose.h"
#include "cli/text/errors.h"
#include "cli/text/quote.h"
#include "cli/text/unseen.h"
#include "zimport/origin.h"

const char *key_shown;

/* Plus the line end, and one byte that shows a longer secret. */
static char memories[KEYS][KEY_MAX + 3];

/* A proxy's `user:password`, and the same in base64. */
static char proxy_plain[ZIMPORT_CREDENTIALS_MAX];
static char proxy_base64[sizeof((zimport_proxy_server *)NULL)->credentials];

static const struct {
    const char *variable;
    const char *what;
} names[] = {
    [KEY_API] = {"ZILLIZ_API_KEY", "the API key"},
    [KEY_ACCESS] = {"AWS_ACCESS_KEY_ID", "the access key"},
    [KEY_SECRET] = {"AWS_SECRET_ACCESS_KEY", "the secret key"},
    [KEY_SESSION] = {"AWS_SESSION_TOKEN", "the session token"},
};

static zimport_view without_line_end(zimport_view key) {
    if (key.size > 0 && key.data[key.size - 1] == '\n') {
        key.size--;
        if (key.size > 0 && key.data[key.size - 1] == '\r') {
            key.size--;
        }
    }
    return key;
}

bool key_refuse_file(const char *source, const char *words, const char *path, int code, out *error) {
    out_text(error, source);
    out_text(error, words);
    quote_short(error, zimport_view_of(path), false, 200);
    out_text(error, "': ");
    out_text(error, error_words(code));
    return false;
}

static int read_all(int fd, char *memory, size_t *size) {
    for (*size = 0; *size < sizeof memories[0];) {
        ssize_t n = read(fd, memory + *size, sizeof memories[0] - *size);

        if (n == 0) {
            break;
        }
        if (n > 0) {
            *size += (size_t)n;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

static bool read_file(key_kind kind, zimport_view *key, const char *source, const char *path, out *error) {
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat file;
    size_t size = 0;
    int code;

    if (fd < 0) {
        return key_refuse_file(source, ": cannot read '", path, errno, error);
    }
    code = read_all(fd, memories[kind], &size);
    if (!standard_input) {
        if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && (file.st_mode & (S_IRGRP | S_IROTH))) {
            key_shown = path;
        }
        close(fd);
    }
    if (code) {
        return key_refuse_file(source, ": cannot read '", path, code, error);
    }
    *key = (zimport_view){memories[kind], size};
    return true;
}

/* A file that was named must hold a secret. */
static bool check(key_kind kind, zimport_view key, const char *source, const char *path, out *error) {
    unseen found;

    if (key.size > KEY_MAX) {
        out_text(error, names[kind].what);
        out_text(error, " is longer than ");
        out_number(error, KEY_MAX);
        out_text(error, " bytes; is that the right file?");
        return false;
    }
    if (path && key.size == 0) {
        out_text(error, source);
        out_text(error, ": there is no key in '");
        quote_short(error, zimport_view_of(path), false, 200);
        out_byte(error, '\'');
        return false;
    }
    /* The API key goes into an HTTP field, where a space is not allowed. */
    if (unseen_find(key, kind == KEY_API ? UNSEEN_INSIDE | UNSEEN_SPACE : UNSEEN_INSIDE, &found)) {
        out_text(error, names[kind].what);
        unseen_say(error, &found);
        out_text(error, kind == KEY_API ? "; it must be one word on one line" : "; it must be one line of text");
        return false;
    }
    return true;
}

bool key_read(key_kind kind, zimport_view *key, const options *given, const char *const *member, out *error) {
    const char *path = *member;
    const char *source = path ? options_source(given, member) : NULL;

    *key = zimport_view_of(path ? NULL : getenv(names[kind].variable));
    if (path && !read_file(kind, key, source, path, error)) {
        return false;
    }
    *key = without_line_end(*key);
    quote_add_secret(*key);
    return check(kind, *key, source, path, error);
}

/* Unless it is short enough to match ordinary text. */
static void hide(const char *text, size_t size) {
    const char *colon = memchr(text, ':', size);
    size_t user = colon ? (size_t)(colon - text) : size;
    size_t password = size - user - (colon != NULL);

    if (password >= QUOTE_SECRET_MIN) {
        quote_add_secret((zimport_view){colon + 1, password});
    } else {
        quote_add_secret((zimport_view){text, password > 0 ? size : user});
    }
}

static unsigned hex(char c) {
    return ((unsigned char)c & 15U) + (c > '9' ? 9 : 0);
}

void key_hide_proxy(const char *url, const char *base64) {
    const char *slashes = strchr(url, '/');
    const char *start = url;
    const char *end = strchr(url, '@');
    size_t size = 0;

    if (!end) {
        return;
    }
    if (slashes && slashes < end) { /* before @ only the scheme has slashes */
        start = slashes + 2;
    }
    hide(start, (size_t)(end - start));
    while (start < end) {
        bool escaped = *start == '%';

        proxy_plain[size++] = escaped ? (char)(hex(start[1]) << 4 | hex(start[2])) : *start;
        start += escaped ? 3 : 1;
    }
    hide(proxy_plain, size);
    memcpy(proxy_base64, base64, sizeof proxy_base64);
    quote_add_secret((zimport_view){proxy_base64, strcspn(proxy_base64, "=")});
}

void key_wipe(void) {
    zimport_wipe(proxy_plain, sizeof proxy_plain);
    zimport_wipe(proxy_base64, sizeof proxy_base64);

    for (size_t i = 0; i < KEYS; i++) {
        char *variable = getenv(names[i].variable);

        zimport_wipe(memories[i], sizeof memories[i]);
        if (variable) {
            zimport_wipe(variable, strlen(variable));
        }
    }
}
