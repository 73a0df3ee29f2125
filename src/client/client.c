/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "client/parts.h"

static bool is_complete(const zimport_config *config) {
    return config->platform != NULL && config->transport != NULL && config->dialect != NULL && config->origin != NULL &&
           config->window != NULL && config->window_size >= ZIMPORT_WINDOW_MIN && config->value != NULL &&
           config->value_size >= ZIMPORT_VALUE_MIN;
}

static uint32_t or_default(uint32_t value, uint32_t standard) {
    return value != 0 ? value : standard;
}

/* The build fails if the parts do not fit: make ZIMPORT_CLIENT_PARTS larger. */
typedef char parts_fit[sizeof(zimport_client_parts) <= sizeof(((zimport_client *)NULL)->parts) ? 1 : -1];

zimport_status zimport_client_init(zimport_client *client, const zimport_config *config) {
    memset(client, 0, sizeof *client);
    if (!is_complete(config)) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    client->config = *config;
    client->config.connect_ms = or_default(config->connect_ms, 10000);
    client->config.idle_ms = or_default(config->idle_ms, 30000);
    client->config.total_ms = or_default(config->total_ms, 60000);
    const zimport_origin *to = config->via != NULL ? &config->via->origin : config->origin;
    client->peer.host = to->host;
    client->peer.address = to->address;
    client->peer.rooted = to->rooted;
    client->peer.port = to->port;
    client->operation = &zimport_operation_progress;
    client->job = (zimport_view){config->dialect->name, 2}; /* any id will do for the check */
    return zimport_client_check(client);
}

zimport_status zimport_client_request(zimport_client *client, const zimport_operation *operation, zimport_view job,
                                      void *result, zimport_answer *answer) {
    bool usable = client->phase == ZIMPORT_PHASE_IDLE && client->config.transport != NULL;

    if (!usable || result == NULL || answer == NULL) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    client->operation = operation;
    client->job = job;
    client->result = result;
    client->answer = answer;
    zimport_status status = zimport_client_check(client);
    if (status == ZIMPORT_OK) {
        client->tries = 0;
        client->missed = 0;
        client->sent = 0;
        client->handed = false;
        client->once = operation->once;
        client->limit_at = 0;
        client->phase = ZIMPORT_PHASE_PAUSING;
    }
    return status;
}

zimport_status zimport_client_begin(zimport_client *client, zimport_view job, zimport_progress *progress,
                                    zimport_answer *answer) {
    return zimport_client_request(client, &zimport_operation_progress, job, progress, answer);
}
