/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names to addresses in a child process, with a getaddrinfo and a fork of the test's own. Nothing is sent to the
 * addresses, since there are no sockets.
 */
#define _GNU_SOURCE /* _Fork */
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tcp_run.h"

/* What the name service has to say: a letter of the family for each address; or a fault. */
static const char *answer;
static int family_asked = -1; /* in the child, which exits with it */
static bool may_fork = true;

static struct addrinfo *make_list(void) {
    static struct addrinfo list[64];
    static struct sockaddr_in v4[64];
    static struct sockaddr_in6 v6[64];
    size_t count = strlen(answer);
    assert_true(count < COUNT(list));
    for (size_t i = 0; i < count; i++) {
        list[i].ai_family = answer[i] == '4' ? AF_INET : answer[i] == '6' ? AF_INET6 : AF_UNIX;
        list[i].ai_next = i + 1 < count ? &list[i + 1] : NULL;
        v4[i].sin_addr.s_addr = htonl(0xC0000201U + (uint32_t)i);
        v6[i].sin6_addr.s6_addr[0] = 0x20;
        v6[i].sin6_addr.s6_addr[15] = (uint8_t)(i + 1);
        list[i].ai_addr = answer[i] == '4' ? (struct sockaddr *)(void *)&v4[i] : (struct sockaddr *)(void *)&v6[i];
    }
    return list;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *req, struct addrinfo **pai) {
    if (strcmp(name, "some.test") != 0 || service != NULL || req->ai_socktype != SOCK_STREAM ||
        req->ai_family != family_asked) {
        return EAI_NONAME;
    }
    if (strcmp(answer, "hangs") == 0) {
        for (;;) {
            (void)pause();
        }
    }
    if (strcmp(answer, "signals") == 0) {
        (void)raise(SIGINT);
        (void)raise(SIGTERM);
        (void)raise(SIGUSR1);
        answer = "46";
    }
    if (strcmp(answer, "dies") == 0) {
        (void)raise(SIGKILL);
    }
    if (strcmp(answer, "no name") == 0) {
        return EAI_NONAME;
    }
    *pai = make_list();
    return 0;
}

pid_t fork(void) {
    if (!may_fork) {
        errno = EAGAIN;
        return -1;
    }
    return _Fork();
}

int socket(int domain, int type, int protocol) {
    (void)domain;
    (void)type;
    (void)protocol;
    errno = EACCES;
    return -1;
}

/* ---- */

static void begin(tcp_run *run, const char *what, zimport_posix_family family) {
    static const int families[] = {AF_UNSPEC, AF_INET, AF_INET6};
    tcp_begin(run, "some.test");
    run->tcp.family = family;
    answer = what;
    family_asked = families[family];
}

/* Until the name is resolved; then one step on. */
static zimport_status play(tcp_run *run) {
    zimport_status status = tcp_open_once(run);
    while (status == ZIMPORT_WANT_READ) {
        assert_int_equal(run->tcp.fd_count, 1);
        assert_true(run->tcp.fds[0] >= 0);
        tcp_wait_for(run, status);
        status = tcp_open_once(run);
    }
    return status;
}

/* The addresses that are known now, as the place of each in the name service's answer, and its family. */
static const char *known(const tcp_run *run) {
    static char text[64];
    size_t size = 0;
    for (unsigned i = 0; i < run->tcp.count; i++) {
        const zimport_posix_address *address = &run->tcp.addresses[i];
        unsigned place = address->family == 4 ? address->bytes[3] : address->bytes[15];
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%u:%u", i > 0 ? " " : "", place, address->family);
    }
    text[size] = '\0';
    return text;
}

static void answers(void **state) {
    static const struct {
        const char *answer;
        const char *known;
        zimport_posix_family family;
        zimport_status status; /* ZIMPORT_NO_CONNECTION: goes on to connect */
    } table[] = {
        {"4", "1:4", ZIMPORT_POSIX_ANY, ZIMPORT_NO_CONNECTION},
        {"6644", "1:6 3:4 2:6 4:4", ZIMPORT_POSIX_ANY, ZIMPORT_NO_CONNECTION},
        {"444", "1:4 2:4 3:4", ZIMPORT_POSIX_IPV4, ZIMPORT_NO_CONNECTION},
        {"66", "1:6 2:6", ZIMPORT_POSIX_IPV6, ZIMPORT_NO_CONNECTION},
        {"x6x4x", "2:6 4:4", ZIMPORT_POSIX_ANY, ZIMPORT_NO_CONNECTION},
        {"signals", "1:4 2:6", ZIMPORT_POSIX_ANY, ZIMPORT_NO_CONNECTION},
        /* however many there are of one family, the other one has its place */
        {"666666666666666666666666666666664", "1:6 33:4 2:6 3:6 4:6 5:6 6:6 7:6", ZIMPORT_POSIX_ANY,
         ZIMPORT_NO_CONNECTION},
        {"44444444444444444444666666666666666666666", "1:4 21:6 2:4 22:6 3:4 23:6 4:4 24:6", ZIMPORT_POSIX_ANY,
         ZIMPORT_NO_CONNECTION},
        {"4444444444", "1:4 2:4 3:4 4:4 5:4 6:4 7:4 8:4", ZIMPORT_POSIX_ANY, ZIMPORT_NO_CONNECTION},
        {"xx", "", ZIMPORT_POSIX_ANY, ZIMPORT_NO_ADDRESS},
        {"no name", "", ZIMPORT_POSIX_ANY, ZIMPORT_NO_ADDRESS},
        {"dies", "", ZIMPORT_POSIX_ANY, ZIMPORT_NO_ADDRESS},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        begin(&run, table[i].answer, table[i].family);
        CHECK_STATUS(play(&run), table[i].status, table[i].answer);
        CHECK_VIEW(zimport_view_of(known(&run)), zimport_view_of(table[i].known), table[i].answer);
        if (table[i].status == ZIMPORT_NO_ADDRESS) {
            CHECK_EQUAL(run.tcp.base.stage, ZIMPORT_AT_RESOLVING, table[i].answer);
            CHECK_EQUAL(run.tcp.base.detail, 0, table[i].answer);
            CHECK_VIEW(zimport_view_of(run.log), VIEW(""), table[i].answer);
        } else {
            CHECK(run.log[0] == 'T', table[i].answer);
        }
        tcp_end(&run, table[i].answer);
    }
}

/* The child is ended, wherever it is. */
static void given_up(void **state) {
    tcp_run run;
    (void)state;
    begin(&run, "hangs", ZIMPORT_POSIX_ANY);
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_READ);
    assert_int_equal(run.wake, run.peer.deadline);
    assert_int_equal(open_descriptors(), run.descriptors + 1);
    run.now = run.peer.deadline;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_CONNECT_TIMEOUT);
    assert_int_equal(run.tcp.base.stage, ZIMPORT_AT_RESOLVING);
    assert_int_equal(run.tcp.base.detail, ETIMEDOUT);
    assert_int_equal(open_descriptors(), run.descriptors);
    tcp_end(&run, "at the deadline");

    begin(&run, "hangs", ZIMPORT_POSIX_ANY);
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_READ);
    tcp_end(&run, "closed");
    assert_string_equal(run.log, "");
}

static void cannot_start(void **state) {
    struct rlimit limit;
    struct rlimit none;
    tcp_run run;
    (void)state;
    may_fork = false;
    begin(&run, "4", ZIMPORT_POSIX_ANY);
    assert_int_equal(tcp_open_once(&run), ZIMPORT_SYSTEM);
    may_fork = true;
    assert_int_equal(run.tcp.base.detail, EAGAIN);
    assert_int_equal(run.tcp.base.stage, ZIMPORT_AT_RESOLVING);
    tcp_end(&run, "no process");

    begin(&run, "4", ZIMPORT_POSIX_ANY);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = (struct rlimit){0, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    zimport_status status = tcp_open_once(&run);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(status, ZIMPORT_SYSTEM);
    assert_int_equal(run.tcp.base.detail, EMFILE);
    tcp_end(&run, "no descriptor");
}

/* A program may have closed any of its first three descriptors. */
static void standard_descriptors_closed(void **state) {
    int saved[3];
    (void)state;
    for (int fd = 0; fd < 3; fd++) {
        saved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 100);
        assert_true(saved[fd] >= 0);
    }
    for (unsigned closed = 1; closed < 8; closed++) {
        tcp_run run;
        char found[64];
        for (int fd = 0; fd < 3; fd++) {
            if ((closed >> fd & 1) != 0) {
                (void)close(fd);
            }
        }
        begin(&run, "6644", ZIMPORT_POSIX_ANY);
        zimport_status status = play(&run);
        memcpy(found, known(&run), sizeof found);
        run.tcp.base.api->close(&run.tcp.base);
        unsigned left = open_descriptors();
        for (int fd = 0; fd < 3; fd++) {
            (void)dup2(saved[fd], fd);
        }
        assert_int_equal(status, ZIMPORT_NO_CONNECTION);
        assert_string_equal(found, "1:6 3:4 2:6 4:4");
        assert_int_equal(left, run.descriptors);
    }
    for (int fd = 0; fd < 3; fd++) {
        (void)close(saved[fd]);
    }
}

static volatile sig_atomic_t handled;
static int handler_pipe[2];

static void on_signal(int number) {
    handled = number;
    (void)!write(handler_pipe[1], "", 1);
}

/* The program's handlers do not run in the child, and its mask is afterwards as before. Ended children that nobody may
 * wait for, since the program ignores SIGCHLD, are no trouble. */
static void signals(void **state) {
    const int numbers[] = {SIGINT, SIGTERM, SIGUSR1};
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t mask;
    char byte;
    tcp_run run;
    (void)state;
    assert_int_equal(pipe(handler_pipe), 0);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        assert_int_equal(sigaction(numbers[i], &action, NULL), 0);
    }
    (void)signal(SIGCHLD, SIG_IGN);
    begin(&run, "signals", ZIMPORT_POSIX_ANY);
    assert_int_equal(play(&run), ZIMPORT_NO_CONNECTION);
    assert_string_equal(known(&run), "1:4 2:6");
    tcp_end(&run, "signals");
    (void)signal(SIGCHLD, SIG_DFL);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        (void)signal(numbers[i], SIG_DFL);
    }
    assert_int_equal(handled, 0);
    (void)close(handler_pipe[1]);
    assert_int_equal(read(handler_pipe[0], &byte, 1), 0);
    (void)close(handler_pipe[0]);
    assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        assert_int_equal(sigismember(&mask, numbers[i]), 0);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),      cmocka_unit_test(given_up),
        cmocka_unit_test(cannot_start), cmocka_unit_test(standard_descriptors_closed),
        cmocka_unit_test(signals),
    };
    return cmocka_run_group_tests_name("names to addresses", tests, NULL, NULL);
}
