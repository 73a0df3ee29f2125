/* SPDX-License-Identifier: Apache-2.0 */
/* What a platform supplies: four functions for time and chance, five for a byte stream. A port is done when these nine
 * keep their promises. To start from: port/null, where each is a stub that says ZIMPORT_NOT_PORTED; with lwIP, lwip.h
 * has the stream, and examples/firmware the rest. The order of work, and what to try: README, "Porting". */
#ifndef ZIMPORT_PORT_H
#define ZIMPORT_PORT_H
#include "zimport/base.h"

/* A wall clock that was never set; and no time: "whenever something happens". */
#define ZIMPORT_TIME_UNKNOWN INT64_C(-1)
#define ZIMPORT_NEVER UINT64_MAX
/* Time and chance. Every function gets the structure it was found in, so that a port can extend it. */
typedef struct zimport_platform zimport_platform;
struct zimport_platform {
    /* Milliseconds from any start, never going back, also across a change of the wall clock. */
    uint64_t (*now)(const zimport_platform *self);
    /* Seconds since 1970 in UTC, or ZIMPORT_TIME_UNKNOWN while the clock was never set. */
    int64_t (*wall_clock)(const zimport_platform *self);
    /* Fills memory with random bytes that nobody can predict. ZIMPORT_OK or ZIMPORT_NO_RANDOM. */
    zimport_status (*random)(const zimport_platform *self, void *memory, size_t size);
    /* Returns when now() has reached `until`, or earlier. Only the blocking calls use it; may be NULL without them. */
    void (*sleep)(const zimport_platform *self, uint64_t until);
};
/* Whom to connect to. */
typedef struct zimport_peer {
    const char *host; /* a name, an IPv4 or an IPv6 address without brackets; ends with NUL */
    bool address;     /* host is an address, not a name */
    uint16_t port;
    uint64_t deadline; /* on the platform's now(): the transport must have opened or given up by then */
    bool rooted;       /* the name had a final dot: no domains are searched for it */
} zimport_peer;
/* The step in which a transport is or failed, for messages. */
typedef enum zimport_stage {
    ZIMPORT_AT_NOTHING,
    ZIMPORT_AT_RESOLVING,
    ZIMPORT_AT_CONNECTING,
    ZIMPORT_AT_PROXY,
    ZIMPORT_AT_TLS,
    ZIMPORT_AT_SENDING,
    ZIMPORT_AT_READING,
    ZIMPORT_AT_DECODING
} zimport_stage;
typedef struct zimport_transport zimport_transport;
/* A byte stream. None of the functions but `wait` may block. "Nothing yet" is ZIMPORT_WANT_READ or
 * ZIMPORT_WANT_WRITE, "orderly end" is ZIMPORT_CLOSED, and anything else but ZIMPORT_OK is a failure: three
 * different answers, of which none is a count of 0. */
typedef struct zimport_transport_api {
    /* Begins to connect, and goes on with it on each further call with the same peer. ZIMPORT_OK: open.
     * ZIMPORT_WANT_READ or _WRITE: call again when ready, and at *wake (on now()) at the latest; the caller has set
     * *wake to the peer's deadline, a transport may lower it. Failures: ZIMPORT_NO_ADDRESS to _NO_CONNECTION,
     * _CONNECT_TIMEOUT, _TLS_…, _SYSTEM, _NO_MEMORY. The peer's memory stays valid until close. */
    zimport_status (*open)(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake);
    /* Reads 1 to `capacity` bytes. ZIMPORT_OK with *size > 0, ZIMPORT_CLOSED, _LOST (reset; TLS ended without
     * close_notify), _WANT_READ, _WANT_WRITE, or a failure of TLS. */
    zimport_status (*read)(zimport_transport *self, void *memory, size_t capacity, size_t *size);
    /* Writes 1 to `size` bytes and says how many. After ZIMPORT_WANT_… the next call has the same bytes, which may be
     * on their way already. ZIMPORT_LOST when the peer takes no more. */
    zimport_status (*write)(zimport_transport *self, const void *memory, size_t size, size_t *written);
    /* Ends the stream and frees what it held: in an orderly way where that goes without waiting (close_notify), or with
     * self->given_up as it is: nothing that is still here is sent any more (no close_notify, and TCP resets the
     * connection). Also when it is not open, and more than once. `detail` and `stage` stay. */
    void (*close)(zimport_transport *self);
    /* Blocks until the stream is ready as `want` says (ZIMPORT_WANT_READ or _WRITE), or now() has reached `until`, or
     * earlier. Only the blocking calls use it; may be NULL without them. */
    void (*wait)(zimport_transport *self, zimport_status want, uint64_t until);
} zimport_transport_api;

/* The first member of every transport's structure, so that one can be stacked on another (TLS on TCP). */
struct zimport_transport {
    const zimport_transport_api *api;
    int32_t detail;      /* of the last failure: errno, lwIP's err_t, or mbedTLS's negative code */
    zimport_stage stage; /* where it happened */
    bool given_up;       /* set by the caller, before each close */
};
/* The start of a port (port/null): random, open, read and write say ZIMPORT_NOT_PORTED, the clock stands still. */
extern const zimport_platform zimport_null_platform;
void zimport_null_transport_init(zimport_transport *transport);
#endif
