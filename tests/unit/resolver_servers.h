/* SPDX-License-Identifier: Apache-2.0 */
/* The name servers of resolver_run.h, which includes this. */
#ifndef ZIMPORT_TESTS_RESOLVER_SERVERS_H
#define ZIMPORT_TESTS_RESOLVER_SERVERS_H

/* ---- name servers */

/* Of 127.0.0.0/8 each process has addresses of its own: no other takes their ports, nor gets what is sent to one that
 * is closed. */
static inline int bound_to(struct sockaddr_in *address, uint32_t host, int type) {
    socklen_t size = sizeof *address;
    int fd = (int)syscall(SYS_socket, AF_INET, type | SOCK_CLOEXEC, 0);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(0x7F000000U + (((uint32_t)getpid() % 0xFFFFU + 1) << 8) + host);
    assert_int_equal(bind(fd, (struct sockaddr *)address, size), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)address, &size), 0);
    return fd;
}

static inline int prepare_servers(void **state) {
    (void)state;
    for (unsigned i = 0; i < SERVERS; i++) {
        server_fds[i] = bound_to(&server_at[i], 2 + i, SOCK_DGRAM);
        listeners[i] = bound_to(&server_at[i], 2 + i, SOCK_STREAM); /* the same port */
        assert_int_equal(listen(listeners[i], 8), 0);
    }
    full_fd = bound_to(&full, 5, SOCK_STREAM);
    assert_int_equal(listen(full_fd, 0), 0);
    assert_int_equal(syscall(SYS_connect, (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0), &full, sizeof full), 0);
    (void)unsetenv("LOCALDOMAIN");
    (void)unsetenv("RES_OPTIONS");
    return close(bound_to(&nobody, 1, SOCK_DGRAM));
}

static inline const char *answer_in(const char *zone, const char *question) {
    size_t size = strlen(question);
    for (const char *at = zone; (at = strstr(at, question)) != NULL; at += size) {
        if ((at == zone || at[-1] == ' ') && at[size] == '=') {
            return at + size + 1;
        }
    }
    return NULL;
}

static inline void part_of(const char *answer, unsigned n, char text[64]) {
    for (size_t size; size = strcspn(answer, "| "), n > 0 && answer[size] == '|'; n--) {
        answer += size + 1;
    }
    (void)snprintf(text, 64, "%.*s", (int)strcspn(answer, "| "), answer);
}

typedef struct packet {
    uint8_t data[4000];
    size_t size;
} packet;

static inline void put(packet *to, const void *bytes, size_t size) {
    assert_true(to->size + size <= sizeof to->data);
    memcpy(to->data + to->size, bytes, size);
    to->size += size;
}

static inline void put_address(packet *to, bool v4, char last) {
    put(to,
        v4 ? "\xC0\x0C\0\1\0\1\0\0\0\1\0\4\xC0\0\2"
           : "\xC0\x0C\0\34\0\1\0\0\0\1\0\20\x20\1\r\xB8\0\0\0\0\0\0\0\0\0\0\0",
        v4 ? 15 : 27);
    put(to, &last, 1);
    to->data[7]++;
}

static inline uint8_t code_of(const char *text) {
    static const struct {
        const char *name;
        uint8_t code;
    } codes[] = {{"*FORMERR", 1}, {"*BARE", 1},    {"*FAIL", 2}, {"*NX", 3},
                 {"*NOTIMP", 4},  {"*REFUSED", 5}, {"*NINE", 9}};
    for (size_t i = 0; i < COUNT(codes); i++) {
        if (strcmp(text, codes[i].name) == 0) {
            return codes[i].code;
        }
    }
    return 0;
}

static inline packet packet_of(const packet *query, bool v4, const char *text) {
    packet to = *query;
    bool opt = query->data[11] == 1;
    to.size -= opt ? ZIMPORT_DNS_OPT : 0U;
    to.data[11] = 0;
    to.data[2] = 0x81;
    if (*text == '&') {
        text = opt ? "*FORMERR" : text + 1;
    }
    to.data[3] = (uint8_t)((strcmp(text, "*LAME") == 0 ? 0 : 0x80) | code_of(text));
    if (strcmp(text, "*BARE") == 0) {
        to.data[5] = 0;
        to.size = 12;
    }
    for (; *text != '\0' && *text != '*'; text++) {
        if (*text == '>') {
            for (; to.data[7] < 2; to.data[7]++) {
                put(&to, "\xC0\x0C\0\5\0\1\0\0\0\1\0\7\4fast\xC0\x0C", 19);
            }
        } else if (*text == '#') {
            for (char i = 0; i < 100; i++) {
                put_address(&to, v4, (char)('a' + i % 20));
            }
        } else if (*text == '+') {
            to.data[2] |= 2;
        } else if (*text == '!') {
            to.data[7]++;
        } else if (strchr("~?%$@", *text) == NULL) {
            put_address(&to, v4, *text);
        }
    }
    return to;
}

static inline void reply_with(int fd, const packet *reply, const struct sockaddr_in *to) {
    assert_int_equal(syscall(SYS_sendto, fd, reply->data, reply->size, 0, to, sizeof *to), reply->size);
}

static inline void forge(unsigned server, const packet *query, bool v4, const struct sockaddr_in *to) {
    static const size_t places[] = {0, 1, 2, 5, 13, 16};
    const size_t type = query->size - 3 - (query->data[11] == 1 ? ZIMPORT_DNS_OPT : 0U);
    struct sockaddr_in elsewhere;
    packet forged = packet_of(query, v4, "x");
    memset(&elsewhere, 0, sizeof elsewhere);
    int other = bound_to(&elsewhere, 9, SOCK_DGRAM);
    reply_with(other, &forged, to);
    (void)close(other);
    for (size_t i = 0; i <= COUNT(places); i++) {
        size_t place = i < COUNT(places) ? places[i] : type;
        forged.data[place] ^= 0x80;
        reply_with(server_fds[server], &forged, to);
        replied++;
        forged.data[place] ^= 0x80;
    }
}

static inline void question_of(const packet *query, char text[300]) {
    size_t at = 12;
    size_t size = 0;
    for (; query->data[at] != 0; at += query->data[at] + 1U) {
        size += (size_t)sprintf(text + size, "%s%.*s", size > 0 ? "." : "", query->data[at], &query->data[at + 1]);
    }
    assert_int_equal(query->size, at + 5 + (query->data[11] == 1 ? ZIMPORT_DNS_OPT : 0U));
    assert_memory_equal(query->data + 2, "\1\0\0\1\0\0\0\0\0", 9);
    assert_in_range(query->data[11], 0, 1);
    (void)sprintf(text + size, "/%c", query->data[at + 2] == 1 ? '4' : '6');
}

static inline void write_down(const tcp_run *run, unsigned server, const char *question) {
    size_t size = strlen(asked);
    unsigned now = (unsigned)(run->now - BEGIN);
    if (now != asked_at) {
        size += (size_t)snprintf(asked + size, sizeof asked - size, "@%u ", now);
        asked_at = now;
    }
    (void)snprintf(asked + size, sizeof asked - size, "%u:%s ", server + 2, question);
}

static inline unsigned times_asked(unsigned server, const char *question) {
    char text[310];
    unsigned count = 0;
    (void)snprintf(text, sizeof text, "%u:%s ", server + 2, question);
    for (const char *at = asked; (at = strstr(at, text)) != NULL; at++) {
        count++;
    }
    return count;
}

static struct {
    packet reply;
    struct sockaddr_in to;
    unsigned server;
    uint64_t at; /* 0: none */
} late;

static inline void text_for(unsigned server, const char *question, char text[64]) {
    const char *answer = answer_in(zones[server], question);
    (void)strcpy(text, "*NX");
    if (answer != NULL) {
        part_of(answer, times_asked(server, question), text);
    }
}

static inline void serve(const tcp_run *run, unsigned server) {
    struct pollfd ready = {server_fds[server], POLLIN, 0};
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    packet query;
    char question[300];
    char text[64];
    assert_int_equal(poll(&ready, 1, 10000), 1);
    query.size = (size_t)syscall(SYS_recvfrom, server_fds[server], query.data, sizeof query.data, 0, &from, &size);
    question_of(&query, question);
    (void)strcat(opts, query.data[11] == 1 ? "o" : "-");
    text_for(server, question, text);
    write_down(run, server, question);
    bool v4 = question[strlen(question) - 1] == '4';
    packet reply = packet_of(&query, v4, text);
    if (text[0] == '~') {
        late.reply = reply;
        late.to = from;
        late.server = server;
        late.at = run->now + 30;
    } else if (text[0] != '-') {
        if (text[0] == '?') {
            forge(server, &query, v4, &from);
        }
        reply_with(server_fds[server], &reply, &from);
        replied++;
    }
}

/* ---- by TCP */

static inline void read_all(int fd, void *data, size_t size) {
    struct pollfd ready = {fd, POLLIN, 0};
    assert_int_equal(poll(&ready, 1, 10000), 1);
    assert_int_equal(syscall(SYS_recvfrom, fd, data, size, MSG_WAITALL, NULL, NULL), size);
}

static inline void put_message(const packet *reply) {
    stream.data[stream.size++] = (uint8_t)(reply->size >> 8);
    stream.data[stream.size++] = (uint8_t)reply->size;
    memcpy(stream.data + stream.size, reply->data, reply->size);
    stream.size += reply->size;
}

static inline void put_garbage(const packet *query) {
    packet other = packet_of(query, true, "xyz");
    packet none = {.size = 0};
    other.data[0] ^= 1;
    for (unsigned i = 0; i < 20; i++) {
        put_message(&none);
        put_message(&other);
        none.size = i;
        memcpy(none.data, query->data, i);
    }
}

static inline void stream_end(void) {
    if (stream.fd >= 0) {
        (void)close(stream.fd);
        stream.fd = -1;
    }
    stream.size = stream.put = stream.received = 0;
}

static inline void stream_put(void) {
    size_t size = stream.slowly ? 1 : stream.size - stream.put;
    if (stream.put < stream.size) {
        assert_int_equal(syscall(SYS_sendto, stream.fd, stream.data + stream.put, size, MSG_NOSIGNAL, NULL, 0), size);
        stream.put += size;
    }
    if (stream.put == stream.size && stream.ends) {
        (void)shutdown(stream.fd, SHUT_RDWR);
    }
}

static inline void serve_stream(const tcp_run *run, unsigned server) {
    packet query;
    char question[300];
    char text[64];
    uint8_t prefix[2];
    stream_end();
    stream.fd = accept(listeners[server], NULL, NULL);
    assert_true(stream.fd >= 0);
    read_all(stream.fd, prefix, 2);
    query.size = (size_t)prefix[0] << 8 | prefix[1];
    read_all(stream.fd, query.data, query.size);
    assert_int_equal(query.data[11], 0);
    question_of(&query, question);
    bool v4 = question[strlen(question) - 1] == '4';
    (void)strcat(question, "t");
    text_for(server, question, text);
    write_down(run, server, question);
    packet reply = packet_of(&query, v4, text);
    if (text[0] == '@') {
        put_garbage(&query);
    }
    if (text[0] != '-' && text[0] != '^') {
        put_message(&reply);
    }
    stream.slowly = text[0] == '%';
    stream.ends = text[0] == '^' || text[0] == '$';
    stream.size = text[0] == '$' ? stream.size / 2 : stream.size;
    stream_put();
}

#endif
