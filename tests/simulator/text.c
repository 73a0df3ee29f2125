/* SPDX-License-Identifier: Apache-2.0 */
/* Growing text, files, and the clock. */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *must(void *memory) {
    if (memory == NULL) {
        fputs("simulator: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static void make_room(struct text *text, size_t more) {
    size_t size = text->size == 0 ? 256 : text->size;

    while (size - text->len <= more) {
        size *= 2;
    }
    if (size != text->size) {
        text->data = must(realloc(text->data, size));
        text->size = size;
    }
}

void text_bytes(struct text *text, const void *more, size_t len) {
    make_room(text, len);
    if (len > 0) {
        memcpy(text->data + text->len, more, len);
    }
    text->len += len;
    text->data[text->len] = '\0';
}

void text_add(struct text *text, const char *more) {
    text_bytes(text, more, strlen(more));
}

void text_format(struct text *text, const char *format, ...) {
    va_list measured;
    va_list written;
    int len;

    va_start(measured, format);
    va_copy(written, measured);
    len = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (len >= 0) {
        make_room(text, (size_t)len);
        vsnprintf(text->data + text->len, (size_t)len + 1, format, written);
        text->len += (size_t)len;
    }
    va_end(written);
}

void text_quoted(struct text *text, const char *value) {
    if (value == NULL) {
        text_add(text, "null");
        return;
    }
    text_add(text, "\"");
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\') {
            text_add(text, "\\");
        }
        if ((unsigned char)*value < 0x20) {
            text_format(text, "\\u%04x", (unsigned)(unsigned char)*value);
        } else {
            text_bytes(text, value, 1);
        }
    }
    text_add(text, "\"");
}

void text_free(struct text *text) {
    free(text->data);
    memset(text, 0, sizeof *text);
}

int64_t clock_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void write_file(const char *path, const void *content, size_t len) {
    struct text temporary = {0};
    FILE *file;
    bool good;

    text_format(&temporary, "%s.new", path);
    file = fopen(temporary.data, "wb");
    good = file != NULL && fwrite(content, 1, len, file) == len;
    if (file != NULL && fclose(file) != 0) {
        good = false;
    }
    if (!good || rename(temporary.data, path) != 0) {
        fprintf(stderr, "simulator: cannot write %s: %s\n", path, strerror(errno));
    }
    text_free(&temporary);
}

struct text read_file(const char *path) {
    struct text content = {0};
    char block[4096];
    size_t len;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        fprintf(stderr, "simulator: cannot read %s: %s\n", path, strerror(errno));
        return content;
    }
    while ((len = fread(block, 1, sizeof block, file)) > 0) {
        text_bytes(&content, block, len);
    }
    fclose(file);
    return content;
}
