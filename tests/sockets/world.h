/* SPDX-License-Identifier: Apache-2.0 */
/* The port/sockets connection under test, over lwIP's sockets or the host's; a server that goes on whenever the test
 * does; names; and calls that can be made to fail: those of the port reach the system through fake_... (world.c). */
#ifndef ZIMPORT_TESTS_WORLD_H
#define ZIMPORT_TESTS_WORLD_H

#include "stream_run.h"

#include "port/sockets/sockets_system.h"

/* Where something is, in numbers. */
typedef struct place {
    const char *host;
    uint16_t port;
} place;

/* What world_up finds: a server; a port that nobody listens to; one that never answers. */
typedef struct places {
    place server, refused, silent;
} places;
extern places at;

/* A name with several addresses, in this order; beside those that the system knows. */
#define WORLD_PLACES 6
typedef struct world_name {
    const char *host;
    const place *places[WORLD_PLACES];
} world_name;
extern world_name several; /* host NULL: no such name */

/* The calls named so ("*": any; NULL: none) that the connection under test makes: after `skip`, `count` of them fail.
 */
typedef struct fault {
    const char *call;
    unsigned skip, count;
    int error; /* an errno; of getaddrinfo its number, or 0 for some */
} fault;
extern fault faulty;
extern unsigned calls_made;

/* One connection at a time. It sends, and checks what it gets. */
typedef struct world_server {
    int listener, fd; /* fd: -1 without one */
    size_t to_send, sent, got;
    const char *reply; /* sent behind the first empty line that came; NULL: bytes are sent */
    char request[1024];
    bool ends;      /* with an end behind the last byte */
    bool stopped;   /* takes nothing */
    bool has_ended; /* in that direction */
    bool got_end;   /* of the other */
    int lost;       /* how its connection was lost: an errno */
    unsigned taken; /* connections so far */
} world_server;
extern world_server server;
void server_step(void);
void server_reset(void);
void server_drop(void);

typedef struct world_client {
    zimport_platform platform;
    zimport_sockets_tcp tcp;
    zimport_peer peer;
    uint64_t begun, wake;
    int sockets; /* that it has open */
} world_client;
extern world_client client;

uint64_t world_now(void);
void world_pass(unsigned ms);

void client_peer(const char *host, bool address, uint16_t port, uint32_t deadline);
zimport_status client_open(void);
zimport_status client_opened(void);
void client_close(void);
void client_connect(void);

int world_begin(void **state);
int world_end(void **state);

/* Of the system (world_lwip.c, world_posix.c). */
void world_up(void);
int world_look_up(const char *host, const char *service, const ZIMPORT_SOCKETS_INFO *hints,
                  ZIMPORT_SOCKETS_INFO **list);
void world_reset(int fd);
void world_quiet(void);

#if defined(ZIMPORT_SOCKETS_LWIP)
#define WORLD_LWIP true
#define WORLD_REFUSED ECONNRESET
/* lwIP's memory: how much more it gives before some is refused (world_lwip.c). */
void world_deny(size_t after, size_t count);
size_t world_given(void);
#else
#define WORLD_LWIP false
#define WORLD_REFUSED ECONNREFUSED
#endif

#endif
