/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to a name server, and its replies (RFC 1035 section 4): bytes in, bytes out. */
#ifndef ZIMPORT_POSIX_DNS_H
#define ZIMPORT_POSIX_DNS_H

#include "zimport/base.h"

/* The types of records with addresses (RFC 1035 section 3.2.2, RFC 3596). */
#define ZIMPORT_DNS_A 1
#define ZIMPORT_DNS_AAAA 28

/* What says that a longer datagram may come (EDNS0: an OPT record, RFC 6891 section 6.1.2). */
#define ZIMPORT_DNS_OPT 11

/* The longest question: header, name of 255 bytes, type and class, OPT record. */
#define ZIMPORT_DNS_QUERY_MAX (271 + ZIMPORT_DNS_OPT)

/* The longest datagram that is asked for: it passes every network in one piece. */
#define ZIMPORT_DNS_REPLY_MAX 1232

/* Makes a question about `host` or, if `domain` is not empty, about both with a dot between them; a final dot of either
 * and one in front of the domain do not matter. Its size, or 0 when that is no name; the OPT record is behind it. */
size_t zimport_dns_query(uint8_t query[ZIMPORT_DNS_QUERY_MAX], const char *host, const char *domain);

/* What tells one question about a name from the other, and whether the OPT record belongs to it. */
void zimport_dns_mark(uint8_t *query, size_t size, uint16_t id, uint8_t type, bool opt);

typedef enum zimport_dns_kind {
    ZIMPORT_DNS_OTHER,   /* no reply to this question, or not yet */
    ZIMPORT_DNS_ANSWER,  /* with or without addresses */
    ZIMPORT_DNS_NO_NAME, /* NXDOMAIN */
    ZIMPORT_DNS_FAILURE, /* SERVFAIL, REFUSED and the like, or nothing from a server that looks up no names for others
                          */
    ZIMPORT_DNS_PUZZLED  /* FORMERR or NOTIMP: so say servers that do not know the OPT record */
} zimport_dns_kind;

/* A reply while it is read, byte by byte: there is no end to what a server can send by TCP. Begins as zeros. */
typedef struct zimport_dns_reply {
    uint8_t kind;        /* zimport_dns_kind */
    uint8_t part;        /* that comes next */
    bool cut;            /* there was more than fits */
    bool found;          /* for the caller: addresses */
    uint16_t at, rest;   /* bytes of a part that have come, and that are still to come */
    uint16_t left;       /* records of the answer section that have not come whole */
    uint8_t fields[10];  /* of a record: type, class, TTL, size */
    uint8_t address[16]; /* first it is the header */
} zimport_dns_reply;

/* Takes the next byte of what came to a question of `size` bytes. Whether an address is complete, of 4 or 16 bytes as
 * the question's type says. The names of records do not matter, so that chains of CNAME records need no look: whatever
 * is in the answer section is part of the answer. */
bool zimport_dns_take(zimport_dns_reply *reply, const uint8_t *query, size_t size, uint8_t byte);

#endif
