/* SPDX-License-Identifier: Apache-2.0 */
/* -v: what happens, a line each; -vv: the heads of requests and replies, too. */
#include <string.h>

#include "cli/console.h"
#include "cli/run.h"
#include "cli/units.h"

static const char authorization[] = "Authorization: Bearer ";

static void say_sent_line(zimport_view text) {
    const size_t size = sizeof authorization - 1;
    out *to = console_err();

    out_text(to, "> ");
    if (text.size > size && memcmp(text.data, authorization, size) == 0) {
        out_text(to, authorization);
        out_text(to, "***");
    } else {
        quote_masked(to, text, false, quote_plain);
    }
    console_end_line(to);
}

static void say_received_line(zimport_view text) {
    out *to = console_err();

    out_text(to, "< ");
    quote_masked(to, text, false, quote_plain);
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
    console_end_line(to);
    say_name("certificate of ", &info.subject);
    say_name("issued by ", &info.issuer);
    to = begin("valid until ");
    out_text(to, info.not_after);
    console_end_line(to);
}

/* The first line of a head alone, or all of them. */
static void say_request(const run *r, zimport_view head) {
    while (head.size > 0 && head.data[0] != '\r') {
        const char *end = memchr(head.data, '\r', head.size);
        size_t size = end ? (size_t)(end - head.data) : head.size;
        size_t next = size + 2 < head.size ? size + 2 : head.size;

        say_sent_line((zimport_view){head.data, size});
        if (r->options->verbose < 2) {
            return;
        }
        head = (zimport_view){head.data + next, head.size - next};
    }
}

static void say_failed(const run *r, zimport_status status) {
    out *to = begin("failed: ");

    out_text(to, zimport_status_text(status));
    if (r->client.detail < 0) {
        out_text(to, " (mbedTLS ");
        out_hex(to, r->client.detail);
        out_byte(to, ')');
    } else if (r->client.detail > 0) {
        out_text(to, ": ");
        out_text(to, strerror(r->client.detail));
    }
    console_end_line(to);
}

static void say_retry(uint64_t ms) {
    out *to = begin("trying again in ");

    units_seconds(to, ms);
    out_text(to, " s");
    console_end_line(to);
}

void log_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    const run *r = context;

    switch (event) {
    case ZIMPORT_EVENT_CONNECTED:
        console_end_line(begin("connected"));
        say_tls(r);
        break;
    case ZIMPORT_EVENT_REUSED:
        console_end_line(begin("on the kept connection"));
        break;
    case ZIMPORT_EVENT_STALE:
        console_end_line(begin("the kept connection was closed meanwhile; a new one"));
        break;
    case ZIMPORT_EVENT_SENT:
        say_request(r, text);
        break;
    case ZIMPORT_EVENT_STATUS:
        say_number("HTTP ", number, "");
        break;
    case ZIMPORT_EVENT_FIELD:
        if (r->options->verbose > 1) {
            say_received_line(text);
        }
        break;
    case ZIMPORT_EVENT_REPLY:
        say_number("reply of ", number, " bytes");
        break;
    case ZIMPORT_EVENT_FAILED:
        say_failed(r, (zimport_status)number);
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
    if (r->options->verbose == 0 || what == ZIMPORT_POSIX_GAVE_UP) {
        return;
    }
    to = begin(words[what]);
    out_text(to, address);
    out_text(to, " port ");
    out_number(to, port);
    if (error) {
        out_text(to, ": ");
        out_text(to, strerror(error));
    }
    console_end_line(to);
}
