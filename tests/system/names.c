/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name server for tests:
 *
 *     names [--ready FILE] [--log FILE] ADDRESS [NAME/4=ADDRESS,... | NAME/6=ADDRESS,...]...
 *
 * listens at ADDRESS, port 53 (UDP), and answers questions about IPv4 (4) and IPv6 (6) addresses of these names.
 * Nothing behind the = means no such addresses, - no reply at all, FAIL a failure. Of all other names it says that
 * there are none. FILE of --log gets a line for each question: "NAME/4".
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char **answers;
static FILE *asked;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int listen_at(const char *address) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(53)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons(53)};
    bool v4 = inet_pton(AF_INET, address, &in.sin_addr) == 1;
    int fd = socket(v4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);

    if (!v4 && inet_pton(AF_INET6, address, &in6.sin6_addr) != 1) {
        die(address);
    }
    const int on = 1;
    if (!v4) {
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (fd < 0 || bind(fd, v4 ? (struct sockaddr *)&in : (struct sockaddr *)&in6, v4 ? sizeof in : sizeof in6) != 0) {
        die("port 53");
    }
    return fd;
}

/* Reads the question behind the header as NAME/4; where it ends, or 0. */
static size_t read_question(const unsigned char *packet, size_t size, char text[300]) {
    size_t at = 12;

    text[0] = '\0';
    while (at < size && packet[at] != 0) {
        size_t label = packet[at];
        if (label > 63 || at + label + 1 >= size || strlen(text) + label + 4 > 300) {
            return 0;
        }
        (void)sprintf(text + strlen(text), "%s%.*s", text[0] != '\0' ? "." : "", (int)label,
                      (const char *)packet + at + 1);
        at += label + 1;
    }
    if (at + 5 > size) {
        return 0;
    }
    (void)strcat(text, packet[at + 2] == 1 ? "/4" : "/6");
    return at + 5;
}

/* What is behind NAME/4=, or NULL. */
static const char *answer_to(const char *question) {
    size_t size = strlen(question);

    for (char **answer = answers; *answer != NULL; answer++) {
        if (strncmp(*answer, question, size) == 0 && (*answer)[size] == '=') {
            return *answer + size + 1;
        }
    }
    return NULL;
}

static size_t put_records(unsigned char *packet, size_t at, const char *list, bool v4) {
    static const unsigned char fields[] = {0xC0, 12, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};
    char copy[512];

    (void)snprintf(copy, sizeof copy, "%s", list);
    for (char *one = strtok(copy, ","); one != NULL; one = strtok(NULL, ",")) {
        memcpy(packet + at, fields, sizeof fields);
        packet[at + 3] = v4 ? 1 : 28;
        packet[at + 11] = v4 ? 4 : 16;
        if (inet_pton(v4 ? AF_INET : AF_INET6, one, packet + at + sizeof fields) != 1) {
            die(one);
        }
        at += sizeof fields + packet[at + 11];
        packet[7]++;
    }
    return at;
}

/* Makes a question its reply; the size, or 0 for none. */
static size_t reply_to(unsigned char *packet, size_t size) {
    char question[300];
    size_t end = read_question(packet, size, question);
    const char *answer = answer_to(question);

    if (end == 0) {
        return 0;
    }
    if (asked != NULL) {
        (void)fprintf(asked, "%s\n", question);
        (void)fflush(asked);
    }
    if (answer != NULL && answer[0] == '-') {
        return 0;
    }
    packet[2] = 0x81;
    packet[3] = answer == NULL ? 0x83 : strcmp(answer, "FAIL") == 0 ? 0x82 : 0x80;
    return packet[3] == 0x80 ? put_records(packet, end, answer, packet[end - 3] == 1) : end;
}

static FILE *open_file(const char *name) {
    FILE *file = fopen(name, "a");

    if (file == NULL) {
        die(name);
    }
    return file;
}

int main(int argc, char **argv) {
    const char *ready = NULL;
    int at = 1;

    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (strcmp(argv[at], "--ready") == 0) {
            ready = argv[at + 1];
        } else {
            asked = open_file(argv[at + 1]);
        }
    }
    if (at >= argc) {
        return 2;
    }
    (void)alarm(600);
    int fd = listen_at(argv[at]);
    answers = argv + at + 1;
    if (ready != NULL) {
        FILE *file = open_file(ready);
        (void)fputs("ready\n", file);
        (void)fclose(file);
    }
    for (;;) {
        unsigned char packet[2048];
        struct sockaddr_storage from;
        socklen_t from_size = sizeof from;
        ssize_t size = recvfrom(fd, packet, 512, 0, (struct sockaddr *)&from, &from_size);
        size_t reply = size > 12 ? reply_to(packet, (size_t)size) : 0;
        if (reply > 0) {
            (void)sendto(fd, packet, reply, 0, (struct sockaddr *)&from, from_size);
        }
    }
}
