/* SPDX-License-Identifier: Apache-2.0 */
/* lwIP as the tests of port/sockets have it: with its sockets and its thread, on the host, over its loopback interface;
 * with small windows and hasty timers. Its memory comes from world_malloc (world_lwip.c), so that every piece can be
 * denied. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define NO_SYS 0
#define LWIP_SOCKET 1
#define LWIP_NETCONN 1
#define LWIP_COMPAT_SOCKETS 0
#define LWIP_POSIX_SOCKETS_IO_NAMES 0
#define LWIP_SOCKET_OFFSET 5
#define LWIP_SO_LINGER 1
#define LWIP_TCPIP_CORE_LOCKING 1
#define TCPIP_MBOX_SIZE 64
#define DEFAULT_TCP_RECVMBOX_SIZE 64
#define DEFAULT_ACCEPTMBOX_SIZE 16
#define MEMP_NUM_NETCONN 8
#define LWIP_IPV6 1
#define LWIP_DNS 1
#define DNS_MAX_RETRIES 1
#define IPV6_FRAG_COPYHEADER 1 /* pointers of 64 bits */
#define LWIP_ARP 0
#define LWIP_STATS 0
#define LWIP_HAVE_LOOPIF 1
#define LWIP_NETIF_LOOPBACK 1

#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT 8
#define LWIP_DEBUG_TIMERNAMES 1 /* a timer has a size that nothing else has */
#define MEM_CUSTOM_ALLOCATOR 1
#define MEM_CUSTOM_MALLOC world_malloc
#define MEM_CUSTOM_CALLOC world_calloc
#define MEM_CUSTOM_FREE world_free
#include <stddef.h>
void *world_malloc(size_t size);
void *world_calloc(size_t count, size_t size);
void world_free(void *piece);

#define TCP_MSS 536
#define TCP_WND (4 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define TCP_SND_QUEUELEN 8
#define TCP_MSL 50
#define TCP_TMR_INTERVAL 20
#define TCP_SYNMAXRTX 3
#define LWIP_TCP_RTO_TIME 120
#define LWIP_TCP_CLOSE_TIMEOUT_MS_DEFAULT 1000
#define PBUF_POOL_SIZE 16

#endif
