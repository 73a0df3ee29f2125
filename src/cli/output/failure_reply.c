/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/failure_reply.h"

#include <string.h>

#include "cli/settings/built.h"

/* Higher codes are not Milvus's, which end at 10,001, and 65,535 for anything unexpected. */
#define CLOUD_CODES 65536

const char failure_api_advice[] = "check that the endpoint is the service's API, and not something in between";
static const char https_advice[] = "give the endpoint with https://";

static const failure_hint hints[] = {
    {"the port speaks HTTP/2, as gRPC does",
     BUILT_MILVUS ? "give that of the REST API (Milvus: proxy.http.port)" : "give that of the REST API"},
    {"the port speaks TLS", https_advice},
    {"the port expects TLS", https_advice},
    {"the reply is not valid HTTP", NULL},
    {NULL, "check the endpoint and its port"},
    {NULL, "check the endpoint and its port, and whether it needs https://"},
    {"the reply is empty", NULL},
    {"the reply is a web page, not JSON", NULL},
};

/* In the order of the hints. */
enum { HTTP2, TLS, WANTS_TLS, RULES, PORT, PLAIN_PORT, EMPTY, PAGE };

/* Not if the reply broke off. */
bool failure_has_message(const failure *f) {
    return f->status >= ZIMPORT_REPLY_NO_CODE && f->status < ZIMPORT_ABORTED && f->answer &&
           f->answer->message.size > 0;
}

bool failure_is_silent(const failure *f) {
    return f->reply_start && f->reply_start[0] == '\0' && f->reply_start[3] == '\0';
}

static const char *find(const char *text, const char *word) {
    size_t size = strlen(word);

    while (*text && strncmp(text, word, size) != 0) {
        text++;
    }
    return text;
}

/* How Go and Caddy, nginx and load balancers, Apache and Tomcat answer plain HTTP on a TLS port. */
static bool wants_tls(const char *start) {
    return *find(start, " HTTPS server") || *find(start, " HTTPS port") || *find(start, "SSL-enabled") ||
           *find(start, "requires TLS");
}

const char *failure_body(const char *start) {
    const char *end = find(start, "\r\n\r\n");

    return *end ? end + 4 : start; /* the head came before */
}

static bool is_page(const failure *f) {
    const char *body = failure_body(f->reply_start ? f->reply_start : "");

    body += strcspn(body, "<{[");
    return body[0] == '<' && body[1] != '?';
}

/* An HTTP/2 frame begins with its size in three bytes and its type, SETTINGS or GOAWAY (RFC 9113); a TLS record with
 * its type and a version. */
static int about_syntax(const char *start) {
    if (start[0] == '\0' && (start[3] == 4 || start[3] == 7)) {
        return HTTP2;
    }
    if (start[0] >= 0x14 && start[0] <= 0x17 && start[1] == 3) {
        return TLS;
    }
    return strncmp(start, "HTTP/1.", 7) == 0 ? RULES : PORT;
}

const failure_hint *failure_reply(const failure *f) {
    bool json = f->status == ZIMPORT_JSON_SYNTAX || f->status == ZIMPORT_JSON_EARLY;
    int which = -1;

    if (!f->reply_start) {
        return NULL;
    }
    if (f->status == ZIMPORT_HTTP_SYNTAX) {
        which = about_syntax(f->reply_start);
    } else if (f->status == ZIMPORT_LOST && !f->origin->tls && failure_is_silent(f)) {
        which = PLAIN_PORT;
    } else if (f->status == ZIMPORT_REFUSED && !f->origin->tls && f->answer->http_status == 400 &&
               wants_tls(f->reply_start)) {
        which = WANTS_TLS;
    } else if (f->status == ZIMPORT_JSON_EARLY && f->body == 0) {
        which = EMPTY;
    } else if (json && is_page(f)) {
        which = PAGE;
    }
    return which < 0 ? NULL : &hints[which];
}

static const char *refused_advice(const failure *f) {
    const zimport_answer *answer = f->answer;

    if (!answer) {
        return NULL;
    }
    if (answer->http_status == 404) {
        return BUILT_DECIDING && f->deciding ? "only Zilliz Cloud v2 and Milvus 3.0 can do that"
               : f->job.size > 0             ? "check --api and the endpoint, or give the path with --path"
                                             : "check --api and the endpoint";
    }
    if (!answer->has_code) {
        return failure_api_advice;
    }
    if (BUILT_MILVUS && answer->code >= CLOUD_CODES && f->dialect == &zimport_milvus) {
        return "this code is Zilliz Cloud's: check --api and the endpoint";
    }
    return BUILT_DECIDING && f->deciding ? "the job must be Uncommitted, and started with auto_commit=false"
           : BUILT_START && f->starting  ? "check the collection, the files and the options"
                                         : NULL;
}

const char *failure_answer_advice(const failure *f) {
    bool cluster = !f->dialect || f->dialect->cluster_required;

    switch (f->status) {
    case ZIMPORT_UNAUTHORIZED:
        if (is_page(f)) {
            return "check the API key, and what stands in front of the service";
        }
        return BUILT_POSTED && f->answer && f->answer->http_status == 403 && f->dialect && f->dialect->databases &&
                       !f->database
                   ? "or the database's name is missing: give it with --db"
                   : NULL;
    case ZIMPORT_NOT_FOUND:
    case ZIMPORT_REPLY_NO_DATA:
        return cluster ? NULL : f->job.size > 0 ? "check the job id" : failure_api_advice;
    case ZIMPORT_REDIRECTED:
        return failure_has_message(f) ? NULL : failure_api_advice;
    case ZIMPORT_REFUSED:
        return refused_advice(f);
    default:
        return NULL;
    }
}
