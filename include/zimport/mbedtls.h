/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 and 1.3 by mbedTLS, as a transport over another one. The certificate is always verified: chain, dates, names
 * (RFC 9525) and strength. There is no switch to turn that off. */
#ifndef ZIMPORT_MBEDTLS_H
#define ZIMPORT_MBEDTLS_H
#include "zimport/port.h"
/* The trusted roots, looked up by name, so that only possible issuers of a certificate are parsed. */
typedef struct zimport_trust zimport_trust;
typedef bool (*zimport_trust_found)(void *context, const uint8_t *der, size_t size);
struct zimport_trust {
    /* Calls `found` with the DER of each root whose subject is `subject` (DER; NULL: of every root), until that returns
     * false. ZIMPORT_OK, also when there was none; else why it could not be read. */
    zimport_status (*find)(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                           zimport_trust_found found, void *context);
    /* Passes `mix` bytes that identify these roots, for saved sessions. False, or a NULL function: nothing does. */
    bool (*identify)(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                     void *context);
};
/* Roots in a PEM file, or in all files of folders: read at each handshake, piece by piece. */
typedef struct zimport_trust_file {
    zimport_trust base;
    const char *path;    /* the caller's memory; may be NULL */
    const char *folders; /* by system_init only: with : between them, 1023 bytes each at most. Or NULL */
} zimport_trust_file;
/* ZIMPORT_OK; ZIMPORT_SYSTEM with errno in *detail (may be NULL): unreadable; ZIMPORT_TLS_NO_TRUST: no certificate. */
zimport_status zimport_trust_file_init(zimport_trust_file *trust, const char *path, int32_t *detail);
/* The system's: what SSL_CERT_FILE names and, for what that lacks, the folders of SSL_CERT_DIR; else the first that is
 * there of the places where systems keep it: `path`, even if it is no good. As above, with errno for *detail. */
zimport_status zimport_trust_system_init(zimport_trust_file *trust);
/* Roots in the caller's memory, a PEM text or DER certificates one after the other: for firmware. init as above. */
typedef struct zimport_trust_memory {
    zimport_trust base;
    const uint8_t *data;
    size_t size;
} zimport_trust_memory;
zimport_status zimport_trust_memory_init(zimport_trust_memory *trust, const void *data, size_t size);
/* The roots built in with `make CA_BUNDLE=file.pem`; ZIMPORT_TLS_NO_TRUST: there are none. */
zimport_status zimport_trust_builtin_init(zimport_trust_memory *trust);
typedef enum zimport_tls_version { ZIMPORT_TLS_1_2 = 0x0303, ZIMPORT_TLS_1_3 = 0x0304 } zimport_tls_version;
/* The detail of a failure: mbedTLS's code, below 0. ZIMPORT_TLS_ALERT, _NO_COMMON, _CLIENT_CERT: the server's alert.
 * ZIMPORT_TLS_LIMIT: bytes. Of a certificate: which (of UNTRUSTED: who has the issuer's name), "has a weak key", and N
 * of a critical extension 2.5.29.N that cannot be checked, if not 0. */
enum { ZIMPORT_SERVERS_OWN = 1, ZIMPORT_INTERMEDIATE, ZIMPORT_TRUSTED }; /* 0: unknown */
#define ZIMPORT_TLS_PLACE(detail) ((detail)&3)
#define ZIMPORT_TLS_EXTENSION(detail) ((detail) >> 8)
const char *zimport_tls_cause(int32_t detail); /* "" for none */
typedef struct zimport_tls zimport_tls;
/* An open connection. The texts, in the caller's memory, are the certificate's common name or organization; not given
 * where it has neither, nor with TLS=tls12, small and tiny, which do not keep it. */
typedef struct zimport_tls_info {
    const char *version, *cipher; /* "TLSv1.3", and mbedTLS's name for it */
    zimport_text subject, issuer;
    char not_after[24]; /* its end, RFC 3339 */
    bool resumed;       /* no certificate was sent: it continues a session, and subject and issuer are not known */
} zimport_tls_info;
/* A client certificate with its private key. Holds memory of mbedTLS's allocator. */
typedef struct zimport_identity {
    int (*use)(const struct zimport_identity *self, zimport_tls *tls); /* internal, as the next two */
    struct zimport_identity_parts *parts;
    uint8_t digest[32];
} zimport_identity;
/* Reads them from PEM texts, maybe the same one: the certificate first, then those that lead to its root; and the first
 * private key (PKCS #8, SEC 1, PKCS #1). `platform` gives random bytes. ZIMPORT_BAD_CERT (also beyond a message: 4 KB;
 * TLS=small and small13 2, tiny 1), _BAD_CERT_KEY, _KEY_ENCRYPTED, _KEY_MISFIT, _NO_RANDOM, _NO_MEMORY, _TLS_FAILED. */
zimport_status zimport_identity_init(zimport_identity *identity, const zimport_platform *platform,
                                     zimport_view certificates, zimport_view key);
/* The same from files, each read once; `key` NULL: it is in the other one. ZIMPORT_SYSTEM: cannot be read, errno in
 * *detail, and *path says which (both may be NULL). BAD_CERT, BAD_CERT_KEY: for zimport_tls_cause. */
zimport_status zimport_identity_load(zimport_identity *identity, const zimport_platform *platform,
                                     const char *certificates, const char *key, const char **path, int32_t *detail);
void zimport_identity_free(zimport_identity *identity); /* wipes the key; no connection may still use it */
/* SHA-256 digests of keys (SubjectPublicKeyInfo, RFC 7469 section 2.4): the server must have one, beside all else. */
typedef uint8_t zimport_pin[32];
typedef struct zimport_pins {
    bool (*match)(struct zimport_pins *self, const void *der, size_t size); /* port/mbedtls's own */
    const zimport_pin *pins;                                                /* the caller's memory */
    size_t count;
    zimport_pin seen; /* the server's, when there was a handshake */
} zimport_pins;
void zimport_pins_init(zimport_pins *pins, const zimport_pin *list, size_t count);
/* Reads and writes `sha256//BASE64`, 52 characters. ZIMPORT_OK, ZIMPORT_BAD_ARGUMENT. */
zimport_status zimport_pin_parse(zimport_pin pin, zimport_view text);
void zimport_pin_print(const zimport_pin pin, char text[53]);
/* A TLS session to resume: the same server under the same conditions (trust, pins, client certificate, versions) then
 * sends no certificates (RFC 5077, RFC 8446 section 2.2). It is in the caller's memory and may be stored: one that is
 * damaged, foreign or too old is detected. Keep it secret: whoever has it can pose as the server. */
typedef struct zimport_session {
    const struct zimport_session_api *api; /* port/mbedtls's own */
    uint8_t *memory;
    size_t capacity, size; /* most have 0.4 KB, with a client certificate 2 KB, and must fit; 0: none */
    bool changed;          /* replaced or dropped since init, load or store */
} zimport_session;
void zimport_session_init(zimport_session *session, void *memory, size_t capacity);
/* Reads it from a file of POSIX, and writes it, atomically and with mode 0600, or removes the file where there is none
 * any more. load ignores one that is missing, damaged, or open to other users: ZIMPORT_OK without a session.
 * ZIMPORT_SYSTEM with errno in *detail (may be NULL) when it cannot be read (EISDIR, ENODEV: it is none) or written. */
zimport_status zimport_session_load(zimport_session *session, const char *path, int32_t *detail);
zimport_status zimport_session_store(zimport_session *session, const char *path, int32_t *detail);
/* Bytes for mbedTLS's contexts, as its configurations here need them; a distribution's come from the heap. */
#ifndef ZIMPORT_TLS_CONTEXT_SIZE
#define ZIMPORT_TLS_CONTEXT_SIZE (80 * sizeof(void *) + 48)
#endif
struct zimport_tls {
    zimport_transport base;
    zimport_transport *lower;
    const zimport_platform *platform;
    const zimport_trust *trust;
    zimport_tls_version min_version;
    const zimport_identity *identity; /* these may be set after init; NULL: without */
    zimport_pins *pins;
    zimport_session *session;
    zimport_text *blamed; /* gets the name of the certificate at fault; without it, causes are not looked for */
    int64_t floor;        /* seconds since 1970: the earliest time that can be. init: when port/mbedtls was compiled */
    bool use_floor;       /* a clock before that counts as `floor`, instead of ZIMPORT_TLS_CLOCK */
    uint32_t handshakes, resumed;                             /* handshakes completed; of these, resumed */
    const zimport_peer *peer;                                 /* bookkeeping from here on */
    zimport_status want, lower_failure, trust_failure, ended; /* want: what `lower` asked for last; ended: for good */
    size_t pending;                                           /* bytes of a write that wanted to wait */
    int64_t chain_end; /* the earliest end of the server's certificates, in seconds since 1970 */
    uint8_t state, session_state, session_key[32], first, top; /* first byte that came; depth of the chain */
    bool asked;                                                /* the server wants a client certificate */
    int32_t fault;                                             /* a detail */
    uint32_t above; /* mbedTLS's flags of the certificates above the one at hand */
    char not_after[24];
    ZIMPORT_OPAQUE(ZIMPORT_TLS_CONTEXT_SIZE) memory;
};
/* A closed connection over `lower`, which must be one of its own. `min_version`: ZIMPORT_TLS_1_2 for all that is built
 * in. Connections share mbedTLS's hooks for memory and, with TLS 1.3, random bytes, which are the program's and not
 * locked: use all in one thread, or build mbedTLS with threads. With TLS 1.3 up to 15 can be open at a time (small13:
 * 2). What open can say on top of the lower transport's: ZIMPORT_TLS_… (see status.h; of several faults of a
 * certificate one is told, in this order: refused algorithm, trust, dates, strength and usage, name), ZIMPORT_LOST when
 * the peer ends the handshake, ZIMPORT_NO_MEMORY, ZIMPORT_NO_RANDOM, ZIMPORT_CONNECT_TIMEOUT, and what `trust` says.
 * ZIMPORT_TLS_CLIENT_CERT can come from the first read or write too: with TLS 1.3 a server checks it after that. */
void zimport_tls_init(zimport_tls *tls, zimport_transport *lower, const zimport_platform *platform,
                      const zimport_trust *trust, zimport_tls_version min_version);
/* Describes an open connection; false: it is not open. mbedTLS's version. Whether a TLS version is built in. */
bool zimport_tls_describe(const zimport_tls *tls, zimport_tls_info *info);
const char *zimport_tls_library(void);
bool zimport_tls_has(zimport_tls_version version);
/* An allocator in memory of the caller's, first fit, two words a piece. Begins as zeros. Not locked. */
typedef struct zimport_arena {
    void *first;       /* bookkeeping */
    size_t used, peak; /* bytes in use, with those two words; the most that ever were */
} zimport_arena;
/* Adds memory, which the arena keeps as long as pieces of it are in use. */
void zimport_arena_add(zimport_arena *arena, void *memory, size_t size);
/* Allocates a piece for any object, or NULL; its size; frees it. An overwritten piece, or a double free, traps. */
void *zimport_arena_allocate(zimport_arena *arena, size_t size);
size_t zimport_arena_room(const void *piece);
void zimport_arena_release(zimport_arena *arena, void *piece);
/* Make mbedTLS allocate there, not with calloc. Before the first handshake; ignored by distributions' builds. */
void zimport_tls_set_arena(zimport_arena *arena);
void zimport_tls_set_allocator(void *(*allocate)(size_t count, size_t size), void (*release)(void *memory));
#endif
