/* SPDX-License-Identifier: Apache-2.0 */
/* In place of Zephyr's: this machine's sockets, with those of its names that port/sockets uses. */
#ifndef ZEPHYR_NET_SOCKET_H
#define ZEPHYR_NET_SOCKET_H

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#undef MSG_NOSIGNAL

#define zsock_addrinfo addrinfo
#define zsock_close close
#define zsock_connect connect
#define zsock_fcntl fcntl
#define zsock_freeaddrinfo freeaddrinfo
#define zsock_getaddrinfo getaddrinfo
#define zsock_getsockopt getsockopt
#define zsock_recv recv
#define zsock_select select
#define zsock_send send
#define zsock_setsockopt setsockopt
#define zsock_socket socket
#define zsock_timeval timeval
typedef fd_set zsock_fd_set;
#define ZSOCK_FD_SET FD_SET
#define ZSOCK_FD_SETSIZE FD_SETSIZE
#define ZVFS_F_SETFL F_SETFL
#define ZVFS_O_NONBLOCK O_NONBLOCK
#define DNS_EAI_AGAIN EAI_AGAIN
#define DNS_EAI_CANCELED (-101)
#define DNS_EAI_FAIL EAI_FAIL
#define DNS_EAI_MEMORY EAI_MEMORY
#define DNS_EAI_NONAME EAI_NONAME
#define DNS_EAI_SYSTEM EAI_SYSTEM

#endif
