/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question: a try, and another one after a pause as long as that may help.
 *
 *    IDLE --begin--> OPENING --> SENDING --> READING --> IDLE, with an answer
 *      |                ^          ^            |
 *      |                |          '- the kept connection was closed meanwhile: once, and only before any reply
 *      '--(kept open)-- | -------> SENDING
 *                       '--- PAUSING <--- a failure that may pass
 *
 * The window holds the request until it is sent, and is wiped before the reply goes through it.
 */
#include "client/try.h"

/* How many windows one step may read before the caller gets its thread back. */
#define READS_A_STEP 64

/* Nothing that a redirect or a compressed body says can be used. */
static void head_done(zimport_client *client) {
    try_tell_number(client, ZIMPORT_EVENT_STATUS, parts_of(client)->reader.status);
    client->skipping = parts_of(client)->reader.encoded ||
                       (parts_of(client)->reader.status >= 300 && parts_of(client)->reader.status < 400);
}

/* Takes bytes of the reply. */
static void take_input(zimport_client *client, zimport_view input, uint64_t now) {
    zimport_http_reader *reader = &parts_of(client)->reader;
    zimport_status decoded = ZIMPORT_OK;

    while (input.size > 0 && reader->state != ZIMPORT_HTTP_DONE && decoded == ZIMPORT_OK) {
        bool in_head = reader->state < ZIMPORT_HTTP_BODY_LENGTH;
        size_t used;
        zimport_view body;
        zimport_status status = zimport_http_read(reader, input, &used, &body);
        if (status != ZIMPORT_OK) {
            try_reject(client, status, ZIMPORT_AT_READING, now);
            return;
        }
        if (in_head && reader->state >= ZIMPORT_HTTP_BODY_LENGTH && !reader->trailers) {
            head_done(client);
        }
        client->counts.body += body.size;
        decoded = client->skipping ? ZIMPORT_OK : zimport_decoder_feed(&parts_of(client)->decoder, body);
        input.data += used;
        input.size -= used;
    }
    if (reader->state == ZIMPORT_HTTP_DONE || decoded != ZIMPORT_OK) {
        try_replied(client, reader->state == ZIMPORT_HTTP_DONE && reader->keep_alive && input.size == 0, now);
    }
}

static zimport_status open_step(zimport_client *client, uint64_t now, uint64_t *until) {
    zimport_transport *transport = client->config.transport;
    uint64_t wake = client->peer.deadline;

    zimport_status status = transport->api->open(transport, &client->peer, now, &wake);
    if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        *until = wake < client->peer.deadline ? wake : client->peer.deadline;
        return status;
    }
    if (status != ZIMPORT_OK) {
        try_fail(client, status, transport->stage, now);
        return ZIMPORT_OK;
    }
    client->open = true;
    try_tell_number(client, ZIMPORT_EVENT_CONNECTED, 0);
    status = try_send(client, now);
    if (status != ZIMPORT_OK) {
        try_reject(client, status, ZIMPORT_AT_SENDING, now);
    }
    return ZIMPORT_OK;
}

static uint64_t exchange_until(const zimport_client *client) {
    return client->idle_at < client->total_at ? client->idle_at : client->total_at;
}

static zimport_status send_step(zimport_client *client, uint64_t now, uint64_t *until) {
    const zimport_config *config = &client->config;
    size_t written = 0;

    zimport_status status = config->transport->api->write(config->transport, config->window + client->sent,
                                                          client->to_send - client->sent, &written);
    *until = exchange_until(client);
    if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        return status;
    }
    if (status != ZIMPORT_OK) {
        try_fail(client, status == ZIMPORT_CLOSED ? ZIMPORT_LOST : status, ZIMPORT_AT_SENDING, now);
        return ZIMPORT_OK;
    }
    client->sent += written;
    client->idle_at = now + config->idle_ms;
    if (client->sent == client->to_send) {
        client->counts.requests++;
        try_tell(client, ZIMPORT_EVENT_SENT, (zimport_view){config->window, client->head}, 0);
        zimport_wipe(config->window, client->to_send);
        client->phase = ZIMPORT_PHASE_READING;
    }
    return ZIMPORT_OK;
}

static void end_of_stream(zimport_client *client, uint64_t now) {
    if (zimport_http_eof(&parts_of(client)->reader) == ZIMPORT_OK) {
        try_replied(client, false, now);
    } else {
        try_reject(client, ZIMPORT_LOST, ZIMPORT_AT_READING, now);
    }
}

static zimport_status read_step(zimport_client *client, uint64_t now, uint64_t *until) {
    const zimport_config *config = &client->config;
    size_t size = 0;

    zimport_status status = config->transport->api->read(config->transport, config->window, config->window_size, &size);
    *until = exchange_until(client);
    if (status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE) {
        return status;
    }
    if (status == ZIMPORT_CLOSED) {
        end_of_stream(client, now);
    } else if (status != ZIMPORT_OK) {
        try_fail(client, status, ZIMPORT_AT_READING, now);
    } else {
        client->replied = true;
        client->idle_at = now + config->idle_ms;
        take_input(client, (zimport_view){config->window, size}, now);
    }
    return ZIMPORT_OK;
}

/*
 * Whether a kept connection can take another question. Bytes that came while nothing was asked are not the answer to it
 * (RFC 9112 section 9.2), and often say that the server is about to close.
 */
static bool is_quiet(zimport_client *client) {
    const zimport_config *config = &client->config;
    size_t size = 0;

    zimport_status status = config->transport->api->read(config->transport, config->window, config->window_size, &size);
    return status == ZIMPORT_WANT_READ || status == ZIMPORT_WANT_WRITE;
}

/* The pause is over, or the question is new: on a kept connection if there is one. */
static zimport_status start_step(zimport_client *client, uint64_t now, uint64_t *until) {
    if (now < client->pause_until) {
        *until = client->pause_until;
        return ZIMPORT_CLOSED;
    }
    try_begin(client, now);
    if (client->open && client->operation->once) {
        zimport_client_close(client); /* it may be gone, which is not good enough for what is sent once only */
    }
    if (client->open && !is_quiet(client)) {
        zimport_client_close(client);
        try_tell_number(client, ZIMPORT_EVENT_STALE, 0);
    }
    if (!client->open) {
        client->reused = false;
        try_open(client, now);
        return ZIMPORT_OK;
    }
    try_tell_number(client, ZIMPORT_EVENT_REUSED, 0);
    zimport_status status = try_send(client, now);
    if (status != ZIMPORT_OK) {
        try_reject(client, status, ZIMPORT_AT_SENDING, now);
    }
    return ZIMPORT_OK;
}

/* Which deadline has passed, if any. */
static zimport_status overdue(const zimport_client *client, uint64_t now) {
    if (client->phase == ZIMPORT_PHASE_IDLE || client->phase == ZIMPORT_PHASE_PAUSING) {
        return ZIMPORT_OK;
    }
    if (now >= client->total_at) {
        return ZIMPORT_TOTAL_TIMEOUT;
    }
    if (client->phase == ZIMPORT_PHASE_OPENING) {
        return now >= client->peer.deadline ? ZIMPORT_CONNECT_TIMEOUT : ZIMPORT_OK;
    }
    return now >= client->idle_at ? ZIMPORT_IDLE_TIMEOUT : ZIMPORT_OK;
}

static zimport_stage present_stage(const zimport_client *client) {
    if (client->phase == ZIMPORT_PHASE_OPENING) {
        return client->config.transport->stage;
    }
    return client->phase == ZIMPORT_PHASE_SENDING ? ZIMPORT_AT_SENDING : ZIMPORT_AT_READING;
}

static zimport_status phase_step(zimport_client *client, uint64_t now, uint64_t *until) {
    switch (client->phase) {
    case ZIMPORT_PHASE_OPENING:
        return open_step(client, now, until);
    case ZIMPORT_PHASE_SENDING:
        return send_step(client, now, until);
    case ZIMPORT_PHASE_READING:
        return read_step(client, now, until);
    default:
        return start_step(client, now, until);
    }
}

zimport_step zimport_client_step(zimport_client *client, uint64_t now, uint64_t *until) {
    zimport_status late = overdue(client, now);

    if (late != ZIMPORT_OK) {
        try_reject(client, late, present_stage(client), now);
    }
    for (int turns = 0; client->phase != ZIMPORT_PHASE_IDLE; turns++) {
        if (turns == READS_A_STEP) {
            *until = now;
            return ZIMPORT_STEP_WAIT;
        }
        switch (phase_step(client, now, until)) {
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
