/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/failure.h"

#include <string.h>

#include "cli/output/failure_reply.h"
#include "cli/settings/built.h"
#include "cli/text/errors.h"
#include "cli/text/quote.h"
#include "cli/text/units.h"
#include "zimport/mbedtls.h"
#include "zimport/posix.h"

/* Bytes of the server's text in an error line. */
#define MESSAGE_MOST 400

static const char key_advice[] = "check the API key (ZILLIZ_API_KEY or --token-file)";

static const char *const advices[ZIMPORT_STATUS_COUNT] = {
    [ZIMPORT_NO_ADDRESS] = "check the region or endpoint",
    [ZIMPORT_NO_NAME] = "check the region or endpoint, and this machine's name servers",
    [ZIMPORT_NAME_FAILED] = "try again later, or check the name servers in /etc/resolv.conf",
    [ZIMPORT_NO_CONNECTION] = "check the endpoint and its port, and this machine's network",
#if BUILT_HTTP_PROXY
    [ZIMPORT_PROXY_FAILED] = "check the endpoint and the proxy, or bypass it with NO_PROXY or --proxy ''",
    [ZIMPORT_PROXY_REFUSED] = "check what the proxy allows, or bypass it with NO_PROXY or --proxy ''",
#endif
    [ZIMPORT_LOST] = "try again later, or raise --retry",
    [ZIMPORT_CONNECT_TIMEOUT] = "check the network, or raise --connect-timeout",
    [ZIMPORT_IDLE_TIMEOUT] = "try again later, or raise --max-time",
    [ZIMPORT_TOTAL_TIMEOUT] = "try again later, or raise --max-time",
    [ZIMPORT_TLS_UNTRUSTED] = "if this is the right server, give its authority's certificate with --cacert",
    [ZIMPORT_TLS_WRONG_HOST] = "check the host name of the endpoint",
    [ZIMPORT_TLS_WEAK] = "the server needs another one",
#if BUILT_PIN
    [ZIMPORT_TLS_PIN] = "if that is right, give it with --pin",
#endif
    [ZIMPORT_TLS_NO_COMMON] = "this program wants ECDHE and AES-GCM; compare --tls-min with what the server offers",
#if BUILT_CLIENT_CERTIFICATE
    [ZIMPORT_TLS_CLIENT_CERT] = "give one that the server accepts with --cert and --key",
#else
    [ZIMPORT_TLS_CLIENT_CERT] = "this program was built without client certificates",
#endif
    [ZIMPORT_TLS_NO_TRUST] = "this machine has no bundle of them; give a PEM file with --cacert",
    [ZIMPORT_TLS_ABSENT] = "check that this port speaks TLS, or give the endpoint with http://",
    [ZIMPORT_TLS_ALERT] = "check the endpoint; the server's log may say more",
    [ZIMPORT_TLS_LIMIT] = "the server must send fewer certificates, or fewer names",
    [ZIMPORT_HTTP_SYNTAX] = failure_api_advice,
    [ZIMPORT_HTTP_FRAMING] = failure_api_advice,
    [ZIMPORT_HTTP_LIMIT] = failure_api_advice,
    [ZIMPORT_HTTP_ENCODING] = failure_api_advice,
    [ZIMPORT_JSON_SYNTAX] = failure_api_advice,
    [ZIMPORT_JSON_DEPTH] = failure_api_advice,
    [ZIMPORT_JSON_EARLY] = failure_api_advice,
    [ZIMPORT_REPLY_NO_CODE] = failure_api_advice,
    [ZIMPORT_REPLY_NO_DATA] = "check the ids that were given",
    [ZIMPORT_REPLY_TYPE] = failure_api_advice,
    [ZIMPORT_REPLY_OTHER_JOB] = failure_api_advice,
    [ZIMPORT_UNAUTHORIZED] = key_advice,
    [ZIMPORT_NOT_FOUND] = "check the job id, and that the job belongs to this cluster",
    [ZIMPORT_REDIRECTED] = "redirects are not followed; if it is right, give its scheme and host as --endpoint",
    [ZIMPORT_BUSY] = "try again later",
};

void failure_peer(out *to, const zimport_origin *origin) {
    bool brackets = strchr(origin->host, ':') != NULL;

    out_text(to, brackets ? "[" : "");
    out_text(to, origin->host);
    out_text(to, brackets ? "]:" : ":");
    out_number(to, origin->port);
}

/* Of a key, not of a grammar. */
static bool mentions_token(zimport_view text) {
    bool grammar = false;

    for (; text.size >= 5; text.data++, text.size--) {
        if (zimport_view_is_nocase((zimport_view){text.data, 5}, "token")) {
            /* A tokenizer is not an API token. */
            return !grammar && (text.size < 6 || (text.data[5] | 0x20) != 'i');
        }
        grammar |= memcmp(text.data, "xpect", 5) == 0;
    }
    return false;
}

static void say_within(out *to, const char *what, uint64_t ms) {
    out_text(to, what);
    out_text(to, " within ");
    units_seconds(to, ms);
    out_text(to, " s");
}

#define HAS_PROXY(f) (BUILT_HTTP_PROXY && (f)->proxy)

static void say_place(out *to, const failure *f, const char *words) {
    out_text(to, words);
    out_text(to, HAS_PROXY(f) ? "the proxy " : "");
    out_text(to, *f->address ? f->address : HAS_PROXY(f) ? f->proxy->host : f->origin->host);
}

static void say_timeout(out *to, const failure *f) {
    uint64_t ms = f->status == ZIMPORT_CONNECT_TIMEOUT ? f->connect_ms : f->total_ms;

    if (f->stage == ZIMPORT_AT_RESOLVING) {
        say_within(to, "the name service did not answer", ms);
    } else if (BUILT_HTTP_PROXY && f->stage == ZIMPORT_AT_PROXY) {
        say_within(to, "the proxy did not answer", ms);
    } else if (f->stage == ZIMPORT_AT_TLS) {
        say_within(to, "the TLS handshake did not end", ms);
    } else if (f->stage == ZIMPORT_AT_SENDING) {
        say_within(to, "the request could not be sent", ms);
    } else if (f->stage == ZIMPORT_AT_READING) {
        say_within(to, failure_is_silent(f) ? "no reply" : "no complete reply", ms);
    } else {
        say_place(to, f, "no connection to ");
        say_within(to, "", ms);
    }
}

static void say_no_address(out *to, const failure *f) {
    out_text(to, HAS_PROXY(f) ? "looking up the proxy: " : "");
    if (f->status == ZIMPORT_NO_ADDRESS && f->family) {
        out_text(to, f->family == ZIMPORT_POSIX_IPV4 ? "no IPv4 address" : "no IPv6 address");
    } else {
        out_text(to, zimport_status_text(f->status));
    }
}

static void say_proxy(out *to, const failure *f) {
    out_text(to, "the proxy");
    if (f->proxy) {
        out_byte(to, ' ');
        failure_peer(to, f->proxy);
    }
    out_text(to, f->status == ZIMPORT_PROXY_REFUSED ? " refuses"
                 : f->detail > 0                    ? " gets no connection"
                                                    : " does not answer like an HTTP proxy");
}

static void say_status(out *to, const failure *f) {
    switch (f->status) {
    case ZIMPORT_NO_ADDRESS:
    case ZIMPORT_NO_NAME:
    case ZIMPORT_NAME_FAILED:
        say_no_address(to, f);
        break;
    case ZIMPORT_NO_CONNECTION:
        say_place(to, f, "cannot connect to ");
        break;
    case ZIMPORT_PROXY_FAILED:
    case ZIMPORT_PROXY_REFUSED:
        if (BUILT_HTTP_PROXY) {
            say_proxy(to, f);
        }
        break;
    case ZIMPORT_CONNECT_TIMEOUT:
    case ZIMPORT_IDLE_TIMEOUT:
    case ZIMPORT_TOTAL_TIMEOUT:
        say_timeout(to, f);
        break;
    case ZIMPORT_BUSY:
    case ZIMPORT_REFUSED:
        out_text(to, trouble_words(f->status, f->answer));
        break;
    default:
        failure_tls(to, f);
        break;
    }
}

const char *failure_stage(zimport_stage stage) {
    static const char *const names[] = {
        [ZIMPORT_AT_NOTHING] = "",
        [ZIMPORT_AT_RESOLVING] = " while looking up the name",
        [ZIMPORT_AT_CONNECTING] = " while connecting",
        [ZIMPORT_AT_PROXY] = BUILT_HTTP_PROXY ? " while asking the proxy" : "",
        [ZIMPORT_AT_TLS] = " during the TLS handshake",
        [ZIMPORT_AT_SENDING] = " while sending the request",
        [ZIMPORT_AT_READING] = " before the reply was complete",
        [ZIMPORT_AT_DECODING] = "",
    };

    return (size_t)stage < sizeof names / sizeof names[0] ? names[stage] : "";
}

void failure_detail(out *to, zimport_status status, int32_t detail) {
    bool is_timeout = status >= ZIMPORT_CONNECT_TIMEOUT && status <= ZIMPORT_TOTAL_TIMEOUT;

    if (detail > 0 && status >= ZIMPORT_TLS_UNTRUSTED && status <= ZIMPORT_TLS_FAILED) {
        failure_tls_detail(to, status, detail);
    } else if (detail < 0) {
        out_text(to, " (mbedTLS ");
        out_hex(to, detail);
        out_byte(to, ')');
    } else if (BUILT_HTTP_PROXY && detail > 0 && (status == ZIMPORT_PROXY_FAILED || status == ZIMPORT_PROXY_REFUSED)) {
        out_text(to, " (HTTP ");
        out_number(to, (uint64_t)detail);
        out_byte(to, ')');
    } else if (detail > 0 && !is_timeout) {
        out_text(to, ": ");
        out_text(to, error_words(detail));
    }
}

static void say_codes(out *to, const failure *f) {
    const zimport_answer *answer = f->answer;
    bool said = f->status == ZIMPORT_PROXY_FAILED || f->status == ZIMPORT_PROXY_REFUSED; /* as the detail */

    if (!answer || !answer->http_status || said) {
        return;
    }
    out_text(to, " (HTTP ");
    out_number(to, answer->http_status);
    /* A code of success next to an error would confuse. */
    if (answer->has_code && answer->code != 0 && answer->code != 200) {
        out_text(to, answer->code < 0 ? ", code -" : ", code ");
        out_number(to, answer->code < 0 ? 0 - (uint64_t)answer->code : (uint64_t)answer->code);
    }
    out_byte(to, ')');
}

static void say_beginning(out *to, const failure *f) {
    if (f->reply_start && *f->reply_start > ' ') {
        out_text(to, ": it begins with '");
        quote_short(to, (zimport_view){f->reply_start, strcspn(f->reply_start, "\r\n")}, false, 60);
        out_byte(to, '\'');
    }
}

static void say_words(out *to, const failure *f) {
    const failure_hint *hint = failure_reply(f);

    if (f->words || (hint && hint->words)) {
        out_text(to, f->words ? f->words : hint->words);
        return;
    }
    say_status(to, f);
    if (f->status == ZIMPORT_HTTP_SYNTAX) {
        say_beginning(to, f);
    } else if (f->status == ZIMPORT_LOST) {
        out_text(to, f->stage == ZIMPORT_AT_READING && failure_is_silent(f) ? " before any reply"
                                                                            : failure_stage(f->stage));
    }
}

void failure_what(out *to, const failure *f) {
    say_words(to, f);
    failure_detail(to, f->status, f->detail);
    say_codes(to, f);
    if (failure_has_message(f)) {
        out_text(to, f->status == ZIMPORT_REDIRECTED ? ": to '" : ": '");
        quote_short(to, zimport_text_view(&f->answer->message), f->answer->message.cut, MESSAGE_MOST);
        out_byte(to, '\'');
    }
}

/* A proxy says so in its reply to CONNECT, or to the request itself. */
static bool wants_credentials(const failure *f) {
    int32_t status = f->answer && f->answer->http_status ? f->answer->http_status : f->detail;

    return status == 401 || status == 407;
}

const char failure_again[] = "it may have been started all the same: start it again with --idempotency-key ";
const char failure_unknown[] =
    "it may have been started all the same: look for it with zimport list before you start it again";

static const char *special_advice(const failure *f) {
    bool no_answer =
        f->status == ZIMPORT_REPLY_NO_CODE || f->status == ZIMPORT_REPLY_NO_DATA || f->status == ZIMPORT_REFUSED;

    if (f->status == ZIMPORT_TLS_NO_TRUST && f->words) {
        return "fix that, or give a PEM file with --cacert";
    }
    if (f->status == ZIMPORT_NO_ADDRESS && f->family) {
        return f->family == ZIMPORT_POSIX_IPV4 ? "leave out -4" : "leave out -6";
    }
    if (HAS_PROXY(f) && (f->status == ZIMPORT_NO_ADDRESS || f->status == ZIMPORT_NO_NAME ||
                         f->status == ZIMPORT_NO_CONNECTION || (f->status == ZIMPORT_PROXY_FAILED && f->detail == 0))) {
        return "check the proxy's URL, and that it is up";
    }
    if (no_answer && failure_has_message(f) && mentions_token(zimport_text_view(&f->answer->message))) {
        return BUILT_START && f->starting ? "check the API key, and the keys of the object store" : key_advice;
    }
    if ((BUILT_START || BUILT_DECIDING) && f->uncertain) {
        return BUILT_START && f->key           ? failure_again
               : BUILT_DECIDING && f->deciding ? "it may have been committed; it is safe to try again"
               : BUILT_START                   ? failure_unknown
                                               : NULL;
    }
    if (f->status == ZIMPORT_REFUSED && f->answer && f->answer->http_status > 500) {
        return trouble_advice(f->answer);
    }
    if (BUILT_HTTP_PROXY && f->status == ZIMPORT_PROXY_REFUSED && wants_credentials(f)) {
        return "give the right USER:PASSWORD@ in the proxy's URL";
    }
    if (f->status == ZIMPORT_CONNECT_TIMEOUT && f->stage == ZIMPORT_AT_RESOLVING) {
        return "check this machine's name service, or raise --connect-timeout";
    }
    if (HAS_PROXY(f) && f->status == ZIMPORT_CONNECT_TIMEOUT && f->stage != ZIMPORT_AT_TLS) {
        return "check the proxy, or raise --connect-timeout";
    }
    return failure_answer_advice(f);
}

/* Milvus has 65535 for everything unexpected: next to 401 and 403 it says nothing. */
static const char *code_advice(const failure *f) {
    bool vague = f->status == ZIMPORT_UNAUTHORIZED && f->answer && f->answer->code == 65535;
    const char *words = BUILT_V1 && (!BUILT_POSTED || f->dialect == &zimport_v1)   ? zimport_v1_words
                        : BUILT_V2 && (!BUILT_MILVUS || f->dialect == &zimport_v2) ? zimport_v2_words
                                                                                   : zimport_milvus_words;

    return f->answer && !f->uncertain && !vague ? zimport_code_advice(f->answer, words) : NULL;
}

static const char *advice_for(const failure *f) {
    const failure_hint *hint = f->uncertain ? NULL : failure_reply(f);
    const char *special = special_advice(f);
    const char *about_code = code_advice(f);

    if (f->advice) {
        return f->advice;
    }
    if (hint && hint->advice) {
        return hint->advice;
    }
    if (about_code) {
        return about_code;
    }
    if (special) {
        return special;
    }
    return (unsigned)f->status < ZIMPORT_STATUS_COUNT ? advices[f->status] : NULL;
}

void failure_advice(out *to, const failure *f) {
    const char *advice = advice_for(f);

    if (f->status >= ZIMPORT_TLS_EXPIRED && f->status <= ZIMPORT_TLS_CLOCK) {
        failure_clock(to, f);
    } else if (advice && *advice) {
        out_text(to, "; ");
        out_text(to, advice);
        out_text(to, BUILT_START && advice == failure_again ? f->key : "");
    }
}

void failure_line(out *to, const failure *f) {
    out_text(to, BUILT_START && f->starting ? "starting an import at " : "asking ");
    failure_peer(to, f->origin);
    out_text(to, f->doing ? f->doing : f->job.size > 0 ? " about " : "");
    out_view(to, f->job);
    out_text(to, ": ");
    failure_what(to, f);
    if (f->tries > 1) {
        out_text(to, ", after ");
        out_number(to, f->tries);
        out_text(to, " tries");
    }
    failure_advice(to, f);
}

void failure_message(out *to, const failure *f, void (*quote)(out *, zimport_view)) {
    char memory[1024];
    out words = {.data = memory, .capacity = sizeof memory};

    if (failure_has_message(f) && f->status != ZIMPORT_REDIRECTED) {
        quote_masked(to, zimport_text_view(&f->answer->message), f->answer->message.cut, quote);
        return;
    }
    failure_what(&words, f);
    quote(to, (zimport_view){words.data, words.size});
}
