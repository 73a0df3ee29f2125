/* SPDX-License-Identifier: Apache-2.0 */
/* By datagram first, with an OPT record unless the server chokes on it, then by TCP if the reply does not fit. TCP is
 * read byte by byte and only addresses are kept, so a reply may have any length. */
#include "lookup.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* How long to wait for the other family (RFC 8305 section 3). */
#define DELAY_MS 50

/* In one step, however much a server sends. */
#define READS 16

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static bool is_again(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static const uint8_t *marked(struct lookup *lookup, unsigned i, bool opt) {
    zimport_dns_mark(lookup->message + 2, lookup->size, lookup->ids[i], i == V4 ? ZIMPORT_DNS_A : ZIMPORT_DNS_AAAA,
                     opt);
    return lookup->message + 2;
}

static uint8_t bit_of(unsigned i, unsigned server) {
    return (uint8_t)(1U << (QUESTIONS * server + i));
}

/* From the second round on without OPT: a firewall may drop OPT records or long replies. ECONNREFUSED is about an
 * earlier query, and this one was not sent: try again. */
static bool is_sent(zimport_tcp *tcp, unsigned i, unsigned server) {
    struct lookup *lookup = lookup_of(tcp);
    bool opt = lookup->rounds < lookup->servers && (lookup->plain & bit_of(i, server)) == 0;
    const uint8_t *query = marked(lookup, i, opt);
    size_t size = lookup->size + (size_t)opt * ZIMPORT_DNS_OPT;
    int fd = tcp->fds[1 + server];

    return send(fd, query, size, 0) >= 0 || (errno == ECONNREFUSED && send(fd, query, size, 0) >= 0) || is_again(errno);
}

/* The next server that has not failed too often. */
static void ask(zimport_tcp *tcp, unsigned i) {
    struct lookup *lookup = lookup_of(tcp);
    unsigned left_out = 0;

    if (i == V6) {
        lookup->held = (lookup->flags & ZIMPORT_POSIX_SINGLE_REQUEST) && lookup->states[V4] == WAITING;
        if (lookup->held) {
            return;
        }
    }
    while (left_out < lookup->servers) {
        unsigned server = lookup->turns[i];
        lookup->turns[i] = (uint8_t)((server + 1U) % lookup->servers);
        if (lookup->failures[i][server] >= lookup->attempts) {
            left_out++;
        } else if (lookup->flags & ZIMPORT_POSIX_USE_VC) {
            lookup->streams[i] = (uint8_t)(server + 1U);
            return;
        } else if (is_sent(tcp, i, server)) {
            return;
        } else {
            tcp->base.detail = errno;
            lookup->failures[i][server]++;
            left_out = 0;
        }
    }
    lookup->states[i] = FAILED;
}

static void server_failed(zimport_tcp *tcp, unsigned server, unsigned i, int error) {
    tcp->base.detail = error;
    lookup_of(tcp)->failures[i][server]++;
    ask(tcp, i);
}

static bool is_about(const zimport_posix_address *address, unsigned i) {
    return (address->family == 4) == (i == V4);
}

/* The complete reply has come: forgets the truncated one's. */
static void forget(zimport_tcp *tcp, unsigned i) {
    uint8_t kept = 0;

    for (uint8_t k = 0; k < tcp->count; k++) {
        if (!is_about(&tcp->addresses[k], i)) {
            tcp->addresses[kept++] = tcp->addresses[k];
        }
    }
    tcp->count = kept;
}

static void feed(zimport_tcp *tcp, zimport_dns_reply *reply, unsigned i, uint8_t byte) {
    struct lookup *lookup = lookup_of(tcp);
    zimport_posix_address address;

    if (!zimport_dns_take(reply, lookup->message + 2, lookup->size, byte)) {
        return;
    }
    if (!reply->found) {
        reply->found = true;
        forget(tcp, i);
    }
    memset(&address, 0, sizeof address);
    address.family = i == V4 ? 4 : 6;
    memcpy(address.bytes, reply->address, sizeof address.bytes);
    zimport_posix_address_add(tcp, &address);
}

/* An incomplete reply without an address says nothing. */
static uint8_t state_after(const zimport_dns_reply *reply) {
    if (reply->kind == ZIMPORT_DNS_ANSWER) {
        return reply->found ? FOUND : reply->cut || reply->left > 0 ? FAILED : NOTHING;
    }
    return reply->kind == ZIMPORT_DNS_NO_NAME ? NO_NAME : FAILED;
}

/* How long to wait for the other question: briefly, unless it has gone to TCP. */
static void hurry(zimport_tcp *tcp, bool slow, uint64_t now) {
    const struct lookup *lookup = lookup_of(tcp);

    if (lookup_is_settled(lookup)) {
        tcp->next_at = now + (slow ? lookup->interval_ms : DELAY_MS);
    }
}

static void settle(zimport_tcp *tcp, unsigned i, uint8_t state, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);

    lookup->states[i] = state;
    hurry(tcp, lookup->held || lookup->streams[V4 + V6 - i] > 0, now);
}

static void conclude(zimport_tcp *tcp, unsigned server, unsigned i, const zimport_dns_reply *reply, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);
    uint8_t state = state_after(reply);
    bool plain = (lookup->plain & bit_of(i, server)) != 0;

    if (state != FAILED) {
        settle(tcp, i, state, now);
        return;
    }
    lookup->plain |= bit_of(i, server);
    if (reply->kind == ZIMPORT_DNS_PUZZLED && !plain) {
        lookup->turns[i] = (uint8_t)server;
        ask(tcp, i);
    } else {
        server_failed(tcp, server, i, 0);
    }
}

/* Drops a datagram that answers no waiting question. */
static void take(zimport_tcp *tcp, unsigned server, const uint8_t *data, size_t size, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);

    for (unsigned i = 0; i < QUESTIONS; i++) {
        zimport_dns_reply reply;
        if (lookup->states[i] != WAITING) {
            continue;
        }
        memset(&reply, 0, sizeof reply);
        (void)marked(lookup, i, false);
        for (size_t at = 0; at < size; at++) {
            feed(tcp, &reply, i, data[at]);
        }
        if (reply.kind == ZIMPORT_DNS_ANSWER && reply.cut) {
            lookup->streams[i] = lookup->streams[i] > 0 ? lookup->streams[i] : (uint8_t)(server + 1U);
            hurry(tcp, true, now);
        } else if (reply.kind != ZIMPORT_DNS_OTHER) {
            conclude(tcp, server, i, &reply, now);
            return;
        }
    }
}

static void stream_close(zimport_tcp *tcp) {
    if (tcp->fds[0] >= 0) {
        (void)close(tcp->fds[0]);
        tcp->fds[0] = -1;
    }
}

/* The addresses of the truncated reply are better than nothing. */
static void stream_failed(zimport_tcp *tcp, int error, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);
    unsigned i = lookup->stream;
    unsigned server = lookup->streams[i] - 1U;

    stream_close(tcp);
    lookup->streams[i] = 0;
    for (unsigned k = 0; k < tcp->count; k++) {
        if (is_about(&tcp->addresses[k], i)) {
            settle(tcp, i, FOUND, now);
            return;
        }
    }
    server_failed(tcp, server, i, error);
}

/* False: no question needs TCP. */
static bool stream_begin(zimport_tcp *tcp, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);
    struct sockaddr_storage server;
    socklen_t size = sizeof server;
    unsigned i = V4;

    while (lookup->states[i] != WAITING || lookup->streams[i] == 0) {
        if (++i == QUESTIONS) {
            return false;
        }
    }
    lookup->stream = (uint8_t)i;
    lookup->stream_rounds = (uint8_t)(lookup->attempts * lookup->servers);
    lookup->stream_sent = false;
    lookup->prefix = 0;
    if (getpeername(tcp->fds[lookup->streams[i]], (struct sockaddr *)(void *)&server, &size) == 0) {
        tcp->fds[0] = zimport_posix_socket(server.ss_family, SOCK_STREAM);
    }
    if (tcp->fds[0] < 0 || (connect(tcp->fds[0], (const struct sockaddr *)(const void *)&server, size) != 0 &&
                            errno != EINPROGRESS && errno != EINTR)) {
        stream_failed(tcp, errno, now);
    }
    return true;
}

/* Size and query in one piece: some servers accept nothing else. */
static void stream_send(zimport_tcp *tcp, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);
    size_t size = lookup->size + 2U;
    ssize_t put;

    (void)marked(lookup, lookup->stream, false);
    lookup->message[0] = (uint8_t)(lookup->size >> 8);
    lookup->message[1] = (uint8_t)(lookup->size & 0xFF);
    put = send(tcp->fds[0], lookup->message, size, MSG_NOSIGNAL);
    lookup->stream_sent = put == (ssize_t)size;
    /* ENOTCONN: not yet connected. */
    if (!lookup->stream_sent && (put >= 0 || (!is_again(errno) && errno != ENOTCONN))) {
        stream_failed(tcp, put >= 0 ? 0 : errno, now);
    }
}

/* Of the size or the message. True: it was the last that matters. */
static bool is_last(zimport_tcp *tcp, uint8_t byte) {
    struct lookup *lookup = lookup_of(tcp);
    const zimport_dns_reply *reply = &lookup->reply;

    if (lookup->prefix < 2) {
        lookup->message_left = (uint16_t)(lookup->message_left << 8 | byte);
        lookup->prefix++;
        memset(&lookup->reply, 0, sizeof lookup->reply);
    } else {
        feed(tcp, &lookup->reply, lookup->stream, byte);
        lookup->message_left--;
    }
    if (lookup->prefix == 2 && lookup->message_left == 0) {
        lookup->prefix = 0;
    }
    return reply->kind != ZIMPORT_DNS_OTHER &&
           (reply->kind != ZIMPORT_DNS_ANSWER || reply->left == 0 || lookup->prefix == 0);
}

static void stream_take(zimport_tcp *tcp, const uint8_t *data, size_t size, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);
    unsigned i = lookup->stream;
    unsigned server = lookup->streams[i] - 1U;

    (void)marked(lookup, i, false);
    for (size_t at = 0; at < size; at++) {
        if (is_last(tcp, data[at])) {
            stream_close(tcp);
            lookup->streams[i] = 0;
            conclude(tcp, server, i, &lookup->reply, now);
            return;
        }
    }
}

static void all_failed(zimport_tcp *tcp, unsigned server, int error) {
    for (unsigned i = 0; i < QUESTIONS; i++) {
        if (lookup_of(tcp)->states[i] == WAITING) {
            server_failed(tcp, server, i, error);
        }
    }
}

/* fds[from] is the connection by TCP, or a name server. */
static void receive(zimport_tcp *tcp, unsigned from, uint64_t now) {
    uint8_t data[ZIMPORT_DNS_REPLY_MAX];

    for (unsigned reads = 0; reads < READS && tcp->fds[from] >= 0; reads++) {
        ssize_t got = recv(tcp->fds[from], data, sizeof data, 0);
        int error = got < 0 ? errno : 0;
        if (is_again(error)) {
            return;
        }
        if (from == 0 && got <= 0) {
            stream_failed(tcp, error, now);
        } else if (from == 0) {
            stream_take(tcp, data, (size_t)got, now);
        } else if (got >= 0) {
            take(tcp, from - 1, data, (size_t)got, now);
        } else {
            all_failed(tcp, from - 1, error);
            return;
        }
    }
}

static void stream_step(zimport_tcp *tcp, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);

    if (lookup->states[lookup->stream] != WAITING) {
        stream_close(tcp);
    }
    while (tcp->fds[0] >= 0 || stream_begin(tcp, now)) {
        if (tcp->fds[0] >= 0 && !lookup->stream_sent) {
            stream_send(tcp, now);
        }
        if (tcp->fds[0] >= 0 && lookup->stream_sent) {
            receive(tcp, 0, now);
        }
        if (tcp->fds[0] >= 0) {
            return;
        }
    }
}

void zimport_lookup_begin(zimport_tcp *tcp) {
    struct lookup *lookup = lookup_of(tcp);

    stream_close(tcp);
    memset(lookup->failures, 0, sizeof lookup->failures);
    memset(lookup->streams, 0, sizeof lookup->streams);
    lookup->rounds = 0;
    for (unsigned i = 0; i < QUESTIONS; i++) {
        lookup->turns[i] = (uint8_t)(lookup->flags & ZIMPORT_POSIX_ROTATE ? lookup->ids[V4] % lookup->servers : 0);
    }
}

void zimport_lookup_ask(zimport_tcp *tcp, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);

    for (unsigned i = 0; i < QUESTIONS; i++) {
        if (lookup->states[i] == WAITING && lookup->streams[i] == 0) {
            ask(tcp, i);
        }
    }
    if (tcp->fds[0] >= 0 && --lookup->stream_rounds == 0) {
        stream_failed(tcp, ETIMEDOUT, now);
    }
    lookup->rounds = (uint8_t)(lookup->rounds + (lookup->rounds < UINT8_MAX));
    tcp->next_at = now + lookup->interval_ms;
}

void zimport_lookup_receive(zimport_tcp *tcp, uint64_t now) {
    for (unsigned server = 0; server < lookup_of(tcp)->servers; server++) {
        receive(tcp, 1 + server, now);
    }
    stream_step(tcp, now);
    if (lookup_of(tcp)->held && lookup_of(tcp)->states[V4] != WAITING) {
        ask(tcp, V6);
        stream_step(tcp, now);
    }
}
