/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Output that is held back: file rows, which arrive before it is known whether the reply is whole, and before the
 * members that have to be printed first. It takes any amount in constant memory, since what does not fit goes to a
 * temporary file that has no name.
 */
#ifndef ZIMPORT_CLI_OUTPUT_SPOOL_H
#define ZIMPORT_CLI_OUTPUT_SPOOL_H

#include "cli/text/out.h"

#define SPOOL_MEMORY 32768

typedef struct spool {
    out out;          /* what to write to */
    int fd;           /* the temporary file; -1: not needed so far */
    int error;        /* errno of the failure, once out.failed */
    uint64_t spilled; /* bytes in the file */
    uint64_t hash;    /* of these */
    char memory[SPOOL_MEMORY];
} spool;

void spool_init(spool *s);

/* Forgets what is held, and a failure, too. */
void spool_clear(spool *s);

bool spool_is_empty(const spool *s);

/* A number that changes when what is held changes. */
uint64_t spool_hash(const spool *s);

/* Hands everything that is held to `take`, in order, and keeps it. False: it could not be read back. */
bool spool_each(spool *s, out_flush_function take, void *context);

/* The same, to an out. */
bool spool_copy(spool *s, out *to);

/* A hash of bytes, to be gone on with: the same pieces give the same number. Begin with HASH_START. */
#define HASH_START UINT64_C(14695981039346656037)
uint64_t hash_bytes(uint64_t hash, const char *data, size_t size);

#endif
