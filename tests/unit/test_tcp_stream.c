/* SPDX-License-Identifier: Apache-2.0 */
/* An open connection: what reading and writing say to whatever the system says; and a socket that the system does not
 * let be made ready. The system's calls are replaced where they are to fail. */
#define _DEFAULT_SOURCE /* syscall */
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tcp_run.h"

static ssize_t moved; /* what recv and send return */
static int moved_errno;

ssize_t recv(int fd, void *buf, size_t n, int flags) {
    assert_true(fd > STDERR_FILENO && n == 4 && flags == 0);
    memset(buf, 'r', 4);
    errno = moved_errno;
    return moved;
}

ssize_t send(int fd, const void *buf, size_t n, int flags) {
    assert_true(fd > STDERR_FILENO && buf != NULL && n == 4);
    assert_int_equal(flags, MSG_NOSIGNAL);
    errno = moved_errno;
    return moved;
}

/* The call that fails, and with what. */
static char failing;
static int failing_errno;

static bool fails(char call) {
    if (failing == call) {
        errno = failing_errno;
    }
    return failing == call;
}

int fcntl(int fd, int cmd, ...) {
    va_list list;
    va_start(list, cmd);
    void *argument = va_arg(list, void *);
    va_end(list);
    char call = cmd == F_GETFL ? 'g' : cmd == F_SETFL ? 'n' : cmd == F_SETFD ? 'e' : cmd == F_DUPFD ? 'd' : '-';
    return fails(call) ? -1 : (int)syscall(SYS_fcntl, fd, cmd, argument);
}

int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen) {
    return fails('s') ? -1 : (int)syscall(SYS_setsockopt, fd, level, optname, optval, optlen);
}

int connect(int fd, const struct sockaddr *addr, socklen_t len) {
    int result = (int)syscall(SYS_connect, fd, addr, len);
    return fails('c') ? -1 : result;
}

int getsockopt(int fd, int level, int optname, void *optval, socklen_t *optlen) {
    return fails('o') ? -1 : (int)syscall(SYS_getsockopt, fd, level, optname, optval, optlen);
}

static int listener(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

static zimport_status open_whole(tcp_run *run) {
    zimport_status status;
    while ((status = tcp_open_once(run)) == ZIMPORT_WANT_WRITE) {
        tcp_wait_for(run, ZIMPORT_WANT_WRITE);
    }
    return status;
}

static void outcomes(void **state) {
    (void)state;
    static const struct {
        const char *label;
        ssize_t moved;
        int error;
        zimport_status read, written;
    } table[] = {
        {"all", 4, 0, ZIMPORT_OK, ZIMPORT_OK},
        {"a part", 1, 0, ZIMPORT_OK, ZIMPORT_OK},
        {"nothing", 0, 0, ZIMPORT_CLOSED, ZIMPORT_WANT_WRITE},
        {"later", -1, EAGAIN, ZIMPORT_WANT_READ, ZIMPORT_WANT_WRITE},
        {"a signal", -1, EINTR, ZIMPORT_WANT_READ, ZIMPORT_WANT_WRITE},
        {"reset", -1, ECONNRESET, ZIMPORT_LOST, ZIMPORT_LOST},
        {"a broken pipe", -1, EPIPE, ZIMPORT_LOST, ZIMPORT_LOST},
        {"silence", -1, ETIMEDOUT, ZIMPORT_LOST, ZIMPORT_LOST},
        {"no memory", -1, ENOBUFS, ZIMPORT_LOST, ZIMPORT_LOST},
    };
    tcp_run run;
    tcp_begin(&run, "127.0.0.1");
    run.peer.address = true;
    int server = listener(&run.peer.port);
    zimport_transport *transport = &run.tcp.base;
    char memory[4] = "....";
    size_t size = 77;
    assert_int_equal(transport->api->read(transport, memory, 4, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(transport->api->write(transport, memory, 4, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(open_whole(&run), ZIMPORT_OK);
    assert_int_equal(transport->api->read(transport, memory, 0, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(transport->api->write(transport, memory, 0, &size), ZIMPORT_BAD_ARGUMENT);
    assert_int_equal(size, 77);
    for (size_t i = 0; i < COUNT(table); i++) {
        const char *label = table[i].label;
        moved = table[i].moved;
        moved_errno = table[i].error;
        size = 0;
        transport->detail = 0;
        CHECK_STATUS(transport->api->read(transport, memory, 4, &size), table[i].read, label);
        CHECK_EQUAL(size, moved > 0 ? moved : 0, label);
        CHECK_EQUAL(transport->detail, table[i].read == ZIMPORT_LOST ? table[i].error : 0, label);
        CHECK(table[i].read != ZIMPORT_LOST || transport->stage == ZIMPORT_AT_READING, label);
        size = 0;
        transport->detail = 0;
        CHECK_STATUS(transport->api->write(transport, memory, 4, &size), table[i].written, label);
        CHECK_EQUAL(size, moved > 0 ? moved : 0, label);
        CHECK_EQUAL(transport->detail, table[i].written == ZIMPORT_LOST ? table[i].error : 0, label);
        CHECK(table[i].written != ZIMPORT_LOST || transport->stage == ZIMPORT_AT_SENDING, label);
    }
    assert_int_equal(close(server), 0);
    tcp_end(&run, "outcomes");
}

/* No descriptor is left behind by a call that fails, and its error is told. */
static void calls_that_fail(void **state) {
    (void)state;
    static const struct {
        char call;
        int error;
        zimport_status status;
    } table[] = {
        {'g', EBADF, ZIMPORT_NO_CONNECTION},   {'n', EINVAL, ZIMPORT_NO_CONNECTION},
        {'e', EBADF, ZIMPORT_NO_CONNECTION},   {'s', EINVAL, ZIMPORT_NO_CONNECTION},
        {'o', ENOBUFS, ZIMPORT_NO_CONNECTION}, {'c', EACCES, ZIMPORT_NO_CONNECTION},
        {'c', EINPROGRESS, ZIMPORT_OK},        {'c', EINTR, ZIMPORT_OK},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        const char label[] = {table[i].call, ' ', (char)('0' + (char)i), '\0'};
        tcp_run run;
        tcp_begin(&run, "127.0.0.1");
        run.peer.address = true;
        run.tcp.on_event = i % 2 == 0 ? on_tcp_event : NULL;
        int server = listener(&run.peer.port);
        failing = table[i].call;
        failing_errno = table[i].error;
        CHECK_STATUS(open_whole(&run), table[i].status, label);
        failing = '\0';
        CHECK_EQUAL(run.tcp.base.detail, table[i].status == ZIMPORT_OK ? 0 : table[i].error, label);
        CHECK_EQUAL(contains(zimport_view_of(run.log), "F 127.0.0.1"), i % 2 == 0 && table[i].status != ZIMPORT_OK,
                    label);
        assert_int_equal(close(server), 0);
        tcp_end(&run, label);
    }
}

/* Standard output may be closed: a socket in its place would get what is printed. */
static void beyond_the_standard_descriptors(void **state) {
    (void)state;
    int kept = dup(STDIN_FILENO);
    assert_true(kept > STDERR_FILENO);
    assert_int_equal(close(STDIN_FILENO), 0);
    int fd = zimport_posix_socket(AF_INET, SOCK_STREAM);
    failing = 'd';
    failing_errno = EMFILE;
    int none = zimport_posix_socket(AF_INET, SOCK_STREAM);
    int error = errno;
    failing = '\0';
    bool closed = fcntl(STDIN_FILENO, F_GETFD, 0) < 0;
    assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(close(kept), 0);
    assert_true(fd > STDERR_FILENO);
    assert_int_equal(close(fd), 0);
    assert_int_equal(none, -1);
    assert_int_equal(error, EMFILE);
    assert_true(closed);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes),
        cmocka_unit_test(calls_that_fail),
        cmocka_unit_test(beyond_the_standard_descriptors),
    };
    return cmocka_run_group_tests_name("posix, stream", tests, NULL, NULL);
}
