/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the smallest question there is, once, by the way that all others take, and tells check after check how far it
 * came: those up to the connection as soon as they are passed, since each may take long. */
#include "cli/run/doctor.h"

#include <string.h>

#include "cli/output/failure_reply.h"
#include "cli/text/style.h"

#define COLUMNS_MOST 80

/* The least that every dialect allows. */
#define PAGE_SIZE 5

static doctor the_doctor;

/* Which check failed, and why. */
typedef struct outcome {
    check_kind at;      /* CHECKS: none */
    const failure *f;   /* of the question; */
    const out *refusal; /* or of the settings, before there was one */
} outcome;

bool doctor_begin(run *r, out *error) {
    static char memory[200];

    (void)r;
    (void)error;
    the_doctor.servers = (out){.data = memory, .capacity = sizeof memory};
    the_doctor.date = ZIMPORT_TIME_UNKNOWN;
    return true;
}

static void say_failure(check *c, const failure *f) {
    char memory[512];
    out advice = {.data = memory, .capacity = sizeof memory};

    if (c->kind == CHECK_NAME) {
        out_text(c->found, f->proxy ? f->proxy->host : f->origin->host);
        out_text(c->found, ": ");
    }
    failure_what(c->found, f);
    failure_advice(&advice, f);
    if (advice.size > 2) {
        out_bytes(c->advice, memory + 2, advice.size - 2); /* without "; " */
    }
}

static void judge(run *r, check *c, const outcome *end) {
    const doctor *d = &the_doctor;

    if (c->kind == end->at) {
        c->result = CHECK_FAIL;
        if (end->f) {
            c->exit = end->f->exit;
            say_failure(c, end->f);
        } else {
            c->exit = r->exit;
            out_bytes(c->found, end->refusal->data, end->refusal->size);
        }
    } else if (c->kind < end->at || (c->kind == CHECK_CLOCK && end->f)) {
        doctor_passed(r, d, c);
    } else {
        c->result = CHECK_SKIP;
        out_text(c->found, "not tried");
    }
}

static void tell(run *r, const outcome *end) {
    char found_memory[2048];
    char advice_memory[512];
    out found = {.data = found_memory, .capacity = sizeof found_memory - 1};
    out advice = {.data = advice_memory, .capacity = sizeof advice_memory - 1};
    check c = {.kind = the_doctor.next++, .found = &found, .advice = &advice, .now = ZIMPORT_TIME_UNKNOWN};

    if (c.kind == CHECK_TLS && the_doctor.certificate_count > 0) {
        c.certificates = the_doctor.certificates;
        c.certificate_count = the_doctor.certificate_count;
        c.now = doctor_now(r);
    }
    judge(r, &c, end);
    if (BUILT_JSON && r->options->format == OUTPUT_JSON) {
        check_print_json(console_out(), &c);
    } else {
        bool known = style_columns > 0 && style_columns < COLUMNS_MOST;

        check_print_text(console_out(), &c, style_colors, known ? style_columns : COLUMNS_MOST);
    }
    out_flush(console_out());
}

static void tell_passed(run *r, check_kind before) {
    static const outcome none = {.at = CHECKS};

    while (the_doctor.next < before) {
        tell(r, &none);
    }
}

static void tell_all(run *r, outcome *end) {
    if (end->at < the_doctor.next) {
        end->at = the_doctor.next;
    }
    while (the_doctor.next < CHECKS) {
        tell(r, end);
    }
}

int doctor_refused(run *r, const out *words) {
    outcome end = {.at = CHECK_CONFIGURATION, .refusal = words};

    tell_all(r, &end);
    return console_finish() ? r->exit : EXIT_INTERNAL;
}

static void keep_text(char to[100], const zimport_text *from) {
    memcpy(to, from->data, from->size);
    to[from->size < 99 ? from->size : 99] = '\0';
}

/* A root comes first, the server's own last. */
static void on_certificate(void *context, int depth, const zimport_tls_info *info) {
    doctor *d = context;
    check_certificate *to = &d->certificates[depth];

    if (!info || depth >= CHECK_CERTIFICATES) {
        d->certificate_count = 0;
        return;
    }
    if (d->certificate_count == 0) {
        d->certificate_count = (size_t)depth + 1;
    }
    keep_text(to->subject, &info->subject);
    keep_text(to->issuer, &info->issuer);
    memcpy(to->not_after, info->not_after, sizeof to->not_after);
}

static void conclude(run *r) {
    failure f = run_failure(r, (zimport_view){NULL, 0}, r->answer.status);
    bool good = f.status == ZIMPORT_OK;
    outcome end = {.at = good ? CHECKS : check_of(f.status, f.stage, f.answer), .f = &f};

    if (f.status == ZIMPORT_LOST && !failure_reply(&f)) {
        f.advice = "try again; if it stays so, something on the way breaks connections";
    }
    r->exit = f.exit;
    the_doctor.failed = f.status;
    tell_all(r, &end);
}

int doctor_ask(run *r) {
    zimport_list *list = &the_doctor.list; /* all zeros before */
    zimport_view key = r->client.config.key;
    bool plain = !r->settings.origin.tls && key.size > 0 && r->status == ZIMPORT_OK;
    int ending = 0;

    if (plain) {
        r->client.config.key = zimport_view_of("none"); /* anybody may answer */
    }
    list->page = 1;
    list->size = PAGE_SIZE;
    r->client.config.retries = 0;
    if (r->settings.origin.tls) {
        r->tls.session = NULL; /* it would be resumed without a certificate */
        zimport_tls_watch(&r->tls, on_certificate, &the_doctor);
    }
    r->answer.status = r->status;
    if (r->status == ZIMPORT_OK) {
        r->answer.status = zimport_list_begin(&r->client, list, &r->answer);
    }
    if (r->answer.status == ZIMPORT_OK) {
        tell_passed(r, CHECK_NAME);
        ending = follow_question(r);
    }
    if (plain && !ending && (r->answer.status == ZIMPORT_OK || r->answer.has_code)) {
        /* An answer of the service: the key may be sent. */
        the_doctor.servers.size = 0;
        r->client.config.key = key;
        r->answer.status = zimport_list_begin(&r->client, list, &r->answer);
        ending = follow_question(r);
    } else if (plain && r->answer.status == ZIMPORT_UNAUTHORIZED) {
        r->answer.status = ZIMPORT_REPLY_NO_CODE; /* so it is not the key that was refused */
    }
    if (!ending) {
        conclude(r);
    }
    return ending;
}

/* False: it is another field. */
static bool is_field(zimport_view *line, const char *name) {
    size_t size = strlen(name);

    if (line->size <= size || !zimport_view_is_nocase((zimport_view){line->data, size}, name)) {
        return false;
    }
    while (size < line->size && line->data[size] == ' ') {
        size++;
    }
    *line = (zimport_view){line->data + size, line->size - size};
    return true;
}

static void take_field(const run *r, doctor *d, zimport_view line) {
    if (is_field(&line, "date:")) {
        d->date = zimport_date_read(line.data, line.size);
        d->dated = r->platform.base.wall_clock(&r->platform.base);
        return;
    }
    bool server = is_field(&line, "server:");

    if (server || is_field(&line, "via:")) {
        out_text(&d->servers, server ? ", " : ", via ");
        quote_short(&d->servers, line, false, 60);
    }
}

/* A proxy that forwards requests may still refuse this one. */
static void connected(run *r) {
    bool tls = r->settings.origin.tls;

    if (tls) {
        (void)zimport_tls_describe(&r->tls, &the_doctor.info);
    }
    if (tls || !r->settings.has_proxy) {
        tell_passed(r, CHECK_TLS);
    }
}

void doctor_event(run *r, zimport_event event, zimport_view text) {
    times_record(r, event);
    if (event == ZIMPORT_EVENT_FIELD) {
        take_field(r, &the_doctor, text);
    } else if (event == ZIMPORT_EVENT_CONNECTED) {
        connected(r);
    }
}

void doctor_address(run *r, zimport_posix_event what, int error) {
    doctor *d = &the_doctor;

    if (what == ZIMPORT_POSIX_TRYING) {
        tell_passed(r, CHECK_CONNECTION);
    } else if (what == ZIMPORT_POSIX_FAILED && d->failures++ == 0) {
        memcpy(d->address, r->address, sizeof d->address);
        d->error = error;
    }
}
