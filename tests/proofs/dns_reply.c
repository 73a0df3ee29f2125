/* SPDX-License-Identifier: Apache-2.0 */
/* Replies of name servers, by induction: from every state that `possible` allows, any byte leads to one that it allows.
 * So replies of every length are proved, fed in any pieces. The query is of any size that there can be, and of any
 * bytes. */
#include "prove.h"

#include "port/posix/dns.h"

/* As in dns.c. */
enum { NAME, POINTER, FIELDS, DATA, OVER, HEADER = 12 };

static unsigned number_at(const uint8_t *bytes) {
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static bool possible(const zimport_dns_reply *reply, size_t size, uint8_t type) {
    unsigned width = type == ZIMPORT_DNS_A ? 4 : 16;

    if (reply->part > OVER || reply->kind > ZIMPORT_DNS_PUZZLED || reply->part == OVER) {
        return reply->part == OVER && reply->kind <= ZIMPORT_DNS_PUZZLED;
    }
    if (reply->kind == ZIMPORT_DNS_OTHER) {
        return reply->part == NAME && reply->at < size;
    }
    if (reply->kind != ZIMPORT_DNS_ANSWER || reply->left == 0) {
        return false;
    }
    switch (reply->part) {
    case POINTER:
        return reply->at == 0;
    case FIELDS:
        return reply->at < sizeof reply->fields;
    case DATA:
        return reply->rest > 0 && reply->rest <= number_at(reply->fields + 8) &&
               (number_at(reply->fields) != type || number_at(reply->fields + 2) != 1 ||
                number_at(reply->fields + 8) != width || reply->at + reply->rest == width);
    default:
        return true;
    }
}

void proof(void) {
    uint8_t block[ZIMPORT_DNS_QUERY_MAX];
    zimport_dns_reply reply = {0};
    size_t size = up_to(ZIMPORT_DNS_QUERY_MAX - ZIMPORT_DNS_OPT);

    ASSUME(size > HEADER + 4);
    const uint8_t *query = block + ZIMPORT_DNS_QUERY_MAX - size;
    uint8_t type = query[size - 3];
    ASSERT(possible(&reply, size, type));
    havoc(&reply, sizeof reply);
    ASSUME(possible(&reply, size, type));
    bool complete = zimport_dns_take(&reply, query, size, nondet_byte());
    ASSERT(possible(&reply, size, type));
    ASSERT(!complete || reply.kind == ZIMPORT_DNS_ANSWER);
}
