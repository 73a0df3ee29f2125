/* SPDX-License-Identifier: Apache-2.0 */
/* A look-up of a name, inside of zimport_tcp: tcp->fds[0] is the one connection by TCP, or -1, and tcp->fds[1 + i] the
 * datagrams to and from name server i. */
#ifndef ZIMPORT_POSIX_LOOKUP_H
#define ZIMPORT_POSIX_LOOKUP_H

#include "internal.h"

#include "dns.h"

/* The questions about a name: of two, the first is about IPv4 addresses. */
enum { V4, V6, QUESTIONS };

/* What is known of a question: it is not asked, or not waited for; it has no answer yet; there is no such name; there
 * are no such addresses, or there are; the name servers fail. Of names that give no address the last in this order
 * counts. */
enum { UNASKED, WAITING, NO_NAME, NOTHING, FOUND, FAILED };

struct lookup {
    /* What is used most comes first, which makes for small code. */
    uint8_t states[QUESTIONS], turns[QUESTIONS], servers, attempts, flags, rounds;
    uint8_t plain; /* bits of the questions and servers that are to do without OPT */
    /* By TCP: of which server a question is to be asked, from 1 on; which one is. */
    uint8_t streams[QUESTIONS], stream;
    bool stream_sent, held; /* the second question waits for the first */
    uint8_t stream_rounds;  /* that it may still take */
    uint8_t prefix;         /* bytes of a message's size that have come */
    uint8_t outcome;
    uint16_t message_left; /* of the message */
    uint16_t ids[QUESTIONS], names, interval_ms, size;
    uint8_t failures[QUESTIONS][ZIMPORT_POSIX_SERVERS];
    bool plain_first, plain_never; /* the name as it is */
    bool alone, silent;            /* no other names will be asked for; one had no answer */
    uint8_t passes;                /* how often all names were asked for before */
    zimport_dns_reply reply;
    uint8_t message[2 + ZIMPORT_DNS_QUERY_MAX]; /* the question, as by TCP with its size in front */
};

static inline struct lookup *lookup_of(zimport_tcp *tcp) {
    return (struct lookup *)(void *)tcp->lookup.bytes;
}

/* Whether an answer that does not come is not waited for: there are servers that never answer questions about IPv6, or
 * deny names then. */
static inline bool lookup_is_settled(const struct lookup *lookup) {
    uint8_t v4 = lookup->states[V4];

    return v4 == FOUND || v4 == NO_NAME || lookup->states[V6] == FOUND;
}

/* Forgets what was asked about another name. */
void lookup_begin(zimport_tcp *tcp);

/* Asks the questions that have no answer, each of the next server: in the beginning, and when a round is over. */
void lookup_ask(zimport_tcp *tcp, uint64_t now);

/* Reads what has come, and goes on with what is asked by TCP. */
void lookup_receive(zimport_tcp *tcp, uint64_t now);

#endif
