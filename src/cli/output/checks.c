/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/checks.h"

#include <string.h>

#include "cli/text/quote.h"
#include "cli/text/wrap.h"

/* Behind `ok`, and the longest name of a check. */
#define INDENT 21

static const char names[CHECKS][sizeof "configuration"] = {"configuration", "name", "connection", "TLS",
                                                           "clock",         "HTTP", "API",        "key"};
static const char results[][sizeof "fail"] = {"ok", "warn", "fail", "skip"};

/* Those that do not tell by themselves: who was spoken to last. */
static check_kind of_stage(zimport_stage stage) {
    static const uint8_t kinds[] = {
        [ZIMPORT_AT_NOTHING] = CHECK_CONFIGURATION,
        [ZIMPORT_AT_RESOLVING] = CHECK_NAME,
        [ZIMPORT_AT_CONNECTING] = CHECK_CONNECTION,
        [ZIMPORT_AT_PROXY] = CHECK_CONNECTION,
        [ZIMPORT_AT_TLS] = CHECK_TLS,
        [ZIMPORT_AT_SENDING] = CHECK_HTTP,
        [ZIMPORT_AT_READING] = CHECK_HTTP,
        [ZIMPORT_AT_DECODING] = CHECK_API,
    };

    return (check_kind)kinds[stage];
}

/* A service's error that comes without its code is somebody else's, but for a path that it does not have. */
static check_kind of_refusal(const zimport_answer *answer) {
    return answer && (answer->has_code || answer->http_status == 404) ? CHECK_API : CHECK_HTTP;
}

check_kind check_of(zimport_status status, zimport_stage stage, const zimport_answer *answer) {
    if (status < ZIMPORT_NO_RANDOM || status == ZIMPORT_TLS_NO_TRUST) {
        return CHECK_CONFIGURATION;
    }
    if (status >= ZIMPORT_NO_ADDRESS && status <= ZIMPORT_NAME_FAILED) {
        return CHECK_NAME;
    }
    switch (status) {
    case ZIMPORT_NO_CONNECTION:
    case ZIMPORT_PROXY_FAILED:
    case ZIMPORT_PROXY_REFUSED:
        return CHECK_CONNECTION;
    case ZIMPORT_REDIRECTED:
        return CHECK_HTTP;
    case ZIMPORT_UNAUTHORIZED:
        return CHECK_KEY;
    case ZIMPORT_BUSY:
    case ZIMPORT_REFUSED:
        return of_refusal(answer);
    default:
        break;
    }
    if (status < ZIMPORT_TLS_UNTRUSTED || status >= ZIMPORT_ABORTED) {
        return of_stage(stage);
    }
    return status <= ZIMPORT_TLS_FAILED ? CHECK_TLS : status <= ZIMPORT_HTTP_ENCODING ? CHECK_HTTP : CHECK_API;
}

int64_t check_time_left(const check_certificate *certificate, int64_t now) {
    zimport_text text = {.data = (char *)(uintptr_t)certificate->not_after, .size = strlen(certificate->not_after)};

    return zimport_time_read(&text) - now;
}

#define DAY 86400

/* Days between now and its end. */
static uint64_t days_of(const check *c, const check_certificate *certificate, bool *ended) {
    int64_t left = check_time_left(certificate, c->now);

    *ended = left < 0;
    return (uint64_t)(left < 0 ? -left : left) / DAY;
}

static void say_name(out *to, const char *before, const char *name) {
    out_text(to, before);
    quote_short(to, zimport_view_of(name), false, sizeof(((check_certificate *)NULL)->subject));
    out_byte(to, '\'');
}

static void say_certificate(out *to, const check *c, const check_certificate *certificate) {
    bool ended = false;
    uint64_t days = c->now != ZIMPORT_TIME_UNKNOWN ? days_of(c, certificate, &ended) : 0;

    say_name(to, "'", certificate->subject);
    if (*certificate->issuer) {
        say_name(to, " by '", certificate->issuer);
    }
    out_text(to, ended ? ", ended " : ", ends ");
    out_bytes(to, certificate->not_after, 10);
    if (c->now != ZIMPORT_TIME_UNKNOWN) {
        out_text(to, " (");
        out_number(to, days);
        out_text(to, ended ? " days ago)" : " days)");
    }
}

static const char *text_of(const out *words) {
    words->data[words->size] = '\0';
    return words->data;
}

static void paragraph(out *to, const out *words, unsigned columns) {
    wrap_text(to, (zimport_view){words->data, words->size}, INDENT, columns);
}

static void start_line(out *to, const char *mark) {
    out_repeat(to, " ", INDENT - strlen(mark));
    out_text(to, mark);
}

void check_print_text(out *to, const check *c, bool color, unsigned columns) {
    static const char colors[][6] = {"\033[32m", "\033[33m", "\033[31m", "\033[36m"};

    out_text(to, color ? colors[c->result] : "");
    out_text(to, results[c->result]);
    out_text(to, color ? "\033[0m" : "");
    out_repeat(to, " ", 6 - strlen(results[c->result]));
    out_text(to, names[c->kind]);
    out_repeat(to, " ", INDENT - 6 - strlen(names[c->kind]));
    paragraph(to, c->found, columns);
    for (size_t i = 0; i < c->certificate_count; i++) {
        char memory[512];
        out words = {.data = memory, .capacity = sizeof memory - 1};

        say_certificate(&words, c, &c->certificates[i]);
        start_line(to, "");
        paragraph(to, &words, columns);
    }
    if (c->advice->size > 0) {
        start_line(to, "-> ");
        paragraph(to, c->advice, columns);
    }
}

static void string(out *to, const char *key, const char *text) {
    out_text(to, key);
    if (*text) {
        out_byte(to, '"');
        quote_masked(to, zimport_view_of(text), false, quote_json);
        out_byte(to, '"');
    } else {
        out_text(to, "null");
    }
}

#define KEY(name) ",\"" name "\":"

void check_print_json(out *to, const check *c) {
    string(to, "{\"check\":", names[c->kind]);
    string(to, KEY("result"), results[c->result]);
    out_text(to, KEY("exit"));
    out_number(to, (uint64_t)c->exit);
    string(to, KEY("found"), text_of(c->found));
    string(to, KEY("advice"), text_of(c->advice));
    if (c->kind == CHECK_TLS) {
        out_text(to, KEY("certificates") "[");
        for (size_t i = 0; i < c->certificate_count; i++) {
            const check_certificate *certificate = &c->certificates[i];

            string(to, &",{\"subject\":"[i == 0], certificate -> subject);
            string(to, KEY("issuer"), certificate->issuer);
            string(to, KEY("notAfter"), certificate->not_after);
            out_byte(to, '}');
        }
        out_byte(to, ']');
    }
    out_text(to, "}\n");
}
