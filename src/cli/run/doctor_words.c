/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/doctor.h"
#include "cli/text/errors.h"
#include "cli/text/units.h"

/* From when on a clock is too far from the server's, and a certificate's end too near: in seconds. */
#define APART_MOST 60
#define END_NEAR (14 * 86400)

int64_t doctor_now(const run *r) {
    int64_t now = r->platform.base.wall_clock(&r->platform.base);

    return r->tls.use_floor && now < r->tls.floor ? r->tls.floor : now;
}

static void say(out *to, const char *words, const char *more) {
    out_text(to, words);
    out_text(to, more);
}

static void say_quoted(out *to, const char *before, const char *text) {
    out_text(to, before);
    quote_short(to, zimport_view_of(text), false, 200);
}

static void say_view(out *to, const char *before, zimport_view text) {
    if (text.size > 0) {
        out_text(to, before);
        quote_short(to, text, false, 200);
    }
}

static void say_ms(out *to, uint64_t from, uint64_t until) {
    out_text(to, ", ");
    out_number(to, until > from ? until - from : 0);
    out_text(to, " ms");
}

static void say_trust(const settings *s, out *to) {
    const char *path = s->bundle.path ? s->bundle.path : s->bundle.folders;

    if (s->trust == &s->bundle.base) {
        say_quoted(to, ", roots in ", path ? path : "?");
    } else {
        out_text(to, ", roots built in");
    }
}

static void pass_configuration(const run *r, const doctor *d, check *c) {
    const settings *s = &r->settings;
    out *to = c->found;

    (void)d;
    say(to, s->dialect->name, s->origin.tls ? " at https://" : " at http://");
    failure_peer(to, &s->origin);
    say_quoted(to, "", s->origin.prefix);
    if (BUILT_CONFIG && r->options->config) {
        say_quoted(to, ", options of ", r->options->config);
        if (r->options->profile) {
            say_quoted(to, " [", r->options->profile);
            out_byte(to, ']');
        }
    }
    say_view(to, ", cluster ", s->cluster);
    if (BUILT_V2 && s->project) {
        say_view(to, ", project ", s->project->id);
        say_view(to, " in ", s->project->region);
    }
    say_view(to, ", database ", s->database);
    if (s->key.size == 0) {
        out_text(to, ", no key");
    } else if (r->options->token_file) {
        say_quoted(to, ", key of ", r->options->token_file);
    } else {
        out_text(to, ", key of ZILLIZ_API_KEY");
    }
    if (BUILT_HTTP_PROXY && s->has_proxy) {
        out_text(to, ", proxy ");
        failure_peer(to, &s->proxy.origin);
    }
    if (s->origin.tls) {
        say_trust(s, to);
    }
}

static const zimport_origin *peer_of(const run *r) {
    return BUILT_HTTP_PROXY && r->settings.has_proxy ? &r->settings.proxy.origin : &r->settings.origin;
}

static void pass_name(const run *r, const doctor *d, check *c) {
    const zimport_origin *peer = peer_of(r);
    out *to = c->found;

    (void)d;
    say(to, peer == &r->settings.origin ? "" : "the proxy ", peer->host);
    if (peer->address) {
        out_text(to, " is an address already");
        return;
    }
    for (unsigned i = 0; i < r->tcp.count; i++) {
        char text[ZIMPORT_POSIX_ADDRESS_TEXT];

        zimport_posix_address_print(&r->tcp.addresses[i], text);
        say(to, i == 0 ? " is " : ", ", text);
    }
    if (r->tcp.servers > 0) {
        out_text(to, ", by name server");
        say_ms(to, r->times.began, r->times.looked_up);
    } else {
        out_text(to, ", known to this machine");
    }
}

static void pass_connection(const run *r, const doctor *d, check *c) {
    const zimport_origin *proxy = peer_of(r);
    out *to = c->found;

    say(to, r->address, " port ");
    out_number(to, r->port);
    say_ms(to, r->times.looked_up, r->times.connected);
    if (proxy != &r->settings.origin && r->settings.origin.tls) {
        out_text(to, ", through the proxy to ");
        failure_peer(to, &r->settings.origin);
    }
    if (d->failures > 0) {
        say(to, "; before, ", d->address);
        say(to, ": ", error_words(d->error));
    }
}

static const check_certificate *ending_first(const run *r, const doctor *d, int64_t *left) {
    const check_certificate *first = NULL;
    int64_t now = doctor_now(r);

    for (size_t i = 0; i < d->certificate_count; i++) {
        int64_t this_left = check_time_left(&d->certificates[i], now);

        if (!first || this_left < *left) {
            first = &d->certificates[i];
            *left = this_left;
        }
    }
    return first;
}

static void pass_plain(const run *r, check *c) {
    const settings *s = &r->settings;
    bool open = s->key.size > 0 && !(s->origin.loopback && peer_of(r)->loopback);

    c->result = open ? CHECK_WARN : CHECK_SKIP;
    out_text(c->found, "none with http://");
    out_text(c->advice, open ? "whoever is on the way can read the key: use https://" : "");
}

static void pass_tls(const run *r, const doctor *d, check *c) {
    int64_t left = END_NEAR;
    const check_certificate *first = ending_first(r, d, &left);

    if (!r->settings.origin.tls) {
        pass_plain(r, c);
        return;
    }
    say(c->found, d->info.version, ", ");
    out_text(c->found, d->info.cipher);
    say_ms(c->found, r->times.connected, r->times.opened);
    if (first && left < END_NEAR) {
        c->result = CHECK_WARN;
        say_quoted(c->advice, "the certificate '", first->subject);
        out_text(c->advice, "' must be renewed: nothing connects once it has ended");
    }
}

/* It is judged by itself, where no reply came. */
static void clock_alone(check *c, int64_t now, zimport_status status) {
    bool early = status == ZIMPORT_TLS_CLOCK;

    if (now != ZIMPORT_TIME_UNKNOWN) {
        units_date(c->found, now);
    }
    if (early || now == ZIMPORT_TIME_UNKNOWN) {
        c->result = early ? CHECK_FAIL : CHECK_WARN;
        c->exit = early ? exits_of_status(status) : 0;
        out_text(c->found, now == ZIMPORT_TIME_UNKNOWN ? "it was never set" : ", before this program was built");
        out_text(c->advice, "set it: certificates are judged by it");
    } else {
        c->result = CHECK_SKIP;
        out_text(c->found, "; no date of a reply to compare it with");
    }
}

static void pass_clock(const run *r, const doctor *d, check *c) {
    bool known = d->date != ZIMPORT_TIME_UNKNOWN && d->dated != ZIMPORT_TIME_UNKNOWN;
    int64_t ahead = known ? d->dated - d->date : 0;
    uint64_t apart = (uint64_t)(ahead < 0 ? -ahead : ahead);

    if (!known) {
        clock_alone(c, r->platform.base.wall_clock(&r->platform.base), d->failed);
        return;
    }
    units_date(c->found, d->dated);
    out_text(c->found, ", ");
    units_duration(c->found, apart * 1000);
    out_text(c->found, ahead < 0 ? " behind the server's" : " ahead of the server's");
    if (apart >= APART_MOST) {
        c->result = CHECK_WARN;
        out_text(c->advice, "set the one that is wrong: certificates are judged by this machine's");
    }
}

static void pass_http(const run *r, const doctor *d, check *c) {
    out_text(c->found, "HTTP ");
    out_number(c->found, r->answer.http_status);
    say_ms(c->found, r->times.sent, r->times.answered);
    out_bytes(c->found, d->servers.data, d->servers.size);
}

static void pass_api(const run *r, const doctor *d, check *c) {
    bool refused = r->answer.status == ZIMPORT_UNAUTHORIZED && !r->answer.has_code;

    (void)d;
    out_text(c->found, r->settings.dialect->name);
    say_quoted(c->found, " at ", r->settings.origin.prefix);
    out_text(c->found, r->settings.dialect->list_path);
    if (refused) {
        c->result = CHECK_WARN;
        out_text(c->found, ": the reply is not the service's");
    }
}

static void pass_key(const run *r, const doctor *d, check *c) {
    (void)d;
    out_text(c->found, r->settings.key.size > 0 ? "accepted" : "none, and none is needed");
}

void doctor_passed(const run *r, const doctor *d, check *c) {
    static void (*const passes[CHECKS])(const run *, const doctor *, check *) = {
        pass_configuration, pass_name, pass_connection, pass_tls, pass_clock, pass_http, pass_api, pass_key};

    passes[c->kind](r, d, c);
}
