/* SPDX-License-Identifier: Apache-2.0 */
/* Holds output back: file rows arrive before it is known whether the reply is complete. In constant memory: what does
 * not fit goes to an unnamed temporary file. */
#ifndef ZIMPORT_CLI_OUTPUT_SPOOL_H
#define ZIMPORT_CLI_OUTPUT_SPOOL_H

#include "cli/text/out.h"

typedef struct spool {
    out out;          /* what to write to */
    int fd;           /* the temporary file; -1: not needed so far */
    int error;        /* errno of the failure, once out.failed */
    uint64_t spilled; /* bytes in the file */
    uint64_t hash;    /* of these */
} spool;

void spool_init(spool *s, char *memory, size_t size);

/* Also clears a failure. */
void spool_clear(spool *s);

bool spool_is_empty(const spool *s);

uint64_t spool_hash(const spool *s);

/* In order, and keeps the contents. False: they could not be read back. */
bool spool_each(spool *s, out_flush_function take, void *context);

bool spool_copy(spool *s, out *to);

/* errno of such a failure, whoever heeds it: what was printed is not whole. */
extern int spool_lost;

/* Can be continued: pieces hash like the whole. Begin with HASH_START. */
#define HASH_START UINT64_C(14695981039346656037)
uint64_t hash_bytes(uint64_t hash, const char *data, size_t size);

/* For an out whose context is a hash, which it continues. */
bool hash_output(void *context, const char *data, size_t size);

#endif
