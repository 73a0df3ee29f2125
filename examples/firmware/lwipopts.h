/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lwIP for one TCP connection, a name look-up and DHCP. No record of TLS is kept in its memory: bytes go on to the TLS
 * layer's own buffer as they come, so a record of 16 KiB passes through a window of less than 6.
 */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0 /* lwIP is called from the main loop alone */
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0

#define LWIP_IPV4 1
#define LWIP_IPV6 0
#define LWIP_ICMP 1
#define LWIP_RAW 0
#define IP_REASSEMBLY 0 /* DHCP and DNS fit into one frame, and TCP makes no fragments */
#define IP_FRAG 0

#define LWIP_DHCP 1
#define DHCP_DOES_ARP_CHECK 0      /* nor does it wait for seconds whether somebody else has the address: 2.1 */
#define LWIP_DHCP_DOES_ACD_CHECK 0 /* and 2.2 */
#define LWIP_DNS 1
#define DNS_TABLE_SIZE 1
#define DNS_MAX_NAME_LENGTH (ZIMPORT_HOST_MAX + 1)

/* The window is four full segments, and the pool holds it and one segment more for what else arrives. */
#define LWIP_TCP 1
#define TCP_MSS 1460
#define TCP_WND (4 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define TCP_QUEUE_OOSEQ 1
#define TCP_OOSEQ_MAX_BYTES (2 * TCP_MSS)
#define TCP_LISTEN_BACKLOG 0
#define LWIP_WND_SCALE 0
#define MEMP_NUM_TCP_PCB 3 /* the connection, and two that are still closing */
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define MEMP_NUM_UDP_PCB 2 /* DHCP and DNS */
#define MEMP_NUM_TCP_SEG 8
#define MEMP_NUM_PBUF 4
#define PBUF_POOL_BUFSIZE 512
#define PBUF_POOL_SIZE 16

/* Sent data is copied here until acknowledged. */
#define MEM_ALIGNMENT 4
#define MEM_SIZE (TCP_SND_BUF + 1024)

#define LWIP_NETIF_API 0
#define LWIP_NETIF_HOSTNAME 0
#define LWIP_STATS 0
#define LWIP_NOASSERT 1
#define LWIP_CHECKSUM_ON_COPY 1
#define ARP_TABLE_SIZE 3
#define ARP_QUEUEING 1

#endif
