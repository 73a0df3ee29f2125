/* SPDX-License-Identifier: Apache-2.0 */
#include "client/try.h"

#include "client/pause.h"
#include "http/via.h"

void zimport_try_tell(const zimport_client *client, zimport_event event) {
    if (client->config.log != NULL && client->stepping != STEP_GIVEN_UP) {
        client->config.log->how->tell(client, event);
    }
}

void zimport_try_close(zimport_client *client, bool given_up) {
    zimport_transport *transport = client->config.transport;

    transport->given_up = given_up;
    transport->api->close(transport);
    client->open = false;
}

static void expect_reply(zimport_client *client) {
    const zimport_config *config = &client->config;
    zimport_question question;

    zimport_client_question(client, &question);
    zimport_decoder_init(&parts_of(client)->decoder, &question, client->answer, config->files, config->value,
                         config->value_size);
    /* The body comes after the head, so a line and a value can share memory. */
    zimport_http_reader_init(&parts_of(client)->reader, config->value, config->value_size, &client->answer->message,
                             config->log != NULL ? config->log->how->field : NULL, client);
}

void zimport_try_limit(zimport_client *client, uint32_t ms) {
    uint64_t limit = client->now + ms;

    client->limit_at = limit < client->total_at ? limit : client->total_at;
}

void zimport_try_begin(zimport_client *client) {
    client->tries++;
    client->stage = ZIMPORT_AT_NOTHING;
    client->detail = 0;
    client->total_at = client->now + client->config.total_ms;
    expect_reply(client);
}

void zimport_try_open(zimport_client *client) {
    client->phase = ZIMPORT_PHASE_OPENING;
    zimport_try_limit(client, client->config.connect_ms);
    client->peer.deadline = client->limit_at;
    client->counts.connections++;
    zimport_try_tell(client, ZIMPORT_EVENT_CONNECTING);
}

void zimport_try_send(zimport_client *client) {
    const zimport_config *config = &client->config;
    zimport_question question;

    zimport_client_question(client, &question);
    client->sent = 0;
    client->spaced_at = client->now + ZIMPORT_SPACING_MS;
    client->phase = ZIMPORT_PHASE_SENDING;
    zimport_try_limit(client, config->idle_ms);
    zimport_status status =
        zimport_question_write(&question, config->window, config->window_size, &client->head, &client->to_send);
    if (status != ZIMPORT_OK) {
        zimport_try_reject(client, status);
    }
}

static void end_try(zimport_client *client, zimport_status status) {
    client->answer->status = status;
    if (status != ZIMPORT_OK) {
        uint32_t delay;
        /* A start that may have arrived is not sent again: it could start a second import. */
        bool final = client->once && (client->sent > 0 || client->handed);
        zimport_try_tell(client, ZIMPORT_EVENT_FAILED);
        if (!final && client->stepping != STEP_GIVEN_UP && zimport_pause_before_retry(client, status, &delay)) {
            client->counts.retries++;
            zimport_pause_begin(client, delay);
            zimport_try_tell(client, ZIMPORT_EVENT_RETRY);
            return;
        }
    }
    client->phase = ZIMPORT_PHASE_IDLE;
    zimport_wipe(client->config.window, client->config.window_size);
}

void zimport_try_abort(zimport_client *client) {
    zimport_try_close(client, true);
    end_try(client, ZIMPORT_ABORTED);
}

/* In a callback, the step that called it does the work. */
void zimport_client_abort(zimport_client *client) {
    bool in_callback = client->stepping != STEP_NONE;

    client->stepping = STEP_GIVEN_UP;
    if (in_callback) {
        return;
    }
    if (client->phase != ZIMPORT_PHASE_IDLE) {
        zimport_try_abort(client);
    } else if (client->config.transport != NULL) {
        zimport_try_close(client, false);
    }
    client->stepping = STEP_NONE;
}

void zimport_client_close(zimport_client *client) {
    zimport_client_abort(client);
}

/* The head said it all: what happened to the body does not matter. */
static bool head_decides(const zimport_http_reader *reader) {
    return reader->status >= 300 && reader->state >= ZIMPORT_HTTP_BODY_LENGTH;
}

/* Behind a forwarding proxy the reply may be the proxy's own. */
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

static zimport_stage present_stage(const zimport_client *client) {
    if (client->phase == ZIMPORT_PHASE_OPENING) {
        return client->config.transport->stage;
    }
    return client->phase == ZIMPORT_PHASE_SENDING ? ZIMPORT_AT_SENDING : ZIMPORT_AT_READING;
}

void zimport_try_fail(zimport_client *client, zimport_status status) {
    client->detail = client->config.transport->detail;
    client->stage = present_stage(client);
    zimport_try_close(client, true);
    if (status == ZIMPORT_LOST && client->reused) {
        client->reused = false;
        expect_reply(client);
        zimport_try_tell(client, ZIMPORT_EVENT_STALE);
        zimport_try_open(client);
        return;
    }
    if (head_decides(&parts_of(client)->reader)) {
        status = judge(client);
    } else {
        /* Half a reply counts for nothing: forget what was decoded so far. */
        expect_reply(client);
    }
    end_try(client, status);
}

void zimport_try_reject(zimport_client *client, zimport_status status) {
    client->config.transport->detail = 0;
    zimport_try_fail(client, status);
}

/* A 404 with one of the service's codes is about the job; any other may be about the path. */
static bool is_path_unknown(const zimport_client *client) {
    return parts_of(client)->reader.status == 404 && client->answer->code_row == 0;
}

void zimport_try_replied(zimport_client *client, bool clean) {
    const zimport_http_reader *reader = &parts_of(client)->reader;

    client->stage = ZIMPORT_AT_DECODING;
    zimport_status status = judge(client);
    if (reader->encoded && reader->status / 100 == 2) {
        status = ZIMPORT_HTTP_ENCODING;
    }
    if (status == ZIMPORT_OK) {
        client->stage = ZIMPORT_AT_NOTHING;
    }
    if (!clean) {
        zimport_try_close(client, false);
    }
    zimport_try_tell(client, ZIMPORT_EVENT_REPLY);
    if (is_path_unknown(client) && zimport_client_next_path(client)) {
        zimport_try_tell(client, ZIMPORT_EVENT_PATH);
        client->tries--;
        zimport_pause_begin(client, 0);
        return;
    }
    end_try(client, status);
}
