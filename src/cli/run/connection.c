/* SPDX-License-Identifier: Apache-2.0 */
/* TCP, then a proxy tunnel and TLS on top, as the settings say. */

#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/text/errors.h"
#include "cli/text/quote.h"

static zimport_transport *make_tcp(run *r) {
    zimport_tcp_init(&r->tcp, &r->platform);
    r->tcp.family = (zimport_posix_family)r->options->family;
    r->tcp.overrides = r->settings.overrides;
    r->tcp.override_count = r->options->resolve.count;
    r->tcp.on_event = log_address;
    r->tcp.context = r;
    return &r->tcp.base;
}

static zimport_transport *make_tls(run *r, zimport_transport *lower) {
    static char blamed[100];
    settings *s = &r->settings;

    zimport_tls_init(&r->tls, lower, &r->platform.base, s->trust,
                     r->options->tls_min == 1 ? ZIMPORT_TLS_1_3 : ZIMPORT_TLS_1_2);
    r->tls.identity = BUILT_CLIENT_CERTIFICATE && r->options->cert ? &s->identity : NULL;
    r->tls.pins = BUILT_PIN && s->pins.count > 0 ? &s->pins : NULL;
    r->tls.session = BUILT_TLS_SESSION ? &s->session : NULL;
    r->tls.use_floor = r->options->clock_floor;
    r->blamed = (zimport_text){.data = blamed, .capacity = sizeof blamed};
    r->tls.blamed = &r->blamed;
    return &r->tls.base;
}

zimport_transport *connection_make(run *r) {
    zimport_transport *transport = make_tcp(r);

    if (!r->settings.origin.tls) {
        return transport;
    }
    if (BUILT_HTTP_PROXY && r->settings.has_proxy) {
        zimport_proxy_init(&r->proxy, transport, &r->settings.proxy, r->window, r->window_size);
        transport = &r->proxy.base;
    }
    return make_tls(r, transport);
}

static void store_session(run *r) {
    int32_t detail = 0;
    out *to;

    if (!r->options->tls_session || !r->settings.session.changed ||
        zimport_session_store(&r->settings.session, r->options->tls_session, &detail) == ZIMPORT_OK) {
        return;
    }
    to = console_note();
    if (to) {
        out_text(to, "the TLS session could not be written to '");
        quote_short(to, zimport_view_of(r->options->tls_session), false, 200);
        out_text(to, "': ");
        out_text(to, error_words(detail));
        console_end_line(to);
    }
}

void connection_end(run *r) {
    if (BUILT_TLS_SESSION) {
        store_session(r);
        zimport_wipe(r->settings.session.memory, r->settings.session.capacity);
    }
    if (BUILT_HTTP_PROXY) {
        zimport_wipe(&r->settings.proxy, sizeof r->settings.proxy);
    }
    zimport_wipe(r->reply_start, sizeof r->reply_start);
    if (BUILT_CLIENT_CERTIFICATE && r->options->cert) {
        zimport_identity_free(&r->settings.identity);
    }
}
