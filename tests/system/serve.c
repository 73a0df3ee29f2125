/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serves whatever bytes a test wants to see answered, over plain HTTP on 127.0.0.1.
 *
 *     serve [--cut] [--log FILE] --ready FILE DIR
 *     serve --free-port        prints a port that is free at the moment
 *     serve --connect PORT     exit 0 if something listens there
 *
 * A request whose query says jobId=ID, or whose body says "jobId":"ID", is answered, the N-th time, with DIR/ID.N, or
 * else with DIR/ID: as the body of an ordinary 200 reply on a connection that stays open. Where no job is named, the
 * last part of the path is the ID. With .raw behind its name, the file is all that is sent, and the connection is
 * closed. --cut: the N-th reply ends after N - 1 bytes. The files are read anew for each request. FILE of --ready gets
 * the port; FILE of --log a line for each connection and for each line of a request. Ends with its parent, on a signal,
 * or after ten minutes.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 8192, IDS_MAX = 256, ID_MAX = 129 };

static const char *dir;
static const char *log_path;
static bool cutting;
static unsigned long requests;

static struct {
    char id[ID_MAX];
    unsigned long asks;
} ids[IDS_MAX];

static void die(const char *what) __attribute__((noreturn));
static void die(const char *what) {
    perror(what);
    exit(1);
}

static struct sockaddr_in loopback(unsigned port) {
    struct sockaddr_in address;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)port);
    return address;
}

static int listen_somewhere(unsigned *port) {
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        die("serve: listen");
    }
    *port = ntohs(address.sin_port);
    return fd;
}

static bool can_connect(const char *port) {
    struct sockaddr_in address = loopback((unsigned)strtoul(port, NULL, 10));
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
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

static void note(const char *line, size_t size) {
    FILE *file = log_path != NULL ? fopen(log_path, "a") : NULL;

    if (file != NULL) {
        fprintf(file, "%.*s\n", (int)size, line);
        fclose(file);
    }
}

static void note_request(const char *head) {
    while (*head != '\0') {
        size_t size = strcspn(head, "\r\n");

        if (size > 0) {
            note(head, size);
        }
        head += size + strspn(head + size, "\r\n");
    }
}

/* `second` may be -1. Returns the one that has input. */
static int wait_either(int first, int second) {
    static time_t end;
    struct pollfd polls[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
    pid_t parent = getppid();

    if (end == 0) {
        end = time(NULL) + 600;
    }
    while (poll(polls, 2, 250) <= 0) {
        if (getppid() != parent || time(NULL) > end) {
            exit(0);
        }
    }
    return polls[0].revents != 0 ? first : second;
}

/* With the announced body. */
static bool is_whole(const char *head, size_t size) {
    const char *end = strstr(head, "\r\n\r\n");
    const char *length = strstr(head, "\r\nContent-Length: ");
    size_t body = length != NULL && length < end ? strtoul(length + 18, NULL, 10) : 0;

    return end != NULL && size - (size_t)(end + 4 - head) >= body;
}

/* False: the connection has ended, or another one is waiting. */
static bool read_head(int listener, int fd, char *head) {
    size_t size = 0;

    while (size < HEAD_MAX - 1 && wait_either(fd, listener) == fd) {
        ssize_t n = recv(fd, head + size, HEAD_MAX - 1 - size, 0);

        if (n <= 0) {
            return false;
        }
        size += (size_t)n;
        head[size] = '\0';
        if (is_whole(head, size)) {
            return true;
        }
    }
    return false;
}

/* After the last slash of the target. */
static const char *last_part(const char *head) {
    const char *target = head + strcspn(head, " \r\n");
    const char *end = target + strcspn(target, "?\r\n");
    const char *part = target;

    for (; target < end && strncmp(target, " HTTP/", 6) != 0; target++) {
        part = *target == '/' ? target + 1 : part;
    }
    return part;
}

static void zimport_take_id(const char *head, char *id) {
    const char *query = strstr(head, "jobId=");
    const char *body = strstr(head, "\"jobId\":\"");
    const char *at = query != NULL ? query + 6 : body != NULL ? body + 9 : last_part(head);
    size_t size = strcspn(at, "&\"? \r\n/");

    size = size < ID_MAX ? size : ID_MAX - 1;
    memcpy(id, at, size);
    id[size] = '\0';
}

static unsigned long count_ask(const char *id) {
    size_t i;

    for (i = 0; i < IDS_MAX - 1 && ids[i].asks > 0 && strcmp(ids[i].id, id) != 0; i++) {
    }
    snprintf(ids[i].id, sizeof ids[i].id, "%s", id);
    return ++ids[i].asks;
}

static FILE *open_reply(const char *id, unsigned long n, bool *raw) {
    char path[4096];
    FILE *file = NULL;
    int i;

    for (i = 0; i < 4 && file == NULL; i++) {
        char number[24] = "";

        if (i < 2) {
            snprintf(number, sizeof number, ".%lu", n);
        }
        *raw = i % 2 == 0;
        snprintf(path, sizeof path, "%s/%s%s%s", dir, id, number, *raw ? ".raw" : "");
        file = fopen(path, "r");
    }
    return file;
}

static bool send_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t n = send(fd, data, size, MSG_NOSIGNAL);

        if (n <= 0) {
            return false;
        }
        data += n;
        size -= (size_t)n;
    }
    return true;
}

/* NULL if there is no file for it. */
static char *make_reply(const char *id, size_t *size, bool *raw) {
    FILE *file = open_reply(id, count_ask(id), raw);
    struct stat info;
    char *reply;
    int head = 0;

    if (file == NULL) {
        return NULL;
    }
    if (fstat(fileno(file), &info) != 0 || (reply = malloc((size_t)info.st_size + 256)) == NULL) {
        die("serve: reply");
    }
    if (!*raw) {
        head = snprintf(reply, 256, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %lu\r\n\r\n",
                        (unsigned long)info.st_size);
    }
    *size = (size_t)head + fread(reply + head, 1, (size_t)info.st_size, file);
    fclose(file);
    return reply;
}

/* True: the connection stays open. */
static bool answer(int fd, const char *head) {
    char id[ID_MAX];
    size_t size;
    bool raw;
    bool good;
    char *reply;

    zimport_take_id(head, id);
    reply = make_reply(id, &size, &raw);
    if (reply == NULL) {
        return send_all(fd, "HTTP/1.1 500 No File\r\nContent-Length: 0\r\n\r\n", 43);
    }
    if (cutting && requests - 1 < size) {
        size = requests - 1;
        raw = true;
    }
    good = send_all(fd, reply, size) && !raw;
    free(reply);
    return good;
}

static void serve_connection(int listener, int fd) {
    char head[HEAD_MAX];
    char rest[256];

    note("connection", 10);
    while (read_head(listener, fd, head)) {
        requests++;
        note_request(head);
        if (!answer(fd, head)) {
            /* An orderly end: a reset could lose what the client has not read yet. */
            shutdown(fd, SHUT_WR);
            while (wait_either(fd, listener) == fd && recv(fd, rest, sizeof rest, 0) > 0) {
            }
            break;
        }
    }
    close(fd);
}

int main(int argc, char **argv) {
    const char *ready = NULL;
    unsigned port;
    int listener = listen_somewhere(&port);
    int i;

    if (argc == 3 && strcmp(argv[1], "--connect") == 0) {
        return can_connect(argv[2]) ? 0 : 1;
    }
    if (argc == 2 && strcmp(argv[1], "--free-port") == 0) {
        printf("%u\n", port);
        return 0;
    }
    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--cut") == 0) {
            cutting = true;
        } else if (strcmp(argv[i], "--log") == 0 && i + 1 < argc) {
            log_path = argv[++i];
        } else if (strcmp(argv[i], "--ready") == 0 && i + 1 < argc) {
            ready = argv[++i];
        } else {
            dir = argv[i];
        }
    }
    if (dir == NULL || ready == NULL) {
        fputs("usage: serve [--cut] [--log FILE] --ready FILE DIR\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    write_ready(ready, port);
    for (;;) {
        int fd;

        wait_either(listener, -1);
        fd = accept(listener, NULL, NULL);
        if (fd >= 0) {
            serve_connection(listener, fd);
        }
    }
}
