/* SPDX-License-Identifier: Apache-2.0 */
/* lwIP as the tests of port/lwip have it: on the host, over its loopback interface, with small windows. All of its
 * memory comes from net_malloc (net.c), so that every piece can be denied, and the sanitizers see a use after its end.
 */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0
#define LWIP_DNS 1
#define IPV6_FRAG_COPYHEADER 1 /* pointers of 64 bits */
#define LWIP_ARP 0
#define LWIP_STATS 0
#define LWIP_HAVE_LOOPIF 1
#define LWIP_NETIF_LOOPBACK 1

#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT 8
#define LWIP_DEBUG_TIMERNAMES 1 /* a timer has a size that nothing else has */
#ifdef NET_LWIP_2_1
#define MEM_LIBC_MALLOC 1
#define mem_clib_malloc net_malloc
#define mem_clib_calloc net_calloc
#define mem_clib_free net_free
#else
#define MEM_CUSTOM_ALLOCATOR 1
#define MEM_CUSTOM_MALLOC net_malloc
#define MEM_CUSTOM_CALLOC net_calloc
#define MEM_CUSTOM_FREE net_free
#endif
#include <stddef.h>
void *net_malloc(size_t size);
void *net_calloc(size_t count, size_t size);
void net_free(void *piece);

#define TCP_MSS 536
#ifndef TCP_WND
#define TCP_WND (4 * TCP_MSS)
#endif
#define TCP_SND_BUF (2 * TCP_MSS)
#define TCP_SND_QUEUELEN 8
#define TCP_MSL 1000
#define PBUF_POOL_SIZE 16
#define DNS_TABLE_SIZE 4

#endif
