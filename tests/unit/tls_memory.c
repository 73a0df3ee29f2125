/* SPDX-License-Identifier: Apache-2.0 */
#include "tls_memory.h"

#include <time.h>

static tls_memory *memory_of(zimport_transport *self) {
    return (tls_memory *)(void *)self;
}

/* What a call has to answer instead of its work; ZIMPORT_OK: nothing. */
static zimport_status fault(tls_memory *memory, unsigned call, zimport_status want) {
    if ((memory->fault_calls & call) != 0) {
        size_t number = memory->calls++;
        if (number == memory->fault_at || (memory->fault_stays && number > memory->fault_at)) {
            memory->hit = true;
            memory->transport.detail = 7;
            memory->transport.stage = ZIMPORT_AT_READING;
            return memory->fault;
        }
    }
    return memory->hesitates && want != ZIMPORT_OK && ++memory->turn % 2 == 1 ? want : ZIMPORT_OK;
}

static void leave(tls_memory *memory) {
    if (memory->end != NULL) {
        memory->seen = *tls_host_seen_of(memory->end);
        tls_host_leave(memory->end);
        memory->end = NULL;
        memory->closes++;
        memory->resets += memory->transport.given_up;
    }
}

static zimport_status memory_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    tls_memory *memory = memory_of(self);
    zimport_status status = fault(memory, TLS_OPEN, ZIMPORT_WANT_WRITE);

    (void)wake;
    assert_int_equal(now, memory->now);
    memory->asked = *peer;
    if (status == ZIMPORT_OK && memory->end == NULL) {
        memory->end = tls_host_accept(memory->server);
        memory->opens++;
        memory->got = memory->instead_at = memory->head = memory->answered = 0;
        self->detail = 0;
    }
    return status;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* The proxy's answer, then what comes instead of the server, then the server's. */
static size_t take(tls_memory *memory, char *to, size_t capacity) {
    static const char established[] = "HTTP/1.1 200 OK\r\n\r\n";
    size_t size;

    if (memory->proxied && memory->answered < sizeof established - 1) {
        size = memory->head < 4 ? 0 : least(capacity, sizeof established - 1 - memory->answered);
        memcpy(to, established + memory->answered, size);
        memory->answered += size;
        return size;
    }
    if (memory->instead.size > 0) {
        size = least(capacity, memory->instead.size - memory->instead_at);
        memcpy(to, memory->instead.data + memory->instead_at, size);
        memory->instead_at += size;
        return size;
    }
    size = tls_host_get(memory->end, to, least(capacity, memory->cut_at - memory->got));
    if (memory->spoil_at >= memory->got && memory->spoil_at - memory->got < size) {
        to[memory->spoil_at - memory->got] ^= (char)memory->spoil_with;
    }
    memory->got += size;
    return size;
}

static bool is_over(const tls_memory *memory) {
    return memory->instead.size > 0 || memory->got == memory->cut_at || tls_host_is_over(memory->end);
}

static zimport_status memory_read(zimport_transport *self, void *to, size_t capacity, size_t *size) {
    tls_memory *memory = memory_of(self);
    zimport_status status = fault(memory, TLS_READ, ZIMPORT_WANT_READ);

    assert_non_null(memory->end);
    assert_true(capacity > 0);
    if (status != ZIMPORT_OK) {
        return status;
    }
    capacity = memory->read_most > 0 ? least(capacity, memory->read_most) : capacity;
    *size = take(memory, to, capacity);
    return *size > 0 ? ZIMPORT_OK : is_over(memory) ? ZIMPORT_CLOSED : ZIMPORT_WANT_READ;
}

/* The proxy's: until the empty line. */
static size_t hear(tls_memory *memory, const char *from, size_t size) {
    static const char end[] = "\r\n\r\n";
    size_t at = 0;

    for (; at < size && memory->head < 4; at++) {
        memory->head = from[at] == end[memory->head] ? memory->head + 1 : from[at] == '\r';
    }
    return at;
}

static zimport_status memory_write(zimport_transport *self, const void *from, size_t size, size_t *written) {
    tls_memory *memory = memory_of(self);
    zimport_status status = fault(memory, TLS_WRITE, ZIMPORT_WANT_WRITE);
    size_t heard;

    assert_non_null(memory->end);
    assert_true(size > 0);
    if (status != ZIMPORT_OK) {
        return status;
    }
    *written = memory->write_most > 0 ? least(size, memory->write_most) : size;
    heard = memory->proxied ? hear(memory, from, *written) : 0;
    if (*written > heard) {
        tls_host_put(memory->end, (const char *)from + heard, *written - heard);
    }
    return ZIMPORT_OK;
}

static void memory_close(zimport_transport *self) {
    leave(memory_of(self));
}

static bool is_ready(const tls_memory *memory) {
    return memory->read_most > 0 || memory->hesitates || memory->hit;
}

/* Without an end of its own a stall takes until the time is over. */
static void memory_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    tls_memory *memory = memory_of(self);

    assert_true(want == ZIMPORT_WANT_READ || want == ZIMPORT_WANT_WRITE);
    memory->now = is_ready(memory) && !memory->fault_stays ? memory->now + 1 : until;
}

static uint64_t clock_now(const zimport_platform *self) {
    return ((const tls_memory_platform *)(const void *)self)->memory->now;
}

static int64_t wall_clock(const zimport_platform *self) {
    return ((const tls_memory_platform *)(const void *)self)->memory->wall;
}

static zimport_status random_bytes(const zimport_platform *self, void *to, size_t size) {
    tls_memory *memory = ((const tls_memory_platform *)(const void *)self)->memory;
    zimport_status status = fault(memory, TLS_RANDOM, ZIMPORT_OK);
    uint8_t *bytes = to;

    for (size_t i = 0; i < size; i++) {
        memory->seed = memory->seed * 1664525U + 1013904223U;
        bytes[i] = (uint8_t)(memory->seed >> 24);
    }
    return status;
}

static void sleep_until(const zimport_platform *self, uint64_t until) {
    ((const tls_memory_platform *)(const void *)self)->memory->now = until;
}

void tls_memory_init(tls_memory *memory, tls_host *server) {
    static const zimport_transport_api api = {memory_open, memory_read, memory_write, memory_close, memory_wait};

    memset(memory, 0, sizeof *memory);
    memory->transport.api = &api;
    memory->platform.base = (zimport_platform){clock_now, wall_clock, random_bytes, sleep_until};
    memory->platform.memory = memory;
    memory->server = server;
    memory->now = 1000;
    memory->wall = (int64_t)time(NULL);
    memory->seed = 1;
    memory->cut_at = memory->spoil_at = memory->fault_at = SIZE_MAX;
}

void tls_run_init(tls_run *run, tls_host *server) {
    memset(run, 0, sizeof *run);
    tls_memory_init(&run->memory, server);
    assert_int_equal(zimport_trust_memory_init(&run->trust, tls_host_root(server), strlen(tls_host_root(server))),
                     ZIMPORT_OK);
    run->peer = (zimport_peer){.host = "host.test", .port = 443, .deadline = 11000};
    run->blamed = (zimport_text){.data = run->name, .capacity = sizeof run->name};
    zimport_tls_init(&run->tls, &run->memory.transport, &run->memory.platform.base, &run->trust.base, ZIMPORT_TLS_1_2);
    run->tls.blamed = &run->blamed;
}

static bool is_want(zimport_status status) {
    return status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE;
}

/* False: in vain, the time is over. */
static bool wait_for(tls_run *run, zimport_status want) {
    zimport_transport *transport = &run->tls.base;

    if (run->memory.now >= run->peer.deadline) {
        return false;
    }
    transport->api->wait(transport, want, run->peer.deadline);
    return true;
}

zimport_status tls_run_open(tls_run *run) {
    zimport_transport *transport = &run->tls.base;
    zimport_status status;

    do {
        uint64_t wake = run->peer.deadline;
        status = transport->api->open(transport, &run->peer, run->memory.now, &wake);
    } while (is_want(status) && wait_for(run, status));
    if (status != ZIMPORT_OK) {
        assert_true(!is_want(status) || run->memory.end == NULL);
        assert_null(run->memory.end);
    }
    return status;
}

zimport_status tls_run_send(tls_run *run) {
    zimport_transport *transport = &run->tls.base;
    size_t at = 0;

    while (at < sizeof TLS_ASK - 1) {
        size_t written = 0;
        zimport_status status = transport->api->write(transport, &TLS_ASK[at], sizeof TLS_ASK - 1 - at, &written);
        at += status == ZIMPORT_OK ? written : 0;
        if (status != ZIMPORT_OK && !(is_want(status) && wait_for(run, status))) {
            return status;
        }
    }
    return ZIMPORT_OK;
}

zimport_status tls_run_read(tls_run *run, char *reply, size_t wanted, size_t *size) {
    zimport_transport *transport = &run->tls.base;

    for (*size = 0; *size < wanted;) {
        size_t got = 0;
        zimport_status status = transport->api->read(transport, reply + *size, wanted - *size, &got);
        *size += status == ZIMPORT_OK ? got : 0;
        if (status != ZIMPORT_OK && !(is_want(status) && wait_for(run, status))) {
            return status;
        }
    }
    return ZIMPORT_OK;
}

zimport_status tls_run_ask(tls_run *run) {
    static char reply[1 << 16];
    const char *wanted = tls_host_options_of(run->memory.server)->reply;
    size_t size;
    zimport_status status = tls_run_open(run);

    if (status == ZIMPORT_OK) {
        status = tls_run_send(run);
    }
    if (status == ZIMPORT_OK) {
        status = tls_run_read(run, reply, strlen(wanted), &size);
        assert_memory_equal(reply, wanted, size);
    }
    return status;
}

void tls_run_close(tls_run *run) {
    run->tls.base.api->close(&run->tls.base);
    assert_null(run->memory.end);
}

const tls_host_seen *tls_run_seen(tls_run *run) {
    return run->memory.end != NULL ? tls_host_seen_of(run->memory.end) : &run->memory.seen;
}
