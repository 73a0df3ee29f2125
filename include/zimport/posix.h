/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets, clocks and random bytes of a POSIX system. No heap. */
#ifndef ZIMPORT_POSIX_H
#define ZIMPORT_POSIX_H

#include "zimport/port.h"

/* Addresses kept of one name. Beyond: left out. */
#define ZIMPORT_POSIX_ADDRESSES 8

/* A socket address of either family, as bytes in network order. */
typedef struct zimport_posix_address {
    uint8_t family; /* 4 or 6 */
    uint8_t bytes[16];
    uint32_t scope; /* of a link-local IPv6 address */
} zimport_posix_address;

/* Time and chance: CLOCK_MONOTONIC, CLOCK_REALTIME (unknown before 2020), getrandom(2). Sleeping ends early when
 * wake_fd (-1: none) becomes readable, so that a signal handler can end it. */
typedef struct zimport_posix_platform {
    zimport_platform base;
    int wake_fd;
} zimport_posix_platform;

void zimport_posix_platform_init(zimport_posix_platform *platform, int wake_fd);

/* Which addresses to use. */
typedef enum zimport_posix_family { ZIMPORT_POSIX_ANY, ZIMPORT_POSIX_IPV4, ZIMPORT_POSIX_IPV6 } zimport_posix_family;

/* A fixed address for a name and port: --resolve. */
typedef struct zimport_posix_override {
    const char *host; /* as in zimport_origin */
    uint16_t port;
    const char *address; /* numeric */
} zimport_posix_override;

/* A TCP connection. Names are resolved in a child process (the C library's resolver blocks, and cannot be told when to
 * stop), so that the connect deadline holds for it too; it is made by fork(2), ends by itself or is killed, and the
 * program sees a SIGCHLD. Numeric addresses and overrides need no child. Addresses are tried in turn, each with an
 * equal share of the time that is left. TCP_NODELAY is set, SIGPIPE is never raised, and descriptors are closed on
 * exec. */
typedef struct zimport_tcp {
    zimport_transport base;
    const zimport_posix_platform *platform;
    zimport_posix_family family;
    const zimport_posix_override *overrides; /* may be NULL */
    size_t override_count;
    void (*on_address)(void *context, const char *address, uint16_t port); /* before each try; may be NULL */
    void *context;

    int fd;       /* -1: none. To be watched by the application's own loop, as the step asks */
    int resolver; /* its process id, or 0 */
    uint8_t state;
    uint8_t count;
    uint8_t next;       /* address to try */
    uint64_t share_at;  /* end of the present address's share */
    size_t answer_size; /* bytes of the resolver's answer so far */
    zimport_posix_address addresses[ZIMPORT_POSIX_ADDRESSES];
} zimport_tcp;

/* A closed connection. The fields family to context may be set afterwards. */
void zimport_tcp_init(zimport_tcp *tcp, const zimport_posix_platform *platform);

#endif
