/* SPDX-License-Identifier: Apache-2.0 */
#include "client/pause.h"

#include "client/parts.h"
#include "client/retry.h"

/* What the server asked to wait for, in milliseconds. */
static uint64_t retry_after(const zimport_client *client) {
    const zimport_http_reader *reader = &parts_of(client)->reader;

    if (reader->retry_after >= 0) {
        return (uint64_t)reader->retry_after * 1000;
    }
    /* The server's own clock tells best how far off its date is. */
    int64_t now = reader->date >= 0 ? reader->date : client->config.platform->wall_clock(client->config.platform);
    return reader->retry_at > now && now >= 0 ? (uint64_t)(reader->retry_at - now) * 1000 : 0;
}

uint32_t pause_random(const zimport_client *client, uint64_t now) {
    const zimport_platform *platform = client->config.platform;
    uint32_t number = 0;

    /* Spreading out clients needs no secret: a clock will do where there is nothing better. */
    if (platform->random(platform, &number, sizeof number) != ZIMPORT_OK) {
        number = (uint32_t)now * UINT32_C(2654435761);
    }
    return number;
}

bool pause_before_retry(const zimport_client *client, zimport_status status, uint64_t now, uint32_t *delay_ms) {
    return zimport_retry(status, client->tries, client->config.retries, pause_random(client, now), retry_after(client),
                         delay_ms);
}
