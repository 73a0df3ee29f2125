/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tunnel through an HTTP proxy, as a transport over another one.
 *
 *     CLOSED --lower is open--> SENDING --the request is out--> READING --2xx--> OPEN
 *       ^-- a failure -------------'------------------------------'               |
 *       '-- close ----------------------------------------------------------------'
 */
#include "zimport/zimport.h"

#include <string.h>

#include "http/passing.h"
#include "http/reader.h"
#include "http/via.h"

enum { CLOSED, SENDING, READING, OPEN };

/* The build fails if it does not fit: make ZIMPORT_PROXY_PARTS larger. */
typedef char reader_fits[sizeof(zimport_http_reader) <= sizeof(((zimport_proxy *)NULL)->reader) ? 1 : -1];

static zimport_proxy *proxy_of(zimport_transport *self) {
    return (zimport_proxy *)(void *)self;
}

static zimport_http_reader *reader_of(zimport_proxy *proxy) {
    return (zimport_http_reader *)(void *)proxy->reader.bytes;
}

static zimport_status below(zimport_proxy *proxy, zimport_status status) {
    proxy->base.stage = proxy->lower->stage;
    proxy->base.detail = proxy->lower->detail;
    return status;
}

static zimport_status refuse(zimport_proxy *proxy, zimport_status status, int32_t detail) {
    proxy->base.detail = detail;
    return status;
}

static zimport_status write_request(zimport_proxy *proxy, const zimport_peer *peer) {
    zimport_http_writer writer;

    zimport_http_begin(&writer, proxy->memory, proxy->size, "CONNECT");
    zimport_http_tunnel(&writer, peer->host, peer->port);
    proxy->server->how->credentials(&writer, proxy->server);
    zimport_http_field(&writer, "User-Agent", "zimport/" ZIMPORT_VERSION, zimport_view_of(NULL));
    zimport_status status = zimport_http_end(&writer);
    proxy->sent = 0;
    proxy->to_send = writer.size;
    return status;
}

/* Half of the memory is for a line of the head, half for input. Body framing is ignored: a reply to CONNECT has no body
 * (RFC 9110 section 9.3.6), and a refusal's is not read. */
static void expect_reply(zimport_proxy *proxy, uint8_t interim) {
    size_t half = proxy->size / 2;

    zimport_http_reader_init(reader_of(proxy), proxy->memory + half, proxy->size - half, NULL, NULL, NULL);
    reader_of(proxy)->no_body = true;
    reader_of(proxy)->interim = interim;
}

static zimport_status send_request(zimport_proxy *proxy) {
    while (proxy->sent < proxy->to_send) {
        size_t written = 0;
        zimport_status status =
            proxy->lower->api->write(proxy->lower, proxy->memory + proxy->sent, proxy->to_send - proxy->sent, &written);
        if (status != ZIMPORT_OK) {
            return refuse(proxy, status, proxy->lower->detail);
        }
        proxy->sent += written;
    }
    zimport_wipe(proxy->memory, proxy->size);
    expect_reply(proxy, 0);
    proxy->state = READING;
    return ZIMPORT_OK;
}

/* In TLS the client speaks first: `rest` bytes after the head cannot be the server's. */
static zimport_status judge(zimport_proxy *proxy, uint16_t status, size_t rest) {
    if (status >= 200 && status <= 299) {
        proxy->state = OPEN;
        return rest == 0 ? ZIMPORT_OK : refuse(proxy, ZIMPORT_PROXY_FAILED, 0);
    }
    bool passes = status == 101 || http_is_passing(status);
    return refuse(proxy, passes ? ZIMPORT_PROXY_FAILED : ZIMPORT_PROXY_REFUSED, status);
}

/* ZIMPORT_WANT_READ: more are needed. */
static zimport_status take(zimport_proxy *proxy, zimport_view input) {
    zimport_http_reader *reader = reader_of(proxy);

    while (input.size > 0) {
        size_t used;
        zimport_view body;
        if (zimport_http_read(reader, input, &used, &body) != ZIMPORT_OK) {
            return refuse(proxy, ZIMPORT_PROXY_FAILED, 0);
        }
        input.data += used;
        input.size -= used;
        if (reader->state == ZIMPORT_HTTP_DONE) {
            if (reader->status >= 200 || reader->status == 101) {
                return judge(proxy, reader->status, input.size);
            }
            if (reader->interim == ZIMPORT_HTTP_INTERIM_MAX) {
                return refuse(proxy, ZIMPORT_PROXY_FAILED, 0);
            }
            expect_reply(proxy, (uint8_t)(reader->interim + 1));
        }
    }
    return ZIMPORT_WANT_READ;
}

static zimport_status receive(zimport_proxy *proxy) {
    for (;;) {
        size_t size = 0;
        zimport_status status = proxy->lower->api->read(proxy->lower, proxy->memory, proxy->size / 2, &size);
        if (status == ZIMPORT_CLOSED) {
            return refuse(proxy, ZIMPORT_PROXY_FAILED, 0);
        }
        if (status != ZIMPORT_OK) {
            return refuse(proxy, status, proxy->lower->detail);
        }
        status = take(proxy, (zimport_view){proxy->memory, size});
        if (status != ZIMPORT_WANT_READ) {
            return status;
        }
    }
}

static void proxy_close(zimport_transport *self) {
    zimport_proxy *proxy = proxy_of(self);

    proxy->lower->given_up = self->given_up;
    proxy->lower->api->close(proxy->lower);
    if (proxy->state == SENDING) {
        zimport_wipe(proxy->memory, proxy->size);
    }
    proxy->state = CLOSED;
}

static zimport_status open_lower(zimport_proxy *proxy, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    const zimport_origin *origin = &proxy->server->origin;

    proxy->peer = (zimport_peer){origin->host, origin->address, origin->port, peer->deadline, origin->rooted};
    zimport_status status = below(proxy, proxy->lower->api->open(proxy->lower, &proxy->peer, now, wake));
    if (status == ZIMPORT_OK) {
        proxy->base.stage = ZIMPORT_AT_PROXY;
        proxy->base.detail = 0;
        proxy->state = SENDING;
        status = write_request(proxy, peer);
    }
    return status;
}

static zimport_status proxy_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    zimport_proxy *proxy = proxy_of(self);
    zimport_status status = proxy->state == CLOSED ? open_lower(proxy, peer, now, wake) : ZIMPORT_OK;

    if (status == ZIMPORT_OK && proxy->state == SENDING) {
        status = send_request(proxy);
    }
    if (status == ZIMPORT_OK && proxy->state == READING) {
        status = receive(proxy);
    }
    if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        if (now < peer->deadline) {
            return status;
        }
        status = refuse(proxy, ZIMPORT_CONNECT_TIMEOUT, 0);
    }
    if (status != ZIMPORT_OK) {
        self->given_up = true;
        proxy_close(self);
    }
    return status;
}

static zimport_status proxy_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    zimport_proxy *proxy = proxy_of(self);

    return proxy->state == OPEN ? below(proxy, proxy->lower->api->read(proxy->lower, memory, capacity, size))
                                : ZIMPORT_BAD_ARGUMENT;
}

static zimport_status proxy_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    zimport_proxy *proxy = proxy_of(self);

    return proxy->state == OPEN ? below(proxy, proxy->lower->api->write(proxy->lower, memory, size, written))
                                : ZIMPORT_BAD_ARGUMENT;
}

static void proxy_wait(zimport_transport *self, zimport_status want, uint64_t until) {
    zimport_transport *lower = proxy_of(self)->lower;

    if (lower->api->wait != NULL) {
        lower->api->wait(lower, want, until);
    }
}

void zimport_proxy_init(zimport_proxy *proxy, zimport_transport *lower, const zimport_proxy_server *server,
                        char *memory, size_t size) {
    static const zimport_transport_api api = {proxy_open, proxy_read, proxy_write, proxy_close, proxy_wait};

    memset(proxy, 0, sizeof *proxy);
    proxy->base.api = &api;
    proxy->lower = lower;
    proxy->server = server;
    proxy->memory = memory;
    proxy->size = size;
}
