/* SPDX-License-Identifier: Apache-2.0 */
/* Names to addresses, in a child process: getaddrinfo blocks, and nothing but the end of its process stops it. */
#include "internal.h"

#include <arpa/inet.h>
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
    if (inet_pton(AF_INET, text, address->bytes) == 1) {
        address->family = 4;
        return true;
    }
    address->family = 6;
    return inet_pton(AF_INET6, text, address->bytes) == 1;
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

static size_t look_up(zimport_posix_address *addresses, const char *host, zimport_posix_family family) {
    static const int families[] = {AF_UNSPEC, AF_INET, AF_INET6};
    struct addrinfo hints;
    struct addrinfo *list = NULL;
    size_t count = 0;

    memset(&hints, 0, sizeof hints);
    hints.ai_family = families[family];
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, NULL, &hints, &list) != 0) {
        return 0;
    }
    for (const struct addrinfo *info = list; info != NULL && count < ZIMPORT_POSIX_ADDRESSES; info = info->ai_next) {
        if (address_take(&addresses[count], info)) {
            count++;
        }
    }
    freeaddrinfo(list);
    return count;
}

/* The child. Signal handlers of the program must not run in it, and a pipe that the program writes its output to must
 * not stay open because of it. */
static void run(int out, const char *host, zimport_posix_family family) {
    zimport_posix_address addresses[ZIMPORT_POSIX_ADDRESSES];
    size_t size;

    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGPIPE, SIG_IGN);
    for (int fd = 0; fd <= 2; fd++) {
        if (fd != out) {
            (void)close(fd);
        }
    }
    size = look_up(addresses, host, family) * sizeof addresses[0];
    /* Smaller than PIPE_BUF: it is written as a whole. */
    _exit(size > 0 && write(out, addresses, size) == (ssize_t)size ? 0 : 1);
}

static zimport_status refused(zimport_tcp *tcp, const int pipe_fds[2]) {
    tcp->base.detail = errno;
    if (pipe_fds[0] >= 0) {
        (void)close(pipe_fds[0]);
        (void)close(pipe_fds[1]);
    }
    return ZIMPORT_SYSTEM;
}

zimport_status zimport_posix_resolver_start(zimport_tcp *tcp, const char *host) {
    int fds[2] = {-1, -1};
    pid_t child;

    if (pipe(fds) != 0) {
        return refused(tcp, fds);
    }
    if (zimport_posix_prepare(fds[0]) != 0) {
        return refused(tcp, fds);
    }
    child = fork();
    if (child < 0) {
        return refused(tcp, fds);
    }
    if (child == 0) {
        (void)close(fds[0]);
        run(fds[1], host, tcp->family);
    }
    (void)close(fds[1]);
    tcp->fd = fds[0];
    tcp->resolver = (int)child;
    tcp->answer_size = 0;
    return ZIMPORT_OK;
}

zimport_status zimport_posix_resolver_read(zimport_tcp *tcp) {
    for (;;) {
        unsigned char *next = (unsigned char *)tcp->addresses + tcp->answer_size;
        ssize_t got = read(tcp->fd, next, sizeof tcp->addresses - tcp->answer_size);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return ZIMPORT_WANT_READ;
        }
        if (got <= 0) {
            break;
        }
        tcp->answer_size += (size_t)got;
    }
    tcp->count = (uint8_t)(tcp->answer_size / sizeof tcp->addresses[0]);
    zimport_posix_release(tcp);
    return ZIMPORT_OK;
}

void zimport_posix_release(zimport_tcp *tcp) {
    if (tcp->fd >= 0) {
        (void)close(tcp->fd);
        tcp->fd = -1;
    }
    if (tcp->resolver > 0) {
        (void)kill((pid_t)tcp->resolver, SIGKILL);
        while (waitpid((pid_t)tcp->resolver, NULL, 0) < 0 && errno == EINTR) {
        }
        tcp->resolver = 0;
    }
}
