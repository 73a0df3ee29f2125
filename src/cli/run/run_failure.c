/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "cli/run/run.h"

/* nginx asks for a client certificate by HTTP: 400 with a page. mbedTLS closes without a word, with TLS 1.3 with one
 * that nobody can read, before there is any reply: so may a network that breaks, but hardly where the server got no
 * certificate, or try after try. */
static zimport_status sharpened(const run *r, zimport_status status) {
    const zimport_client *c = &r->client;
    bool page = status == ZIMPORT_REFUSED && r->answer.http_status == 400 && !r->answer.has_code;
    bool ended = c->detail == 0 || c->detail == EPIPE || c->detail == ECONNRESET;
    bool closed = status == ZIMPORT_LOST && ended && (c->tries > 1 || !r->options->cert);
    bool early = c->counts.body == 0 && !r->starting && !r->deciding;

    return r->tls.asked && (page || ((closed || status == ZIMPORT_TLS_BROKEN) && early)) ? ZIMPORT_TLS_CLIENT_CERT
                                                                                         : status;
}

failure run_failure(const run *r, zimport_view job, zimport_status status) {
    zimport_status sharp = sharpened(r, status);

    return (failure){.job = job,
                     .doing = r->doing,
                     .deciding = r->deciding,
                     .dialect = r->settings.dialect,
                     .database = r->settings.database.size > 0,
                     .origin = &r->settings.origin,
                     .proxy = BUILT_HTTP_PROXY && r->settings.has_proxy ? &r->settings.proxy.origin : NULL,
                     .pin = r->settings.pins.seen,
                     .blamed = zimport_text_view(&r->blamed),
                     .status = sharp,
                     .exit = exits_of_status(sharp),
                     .answer = &r->answer,
                     .words = sharp == ZIMPORT_TLS_NO_TRUST ? r->settings.no_trust : NULL,
                     .stage = r->client.stage,
                     .detail = sharp == status ? r->client.detail : 0,
                     .address = r->address,
                     .family = r->options->family,
                     .reply_start = r->reply_start,
                     .body = r->client.counts.body - r->bodies,
                     .tries = r->client.tries,
                     .connect_ms = r->options->connect_ms,
                     .total_ms = r->options->total_ms,
                     .wall_clock = r->platform.base.wall_clock(&r->platform.base)};
}

/* With these codes Milvus rejects a request before acting on it: it is starting or overloaded. Others may come after it
 * has begun. */
static bool is_turned_away(int64_t code) {
    static const uint16_t codes[] = {1, 4, 8, 12, 106, 1807};
    size_t i = 0;

    while (i < sizeof codes / sizeof codes[0] && codes[i] != code) {
        i++;
    }
    return i < sizeof codes / sizeof codes[0];
}

/* From UNAUTHORIZED to REFUSED the service says what became of it, but not what became of an earlier try. */
bool run_is_uncertain(const run *r, zimport_status status) {
    const zimport_answer *answer = &r->answer;

    if (status == ZIMPORT_BUSY) {
        return r->doubt || (answer->code_row > 0 ? !is_turned_away(answer->code)
                                                 : answer->http_status >= 500 || answer->http_status == 408);
    }
    bool told = (status >= ZIMPORT_UNAUTHORIZED && status <= ZIMPORT_REFUSED) || status == ZIMPORT_TLS_CLIENT_CERT;

    return status != ZIMPORT_OK && (r->doubt || (r->client.handed && !told));
}
