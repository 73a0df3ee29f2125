/* SPDX-License-Identifier: Apache-2.0 */
/* Statuses, fields and framing around a body that is fine in itself. */
#define _POSIX_C_SOURCE 200809L
#include "jobs.h"

#include <stdio.h>
#include <string.h>

#define JSON_TYPE "Content-Type: application/json; charset=utf-8\r\n"

static void reply_complete(const struct ask *ask, unsigned status, struct reply *reply) {
    struct text body = {0};

    complete_body(ask, &body);
    reply_json(reply, status, &body);
    text_free(&body);
}

static const char *extra_fields(unsigned status) {
    if (status >= 300 && status < 400) {
        return "Location: https://elsewhere.example/moved\r\n";
    }
    return status == 429 || status == 503 ? "Retry-After: 1\r\n" : NULL;
}

static unsigned wanted_status(const struct ask *ask) {
    return ask->number >= 100 && ask->number <= 999 ? (unsigned)ask->number : 500;
}

/* 1xx, 204 and 304 end with the head. */
static bool reply_bodiless(unsigned status, struct reply *reply) {
    if (status >= 200 && status != 204 && status != 304) {
        return false;
    }
    reply_head(reply, status);
    text_add(&reply->bytes, "\r\n");
    return true;
}

void job_http(const struct ask *ask, struct reply *reply) {
    unsigned status = wanted_status(ask);
    struct text body = {0};

    if (reply_bodiless(status, reply)) {
        return;
    }
    if (status < 300) {
        reply_complete(ask, status, reply);
        return;
    }
    text_format(&body, "{\"code\":%u,\"message\":\"simulated HTTP status %u\"}", status, status);
    reply_whole(reply, status, "application/json; charset=utf-8", extra_fields(status), &body);
    text_free(&body);
}

void job_html(const struct ask *ask, struct reply *reply) {
    unsigned status = ask->number < 0 ? 502 : wanted_status(ask);
    struct text body = {0};

    if (reply_bodiless(status, reply)) {
        return;
    }
    text_format(&body,
                "<html>\r\n<head><title>%u</title></head>\r\n<body>\r\n<center><h1>%u</h1></center>\r\n"
                "<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n",
                status, status);
    reply_whole(reply, status, "text/html", extra_fields(status), &body);
    text_free(&body);
}

void job_redirect(const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    (void)ask;
    text_add(&body, "moved\n");
    reply_whole(reply, 302, "text/plain", extra_fields(302), &body);
    text_free(&body);
}

static bool is_early(const struct ask *ask) {
    return ask->job->asks <= (ask->number < 0 ? 1 : (unsigned long)ask->number);
}

void job_flaky(const struct ask *ask, struct reply *reply) {
    if (is_early(ask)) {
        reply_error(reply, 503, 503, "try again");
    } else {
        reply_complete(ask, 200, reply);
    }
}

static void reply_busy(const char *field, struct reply *reply) {
    struct text body = {0};

    text_add(&body, "{\"code\":429,\"message\":\"too many requests\"}");
    reply_whole(reply, 429, "application/json", field, &body);
    text_free(&body);
}

void job_busy(const struct ask *ask, struct reply *reply) {
    if (is_early(ask)) {
        reply_busy("Retry-After: 1\r\n", reply);
    } else {
        reply_complete(ask, 200, reply);
    }
}

void job_busy_date(const struct ask *ask, struct reply *reply) {
    char field[80];
    time_t then = time(NULL) + 2;
    struct tm parts;

    if (is_early(ask)) {
        strftime(field, sizeof field, "Retry-After: %a, %d %b %Y %H:%M:%S GMT\r\n", gmtime_r(&then, &parts));
        reply_busy(field, reply);
    } else {
        reply_complete(ask, 200, reply);
    }
}

static uint32_t crc32(const char *data, size_t len) {
    uint32_t crc = UINT32_MAX;
    size_t i;
    int bit;

    for (i = 0; i < len; i++) {
        crc ^= (unsigned char)data[i];
        for (bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? UINT32_C(0xEDB88320) : 0);
        }
    }
    return ~crc;
}

static void add_little_endian(struct text *out, uint32_t value, int bytes) {
    for (; bytes > 0; bytes--, value >>= 8) {
        char byte = (char)(value & 0xff);

        text_bytes(out, &byte, 1);
    }
}

/* A true gzip file, of one stored block. */
void job_gzip(const struct ask *ask, struct reply *reply) {
    struct text plain = {0};
    struct text body = {0};

    complete_body(ask, &plain);
    text_bytes(&body, "\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11);
    add_little_endian(&body, (uint32_t)plain.len, 2);
    add_little_endian(&body, ~(uint32_t)plain.len, 2);
    text_bytes(&body, plain.data, plain.len);
    add_little_endian(&body, crc32(plain.data, plain.len), 4);
    add_little_endian(&body, (uint32_t)plain.len, 4);
    reply_whole(reply, 200, "application/json", "Content-Encoding: gzip\r\n", &body);
    text_free(&plain);
    text_free(&body);
}

static void reply_until_close(const struct ask *ask, enum ending ending, struct reply *reply) {
    struct text body = {0};

    complete_body(ask, &body);
    reply->say_close = true;
    reply_head(reply, 200);
    text_add(&reply->bytes, JSON_TYPE "\r\n");
    text_bytes(&reply->bytes, body.data, body.len);
    reply->ending = ending;
    text_free(&body);
}

void job_close(const struct ask *ask, struct reply *reply) {
    reply_until_close(ask, ENDING_CLOSE, reply);
}

void job_unnotified(const struct ask *ask, struct reply *reply) {
    reply_until_close(ask, ENDING_CUT, reply);
}

/* Sizes of 1, 7, 2, 31 bytes and so on, in upper and lower case, with zeros in front, with extensions. */
static void write_chunks(struct text *out, const struct text *body, bool one_byte) {
    static const struct {
        size_t size;
        const char *zeros;
        const char *extension;
    } forms[] = {
        {1, "", ""},          {7, "000", ""},   {2, "", ";name=value"}, {31, "0", ";a;b=\"quo;ted \\\" text\""},
        {17, "", " ; c = d"}, {43, "", ";e=f"}, {171, "", ""},          {10, "", ""}};
    size_t at = 0;
    size_t i;

    for (i = 0; at < body->len; i = (i + 1) % (sizeof forms / sizeof forms[0])) {
        size_t size = one_byte ? 1 : forms[i].size;

        size = size < body->len - at ? size : body->len - at;
        text_add(out, one_byte ? "" : forms[i].zeros);
        text_format(out, i % 2 == 0 ? "%zx" : "%zX", size);
        text_format(out, "%s\r\n", one_byte ? "" : forms[i].extension);
        text_bytes(out, body->data + at, size);
        text_add(out, "\r\n");
        at += size;
    }
}

void job_chunked(const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    complete_body(ask, &body);
    reply_head(reply, 200);
    text_add(&reply->bytes, JSON_TYPE "transfer-encoding: Chunked\r\nTrailer: X-Checked\r\n\r\n");
    write_chunks(&reply->bytes, &body, ask->kind->text != NULL);
    text_add(&reply->bytes, ask->kind->text != NULL ? "0\r\n\r\n" : "00;last\r\nX-Checked: yes\r\nX-Other: \r\n\r\n");
    text_free(&body);
}

void job_interim(const struct ask *ask, struct reply *reply) {
    text_add(&reply->bytes, "HTTP/1.1 100 Continue\r\n\r\n"
                            "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nContent-Length: 5\r\n\r\n");
    reply_complete(ask, 200, reply);
}

/* What kind->text says: lengths that agree (=), differ (2), are too small (-), too large (+), or chunks too (c). */
void job_lengths(const struct ask *ask, struct reply *reply) {
    const char form = *ask->kind->text;
    struct text body = {0};
    size_t len;

    complete_body(ask, &body);
    len = form == '-' ? body.len - 20 : form == '+' ? body.len + 20 : body.len;
    reply_head(reply, 200);
    text_format(&reply->bytes, JSON_TYPE "Content-Length: %zu\r\n", len);
    if (form == '=' || form == '2') {
        text_format(&reply->bytes, "Content-Length: %zu\r\n", form == '=' ? len : len - 20);
    }
    text_add(&reply->bytes, form == 'c' ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
    if (form == 'c') {
        write_chunks(&reply->bytes, &body, false);
        text_add(&reply->bytes, "0\r\n\r\n");
    } else {
        text_bytes(&reply->bytes, body.data, body.len);
    }
    reply->ending = form == '+' ? ENDING_CLOSE : ENDING_KEEP;
    text_free(&body);
}
