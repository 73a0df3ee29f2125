/* SPDX-License-Identifier: Apache-2.0 */
/* What a platform supplies: four functions for time and randomness, five for a byte stream. A port is done when these
 * nine keep their promises. lwip.h and sockets.h are ports; port/null has stubs. How to: port/README.md. */
#ifndef ZIMPORT_PORT_H
#define ZIMPORT_PORT_H
#include "zimport/base.h"
ZIMPORT_BEGIN_C
/* A wall clock that was never set; and "no time limit". */
#define ZIMPORT_TIME_UNKNOWN INT64_C(-1)
#define ZIMPORT_NEVER UINT64_MAX
/* Time and randomness. Each function gets its own structure as `self`, so that a port can extend it. */
typedef struct zimport_platform zimport_platform;
struct zimport_platform {
    /* Milliseconds from any start. Never goes back, even if the wall clock is changed. */
    uint64_t (*now)(const zimport_platform *self);
    /* Seconds since 1970 in UTC, or ZIMPORT_TIME_UNKNOWN until the clock is set. */
    int64_t (*wall_clock)(const zimport_platform *self);
    /* Fills memory with unpredictable random bytes. ZIMPORT_OK or ZIMPORT_NO_RANDOM. */
    zimport_status (*random)(const zimport_platform *self, void *memory, size_t size);
    /* Returns when now() has reached `until`, or earlier. Only the blocking calls need it; else it may be NULL. */
    void (*sleep)(const zimport_platform *self, uint64_t until);
};
/* Where to connect. */
typedef struct zimport_peer {
    const char *host; /* a name, or an IPv4 or IPv6 address without brackets; NUL-terminated */
    bool address;     /* host is an address, not a name */
    uint16_t port;
    uint64_t deadline; /* in now() time: the transport must have opened or given up by then */
    bool rooted;       /* the name had a final dot: use no search domains */
} zimport_peer;
/* The step that a transport is in or failed in, for messages. */
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
/* A byte stream. Only `wait` may block. The others return ZIMPORT_OK (never with a count of 0); ZIMPORT_WANT_READ or
 * _WRITE for "nothing yet"; ZIMPORT_CLOSED for an orderly end; anything else is a failure. */
typedef struct zimport_transport_api {
    /* Begins to connect, and continues on each further call with the same peer. ZIMPORT_OK: open. ZIMPORT_WANT_READ or
     * _WRITE: call again when ready, at *wake (in now() time) at the latest; the caller sets *wake to the peer's
     * deadline, a transport may lower it. Failures: ZIMPORT_NO_ADDRESS to _NO_CONNECTION, _CONNECT_TIMEOUT, _TLS_…,
     * _SYSTEM, _NO_MEMORY. The peer's memory stays valid until close. */
    zimport_status (*open)(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake);
    /* Reads 1 to `capacity` bytes. ZIMPORT_OK with *size > 0, ZIMPORT_CLOSED, _LOST (reset; TLS ended without
     * close_notify), _WANT_READ, _WANT_WRITE, or a failure of TLS. */
    zimport_status (*read)(zimport_transport *self, void *memory, size_t capacity, size_t *size);
    /* Writes 1 to `size` bytes; *written says how many. After ZIMPORT_WANT_… the next call must pass the same bytes,
     * which may be on their way already. ZIMPORT_LOST: the peer takes no more. */
    zimport_status (*write)(zimport_transport *self, const void *memory, size_t size, size_t *written);
    /* Ends the stream and frees its resources: in an orderly way (close_notify) if that needs no waiting; with
     * self->given_up, at once, sending nothing more (no close_notify; TCP resets the connection). May be called when
     * not open, and repeatedly. Keeps `detail` and `stage`. */
    void (*close)(zimport_transport *self);
    /* Blocks until the stream is ready for `want` (ZIMPORT_WANT_READ or _WRITE), or now() has reached `until`, or
     * earlier. Only the blocking calls need it; else it may be NULL. */
    void (*wait)(zimport_transport *self, zimport_status want, uint64_t until);
} zimport_transport_api;
/* The first member of every transport's structure, so that one can be stacked on another (TLS on TCP). */
struct zimport_transport {
    const zimport_transport_api *api;
    int32_t detail;      /* of the last failure: errno, lwIP's err_t, or mbedTLS's negative code */
    zimport_stage stage; /* where that was */
    bool given_up;       /* set by the caller before each close */
};
/* Stubs to start a port from (port/null, not in libzimport.a): random, open, read and write return ZIMPORT_NOT_PORTED;
 * time stands still. */
extern const zimport_platform zimport_null_platform;
void zimport_null_transport_init(zimport_transport *transport);
ZIMPORT_END_C
#endif
