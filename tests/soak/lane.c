/* SPDX-License-Identifier: Apache-2.0 */
/* The clients, and the clock that they share. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "soak.h"

static struct clock *clock_of(const zimport_platform *self) {
    return (struct clock *)(uintptr_t)self;
}

static uint64_t clock_now(const zimport_platform *self) {
    const struct clock *clock = clock_of(self);

    return clock->real.base.now(&clock->real.base) + clock->ahead;
}

static void clock_sleep(const zimport_platform *self, uint64_t until) {
    uint64_t now = clock_now(self);

    if (until > now) {
        clock_of(self)->ahead += until - now;
    }
}

void clock_init(struct clock *clock) {
    memset(clock, 0, sizeof *clock);
    zimport_posix_platform_init(&clock->real, -1);
    clock->posix = clock->real;
    clock->posix.base.now = clock_now;
    clock->posix.base.sleep = clock_sleep;
}

bool lane_is_tls(const struct lane *lane) {
    return lane->origin.tls;
}

/* Over TLS it may be a session ticket. */
bool lane_is_restless(const struct lane *lane) {
    struct pollfd ready = {lane->tcp.fds[0], POLLIN, 0};

    return lane->client.open && !lane->origin.tls && poll(&ready, 1, 0) > 0;
}

/* `listening`: connections wait for ever; else they are refused, while the descriptor is open. */
static int take_port(bool listening, uint16_t *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (const struct sockaddr *)(const void *)&address, size) != 0 ||
        (listening && listen(fd, 16) != 0) || fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
        getsockname(fd, (struct sockaddr *)(void *)&address, &size) != 0) {
        perror("soak: a port");
        return -1;
    }
    *port = ntohs(address.sin_port);
    return fd;
}

void lane_clear_backlog(const struct lane *lane) {
    int fd;

    while (lane->way == DEAF && (fd = accept(lane->listener, NULL, NULL)) >= 0) {
        (void)close(fd);
    }
}

static bool trust(struct lane *lane, const char *ca) {
    if (zimport_trust_file_init(&lane->trust, ca, NULL) == ZIMPORT_OK) {
        return true;
    }
    fprintf(stderr, "soak: no certificate in %s\n", ca);
    return false;
}

static bool make_client(struct soak *soak, struct lane *lane, size_t room) {
    zimport_files_init(&lane->files, judge_file, soak);
    zimport_log_init(&lane->log, judge_event, soak);
    const zimport_config config = {
        .platform = &soak->clock.posix.base,
        .transport = lane->origin.tls ? &lane->tls.base : &lane->tcp.base,
        .dialect = &zimport_v1,
        .origin = &lane->origin,
        .cluster = zimport_view_of("in01-6e64b4d2870ae54"),
        .key = zimport_view_of("zk-5ecre7-0a1b2c3d4e5f"),
        .window = lane->window,
        .window_size = room,
        .value = lane->value,
        .value_size = room,
        .connect_ms = lane->way == DEAF ? 50 : 0,
        .files = &lane->files,
        .log = &lane->log,
    };

    return zimport_client_init(&lane->client, &config) == ZIMPORT_OK;
}

struct form {
    const char *name;
    enum way way;
    unsigned share;
    const char *scheme;
    const char *host;
    struct server *server;
    const char *ca;
    bool resume;
    bool override; /* the host's address is given */
    size_t room;
};

static bool make_lane(struct soak *soak, const struct form *form) {
    static zimport_posix_override overrides[LANES];
    struct lane *lane = &soak->lanes[soak->lane_count];
    zimport_posix_override *given = &overrides[soak->lane_count++];
    uint16_t port = form->server != NULL ? form->server->port : 0;
    char url[64];

    lane->name = form->name;
    lane->way = form->way;
    lane->share = form->share;
    lane->server = form->server;
    lane->listener = form->server == NULL ? take_port(form->way == DEAF, &port) : -1;
    snprintf(url, sizeof url, "%s://%s:%u", form->scheme, form->host, (unsigned)port);
    if (port == 0 || zimport_origin_parse(&lane->origin, zimport_view_of(url)) != ZIMPORT_OK) {
        return false;
    }
    zimport_tcp_init(&lane->tcp, &soak->clock.posix);
    if (form->override) {
        *given = (zimport_posix_override){form->host, port, "127.0.0.1"};
        lane->tcp.overrides = given;
        lane->tcp.override_count = 1;
    }
    if (lane->origin.tls) {
        if (!trust(lane, form->ca)) {
            return false;
        }
        zimport_tls_init(&lane->tls, &lane->tcp.base, &soak->clock.posix.base, &lane->trust.base, ZIMPORT_TLS_1_2);
    }
    if (form->resume) {
        zimport_session_init(&lane->session, lane->session_memory, sizeof lane->session_memory);
        lane->tls.session = &lane->session;
    }
    return make_client(soak, lane, form->room);
}

bool lanes_init(struct soak *soak) {
    struct server *plain = &soak->plain;
    struct server *old = &soak->tls12;
    struct server *new = &soak->tls13;
    const struct form forms[] = {
        {"plain", ORDINARY, 8250, "http", "127.0.0.1", plain, NULL, false, false, 512},
        {"plain, by name", ORDINARY, 200, "http", "localhost", plain, NULL, false, false, 1024},
        {"TLS 1.2", ORDINARY, 350, "https", "localhost", old, old->ca, false, true, 700},
        {"TLS 1.3", ORDINARY, 300, "https", "127.0.0.1", new, new->ca, false, false, 512},
        {"TLS 1.2, resumed", ORDINARY, 300, "https", "127.0.0.1", old, old->ca, true, false, 1024},
        {"TLS 1.3, resumed", ORDINARY, 300, "https", "localhost", new, new->ca, true, true, 600},
        {"refused", REFUSED, 190, "http", "127.0.0.1", NULL, NULL, false, false, 512},
        {"deaf", DEAF, 5, "http", "127.0.0.1", NULL, NULL, false, false, 512},
        {"deaf, TLS", DEAF, 5, "https", "127.0.0.1", NULL, old->ca, false, false, 512},
        {"not trusted", UNTRUSTED, 50, "https", "localhost", old, new->ca, false, true, 512},
        {"wrong host", WRONG_HOST, 50, "https", "other.test", new, new->ca, false, true, 512},
    };
    size_t i;

    for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (!make_lane(soak, &forms[i])) {
            fprintf(stderr, "soak: no way '%s'\n", forms[i].name);
            return false;
        }
    }
    return true;
}

void lanes_close(struct soak *soak) {
    size_t i;

    for (i = 0; i < soak->lane_count; i++) {
        zimport_client_close(&soak->lanes[i].client);
        soak->lanes[i].kept = CLOSED;
        soak->lanes[i].doomed = false;
    }
}

void lanes_end(struct soak *soak) {
    size_t i;

    lanes_close(soak);
    for (i = 0; i < soak->lane_count; i++) {
        if (soak->lanes[i].listener >= 0) {
            (void)close(soak->lanes[i].listener);
        }
    }
}
