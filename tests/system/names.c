/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name server for tests:
 *
 *     names [--ready FILE] [--log FILE] [--opt HOW] [--tcp HOW] ADDRESS [NAME/4=ANSWER | NAME/6=ANSWER]...
 *
 * listens at ADDRESS, port 53 (UDP and TCP), and answers questions about IPv4 (4) and IPv6 (6) addresses of these
 * names; a NAME that begins with *. is all names that end in the rest. Of other names it says that there are none. An
 * ANSWER has words with commas between them:
 *
 *     ADDRESS, ADDRESS*COUNT   the same as often as that; no word: no data
 *     >COUNT                   a chain of so many CNAME records
 *     FAIL, REFUSED, NOTIMP, FORMERR, NX   failures, or no such name; LAME: nothing, and does not ask others
 *     CUT      by UDP nothing of it, and TC; that is also said of what is longer than who asks has room for
 *     FORGED   in front of the reply there are some with another id and another question
 *     -        no reply at all
 *
 * --opt: what to do with an OPT record; known (else it is ignored), FORMERR (without the question, as old servers say),
 * silent. --tcp: well, none, close (without a word), mute, drip (a byte each 5 ms), others (messages about something
 * else in front), endless (such messages for ever), half (of the message, then the end). FILE of --log gets a line for
 * each question: "NAME/4", by TCP "NAME/4 tcp".
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE_MAX 65535

static char **answers;
static FILE *asked;
static const char *opt_how = "known", *tcp_how = "well";

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int listen_at(const char *address, int type) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(53)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons(53)};
    bool v4 = inet_pton(AF_INET, address, &in.sin_addr) == 1;
    int fd = socket(v4 ? AF_INET : AF_INET6, type, 0);
    const int on = 1;

    if (!v4 && inet_pton(AF_INET6, address, &in6.sin6_addr) != 1) {
        die(address);
    }
    if (!v4) {
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, v4 ? (struct sockaddr *)&in : (struct sockaddr *)&in6, v4 ? sizeof in : sizeof in6) != 0) {
        die("port 53");
    }
    if (type == SOCK_STREAM && listen(fd, 16) != 0) {
        die("listen");
    }
    return fd;
}

/* As NAME/4, from after the header; returns where it ends, or 0. */
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

static bool is_for(const char *answer, const char *question) {
    size_t size = strcspn(answer, "=");

    if (answer[0] == '*') {
        answer++;
        size--;
        question += strlen(question) > size ? strlen(question) - size : 0;
    }
    return strlen(question) == size && strncasecmp(answer, question, size) == 0;
}

/* What follows NAME/4=, or NULL. */
static const char *answer_to(const char *question) {
    for (char **answer = answers; *answer != NULL; answer++) {
        if (is_for(*answer, question)) {
            return strchr(*answer, '=') + 1;
        }
    }
    return NULL;
}

/* ---- records */

/* First the question's name, then where the last CNAME record leads. */
static unsigned char owner[8];
static size_t owner_size;

static size_t put_record(unsigned char *packet, size_t at, unsigned char type, const void *data, unsigned char size) {
    const unsigned char fields[] = {0, type, 0, 1, 0, 0, 0, 1, 0, size};
    unsigned count = (packet[6] << 8 | packet[7]) + 1U;

    if (at + owner_size + sizeof fields + size > MESSAGE_MAX) {
        die("too long a reply");
    }
    memcpy(packet + at, owner, owner_size);
    at += owner_size;
    memcpy(packet + at, fields, sizeof fields);
    memcpy(packet + at + sizeof fields, data, size);
    packet[6] = (unsigned char)(count >> 8);
    packet[7] = (unsigned char)count;
    return at + sizeof fields + size;
}

static size_t put_chain(unsigned char *packet, size_t at, int count) {
    for (int i = 0; i < count; i++) {
        char next[20];
        (void)snprintf(next, sizeof next, "\5c%04d\xC0\x0C", i % 10000);
        at = put_record(packet, at, 5, next, 8);
        memcpy(owner, next, 8);
        owner_size = 8;
    }
    return at;
}

static int number_of(const char *text) {
    return (int)strtol(text, NULL, 10);
}

static size_t put_word(unsigned char *packet, size_t at, char *word, bool v4) {
    unsigned char address[16];
    char *times = strchr(word, '*');
    int count = times != NULL ? number_of(times + 1) : 1;

    if (word[0] == '>') {
        return put_chain(packet, at, number_of(word + 1));
    }
    if (times != NULL) {
        *times = '\0';
    }
    if (inet_pton(v4 ? AF_INET : AF_INET6, word, address) != 1) {
        die(word);
    }
    while (count-- > 0) {
        at = put_record(packet, at, v4 ? 1 : 28, address, v4 ? 4 : 16);
    }
    return at;
}

static bool has_word(const char *answer, const char *word) {
    return answer != NULL && strstr(answer, word) != NULL;
}

/* All the words but those that say how. */
static size_t put_records(unsigned char *packet, size_t at, const char *list, bool v4) {
    char copy[512];

    (void)snprintf(copy, sizeof copy, "%s", list);
    memcpy(owner, "\xC0\x0C", 2);
    owner_size = 2;
    for (char *one = strtok(copy, ","); one != NULL; one = strtok(NULL, ",")) {
        if (strcmp(one, "CUT") != 0 && strcmp(one, "FORGED") != 0) {
            at = put_word(packet, at, one, v4);
        }
    }
    return at;
}

static unsigned char code_of(const char *answer) {
    static const struct {
        const char *word;
        unsigned char code;
    } codes[] = {{"FORMERR", 1}, {"FAIL", 2}, {"NX", 3}, {"NOTIMP", 4}, {"REFUSED", 5}};

    for (size_t i = 0; answer != NULL && i < sizeof codes / sizeof *codes; i++) {
        if (strcmp(answer, codes[i].word) == 0) {
            return codes[i].code;
        }
    }
    return answer == NULL ? 3 : 0;
}

/* ---- replies */

static void write_down(const char *question, bool tcp) {
    if (asked != NULL) {
        (void)fprintf(asked, "%s%s\n", question, tcp ? " tcp" : "");
        (void)fflush(asked);
    }
}

/* In place; returns the size, or 0 for none. */
static size_t reply_to(unsigned char *packet, size_t size, bool tcp) {
    char question[300];
    size_t end = read_question(packet, size, question);
    bool opt = end > 0 && packet[11] == 1 && size >= end + 11;
    size_t room = tcp                                    ? MESSAGE_MAX
                  : opt && strcmp(opt_how, "known") == 0 ? (size_t)packet[end + 3] << 8 | packet[end + 4]
                                                         : 512;
    const char *answer = answer_to(question);

    if (end == 0) {
        return 0;
    }
    write_down(question, tcp);
    if ((answer != NULL && answer[0] == '-') || (opt && strcmp(opt_how, "silent") == 0)) {
        return 0;
    }
    packet[2] = 0x81;
    packet[11] = 0;
    if (opt && strcmp(opt_how, "FORMERR") == 0) {
        packet[3] = 0x81;
        packet[5] = 0;
        return 12;
    }
    if (answer != NULL && strcmp(answer, "LAME") == 0) {
        packet[3] = 0;
        return end;
    }
    packet[3] = (unsigned char)(0x80 | code_of(answer));
    size = packet[3] == 0x80 ? put_records(packet, end, answer, packet[end - 3] == 1) : end;
    if (size > room || (!tcp && has_word(answer, "CUT"))) {
        packet[2] |= 2;
        packet[6] = packet[7] = 0;
        size = end;
    }
    return size;
}

static void answer_datagram(int fd) {
    static unsigned char packet[MESSAGE_MAX];
    struct sockaddr_storage from;
    socklen_t from_size = sizeof from;
    char question[300];
    ssize_t size = recvfrom(fd, packet, 512, 0, (struct sockaddr *)&from, &from_size);
    size_t end = size > 12 ? read_question(packet, (size_t)size, question) : 0;
    size_t reply = end > 0 ? reply_to(packet, (size_t)size, false) : 0;

    if (reply > 0 && has_word(answer_to(question), "FORGED")) {
        static const size_t places[] = {0, 2, 13};
        for (size_t i = 0; i < 3; i++) {
            packet[places[i]] ^= 0x80;
            (void)sendto(fd, packet, reply, 0, (struct sockaddr *)&from, from_size);
            packet[places[i]] ^= 0x80;
        }
    }
    if (reply > 0) {
        (void)sendto(fd, packet, reply, 0, (struct sockaddr *)&from, from_size);
    }
}

/* ---- by TCP */

static void put_all(int fd, const unsigned char *data, size_t size, bool slowly) {
    const struct timespec pause = {0, 5000000};

    while (size > 0) {
        ssize_t put = send(fd, data, slowly ? 1 : size, MSG_NOSIGNAL);
        if (put <= 0) {
            exit(0);
        }
        data += put;
        size -= (size_t)put;
        if (slowly) {
            (void)nanosleep(&pause, NULL);
        }
    }
}

/* Of no size, and about something else. */
static void put_others(int fd, const unsigned char *message, size_t size) {
    unsigned char other[MESSAGE_MAX];

    do {
        memcpy(other, message, size);
        other[2] ^= 0xFF;
        put_all(fd, (const unsigned char *)"\0", 2, false);
        put_all(fd, other, size, false);
    } while (strcmp(tcp_how, "endless") == 0);
}

static void serve_connection(int fd) {
    static unsigned char message[2 + MESSAGE_MAX];

    (void)alarm(60);
    while (strcmp(tcp_how, "close") != 0 && recv(fd, message, 2, MSG_WAITALL) == 2) {
        size_t size = (size_t)message[0] << 8 | message[1];
        if (recv(fd, message + 2, size, MSG_WAITALL) != (ssize_t)size) {
            break;
        }
        size = reply_to(message + 2, size, true);
        if (strcmp(tcp_how, "mute") == 0 || size == 0) {
            continue;
        }
        message[0] = (unsigned char)(size >> 8);
        message[1] = (unsigned char)size;
        if (strcmp(tcp_how, "others") == 0 || strcmp(tcp_how, "endless") == 0) {
            put_others(fd, message, size + 2);
        }
        if (strcmp(tcp_how, "half") == 0) {
            put_all(fd, message, (size + 2) / 2, false);
            break;
        }
        put_all(fd, message, size + 2, strcmp(tcp_how, "drip") == 0);
    }
    exit(0);
}

static void accept_connection(int listener) {
    int fd = accept(listener, NULL, NULL);

    if (fd >= 0 && fork() == 0) {
        (void)close(listener);
        serve_connection(fd);
    }
    (void)close(fd);
}

/* ---- */

static FILE *open_file(const char *name) {
    FILE *file = fopen(name, "a");

    if (file == NULL) {
        die(name);
    }
    return file;
}

static const char *ready_file;

/* Returns the index of the address. */
static int read_options(int argc, char **argv) {
    int at = 1;

    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (strcmp(argv[at], "--ready") == 0) {
            ready_file = argv[at + 1];
        } else if (strcmp(argv[at], "--opt") == 0) {
            opt_how = argv[at + 1];
        } else if (strcmp(argv[at], "--tcp") == 0) {
            tcp_how = argv[at + 1];
        } else {
            asked = open_file(argv[at + 1]);
        }
    }
    if (at >= argc) {
        exit(2);
    }
    return at;
}

int main(int argc, char **argv) {
    int at = read_options(argc, argv);

    (void)alarm(600);
    (void)signal(SIGCHLD, SIG_IGN);
    struct pollfd fds[2] = {{listen_at(argv[at], SOCK_DGRAM), POLLIN, 0}, {-1, POLLIN, 0}};
    if (strcmp(tcp_how, "none") != 0) {
        fds[1].fd = listen_at(argv[at], SOCK_STREAM);
    }
    answers = argv + at + 1;
    if (ready_file != NULL) {
        FILE *file = open_file(ready_file);
        (void)fputs("ready\n", file);
        (void)fclose(file);
    }
    while (poll(fds, 2, -1) > 0) {
        if (fds[0].revents != 0) {
            answer_datagram(fds[0].fd);
        }
        if (fds[1].revents != 0) {
            accept_connection(fds[1].fd);
        }
    }
}
