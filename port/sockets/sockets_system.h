/* SPDX-License-Identifier: Apache-2.0 */
/* Whose sockets they are, and the only place here that knows: lwIP's own with -DZIMPORT_SOCKETS_LWIP (ESP-IDF,
 * FreeRTOS), Zephyr's with -DZIMPORT_SOCKETS_ZEPHYR, else those with POSIX's names and headers. Another system is
 * another branch. */
#ifndef ZIMPORT_SOCKETS_SYSTEM_H
#define ZIMPORT_SOCKETS_SYSTEM_H

#include "zimport/sockets.h"

/* ZIMPORT_SOCKETS_CALL(name)  the function that POSIX calls so
 * ZIMPORT_SOCKETS_INFO        its struct addrinfo; _TIME: struct timeval; _SET: fd_set; _ADD: FD_SET
 * ZIMPORT_SOCKETS_SETFL       fcntl's arguments that make a socket non-blocking
 * ZIMPORT_SOCKETS_LIMIT       descriptors from here on do not fit into a set
 * ZIMPORT_SOCKETS_LINGER      a close can reset the connection
 * ZIMPORT_SOCKETS_NO_NAME     getaddrinfo's number for "no such name"; _NO_MEMORY: for that
 * ZIMPORT_SOCKETS_NO_ANSWER   whether its number says that name servers failed */
#if defined(ZIMPORT_SOCKETS_LWIP)
#include <lwip/netdb.h>
#include <lwip/sockets.h>
#define ZIMPORT_SOCKETS_CALL(name) lwip_##name
#define ZIMPORT_SOCKETS_LIMIT LWIP_SELECT_MAXNFDS
/* EAI_FAIL is whatever else may be the matter with a name. */
#define ZIMPORT_SOCKETS_NO_ANSWER(error) ((void)(error), false)
#elif defined(ZIMPORT_SOCKETS_ZEPHYR)
/* Constants have their plain names: CONFIG_NET_NAMESPACE_COMPAT_MODE, which is Zephyr's default. */
#include <errno.h>
#include <zephyr/net/socket.h>
#define ZIMPORT_SOCKETS_CALL(name) zsock_##name
#define ZIMPORT_SOCKETS_INFO struct zsock_addrinfo
#define ZIMPORT_SOCKETS_TIME struct zsock_timeval
#define ZIMPORT_SOCKETS_SET zsock_fd_set
#define ZIMPORT_SOCKETS_ADD ZSOCK_FD_SET
#define ZIMPORT_SOCKETS_LIMIT ZSOCK_FD_SETSIZE
#define ZIMPORT_SOCKETS_NO_NAME DNS_EAI_NONAME
#define ZIMPORT_SOCKETS_NO_MEMORY DNS_EAI_MEMORY
#define ZIMPORT_SOCKETS_NO_ANSWER(error) \
    ((error) == DNS_EAI_AGAIN || (error) == DNS_EAI_FAIL || (error) == DNS_EAI_CANCELED || (error) == DNS_EAI_SYSTEM)
#define ZIMPORT_SOCKETS_SETFL ZVFS_F_SETFL, ZVFS_O_NONBLOCK
#else
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>
#define ZIMPORT_SOCKETS_CALL(name) name
#define ZIMPORT_SOCKETS_LIMIT FD_SETSIZE
#define ZIMPORT_SOCKETS_NO_ANSWER(error) ((error) == EAI_AGAIN || (error) == EAI_FAIL || (error) == EAI_SYSTEM)
#endif

#if !defined(ZIMPORT_SOCKETS_ZEPHYR)
#define ZIMPORT_SOCKETS_INFO struct addrinfo
#define ZIMPORT_SOCKETS_TIME struct timeval
#define ZIMPORT_SOCKETS_SET fd_set
#define ZIMPORT_SOCKETS_ADD FD_SET
#define ZIMPORT_SOCKETS_LINGER
#define ZIMPORT_SOCKETS_NO_NAME EAI_NONAME
#define ZIMPORT_SOCKETS_NO_MEMORY EAI_MEMORY
#define ZIMPORT_SOCKETS_SETFL F_SETFL, O_NONBLOCK
#endif

/* Whether a socket (-1: none) becomes readable, or writable, within `ms`. */
bool zimport_sockets_ready(int fd, bool writing, uint64_t ms);
/* Waits for that until then, or less. */
void zimport_sockets_wait(const zimport_platform *platform, int fd, bool writing, uint64_t until);

#endif
