/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/out.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

bool out_flush(out *to) {
    if (to->flush && !to->failed && to->size && !to->flush(to->context, to->data, to->size)) {
        to->failed = true;
    }
    if (to->flush) {
        to->size = 0;
    }
    return !to->failed;
}

static void out_large(out *to, const char *data, size_t size) {
    if (!to->flush) {
        memcpy(to->data + to->size, data, to->capacity - to->size);
        to->size = to->capacity;
        to->failed = true;
        return;
    }
    if (out_flush(to) && !to->flush(to->context, data, size)) {
        to->failed = true;
    }
}

void out_bytes(out *to, const char *data, size_t size) {
    if (to->failed || size == 0) {
        return;
    }
    if (to->flush && size > to->capacity - to->size && size <= to->capacity) {
        out_flush(to);
    }
    if (size > to->capacity - to->size) {
        out_large(to, data, size);
        return;
    }
    memcpy(to->data + to->size, data, size);
    to->size += size;
}

void out_byte(out *to, char byte) {
    out_bytes(to, &byte, 1);
}

void out_text(out *to, const char *text) {
    out_bytes(to, text, strlen(text));
}

void out_view(out *to, zimport_view view) {
    out_bytes(to, view.data, view.size);
}

void out_repeat(out *to, const char *text, size_t times) {
    while (times-- > 0) {
        out_text(to, text);
    }
}

void out_digits(out *to, uint64_t number, unsigned width) {
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    while (at > 0 && sizeof digits - at < width) {
        digits[--at] = '0';
    }
    out_bytes(to, digits + at, sizeof digits - at);
}

void out_number(out *to, uint64_t number) {
    out_digits(to, number, 1);
}

void out_hexadecimal(out *to, uint32_t number, unsigned width) {
    int shift = 28;

    while (shift >= 4 * (int)width && number >> shift == 0) {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
        out_byte(to, "0123456789ABCDEF"[number >> shift & 15]);
    }
}

void out_hex(out *to, int32_t number) {
    out_text(to, number < 0 ? "-0x" : "0x");
    out_hexadecimal(to, number < 0 ? 0U - (uint32_t)number : (uint32_t)number, 4);
}

bool out_to_file(void *context, const char *data, size_t size) {
    out_file *file = context;

    while (size > 0) {
        ssize_t n = write(file->fd, data, size);

        if (n > 0) {
            data += n;
            size -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            struct pollfd ready = {.fd = file->fd, .events = POLLOUT};

            poll(&ready, 1, -1);
        } else if (n == 0 || errno != EINTR) {
            file->error = n == 0 ? ENOSPC : errno;
            return false;
        }
    }
    return true;
}
