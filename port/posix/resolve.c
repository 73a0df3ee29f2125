/* SPDX-License-Identifier: Apache-2.0 */
/* Names to addresses, in a child process: getaddrinfo blocks, and nothing but the end of its process stops it. */
#include "internal.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

bool zimport_posix_address_parse(zimport_posix_address *address, const char *text) {
    memset(address, 0, sizeof *address);
    size_t size = zimport_address_parse(zimport_view_of(text), address->bytes);
    address->family = size == 4 ? 4 : 6;
    return size > 0;
}

bool zimport_posix_address_fits(const zimport_posix_address *address, zimport_posix_family family) {
    return family == ZIMPORT_POSIX_ANY || (family == ZIMPORT_POSIX_IPV4) == (address->family == 4);
}

static bool address_take(zimport_posix_address *address, const struct addrinfo *info) {
    memset(address, 0, sizeof *address);
    if (info->ai_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)info->ai_addr;
        address->family = 4;
        memcpy(address->bytes, &in->sin_addr, 4);
        return true;
    }
    if (info->ai_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)info->ai_addr;
        address->family = 6;
        memcpy(address->bytes, &in6->sin6_addr, 16);
        address->scope = in6->sin6_scope_id;
        return true;
    }
    return false;
}

/* More than ZIMPORT_POSIX_ADDRESSES of one family must not leave the other one out: it may be the only one that works.
 * So as many of each are looked at. */
static size_t take_all(zimport_posix_address *addresses, const struct addrinfo *info) {
    zimport_posix_address all[2 * ZIMPORT_POSIX_ADDRESSES + 1]; /* the last one is for what is not kept */
    unsigned kept[2] = {0, 0};
    size_t count = 0;

    for (; info != NULL; info = info->ai_next) {
        if (address_take(&all[count], info) && kept[all[count].family == 4]++ < ZIMPORT_POSIX_ADDRESSES) {
            count++;
        }
    }
    zimport_posix_address_alternate(all, count);
    count = count < ZIMPORT_POSIX_ADDRESSES ? count : ZIMPORT_POSIX_ADDRESSES;
    memcpy(addresses, all, count * sizeof all[0]);
    return count;
}

static size_t look_up(zimport_posix_address *addresses, const char *host, zimport_posix_family family) {
    static const int families[] = {AF_UNSPEC, AF_INET, AF_INET6};
    struct addrinfo hints;
    struct addrinfo *list = NULL;

    memset(&hints, 0, sizeof hints);
    hints.ai_family = families[family];
    hints.ai_socktype = SOCK_STREAM;
    return getaddrinfo(host, NULL, &hints, &list) == 0 ? take_all(addresses, list) : 0;
}

/* The child. It ends so soon that nothing is freed. A pipe that the program writes its output to must not stay open
 * because of it. */
static void run(int out, const char *host, zimport_posix_family family) {
    zimport_posix_address addresses[ZIMPORT_POSIX_ADDRESSES];
    size_t size;

    for (int fd = 0; fd <= 2; fd++) {
        if (fd != out) {
            (void)close(fd);
        }
    }
    size = look_up(addresses, host, family) * sizeof addresses[0];
    /* Smaller than PIPE_BUF: it is written as a whole. */
    _exit(size > 0 && write(out, addresses, size) == (ssize_t)size ? 0 : 1);
}

/* Makes the child. The program's signal handlers must never run in it, and a signal to the whole group (^C) must not
 * end it before its parent has seen that signal: it would look as if the name had no address. SIGKILL ends it. */
static pid_t fork_quietly(void) {
    sigset_t all;
    sigset_t before;
    pid_t child;

    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &before);
    child = fork();
    if (child != 0) {
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
    }
    return child;
}

zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const char *host) {
    int fds[2];

    if (pipe(fds) != 0) {
        tcp->base.detail = errno;
        return ZIMPORT_SYSTEM;
    }
    tcp->fds[0] = fds[0];
    tcp->fd_count = 1;
    tcp->resolver = -1;
    if (zimport_posix_prepare(fds[0]) == 0 && zimport_posix_prepare(fds[1]) == 0) {
        tcp->resolver = (int)fork_quietly();
    }
    if (tcp->resolver == 0) {
        (void)close(fds[0]);
        run(fds[1], host, tcp->family);
    }
    tcp->base.detail = tcp->resolver < 0 ? errno : 0;
    (void)close(fds[1]);
    return tcp->resolver < 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK;
}

zimport_status zimport_posix_resolver_read(zimport_tcp *tcp) {
    ssize_t got = read(tcp->fds[0], tcp->addresses, sizeof tcp->addresses);

    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return ZIMPORT_WANT_READ;
    }
    tcp->count = got > 0 ? (uint8_t)((size_t)got / sizeof tcp->addresses[0]) : 0;
    zimport_posix_release(tcp);
    return ZIMPORT_OK;
}

/* The child is killed only while it is surely there: where the program ignores SIGCHLD, its number may by now be that
 * of another process. */
static void end_resolver(pid_t child) {
    if (waitpid(child, NULL, WNOHANG) == 0) {
        (void)kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
}

void zimport_posix_release(zimport_tcp *tcp) {
    for (; tcp->fd_count > 0; tcp->fd_count--) {
        int *fd = &tcp->fds[tcp->fd_count - 1];
        if (*fd >= 0) {
            (void)close(*fd);
            *fd = -1;
        }
    }
    if (tcp->resolver > 0) {
        end_resolver((pid_t)tcp->resolver);
        tcp->resolver = 0;
    }
}
