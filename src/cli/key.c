/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/quote.h"

/* Room for the line end, and for one byte that shows that there is more. */
static char key_memory[KEY_MAX + 3];

static zimport_view without_line_end(zimport_view key) {
    if (key.size > 0 && key.data[key.size - 1] == '\n') {
        key.size--;
        if (key.size > 0 && key.data[key.size - 1] == '\r') {
            key.size--;
        }
    }
    return key;
}

static bool refuse_file(const char *path, int code, out *error) {
    out_text(error, "option --token-file: cannot read '");
    quote_short(error, zimport_view_of(path), false, 200);
    out_text(error, "': ");
    out_text(error, strerror(code));
    return false;
}

static int read_all(int fd, size_t *size) {
    for (*size = 0; *size < sizeof key_memory;) {
        ssize_t n = read(fd, key_memory + *size, sizeof key_memory - *size);

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

static bool read_file(zimport_view *key, const char *path, out *error) {
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    size_t size = 0;
    int code;

    if (fd < 0) {
        return refuse_file(path, errno, error);
    }
    code = read_all(fd, &size);
    if (!standard_input) {
        close(fd);
    }
    if (code) {
        return refuse_file(path, code, error);
    }
    *key = (zimport_view){key_memory, size};
    return true;
}

bool key_read(zimport_view *key, const char *path, out *error) {
    *key = zimport_view_of(path ? NULL : getenv("ZILLIZ_API_KEY"));
    if (path && !read_file(key, path, error)) {
        return false;
    }
    *key = without_line_end(*key);
    if (key->size > KEY_MAX) {
        out_text(error, "the API key is longer than ");
        out_number(error, KEY_MAX);
        out_text(error, " bytes; is that the right file?");
        return false;
    }
    quote_set_secret(*key);
    return true;
}

void key_wipe(void) {
    char *variable = getenv("ZILLIZ_API_KEY");

    zimport_wipe(key_memory, sizeof key_memory);
    if (variable) {
        zimport_wipe(variable, strlen(variable));
    }
}
