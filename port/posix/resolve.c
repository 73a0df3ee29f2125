/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names to addresses: a stub resolver (RFC 1034 section 5.3.1) that does not block. The C library's does, and only the
 * end of its process stops it; in a static program it is 20 KB.
 *
 * The name servers are asked in turn, the next one when a part of the timeout has passed without an answer, or at once
 * when one fails; what the earlier ones say still counts. So a dead server costs less than a second, and one that knows
 * more than the others (that of a company beside a public one) is not outrun by them if it is in front. This goes on
 * until the caller's deadline.
 */
#include "internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "dns.h"

/* Milliseconds to wait for addresses of the other family (RFC 8305 section 3). */
#define DELAY_MS 50

#define DNS_PORT 53

/* What is known of a question: it was not asked, or there are no such addresses; it has no answer yet; there is no such
 * name; there are addresses; the name servers fail. */
enum { NOTHING, WAITING, NO_NAME, FOUND, FAILED };

/* The questions: of two, the first is about IPv4 addresses. */
enum { V4, V6, QUESTIONS };

/* A look-up of a name, inside of zimport_tcp. */
struct lookup {
    uint16_t ids[QUESTIONS], size, interval_ms;
    uint8_t states[QUESTIONS], turns[QUESTIONS], failures[QUESTIONS][3], attempts, names, plain_first,
        query[ZIMPORT_DNS_QUERY_MAX];
};

typedef char lookup_fits[sizeof(struct lookup) <= sizeof(((zimport_tcp *)NULL)->lookup) ? 1 : -1];

static struct lookup *lookup_of(zimport_tcp *tcp) {
    return (struct lookup *)(void *)tcp->lookup.bytes;
}

static bool is_waiting(const struct lookup *lookup) {
    return lookup->states[V4] == WAITING || lookup->states[V6] == WAITING;
}

/* Whether an answer that does not come is not waited for: there are servers that never answer questions about IPv6, or
 * deny names then. */
static bool is_settled(const struct lookup *lookup) {
    uint8_t v4 = lookup->states[V4];

    return v4 == FOUND || v4 == NO_NAME || lookup->states[V6] == FOUND;
}

static bool has_failed(const struct lookup *lookup) {
    return !is_settled(lookup) && (lookup->states[V4] == FAILED || lookup->states[V6] == FAILED);
}

/* ---- asking */

static void mark(struct lookup *lookup, unsigned i) {
    zimport_dns_mark(lookup->query, lookup->size, lookup->ids[i], i == V4 ? ZIMPORT_DNS_A : ZIMPORT_DNS_AAAA);
}

/* A refusal that is told now is that of an earlier question; this one was not sent. */
static bool is_sent(int fd, const struct lookup *lookup) {
    return send(fd, lookup->query, lookup->size, 0) >= 0 ||
           (errno == ECONNREFUSED && send(fd, lookup->query, lookup->size, 0) >= 0) || errno == EAGAIN ||
           errno == EWOULDBLOCK;
}

/* Asks the next server that has not failed too often. */
static void ask(zimport_tcp *tcp, unsigned i) {
    struct lookup *lookup = lookup_of(tcp);
    unsigned left_out = 0;

    mark(lookup, i);
    while (left_out < tcp->fd_count) {
        unsigned server = lookup->turns[i];
        lookup->turns[i] = (uint8_t)((server + 1U) % tcp->fd_count);
        if (lookup->failures[i][server] >= lookup->attempts) {
            left_out++;
        } else if (is_sent(tcp->fds[server], lookup)) {
            return;
        } else {
            tcp->base.detail = errno;
            lookup->failures[i][server]++;
            left_out = 0;
        }
    }
    lookup->states[i] = FAILED;
}

static void ask_all(zimport_tcp *tcp, uint64_t now) {
    for (unsigned i = 0; i < QUESTIONS; i++) {
        if (lookup_of(tcp)->states[i] == WAITING) {
            ask(tcp, i);
        }
    }
    tcp->next_at = now + lookup_of(tcp)->interval_ms;
}

static void server_failed(zimport_tcp *tcp, unsigned server, unsigned i, int error) {
    tcp->base.detail = error;
    lookup_of(tcp)->failures[i][server]++;
    ask(tcp, i);
}

/* ---- replies */

/* How many addresses there were. */
static unsigned take_addresses(zimport_tcp *tcp, zimport_dns_reply *reply) {
    zimport_posix_address address;
    const uint8_t *bytes;
    unsigned count = 0;

    memset(&address, 0, sizeof address);
    address.family = reply->type == ZIMPORT_DNS_A ? 4 : 6;
    while ((bytes = zimport_dns_next(reply)) != NULL) {
        memcpy(address.bytes, bytes, address.family == 4 ? 4 : 16);
        zimport_posix_address_add(tcp, &address);
        count++;
    }
    return count;
}

/* What a reply says about a question. What may be in a part that did not come is not known. */
static uint8_t state_after(zimport_tcp *tcp, zimport_dns_reply *reply, zimport_dns_kind kind) {
    if (kind == ZIMPORT_DNS_NO_NAME) {
        return NO_NAME;
    }
    if (kind == ZIMPORT_DNS_FAILURE) {
        return FAILED;
    }
    if (take_addresses(tcp, reply) > 0) {
        return FOUND;
    }
    return reply->cut || reply->left > 0 ? FAILED : NOTHING;
}

/* The question that it is about takes a reply, unless it has one. */
static void take(zimport_tcp *tcp, unsigned server, const uint8_t *data, size_t size, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);

    for (unsigned i = 0; i < QUESTIONS; i++) {
        zimport_dns_reply reply;
        zimport_dns_kind kind;
        uint8_t state;
        if (lookup->states[i] != WAITING) {
            continue;
        }
        mark(lookup, i);
        kind = zimport_dns_open(&reply, data, size, lookup->query, lookup->size);
        if (kind == ZIMPORT_DNS_OTHER) {
            continue;
        }
        state = state_after(tcp, &reply, kind);
        if (state == FAILED) {
            server_failed(tcp, server, i, EAGAIN);
            return;
        }
        lookup->states[i] = state;
        if (is_settled(lookup)) {
            tcp->next_at = now + DELAY_MS;
        }
        return;
    }
}

/* Reads what a server sent; not without end, whatever it sends. */
static void receive(zimport_tcp *tcp, unsigned server, uint64_t now) {
    uint8_t data[ZIMPORT_DNS_REPLY_MAX];

    for (unsigned reads = 0; reads < 16; reads++) {
        ssize_t got = recv(tcp->fds[server], data, sizeof data, 0);
        int error = errno;
        if (got >= 0) {
            take(tcp, server, data, (size_t)got, now);
            continue;
        }
        for (unsigned i = 0; i < QUESTIONS; i++) {
            if (error != EAGAIN && error != EWOULDBLOCK && error != EINTR && lookup_of(tcp)->states[i] == WAITING) {
                server_failed(tcp, server, i, error);
            }
        }
        return;
    }
}

/* ---- names */

/* The next name to ask for: the host as it is, first if it has dots enough, else last, and in the domains to search.
 * False: there is none. */
static bool next_query(struct lookup *lookup, const char *host) {
    zimport_posix_conf conf;
    unsigned place;

    do {
        place = lookup->names++;
        /* That of the name as it is belongs to no domain: it is beyond the last, or before the first. */
        zimport_posix_conf_read(&conf, place - lookup->plain_first);
        if (place > conf.domain_count) {
            return false;
        }
        lookup->size = (uint16_t)zimport_dns_query(lookup->query, host, conf.domain);
    } while (lookup->size == 0);
    return true;
}

static zimport_status next_name(zimport_tcp *tcp, const char *host, uint64_t now) {
    const zimport_platform *platform = &tcp->platform->base;
    struct lookup *lookup = lookup_of(tcp);
    zimport_status status;

    if (!next_query(lookup, host)) {
        return ZIMPORT_OK;
    }
    status = platform->random(platform, lookup->ids, sizeof lookup->ids);
    if (status != ZIMPORT_OK) {
        return status;
    }
    memset(lookup->turns, 0, sizeof lookup->turns);
    memset(lookup->failures, 0, sizeof lookup->failures);
    lookup->states[V4] = tcp->family == ZIMPORT_POSIX_IPV6 ? NOTHING : WAITING;
    lookup->states[V6] = tcp->family == ZIMPORT_POSIX_IPV4 ? NOTHING : WAITING;
    ask_all(tcp, now);
    return ZIMPORT_WANT_READ;
}

/* ---- a look-up */

static zimport_status open_sockets(zimport_tcp *tcp, const zimport_posix_conf *conf) {
    for (unsigned i = 0; i < conf->server_count; i++) {
        struct sockaddr_storage storage;
        socklen_t size = zimport_posix_sockaddr(&storage, &conf->servers[i], DNS_PORT);
        int fd = zimport_posix_socket(storage.ss_family, SOCK_DGRAM);
        if (fd >= 0 && zimport_posix_prepare(fd) == 0 &&
            connect(fd, (const struct sockaddr *)(const void *)&storage, size) == 0) {
            tcp->fds[tcp->fd_count++] = fd;
            continue;
        }
        tcp->base.detail = errno;
        if (fd >= 0) {
            (void)close(fd);
        } else if (errno != EAFNOSUPPORT) {
            return ZIMPORT_SYSTEM;
        }
    }
    return ZIMPORT_OK;
}

/* localhost and what ends in .localhost (RFC 6761 section 6.3). */
static bool is_localhost(const char *host) {
    static const char name[] = "localhost";
    size_t front = strlen(host) - strlen(name);

    return strlen(host) >= strlen(name) && zimport_view_is_nocase(zimport_view_of(host + front), name) &&
           (front == 0 || host[front - 1] == '.');
}

static bool is_known(zimport_tcp *tcp, const char *host) {
    static const zimport_posix_address loopback[] = {{6, {[15] = 1}, 0}, {4, {127, 0, 0, 1}, 0}};
    bool found = zimport_posix_hosts(tcp, host);

    if (tcp->count == 0 && is_localhost(host)) {
        zimport_posix_address_add(tcp, &loopback[0]);
        zimport_posix_address_add(tcp, &loopback[1]);
        found = true;
    }
    return found;
}

zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const char *host) {
    struct lookup *lookup = lookup_of(tcp);
    zimport_posix_conf conf;
    zimport_status status;
    unsigned dots = 0;

    memset(lookup, 0, sizeof *lookup);
    if (is_known(tcp, host)) {
        return ZIMPORT_OK;
    }
    zimport_posix_conf_read(&conf, 0);
    status = open_sockets(tcp, &conf);
    if (status != ZIMPORT_OK || tcp->fd_count == 0) {
        return status;
    }
    for (size_t i = 0; host[i] != '\0'; i++) {
        dots += host[i] == '.';
    }
    lookup->plain_first = dots >= conf.ndots;
    conf.attempts = conf.attempts > 0 ? conf.attempts : 1;
    conf.timeout = conf.timeout > 0 ? conf.timeout : 1;
    lookup->attempts = (uint8_t)conf.attempts;
    lookup->interval_ms = (uint16_t)(conf.timeout * 1000 / (conf.attempts * tcp->fd_count));
    return ZIMPORT_OK;
}

/* What has come, and what is due. */
static void go_on(zimport_tcp *tcp, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);

    for (unsigned i = 0; i < tcp->fd_count; i++) {
        receive(tcp, i, now);
    }
    if (now < tcp->next_at) {
        return;
    }
    if (!is_settled(lookup)) {
        ask_all(tcp, now);
        return;
    }
    for (unsigned i = 0; i < QUESTIONS; i++) {
        if (lookup->states[i] == WAITING) {
            lookup->states[i] = NOTHING;
        }
    }
}

zimport_status zimport_posix_resolver_step(zimport_tcp *tcp, const char *host, uint64_t now, uint64_t *wake) {
    const struct lookup *lookup = lookup_of(tcp);
    zimport_status status = ZIMPORT_WANT_READ;

    go_on(tcp, now);
    /* Without a server there was one in a file, or there is none to ask. */
    while (tcp->fd_count > 0 && tcp->count == 0 && !has_failed(lookup) && status == ZIMPORT_WANT_READ &&
           !is_waiting(lookup)) {
        tcp->base.detail = 0;
        status = next_name(tcp, host, now);
    }
    if (status == ZIMPORT_WANT_READ && is_waiting(lookup)) {
        *wake = tcp->next_at < *wake ? tcp->next_at : *wake;
        return status;
    }
    if (tcp->count > 0) {
        tcp->base.detail = 0; /* of a server that failed before */
    }
    zimport_posix_address_alternate(tcp->addresses, tcp->count);
    zimport_posix_release(tcp);
    return status == ZIMPORT_WANT_READ ? ZIMPORT_OK : status;
}

void zimport_posix_release(zimport_tcp *tcp) {
    for (; tcp->fd_count > 0; tcp->fd_count--) {
        int *fd = &tcp->fds[tcp->fd_count - 1];
        if (*fd >= 0) {
            (void)close(*fd);
            *fd = -1;
        }
    }
}
