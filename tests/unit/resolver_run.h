/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups of some.test, with files and name servers of the test's own, at 127.0.0.2 to 127.0.0.4. Replaces functions
 * of the C library: the files are these, port 53 is one that the test listens at, by UDP and TCP, and nothing is sent
 * to the addresses found. Time passes only when nothing happens without it. */
#ifndef ZIMPORT_TESTS_RESOLVER_RUN_H
#define ZIMPORT_TESTS_RESOLVER_RUN_H

#define _DEFAULT_SOURCE /* syscall */
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "port/posix/dns.h"

#include "tcp_run.h"

#define SERVERS 3

/* NULL: no such file. */
static const char *hosts_text;
static const char *conf_text;
static const char *own_name = "box"; /* of this machine */

/*
 * What each server does: "NAME/4=ANSWER NAME/6=ANSWER"; it says that there is no other name. NULL: nobody is there; "":
 * no way to it. An ANSWER has parts with | between them, one for each time that it is asked, the last one for ever:
 *
 *     ab     192.0.2.'a' and 192.0.2.'b', or 2001:db8::'a' and so on; nothing: no data
 *     >a     the same behind two CNAME records; a+ the same, cut; a! the same, and a record that is not there
 *     ?a     the same behind forged ones with 'x': wrong in id, name, type, or from elsewhere
 *     -      no reply; *NX, *FAIL, *REFUSED and so on: no such name, a failure; *BARE: a failure without the question
 *     &a     the same, but FORMERR to a question with an OPT record
 *     ~a     the same, but 30 ms late
 *
 * By TCP it is "NAME/4t=ANSWER", and an ANSWER there can also begin with
 *
 *     %      a byte at a time; $ half of it, then the end; ^ the end at once; @ garbage of other ids in front
 *
 * NOTCP instead refuses connections, FULL lets them hang.
 */
static const char *zones[SERVERS];

static int server_fds[SERVERS];
static int listeners[SERVERS], full_fd;
static struct sockaddr_in server_at[SERVERS], nobody, full;
static int open_errno, socket_errno, read_errno; /* EINTR: once */
static const char *failing = ""; /* the file that they are about, open_errno about every other, too, if there is none */
static int failing_fd = -1;
static unsigned sent[SERVERS]; /* to be read by the server */
static unsigned replied, received;
static bool refusal_due;
static char asked[32768]; /* "2:some.test/4 2:some.test/6 @500 3:some.test/4 ": the server, what; the time */
static char opts[2048];   /* for each question by UDP: o with an OPT record, - without */
static unsigned asked_at;

/* To a server: what it still sends, a byte at a time or all, and what of it was read. */
static struct {
    unsigned sent[SERVERS]; /* to be read by the server */
    int fd;                 /* -1: none */
    uint8_t data[70000];
    size_t size, put;
    size_t received;
    bool slowly, ends;
} stream = {.fd = -1};

/* ---- in the place of the C library */

int open(const char *file, int oflag, ...) {
    if (strstr(file, ".gcda") != NULL) { /* make coverage: what was counted is written at the end */
        return (int)syscall(SYS_openat, AT_FDCWD, file, oflag, 0644);
    }
    const char *text = strcmp(file, "/etc/hosts") == 0 ? hosts_text : conf_text;
    assert_true(strcmp(file, "/etc/hosts") == 0 || strcmp(file, "/etc/resolv.conf") == 0);
    assert_int_equal(oflag, O_RDONLY | O_CLOEXEC);
    bool fails = open_errno != 0 && (*failing == '\0' || strcmp(file, failing) == 0);
    if (fails || text == NULL) {
        errno = fails ? open_errno : ENOENT;
        return -1;
    }
    int fd = (int)syscall(SYS_memfd_create, "file", 0U);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    failing_fd = strcmp(file, failing) == 0 ? fd : failing_fd;
    return fd;
}

ssize_t read(int fd, void *buf, size_t nbytes) {
    if (fd == failing_fd && read_errno != 0) {
        errno = read_errno;
        read_errno = errno == EINTR ? 0 : errno;
        return -1;
    }
    return syscall(SYS_read, fd, buf, nbytes);
}

int uname(struct utsname *name) {
    memset(name, 0, sizeof *name);
    (void)snprintf(name->nodename, sizeof name->nodename, "%s", own_name);
    return 0;
}

int socket(int domain, int type, int protocol) {
    if (socket_errno != 0) {
        errno = socket_errno;
        return -1;
    }
    return (int)syscall(SYS_socket, domain, type, protocol);
}

static inline int type_of(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size), 0);
    return type;
}

static inline unsigned server_of(const struct sockaddr_in *in) {
    unsigned server = 0;
    while (server < SERVERS && server_at[server].sin_port != in->sin_port) {
        server++;
    }
    return server;
}

static inline int connect_stream(int fd, const struct sockaddr_in *in) {
    unsigned server = server_of(in);
    const struct sockaddr_in *to = &nobody;
    if (server == SERVERS && in->sin_port != nobody.sin_port) {
        errno = EACCES;
        return -1;
    }
    if (server < SERVERS && strstr(zones[server], "NOTCP") == NULL) {
        to = strstr(zones[server], "FULL") != NULL ? &full : in;
    }
    return (int)syscall(SYS_connect, fd, to, sizeof *to);
}

int connect(int fd, const struct sockaddr *addr, socklen_t len) {
    struct sockaddr_in in;
    if (type_of(fd) == SOCK_STREAM && addr->sa_family == AF_INET6) {
        errno = EACCES;
        return -1;
    }
    assert_int_equal(len, sizeof in);
    memcpy(&in, addr, sizeof in);
    if (type_of(fd) == SOCK_STREAM) {
        return connect_stream(fd, &in);
    }
    assert_int_equal(ntohs(in.sin_port), 53);
    size_t server = ntohl(in.sin_addr.s_addr) & 0xFF; /* 127.0.0.1 is none */
    assert_true(server >= 1 && server < 2 + SERVERS);
    const char *zone = server > 1 ? zones[server - 2] : NULL;
    if (zone != NULL && zone[0] == '\0') {
        errno = ENETUNREACH;
        return -1;
    }
    return (int)syscall(SYS_connect, fd, zone != NULL ? &server_at[server - 2] : &nobody, sizeof in);
}

/* So many queries by datagram or by TCP are not sent, for this reason; 0: but for their last byte. */
static unsigned unsent, unsent_by_tcp;
static int unsent_errno;

ssize_t send(int fd, const void *buf, size_t n, int flags) {
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    unsigned *count = type_of(fd) == SOCK_STREAM ? &unsent_by_tcp : &unsent;
    if (*count > 0) {
        --*count;
        errno = unsent_errno;
        return unsent_errno != 0 ? -1 : (ssize_t)n - 1;
    }
    ssize_t put = (ssize_t)syscall(SYS_sendto, fd, buf, n, flags, NULL, 0);
    if (type_of(fd) == SOCK_STREAM) {
        assert_int_equal(flags, MSG_NOSIGNAL);
        if (put >= 0) {
            assert_int_equal(getpeername(fd, (struct sockaddr *)&peer, &size), 0);
            stream.sent[server_of(&peer)]++;
        }
        return put;
    }
    assert_int_equal(getpeername(fd, (struct sockaddr *)&peer, &size), 0);
    if (put < 0) {
        refusal_due = false;
        return put;
    }
    if (server_of(&peer) < SERVERS) {
        sent[server_of(&peer)]++;
    }
    refusal_due |= peer.sin_port == nobody.sin_port;
    return put;
}

ssize_t recv(int fd, void *buf, size_t n, int flags) {
    ssize_t got = (ssize_t)syscall(SYS_recvfrom, fd, buf, n, flags, NULL, NULL);
    if (type_of(fd) == SOCK_STREAM) {
        stream.received += got > 0 ? (size_t)got : 0;
        return got;
    }
    received += got >= 0;
    refusal_due &= got >= 0 || errno != ECONNREFUSED;
    return got;
}

#include "resolver_servers.h"

/* ---- a look-up */

static inline void look_up_begin(tcp_run *run, const char *host, zimport_posix_family family) {
    tcp_begin(run, host);
    run->tcp.family = family;
    asked[0] = '\0';
    opts[0] = '\0';
    asked_at = 0;
    memset(stream.sent, 0, sizeof stream.sent);
    late.at = 0;
    memset(sent, 0, sizeof sent);
    replied = 0;
    received = 0;
    refusal_due = false;
}

static inline bool is_read(const tcp_run *run) {
    return received == replied && !refusal_due && (run->tcp.fds[0] < 0 || stream.received == stream.put) &&
           (!stream.ends || run->tcp.fds[0] < 0);
}

static inline void play_on(tcp_run *run, short events) {
    struct pollfd ready[ZIMPORT_POSIX_ADDRESSES];
    for (unsigned i = 0; i < SERVERS; i++) {
        for (; sent[i] > 0; sent[i]--) {
            serve(run, i);
        }
        for (; stream.sent[i] > 0; stream.sent[i]--) {
            serve_stream(run, i);
        }
    }
    if (is_read(run) && run->tcp.fds[0] >= 0 && stream.fd >= 0) {
        stream_put();
    }
    if (is_read(run)) {
        run->now = late.at > 0 && late.at < run->wake ? late.at : run->wake;
        if (late.at == run->now) {
            late.at = 0;
            reply_with(server_fds[late.server], &late.reply, &late.to);
            replied++;
        }
        if (is_read(run)) {
            return;
        }
    }
    for (unsigned i = 0; i < run->tcp.fd_count; i++) {
        ready[i] = (struct pollfd){run->tcp.fds[i], events, 0};
    }
    assert_true(poll(ready, run->tcp.fd_count, 10000) > 0);
}

/* It watches just what it has open. */
static inline void check_descriptors(const tcp_run *run, zimport_status status) {
    unsigned count = 0;
    for (unsigned i = 0; i < ZIMPORT_POSIX_ADDRESSES; i++) {
        count += run->tcp.fds[i] >= 0;
        assert_true(run->tcp.fds[i] < 0 || i < run->tcp.fd_count || status == ZIMPORT_WANT_WRITE);
    }
    assert_int_equal(open_descriptors(), run->descriptors + count + (stream.fd >= 0));
    assert_true(run->tcp.fd_count > 0 && run->tcp.fd_count <= 1 + SERVERS);
}

static inline zimport_status look_up(tcp_run *run) {
    for (;;) {
        zimport_status status = tcp_open_once(run);
        if (status != ZIMPORT_WANT_READ && status != ZIMPORT_WANT_WRITE) {
            stream_end();
            return status;
        }
        assert_true(run->wake > run->now && run->wake <= run->peer.deadline);
        check_descriptors(run, status);
        play_on(run, status == ZIMPORT_WANT_WRITE ? POLLOUT : POLLIN);
    }
}

static inline const char *found(const tcp_run *run) {
    static char text[64];
    text[0] = '\0';
    for (unsigned i = 0; i < run->tcp.count; i++) {
        const zimport_posix_address *address = &run->tcp.addresses[i];
        (void)sprintf(text + strlen(text), "%u%c ", address->family, address->bytes[address->family == 4 ? 3 : 15]);
    }
    return text;
}

#endif
