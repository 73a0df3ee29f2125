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
#include "client/parts.h"
#include "client/pause.h"
#include "http/via.h"

/* How many windows one step may read before the caller gets its thread back. */
#define READS_A_STEP 64

static void tell(zimport_client *client, zimport_event event, zimport_view text, uint64_t number) {
    if (client->config.on_event != NULL) {
        client->config.on_event(client->config.context, event, text, number);
    }
}

static void tell_number(zimport_client *client, zimport_event event, uint64_t number) {
    tell(client, event, zimport_view_of(NULL), number);
}

static void on_field(void *context, zimport_view line) {
    tell(context, ZIMPORT_EVENT_FIELD, line, 0);
}

void zimport_client_close(zimport_client *client) {
    zimport_transport *transport = client->config.transport;

    transport->api->close(transport);
    client->open = false;
}

static void finish(zimport_client *client, zimport_status status) {
    client->answer->status = status;
    client->phase = ZIMPORT_PHASE_IDLE;
    zimport_wipe(client->config.window, client->config.window_size);
}

void zimport_client_abort(zimport_client *client) {
    zimport_client_close(client);
    if (client->phase != ZIMPORT_PHASE_IDLE) {
        finish(client, ZIMPORT_ABORTED);
    }
}

/* Nothing of a reply is there yet. */
static void expect_reply(zimport_client *client) {
    const zimport_config *config = &client->config;

    client->replied = false;
    client->skipping = false;
    zimport_decoder_init(&parts_of(client)->decoder, config->dialect, client->job, client->progress, client->answer,
                         config->on_file, config->context, config->value, config->value_size);
    /* Head and body come one after the other: a line and a value can have the same memory. */
    zimport_http_reader_init(&parts_of(client)->reader, config->value, config->value_size, &client->answer->message,
                             config->on_event != NULL ? on_field : NULL, client);
}

static void begin_try(zimport_client *client, uint64_t now) {
    client->tries++;
    client->stage = ZIMPORT_AT_NOTHING;
    client->detail = 0;
    client->total_at = now + client->config.total_ms;
    client->reused = client->open;
    expect_reply(client);
}

static void begin_open(zimport_client *client, uint64_t now) {
    uint64_t deadline = now + client->config.connect_ms;

    client->phase = ZIMPORT_PHASE_OPENING;
    client->peer.deadline = deadline < client->total_at ? deadline : client->total_at;
    client->counts.connections++;
    tell(client, ZIMPORT_EVENT_CONNECTING, zimport_view_of(client->peer.host), client->peer.port);
}

static zimport_status begin_send(zimport_client *client, uint64_t now) {
    const zimport_config *config = &client->config;
    const zimport_question question = question_about(config, client->job);

    client->sent = 0;
    client->idle_at = now + config->idle_ms;
    client->phase = ZIMPORT_PHASE_SENDING;
    return zimport_question_write(&question, config->window, config->window_size, &client->to_send);
}

/* A try is over: ends the question, or pauses before the next try. */
static void end_try(zimport_client *client, zimport_status status, uint64_t now) {
    uint32_t delay;

    if (status == ZIMPORT_OK) {
        finish(client, status);
        return;
    }
    tell_number(client, ZIMPORT_EVENT_FAILED, status);
    if (!pause_before_retry(client, status, now, &delay)) {
        finish(client, status);
        return;
    }
    zimport_wipe(client->config.window, client->config.window_size);
    client->counts.retries++;
    client->pause_until = now + delay;
    client->phase = ZIMPORT_PHASE_PAUSING;
    tell_number(client, ZIMPORT_EVENT_RETRY, delay);
}

/* The head said all there is to know: what became of the body does not matter. */
static bool head_decides(const zimport_client *client) {
    return client->phase == ZIMPORT_PHASE_READING && parts_of(client)->reader.status >= 300 &&
           parts_of(client)->reader.state >= ZIMPORT_HTTP_BODY_LENGTH;
}

/* Decides what the reply was. Where a proxy passes requests on, it can be the proxy's own. */
static zimport_status judge(zimport_client *client) {
    const zimport_proxy_server *proxy = client->config.via;
    zimport_decoder *decoder = &parts_of(client)->decoder;
    uint16_t http_status = parts_of(client)->reader.status;
    zimport_status status = zimport_decoder_end(decoder, http_status);
    zimport_status own =
        proxy != NULL ? proxy->how->judge(http_status, decoder->scanner.status == ZIMPORT_OK) : ZIMPORT_OK;

    client->detail = 0;
    if (own == ZIMPORT_OK) {
        return status;
    }
    client->stage = ZIMPORT_AT_PROXY;
    client->detail = http_status;
    return own;
}

/* The connection cannot be used any more. */
static void fail(zimport_client *client, zimport_status status, zimport_stage stage, uint64_t now) {
    client->detail = client->config.transport->detail;
    client->stage = stage;
    zimport_client_close(client);
    if (status == ZIMPORT_LOST && client->reused && !client->replied) {
        client->reused = false;
        expect_reply(client);
        tell_number(client, ZIMPORT_EVENT_STALE, 0);
        begin_open(client, now);
        return;
    }
    if (head_decides(client)) {
        status = judge(client);
    } else {
        /* Half of a reply is none: what it may have said already is not to be shown. */
        zimport_text_clear(&client->answer->message);
        *client->answer = (zimport_answer){.message = client->answer->message};
    }
    end_try(client, status, now);
}

/* A failure that is not the transport's. */
static void reject(zimport_client *client, zimport_status status, zimport_stage stage, uint64_t now) {
    client->config.transport->detail = 0;
    fail(client, status, stage, now);
}

/* The reply has been read as far as it matters; `clean` when the connection can be used again. */
static void end_reply(zimport_client *client, bool clean, uint64_t now) {
    client->stage = ZIMPORT_AT_DECODING;
    zimport_status status = judge(client);
    bool good = parts_of(client)->reader.status >= 200 && parts_of(client)->reader.status <= 299;

    if (parts_of(client)->reader.encoded && good) {
        status = ZIMPORT_HTTP_ENCODING;
    }
    if (status == ZIMPORT_OK) {
        client->stage = ZIMPORT_AT_NOTHING;
    }
    if (!clean) {
        zimport_client_close(client);
    }
    tell_number(client, ZIMPORT_EVENT_REPLY, parts_of(client)->reader.body);
    end_try(client, status, now);
}

/* Nothing that a redirect or a compressed body says can be used. */
static void head_done(zimport_client *client) {
    tell_number(client, ZIMPORT_EVENT_STATUS, parts_of(client)->reader.status);
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
            reject(client, status, ZIMPORT_AT_READING, now);
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
        end_reply(client, reader->state == ZIMPORT_HTTP_DONE && reader->keep_alive && input.size == 0, now);
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
        fail(client, status, transport->stage, now);
        return ZIMPORT_OK;
    }
    client->open = true;
    tell_number(client, ZIMPORT_EVENT_CONNECTED, 0);
    status = begin_send(client, now);
    if (status != ZIMPORT_OK) {
        reject(client, status, ZIMPORT_AT_SENDING, now);
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
        fail(client, status == ZIMPORT_CLOSED ? ZIMPORT_LOST : status, ZIMPORT_AT_SENDING, now);
        return ZIMPORT_OK;
    }
    client->sent += written;
    client->idle_at = now + config->idle_ms;
    if (client->sent == client->to_send) {
        client->counts.requests++;
        tell(client, ZIMPORT_EVENT_SENT, (zimport_view){config->window, client->to_send}, 0);
        zimport_wipe(config->window, client->to_send);
        client->phase = ZIMPORT_PHASE_READING;
    }
    return ZIMPORT_OK;
}

static void end_of_stream(zimport_client *client, uint64_t now) {
    if (zimport_http_eof(&parts_of(client)->reader) == ZIMPORT_OK) {
        end_reply(client, false, now);
    } else {
        reject(client, ZIMPORT_LOST, ZIMPORT_AT_READING, now);
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
        fail(client, status, ZIMPORT_AT_READING, now);
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
    begin_try(client, now);
    if (client->open && !is_quiet(client)) {
        zimport_client_close(client);
        tell_number(client, ZIMPORT_EVENT_STALE, 0);
    }
    if (!client->open) {
        client->reused = false;
        begin_open(client, now);
        return ZIMPORT_OK;
    }
    tell_number(client, ZIMPORT_EVENT_REUSED, 0);
    zimport_status status = begin_send(client, now);
    if (status != ZIMPORT_OK) {
        reject(client, status, ZIMPORT_AT_SENDING, now);
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
        reject(client, late, present_stage(client), now);
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
