/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/zimport.h"

void zimport_client_wait(const zimport_client *client, zimport_step step, uint64_t until) {
    zimport_transport *transport = client->config.transport;
    const zimport_platform *platform = client->config.platform;
    bool reads = step == ZIMPORT_STEP_READ;

    if (step == ZIMPORT_STEP_WAIT) {
        if (platform->sleep != NULL) {
            platform->sleep(platform, until);
        }
    } else if ((reads || step == ZIMPORT_STEP_WRITE) && transport->api->wait != NULL) {
        transport->api->wait(transport, reads ? ZIMPORT_WANT_READ : ZIMPORT_WANT_WRITE, until);
    }
}

zimport_status zimport_client_finish(zimport_client *client) {
    const zimport_platform *platform = client->config.platform;
    uint64_t until;
    zimport_step step;

    if (client->phase == ZIMPORT_PHASE_IDLE || client->stepping) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    while ((step = zimport_client_step(client, platform->now(platform), &until)) != ZIMPORT_STEP_DONE) {
        zimport_client_wait(client, step, until);
    }
    return client->answer->status;
}

zimport_status zimport_ask(zimport_client *client, zimport_view job, zimport_progress *progress,
                           zimport_answer *answer) {
    zimport_status status = zimport_client_begin(client, job, progress, answer);

    return status == ZIMPORT_OK ? zimport_client_finish(client) : status;
}
