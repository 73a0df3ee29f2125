/* SPDX-License-Identifier: Apache-2.0 */
/* The host's own sockets, on its loopback interface; names that no name server is asked about. */
#include "world.h"

#include <time.h>

static int bound(uint16_t *port) {
    struct sockaddr_in own = {.sin_family = AF_INET};
    socklen_t size = sizeof own;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int least = 1;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof least), 0);
    assert_int_equal(bind(fd, (struct sockaddr *)(void *)&own, sizeof own), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)(void *)&own, &size), 0);
    *port = ntohs(own.sin_port);
    return fd;
}

/* Its queue is full, so that it answers no more. */
static void never_accept(uint16_t *port) {
    int fd = bound(port);
    assert_int_equal(listen(fd, 0), 0);
    for (unsigned i = 0; i < 2; i++) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(*port)};
        int filler = socket(AF_INET, SOCK_STREAM, 0);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        assert_true(filler >= 0);
        assert_int_equal(fcntl(filler, F_SETFL, O_NONBLOCK), 0);
        (void)connect(filler, (struct sockaddr *)(void *)&to, sizeof to);
    }
}

void world_up(void) {
    at.server.host = at.refused.host = at.silent.host = "127.0.0.1";
    server.listener = bound(&at.server.port);
    assert_int_equal(listen(server.listener, 4), 0);
    assert_int_equal(fcntl(server.listener, F_SETFL, O_NONBLOCK), 0);
    (void)bound(&at.refused.port);
    never_accept(&at.silent.port);
}

int world_look_up(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    const struct timespec while_asking = {0, 400000000};
    if (strncmp(host, "mute", 4) == 0) {
        (void)nanosleep(&while_asking, NULL);
        return EAI_AGAIN;
    }
    if (strncmp(host, "nobody", 6) == 0) {
        return EAI_NONAME;
    }
    return getaddrinfo(strncmp(host, "ok", 2) == 0 ? "127.0.0.1" : host, service, hints, list);
}

void world_reset(int fd) {
    const struct linger none = {.l_onoff = 1};
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none), 0);
    assert_int_equal(close(fd), 0);
}

void world_quiet(void) {
}
