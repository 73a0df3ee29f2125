/* SPDX-License-Identifier: Apache-2.0 */
/* TCP over BSD sockets that need not be POSIX's: ESP-IDF, Zephyr, FreeRTOS with lwIP. No heap. Firmware compiles
 * port/sockets with its own; it is not in libzimport.a. Headers, settings, examples: port/README.md. */
#ifndef ZIMPORT_SOCKETS_H
#define ZIMPORT_SOCKETS_H
#include "zimport/port.h"
ZIMPORT_BEGIN_C
/* A zimport_platform.sleep, by a select without sockets. The board supplies the other three functions. */
void zimport_sockets_sleep(const zimport_platform *self, uint64_t until);
/* A TCP connection. Opening calls getaddrinfo, which BLOCKS, whatever the deadline, until the system's resolver answers
 * or gives up; nothing else blocks. The first four addresses are tried in turn, each until it fails or has had its
 * share of the time. `detail` is getaddrinfo's number while resolving, else an errno, of all addresses' the most
 * telling one: refused is ECONNREFUSED, with lwIP ECONNRESET. ZIMPORT_NO_MEMORY: sockets or memory were short until the
 * deadline. */
typedef struct zimport_sockets_tcp {
    zimport_transport base;
    const zimport_platform *platform;
    int fd; /* for the application's own select; -1: none */
    uint8_t state, count, at, starved, ended;
    uint64_t next_at;
    struct zimport_sockets_address {
        ZIMPORT_OPAQUE(32) memory;
        uint8_t family, size;
    } addresses[4];
} zimport_sockets_tcp;
/* Makes a closed connection. */
void zimport_sockets_tcp_init(zimport_sockets_tcp *tcp, const zimport_platform *platform);
ZIMPORT_END_C
#endif
