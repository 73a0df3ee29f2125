/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TCP connection as a transport, over lwIP's raw API. Opening goes through these states:
 *
 *     IDLE --name--> RESOLVING --found--> CONNECTING --connected--> OPEN
 *       '--numeric address------------------^
 *
 * FAILED keeps what a callback found out until the next `open` reports it. Callbacks only note what happened and free
 * nothing of lwIP's: much is forbidden inside them.
 */
#include <lwip/def.h>
#include <lwip/dns.h>
#include <lwip/ip_addr.h>
#include <lwip/pbuf.h>
#include <lwip/tcp.h>
#include <string.h>

#include "zimport/lwip.h"

#if !LWIP_CALLBACK_API
#error "port/lwip needs LWIP_CALLBACK_API"
#endif

enum { IDLE, RESOLVING, CONNECTING, FAILED, OPEN };

/* After a pool was empty: how soon to try again, and how long a write goes on trying. */
#define RETRY_MS 50U
#define PATIENCE_MS 5000U

/* In a window of full segments. A peer that sends single bytes could use one pbuf for each, so half of the pool is kept
 * free for other traffic. */
#define PBUFS_OF_SEGMENT ((TCP_MSS + 60) / PBUF_POOL_BUFSIZE + 1)
#define PBUFS_KEPT LWIP_MAX(PBUF_POOL_SIZE / 2, (TCP_WND / TCP_MSS + 1) * PBUFS_OF_SEGMENT)

static zimport_lwip_tcp *tcp_of(zimport_transport *self) {
    return (zimport_lwip_tcp *)(void *)self;
}

static void failed(zimport_lwip_tcp *tcp, err_t error) {
    tcp->state = FAILED;
    tcp->error = error;
}

static err_t on_connected(void *context, struct tcp_pcb *pcb, err_t error) {
    zimport_lwip_tcp *tcp = context;

    (void)pcb;
    (void)error; /* always ERR_OK: failures go to on_error */
    tcp->state = OPEN;
    return ERR_OK;
}

/* lwIP counts the bytes of a chain in 16 bits. */
static bool is_full(const struct pbuf *kept, const struct pbuf *more) {
    return (uint32_t)kept->tot_len + more->tot_len > UINT16_MAX || pbuf_clen(kept) >= PBUFS_KEPT;
}

static err_t on_received(void *context, struct tcp_pcb *pcb, struct pbuf *data, err_t error) {
    zimport_lwip_tcp *tcp = context;

    (void)pcb;
    (void)error;
    if (data == NULL) {
        tcp->ended = true;
    } else if (tcp->received == NULL) {
        tcp->received = data;
    } else if (is_full(tcp->received, data)) {
        return ERR_MEM; /* lwIP holds it back, with all that follows, and offers it again */
    } else {
        pbuf_cat(tcp->received, data);
    }
    return ERR_OK;
}

/* lwIP has freed the pcb already. */
static void on_error(void *context, err_t error) {
    zimport_lwip_tcp *tcp = context;

    tcp->pcb = NULL;
    tcp->error = error;
    if (tcp->state != OPEN) {
        failed(tcp, error);
    }
}

static void begin_to_connect(zimport_lwip_tcp *tcp, const ip_addr_t *address) {
    err_t error = ERR_MEM;

    tcp->base.stage = ZIMPORT_AT_CONNECTING;
    tcp->state = CONNECTING;
    tcp->pcb = tcp_new_ip_type(IP_GET_TYPE(address));
    if (tcp->pcb != NULL) {
        tcp_arg(tcp->pcb, tcp);
        tcp_recv(tcp->pcb, on_received);
        tcp_err(tcp->pcb, on_error);
        tcp_nagle_disable(tcp->pcb);
        error = tcp_connect(tcp->pcb, address, tcp->port, on_connected);
    }
    if (error != ERR_OK) {
        failed(tcp, error);
    }
}

#if LWIP_DNS
/* May belong to an earlier look-up: for the same name, its result is just as good. */
static void on_found(const char *name, const ip_addr_t *address, void *context) {
    zimport_lwip_tcp *tcp = context;

    tcp->lookups--;
    if (tcp->state != RESOLVING || lwip_stricmp(name, tcp->host) != 0) {
        return;
    }
    if (address != NULL) {
        begin_to_connect(tcp, address);
    } else {
        failed(tcp, ERR_OK);
    }
}

static void look_up(zimport_lwip_tcp *tcp, ip_addr_t *address) {
    err_t error;

    tcp->lookups++; /* before: lwIP may answer at once */
    error = dns_gethostbyname(tcp->host, address, on_found, tcp);
    if (error == ERR_INPROGRESS) {
        return;
    }
    tcp->lookups--;
    if (error == ERR_OK) {
        begin_to_connect(tcp, address);
    } else {
        failed(tcp, error);
    }
}
#else
static void look_up(zimport_lwip_tcp *tcp, ip_addr_t *address) {
    (void)address;
    failed(tcp, ERR_VAL);
}
#endif

static void start(zimport_lwip_tcp *tcp, const zimport_peer *peer) {
    ip_addr_t address;

    tcp->base.detail = ERR_OK;
    tcp->base.stage = ZIMPORT_AT_RESOLVING;
    tcp->host = peer->host;
    tcp->port = peer->port;
    tcp->patience = 0;
    tcp->ended = false;
    tcp->state = RESOLVING;
    if (!peer->address) {
        look_up(tcp, &address);
    } else if (ipaddr_aton(peer->host, &address)) {
        begin_to_connect(tcp, &address);
    } else {
        failed(tcp, ERR_OK);
    }
}

static void release(zimport_lwip_tcp *tcp) {
    struct tcp_pcb *pcb = tcp->pcb;

    tcp->state = IDLE;
    tcp->pcb = NULL;
    if (tcp->received != NULL) {
        (void)pbuf_free(tcp->received);
        tcp->received = NULL;
    }
    if (pcb != NULL) {
        tcp_arg(pcb, NULL);
        tcp_recv(pcb, NULL);
        tcp_err(pcb, NULL);
        /* tcp_close still sends what is queued, however long that takes. */
        if (tcp->base.given_up || tcp_close(pcb) != ERR_OK) {
            tcp_abort(pcb);
        }
    }
}

static zimport_status tell_failure(zimport_lwip_tcp *tcp) {
    tcp->base.detail = tcp->error;
    release(tcp);
    if (tcp->error == ERR_MEM) {
        return ZIMPORT_NO_MEMORY;
    }
    return tcp->base.stage == ZIMPORT_AT_RESOLVING ? ZIMPORT_NO_ADDRESS : ZIMPORT_NO_CONNECTION;
}

static zimport_status stream_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_lwip_tcp *tcp = tcp_of(self);
    zimport_status status = ZIMPORT_WANT_READ;

    if (tcp->state == IDLE) {
        start(tcp, peer);
    }
    if (tcp->state == OPEN) {
        return ZIMPORT_OK;
    }
    if (tcp->state == FAILED) {
        status = tell_failure(tcp);
        if (status == ZIMPORT_NO_MEMORY && now < peer->deadline) {
            *wake = LWIP_MIN(*wake, now + RETRY_MS);
            status = ZIMPORT_WANT_READ;
        }
    } else if (now >= peer->deadline) {
        tcp->base.detail = ERR_TIMEOUT;
        release(tcp);
        status = ZIMPORT_CONNECT_TIMEOUT;
    }
    return status;
}

static zimport_status lost(zimport_lwip_tcp *tcp, zimport_stage stage, err_t error) {
    tcp->base.detail = error;
    tcp->base.stage = stage;
    return ZIMPORT_LOST;
}

/* Opens the window only by what was read, so that unread pbufs never exceed one window. */
static zimport_status stream_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    zimport_lwip_tcp *tcp = tcp_of(self);
    uint16_t count;

    if (tcp->state != OPEN || capacity == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    if (tcp->received == NULL) {
        if (tcp->ended) {
            return ZIMPORT_CLOSED;
        }
        return tcp->pcb != NULL ? ZIMPORT_WANT_READ : lost(tcp, ZIMPORT_AT_READING, tcp->error);
    }
    count = pbuf_copy_partial(tcp->received, memory, (uint16_t)LWIP_MIN(capacity, UINT16_MAX), 0);
    tcp->received = pbuf_free_header(tcp->received, count);
    if (tcp->pcb != NULL) {
        tcp_recved(tcp->pcb, count);
    }
    *size = count;
    return ZIMPORT_OK;
}

/* Queued data frees memory when acknowledged, or lwIP gives up the connection. If nothing is queued, nothing tells us
 * when others free theirs. */
static zimport_status memory_short(zimport_lwip_tcp *tcp) {
    const zimport_platform *platform = &tcp->platform->base;
    uint64_t now;

    if (tcp_sndqueuelen(tcp->pcb) > 0) {
        return ZIMPORT_WANT_WRITE;
    }
    now = platform->now(platform);
    if (tcp->patience == 0) {
        tcp->patience = now + PATIENCE_MS;
    }
    if (now < tcp->patience) {
        return ZIMPORT_WANT_WRITE;
    }
    tcp->base.detail = ERR_MEM;
    tcp->base.stage = ZIMPORT_AT_SENDING;
    return ZIMPORT_NO_MEMORY;
}

/* lwIP takes a piece entirely or not at all: if memory is short, a smaller one may fit. */
static err_t queue(struct tcp_pcb *pcb, const void *memory, size_t size, size_t *queued) {
    uint16_t piece = (uint16_t)LWIP_MIN(size, LWIP_MIN(tcp_sndbuf(pcb), UINT16_MAX));
    err_t error = ERR_MEM;

    for (; piece > 0 && error == ERR_MEM; piece /= 2) {
        error = tcp_write(pcb, memory, piece, TCP_WRITE_FLAG_COPY);
        *queued = piece;
    }
    return error;
}

static zimport_status stream_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    zimport_lwip_tcp *tcp = tcp_of(self);
    err_t error;

    if (tcp->state != OPEN || size == 0) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    if (tcp->pcb == NULL) {
        return lost(tcp, ZIMPORT_AT_SENDING, tcp->error);
    }
    error = queue(tcp->pcb, memory, size, written);
    (void)tcp_output(tcp->pcb); /* lwIP's timers send the rest */
    if (error == ERR_MEM) {
        return memory_short(tcp);
    }
    tcp->patience = 0;
    return error == ERR_OK ? ZIMPORT_OK : lost(tcp, ZIMPORT_AT_SENDING, error);
}

static void stream_close(zimport_transport *self) {
    release(tcp_of(self));
}

static bool is_ready(const zimport_lwip_tcp *tcp, zimport_status want) {
    if (tcp->state == RESOLVING || tcp->state == CONNECTING) {
        return false;
    }
    if (tcp->state != OPEN || tcp->pcb == NULL) {
        return true;
    }
    return want == ZIMPORT_WANT_WRITE ? tcp_sndbuf(tcp->pcb) > 0 : tcp->received != NULL || tcp->ended;
}

/* At least one round: a stream that is short of memory looks ready. */
static void stream_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    const zimport_lwip_tcp *tcp = tcp_of(self);
    const zimport_platform *platform = &tcp->platform->base;

    do {
        tcp->platform->board->poll();
    } while (!is_ready(tcp, want) && platform->now(platform) < until);
}

void zimport_lwip_tcp_init(zimport_lwip_tcp *tcp, const zimport_lwip_platform *platform) {
    static const zimport_transport_api api = {stream_open, stream_read, stream_write, stream_close, NULL};
    static const zimport_transport_api api_waiting = {stream_open, stream_read, stream_write, stream_close,
                                                      stream_wait};

    memset(tcp, 0, sizeof *tcp);
    tcp->base.api = platform->board->poll != NULL ? &api_waiting : &api;
    tcp->platform = platform;
}
