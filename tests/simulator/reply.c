/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <stdio.h>
#include <string.h>

void reply_init(struct reply *reply) {
    memset(reply, 0, sizeof *reply);
    reply->cut = UINT64_MAX;
    reply->raw = SIZE_MAX;
    reply->piece = 1;
}

void reply_free(struct reply *reply) {
    text_free(&reply->bytes);
    text_free(&reply->tail);
}

static const char *reason(unsigned status) {
    static const struct {
        unsigned status;
        const char *reason;
    } reasons[] = {{100, "Continue"},
                   {103, "Early Hints"},
                   {200, "OK"},
                   {204, "No Content"},
                   {301, "Moved Permanently"},
                   {302, "Found"},
                   {307, "Temporary Redirect"},
                   {308, "Permanent Redirect"},
                   {400, "Bad Request"},
                   {401, "Unauthorized"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {407, "Proxy Authentication Required"},
                   {408, "Request Timeout"},
                   {429, "Too Many Requests"},
                   {500, "Internal Server Error"},
                   {502, "Bad Gateway"},
                   {503, "Service Unavailable"},
                   {504, "Gateway Timeout"}};
    size_t i;

    for (i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return ""; /* which RFC 9112 allows */
}

void reply_head(struct reply *reply, unsigned status) {
    char date[64];
    time_t now = time(NULL);
    struct tm parts;

    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
    text_format(&reply->bytes, "HTTP/1.1 %u %s\r\nDate: %s\r\nServer: simulator\r\n", status, reason(status), date);
    if (reply->say_close) {
        text_add(&reply->bytes, "Connection: close\r\n");
    }
}

void reply_whole(struct reply *reply, unsigned status, const char *type, const char *extra, const struct text *body) {
    reply_head(reply, status);
    text_format(&reply->bytes, "Content-Type: %s\r\n%sContent-Length: %zu\r\n\r\n", type, extra != NULL ? extra : "",
                body->len);
    text_bytes(&reply->bytes, body->data, body->len);
}

void reply_json(struct reply *reply, unsigned status, const struct text *body) {
    reply_whole(reply, status, "application/json; charset=utf-8", NULL, body);
}

void reply_error(struct reply *reply, unsigned status, long code, const char *message) {
    struct text body = {0};

    text_format(&body, "{\"code\":%ld,\"message\":", code);
    text_quoted(&body, message);
    text_add(&body, "}");
    reply_json(reply, status, &body);
    text_free(&body);
}

void reply_refuse(struct simulator *sim, struct reply *reply, const char *fault) {
    sim->counters.bad++;
    reply_error(reply, 400, 80000, fault);
    reply->ending = ENDING_CLOSE;
}
