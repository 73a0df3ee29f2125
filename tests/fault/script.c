/* SPDX-License-Identifier: Apache-2.0 */
#include "script.h"

#define STEPS_MAX 100000

static struct script *of_transport(zimport_transport *self) {
    return (struct script *)(void *)self;
}

static uint64_t platform_now(const zimport_platform *self) {
    return ((const script_platform *)(const void *)self)->script->now;
}

static int64_t platform_wall_clock(const zimport_platform *self) {
    return ((const script_platform *)(const void *)self)->script->wall;
}

static zimport_status platform_random(const zimport_platform *self, void *memory, size_t size) {
    struct script *script = ((const script_platform *)(const void *)self)->script;
    unsigned char *bytes = memory;
    if (script->seed == 0) {
        return ZIMPORT_NO_RANDOM;
    }
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(scramble(&script->seed) >> 11);
    }
    return ZIMPORT_OK;
}

static void platform_sleep(const zimport_platform *self, uint64_t until) {
    struct script *script = ((const script_platform *)(const void *)self)->script;
    script_wait(script, ZIMPORT_STEP_WAIT, until);
}

static script_fault fault_of(struct script *script, script_call call) {
    if ((script->fault_calls & call) == 0) {
        return SCRIPT_NOTHING;
    }
    size_t number = script->calls++;
    if (number < script->fault_at || number > script->fault_at + script->fault_more) {
        return SCRIPT_NOTHING;
    }
    script->hit = script->fault != SCRIPT_NOTHING;
    script->hit_call = call;
    script->stalled |= script->fault == SCRIPT_STALL || script->fault == SCRIPT_HOLD;
    return script->fault;
}

static zimport_status wait_for(struct script *script, zimport_status want) {
    script->want = want;
    script->spurious = false;
    return want;
}

/* ZIMPORT_OK: goes on. */
static zimport_status faulty(struct script *script, script_fault fault, zimport_status natural) {
    if (fault == SCRIPT_FAIL) {
        script->transport.detail = 1807;
        return script->status;
    }
    if (script->stalled) {
        return wait_for(script, natural);
    }
    if (fault == SCRIPT_WANT_READ || fault == SCRIPT_WANT_WRITE) {
        (void)wait_for(script, fault == SCRIPT_WANT_READ ? ZIMPORT_WANT_READ : ZIMPORT_WANT_WRITE);
        script->spurious = true;
        return script->want;
    }
    return ZIMPORT_OK;
}

static zimport_status transport_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    struct script *script = of_transport(self);
    assert_false(script->open);
    assert_int_equal(now, script->now);
    assert_int_equal(*wake, peer->deadline);
    assert_true(peer->deadline > now);
    if (!script->opening) {
        script->opening = true;
        script->stalled = false;
        script->ready_at = now + script->connect_ms;
        self->stage = ZIMPORT_AT_CONNECTING;
        self->detail = 0;
    }
    zimport_status status = faulty(script, fault_of(script, SCRIPT_OPEN), ZIMPORT_WANT_WRITE);
    if (status != ZIMPORT_OK) {
        return status;
    }
    if (now < script->ready_at) {
        return wait_for(script, ZIMPORT_WANT_WRITE);
    }
    script->opening = false;
    script->open = true;
    script->opens++;
    script->reply = NULL;
    script->request_size = 0;
    script->whole = false;
    script->ended = script->late = script->idle_close = script->idle_reset = false;
    script->want = ZIMPORT_OK;
    return ZIMPORT_OK;
}

static zimport_status deliver(struct script *script, char *memory, size_t capacity, size_t *size) {
    const script_reply *reply = script->reply;
    size_t left = reply->bytes.size - script->at;
    *size = left < capacity ? left : capacity;
    *size = reply->piece > 0 && *size > reply->piece ? reply->piece : *size;
    memcpy(memory, reply->bytes.data + script->at, *size);
    script->at += *size;
    script->ready_at = script->now + reply->gap_ms;
    if (script->at == reply->bytes.size) {
        script->replied++;
        script->ended = reply->close || reply->reset;
        script->late_bytes = reply->late;
        script->late = reply->late.size > 0;
        script->reply = script->ended ? reply : NULL;
    }
    return ZIMPORT_OK;
}

static zimport_status transport_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    struct script *script = of_transport(self);
    assert_true(script->open && !script->opening);
    assert_true(capacity > 0);
    assert_true(script->secret.size == 0 || !script_finds(memory, capacity, script->secret));
    self->stage = ZIMPORT_AT_READING;
    script_fault fault = fault_of(script, SCRIPT_READ);
    zimport_status status = faulty(script, fault, ZIMPORT_WANT_READ);
    if (status != ZIMPORT_OK) {
        return status;
    }
    capacity = fault == SCRIPT_SHORT ? 1 : capacity;
    if (script->ended || script->idle_close || script->idle_reset) {
        bool reset = script->idle_reset || (script->reply != NULL && script->reply->reset);
        return reset ? ZIMPORT_LOST : ZIMPORT_CLOSED;
    }
    if (script->reply == NULL && script->late) {
        *size = script->late_bytes.size < capacity ? script->late_bytes.size : capacity;
        memcpy(memory, script->late_bytes.data, *size);
        script->late_bytes = part(script->late_bytes, *size, script->late_bytes.size);
        script->late = script->late_bytes.size > 0;
        return ZIMPORT_OK;
    }
    if (script->reply == NULL || script->now < script->ready_at) {
        return wait_for(script, ZIMPORT_WANT_READ);
    }
    return deliver(script, memory, capacity, size);
}

static void request_done(struct script *script) {
    zimport_view request = {script->request, script->request_size};
    script->whole = true;
    if (script->requests < COUNT(script->asked_at)) {
        script->asked_at[script->requests] = script->now;
    }
    size_t number = script->requests++;
    if (script->answer != NULL) {
        script->reply = script->answer(script, request);
    } else {
        script->reply = number < script->count ? &script->replies[number] : NULL;
    }
    script->at = 0;
    script->ready_at = script->reply != NULL ? script->now + script->reply->delay_ms : 0;
}

/* SIZE_MAX: nowhere. */
static size_t index_of(const char *memory, size_t size, zimport_view bytes) {
    for (size_t i = 0; i + bytes.size <= size; i++) {
        if (memcmp(memory + i, bytes.data, bytes.size) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Head and announced body; SIZE_MAX: not known yet. */
static size_t size_of_request(const struct script *script) {
    static const zimport_view length = LIT("\r\nContent-Length: ");
    size_t head = index_of(script->request, script->request_size, VIEW("\r\n\r\n"));
    if (head == SIZE_MAX) {
        return SIZE_MAX;
    }
    size_t at = index_of(script->request, head, length);
    size_t body = 0;
    for (at += at != SIZE_MAX ? length.size : 0; at < head && script->request[at] != '\r'; at++) {
        body = body * 10 + (size_t)(script->request[at] - '0');
    }
    return head + 4 + body;
}

static void receive(struct script *script, const char *bytes, size_t size) {
    if (script->whole) {
        script->whole = false;
        script->request_size = 0;
    }
    script->begun += script->request_size == 0;
    assert_true(script->request_size + size <= sizeof script->request);
    memcpy(script->request + script->request_size, bytes, size);
    script->request_size += size;
    size_t whole = size_of_request(script);
    assert_true(script->request_size <= whole);
    if (script->request_size == whole) {
        request_done(script);
    }
}

static zimport_status transport_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    struct script *script = of_transport(self);
    assert_true(script->open && !script->opening);
    assert_true(size > 0);
    /* "After ZIMPORT_WANT_… the next call has the same bytes." */
    assert_true(script->want_memory == NULL || (script->want_memory == memory && script->want_size == size &&
                                                script->want_first == *(const char *)memory));
    self->stage = ZIMPORT_AT_SENDING;
    script->want_memory = NULL;
    script_fault fault = fault_of(script, SCRIPT_WRITE);
    zimport_status status = faulty(script, fault, ZIMPORT_WANT_WRITE);
    if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        script->want_memory = memory;
        script->want_size = size;
        script->want_first = *(const char *)memory;
        script->held |= fault == SCRIPT_HOLD;
    }
    if (status != ZIMPORT_OK) {
        return status;
    }
    if (script->idle_reset) {
        return ZIMPORT_LOST;
    }
    size = script->write_most > 0 && size > script->write_most ? script->write_most : size;
    size = fault == SCRIPT_SHORT ? 1 : size;
    receive(script, memory, size);
    *written = size;
    return ZIMPORT_OK;
}

static void transport_close(zimport_transport *self) {
    struct script *script = of_transport(self);
    if (script->held && !self->given_up) {
        receive(script, script->want_memory, script->want_size);
    }
    script->closes += script->open ? 1 : 0;
    script->resets += script->open && self->given_up ? 1 : 0;
    script->open = script->opening = script->stalled = script->held = false;
    script->want_memory = NULL;
}

static void transport_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    assert_true(want == ZIMPORT_WANT_READ || want == ZIMPORT_WANT_WRITE);
    script_wait(of_transport(self), want == ZIMPORT_WANT_READ ? ZIMPORT_STEP_READ : ZIMPORT_STEP_WRITE, until);
}

void script_init(struct script *script, const script_reply *replies, size_t count) {
    static const zimport_transport_api api = {transport_open, transport_read, transport_write, transport_close,
                                              transport_wait};
    memset(script, 0, sizeof *script);
    script->transport.api = &api;
    script->platform.base = (zimport_platform){platform_now, platform_wall_clock, platform_random, platform_sleep};
    script->platform.script = script;
    script->now = 1000000;
    script->wall = 1700000000;
    script->seed = 90144;
    script->replies = replies;
    script->count = count;
}

static bool is_ready(const struct script *script, zimport_status want) {
    if (script->spurious) {
        return true;
    }
    if (script->stalled || script->now < script->ready_at) {
        return false;
    }
    return want == ZIMPORT_WANT_WRITE || script->reply != NULL || script->late || script->ended;
}

void script_wait(struct script *script, zimport_step step, uint64_t until) {
    assert_true(until != ZIMPORT_NEVER);
    uint64_t then = until;
    if (step != ZIMPORT_STEP_WAIT) {
        zimport_status want = step == ZIMPORT_STEP_READ ? ZIMPORT_WANT_READ : ZIMPORT_WANT_WRITE;
        assert_int_equal(want, script->want);
        bool waits = !script->stalled && script->now < script->ready_at;
        then = is_ready(script, want) ? script->now : waits && script->ready_at < until ? script->ready_at : until;
    }
    script->now = then > script->now ? then : script->now;
}

uint64_t script_drive(struct script *script, zimport_client *client) {
    uint64_t start = script->now;
    for (int steps = 0; steps < STEPS_MAX; steps++) {
        uint64_t until = ZIMPORT_NEVER;
        script->steps = (size_t)steps;
        zimport_step step = zimport_client_step(client, script->now, &until);
        assert_true(step != ZIMPORT_STEP_EVENT);
        if (step == ZIMPORT_STEP_DONE) {
            return script->now - start;
        }
        script_wait(script, step, until);
    }
    fail_msg("the client spins");
    return 0;
}

bool script_finds(const void *memory, size_t size, zimport_view bytes) {
    return index_of(memory, size, bytes) != SIZE_MAX;
}

script_reply script_http(char *memory, size_t capacity, unsigned status, const char *body) {
    int size = snprintf(memory, capacity, "HTTP/1.1 %u X\r\nContent-Length: %zu\r\n\r\n%s", status, strlen(body), body);
    assert_true(size > 0 && (size_t)size < capacity);
    return (script_reply){.bytes = {memory, (size_t)size}};
}
