/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to a name server, and its replies (RFC 1035 section 4): bytes in, bytes out. */
#ifndef ZIMPORT_POSIX_DNS_H
#define ZIMPORT_POSIX_DNS_H

#include "zimport/base.h"

/* The types of records with addresses (RFC 1035 section 3.2.2, RFC 3596). */
#define ZIMPORT_DNS_A 1
#define ZIMPORT_DNS_AAAA 28

/* The longest question: header, name of 255 bytes, type and class. */
#define ZIMPORT_DNS_QUERY_MAX 271

/* The longest reply: none asks for more (RFC 1035 section 4.2.1). */
#define ZIMPORT_DNS_REPLY_MAX 512

/* Makes a question about `host` or, if `domain` is not empty, about both with a dot between them; one final dot does
 * not matter. Its size, or 0 when that is no name. */
size_t zimport_dns_query(uint8_t query[ZIMPORT_DNS_QUERY_MAX], const char *host, const char *domain);

/* What tells one question about a name from the other. */
void zimport_dns_mark(uint8_t *query, size_t size, uint16_t id, uint8_t type);

typedef enum zimport_dns_kind {
    ZIMPORT_DNS_OTHER,   /* no reply to this question */
    ZIMPORT_DNS_ANSWER,  /* with or without addresses */
    ZIMPORT_DNS_NO_NAME, /* NXDOMAIN */
    ZIMPORT_DNS_FAILURE  /* SERVFAIL, REFUSED and the like */
} zimport_dns_kind;

/* A reply while its records are read. */
typedef struct zimport_dns_reply {
    const uint8_t *data;
    size_t size;
    size_t at;
    unsigned left; /* records of the answer section; at the end more than 0 if there is a fault in one */
    uint8_t type;
    bool cut; /* there was more than fits */
} zimport_dns_reply;

/* Begins to read what came to a question of `query_size` bytes. */
zimport_dns_kind zimport_dns_open(zimport_dns_reply *reply, const uint8_t *data, size_t size, const uint8_t *query,
                                  size_t query_size);

/* The next address, 4 or 16 bytes within the reply as the question's type says; NULL at the end. The names of records
 * do not matter, so that chains of CNAME records need no look: whatever is in the answer section is part of the answer.
 */
const uint8_t *zimport_dns_next(zimport_dns_reply *reply);

#endif
