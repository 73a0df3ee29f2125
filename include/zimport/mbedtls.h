/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS 1.2 and 1.3 by mbedTLS, as a transport over another one. The certificate is always verified: chain, dates, names
 * (RFC 9525) and strength. There is no switch to turn that off.
 */
#ifndef ZIMPORT_MBEDTLS_H
#define ZIMPORT_MBEDTLS_H

#include "zimport/port.h"

/*
 * The trusted roots, by look-up: verification asks for those that could have issued a certificate, so that only these
 * are parsed. `find` calls `found` with the DER of each candidate root whose subject is `subject` (DER of the name;
 * NULL: of every root), until found returns false. ZIMPORT_OK, also when there was none; else why it could not be read.
 */
typedef struct zimport_trust zimport_trust;
typedef bool (*zimport_trust_found)(void *context, const uint8_t *der, size_t size);
struct zimport_trust {
    zimport_status (*find)(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                           zimport_trust_found found, void *context);
};

/* Roots in a PEM file. It is read at each handshake, a piece at a time. */
typedef struct zimport_trust_file {
    zimport_trust base;
    const char *path; /* the caller's memory */
} zimport_trust_file;

/* ZIMPORT_OK; ZIMPORT_SYSTEM with errno in *detail when it cannot be read; ZIMPORT_TLS_NO_TRUST when there is no
 * certificate in it. `detail` may be NULL. */
zimport_status zimport_trust_file_init(zimport_trust_file *trust, const char *path, int32_t *detail);

/* The system's bundle: the file that SSL_CERT_FILE names, else the first good one of those where systems keep it. As
 * zimport_trust_file_init; ZIMPORT_TLS_NO_TRUST when there is none. */
zimport_status zimport_trust_system_init(zimport_trust_file *trust);

/* Roots in memory, as a PEM text or as one DER certificate: for firmware. The caller's memory. init as above. */
typedef struct zimport_trust_memory {
    zimport_trust base;
    const uint8_t *data;
    size_t size;
} zimport_trust_memory;

zimport_status zimport_trust_memory_init(zimport_trust_memory *trust, const void *data, size_t size);

typedef enum zimport_tls_version { ZIMPORT_TLS_1_2 = 0x0303, ZIMPORT_TLS_1_3 = 0x0304 } zimport_tls_version;

/* What there is to tell about an open connection. The texts' memory is the caller's. */
typedef struct zimport_tls_info {
    const char *version; /* "TLSv1.3" */
    const char *cipher;
    zimport_text subject; /* of the server's certificate: its common name or organization. Not given where it has */
    zimport_text issuer;  /* neither, and with TLS=tls12, small and tiny, which do not keep the certificate */
    char not_after[24];   /* its end, RFC 3339 */
} zimport_tls_info;

/* Room for mbedTLS's own contexts as port/mbedtls/config makes them, in bytes; too little is an error when port/mbedtls
 * is compiled. Those of a distribution's mbedTLS are larger, and come from the heap. */
#ifndef ZIMPORT_TLS_CONTEXT_SIZE
#define ZIMPORT_TLS_CONTEXT_SIZE (80 * sizeof(void *) + 48)
#endif

typedef struct zimport_tls {
    zimport_transport base;
    zimport_transport *lower;
    const zimport_platform *platform;
    const zimport_trust *trust;
    zimport_tls_version min_version;
    const zimport_peer *peer; /* bookkeeping from here on */
    zimport_status want;      /* what the lower transport asked for last */
    zimport_status lower_failure;
    zimport_status trust_failure;
    zimport_status ended; /* what every further read and write answers; ZIMPORT_OK while it lives */
    size_t pending;       /* bytes of a write that wanted to wait */
    uint8_t state;
    bool asked; /* the server wants a client certificate */
    char not_after[24];
    union {
        uint64_t align;
        void *elsewhere;
        unsigned char bytes[ZIMPORT_TLS_CONTEXT_SIZE];
    } memory;
} zimport_tls;

/*
 * A closed connection over `lower`, which must be one of its own. `min_version`: ZIMPORT_TLS_1_2 for all that is built
 * in. Connections share mbedTLS's hooks for memory and, with TLS 1.3, random bytes, which are the program's and not
 * locked: use all of them from one thread, or build mbedTLS with threads. With TLS 1.3 up to 15 can be open at a time.
 *
 * What open can say on top of the lower transport's: ZIMPORT_TLS_… (see status.h; of several faults of a certificate
 * one is told, in this order: refused algorithm, trust, dates, strength and usage, name), ZIMPORT_LOST when the peer
 * ends the handshake, ZIMPORT_NO_MEMORY, ZIMPORT_NO_RANDOM, ZIMPORT_CONNECT_TIMEOUT, and what `trust` says.
 * ZIMPORT_TLS_CLIENT_CERT can come from the first read or write too: with TLS 1.3 a server checks it after that.
 */
void zimport_tls_init(zimport_tls *tls, zimport_transport *lower, const zimport_platform *platform,
                      const zimport_trust *trust, zimport_tls_version min_version);

/* Fills in what is known while the connection is open; true if it is. */
bool zimport_tls_describe(const zimport_tls *tls, zimport_tls_info *info);

/* mbedTLS's version as text, and whether a TLS version is built in. */
const char *zimport_tls_library(void);
bool zimport_tls_has(zimport_tls_version version);

/* Has mbedTLS allocate with these instead of the C library's calloc and free: before the first handshake. A
 * distribution's mbedTLS takes no notice. */
void zimport_tls_set_allocator(void *(*allocate)(size_t count, size_t size), void (*release)(void *memory));

#endif
