/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TCP relay with a valve: of what a TLS client sends, it passes everything up to its first records of application
 * data, then takes nothing more until it is told to. What the client sends meanwhile fills the buffers of the kernel,
 * which are as small as the kernel makes them.
 *
 *     valve READY-FILE LOG-FILE PORT RECORDS
 *
 * PORT is the server's, on 127.0.0.1; READY-FILE gets the relay's own. RECORDS is how many records of that type pass:
 * 0, or 1 with TLS 1.3, where the end of the handshake looks like one. LOG-FILE gets `shut` when the valve closes, and
 * `open` when SIGUSR1 has opened it for good and all that waited has passed. One connection after the other. Ends on a
 * signal, with its parent, or after 120 s.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD = 5, APPLICATION_DATA = 23, TICK_MS = 20, LIFE_S = 120 };

static volatile sig_atomic_t opened;
static const char *log_path;

static void on_signal(int number) {
    (void)number;
    opened = 1;
}

static void die(const char *what) {
    fprintf(stderr, "valve: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void note(const char *path, const char *format, int number) {
    FILE *file = fopen(path, "a");

    if (file == NULL) {
        die(path);
    }
    fprintf(file, format, number);
    fclose(file);
}

static int loopback(int port, bool listens) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int least = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof least) != 0) {
        die("socket");
    }
    if (listens ? bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 8) != 0
                : connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        die("127.0.0.1");
    }
    return fd;
}

/* Returns how many; 0 at the end of the stream, -1 if there are none now. */
static ssize_t pass(int from, int to, size_t most) {
    char bytes[4096];
    ssize_t size = recv(from, bytes, most < sizeof bytes ? most : sizeof bytes, MSG_DONTWAIT);

    for (ssize_t sent = 0; sent < size;) {
        ssize_t n = send(to, bytes + sent, (size_t)(size - sent), MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) {
            return 0;
        }
        sent += n > 0 ? n : 0;
    }
    return size < 0 && errno != EAGAIN && errno != EINTR ? 0 : size;
}

/* 0 while its head is not whole. */
static size_t next_record(int client, unsigned char *type) {
    unsigned char head[HEAD];
    ssize_t size = recv(client, head, sizeof head, MSG_PEEK | MSG_DONTWAIT);

    *type = head[0];
    return size == HEAD ? HEAD + head[3] * 256U + head[4] : size == 0;
}

struct valve {
    int client;
    int server;
    int records;
    bool shut;
    bool told;
    size_t left; /* of the record that passes */
};

/* False: nothing more will come. */
static bool take(struct valve *valve) {
    unsigned char type = 0;

    if (opened) {
        valve->left = SIZE_MAX;
    } else if (valve->left == 0) {
        valve->left = next_record(valve->client, &type);
        if (type == APPLICATION_DATA && valve->left > 1 && valve->records-- == 0) {
            valve->shut = true;
            note(log_path, "shut\n", 0);
            return true;
        }
    }
    if (valve->left == 0) {
        return true;
    }
    ssize_t size = pass(valve->client, valve->server, valve->left);
    valve->left -= size > 0 ? (size_t)size : 0;
    if (opened && size < 0 && !valve->told) {
        valve->told = true;
        note(log_path, "open\n", 0);
    }
    return size != 0;
}

static void relay(int client, int port, int records) {
    struct valve valve = {.client = client, .server = loopback(port, false), .records = records};
    bool goes_on = true;

    while (goes_on) {
        bool shut = valve.shut && !opened;
        struct pollfd watched[] = {{.fd = valve.server, .events = POLLIN},
                                   {.fd = shut ? -1 : client, .events = POLLIN}};

        (void)poll(watched, 2, TICK_MS);
        if (watched[0].revents != 0) {
            goes_on = pass(valve.server, client, SIZE_MAX) != 0;
        }
        if (goes_on && !shut) {
            goes_on = take(&valve);
        }
    }
    close(valve.server);
    close(client);
}

int main(int argc, char **argv) {
    struct sigaction action = {.sa_handler = on_signal};
    struct sockaddr_in address;
    socklen_t size = sizeof address;

    if (argc != 5) {
        errno = EINVAL;
        die("see the top of the source");
    }
    sigaction(SIGUSR1, &action, NULL);
    alarm(LIFE_S);
    log_path = argv[2];
    int listener = loopback(0, true);
    if (getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        die("port");
    }
    note(argv[1], "%d\n", ntohs(address.sin_port));
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client >= 0) {
            relay(client, (int)strtol(argv[3], NULL, 10), (int)strtol(argv[4], NULL, 10));
        }
    }
}
