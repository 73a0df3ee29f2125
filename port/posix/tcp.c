/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TCP connection as a transport. Each call of `open` goes through these states as far as it can:
 *
 *     IDLE --name--> RESOLVING --addresses--> RACING --one connected--> OPEN
 *       '--numeric address, override--------> '
 *
 * While RACING, fds[i] belongs to addresses[i].
 */
#include "internal.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* these systems have SO_NOSIGPIPE */
#endif

enum { IDLE, RESOLVING, RACING, OPEN };

static zimport_tcp *tcp_of(zimport_transport *self) {
    return (zimport_tcp *)(void *)self;
}

static void tell(const zimport_tcp *tcp, zimport_posix_event what, unsigned i, int error) {
    char text[ZIMPORT_POSIX_ADDRESS_TEXT];

    if (tcp->on_event != NULL) {
        zimport_posix_address_print(&tcp->addresses[i], text);
        tcp->on_event(tcp->context, what, text, tcp->port, error);
    }
}

/* Reports the attempt still under way, if any: it says more than those that failed. */
static void give_up(zimport_tcp *tcp) {
    int error = tcp->base.detail;

    if (tcp->state == RACING && tcp->fd_count > 0) {
        for (unsigned i = tcp->fd_count; i-- > 0;) {
            if (tcp->fds[i] >= 0) {
                tcp->told = (uint8_t)i;
                error = 0;
            }
        }
        tell(tcp, ZIMPORT_POSIX_GAVE_UP, tcp->told, error);
    }
    zimport_posix_release(tcp);
    tcp->state = IDLE;
}

static void add_address(zimport_tcp *tcp, const char *text) {
    zimport_posix_address *address = &tcp->addresses[tcp->count];

    if (tcp->count < ZIMPORT_POSIX_ADDRESSES && zimport_posix_address_parse(address, text) &&
        zimport_posix_address_fits(address, tcp->family)) {
        tcp->count++;
    }
}

/* Without a resolver. False: the peer needs one. */
static bool known(zimport_tcp *tcp, const zimport_peer *peer) {
    bool found = peer->address;

    tcp->count = 0;
    for (size_t i = 0; i < tcp->override_count; i++) {
        const zimport_posix_override *given = &tcp->overrides[i];
        if (given->port == peer->port && zimport_view_is_nocase(zimport_view_of(given->host), peer->host)) {
            add_address(tcp, given->address);
            found = true;
        }
    }
    if (peer->address && tcp->count == 0) {
        add_address(tcp, peer->host);
    }
    return found;
}

static zimport_status start(zimport_tcp *tcp, const zimport_peer *peer) {
    tcp->base.detail = 0;
    tcp->base.stage = ZIMPORT_AT_RESOLVING;
    tcp->port = peer->port;
    tcp->next_at = 0;
    tcp->servers = 0;
    if (known(tcp, peer)) {
        zimport_posix_address_alternate(tcp->addresses, tcp->count);
        tcp->state = RACING;
        return ZIMPORT_OK;
    }
    tcp->state = RESOLVING;
    return zimport_posix_resolver_start(tcp, peer);
}

static bool prepare_socket(int fd) {
    const int on = 1;

#ifdef SO_NOSIGPIPE
    (void)setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    /* Without TCP_NODELAY the second flight of a TLS 1.2 handshake waits 40 ms for a delayed acknowledgement. */
    return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
}

/* How much an error tells. ECONNREFUSED most: a machine is there and can be reached. The last kind comes from this
 * machine, for every IPv6 address if it has no IPv6. */
static int worth(int error) {
    switch (error) {
    case 0:
        return 0;
    case ENETUNREACH:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return 1;
    case ECONNREFUSED:
        return 3;
    default:
        return 2;
    }
}

static void attempt_failed(zimport_tcp *tcp, unsigned i, int error) {
    tell(tcp, ZIMPORT_POSIX_FAILED, i, error);
    if (tcp->fds[i] >= 0) {
        (void)close(tcp->fds[i]);
        tcp->fds[i] = -1;
    }
    if (worth(error) > worth(tcp->base.detail)) {
        tcp->base.detail = error;
        tcp->told = (uint8_t)i;
    }
    tcp->next_at = 0;
}

static void attempt_begin(zimport_tcp *tcp, uint64_t now) {
    unsigned i = tcp->fd_count++;
    struct sockaddr_storage storage;
    socklen_t size = zimport_posix_sockaddr(&storage, &tcp->addresses[i], tcp->port);
    int fd;

    tcp->base.stage = ZIMPORT_AT_CONNECTING;
    tcp->next_at = now + ZIMPORT_POSIX_STAGGER_MS;
    tell(tcp, ZIMPORT_POSIX_TRYING, i, 0);
    fd = zimport_posix_socket(storage.ss_family, SOCK_STREAM);
    tcp->fds[i] = fd;
    if (fd < 0 || !prepare_socket(fd) ||
        (connect(fd, (const struct sockaddr *)(const void *)&storage, size) != 0 && errno != EINPROGRESS &&
         errno != EINTR)) {
        attempt_failed(tcp, i, errno);
    }
}

/* 0: connected. EINPROGRESS: not yet. */
static int attempt_outcome(int fd) {
    struct pollfd ready = {fd, POLLOUT, 0};
    int error = 0;
    socklen_t size = sizeof error;

    if (poll(&ready, 1, 0) <= 0) {
        return EINPROGRESS;
    }
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

static void attempt_won(zimport_tcp *tcp, unsigned i) {
    int fd = tcp->fds[i];

    tell(tcp, ZIMPORT_POSIX_CONNECTED, i, 0);
    tcp->fds[i] = -1;
    zimport_posix_release(tcp);
    tcp->fds[0] = fd;
    tcp->fd_count = 1;
    tcp->base.detail = 0; /* of an address that failed before */
    tcp->state = OPEN;
}

/* ZIMPORT_WANT_WRITE: attempts are under way. ZIMPORT_OK: one has won, or all failed. */
static zimport_status look_at_attempts(zimport_tcp *tcp) {
    zimport_status status = ZIMPORT_OK;

    for (unsigned i = 0; i < tcp->fd_count; i++) {
        int error;
        if (tcp->fds[i] < 0) {
            continue;
        }
        error = attempt_outcome(tcp->fds[i]);
        if (error == 0) {
            attempt_won(tcp, i);
            return ZIMPORT_OK;
        }
        if (error == EINPROGRESS) {
            status = ZIMPORT_WANT_WRITE;
        } else {
            attempt_failed(tcp, i, error);
        }
    }
    return status;
}

static zimport_status race(zimport_tcp *tcp, uint64_t now, uint64_t *wake) {
    if (tcp->count == 0) {
        return ZIMPORT_NO_ADDRESS;
    }
    for (;;) {
        zimport_status status = look_at_attempts(tcp);
        if (tcp->state == OPEN) {
            return ZIMPORT_OK;
        }
        if (tcp->fd_count == tcp->count) {
            return status == ZIMPORT_OK ? ZIMPORT_NO_CONNECTION : status;
        }
        if (status != ZIMPORT_OK && now < tcp->next_at) {
            *wake = tcp->next_at < *wake ? tcp->next_at : *wake;
            return status;
        }
        attempt_begin(tcp, now);
    }
}

static zimport_status advance(zimport_tcp *tcp, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_status status = tcp->state == IDLE ? start(tcp, peer) : ZIMPORT_OK;

    if (status == ZIMPORT_OK && tcp->state != OPEN && now >= peer->deadline) {
        tcp->base.detail = ETIMEDOUT;
        return ZIMPORT_CONNECT_TIMEOUT;
    }
    if (status == ZIMPORT_OK && tcp->state == RESOLVING) {
        status = zimport_posix_resolver_step(tcp, peer, now, wake);
        tcp->state = status == ZIMPORT_OK ? RACING : RESOLVING;
    }
    return status == ZIMPORT_OK && tcp->state == RACING ? race(tcp, now, wake) : status;
}

static zimport_status tcp_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_tcp *tcp = tcp_of(self);
    zimport_status status = advance(tcp, peer, now, wake);

    if (status != ZIMPORT_OK && status != ZIMPORT_WANT_READ && status != ZIMPORT_WANT_WRITE) {
        give_up(tcp);
    }
    return status;
}

static zimport_status lost(zimport_tcp *tcp, zimport_stage stage) {
    tcp->base.detail = errno;
    tcp->base.stage = stage;
    return ZIMPORT_LOST;
}

static zimport_status tcp_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    zimport_tcp *tcp = tcp_of(self);
    ssize_t got;

    if (tcp->state != OPEN || capacity == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    got = recv(tcp->fds[0], memory, capacity, 0);
    if (got > 0) {
        *size = (size_t)got;
        return ZIMPORT_OK;
    }
    if (got == 0) {
        return ZIMPORT_CLOSED;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? ZIMPORT_WANT_READ
                                                                     : lost(tcp, ZIMPORT_AT_READING);
}

static zimport_status tcp_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    zimport_tcp *tcp = tcp_of(self);
    ssize_t put;

    if (tcp->state != OPEN || size == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    put = send(tcp->fds[0], memory, size, MSG_NOSIGNAL);
    if (put >= 0) {
        *written = (size_t)put;
        return put > 0 ? ZIMPORT_OK : ZIMPORT_WANT_WRITE;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? ZIMPORT_WANT_WRITE
                                                                     : lost(tcp, ZIMPORT_AT_SENDING);
}

/* After a plain close the system would go on sending what it was given. */
static void tcp_close(zimport_transport *self) {
    static const struct linger none = {.l_onoff = 1};
    zimport_tcp *tcp = tcp_of(self);

    if (self->given_up && tcp->state == OPEN) {
        (void)setsockopt(tcp->fds[0], SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }
    give_up(tcp);
}

static void tcp_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    const zimport_tcp *tcp = tcp_of(self);

    zimport_posix_poll(tcp->platform, tcp->fds, tcp->fd_count, want == ZIMPORT_WANT_WRITE ? POLLOUT : POLLIN, until);
}

void zimport_tcp_init(zimport_tcp *tcp, const zimport_posix_platform *platform) {
    static const zimport_transport_api api = {tcp_open, tcp_read, tcp_write, tcp_close, tcp_wait};

    memset(tcp, 0, sizeof *tcp);
    tcp->base.api = &api;
    tcp->platform = platform;
    for (unsigned i = 0; i < ZIMPORT_POSIX_ADDRESSES; i++) {
        tcp->fds[i] = -1;
    }
}
