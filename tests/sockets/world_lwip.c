/* SPDX-License-Identifier: Apache-2.0 */
/* lwIP in this process, with its own thread: 127/8 is its loopback, packets to 10/8 vanish, and there is no way to
 * anywhere else. Its name server is that of tests/lwip, here served by lwIP's thread. */
#include "world.h"

#include <lwip/api.h>
#include <lwip/dns.h>
#include <lwip/netif.h>
#include <lwip/priv/sockets_priv.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/sys.h>
#include <lwip/tcpip.h>
#include <lwip/timeouts.h>
#include <pthread.h>

/* tests/lwip/names.c */
void net_must(bool condition, const char *message);
void net_names_up(void);
void net_names_step(void);
extern unsigned question_count;

static struct netif hole;

static struct {
    pthread_mutex_t lock;
    size_t live, given, deny_after, deny_count;
} memory = {PTHREAD_MUTEX_INITIALIZER, 0, 0, 0, 0};

void net_must(bool condition, const char *message) {
    if (!condition) {
        (void)fprintf(stderr, "lwIP: %s\n", message);
        abort();
    }
}

static bool may_have(size_t size) {
    bool may = true;
    (void)pthread_mutex_lock(&memory.lock);
    /* lwIP demands that its timers find room. */
    if (size != LWIP_MEM_ALIGN_SIZE(sizeof(struct sys_timeo)) && memory.given++ >= memory.deny_after &&
        memory.deny_count > 0) {
        memory.deny_count--;
        may = false;
    }
    memory.live += may;
    (void)pthread_mutex_unlock(&memory.lock);
    return may;
}

void *world_malloc(size_t size) {
    return may_have(size) ? malloc(size) : NULL;
}

void *world_calloc(size_t count, size_t size) {
    return may_have(count * size) ? calloc(count, size) : NULL;
}

void world_free(void *piece) {
    (void)pthread_mutex_lock(&memory.lock);
    memory.live -= piece != NULL;
    (void)pthread_mutex_unlock(&memory.lock);
    free(piece);
}

void world_deny(size_t after, size_t count) {
    (void)pthread_mutex_lock(&memory.lock);
    memory.deny_after = memory.given + after;
    memory.deny_count = count;
    (void)pthread_mutex_unlock(&memory.lock);
}

size_t world_given(void) {
    size_t given;
    (void)pthread_mutex_lock(&memory.lock);
    given = memory.given;
    (void)pthread_mutex_unlock(&memory.lock);
    return given;
}

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

static void names_again(void *context) {
    net_names_step();
    question_count = question_count > 32 ? 0 : question_count;
    sys_timeout(5, names_again, context);
}

static void up(void *context) {
    ip4_addr_t own;
    ip4_addr_t mask;
    ip_addr_t names;
    IP4_ADDR(&own, 10, 0, 0, 1);
    IP4_ADDR(&mask, 255, 0, 0, 0);
    IP_ADDR4(&names, 127, 0, 0, 1);
    net_must(netif_add(&hole, &own, &mask, IP4_ADDR_ANY4, NULL, hole_init, tcpip_input) != NULL, "no interface");
    netif_set_up(&hole);
    netif_set_link_up(&hole);
    net_names_up();
    dns_setserver(0, &names);
    names_again(NULL);
    sys_sem_signal(context);
}

/* Bound to a port of its own; not yet listening. */
static int bound(uint16_t *port) {
    struct sockaddr_in6 any = {.sin6_family = AF_INET6};
    socklen_t size = sizeof any;
    int fd = lwip_socket(AF_INET6, SOCK_STREAM, 0);
    assert_true(fd >= LWIP_SOCKET_OFFSET);
    assert_int_equal(lwip_bind(fd, (struct sockaddr *)(void *)&any, sizeof any), 0);
    assert_int_equal(lwip_getsockname(fd, (struct sockaddr *)(void *)&any, &size), 0);
    *port = lwip_ntohs(any.sin6_port);
    return fd;
}

void world_up(void) {
    sys_sem_t done;
    assert_int_equal(sys_sem_new(&done, 0), ERR_OK);
    tcpip_init(up, &done);
    (void)sys_arch_sem_wait(&done, 0);
    sys_sem_free(&done);
    at.server.host = at.refused.host = "127.0.0.1";
    server.listener = bound(&at.server.port);
    assert_int_equal(lwip_listen(server.listener, 4), 0);
    assert_int_equal(lwip_fcntl(server.listener, F_SETFL, O_NONBLOCK), 0);
    (void)bound(&at.refused.port);
    at.silent = (place){"10.0.0.2", at.server.port};
}

int world_look_up(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    return lwip_getaddrinfo(host, service, hints, list);
}

/* For lwIP, a close without patience resets only what has something unsent. */
void world_reset(int fd) {
    LOCK_TCPIP_CORE();
    tcp_abort(lwip_socket_dbg_get_socket(fd)->conn->pcb.tcp);
    UNLOCK_TCPIP_CORE();
    assert_int_equal(lwip_close(fd), 0);
}

/* Until connections that are over have lingered. Where memory was short, lwIP has some that nobody waits for. */
void world_quiet(void) {
    world_deny(0, 0);
    for (unsigned i = 0; i < 200; i++) {
        bool busy;
        LOCK_TCPIP_CORE();
        busy = tcp_active_pcbs != NULL || tcp_tw_pcbs != NULL;
        while (i == 60 && tcp_active_pcbs != NULL) {
            tcp_abort(tcp_active_pcbs);
        }
        UNLOCK_TCPIP_CORE();
        if (!busy) {
            return;
        }
        sys_msleep(5);
    }
    fail_msg("lwIP still has connections");
}
