/* SPDX-License-Identifier: Apache-2.0 */
/* Inside zimport_tcp: fds[0] is the connection by TCP, or -1; fds[1 + i] the datagram socket of name server i. */
#ifndef ZIMPORT_POSIX_LOOKUP_H
#define ZIMPORT_POSIX_LOOKUP_H

#include "internal.h"

#include "dns.h"

enum { V4, V6, QUESTIONS };

/* Of a question. UNASKED: or no longer waited for. NOTHING: no such address, but there is the name. FAILED: the name
 * servers do. Of names without an address, the highest state is the outcome. */
enum { UNASKED, WAITING, NO_NAME, NOTHING, FOUND, FAILED };

struct lookup {
    /* Most used first: smaller code. */
    uint8_t states[QUESTIONS], turns[QUESTIONS], servers, attempts, flags, rounds;
    uint8_t plain; /* a bit for each question and server: without OPT */
    /* Which server to ask by TCP, from 1; the question being asked. */
    uint8_t streams[QUESTIONS], stream;
    bool stream_sent, held; /* the IPv6 question waits for the other */
    uint8_t stream_rounds;  /* it may still take */
    uint8_t prefix;         /* bytes of a message's size that have come */
    uint8_t outcome;
    int unread;            /* 0, or why a file that is there could not be read */
    uint16_t message_left; /* bytes of it still to come */
    uint16_t ids[QUESTIONS], names, interval_ms, size;
    uint8_t failures[QUESTIONS][ZIMPORT_POSIX_SERVERS];
    bool plain_first, plain_never; /* the name without a domain */
    bool alone, silent;            /* there are no other names to try; one had no answer */
    uint8_t passes;                /* how often all names were asked for before */
    zimport_dns_reply reply;
    uint8_t message[2 + ZIMPORT_DNS_QUERY_MAX]; /* the query after its size, as sent by TCP */
};

static inline struct lookup *lookup_of(zimport_tcp *tcp) {
    return (struct lookup *)(void *)tcp->lookup.bytes;
}

/* Enough to go on without the other answer: some servers never answer questions about IPv6, or deny the name. */
static inline bool lookup_is_settled(const struct lookup *lookup) {
    uint8_t v4 = lookup->states[V4];

    return v4 == FOUND || v4 == NO_NAME || lookup->states[V6] == FOUND;
}

void zimport_lookup_begin(zimport_tcp *tcp);

/* At the start and after each round: asks each open question's next server. */
void zimport_lookup_ask(zimport_tcp *tcp, uint64_t now);

/* Goes on by TCP where needed. */
void zimport_lookup_receive(zimport_tcp *tcp, uint64_t now);

#endif
