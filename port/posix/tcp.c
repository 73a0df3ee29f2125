/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TCP connection as a transport. Opening goes through these states; each `open` goes on as far as it can:
 *
 *     IDLE --name--> RESOLVING --addresses--> NEXT --socket--> CONNECTING --writable--> OPEN
 *       '--numeric address, override--------> NEXT <--refused, share used up--'
 */
#include "internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* SO_NOSIGPIPE does it there */
#endif

enum { IDLE, RESOLVING, NEXT, CONNECTING, OPEN };

static zimport_tcp *tcp_of(zimport_transport *self) {
    return (zimport_tcp *)(void *)self;
}

static zimport_status fail(zimport_tcp *tcp, zimport_status status, zimport_stage stage, int detail) {
    zimport_posix_release(tcp);
    tcp->state = IDLE;
    tcp->base.stage = stage;
    tcp->base.detail = detail;
    return status;
}

static void add_address(zimport_tcp *tcp, const char *text) {
    zimport_posix_address *address = &tcp->addresses[tcp->count];

    if (tcp->count < ZIMPORT_POSIX_ADDRESSES && zimport_posix_address_parse(address, text) &&
        zimport_posix_address_fits(address, tcp->family)) {
        tcp->count++;
    }
}

/* Whether the addresses of the peer are known without asking anybody; then they are collected. */
static bool known(zimport_tcp *tcp, const zimport_peer *peer) {
    bool found = peer->address;

    tcp->count = 0;
    for (size_t i = 0; i < tcp->override_count; i++) {
        const zimport_posix_override *given = &tcp->overrides[i];
        if (given->port == peer->port && strcasecmp(given->host, peer->host) == 0) {
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
    tcp->next = 0;
    tcp->base.detail = 0;
    tcp->base.stage = ZIMPORT_AT_RESOLVING;
    if (known(tcp, peer)) {
        tcp->state = NEXT;
        return ZIMPORT_OK;
    }
    tcp->state = RESOLVING;
    return zimport_posix_resolver_start(tcp, peer->host);
}

static socklen_t to_sockaddr(struct sockaddr_storage *storage, const zimport_posix_address *address, uint16_t port) {
    memset(storage, 0, sizeof *storage);
    if (address->family == 4) {
        struct sockaddr_in *in = (struct sockaddr_in *)(void *)storage;
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        memcpy(&in->sin_addr, address->bytes, 4);
        return (socklen_t)sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(void *)storage;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(port);
    in6->sin6_scope_id = address->scope;
    memcpy(&in6->sin6_addr, address->bytes, 16);
    return (socklen_t)sizeof *in6;
}

static void tell(const zimport_tcp *tcp, const zimport_posix_address *address, uint16_t port) {
    char text[ZIMPORT_POSIX_ADDRESS_TEXT];

    if (tcp->on_address != NULL) {
        zimport_posix_address_print(address, text);
        tcp->on_address(tcp->context, text, port);
    }
}

static int make_socket(int family) {
    const int on = 1;
    int fd = socket(family, SOCK_STREAM, 0);

    if (fd < 0) {
        return -1;
    }
    /* Without TCP_NODELAY the second flight of a TLS 1.2 handshake waits 40 ms for a delayed acknowledgement. */
    if (zimport_posix_prepare(fd) != 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        int error = errno;
        (void)close(fd);
        errno = error;
        return -1;
    }
#ifdef SO_NOSIGPIPE
    (void)setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return fd;
}

/* Begins with the next address. False: there is none left. */
static bool connect_next(zimport_tcp *tcp, const zimport_peer *peer, uint64_t now) {
    const zimport_posix_address *address = &tcp->addresses[tcp->next];
    struct sockaddr_storage storage;
    socklen_t size;

    if (tcp->next >= tcp->count) {
        return false;
    }
    tell(tcp, address, peer->port);
    size = to_sockaddr(&storage, address, peer->port);
    tcp->share_at = now + (peer->deadline - now) / (uint64_t)(tcp->count - tcp->next);
    tcp->next++;
    tcp->base.stage = ZIMPORT_AT_CONNECTING;
    tcp->fd = make_socket(storage.ss_family);
    if (tcp->fd >= 0 && (connect(tcp->fd, (const struct sockaddr *)(const void *)&storage, size) == 0 ||
                         errno == EINPROGRESS || errno == EINTR)) {
        tcp->state = CONNECTING;
        return true;
    }
    tcp->base.detail = errno;
    zimport_posix_release(tcp);
    return true;
}

/* ZIMPORT_WANT_WRITE, or ZIMPORT_OK with the state OPEN or, when this address failed, NEXT. */
static zimport_status connecting(zimport_tcp *tcp, uint64_t now, uint64_t *wake) {
    struct pollfd ready = {tcp->fd, POLLOUT, 0};
    int error = ETIMEDOUT;
    socklen_t size = sizeof error;

    if (poll(&ready, 1, 0) <= 0) {
        if (now < tcp->share_at) {
            *wake = tcp->share_at < *wake ? tcp->share_at : *wake;
            return ZIMPORT_WANT_WRITE;
        }
    } else if (getsockopt(tcp->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        error = errno;
    }
    if (error == 0) {
        tcp->base.detail = 0; /* of an address that failed before */
        tcp->state = OPEN;
        return ZIMPORT_OK;
    }
    tcp->base.detail = error;
    zimport_posix_release(tcp);
    tcp->state = NEXT;
    return ZIMPORT_OK;
}

static zimport_status resolving(zimport_tcp *tcp) {
    zimport_status status = zimport_posix_resolver_read(tcp);

    if (status == ZIMPORT_OK) {
        tcp->state = NEXT;
    }
    return status;
}

/* One state further. ZIMPORT_OK: look at the state again. */
static zimport_status advance(zimport_tcp *tcp, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    switch (tcp->state) {
    case IDLE:
        return start(tcp, peer);
    case RESOLVING:
        return resolving(tcp);
    case NEXT:
        if (tcp->count == 0) {
            return ZIMPORT_NO_ADDRESS;
        }
        return connect_next(tcp, peer, now) ? ZIMPORT_OK : ZIMPORT_NO_CONNECTION;
    default:
        return connecting(tcp, now, wake);
    }
}

static zimport_status tcp_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_tcp *tcp = tcp_of(self);

    while (tcp->state != OPEN) {
        zimport_status status;
        if (tcp->state != IDLE && now >= peer->deadline) {
            return fail(tcp, ZIMPORT_CONNECT_TIMEOUT, tcp->base.stage, ETIMEDOUT);
        }
        status = advance(tcp, peer, now, wake);
        if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
            return status;
        }
        if (status != ZIMPORT_OK) {
            return fail(tcp, status, tcp->base.stage, tcp->base.detail);
        }
    }
    return ZIMPORT_OK;
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
    got = recv(tcp->fd, memory, capacity, 0);
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
    put = send(tcp->fd, memory, size, MSG_NOSIGNAL);
    if (put >= 0) {
        *written = (size_t)put;
        return put > 0 ? ZIMPORT_OK : ZIMPORT_WANT_WRITE;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? ZIMPORT_WANT_WRITE
                                                                     : lost(tcp, ZIMPORT_AT_SENDING);
}

static void tcp_close(zimport_transport *self) {
    zimport_posix_release(tcp_of(self));
    tcp_of(self)->state = IDLE;
}

static void tcp_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    const zimport_tcp *tcp = tcp_of(self);

    zimport_posix_poll(tcp->platform, tcp->fd, want == ZIMPORT_WANT_WRITE ? POLLOUT : POLLIN, until);
}

void zimport_tcp_init(zimport_tcp *tcp, const zimport_posix_platform *platform) {
    static const zimport_transport_api api = {tcp_open, tcp_read, tcp_write, tcp_close, tcp_wait};

    memset(tcp, 0, sizeof *tcp);
    tcp->base.api = &api;
    tcp->platform = platform;
    tcp->fd = -1;
}
