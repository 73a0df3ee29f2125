/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of port/posix share. Include it first: it asks the C library for POSIX. */
#ifndef ZIMPORT_POSIX_INTERNAL_H
#define ZIMPORT_POSIX_INTERNAL_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <sys/types.h>

#include "zimport/posix.h"

/* Waits until one of `fds` (-1: none) is ready for `events`, until the platform's wake_fd can be read, or until
 * `until`. A signal ends it early. */
void zimport_posix_poll(const zimport_posix_platform *platform, const int *fds, size_t count, short events,
                        uint64_t until);

/* Makes a descriptor non-blocking, and closed in programs that this one starts. 0, or -1 with errno. */
int zimport_posix_prepare(int fd);

/* Reads a numeric address of either family. */
bool zimport_posix_address_parse(zimport_posix_address *address, const char *text);

/* The longest text of an address, with its NUL. */
#define ZIMPORT_POSIX_ADDRESS_TEXT 40

/* Writes an address in its canonical form (RFC 5952; an IPv4 address within IPv6 in hexadecimal, too). */
void zimport_posix_address_print(const zimport_posix_address *address, char text[ZIMPORT_POSIX_ADDRESS_TEXT]);

/* Whether an address is of the wanted family. */
bool zimport_posix_address_fits(const zimport_posix_address *address, zimport_posix_family family);

/* Lets the families alternate, beginning with that of the first address (RFC 8305 section 4, with one address of the
 * preferred family in front). Within a family the order stays. */
void zimport_posix_address_alternate(zimport_posix_address *addresses, size_t count);

/*
 * Starts a child process that looks up tcp's peer; tcp->fds[0] can be read when it has done so. ZIMPORT_OK, or
 * ZIMPORT_SYSTEM with errno in tcp->base.detail; then tcp is to be released.
 */
zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const char *host);

/* Takes the child's answer: ZIMPORT_WANT_READ, or ZIMPORT_OK with tcp->count addresses. */
zimport_status zimport_posix_resolver_read(zimport_tcp *tcp);

/* Ends the child, if there is one, and closes all of tcp->fds. */
void zimport_posix_release(zimport_tcp *tcp);

#endif
