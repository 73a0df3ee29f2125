/* SPDX-License-Identifier: Apache-2.0 */
/* A buffer in front of a function that takes bytes. */
#ifndef ZIMPORT_CLI_TEXT_OUT_H
#define ZIMPORT_CLI_TEXT_OUT_H

#include "zimport/base.h"

/* False: failed for good. */
typedef bool (*out_flush_function)(void *context, const char *data, size_t size);

typedef struct out {
    char *data;
    size_t capacity;
    size_t size;
    out_flush_function flush; /* NULL: the bytes stay in memory, and what does not fit is a failure */
    void *context;
    bool failed; /* sticks; nothing is taken any more */
} out;

void out_bytes(out *to, const char *data, size_t size);
void out_byte(out *to, char byte);
void out_text(out *to, const char *text);
void out_view(out *to, zimport_view view);
void out_repeat(out *to, const char *text, size_t times);

/* At least `width`, with zeros in front. */
void out_digits(out *to, uint64_t number, unsigned width);
void out_number(out *to, uint64_t number);

void out_hexadecimal(out *to, uint32_t number, unsigned width);

/* `-0x7780`: how mbedTLS's documentation writes its codes. */
void out_hex(out *to, int32_t number);

/* False: something was lost, now or before. */
bool out_flush(out *to);

/* The context of an out that writes to a descriptor. `error` is an errno. */
typedef struct out_file {
    int fd;
    int error;
} out_file;

bool out_to_file(void *context, const char *data, size_t size);

#endif
