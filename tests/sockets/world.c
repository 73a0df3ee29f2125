/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <time.h>

places at;
world_name several;
fault faulty;
unsigned calls_made;
world_server server;
world_client client;

static bool inside; /* a call of the connection under test */
static unsigned lists;
static bool is_up;

uint64_t world_now(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static uint64_t board_now(const zimport_platform *self) {
    (void)self;
    return world_now();
}

static int64_t board_wall_clock(const zimport_platform *self) {
    (void)self;
    return ZIMPORT_TIME_UNKNOWN;
}

static zimport_status board_random(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    memset(memory, 0x5a, size);
    return ZIMPORT_OK;
}

/* What the port calls instead of the system: the Makefile gives it these names. */

int fake_socket(int family, int type, int protocol);
int fake_fcntl(int fd, int command, int argument);
int fake_setsockopt(int fd, int level, int name, const void *value, socklen_t size);
int fake_getsockopt(int fd, int level, int name, void *value, socklen_t *size);
int fake_connect(int fd, const struct sockaddr *address, socklen_t size);
int fake_select(int count, fd_set *in, fd_set *out, fd_set *odd, struct timeval *time);
ssize_t fake_send(int fd, const void *from, size_t size, int flags);
ssize_t fake_recv(int fd, void *into, size_t size, int flags);
int fake_close(int fd);
int fake_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list);
void fake_freeaddrinfo(struct addrinfo *list);

static bool fails(const char *call) {
    if (!inside || faulty.call == NULL || (faulty.call[0] != '*' && strcmp(faulty.call, call) != 0)) {
        calls_made += inside;
        return false;
    }
    calls_made++;
    if (faulty.skip > 0) {
        faulty.skip--;
        return false;
    }
    if (faulty.count == 0) {
        return false;
    }
    faulty.count--;
    errno = faulty.error;
    return true;
}

int fake_socket(int family, int type, int protocol) {
    int fd = fails("socket") ? -1 : ZIMPORT_SOCKETS_CALL(socket)(family, type, protocol);
    client.sockets += fd >= 0;
    return fd;
}

int fake_fcntl(int fd, int command, int argument) {
    return fails("fcntl") ? -1 : ZIMPORT_SOCKETS_CALL(fcntl)(fd, command, argument);
}

int fake_setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
    return fails("setsockopt") ? -1 : ZIMPORT_SOCKETS_CALL(setsockopt)(fd, level, name, value, size);
}

int fake_getsockopt(int fd, int level, int name, void *value, socklen_t *size) {
    return fails("getsockopt") ? -1 : ZIMPORT_SOCKETS_CALL(getsockopt)(fd, level, name, value, size);
}

int fake_connect(int fd, const struct sockaddr *address, socklen_t size) {
    return fails("connect") ? -1 : ZIMPORT_SOCKETS_CALL(connect)(fd, address, size);
}

int fake_select(int count, fd_set *in, fd_set *out, fd_set *odd, struct timeval *time) {
    return fails("select") ? -1 : ZIMPORT_SOCKETS_CALL(select)(count, in, out, odd, time);
}

ssize_t fake_send(int fd, const void *from, size_t size, int flags) {
    return fails("send") ? -1 : ZIMPORT_SOCKETS_CALL(send)(fd, from, size, flags);
}

ssize_t fake_recv(int fd, void *into, size_t size, int flags) {
    return fails("recv") ? -1 : ZIMPORT_SOCKETS_CALL(recv)(fd, into, size, flags);
}

int fake_close(int fd) {
    client.sockets--;
    return ZIMPORT_SOCKETS_CALL(close)(fd);
}

/* A list that a test makes up. */
typedef struct made {
    struct addrinfo info[WORLD_PLACES];
    struct sockaddr_storage addresses[WORLD_PLACES];
} made;
static made made_up;

static int make_list(struct addrinfo **list) {
    struct addrinfo **last = list;
    for (unsigned i = 0; i < WORLD_PLACES && several.places[i] != NULL; i++) {
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
        struct addrinfo *one;
        char port[8];
        (void)snprintf(port, sizeof port, "%u", several.places[i]->port);
        assert_int_equal(ZIMPORT_SOCKETS_CALL(getaddrinfo)(several.places[i]->host, port, &hints, &one), 0);
        made_up.info[i] = *one;
        memcpy(&made_up.addresses[i], one->ai_addr, one->ai_addrlen);
        made_up.info[i].ai_addr = (struct sockaddr *)(void *)&made_up.addresses[i];
        made_up.info[i].ai_next = NULL;
        *last = &made_up.info[i];
        last = &made_up.info[i].ai_next;
        ZIMPORT_SOCKETS_CALL(freeaddrinfo)(one);
    }
    return 0;
}

int fake_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    int error;
    if (fails("getaddrinfo")) {
        return faulty.error != 0 ? faulty.error : EAI_FAIL;
    }
    error = several.host != NULL && strcmp(host, several.host) == 0 ? make_list(list)
                                                                    : world_look_up(host, service, hints, list);
    lists += error == 0;
    return error;
}

void fake_freeaddrinfo(struct addrinfo *list) {
    lists--;
    if (list != made_up.info) {
        ZIMPORT_SOCKETS_CALL(freeaddrinfo)(list);
    }
}

/* The server. */

void server_drop(void) {
    if (server.fd >= 0) {
        (void)ZIMPORT_SOCKETS_CALL(close)(server.fd);
        server.fd = -1;
    }
}

void server_reset(void) {
    assert_true(server.fd >= 0);
    world_reset(server.fd);
    server.fd = -1;
    server.lost = ECONNRESET; /* takes no other */
}

static void take(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++, server.got++) {
        if (server.reply == NULL) {
            assert_int_equal(bytes[i], stream_byte(server.got));
        } else {
            assert_true(server.got + 1 < sizeof server.request);
            server.request[server.got] = (char)bytes[i];
        }
    }
    if (server.reply != NULL && strstr(server.request, "\r\n\r\n") != NULL) {
        server.to_send = strlen(server.reply);
    }
}

static void server_take(void) {
    unsigned char bytes[4096];
    while (server.fd >= 0 && !server.stopped && !server.got_end) {
        ssize_t size = ZIMPORT_SOCKETS_CALL(recv)(server.fd, bytes, sizeof bytes, 0);
        if (size < 0 && errno != EAGAIN) {
            server.lost = errno;
            server_drop();
        }
        if (size < 0) {
            return;
        }
        server.got_end = size == 0;
        take(bytes, (size_t)size);
    }
}

static unsigned char byte_to_send(size_t n) {
    return server.reply != NULL ? (unsigned char)server.reply[n] : stream_byte(n);
}

static void server_send(void) {
    unsigned char bytes[4096];
    while (server.fd >= 0 && server.sent < server.to_send) {
        size_t size = 0;
        ssize_t put;
        for (size_t n = server.sent; n < server.to_send && size < sizeof bytes; n++) {
            bytes[size++] = byte_to_send(n);
        }
        put = ZIMPORT_SOCKETS_CALL(send)(server.fd, bytes, size, MSG_NOSIGNAL);
        if (put <= 0) {
            return;
        }
        server.sent += (size_t)put;
    }
    if (server.fd >= 0 && server.ends && server.sent == server.to_send && !server.has_ended) {
        server.has_ended = ZIMPORT_SOCKETS_CALL(shutdown)(server.fd, SHUT_WR) == 0;
    }
}

void server_step(void) {
    if (server.fd < 0 && server.lost == 0) {
        server.fd = ZIMPORT_SOCKETS_CALL(accept)(server.listener, NULL, NULL);
        if (server.fd >= 0) {
            server.taken++;
            assert_int_equal(ZIMPORT_SOCKETS_CALL(fcntl)(server.fd, F_SETFL, O_NONBLOCK), 0);
        }
    }
    server_take();
    server_send();
}

/* The connection under test. */

/* One step of the server; then waits shortly for the client's socket. */
void stream_round(zimport_status want) {
    uint64_t until = world_now() + 2;
    server_step();
    client.tcp.base.api->wait(&client.tcp.base, want, client.wake < until ? client.wake : until);
    server_step();
}

void world_pass(unsigned ms) {
    for (uint64_t until = world_now() + ms; world_now() < until;) {
        server_step();
        client.platform.sleep(&client.platform, world_now() + 2);
    }
}

void client_peer(const char *host, bool address, uint16_t port, uint32_t deadline) {
    client.begun = world_now();
    client.peer.host = host;
    client.peer.address = address;
    client.peer.port = port;
    client.peer.deadline = client.begun + deadline;
}

zimport_status client_open(void) {
    uint64_t now = world_now();
    zimport_status status;
    client.wake = client.peer.deadline;
    inside = true;
    status = client.tcp.base.api->open(&client.tcp.base, &client.peer, now, &client.wake);
    inside = false;
    assert_true(client.wake <= client.peer.deadline && (now >= client.peer.deadline || client.wake > now));
    assert_int_equal(lists, 0);
    assert_true(client.sockets <= 1 && client.sockets == (client.tcp.fd >= 0));
    return status;
}

zimport_status client_opened(void) {
    zimport_status status;
    while ((status = client_open()) == ZIMPORT_WANT_WRITE) {
        stream_round(status);
    }
    assert_int_equal(client.sockets, status == ZIMPORT_OK);
    client.wake = ZIMPORT_NEVER;
    return status;
}

zimport_status stream_read(void *into, size_t capacity, size_t *size) {
    zimport_status status;
    *size = 0;
    inside = true;
    status = client.tcp.base.api->read(&client.tcp.base, into, capacity, size);
    inside = false;
    assert_true(status == ZIMPORT_OK ? *size > 0 && *size <= capacity : *size == 0);
    return status;
}

zimport_status stream_write(const void *from, size_t size, size_t *written) {
    zimport_status status;
    *written = 0;
    inside = true;
    status = client.tcp.base.api->write(&client.tcp.base, from, size, written);
    inside = false;
    assert_true(status == ZIMPORT_OK ? *written > 0 && *written <= size : *written == 0);
    return status;
}

void client_close(void) {
    inside = true;
    client.tcp.base.api->close(&client.tcp.base);
    inside = false;
    assert_int_equal(client.sockets, 0);
    assert_int_equal(client.tcp.fd, -1);
}

void client_connect(void) {
    int without_delay = 0;
    socklen_t size = sizeof without_delay;
    client_peer(at.server.host, true, at.server.port, 10000);
    assert_state(client_opened(), ZIMPORT_OK, ZIMPORT_AT_CONNECTING, 0);
    (void)ZIMPORT_SOCKETS_CALL(getsockopt)(client.tcp.fd, IPPROTO_TCP, TCP_NODELAY, &without_delay, &size);
    assert_true(without_delay != 0);
    while (server.fd < 0) {
        stream_round(ZIMPORT_WANT_READ);
    }
}

int world_begin(void **state) {
    int listener;
    (void)state;
    memset(&faulty, 0, sizeof faulty);
    memset(&several, 0, sizeof several);
    if (!is_up) {
        world_up();
        is_up = true;
    }
    listener = server.listener;
    memset(&server, 0, sizeof server);
    server.listener = listener;
    server.fd = -1;
    client.wake = ZIMPORT_NEVER;
    client.platform = (zimport_platform){board_now, board_wall_clock, board_random, zimport_sockets_sleep};
    zimport_sockets_tcp_init(&client.tcp, &client.platform);
    return 0;
}

int world_end(void **state) {
    (void)state;
    memset(&faulty, 0, sizeof faulty);
    client_close();
    client_close();
    server.lost = 0;
    do { /* connections that nobody took yet */
        server_drop();
        server.fd = ZIMPORT_SOCKETS_CALL(accept)(server.listener, NULL, NULL);
    } while (server.fd >= 0);
    world_quiet();
    return 0;
}
