/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TCP connection as a transport, over any BSD sockets. Opening goes through these states:
 *
 *     IDLE --getaddrinfo--> TRYING --connected--> OPEN
 *
 * While TRYING, addresses[at] is connected to, or about to be. errno is read right behind the call that set it: where
 * it is not each thread's own, others change it.
 */
#include <string.h>

#include "sockets_system.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* such systems have no signals */
#endif

enum { IDLE, TRYING, OPEN };

/* How soon to ask again for a socket, or memory, that was not to be had. */
#define RETRY_MS 50U

static zimport_sockets_tcp *tcp_of(zimport_transport *self) {
    return (zimport_sockets_tcp *)(void *)self;
}

/* Of the call that failed just now; never 0, which some systems leave there. */
static int failure(void) {
    int error = errno;

    return error != 0 ? error : EIO;
}

static bool is_again(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/* What others may give back soon. */
static bool is_short(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static void drop(zimport_sockets_tcp *tcp) {
    if (tcp->fd >= 0) {
        (void)ZIMPORT_SOCKETS_CALL(close)(tcp->fd);
        tcp->fd = -1;
    }
}

static void end(zimport_sockets_tcp *tcp) {
    drop(tcp);
    tcp->state = IDLE;
    tcp->starved = tcp->ended = false;
}

static void keep(zimport_sockets_tcp *tcp, const ZIMPORT_SOCKETS_INFO *info) {
    const size_t most = sizeof tcp->addresses / sizeof tcp->addresses[0];

    for (; info != NULL && tcp->count < most; info = info->ai_next) {
        struct zimport_sockets_address *address = &tcp->addresses[tcp->count];
        size_t size = (size_t)info->ai_addrlen;
        if (size <= sizeof address->memory) {
            memcpy(&address->memory, info->ai_addr, size);
            address->family = (uint8_t)info->ai_family;
            address->size = (uint8_t)size;
            tcp->count++;
        }
    }
}

/* In decimal: with the port as the service, getaddrinfo puts it into each address, whatever their kinds. */
static const char *print_port(char text[6], unsigned port) {
    char *to = text + 5;

    *to = '\0';
    do {
        *--to = (char)('0' + port % 10);
        port /= 10;
    } while (port > 0);
    return to;
}

static zimport_status name_failed(const zimport_peer *peer, int error) {
    if (error == ZIMPORT_SOCKETS_NO_MEMORY) {
        return ZIMPORT_NO_MEMORY;
    }
    if (peer->address) {
        return ZIMPORT_NO_ADDRESS;
    }
    if (error == ZIMPORT_SOCKETS_NO_NAME) {
        return ZIMPORT_NO_NAME;
    }
    return ZIMPORT_SOCKETS_NO_ANSWER(error) ? ZIMPORT_NAME_FAILED : ZIMPORT_NO_ADDRESS;
}

static zimport_status look_up(zimport_sockets_tcp *tcp, const zimport_peer *peer) {
    ZIMPORT_SOCKETS_INFO hints;
    ZIMPORT_SOCKETS_INFO *list = NULL;
    char port[6];
    int error;

    tcp->count = tcp->at = 0;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_protocol = IPPROTO_TCP;
    hints.ai_flags = peer->address ? AI_NUMERICHOST : 0;
    error = ZIMPORT_SOCKETS_CALL(getaddrinfo)(peer->host, print_port(port, peer->port), &hints, &list);
    tcp->base.detail = error;
    tcp->starved = error == ZIMPORT_SOCKETS_NO_MEMORY;
    if (error != 0) {
        return name_failed(peer, error);
    }
    keep(tcp, list);
    ZIMPORT_SOCKETS_CALL(freeaddrinfo)(list);
    tcp->state = TRYING;
    return tcp->count > 0 ? ZIMPORT_OK : ZIMPORT_NO_ADDRESS;
}

/* How much an error tells: that of a machine that answers most, that there is no way to one least. */
static int worth(int error) {
    switch (error) {
    case 0:
        return 0;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return 1;
    case ECONNREFUSED:
    case ECONNRESET:
        return 3;
    default:
        return 2;
    }
}

/* 0 or an errno. Without TCP_NODELAY the second flight of a TLS 1.2 handshake waits for a delayed acknowledgement. */
static int make_socket(zimport_sockets_tcp *tcp) {
    const int on = 1;

    tcp->fd = ZIMPORT_SOCKETS_CALL(socket)(tcp->addresses[tcp->at].family, SOCK_STREAM, IPPROTO_TCP);
    if (tcp->fd < 0) {
        return failure();
    }
    if (tcp->fd >= ZIMPORT_SOCKETS_LIMIT) {
        return EMFILE;
    }
    if (ZIMPORT_SOCKETS_CALL(fcntl)(tcp->fd, ZIMPORT_SOCKETS_SETFL) < 0) {
        return failure();
    }
    (void)ZIMPORT_SOCKETS_CALL(setsockopt)(tcp->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return 0;
}

/* As outcome. */
static int begin(zimport_sockets_tcp *tcp, uint64_t now, uint64_t deadline) {
    const struct zimport_sockets_address *address = &tcp->addresses[tcp->at];
    int error = make_socket(tcp);

    tcp->next_at = now + (deadline - now) / (uint64_t)(tcp->count - tcp->at);
    if (error == 0 && ZIMPORT_SOCKETS_CALL(connect)(tcp->fd, (const void *)&address->memory, address->size) != 0) {
        error = failure();
        error = is_again(error) ? EINPROGRESS : error;
    }
    return error;
}

/* 0: connected. EINPROGRESS: not yet. Else why it failed; not all systems call such a socket ready. */
static int outcome(int fd) {
    bool ready = zimport_sockets_ready(fd, true, 0);
    int error = 0;
    socklen_t size = sizeof error;

    if (ZIMPORT_SOCKETS_CALL(getsockopt)(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        return failure();
    }
    return error != 0 || ready ? error : EINPROGRESS;
}

static zimport_status sleep_until(zimport_sockets_tcp *tcp, uint64_t next_at, uint64_t *wake) {
    tcp->next_at = next_at;
    *wake = next_at < *wake ? next_at : *wake;
    return ZIMPORT_WANT_WRITE;
}

static zimport_status try_addresses(zimport_sockets_tcp *tcp, uint64_t now, uint64_t deadline, uint64_t *wake) {
    tcp->base.stage = ZIMPORT_AT_CONNECTING;
    tcp->base.detail = tcp->starved ? 0 : tcp->base.detail;
    for (; tcp->at < tcp->count; tcp->at++) {
        int error = tcp->fd < 0 ? begin(tcp, now, deadline) : outcome(tcp->fd);
        tcp->starved = is_short(error);
        if (error == 0) {
            tcp->base.detail = 0; /* of an address that failed before */
            tcp->state = OPEN;
            return ZIMPORT_OK;
        }
        if (error == EINPROGRESS && now < tcp->next_at) {
            return sleep_until(tcp, tcp->next_at, wake);
        }
        drop(tcp);
        if (tcp->starved) {
            tcp->base.detail = error;
            return sleep_until(tcp, now + RETRY_MS, wake);
        }
        error = error == EINPROGRESS ? ETIMEDOUT : error;
        tcp->base.detail = worth(error) > worth(tcp->base.detail) ? error : tcp->base.detail;
    }
    return ZIMPORT_NO_CONNECTION;
}

static zimport_status late(zimport_sockets_tcp *tcp) {
    if (tcp->starved) {
        return ZIMPORT_NO_MEMORY;
    }
    tcp->base.detail = ETIMEDOUT;
    return ZIMPORT_CONNECT_TIMEOUT;
}

static zimport_status advance(zimport_sockets_tcp *tcp, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_status status = ZIMPORT_OK;

    if (tcp->state == OPEN) {
        return ZIMPORT_OK;
    }
    if (tcp->state == IDLE) {
        tcp->base.stage = ZIMPORT_AT_RESOLVING;
        if (now < peer->deadline) {
            status = look_up(tcp, peer);
            now = tcp->platform->now(tcp->platform);
        }
    }
    if (status == ZIMPORT_NO_MEMORY && now < peer->deadline) {
        return sleep_until(tcp, now + RETRY_MS, wake);
    }
    if (status == ZIMPORT_OK) {
        status = now < peer->deadline ? try_addresses(tcp, now, peer->deadline, wake) : late(tcp);
    }
    return status;
}

static zimport_status stream_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_sockets_tcp *tcp = tcp_of(self);
    zimport_status status = advance(tcp, peer, now, wake);

    if (status != ZIMPORT_OK && status != ZIMPORT_WANT_WRITE) {
        end(tcp);
    }
    return status;
}

static zimport_status lost(zimport_sockets_tcp *tcp, zimport_stage stage, int error) {
    tcp->base.detail = error;
    tcp->base.stage = stage;
    return ZIMPORT_LOST;
}

static zimport_status stream_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    zimport_sockets_tcp *tcp = tcp_of(self);
    long got;
    int error;

    if (tcp->state != OPEN || capacity == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    /* Asked once more, lwIP says that there is no connection. */
    got = tcp->ended ? 0 : ZIMPORT_SOCKETS_CALL(recv)(tcp->fd, memory, capacity, 0);
    error = failure();
    if (got > 0) {
        *size = (size_t)got;
        return ZIMPORT_OK;
    }
    if (got == 0) {
        tcp->ended = true;
        return ZIMPORT_CLOSED;
    }
    return is_again(error) ? ZIMPORT_WANT_READ : lost(tcp, ZIMPORT_AT_READING, error);
}

static zimport_status stream_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    zimport_sockets_tcp *tcp = tcp_of(self);
    long put;
    int error;

    if (tcp->state != OPEN || size == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    put = ZIMPORT_SOCKETS_CALL(send)(tcp->fd, memory, size, MSG_NOSIGNAL);
    error = failure();
    if (put > 0) {
        *written = (size_t)put;
        return ZIMPORT_OK;
    }
    return put == 0 || is_again(error) ? ZIMPORT_WANT_WRITE : lost(tcp, ZIMPORT_AT_SENDING, error);
}

/* After a plain close the system would go on sending what it was given. */
static void stream_close(zimport_transport *self) {
    zimport_sockets_tcp *tcp = tcp_of(self);

#if defined(ZIMPORT_SOCKETS_LINGER)
    if (self->given_up && tcp->state == OPEN) {
        static const struct linger none = {.l_onoff = 1};
        (void)ZIMPORT_SOCKETS_CALL(setsockopt)(tcp->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }
#endif
    end(tcp);
}

static void stream_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    const zimport_sockets_tcp *tcp = tcp_of(self);

    zimport_sockets_wait(tcp->platform, tcp->fd, want == ZIMPORT_WANT_WRITE, until);
}

void zimport_sockets_tcp_init(zimport_sockets_tcp *tcp, const zimport_platform *platform) {
    static const zimport_transport_api api = {stream_open, stream_read, stream_write, stream_close, stream_wait};

    memset(tcp, 0, sizeof *tcp);
    tcp->base.api = &api;
    tcp->platform = platform;
    tcp->fd = -1;
}
