/* SPDX-License-Identifier: Apache-2.0 */
/* -v: a line per event; -vv: also the heads of requests and replies. */
#include <string.h>

#include "cli/output/failure_reply.h"
#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/text/errors.h"
#include "cli/text/units.h"

/* How much of a body that was malformed is shown, in bytes. */
#define BODY_MOST 200

/* What follows these is masked. */
static const char *const secrets[] = {"Authorization: Bearer ", "Proxy-Authorization: Basic "};

static void say_line(const char *arrow, zimport_view text, bool cut) {
    out *to = console_err();

    out_text(to, arrow);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        size_t size = strlen(secrets[i]);

        if (text.size > size && memcmp(text.data, secrets[i], size) == 0) {
            out_text(to, secrets[i]);
            text = (zimport_view){"***", 3};
        }
    }
    quote_masked(to, text, cut, quote_plain);
    console_end_line(to);
}

static out *begin(const char *words) {
    out *to = console_err();

    out_text(to, "* ");
    out_text(to, words);
    return to;
}

static void say_number(const char *before, uint64_t number, const char *behind) {
    out *to = begin(before);

    out_number(to, number);
    out_text(to, behind);
    console_end_line(to);
}

static void say_name(const char *what, const zimport_text *name) {
    out *to;

    if (name->size == 0) {
        return;
    }
    to = begin(what);
    quote_short(to, zimport_text_view(name), name->cut, 300);
    console_end_line(to);
}

static void say_tls(const run *r) {
    char subject[512];
    char issuer[512];
    zimport_tls_info info = {.subject = {.data = subject, .capacity = sizeof subject},
                             .issuer = {.data = issuer, .capacity = sizeof issuer}};
    out *to;

    if (!r->settings.origin.tls || !zimport_tls_describe(&r->tls, &info)) {
        return;
    }
    to = begin(info.version);
    out_text(to, ", ");
    out_text(to, info.cipher);
    out_text(to, info.resumed ? ", resumed" : "");
    console_end_line(to);
    say_name("certificate of ", &info.subject);
    say_name("issued by ", &info.issuer);
    to = begin("valid until ");
    out_text(to, info.not_after);
    console_end_line(to);
}

static void say_request(const run *r, zimport_view head) {
    while (head.size > 0 && head.data[0] != '\r') {
        const char *end = memchr(head.data, '\r', head.size);
        size_t size = end ? (size_t)(end - head.data) : head.size;
        size_t next = size + 2 < head.size ? size + 2 : head.size;

        say_line("> ", (zimport_view){head.data, size}, false);
        if (r->options->verbose < 2) {
            return;
        }
        head = (zimport_view){head.data + next, head.size - next};
    }
}

static void say_time(out *to, const char *what, uint64_t from, uint64_t until) {
    if (from > 0 && until > 0) {
        out_text(to, what);
        out_number(to, until - from);
        out_text(to, " ms");
    }
}

static void say_times(const run *r, uint64_t now) {
    const run_times *t = &r->times;
    out *to = begin("times:");

    say_time(to, " look-up ", t->began, t->looked_up);
    say_time(to, ", connect ", t->looked_up, t->connected);
    if (r->settings.origin.tls) {
        say_time(to, r->settings.has_proxy ? ", proxy and TLS " : ", TLS ", t->connected, t->opened);
    }
    say_time(to, t->began ? ", answer " : " answer ", t->sent, t->answered);
    say_time(to, ", body ", t->answered, now);
    console_end_line(to);
}

static void say_failed(const run *r, zimport_status status) {
    out *to = begin("failed: ");

    out_text(to, zimport_status_text(status));
    out_text(to, status < ZIMPORT_HTTP_SYNTAX ? failure_stage(r->client.stage) : "");
    failure_detail(to, status, r->client.detail);
    console_end_line(to);
}

/* Only if these are its first bytes: in the middle, the end of a secret could not be told. */
static void say_body(const run *r) {
    const char *start = failure_body(r->reply_start);
    size_t size = strlen(start);

    if (size > 0 && (start > r->reply_start || r->client.counts.body - r->bodies <= size)) {
        say_line("< ", (zimport_view){start, size < BODY_MOST ? size : BODY_MOST}, true);
    }
}

static void say_path(zimport_view path) {
    out *to = begin("the server does not know that path; the next one is ");

    out_view(to, path);
    console_end_line(to);
}

static void say_retry(uint64_t ms) {
    out *to = begin("trying again in ");

    units_seconds(to, ms);
    out_text(to, " s");
    console_end_line(to);
}

void log_config(const options *given) {
    out *to;

    if (given->config) {
        to = begin("configuration ");
        quote_short(to, zimport_view_of(given->config), false, 200);
        if (given->profile) {
            out_text(to, ", profile ");
            quote_short(to, zimport_view_of(given->profile), false, 60);
        }
        console_end_line(to);
    }
}

void log_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    run *r = context;

    times_record(r, event);
    switch (event) {
    case ZIMPORT_EVENT_CONNECTED:
        say_tls(r);
        break;
    case ZIMPORT_EVENT_REUSED:
        console_end_line(begin("on the kept connection"));
        break;
    case ZIMPORT_EVENT_STALE:
        console_end_line(begin("the kept connection was closed; opening a new one"));
        break;
    case ZIMPORT_EVENT_SENT:
        say_request(r, text);
        break;
    case ZIMPORT_EVENT_STATUS:
        say_number("HTTP ", number, "");
        break;
    case ZIMPORT_EVENT_FIELD:
        if (r->options->verbose > 1) {
            say_line("< ", text, false);
        }
        break;
    case ZIMPORT_EVENT_REPLY:
        say_number("reply of ", number, " bytes");
        say_times(r, times_moment(r));
        break;
    case ZIMPORT_EVENT_FAILED:
        say_failed(r, (zimport_status)number);
        if (r->options->verbose > 1 && number >= ZIMPORT_HTTP_SYNTAX && number < ZIMPORT_UNAUTHORIZED) {
            say_body(r);
        }
        break;
    case ZIMPORT_EVENT_PATH:
        say_path(text);
        break;
    case ZIMPORT_EVENT_RETRY:
        say_retry(number);
        break;
    default:
        break;
    }
}

void log_address(void *context, zimport_posix_event what, const char *address, uint16_t port, int error) {
    static const char *const words[] = {"connecting to ", "", "connected to "};
    run *r = context;
    size_t size = strlen(address);
    out *to;

    r->port = port;
    if (size < sizeof r->address) {
        memcpy(r->address, address, size + 1);
    }
    if (what == ZIMPORT_POSIX_TRYING && r->times.looked_up == 0) {
        r->times.looked_up = times_moment(r);
    } else if (what == ZIMPORT_POSIX_CONNECTED) {
        r->times.connected = times_moment(r);
    }
    if (BUILT_DOCTOR && r->options->verb == FOR_DOCTOR) {
        doctor_address(r, what, error);
    }
    if (!BUILT_VERBOSE || r->options->verbose == 0 || what == ZIMPORT_POSIX_GAVE_UP) {
        return;
    }
    to = begin(words[what]);
    out_text(to, address);
    out_text(to, " port ");
    out_number(to, port);
    if (error) {
        out_text(to, ": ");
        out_text(to, error_words(error));
    }
    console_end_line(to);
}
