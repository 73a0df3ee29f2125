/* SPDX-License-Identifier: Apache-2.0 */
/* DNS messages (RFC 1035 section 4): queries to a name server, and its replies. */
#ifndef ZIMPORT_POSIX_DNS_H
#define ZIMPORT_POSIX_DNS_H

#include "zimport/base.h"

/* The types of records with addresses (RFC 1035 section 3.2.2, RFC 3596). */
#define ZIMPORT_DNS_A 1
#define ZIMPORT_DNS_AAAA 28

/* Size of the OPT record, which allows a longer datagram in reply (EDNS0, RFC 6891 section 6.1.2). */
#define ZIMPORT_DNS_OPT 11

/* The longest query: header, name of 255 bytes, type and class, OPT record. */
#define ZIMPORT_DNS_QUERY_MAX (271 + ZIMPORT_DNS_OPT)

/* The longest datagram asked for: passes every network without being fragmented. */
#define ZIMPORT_DNS_REPLY_MAX 1232

/* Makes a query about `host` or, if `domain` is not empty, `host.domain`. A final dot of either, and one before the
 * domain, do not matter. Returns its size without the OPT record behind it; 0: not a name. */
size_t zimport_dns_query(uint8_t query[ZIMPORT_DNS_QUERY_MAX], const char *host, const char *domain);

/* Sets what differs between the queries about a name, and whether the OPT record is part of this one. */
void zimport_dns_mark(uint8_t *query, size_t size, uint16_t id, uint8_t type, bool opt);

typedef enum zimport_dns_kind {
    ZIMPORT_DNS_OTHER,   /* no reply to this query, or not yet */
    ZIMPORT_DNS_ANSWER,  /* with or without addresses */
    ZIMPORT_DNS_NO_NAME, /* NXDOMAIN */
    ZIMPORT_DNS_FAILURE, /* SERVFAIL, REFUSED and the like, or nothing from a server that looks up no names for others
                          */
    ZIMPORT_DNS_PUZZLED  /* FORMERR or NOTIMP, from servers that do not know the OPT record */
} zimport_dns_kind;

/* A reply while it is read, byte by byte, since by TCP it can be long. Begins as zeros. */
typedef struct zimport_dns_reply {
    uint8_t kind;        /* zimport_dns_kind */
    uint8_t part;        /* the next one */
    bool cut;            /* there was more than fits */
    bool found;          /* for the caller: addresses */
    uint16_t at, rest;   /* bytes of a part that have come, and still to come */
    uint16_t left;       /* records of the answer section still to come */
    uint8_t fields[10];  /* of a record: type, class, TTL, size */
    uint8_t address[16]; /* holds the header at first */
} zimport_dns_reply;

/* Takes the next byte of a reply to a query of `size` bytes. True: an address is complete, of 4 or 16 bytes by the type
 * of the query. Chains of CNAME records need not be followed: all of the answer section is part of the answer. */
bool zimport_dns_take(zimport_dns_reply *reply, const uint8_t *query, size_t size, uint8_t byte);

#endif
