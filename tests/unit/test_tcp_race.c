/* SPDX-License-Identifier: Apache-2.0 */
/* Every address has a fate, the test moves the time, and the sockets are real ones of the loopback interface. The C
 * library's socket and connect are replaced: a machine may have no IPv6, and none has a route where packets vanish. */
#define _DEFAULT_SOURCE /* syscall */
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tcp_run.h"

/* In `full`, nobody is let in, as if packets had vanished. */
static struct sockaddr_in listening, full, closed;
static int full_fd;

/* The fates, one letter an address, of 192.0.2.N and 2001:db8::N. The N-th: */
static const char *fates;
enum {
    WELCOME = 'w',
    REFUSED = 'r',
    VANISHES = 'v',
    NO_ROUTE = 'n',    /* connect: ENETUNREACH */
    NO_HOST = 'h',     /* connect: EHOSTUNREACH */
    NO_FAMILY = 'f',   /* socket: EAFNOSUPPORT */
    NO_SOCKETS = 's',  /* socket: EMFILE */
    NOT_ALLOWED = 'a', /* connect: EACCES */
};

static unsigned tried; /* the address at hand: attempts follow the order of the list */

static int error_of(char fate) {
    static const struct {
        char fate;
        int error;
    } errors[] = {
        {NO_ROUTE, ENETUNREACH}, {NO_HOST, EHOSTUNREACH}, {NO_FAMILY, EAFNOSUPPORT},
        {NO_SOCKETS, EMFILE},    {NOT_ALLOWED, EACCES},
    };
    for (size_t i = 0; i < COUNT(errors); i++) {
        if (errors[i].fate == fate) {
            return errors[i].error;
        }
    }
    return 0;
}

static int real_socket(void) {
    return (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static int real_connect(int fd, const struct sockaddr_in *address) {
    return (int)syscall(SYS_connect, fd, address, sizeof *address);
}

int socket(int domain, int type, int protocol) {
    char fate = fates[tried];
    assert_true(domain == AF_INET || domain == AF_INET6);
    assert_int_equal(type, SOCK_STREAM);
    assert_int_equal(protocol, 0);
    if (fate == NO_FAMILY || fate == NO_SOCKETS) {
        tried++;
        errno = error_of(fate);
        return -1;
    }
    return real_socket();
}

int connect(int fd, const struct sockaddr *addr, socklen_t len) {
    char fate = fates[tried++];
    struct sockaddr_storage copy;
    memcpy(&copy, addr, len);
    if (copy.ss_family == AF_INET6) {
        assert_int_equal(len, sizeof(struct sockaddr_in6));
        assert_int_equal(((const struct sockaddr_in6 *)(const void *)&copy)->sin6_addr.s6_addr[15], tried);
        assert_int_equal(((const struct sockaddr_in6 *)(const void *)&copy)->sin6_port, htons(443));
    } else {
        assert_int_equal(len, sizeof(struct sockaddr_in));
        assert_int_equal(ntohl(((const struct sockaddr_in *)(const void *)&copy)->sin_addr.s_addr) & 0xFF, tried);
        assert_int_equal(((const struct sockaddr_in *)(const void *)&copy)->sin_port, htons(443));
    }
    if (error_of(fate) != 0) {
        errno = error_of(fate);
        return -1;
    }
    return real_connect(fd, fate == WELCOME ? &listening : fate == REFUSED ? &closed : &full);
}

static int bound(struct sockaddr_in *address, int backlog) {
    socklen_t size = sizeof *address;
    int fd = real_socket();
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)address, size), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)address, &size), 0);
    assert_true(backlog < 0 || listen(fd, backlog) == 0);
    return fd;
}

static int prepare(void **state) {
    (void)state;
    (void)bound(&listening, 64);
    (void)bound(&closed, -1);
    full_fd = bound(&full, 0);
    /* The one connection that it keeps for itself. */
    return real_connect(real_socket(), &full);
}

/* ---- a run over addresses with fates */

static zimport_posix_override overrides[10];
static char texts[10][32];

static void give(tcp_run *run, const char *families, const char *fates_of_them) {
    size_t count = strlen(families);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(texts[i], sizeof texts[i], families[i] == '4' ? "192.0.2.%u" : "2001:db8::%u", (unsigned)i + 1);
        overrides[i] = (zimport_posix_override){"some.test", 443, texts[i]};
    }
    tcp_begin(run, "some.test");
    run->tcp.overrides = overrides;
    run->tcp.override_count = count;
    fates = fates_of_them;
    tried = 0;
}

static bool is_to_end(const tcp_run *run) {
    for (unsigned i = 0; i < run->tcp.fd_count; i++) {
        if (run->tcp.fds[i] >= 0 && fates[i] != VANISHES) {
            return true;
        }
    }
    return false;
}

/* Only while nothing but vanished packets is waited for. */
static zimport_status play(tcp_run *run) {
    for (;;) {
        zimport_status status = tcp_open_once(run);
        if (status != ZIMPORT_WANT_WRITE) {
            return status;
        }
        assert_true(run->wake > run->now);
        if (is_to_end(run)) {
            tcp_wait_for(run, status);
        } else {
            run->now = run->wake;
        }
    }
}

#define A "2001:db8::1"
#define B4 "192.0.2.2"
#define B6 "2001:db8::2"
#define C "2001:db8::3"
#define D "192.0.2.4"
#define GONE " Connection refused"
#define NOWAY " Network is unreachable"

static const struct {
    const char *families;
    const char *fates;
    const char *log;
    zimport_status status;
    int detail;
} races[] = {
    {"6", "w", "T " A "; C " A "; ", ZIMPORT_OK, 0},
    {"64", "ww", "T " A "; C " A "; ", ZIMPORT_OK, 0},
    /* a failure brings the next one at once, whatever it is */
    {"64", "rw", "T " A "; F " A GONE "; T " B4 "; C " B4 "; ", ZIMPORT_OK, 0},
    {"64", "nw", "T " A "; F " A NOWAY "; T " B4 "; C " B4 "; ", ZIMPORT_OK, 0},
    {"64", "fw", "T " A "; F " A " Address family not supported by protocol; T " B4 "; C " B4 "; ", ZIMPORT_OK, 0},
    {"64", "sw", "T " A "; F " A " Too many open files; T " B4 "; C " B4 "; ", ZIMPORT_OK, 0},
    /* silence brings it after 250 ms */
    {"64", "vw", "T " A "; @250 T " B4 "; C " B4 "; ", ZIMPORT_OK, 0},
    {"6466", "vvvw", "T " A "; @250 T " B4 "; @500 T " C "; @750 T 2001:db8::4; C 2001:db8::4; ", ZIMPORT_OK, 0},
    {"6464", "vrvw", "T " A "; @250 T " B4 "; F " B4 GONE "; T " C "; @500 T " D "; C " D "; ", ZIMPORT_OK, 0},
    {"6464", "rvrw", "T " A "; F " A GONE "; T " B4 "; @250 T " C "; F " C GONE "; T " D "; C " D "; ", ZIMPORT_OK, 0},
    /* all have failed: the error that tells most, and its address */
    {"6", "r", "T " A "; F " A GONE "; G " A GONE "; ", ZIMPORT_NO_CONNECTION, ECONNREFUSED},
    {"64", "rn", "T " A "; F " A GONE "; T " B4 "; F " B4 NOWAY "; G " A GONE "; ", ZIMPORT_NO_CONNECTION,
     ECONNREFUSED},
    {"64", "nr", "T " A "; F " A NOWAY "; T " B4 "; F " B4 GONE "; G " B4 GONE "; ", ZIMPORT_NO_CONNECTION,
     ECONNREFUSED},
    {"64", "nh", "T " A "; F " A NOWAY "; T " B4 "; F " B4 " No route to host; G " B4 " No route to host; ",
     ZIMPORT_NO_CONNECTION, EHOSTUNREACH},
    {"64", "hn", "T " A "; F " A " No route to host; T " B4 "; F " B4 NOWAY "; G " A " No route to host; ",
     ZIMPORT_NO_CONNECTION, EHOSTUNREACH},
    {"66", "hr", "T " A "; F " A " No route to host; T " B6 "; F " B6 GONE "; G " B6 GONE "; ", ZIMPORT_NO_CONNECTION,
     ECONNREFUSED},
    {"66", "nf", "T " A "; F " A NOWAY "; T " B6 "; F " B6 " Address family not supported by protocol; G " A NOWAY "; ",
     ZIMPORT_NO_CONNECTION, ENETUNREACH},
    {"64", "fa",
     "T " A "; F " A " Address family not supported by protocol; T " B4 "; F " B4 " Permission denied; G " B4
     " Permission denied; ",
     ZIMPORT_NO_CONNECTION, EACCES},
    /* no time is left: the first that is still silent */
    {"6", "v", "T " A "; @10000 G " A "; ", ZIMPORT_CONNECT_TIMEOUT, ETIMEDOUT},
    {"64", "vv", "T " A "; @250 T " B4 "; @10000 G " A "; ", ZIMPORT_CONNECT_TIMEOUT, ETIMEDOUT},
    {"64", "rv", "T " A "; F " A GONE "; T " B4 "; @10000 G " B4 "; ", ZIMPORT_CONNECT_TIMEOUT, ETIMEDOUT},
    {"646", "vrv", "T " A "; @250 T " B4 "; F " B4 GONE "; T " C "; @10000 G " A "; ", ZIMPORT_CONNECT_TIMEOUT,
     ETIMEDOUT},
};

static void fates_of_addresses(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(races); i++) {
        tcp_run run;
        give(&run, races[i].families, races[i].fates);
        CHECK_STATUS(play(&run), races[i].status, races[i].fates);
        CHECK_VIEW(zimport_view_of(run.log), zimport_view_of(races[i].log), races[i].fates);
        CHECK_EQUAL(run.tcp.base.detail, races[i].detail, races[i].fates);
        CHECK_EQUAL(run.tcp.base.stage, ZIMPORT_AT_CONNECTING, races[i].fates);
        if (races[i].status == ZIMPORT_OK) {
            CHECK_EQUAL(open_descriptors(), run.descriptors + 1, races[i].fates);
            CHECK_EQUAL(run.tcp.fd_count, 1, races[i].fates);
            CHECK(run.tcp.fds[0] >= 0, races[i].fates);
            CHECK_STATUS(tcp_open_once(&run), ZIMPORT_OK, races[i].fates);
        } else {
            CHECK_EQUAL(open_descriptors(), run.descriptors, races[i].fates);
        }
        tcp_end(&run, races[i].fates);
    }
}

/* ---- what a table cannot say */

static void all_at_once(void **state) {
    tcp_run run;
    (void)state;
    give(&run, "6464646464", "vvvvvvvvvv");
    for (unsigned i = 0; i < ZIMPORT_POSIX_ADDRESSES; i++) {
        assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
        assert_int_equal(run.tcp.fd_count, i + 1);
        assert_int_equal(open_descriptors(), run.descriptors + i + 1);
        assert_int_equal(run.wake, i + 1 < ZIMPORT_POSIX_ADDRESSES ? run.now + 250 : run.peer.deadline);
        /* Too early: nothing more. */
        run.now += 249;
        assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
        assert_int_equal(run.tcp.fd_count, i + 1);
        run.now += 1;
    }
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
    assert_int_equal(run.wake, run.peer.deadline);
    tcp_end(&run, "all at once");
}

static void deadline_before_stagger(void **state) {
    tcp_run run;
    (void)state;
    give(&run, "64", "vv");
    run.peer.deadline = BEGIN + 100;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
    assert_int_equal(run.wake, BEGIN + 100);
    run.now = BEGIN + 100;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_CONNECT_TIMEOUT);
    assert_string_equal(run.log, "T " A "; @100 G " A "; ");
    tcp_end(&run, "a deadline before the stagger");
}

static void closed_while_racing(void **state) {
    tcp_run run;
    (void)state;
    give(&run, "64", "vv");
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
    run.now += 250;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
    tcp_end(&run, "closed");
    tcp_end(&run, "closed again");
    assert_string_equal(run.log, "T " A "; @250 T " B4 "; G " A "; ");
    fates = "rw";
    tried = 0;
    assert_int_equal(play(&run), ZIMPORT_OK);
    assert_string_equal(run.log, "T " A "; @250 T " B4 "; G " A "; T " A "; F " A GONE "; T " B4 "; C " B4 "; ");
    tcp_end(&run, "after that");
}

/* -4, -6, and addresses that are the host itself. */
static void families(void **state) {
    static const struct {
        const char *host;
        zimport_posix_family family;
        const char *fates;
        const char *log;
        zimport_status status;
    } table[] = {
        {"some.test", ZIMPORT_POSIX_IPV6, "w", "T " A "; C " A "; ", ZIMPORT_OK},
        {"SOME.test", ZIMPORT_POSIX_IPV6, "w", "T " A "; C " A "; ", ZIMPORT_OK},
        {"192.0.2.1", ZIMPORT_POSIX_ANY, "w", "T 192.0.2.1; C 192.0.2.1; ", ZIMPORT_OK},
        {"192.0.2.1", ZIMPORT_POSIX_IPV4, "w", "T 192.0.2.1; C 192.0.2.1; ", ZIMPORT_OK},
        {"192.0.2.1", ZIMPORT_POSIX_IPV6, "", "", ZIMPORT_NO_ADDRESS},
        {A, ZIMPORT_POSIX_ANY, "w", "T " A "; C " A "; ", ZIMPORT_OK},
        {A, ZIMPORT_POSIX_IPV4, "", "", ZIMPORT_NO_ADDRESS},
        {"no address", ZIMPORT_POSIX_ANY, "", "", ZIMPORT_NO_ADDRESS},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        give(&run, "64", table[i].fates);
        run.peer.host = table[i].host;
        run.peer.address = i >= 2;
        run.tcp.family = table[i].family;
        CHECK_STATUS(play(&run), table[i].status, table[i].host);
        CHECK_VIEW(zimport_view_of(run.log), zimport_view_of(table[i].log), table[i].host);
        CHECK_EQUAL(run.tcp.base.stage, table[i].fates[0] ? ZIMPORT_AT_CONNECTING : ZIMPORT_AT_RESOLVING,
                    table[i].host);
        tcp_end(&run, table[i].host);
    }
}

/* A lost packet is sent again: the first attempt can still win, and `wait` sees it. */
static void late_winner(void **state) {
    tcp_run run;
    (void)state;
    give(&run, "64", "vr");
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
    run.now += 250;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_WRITE);
    assert_int_equal(close(accept(full_fd, NULL, NULL)), 0);
    for (int waits = 0; waits < 3 && run.tcp.fds[0] >= 0 && tcp_open_once(&run) == ZIMPORT_WANT_WRITE; waits++) {
        tcp_wait_for(&run, ZIMPORT_WANT_WRITE);
    }
    assert_string_equal(run.log, "T " A "; @250 T " B4 "; F " B4 GONE "; C " A "; ");
    tcp_end(&run, "late");
}

/* One that the application closed is not taken: others write to it. */
static void no_standard_descriptor(void **state) {
    tcp_run run;
    int kept = dup(0);
    (void)state;
    assert_true(kept > 2);
    assert_int_equal(close(0), 0);
    give(&run, "4", "w");
    while (tcp_open_once(&run) == ZIMPORT_WANT_WRITE) {
        tcp_wait_for(&run, ZIMPORT_WANT_WRITE);
    }
    assert_true(run.tcp.fds[0] > 2);
    assert_int_equal(fcntl(0, F_GETFD), -1);
    assert_int_equal(fcntl(run.tcp.fds[0], F_GETFD), FD_CLOEXEC);
    tcp_end(&run, "standard input is closed");
    assert_int_equal(dup2(kept, 0), 0);
    assert_int_equal(close(kept), 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(fates_of_addresses),
        cmocka_unit_test(all_at_once),
        cmocka_unit_test(deadline_before_stagger),
        cmocka_unit_test(closed_while_racing),
        cmocka_unit_test(families),
        cmocka_unit_test(late_winner),
        cmocka_unit_test(no_standard_descriptor),
    };
    return cmocka_run_group_tests_name("attempts to connect", tests, prepare, NULL);
}
