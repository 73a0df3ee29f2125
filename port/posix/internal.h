/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of port/posix share. Include it first: it asks the C library for POSIX. */
#ifndef ZIMPORT_POSIX_INTERNAL_H
#define ZIMPORT_POSIX_INTERNAL_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <sys/socket.h>
#include <sys/types.h>

#include "zimport/posix.h"

/* Milliseconds from the start of one attempt to that of the next (RFC 8305 section 5). */
#define ZIMPORT_POSIX_STAGGER_MS 250

/* Waits until one of `fds` (-1: none) is ready for `events`, until the platform's wake_fd can be read, or until
 * `until`. A signal ends it early. */
void zimport_posix_poll(const zimport_posix_platform *platform, const int *fds, size_t count, short events,
                        uint64_t until);

/* Makes a socket that does not block, and is closed in programs that this one starts. Never 0 to 2, which whoever
 * writes errors or results takes for something else. -1 with errno. */
int zimport_posix_socket(int family, int type);

/* Reads decimal digits, up to what is none; a value above `most` is `most`. */
unsigned zimport_posix_number(const char *text, unsigned most);

/* ::1 and 127.0.0.1. */
extern const zimport_posix_address zimport_posix_loopback[2];

/* Reads a numeric address of either family, with %ZONE behind it or without: a number, or the name of an interface. */
bool zimport_posix_address_parse(zimport_posix_address *address, const char *text);

/* What connect(2) takes. */
socklen_t zimport_posix_sockaddr(struct sockaddr_storage *storage, const zimport_posix_address *address, uint16_t port);

/* The longest text of an address, with its NUL. */
#define ZIMPORT_POSIX_ADDRESS_TEXT 40

/* Writes an address in its canonical form (RFC 5952; an IPv4 address within IPv6 in hexadecimal, too). */
void zimport_posix_address_print(const zimport_posix_address *address, char text[ZIMPORT_POSIX_ADDRESS_TEXT]);

/* Whether an address is of the wanted family. */
bool zimport_posix_address_fits(const zimport_posix_address *address, zimport_posix_family family);

/* Lets the families alternate, beginning with that of the first address (RFC 8305 section 4, with one address of the
 * preferred family in front). Within a family the order stays. */
void zimport_posix_address_alternate(zimport_posix_address *addresses, size_t count);

/* Adds an address of the wanted family to those of tcp, the IPv6 addresses in front. However many there are of one
 * family, the other has its place: it may be the only one that works. */
void zimport_posix_address_add(zimport_tcp *tcp, const zimport_posix_address *address);

/* Memory for a word of the files below: of a name, and one more byte, which tells what is too long. */
#define ZIMPORT_POSIX_WORD (ZIMPORT_HOST_MAX + 2)

/* Adds the addresses of the wanted family that /etc/hosts has for a name. Whether it has the name. */
bool zimport_posix_hosts(zimport_tcp *tcp, const char *host);

#define ZIMPORT_POSIX_SERVERS 3

/* Options of /etc/resolv.conf that have no number. */
#define ZIMPORT_POSIX_ROTATE 1U
#define ZIMPORT_POSIX_USE_VC 2U
#define ZIMPORT_POSIX_SINGLE_REQUEST 4U
#define ZIMPORT_POSIX_NO_AAAA 8U
#define ZIMPORT_POSIX_NO_TLD_QUERY 16U

/* What /etc/resolv.conf says, and LOCALDOMAIN and RES_OPTIONS of the environment. */
typedef struct zimport_posix_conf {
    zimport_posix_address servers[ZIMPORT_POSIX_SERVERS];
    unsigned server_count; /* 1 at least */
    unsigned ndots;
    unsigned timeout; /* seconds */
    unsigned attempts;
    unsigned flags;
    unsigned domain_count;
    char domain[ZIMPORT_POSIX_WORD]; /* the wanted one, or "" */
} zimport_posix_conf;

/* Reads it, and of the domains to search, of which there can be any number, the one with that index. */
void zimport_posix_conf_read(zimport_posix_conf *conf, unsigned wanted);

/* Begins to look for the addresses of a name. ZIMPORT_OK, or ZIMPORT_SYSTEM with errno in tcp->base.detail; then tcp is
 * to be released. */
zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const zimport_peer *peer);

/* Goes on with it: ZIMPORT_WANT_READ or ZIMPORT_WANT_WRITE; ZIMPORT_OK with tcp->count addresses; ZIMPORT_NO_ADDRESS,
 * _NO_NAME or _NAME_FAILED, the last with an errno in tcp->base.detail if it was not a server that said so; or
 * ZIMPORT_NO_RANDOM. */
zimport_status zimport_posix_resolver_step(zimport_tcp *tcp, const zimport_peer *peer, uint64_t now, uint64_t *wake);

/* Closes all of tcp->fds. */
void zimport_posix_release(zimport_tcp *tcp);

#endif
