/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question: a try, and while it may help, a pause and another try.
 *
 *    IDLE --begin--> OPENING --> SENDING --> READING --> IDLE, with an answer
 *      |                ^          ^            |
 *      |                |          '- the kept connection turns out to be closed: once, and only before any reply
 *      '--(kept open)-- | -------> SENDING
 *                       '--- PAUSING <--- a failure that may pass
 *
 * Each phase but IDLE ends at client->limit_at: PAUSING waits for it, for the others it is a deadline. The window holds
 * the request until it is sent, and is wiped before the reply passes through it.
 */
#include "client/try.h"

#define READS_A_STEP 64

/* The body of a redirect, and a compressed one, are of no use. */
static bool is_body_useless(const zimport_http_reader *reader) {
    return reader->encoded || reader->status / 100 == 3;
}

static void take_input(zimport_client *client, size_t size) {
    zimport_http_reader *reader = &parts_of(client)->reader;
    zimport_view input = {client->config.window, size};
    zimport_status decoded = ZIMPORT_OK;

    while (input.size > 0 && reader->state != ZIMPORT_HTTP_DONE && decoded == ZIMPORT_OK) {
        bool in_head = reader->state < ZIMPORT_HTTP_BODY_LENGTH;
        size_t used;
        zimport_view body;
        zimport_status status = zimport_http_read(reader, input, &used, &body);
        if (status != ZIMPORT_OK) {
            zimport_try_reject(client, status);
            return;
        }
        if (in_head && reader->state >= ZIMPORT_HTTP_BODY_LENGTH && !reader->no_body) {
            zimport_try_tell(client, ZIMPORT_EVENT_STATUS);
        }
        client->counts.body += body.size;
        if (!is_body_useless(reader)) {
            decoded = zimport_decoder_feed(&parts_of(client)->decoder, body);
        }
        input.data += used;
        input.size -= used;
    }
    if (reader->state == ZIMPORT_HTTP_DONE || decoded != ZIMPORT_OK) {
        zimport_try_replied(client, reader->state == ZIMPORT_HTTP_DONE && reader->keep_alive && input.size == 0);
    }
}

static void opened(zimport_client *client) {
    client->open = true;
    zimport_try_tell(client, ZIMPORT_EVENT_CONNECTED);
    zimport_try_send(client);
}

static void sent(zimport_client *client, size_t size) {
    char *window = client->config.window;

    client->sent += size;
    if (client->sent == client->to_send) {
        client->handed = true;
        client->counts.requests++;
        zimport_try_tell(client, ZIMPORT_EVENT_SENT);
        zimport_wipe(window, client->to_send);
        client->phase = ZIMPORT_PHASE_READING;
    }
}

static void end_of_stream(zimport_client *client) {
    if (zimport_http_eof(&parts_of(client)->reader) == ZIMPORT_OK) {
        zimport_try_replied(client, false);
    } else {
        zimport_try_reject(client, ZIMPORT_LOST);
    }
}

static zimport_status read_window(zimport_client *client, size_t *size) {
    const zimport_config *config = &client->config;

    return config->transport->api->read(config->transport, config->window, config->window_size, size);
}

static zimport_status call_transport(zimport_client *client, uint64_t *until, size_t *size) {
    zimport_transport *transport = client->config.transport;

    if (client->phase == ZIMPORT_PHASE_OPENING) {
        return transport->api->open(transport, &client->peer, client->now, until);
    }
    if (client->phase == ZIMPORT_PHASE_SENDING) {
        return transport->api->write(transport, client->config.window + client->sent, client->to_send - client->sent,
                                     size);
    }
    return read_window(client, size);
}

static bool is_waiting(zimport_status status) {
    return status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE;
}

static zimport_status exchange_step(zimport_client *client, uint64_t *until) {
    size_t size = 0;
    zimport_status status = call_transport(client, until, &size);

    if (is_waiting(status)) {
        /* Even if it wants the same bytes again, TLS may already have sent some of them. */
        client->handed |= client->phase > ZIMPORT_PHASE_OPENING;
        return status;
    }
    if (status == ZIMPORT_CLOSED) {
        status = ZIMPORT_LOST;
        if (client->phase == ZIMPORT_PHASE_READING) {
            end_of_stream(client);
            return ZIMPORT_OK;
        }
    }
    if (status != ZIMPORT_OK) {
        zimport_try_fail(client, status);
    } else if (client->phase == ZIMPORT_PHASE_OPENING) {
        opened(client);
    } else {
        zimport_try_limit(client, client->config.idle_ms);
        if (client->phase == ZIMPORT_PHASE_SENDING) {
            sent(client, size);
        } else {
            client->reused = false;
            take_input(client, size);
        }
    }
    return ZIMPORT_OK;
}

/* Uses the kept connection if it is still good. Bytes that came in between are no answer (RFC 9112 section 9.2); often
 * they mean that the server is about to close. */
static void start(zimport_client *client) {
    size_t size;

    zimport_try_begin(client);
    if (client->open && client->once) {
        zimport_try_close(client, false); /* it may be dead, and this request is sent only once */
    }
    if (client->open && !is_waiting(read_window(client, &size))) {
        zimport_try_close(client, false);
        zimport_try_tell(client, ZIMPORT_EVENT_STALE);
    }
    client->reused = client->open;
    if (client->open) {
        zimport_try_tell(client, ZIMPORT_EVENT_REUSED);
        zimport_try_send(client);
    } else {
        zimport_try_open(client);
    }
}

static void give_up(zimport_client *client) {
    zimport_try_reject(client, client->now >= client->total_at          ? ZIMPORT_TOTAL_TIMEOUT
                               : client->phase == ZIMPORT_PHASE_OPENING ? ZIMPORT_CONNECT_TIMEOUT
                                                                        : ZIMPORT_IDLE_TIMEOUT);
}

/* ZIMPORT_CLOSED: only time to wait for. */
static zimport_status phase_step(zimport_client *client, uint64_t *until) {
    bool over = client->now >= client->limit_at;

    *until = client->limit_at;
    if (client->phase != ZIMPORT_PHASE_PAUSING) {
        if (!over) {
            return exchange_step(client, until);
        }
        give_up(client);
    } else {
        if (!over) {
            return ZIMPORT_CLOSED;
        }
        start(client);
    }
    return ZIMPORT_OK;
}

static zimport_step steps(zimport_client *client, uint64_t *until) {
    for (int turns = 0; client->phase != ZIMPORT_PHASE_IDLE && client->stepping == STEP_GOES_ON; turns++) {
        if (turns == READS_A_STEP) {
            *until = client->now;
            return ZIMPORT_STEP_WAIT;
        }
        switch (phase_step(client, until)) {
        case ZIMPORT_WANT_READ:
            return ZIMPORT_STEP_READ;
        case ZIMPORT_WANT_WRITE:
            return ZIMPORT_STEP_WRITE;
        case ZIMPORT_CLOSED:
            return ZIMPORT_STEP_WAIT;
        default:
            break;
        }
    }
    return ZIMPORT_STEP_DONE;
}

zimport_step zimport_client_step(zimport_client *client, uint64_t now, uint64_t *until) {
    if (client->stepping != STEP_NONE) {
        return ZIMPORT_STEP_DONE; /* called by a callback */
    }
    client->now = now;
    client->stepping = STEP_GOES_ON;
    zimport_step step = steps(client, until);
    if (client->stepping == STEP_GIVEN_UP) {
        zimport_try_abort(client);
        step = ZIMPORT_STEP_DONE;
    }
    client->stepping = STEP_NONE;
    return step;
}
