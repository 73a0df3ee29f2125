/* SPDX-License-Identifier: Apache-2.0 */
/* Stubs for a byte stream. zimport/port.h has the promises to keep. */
#include "zimport/port.h"

static zimport_status null_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    (void)peer;
    (void)now;
    (void)wake;
    self->stage = ZIMPORT_AT_CONNECTING;
    return ZIMPORT_NOT_PORTED;
}

static zimport_status null_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    (void)memory;
    (void)capacity;
    (void)size;
    self->stage = ZIMPORT_AT_READING;
    return ZIMPORT_NOT_PORTED;
}

static zimport_status null_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    (void)memory;
    (void)size;
    (void)written;
    self->stage = ZIMPORT_AT_SENDING;
    return ZIMPORT_NOT_PORTED;
}

static void null_close(zimport_transport *self) {
    (void)self;
}

static void null_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    (void)self;
    (void)want;
    (void)until;
}

void zimport_null_transport_init(zimport_transport *transport) {
    static const zimport_transport_api api = {null_open, null_read, null_write, null_close, null_wait};

    transport->api = &api;
    transport->detail = 0;
    transport->stage = ZIMPORT_AT_NOTHING;
}
