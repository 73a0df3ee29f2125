/* SPDX-License-Identifier: Apache-2.0 */
/* Include it first: it asks the C library for POSIX. */
#ifndef ZIMPORT_POSIX_INTERNAL_H
#define ZIMPORT_POSIX_INTERNAL_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <sys/socket.h>
#include <sys/types.h>

#include "zimport/posix.h"

/* Between the starts of two attempts (RFC 8305 section 5). */
#define ZIMPORT_POSIX_STAGGER_MS 250

/* Until one of `fds` (-1: none) is ready for `events`, the platform's wake_fd is readable, or `until`. A signal ends it
 * early. */
void zimport_posix_poll(const zimport_posix_platform *platform, const int *fds, size_t count, short events,
                        uint64_t until);

/* Non-blocking and close-on-exec. Never 0 to 2, where output would go into it. -1 with errno. */
int zimport_posix_socket(int family, int type);

/* The leading digits; at most `most`. */
unsigned zimport_posix_number(const char *text, unsigned most);

/* ::1 and 127.0.0.1. */
extern const zimport_posix_address zimport_posix_loopback[2];

/* Either family, with or without %ZONE: a number, or an interface's name. */
bool zimport_posix_address_parse(zimport_posix_address *address, const char *text);

socklen_t zimport_posix_sockaddr(struct sockaddr_storage *storage, const zimport_posix_address *address, uint16_t port);

bool zimport_posix_address_fits(const zimport_posix_address *address, zimport_posix_family family);

/* Alternates the families, beginning with the first address's (RFC 8305 section 4). Within a family the order stays. */
void zimport_posix_address_alternate(zimport_posix_address *addresses, size_t count);

/* If it is of the wanted family, IPv6 before IPv4. However many there are of one family, the other keeps a place: it
 * may be the only one that works. */
void zimport_posix_address_add(zimport_tcp *tcp, const zimport_posix_address *address);

/* A name with NUL, and a byte more to tell what is too long. */
#define ZIMPORT_POSIX_WORD (ZIMPORT_HOST_MAX + 2)

/* From /etc/hosts. False: it does not have the name. `error`: 0, or errno if the file is there and cannot be read. */
bool zimport_posix_hosts(zimport_tcp *tcp, const char *host, int *error);

#define ZIMPORT_POSIX_SERVERS 3

#define ZIMPORT_POSIX_ROTATE 1U
#define ZIMPORT_POSIX_USE_VC 2U
#define ZIMPORT_POSIX_SINGLE_REQUEST 4U
#define ZIMPORT_POSIX_NO_AAAA 8U
#define ZIMPORT_POSIX_NO_TLD_QUERY 16U

/* /etc/resolv.conf, with LOCALDOMAIN and RES_OPTIONS of the environment. */
typedef struct zimport_posix_conf {
    zimport_posix_address servers[ZIMPORT_POSIX_SERVERS];
    unsigned server_count; /* 1 at least */
    int error;             /* errno if the file is there and cannot be read */
    unsigned ndots;
    unsigned timeout; /* seconds */
    unsigned attempts;
    unsigned flags;
    unsigned domain_count;
    char domain[ZIMPORT_POSIX_WORD]; /* the wanted one, or "" */
} zimport_posix_conf;

/* Of the search domains, which can be many, keeps only the one with index `wanted`. */
void zimport_posix_conf_read(zimport_posix_conf *conf, unsigned wanted);

/* ZIMPORT_OK, or ZIMPORT_SYSTEM with errno in tcp->base.detail: release tcp then. */
zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const zimport_peer *peer);

/* ZIMPORT_WANT_READ or _WANT_WRITE; ZIMPORT_OK with tcp->count addresses; ZIMPORT_NO_ADDRESS, _NO_NAME or _NAME_FAILED,
 * the last with an errno in tcp->base.detail unless a server said so; or ZIMPORT_NO_RANDOM. */
zimport_status zimport_posix_resolver_step(zimport_tcp *tcp, const zimport_peer *peer, uint64_t now, uint64_t *wake);

void zimport_posix_release(zimport_tcp *tcp);

#endif
