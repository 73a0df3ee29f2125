/* SPDX-License-Identifier: Apache-2.0 */
/* TCP over lwIP's raw API (2.1, 2.2) with NO_SYS: no thread, no socket, no waiting. Firmware compiles port/lwip with
 * its own lwipopts.h; libzimport.a has none of it. Call everything from the board's main loop, never from an lwIP
 * callback. Each round of that loop feeds the interface, calls sys_check_timeouts, and then steps. */
#ifndef ZIMPORT_LWIP_H
#define ZIMPORT_LWIP_H
#include "zimport/port.h"
/* What the board supplies beside lwIP's own sys_now. It is not copied; each function may be NULL. */
typedef struct zimport_lwip_board {
    int64_t (*wall_clock)(void);                         /* as zimport_platform's. NULL: never set */
    zimport_status (*random)(void *memory, size_t size); /* as zimport_platform's. NULL: ZIMPORT_NO_RANDOM */
    void (*poll)(void); /* a round without the step. NULL: so are `sleep` and `wait`, for the blocking calls */
} zimport_lwip_board;
/* Time is sys_now, continued beyond its 32 bits: now() must be called once in 24 days at least. */
typedef struct zimport_lwip_platform {
    zimport_platform base;
    const zimport_lwip_board *board;
    uint64_t time, *clock; /* clock points at time: the structure has to stay where it is */
} zimport_lwip_platform;
void zimport_lwip_platform_init(zimport_lwip_platform *platform, const zimport_lwip_board *board);

/* A TCP connection. `detail` is lwIP's err_t. With both families, lwIP's one address for a name is IPv4 if it has any.
 * ZIMPORT_NO_ADDRESS       0: the name has none, no server answered lwIP, or host is no address; else lwIP refuses to
 *                          look it up (ERR_VAL: no server is set)
 * ZIMPORT_NO_CONNECTION    ERR_RST: refused. ERR_RTE: no route, or the link is down. ERR_ABRT: no answer to any SYN
 * ZIMPORT_CONNECT_TIMEOUT  ERR_TIMEOUT: the peer's deadline, while `stage`
 * ZIMPORT_NO_MEMORY        ERR_MEM. open: until the deadline a pool of lwIP was empty. write: during 5 s there was room
 *                          for no byte, and nothing in flight that would free some; before that, ZIMPORT_WANT_WRITE
 * ZIMPORT_LOST             ERR_RST, ERR_ABRT. What was received before is read first, also before ZIMPORT_CLOSED
 * Received pbufs are kept until they are read: TCP_WND bytes at most, and no crowd of small ones. */
typedef struct zimport_lwip_tcp {
    zimport_transport base;
    const zimport_lwip_platform *platform;
    struct tcp_pcb *pcb;
    struct pbuf *received;
    const char *host;
    uint64_t patience;      /* when a write gives up; 0: memory is not short */
    uint16_t port, lookups; /* lookups: not answered by lwIP yet, closed connections' too */
    uint8_t state, ended;
    int8_t error; /* an err_t */
} zimport_lwip_tcp;
/* A closed connection. lwIP cannot cancel a look-up: until `lookups` is 0, after close too, the memory must stay and
 * must not be initialised again. lwIP's timer ends each, with its last retry. */
void zimport_lwip_tcp_init(zimport_lwip_tcp *tcp, const zimport_lwip_platform *platform);
#endif
