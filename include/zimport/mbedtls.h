/* SPDX-License-Identifier: Apache-2.0 */
/* TLS 1.2 and 1.3 by mbedTLS, as a transport over another one. The server's certificate is always verified: chain,
 * dates, names (RFC 9525), name constraints (DNS, IP, directory names) and strength; not revocation, policies and
 * transparency. Nothing turns that off. A server's own certificate among the roots is trusted, whoever signed it. */
#ifndef ZIMPORT_MBEDTLS_H
#define ZIMPORT_MBEDTLS_H
#include "zimport/port.h"
ZIMPORT_BEGIN_C
/* Trusted roots, looked up by name, so that only a certificate's possible issuers are parsed. */
typedef struct zimport_trust zimport_trust;
typedef bool (*zimport_trust_found)(void *context, const uint8_t *der, size_t size);
struct zimport_trust {
    /* Calls `found` with the DER of each root that has this subject (DER; NULL: any), until it returns false.
     * ZIMPORT_OK, even if there was none; otherwise why the roots could not be read, ZIMPORT_SYSTEM with errno. */
    zimport_status (*find)(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                           zimport_trust_found found, void *context);
    /* Calls `mix` with bytes that identify these roots, for saved sessions. False, or a NULL function: not known. */
    bool (*identify)(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                     void *context);
};
/* Roots in a PEM file or in folders of files, read piece by piece at each handshake. */
typedef struct zimport_trust_file {
    zimport_trust base;
    const char *path;    /* the caller's memory; may be NULL */
    const char *folders; /* set by system_init: separated by colons, at most 1023 bytes each; or NULL */
} zimport_trust_file;
/* ZIMPORT_OK; ZIMPORT_SYSTEM: unreadable, errno in *detail (may be NULL); ZIMPORT_TLS_NO_TRUST: no certificate. */
zimport_status zimport_trust_file_init(zimport_trust_file *trust, const char *path, int32_t *detail);
/* The system's roots: SSL_CERT_FILE, then the folders of SSL_CERT_DIR for what it lacks; without these variables, the
 * first usual place that exists. Sets `path`, even after a failure. Returns as above, with errno for *detail. */
zimport_status zimport_trust_system_init(zimport_trust_file *trust);
/* Roots in the caller's memory, for firmware: a PEM text, or DER certificates one after another. Returns as above. */
typedef struct zimport_trust_memory {
    zimport_trust base;
    const uint8_t *data;
    size_t size;
} zimport_trust_memory;
zimport_status zimport_trust_memory_init(zimport_trust_memory *trust, const void *data, size_t size);
/* The roots built in with `make CA_BUNDLE=FILE`; ZIMPORT_TLS_NO_TRUST: there are none. */
zimport_status zimport_trust_builtin_init(zimport_trust_memory *trust);
typedef enum zimport_tls_version { ZIMPORT_TLS_1_2 = 0x0303, ZIMPORT_TLS_1_3 = 0x0304 } zimport_tls_version;
/* `detail` of a failure. Negative: mbedTLS's code. ZIMPORT_TLS_ALERT, _NO_COMMON, _CLIENT_CERT: the server's alert.
 * ZIMPORT_TLS_LIMIT: bytes. A faulty certificate: which one (UNTRUSTED: the one with the issuer's name), the cause in
 * words ("has a weak key"), and N if a critical extension 2.5.29.N cannot be checked, else 0. */
enum { ZIMPORT_SERVERS_OWN = 1, ZIMPORT_INTERMEDIATE, ZIMPORT_TRUSTED }; /* 0: unknown */
#define ZIMPORT_TLS_PLACE(detail) ((detail)&3)
#define ZIMPORT_TLS_EXTENSION(detail) ((detail) >> 8)
const char *zimport_tls_cause(int32_t detail); /* "" for none. Static memory */
typedef struct zimport_tls zimport_tls;
/* An open connection. The texts, in the caller's memory, are the certificate's common name or organization. They are
 * not given if it has neither, or with TLS=tls12, small or tiny, which do not keep the certificate. */
typedef struct zimport_tls_info {
    const char *version, *cipher; /* "TLSv1.3"; mbedTLS's name of the cipher suite */
    zimport_text subject, issuer;
    char not_after[24]; /* when the certificate ends, RFC 3339 */
    bool resumed;       /* a session was resumed: no certificate was sent, subject and issuer are not known */
} zimport_tls_info;
/* A client certificate with its private key. Holds memory of mbedTLS's allocator. */
typedef struct zimport_identity {
    int (*use)(const struct zimport_identity *self, zimport_tls *tls); /* internal from here on */
    struct zimport_identity_parts *parts;
    uint8_t digest[32];
} zimport_identity;
/* Reads both from PEM texts, which may be the same: the certificate, followed by its intermediates; and the first
 * private key (PKCS #8, SEC 1, PKCS #1). `platform` gives random bytes. ZIMPORT_BAD_CERT (also if
 * beyond a message: 4 KB; TLS=small and small13 2, tiny 1), _BAD_CERT_KEY, _KEY_ENCRYPTED, _KEY_MISFIT, _NO_RANDOM,
 * _NO_MEMORY, _TLS_FAILED */
zimport_status zimport_identity_init(zimport_identity *identity, const zimport_platform *platform,
                                     zimport_view certificates, zimport_view key);
/* The same from files, each read once; `key` NULL: it is in the other file. ZIMPORT_SYSTEM: *path cannot be read, errno
 * in *detail (both may be NULL). ZIMPORT_BAD_CERT, _BAD_CERT_KEY: *detail is for zimport_tls_cause. */
zimport_status zimport_identity_load(zimport_identity *identity, const zimport_platform *platform,
                                     const char *certificates, const char *key, const char **path, int32_t *detail);
void zimport_identity_free(zimport_identity *identity); /* wipes the key; no connection may still use it */
/* SHA-256 digests of public keys (RFC 7469 section 2.4). The server's key must match one, besides all other checks. */
typedef uint8_t zimport_pin[32];
typedef struct zimport_pins {
    bool (*match)(struct zimport_pins *self, const void *der, size_t size); /* internal */
    const zimport_pin *pins;                                                /* the caller's memory */
    size_t count;
    zimport_pin seen; /* the server's, after a handshake */
} zimport_pins;
void zimport_pins_init(zimport_pins *pins, const zimport_pin *list, size_t count);
/* Reads and writes `sha256//BASE64`, 52 characters. ZIMPORT_OK, ZIMPORT_BAD_ARGUMENT. */
zimport_status zimport_pin_parse(zimport_pin pin, zimport_view text);
void zimport_pin_print(const zimport_pin pin, char text[53]);
/* A TLS session to resume with the same server, roots, pins, client certificate and versions: no certificates are sent
 * then (RFC 5077, RFC 8446 section 2.2). In the caller's memory; may be stored, since a damaged, foreign or outdated
 * one is detected. Keep it secret: whoever has it can pose as the server. */
typedef struct zimport_session {
    const struct zimport_session_api *api; /* internal */
    uint8_t *memory;
    size_t capacity, size; /* mostly 0.4 KB, 2 KB with a client certificate; must fit. size 0: no session */
    bool changed;          /* replaced or dropped since init, load or store */
} zimport_session;
void zimport_session_init(zimport_session *session, void *memory, size_t capacity);
/* With POSIX files. load ignores a file that is missing, damaged or open to other users: ZIMPORT_OK without a session.
 * store replaces the file atomically, with mode 0600, or removes it if there is no session. ZIMPORT_SYSTEM: cannot be
 * read (EISDIR, ENODEV: not a file) or written, errno in *detail (may be NULL). */
zimport_status zimport_session_load(zimport_session *session, const char *path, int32_t *detail);
zimport_status zimport_session_store(zimport_session *session, const char *path, int32_t *detail);
struct zimport_tls {
    zimport_transport base;
    zimport_transport *lower;
    const zimport_platform *platform;
    const zimport_trust *trust;
    zimport_tls_version min_version;
    const zimport_identity *identity; /* these may be set after init; NULL: without */
    zimport_pins *pins;
    zimport_session *session;
    zimport_text *blamed; /* receives the name of the certificate at fault; NULL: causes are not looked for */
    int64_t floor;        /* earliest possible time, in seconds since 1970; default: when port/mbedtls was compiled */
    bool use_floor;       /* an earlier clock counts as `floor`; false: it is ZIMPORT_TLS_CLOCK */
    uint32_t handshakes, resumed;                             /* handshakes completed; of these, resumed */
    const zimport_peer *peer;                                 /* internal from here on */
    zimport_status want, lower_failure, trust_failure, ended; /* want: what `lower` asked for last; ended: for good */
    size_t pending;                                           /* bytes of a write that wanted to wait */
    int64_t chain_end; /* the earliest end of the server's certificates, in seconds since 1970 */
    uint8_t state, session_state, session_key[32], first, top; /* first byte that came; depth of the chain */
    bool asked;                                                /* the server wants a client certificate */
    int32_t fault, trust_detail;                               /* a detail; of trust_failure */
    uint32_t above; /* mbedTLS's flags of the certificates above the one at hand */
    char not_after[24];
    void (*show)(zimport_tls *self, const void *certificate, int depth);
    void (*seen)(void *context, int depth, const zimport_tls_info *info);
    void *context; /* of `seen` */
    ZIMPORT_OPAQUE(ZIMPORT_TLS_CONTEXT_MAX * sizeof(void *)) memory;
};
/* Makes a closed connection over `lower`, which it must not share. `min_version`: ZIMPORT_TLS_1_2 allows all that is
 * built in. All connections share mbedTLS's memory hooks and, with TLS 1.3, its keys, without locks: use them from one
 * thread, or build the library with THREADS=yes (mbedTLS with MBEDTLS_THREADING_PTHREAD): then each can be in another
 * thread, and they may share `trust`; the setters of memory below are called before there are any. PSA has
 * room for so many keys: with mbedTLS 4 at most 15 connections with TLS 1.3 can be open at a time, 60 with threads;
 * with 3.6 only those count that are opening, of which threads can have 20. Failures of open, besides those of `lower`
 * and `trust`: ZIMPORT_TLS_… (of several faults of a certificate, the first of: refused algorithm, trust, dates,
 * strength and usage, name), ZIMPORT_LOST (the peer ended the handshake), ZIMPORT_NO_MEMORY, _NO_RANDOM,
 * _CONNECT_TIMEOUT. TLS 1.3: ZIMPORT_TLS_CLIENT_CERT may come from a read or write. */
void zimport_tls_init(zimport_tls *tls, zimport_transport *lower, const zimport_platform *platform,
                      const zimport_trust *trust, zimport_tls_version min_version);
/* Describes an open connection; false: not open. mbedTLS's version, static memory. Whether a version is built in. */
bool zimport_tls_describe(const zimport_tls *tls, zimport_tls_info *info);
const char *zimport_tls_library(void);
/* Calls `seen` for each certificate on the path that a later handshake finds, the root first and the server's own
 * (depth 0) last, even if they are refused; with NULL before a path. Set are not_after, subject and, but mostly not of
 * a root, issuer. */
void zimport_tls_watch(zimport_tls *tls, void (*seen)(void *context, int depth, const zimport_tls_info *info),
                       void *context);
bool zimport_tls_has(zimport_tls_version version);
/* An allocator in the caller's memory: first fit, two words of overhead a piece. Begins as zeros. Not locked. */
typedef struct zimport_arena {
    void *first;       /* internal */
    size_t used, peak; /* bytes in use, overhead included; the most so far */
} zimport_arena;
/* Adds memory, which must stay while pieces of it are in use. */
void zimport_arena_add(zimport_arena *arena, void *memory, size_t size);
/* Allocates a piece for any object, or NULL; its size; frees it. Overwriting or a double free traps. */
void *zimport_arena_allocate(zimport_arena *arena, size_t size);
size_t zimport_arena_room(const void *piece);
void zimport_arena_release(zimport_arena *arena, void *piece);
/* Make mbedTLS allocate from these, not with calloc. Call before the first handshake; ignored with MBEDTLS=system. */
void zimport_tls_set_arena(zimport_arena *arena);
void zimport_tls_set_allocator(void *(*allocate)(size_t count, size_t size), void (*release)(void *memory));
ZIMPORT_END_C
#endif
