/* SPDX-License-Identifier: Apache-2.0 */
/* TCP over lwIP's raw API (2.1, 2.2) with NO_SYS: no threads, no sockets, no waiting. Firmware compiles port/lwip; it
 * is not in libzimport.a. Call everything from the board's main loop, never from an lwIP callback. Each round of that
 * loop feeds the interface, calls sys_check_timeouts, then steps. */
#ifndef ZIMPORT_LWIP_H
#define ZIMPORT_LWIP_H
#include "zimport/port.h"
ZIMPORT_BEGIN_C
/* What the board supplies besides lwIP's sys_now. Not copied; each function may be NULL. */
typedef struct zimport_lwip_board {
    int64_t (*wall_clock)(void);                         /* as in zimport_platform. NULL: never set */
    zimport_status (*random)(void *memory, size_t size); /* as in zimport_platform. NULL: ZIMPORT_NO_RANDOM */
    void (*poll)(void); /* a round of the loop without the step. NULL: no `sleep` and `wait`, so no blocking calls */
} zimport_lwip_board;
/* Time is sys_now extended to 64 bits: now() must be called at least once in 24 days. */
typedef struct zimport_lwip_platform {
    zimport_platform base;
    const zimport_lwip_board *board;
    uint64_t time, *clock; /* clock points at time: do not move the structure */
} zimport_lwip_platform;
void zimport_lwip_platform_init(zimport_lwip_platform *platform, const zimport_lwip_board *board);
/* A TCP connection. `detail` is lwIP's err_t. lwIP gives one address per name: IPv4 if there is one.
 * ZIMPORT_NO_ADDRESS       0: none, or no server answered; else lwIP refused to ask (ERR_VAL: no name server is set)
 * ZIMPORT_NO_CONNECTION    ERR_RST: refused. ERR_RTE: no route, or the link is down. ERR_ABRT: no answer to any SYN
 * ZIMPORT_CONNECT_TIMEOUT  ERR_TIMEOUT: the peer's deadline passed; `stage` says in which step
 * ZIMPORT_NO_MEMORY        ERR_MEM. open: a pool of lwIP stayed empty until the deadline. write: for 5 s there was no
 *                          room for a byte, and nothing in flight to free any; until then, ZIMPORT_WANT_WRITE
 * ZIMPORT_LOST             ERR_RST, ERR_ABRT. Data received earlier is read first, as with ZIMPORT_CLOSED
 * Received pbufs are kept until they are read: at most TCP_WND bytes, and only a bounded number of small ones. */
typedef struct zimport_lwip_tcp {
    zimport_transport base;
    const zimport_lwip_platform *platform;
    struct tcp_pcb *pcb;
    struct pbuf *received;
    const char *host;
    uint64_t patience;      /* when a write gives up; 0: memory is not short */
    uint16_t port, lookups; /* lookups: still pending in lwIP, even if the connection was closed since */
    uint8_t state, ended;
    int8_t error; /* an err_t */
} zimport_lwip_tcp;
/* Makes a closed connection. lwIP cannot cancel a look-up: while `lookups` is not 0, even after close, keep the memory
 * and do not initialise it again. lwIP's timer ends each look-up after its last retry. */
void zimport_lwip_tcp_init(zimport_lwip_tcp *tcp, const zimport_lwip_platform *platform);
ZIMPORT_END_C
#endif
