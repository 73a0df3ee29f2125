/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers whatever a client begins with by the bytes of a file, and ends the connection: for answers to a ClientHello
 * that no server gives on demand.
 *
 *     records --ready FILE ANSWER
 *
 * FILE gets the port, on 127.0.0.1; ANSWER is read anew for each connection. Ends with its parent, on a signal, or
 * after ten minutes.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 65536, MINUTES = 10 };

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int listen_somewhere(unsigned *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        die("records: listen");
    }
    *port = ntohs(address.sin_port);
    return fd;
}

/* Atomically. */
static void write_ready(const char *path, unsigned port) {
    char temporary[4096];
    FILE *file;

    snprintf(temporary, sizeof temporary, "%s.new", path);
    file = fopen(temporary, "w");
    if (file == NULL || fprintf(file, "%u\n", port) < 0 || fclose(file) != 0 || rename(temporary, path) != 0) {
        die(path);
    }
}

static void await_input(int fd) {
    static time_t end;
    struct pollfd one = {fd, POLLIN, 0};
    pid_t parent = getppid();

    end = end != 0 ? end : time(NULL) + MINUTES * 60;
    while (poll(&one, 1, 250) <= 0) {
        if (getppid() != parent || time(NULL) > end) {
            exit(0);
        }
    }
}

static ssize_t take(int fd, char *memory) {
    await_input(fd);
    return recv(fd, memory, ROOM, 0);
}

static void answer(int fd, const char *path) {
    static char memory[ROOM];
    FILE *file = fopen(path, "rb");
    size_t size = file != NULL ? fread(memory, 1, sizeof memory, file) : 0;
    size_t sent = 0;
    char head[1];

    if (file == NULL) {
        die(path);
    }
    fclose(file);
    await_input(fd);
    (void)recv(fd, head, 1, MSG_PEEK);
    while (sent < size) {
        ssize_t n = send(fd, memory + sent, size - sent, MSG_NOSIGNAL);
        if (n <= 0) {
            break;
        }
        sent += (size_t)n;
    }
    /* So that no reset overtakes the answer. */
    (void)shutdown(fd, SHUT_WR);
    while (take(fd, memory) > 0) {
    }
    (void)close(fd);
}

int main(int argc, char **argv) {
    unsigned port;
    int listener;

    if (argc != 4 || strcmp(argv[1], "--ready") != 0) {
        fprintf(stderr, "usage: records --ready FILE ANSWER\n");
        return 2;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    listener = listen_somewhere(&port);
    write_ready(argv[2], port);
    for (;;) {
        int fd;
        await_input(listener);
        fd = accept(listener, NULL, NULL);
        if (fd >= 0) {
            answer(fd, argv[3]);
        }
    }
}
