/* SPDX-License-Identifier: Apache-2.0 */
/* Apart, so that only programs with a log link this. */
#include "client/try.h"

static void tell(const zimport_client *client, zimport_event event) {
    const zimport_http_reader *reader = &parts_of(client)->reader;
    zimport_view text = {NULL, 0};
    uint64_t number = 0;

    switch (event) {
    case ZIMPORT_EVENT_CONNECTING:
        text = zimport_view_of(client->peer.host);
        number = client->peer.port;
        break;
    case ZIMPORT_EVENT_SENT:
        text = (zimport_view){client->config.window, client->head};
        break;
    case ZIMPORT_EVENT_STATUS:
        number = reader->status;
        break;
    case ZIMPORT_EVENT_REPLY:
        number = reader->body;
        break;
    case ZIMPORT_EVENT_FAILED:
        number = client->answer->status;
        break;
    case ZIMPORT_EVENT_PATH:
        text = zimport_view_of(zimport_client_path(client));
        break;
    case ZIMPORT_EVENT_RETRY:
        number = client->limit_at - client->now;
        break;
    default:
        break;
    }
    client->config.log->on_event(client->config.log->context, event, text, number);
}

static void field(void *context, zimport_view line) {
    const zimport_log *log = ((zimport_client *)context)->config.log;

    log->on_event(log->context, ZIMPORT_EVENT_FIELD, line, 0);
}

void zimport_log_init(zimport_log *log, zimport_on_event on_event, void *context) {
    static const struct zimport_teller teller = {tell, field};

    *log = (zimport_log){on_event, context, &teller};
}
