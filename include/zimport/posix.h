/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets, clocks and random bytes of a POSIX system. No heap. */
#ifndef ZIMPORT_POSIX_H
#define ZIMPORT_POSIX_H
#include "zimport/port.h"
ZIMPORT_BEGIN_C
/* Addresses kept per name, of both families if it has both. Further ones are ignored. */
#define ZIMPORT_POSIX_ADDRESSES 8
/* A socket address of either family, as bytes in network order. */
typedef struct zimport_posix_address {
    uint8_t family, bytes[16]; /* family: 4 or 6 */
    uint32_t scope;            /* of a link-local IPv6 address */
} zimport_posix_address;
/* Time and randomness: CLOCK_MONOTONIC, CLOCK_REALTIME (unknown before 2020), getrandom(2). Sleep ends early when
 * wake_fd (-1: none) becomes readable, so that a signal handler can interrupt it. */
typedef struct zimport_posix_platform {
    zimport_platform base;
    int wake_fd;
} zimport_posix_platform;
void zimport_posix_platform_init(zimport_posix_platform *platform, int wake_fd);
typedef enum zimport_posix_family { ZIMPORT_POSIX_ANY, ZIMPORT_POSIX_IPV4, ZIMPORT_POSIX_IPV6 } zimport_posix_family;
/* A fixed address for a name and port, as with --resolve. */
typedef struct zimport_posix_override {
    const char *host; /* as in zimport_origin */
    uint16_t port;
    const char *address; /* numeric */
} zimport_posix_override;
/* What happened to an address. */
typedef enum zimport_posix_event {
    ZIMPORT_POSIX_TRYING,    /* an attempt begins */
    ZIMPORT_POSIX_FAILED,    /* it failed, with an errno */
    ZIMPORT_POSIX_CONNECTED, /* it won; the other attempts end without an event */
    ZIMPORT_POSIX_GAVE_UP    /* none won; the address to name in a message: its errno, or 0 if still being tried */
} zimport_posix_event;
/* A TCP connection. Names are looked up in /etc/hosts and with /etc/resolv.conf, as the C library does; `detail` is 0
 * if a name server failed. A file that is there and cannot be read is ZIMPORT_NAME_FAILED with its errno, unless an
 * address is found without it. Addresses are tried in turn, families alternating, each 250 ms after the last (RFC 8305)
 * or at once when one fails; the first to connect wins. If all fail, `detail` is the most telling errno: ECONNREFUSED
 * first, ENETUNREACH last. TCP_NODELAY is set, SIGPIPE is never raised, exec closes descriptors. */
typedef struct zimport_tcp {
    zimport_transport base;
    const zimport_posix_platform *platform;
    zimport_posix_family family;
    const zimport_posix_override *overrides; /* may be NULL; all that match are tried */
    size_t override_count;
    void (*on_event)(void *context, zimport_posix_event what, const char *address, uint16_t port, int error);
    void *context; /* of on_event, which may be NULL */
    /* For the application's own poll loop: watch the first fd_count as each step asks; skip those that are -1. */
    int fds[ZIMPORT_POSIX_ADDRESSES];
    uint8_t fd_count, state, told, count; /* count: of addresses; the first fd_count were tried */
    uint8_t servers;                      /* that were asked for them; 0: none had to be */
    uint16_t port;
    uint64_t next_at;
    ZIMPORT_OPAQUE(400) lookup;
    zimport_posix_address addresses[ZIMPORT_POSIX_ADDRESSES];
} zimport_tcp;
/* RFC 5952, but IPv4 within IPv6 in hexadecimal. With NUL. */
#define ZIMPORT_POSIX_ADDRESS_TEXT 40
void zimport_posix_address_print(const zimport_posix_address *address, char text[ZIMPORT_POSIX_ADDRESS_TEXT]);
/* Makes a closed connection. The members from family to context may be set afterwards. */
void zimport_tcp_init(zimport_tcp *tcp, const zimport_posix_platform *platform);
ZIMPORT_END_C
#endif
