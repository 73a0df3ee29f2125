/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names to addresses: a stub resolver (RFC 1034 section 5.3.1) that does not block. The C library's blocks, cannot be
 * stopped, and adds 20 KB to a static program.
 *
 * Name servers are asked in turn: the next one when part of the timeout has passed without an answer, or at once when
 * one fails. Late answers still count. So a dead server costs less than a second, and a company's server listed before
 * a public one is not outrun by it. This goes on until the caller's deadline.
 *
 * With search domains, names are tried until one has addresses. A failure or a timeout does not end this, since it may
 * be about one domain only; names without an answer are tried again.
 */
#include "lookup.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define DNS_PORT 53

typedef char lookup_fits[sizeof(struct lookup) <= sizeof(((zimport_tcp *)NULL)->lookup) ? 1 : -1];

static bool is_waiting(const struct lookup *lookup) {
    return lookup->states[V4] == WAITING || lookup->states[V6] == WAITING;
}

static void read_conf(struct lookup *lookup, zimport_posix_conf *conf, unsigned wanted) {
    zimport_posix_conf_read(conf, wanted);
    lookup->unread = conf->error > 0 ? conf->error : lookup->unread;
}

/* The host with each search domain, and as it is: first if it has enough dots, else last. False: there is none left. */
static bool next_query(struct lookup *lookup, const char *host) {
    zimport_posix_conf conf;
    unsigned place;

    do {
        place = lookup->names++;
        /* The name as it is comes before the first domain, or after the last: there is none of that index. */
        read_conf(lookup, &conf, place - lookup->plain_first);
        if (place + lookup->plain_never > (lookup->alone ? 0 : conf.domain_count)) {
            return false;
        }
        lookup->size = (uint16_t)zimport_dns_query(lookup->message + 2, host, conf.domain);
    } while (lookup->size == 0);
    return true;
}

/* Of a name without an address. As in the C library, a plain name tried first decides. */
static void rate(struct lookup *lookup) {
    uint8_t v4 = lookup->states[V4];
    uint8_t v6 = lookup->states[V6];
    uint8_t worst = v4 > v6 ? v4 : v6;

    if (lookup_is_settled(lookup) && worst == FAILED) {
        worst = NO_NAME;
    }
    if (worst > lookup->outcome && (lookup->names == 1 || !lookup->plain_first)) {
        lookup->outcome = worst;
    }
}

/* Without a file that is there, nobody knows whether the name has an address. */
static zimport_status status_of(zimport_tcp *tcp) {
    uint8_t outcome = lookup_of(tcp)->outcome;

    if (lookup_of(tcp)->unread > 0) {
        tcp->base.detail = lookup_of(tcp)->unread;
        return ZIMPORT_NAME_FAILED;
    }
    if (outcome == FAILED) {
        return ZIMPORT_NAME_FAILED;
    }
    tcp->base.detail = 0; /* of a server that failed before another answered */
    return outcome == NOTHING ? ZIMPORT_NO_ADDRESS : ZIMPORT_NO_NAME;
}

static zimport_status next_name(zimport_tcp *tcp, const char *host, uint64_t now) {
    const zimport_platform *platform = &tcp->platform->base;
    struct lookup *lookup = lookup_of(tcp);
    bool no_aaaa = (lookup->flags & ZIMPORT_POSIX_NO_AAAA) != 0 && tcp->family != ZIMPORT_POSIX_IPV6;

    rate(lookup);
    if (!next_query(lookup, host)) {
        if (!lookup->silent) {
            return status_of(tcp);
        }
        lookup->silent = false;
        lookup->names = 0;
        lookup->passes++;
        (void)next_query(lookup, host);
    }
    zimport_status status = platform->random(platform, lookup->ids, sizeof lookup->ids);
    if (status != ZIMPORT_OK) {
        return status;
    }
    if (lookup->outcome != FAILED) {
        tcp->base.detail = 0;
    }
    lookup->states[V4] = tcp->family == ZIMPORT_POSIX_IPV6 ? UNASKED : WAITING;
    lookup->states[V6] = tcp->family == ZIMPORT_POSIX_IPV4 || no_aaaa ? UNASKED : WAITING;
    zimport_lookup_begin(tcp);
    zimport_lookup_ask(tcp, now);
    return ZIMPORT_WANT_READ;
}

static zimport_status open_sockets(zimport_tcp *tcp, const zimport_posix_conf *conf) {
    for (unsigned i = 0; i < conf->server_count; i++) {
        struct sockaddr_storage storage;
        socklen_t size = zimport_posix_sockaddr(&storage, &conf->servers[i], DNS_PORT);
        int fd = zimport_posix_socket(storage.ss_family, SOCK_DGRAM);
        if (fd >= 0 && connect(fd, (const struct sockaddr *)(const void *)&storage, size) == 0) {
            tcp->fds[1 + lookup_of(tcp)->servers++] = fd;
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

/* And what ends in .localhost (RFC 6761 section 6.3). */
static bool is_localhost(const char *host) {
    static const char name[] = "localhost";
    size_t front = strlen(host) - strlen(name);

    return strlen(host) >= strlen(name) && zimport_view_is_nocase(zimport_view_of(host + front), name) &&
           (front == 0 || host[front - 1] == '.');
}

/* Name servers are asked only if the hosts file has no address of a wanted family. */
static bool is_known(zimport_tcp *tcp, const char *host) {
    lookup_of(tcp)->outcome = zimport_posix_hosts(tcp, host, &lookup_of(tcp)->unread) ? NOTHING : UNASKED;
    if (tcp->count == 0 && is_localhost(host)) {
        zimport_posix_address_add(tcp, &zimport_posix_loopback[0]);
        zimport_posix_address_add(tcp, &zimport_posix_loopback[1]);
    }
    return tcp->count > 0;
}

zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const zimport_peer *peer) {
    struct lookup *lookup = lookup_of(tcp);
    zimport_posix_conf conf;
    zimport_status status;
    unsigned dots = 0;

    memset(lookup, 0, sizeof *lookup);
    if (is_known(tcp, peer->host)) {
        return ZIMPORT_OK;
    }
    read_conf(lookup, &conf, 0);
    status = open_sockets(tcp, &conf);
    tcp->servers = lookup->servers;
    if (status != ZIMPORT_OK || lookup->servers == 0) {
        lookup->outcome = FAILED;
        return status;
    }
    for (size_t i = 0; peer->host[i] != '\0'; i++) {
        dots += peer->host[i] == '.';
    }
    lookup->alone = peer->rooted || conf.domain_count == 0;
    lookup->plain_first = lookup->alone || dots >= conf.ndots;
    lookup->plain_never = !lookup->plain_first && dots == 0 && (conf.flags & ZIMPORT_POSIX_NO_TLD_QUERY) != 0;
    lookup->flags = (uint8_t)conf.flags;
    conf.attempts = conf.attempts > 0 ? conf.attempts : 1;
    conf.timeout = conf.timeout > 0 ? conf.timeout : 1;
    lookup->attempts = (uint8_t)conf.attempts;
    lookup->interval_ms = (uint16_t)(conf.timeout * 1000 / (conf.attempts * lookup->servers));
    return ZIMPORT_OK;
}

/* A name has used up its time and others are next: the timeout, doubled each time all were tried. A plain name tried
 * first gets twice as long: it seldom means another. */
static bool is_over(const struct lookup *lookup) {
    unsigned rounds = lookup->attempts * lookup->servers * (lookup->plain_first && lookup->names == 1 ? 2U : 1U);

    return !lookup->alone && lookup->rounds >= rounds << lookup->passes;
}

static void go_on(zimport_tcp *tcp, uint64_t now) {
    struct lookup *lookup = lookup_of(tcp);
    bool settled = lookup_is_settled(lookup);

    if (!settled && !is_over(lookup)) {
        zimport_lookup_ask(tcp, now);
        return;
    }
    lookup->silent |= !settled;
    for (unsigned i = 0; i < QUESTIONS; i++) {
        if (lookup->states[i] == WAITING) {
            lookup->states[i] = UNASKED;
        }
    }
}

zimport_status zimport_posix_resolver_step(zimport_tcp *tcp, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    const struct lookup *lookup = lookup_of(tcp);
    zimport_status status = ZIMPORT_WANT_READ;

    zimport_lookup_receive(tcp, now);
    if (is_waiting(lookup) && now >= tcp->next_at) {
        go_on(tcp, now);
    }
    while (tcp->count == 0 && !is_waiting(lookup) && status == ZIMPORT_WANT_READ) {
        status = lookup->servers > 0 ? next_name(tcp, peer->host, now) : status_of(tcp);
        zimport_lookup_receive(tcp, now);
    }
    if (status == ZIMPORT_WANT_READ && is_waiting(lookup)) {
        bool connecting = tcp->fds[0] >= 0 && !lookup->stream_sent;
        *wake = tcp->next_at < *wake ? tcp->next_at : *wake;
        tcp->fd_count = connecting ? 1 : (uint8_t)(1 + lookup->servers);
        return connecting ? ZIMPORT_WANT_WRITE : status;
    }
    if (tcp->count > 0) {
        tcp->base.detail = 0; /* of a server that failed before */
        status = ZIMPORT_OK;
    }
    zimport_posix_address_alternate(tcp->addresses, tcp->count);
    zimport_posix_release(tcp);
    return status;
}

void zimport_posix_release(zimport_tcp *tcp) {
    for (unsigned i = 0; i < ZIMPORT_POSIX_ADDRESSES; i++) {
        if (tcp->fds[i] >= 0) {
            (void)close(tcp->fds[i]);
            tcp->fds[i] = -1;
        }
    }
    tcp->fd_count = 0;
}
