/* SPDX-License-Identifier: Apache-2.0 */
/* A network in one process: lwIP with its loopback interface, a clock that the test moves, a TCP server and a name
 * server written with the raw API, memory that can be denied; and the port/lwip connection under test. */
#ifndef ZIMPORT_TESTS_NET_H
#define ZIMPORT_TESTS_NET_H

#include "stream_run.h"

#include <lwip/tcp.h>

#include "zimport/lwip.h"

#define NET_PORT 4000
#define NET_CLOSED_PORT 4001

/* lwIP's live pieces, and how many more it gets before some are refused (deny_count: SIZE_MAX for ever). */
typedef struct net_memory {
    size_t live, given, deny_after, deny_count, denied;
    size_t largest; /* no piece is larger; 0: any size */
} net_memory;
extern net_memory memory;
void net_deny(size_t after, size_t count); /* from now on */

/* Inside lwIP, where cmocka must not jump away. */
void net_must(bool condition, const char *message);

/* One connection at a time. It sends as the window opens, and checks what it gets. */
typedef struct net_server {
    struct tcp_pcb *listening, *pcb;
    size_t to_send, sent, acknowledged, got;
    uint16_t piece; /* largest write; 0: any */
    bool ends;      /* with a FIN behind the last byte */
    bool stopped;   /* takes no more bytes off its window */
    bool has_ended;
    bool got_end;    /* the FIN of the other side */
    err_t lost;      /* how its connection was lost */
    unsigned taken;  /* connections so far */
    size_t unopened; /* bytes that it has not yet opened its window for */
} net_server;
extern net_server server;
void net_server_close(void); /* with a reset */

/* Oldest first; those for "late..." are answered by net_answer. */
typedef struct net_question {
    char name[64];
    uint16_t type, id, port;
    bool answered;
} net_question;
extern net_question questions[64];
extern unsigned question_count;
void net_answer(unsigned which, const char *text); /* NULL: no such name; "": no such address of it */
void net_names_up(void);
void net_names_step(void);

/* One round of a main loop, `ms` later. net_time is what sys_now says. */
extern uint32_t net_time;
void net_round(uint32_t ms);
void net_pass(uint32_t ms);

/* net_open begins with this deadline; net_opened waits for its outcome. */
typedef struct net_client {
    zimport_lwip_platform platform;
    zimport_lwip_tcp tcp;
    zimport_peer peer;
    uint64_t begun;
} net_client;
extern net_client client;
uint64_t net_now(void);
void net_peer(const char *host, bool address, uint16_t port, uint32_t deadline);
zimport_status net_open(void);
zimport_status net_opened(void);
void net_close(void);
void net_connect(void);

/* At the end lwIP must give everything back. */
int net_begin(void **state);
int net_end(void **state);
/* Is a name server known? The time at which a test begins. */
void net_name_server(bool known);
void net_begin_at(uint32_t time);

#endif
