/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a PEM text or file a piece at a time. */
#ifndef ZIMPORT_MBEDTLS_TRUST_H
#define ZIMPORT_MBEDTLS_TRUST_H

#include "zimport/mbedtls.h"

#include "../base/pem.h"

/* The largest root in use has about 2.3 KB. Larger ones are skipped. */
#define ZIMPORT_TRUST_DER_MAX 16384U

/* At most one certificate is on the heap. */
typedef struct zimport_trust_search {
    const uint8_t *subject; /* NULL: any */
    size_t subject_size;
    zimport_trust_found found;
    void *context;
    zimport_pem pem;
    uint8_t head[4];
    uint8_t *der;
    size_t size; /* of the current certificate; 0 until its first bytes are there */
    size_t filled;
    bool skip; /* it is malformed, too large, or has another subject */
    bool hit;  /* one was found */
    bool done; /* `found` has seen enough */
} zimport_trust_search;

/* As zimport_trust.find. */
void zimport_trust_search_begin(zimport_trust_search *search, const uint8_t *subject, size_t subject_size,
                                zimport_trust_found found, void *context);

/* ZIMPORT_OK or ZIMPORT_NO_MEMORY. */
zimport_status zimport_trust_search_feed(zimport_trust_search *search, const void *text, size_t size);

/* Another text may follow. */
void zimport_trust_search_end(zimport_trust_search *search);

/* ZIMPORT_OK if mbedTLS can read one of its certificates, else ZIMPORT_TLS_NO_TRUST or what find returns. */
zimport_status zimport_trust_check(const zimport_trust *trust);

/* Parts of trust_file.c, for trust_system.c. A file is named as for openat. */

/* To its end, `room` bytes at a time. ZIMPORT_OK, _NO_MEMORY, or _SYSTEM with errno. Opening a FIFO does not block. */
zimport_status zimport_trust_read(zimport_trust_search *search, int folder, const char *name, char *piece, size_t room);

/* Hands `mix` what identifies the contents. False: not a regular file, too large, or unreadable. */
bool zimport_trust_mix_file(int folder, const char *name, char *piece, size_t room,
                            void (*mix)(void *context, const void *bytes, size_t size), void *context);

#endif
