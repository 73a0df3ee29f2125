/* SPDX-License-Identifier: Apache-2.0 */
#include "net.h"

#include <lwip/init.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/sys.h>
#include <lwip/timeouts.h>

net_memory memory;
net_server server;
net_client client;
uint32_t net_time = 1000;

static struct netif hole;
static const zimport_lwip_board board = {NULL, NULL, NULL};

void net_fault(const char *message) {
    (void)fprintf(stderr, "lwIP: %s\n", message);
    abort();
}

void net_must(bool condition, const char *message) {
    if (!condition) {
        net_fault(message);
    }
}

uint32_t net_random(void) {
    static uint32_t state = 88172645;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

u32_t sys_now(void) {
    return net_time;
}

void net_deny(size_t after, size_t count) {
    memory.deny_after = memory.given + after;
    memory.deny_count = count;
    memory.denied = 0;
}

static bool denied(size_t size) {
    if (memory.largest > 0 && size > memory.largest) {
        return true;
    }
    if (size == LWIP_MEM_ALIGN_SIZE(sizeof(struct sys_timeo))) {
        return false; /* lwIP demands that its timers find room */
    }
    if (memory.given++ < memory.deny_after || memory.denied == memory.deny_count) {
        return false;
    }
    memory.denied++;
    return true;
}

void *net_malloc(size_t size) {
    void *piece = denied(size) ? NULL : malloc(size);
    memory.live += piece != NULL;
    return piece;
}

void *net_calloc(size_t count, size_t size) {
    void *piece = net_malloc(count * size);
    return piece == NULL ? NULL : memset(piece, 0, count * size);
}

void net_free(void *piece) {
    memory.live -= piece != NULL;
    free(piece);
}

/* The server. */

static void server_let_go(void) {
    struct tcp_pcb *pcb = server.pcb;
    if (pcb != NULL && server.has_ended && server.got_end) {
        tcp_recv(pcb, NULL);
        tcp_sent(pcb, NULL);
        tcp_err(pcb, NULL);
        (void)tcp_close(pcb);
        server.pcb = NULL;
    }
}

static void server_send(void) {
    unsigned char bytes[TCP_SND_BUF];
    while (server.pcb != NULL && server.sent < server.to_send) {
        size_t room = LWIP_MIN(tcp_sndbuf(server.pcb), server.to_send - server.sent);
        size_t size = server.piece > 0 ? LWIP_MIN(room, server.piece) : room;
        for (size_t i = 0; i < size; i++) {
            bytes[i] = stream_byte(server.sent + i);
        }
        if (size == 0 || tcp_write(server.pcb, bytes, (u16_t)size, TCP_WRITE_FLAG_COPY) != ERR_OK) {
            break;
        }
        server.sent += size;
        (void)tcp_output(server.pcb);
    }
    if (server.pcb != NULL && server.ends && server.sent == server.to_send && !server.has_ended &&
        tcp_shutdown(server.pcb, 0, 1) == ERR_OK) {
        server.has_ended = true;
        server_let_go();
    }
}

static err_t server_received(void *context, struct tcp_pcb *pcb, struct pbuf *data, err_t error) {
    (void)context;
    (void)error;
    if (data == NULL) {
        server.got_end = true;
        server_let_go();
        return ERR_OK;
    }
    for (const struct pbuf *part = data; part != NULL; part = part->next) {
        const unsigned char *bytes = part->payload;
        for (size_t i = 0; i < part->len; i++) {
            net_must(bytes[i] == stream_byte(server.got + i), "the server got a wrong byte");
        }
        server.got += part->len;
    }
    if (server.stopped) {
        server.unopened += data->tot_len;
    } else {
        tcp_recved(pcb, data->tot_len);
    }
    (void)pbuf_free(data);
    return ERR_OK;
}

static err_t server_sent(void *context, struct tcp_pcb *pcb, u16_t size) {
    (void)context;
    (void)pcb;
    server.acknowledged += size;
    return ERR_OK;
}

static void server_lost(void *context, err_t error) {
    (void)context;
    server.pcb = NULL;
    server.lost = error;
}

static err_t server_taken(void *context, struct tcp_pcb *pcb, err_t error) {
    (void)context;
    if (error != ERR_OK) {
        return ERR_OK; /* no memory for a connection: lwIP tells it that way */
    }
    net_must(server.pcb == NULL, "the server has a connection already");
    server.pcb = pcb;
    server.taken++;
    tcp_nagle_disable(pcb);
    tcp_recv(pcb, server_received);
    tcp_sent(pcb, server_sent);
    tcp_err(pcb, server_lost);
    return ERR_OK;
}

static void server_listen(void) {
    struct tcp_pcb *pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
    assert_non_null(pcb);
    assert_int_equal(tcp_bind(pcb, IP_ANY_TYPE, NET_PORT), ERR_OK);
    server.listening = tcp_listen(pcb);
    assert_non_null(server.listening);
    tcp_accept(server.listening, server_taken);
}

void net_server_close(void) {
    if (server.pcb != NULL) {
        tcp_recv(server.pcb, NULL);
        tcp_sent(server.pcb, NULL);
        tcp_err(server.pcb, NULL);
        tcp_abort(server.pcb);
        server.pcb = NULL;
    }
}

/* The network. */

static err_t vanish(struct netif *netif, struct pbuf *data, const ip4_addr_t *to) {
    (void)netif;
    (void)data;
    (void)to;
    return ERR_OK;
}

static err_t hole_init(struct netif *netif) {
    netif->name[0] = 'h';
    netif->mtu = 1500;
    netif->output = vanish;
    return ERR_OK;
}

/* 127/8 is lwIP's own loopback, packets to 10/8 vanish, and there is no way to anywhere else. */
static void net_up(void) {
    ip4_addr_t own;
    ip4_addr_t mask;
    ip4_addr_t none;
    IP4_ADDR(&own, 10, 0, 0, 1);
    IP4_ADDR(&mask, 255, 0, 0, 0);
    IP4_ADDR(&none, 0, 0, 0, 0);
    lwip_init();
    assert_non_null(netif_add(&hole, &own, &mask, &none, NULL, hole_init, ip_input));
    netif_set_up(&hole);
    netif_set_link_up(&hole);
    net_names_up();
    server_listen();
}

void net_round(uint32_t ms) {
    net_time += ms;
    netif_poll_all();
    sys_check_timeouts();
    net_names_step();
    server_send();
    netif_poll_all();
}

void net_pass(uint32_t ms) {
    for (; ms > 0; ms -= LWIP_MIN(ms, 50)) {
        net_round(LWIP_MIN(ms, 50));
    }
}

/* The connection under test. */

uint64_t net_now(void) {
    return client.platform.base.now(&client.platform.base);
}

void net_peer(const char *host, bool address, uint16_t port, uint32_t deadline) {
    client.begun = net_now();
    client.peer.host = host;
    client.peer.address = address;
    client.peer.port = port;
    client.peer.deadline = client.begun + deadline;
}

zimport_status net_open(void) {
    uint64_t now = net_now();
    uint64_t wake = client.peer.deadline;
    zimport_status status = client.tcp.base.api->open(&client.tcp.base, &client.peer, now, &wake);
    assert_true(wake <= client.peer.deadline && (now >= client.peer.deadline || wake > now));
    return status;
}

zimport_status net_opened(void) {
    zimport_status status;
    while ((status = net_open()) == ZIMPORT_WANT_READ) {
        net_round(10);
    }
    return status;
}

zimport_status stream_read(void *into, size_t capacity, size_t *size) {
    zimport_status status;
    *size = 0;
    status = client.tcp.base.api->read(&client.tcp.base, into, capacity, size);
    assert_true(status == ZIMPORT_OK ? *size > 0 && *size <= capacity : *size == 0);
    return status;
}

zimport_status stream_write(const void *from, size_t size, size_t *written) {
    zimport_status status = client.tcp.base.api->write(&client.tcp.base, from, size, written);
    assert_true(status != ZIMPORT_OK || (*written > 0 && *written <= size));
    return status;
}

void stream_round(zimport_status want) {
    (void)want;
    net_round(1);
}

void net_close(void) {
    client.tcp.base.api->close(&client.tcp.base);
}

void net_connect(void) {
    net_peer("127.0.0.1", true, NET_PORT, 10000);
    assert_state(net_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, ERR_OK);
    net_round(10); /* the last packet of the handshake */
    assert_non_null(server.pcb);
    assert_true(tcp_nagle_disabled(client.tcp.pcb));
}

void net_begin_at(uint32_t time) {
    net_time = time;
    zimport_lwip_platform_init(&client.platform, &board);
    zimport_lwip_tcp_init(&client.tcp, &client.platform);
}

static size_t live_before;

int net_begin(void **state) {
    struct tcp_pcb *listening;
    (void)state;
    net_deny(0, 0);
    memory.largest = 0;
    if (server.listening == NULL) {
        net_up();
    }
    listening = server.listening;
    memset(&server, 0, sizeof server);
    server.listening = listening;
    question_count = 0;
    net_name_server(true);
    net_begin_at(net_time);
    live_before = memory.live;
    return 0;
}

static bool is_quiet(void) {
    return client.tcp.lookups == 0 && tcp_active_pcbs == NULL && tcp_tw_pcbs == NULL && memory.live == live_before;
}

int net_end(void **state) {
    (void)state;
    net_deny(0, 0);
    memory.largest = 0;
    net_close();
    net_close();
    /* For minutes: lwIP asks for names, lets closed connections linger, and repeats what nobody acknowledged. */
    for (unsigned minutes = 0; minutes < 30 && (minutes == 0 || !is_quiet()); minutes++) {
        net_server_close();
        net_pass(60000);
    }
    if (!is_quiet()) {
        (void)fprintf(stderr, "left: %u look-ups, %zu pieces of memory\n", client.tcp.lookups,
                      memory.live - live_before);
        return -1;
    }
    return 0;
}
