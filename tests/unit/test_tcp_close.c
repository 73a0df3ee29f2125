/* SPDX-License-Identifier: Apache-2.0 */
/* What the other side gets when a connection is closed with unread bytes. */
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tcp_run.h"

static int listener(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int least = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof least), 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

/* Until it wants to wait. */
static size_t fill(tcp_run *run) {
    static const char bytes[65536];
    size_t total = 0;
    size_t written;
    while (run->tcp.base.api->write(&run->tcp.base, bytes, sizeof bytes, &written) == ZIMPORT_OK) {
        total += written;
    }
    return total;
}

static bool drain(int fd, size_t *total) {
    char bytes[65536];
    ssize_t size;
    struct pollfd watched = {.fd = fd, .events = POLLIN};
    do {
        assert_int_equal(poll(&watched, 1, 10000), 1);
        size = read(fd, bytes, sizeof bytes);
        *total += size > 0 ? (size_t)size : 0;
    } while (size > 0);
    return size == 0;
}

/* An orderly close delivers what was written; one that gives up drops the rest, and resets. */
static void closed(void **state) {
    (void)state;
    for (int given_up = 0; given_up < 2; given_up++) {
        tcp_run run;
        tcp_begin(&run, "127.0.0.1");
        run.peer.address = true;
        int server = listener(&run.peer.port);
        while (tcp_open_once(&run) != ZIMPORT_OK) {
            tcp_wait_for(&run, ZIMPORT_WANT_WRITE);
        }
        int peer = accept(server, NULL, NULL);
        assert_true(peer >= 0);
        size_t sent = fill(&run);
        size_t got = 0;
        run.tcp.base.given_up = given_up == 1;
        run.tcp.base.api->close(&run.tcp.base);
        assert_int_equal(drain(peer, &got), given_up == 0);
        assert_true(given_up == 1 ? got < sent : got == sent);
        close(peer);
        close(server);
        tcp_end(&run, "closed");
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(closed)};
    return cmocka_run_group_tests_name("posix, close", tests, NULL, NULL);
}
