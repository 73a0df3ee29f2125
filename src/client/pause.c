/* SPDX-License-Identifier: Apache-2.0 */
#include "client/pause.h"

#include "client/parts.h"
#include "client/retry.h"

uint32_t zimport_pause_asked_for(const zimport_client *client) {
    const zimport_http_reader *reader = &parts_of(client)->reader;
    int64_t seconds = reader->retry_after;

    if (seconds < 0 && reader->retry_at >= 0) {
        /* A date is best compared with the same server's clock. */
        int64_t now = reader->date >= 0 ? reader->date : client->config.platform->wall_clock(client->config.platform);
        seconds = now >= 0 ? reader->retry_at - now : 0;
    }
    return seconds > ZIMPORT_RETRY_AFTER_MAX ? UINT32_MAX : seconds > 0 ? (uint32_t)seconds * 1000 : 0;
}

uint32_t zimport_pause_random(const zimport_client *client) {
    const zimport_platform *platform = client->config.platform;
    uint32_t number;

    /* A clock will do if there is nothing better. */
    if (platform->random(platform, &number, sizeof number) != ZIMPORT_OK) {
        number = (uint32_t)client->now * UINT32_C(2654435761);
    }
    return number;
}

bool zimport_pause_before_retry(const zimport_client *client, zimport_status status, uint32_t *delay_ms) {
    uint32_t after = zimport_pause_asked_for(client);
    uint32_t random = zimport_pause_random(client);

    return zimport_retry(status, client->tries, client->config.retries, random, after, delay_ms);
}

void zimport_pause_begin(zimport_client *client, uint32_t ms) {
    uint64_t until = client->now + ms;

    client->limit_at = until > client->spaced_at ? until : client->spaced_at;
    client->phase = ZIMPORT_PHASE_PAUSING;
    zimport_wipe(client->config.window, client->config.window_size);
}
