/* SPDX-License-Identifier: Apache-2.0 */
/* DNS messages (RFC 1035 section 4). */
#ifndef ZIMPORT_POSIX_DNS_H
#define ZIMPORT_POSIX_DNS_H

#include "zimport/base.h"

/* RFC 1035 section 3.2.2, RFC 3596. */
#define ZIMPORT_DNS_A 1
#define ZIMPORT_DNS_AAAA 28

/* The OPT record allows a longer datagram in reply (EDNS0, RFC 6891 section 6.1.2). */
#define ZIMPORT_DNS_OPT 11

/* Header, name of 255 bytes, type and class, OPT record. */
#define ZIMPORT_DNS_QUERY_MAX (271 + ZIMPORT_DNS_OPT)

/* Passes every network without being fragmented. */
#define ZIMPORT_DNS_REPLY_MAX 1232

/* About `host` or, unless `domain` is empty, `host.domain`; a dot at the end of either, or before the domain, does not
 * matter. Returns the size without the OPT record after it; 0: not a name. */
size_t zimport_dns_query(uint8_t query[ZIMPORT_DNS_QUERY_MAX], const char *host, const char *domain);

/* What differs between the queries about a name. `opt`: the OPT record is sent. */
void zimport_dns_mark(uint8_t *query, size_t size, uint16_t id, uint8_t type, bool opt);

typedef enum zimport_dns_kind {
    ZIMPORT_DNS_OTHER,   /* no reply to this query, or not yet */
    ZIMPORT_DNS_ANSWER,  /* with or without addresses */
    ZIMPORT_DNS_NO_NAME, /* NXDOMAIN */
    ZIMPORT_DNS_FAILURE, /* SERVFAIL, REFUSED and the like, or nothing from a server that looks up no names for others
                          */
    ZIMPORT_DNS_PUZZLED  /* FORMERR or NOTIMP, from servers that do not know the OPT record */
} zimport_dns_kind;

/* Read byte by byte, since by TCP a reply can be long. Begins as zeros. */
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

/* Of a reply to a query of `size` bytes. True: an address is complete, of 4 or 16 bytes by the query's type. CNAME
 * chains need not be followed: the whole answer section counts. */
bool zimport_dns_take(zimport_dns_reply *reply, const uint8_t *query, size_t size, uint8_t byte);

#endif
