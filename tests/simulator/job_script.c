/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs whose id says what happens: job-script-SERIAL_STEP_STEP and so on. Each request takes the next step, and the
 * last one repeats. A step is words with "-" between them, listed in the table below; without a word the job is
 * complete. job-script-7_http503-after2_rst40_p2500-chunked is busy, then breaks off after 40 bytes, then is at 25
 * %. */
#define _POSIX_C_SOURCE 200809L
#include "jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0: the word has no number; -1: it is not there. */
struct step {
    long done, failed, rows, pretty, other, code, http, after, date, control, early;
    long chunked, until, say, interim;
    long bye, rude, idle, late, extra, slow;
    long fin, rst, stall, notify, raw, garbage, next;
};

static const struct {
    const char *name;
    size_t place;
} words[] = {
    {"p", offsetof(struct step, done)},          /* so many hundredths of a percent */
    {"failed", offsetof(struct step, failed)},   /* with an errorMessage */
    {"rows", offsetof(struct step, rows)},       /* so many file rows */
    {"pretty", offsetof(struct step, pretty)},   /* white space wherever it may be */
    {"other", offsetof(struct step, other)},     /* about another job */
    {"code", offsetof(struct step, code)},       /* that service code, and no data */
    {"http", offsetof(struct step, http)},       /* that HTTP status */
    {"after", offsetof(struct step, after)},     /* Retry-After in seconds */
    {"date", offsetof(struct step, date)},       /* the same as a date */
    {"control", offsetof(struct step, control)}, /* a control character somewhere in the JSON */
    {"early", offsetof(struct step, early)},     /* the JSON ends somewhere before its end */
    {"chunked", offsetof(struct step, chunked)}, /* in chunks */
    {"until", offsetof(struct step, until)},     /* the body ends with the connection */
    {"say", offsetof(struct step, say)},         /* Connection: close */
    {"interim", offsetof(struct step, interim)}, /* a 103 in front */
    {"bye", offsetof(struct step, bye)},         /* the connection is closed behind it */
    {"rude", offsetof(struct step, rude)},       /* the same, without close_notify */
    {"idle", offsetof(struct step, idle)},       /* the same, when so many milliseconds brought no request */
    {"late", offsetof(struct step, late)},       /* after so many milliseconds more, bytes that belong to no reply */
    {"extra", offsetof(struct step, extra)},     /* so many bytes behind the reply that do not belong to it */
    {"slow", offsetof(struct step, slow)},       /* so many bytes a millisecond */
    {"fin", offsetof(struct step, fin)},         /* ends somewhere in the reply; without close_notify */
    {"rst", offsetof(struct step, rst)},         /* the same by a TCP reset */
    {"stall", offsetof(struct step, stall)},     /* the same, but the connection stays open */
    {"notify", offsetof(struct step, notify)},   /* the same, but with close_notify */
    {"raw", offsetof(struct step, raw)},         /* ends in so many bytes of TLS, or behind it */
    {"garbage", offsetof(struct step, garbage)}, /* so many random bytes, in place of a reply */
    {"next", offsetof(struct step, next)},       /* the next connection ends after so many bytes of handshake */
};

enum { WORDS = sizeof words / sizeof words[0], WORD_MAX = 24 };

static void read_word(struct step *step, const char *word, size_t len) {
    char *place = (char *)step;
    size_t name = strcspn(word, "0123456789_-");
    size_t i;

    for (i = 0; i < WORDS && len < WORD_MAX; i++) {
        if (strlen(words[i].name) == name && memcmp(words[i].name, word, name) == 0) {
            *(long *)(void *)(place + words[i].place) = strtol(word + name, NULL, 10);
        }
    }
}

static void read_step(struct step *step, const char *text) {
    size_t i;

    for (i = 0; i < WORDS; i++) {
        *(long *)(void *)((char *)step + words[i].place) = -1;
    }
    while (*text != '\0' && *text != '_') {
        size_t len = strcspn(text, "_-");

        read_word(step, text, len);
        text += len + (text[len] == '-');
    }
}

/* After its _. */
static const char *find_step(const struct ask *ask) {
    const char *text = strchr(ask->rest, '_');
    unsigned long i;

    if (text == NULL) {
        return "";
    }
    for (i = 1; i < ask->job->asks && strchr(text + 1, '_') != NULL; i++) {
        text = strchr(text + 1, '_');
    }
    return text + 1;
}

static void write_rows(struct text *body, const struct ask *ask, long rows) {
    long i;

    for (i = 0; i < rows; i++) {
        text_format(body,
                    "%s{\"fileName\":\"s3://soak/%ld/part-%05ld.parquet\",\"fileSize\":%ld,\"readyPercentage\":1,"
                    "\"completeTime\":\"2024-02-03T04:05:06Z\",\"errorMessage\":null}",
                    i > 0 ? "," : "", ask->number, i, ask->number + i * 3);
    }
}

/* The size tells the answers of one job apart. */
static void write_answer(struct text *body, const struct ask *ask, const struct step *step) {
    long done = step->done < 0 || step->done > 10000 ? 10000 : step->done;

    text_format(body,
                "{\"code\":200,\"data\":{\"collectionName\":\"soak\",\"fileName\":\"s3://soak/%ld/\","
                "\"fileSize\":%ld,\"readyPercentage\":",
                ask->number, ask->number * 100 + (long)ask->job->asks);
    write_fraction(body, (unsigned)done);
    text_format(body, ",\"completeTime\":%s,\"errorMessage\":", done == 10000 ? "\"2024-02-03T04:05:06Z\"" : "null");
    if (step->failed >= 0) {
        text_format(body, "\"row %ld: wrong vector dimension\"", ask->number);
    } else {
        text_add(body, "null");
    }
    text_format(body, ",\"jobId\":\"%s%s\",\"details\":[", ask->job->id, step->other >= 0 ? "0" : "");
    write_rows(body, ask, step->rows);
    text_add(body, "]}}");
}

static void write_error(struct text *body, const struct ask *ask, const struct step *step) {
    text_format(body, "{\"code\":%ld,\"message\":\"as job %ld wants it\"}", step->code >= 0 ? step->code : step->http,
                ask->number);
}

/* No text in these bodies has a quote of its own. */
static void spread(struct text *body) {
    struct text spread = {0};
    bool in_text = false;
    size_t i;

    text_add(&spread, "\r\n ");
    for (i = 0; i < body->len; i++) {
        char c = body->data[i];

        in_text ^= c == '"';
        text_add(&spread, !in_text && (c == '}' || c == ']') ? "\n\t" : "");
        text_bytes(&spread, &c, 1);
        text_add(&spread, in_text ? "" : c == ':' ? "  " : c == ',' || c == '{' || c == '[' ? "\r\n \t" : "");
    }
    text_add(&spread, " \r\n");
    text_free(body);
    *body = spread;
}

static void write_body(struct text *body, const struct ask *ask, const struct step *step) {
    if (step->code >= 0 || step->http >= 300) {
        write_error(body, ask, step);
    } else {
        write_answer(body, ask, step);
    }
    if (step->pretty >= 0) {
        spread(body);
    }
    if (step->control >= 0) {
        body->data[(size_t)step->control % body->len] = '\x01';
    }
    if (step->early >= 0) {
        body->len = (size_t)step->early % body->len;
    }
}

static void write_head(const struct ask *ask, const struct step *step, struct reply *reply) {
    time_t then = time(NULL) + step->date;
    char date[40];
    struct tm parts;

    (void)ask;
    if (step->interim >= 0) {
        text_add(&reply->bytes, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
    }
    reply->say_close = step->say >= 0;
    reply_head(reply, step->http < 200 ? 200 : (unsigned)step->http);
    text_add(&reply->bytes, "Content-Type: application/json\r\n");
    if (step->http >= 300 && step->http < 400) {
        text_add(&reply->bytes, "Location: https://elsewhere.example/moved\r\n");
    }
    if (step->after >= 0) {
        text_format(&reply->bytes, "Retry-After: %ld\r\n", step->after);
    }
    if (step->date >= 0) {
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &parts));
        text_format(&reply->bytes, "Retry-After: %s\r\n", date);
    }
}

/* Mostly small ones. */
static void write_chunks(const struct ask *ask, const struct text *body, struct text *out) {
    size_t at = 0;

    while (at < body->len) {
        uint64_t random = simulator_random(ask->sim) >> 20;
        size_t size = 1 + (size_t)(random >> 8) % ((random & 3) == 0 ? 5000 : 100);

        size = size < body->len - at ? size : body->len - at;
        text_format(out, (random & 4) != 0 ? "%zx\r\n" : "00%zX;name=value\r\n", size);
        text_bytes(out, body->data + at, size);
        text_add(out, "\r\n");
        at += size;
    }
    text_add(out, "0\r\nX-Trailer: none\r\n\r\n");
}

static void write_random(const struct ask *ask, long count, struct text *out) {
    for (; count > 0; count--) {
        char byte = (char)(simulator_random(ask->sim) >> 32);

        text_bytes(out, &byte, 1);
    }
}

static void write_whole(const struct ask *ask, const struct step *step, struct reply *reply) {
    struct text body = {0};

    write_body(&body, ask, step);
    write_head(ask, step, reply);
    if (step->chunked >= 0) {
        text_add(&reply->bytes, "Transfer-Encoding: chunked\r\n\r\n");
        write_chunks(ask, &body, &reply->bytes);
    } else {
        if (step->until < 0) {
            text_format(&reply->bytes, "Content-Length: %zu\r\n", body.len);
        }
        text_add(&reply->bytes, "\r\n");
        text_bytes(&reply->bytes, body.data, body.len);
    }
    text_free(&body);
}

static void choose_ending(const struct step *step, struct reply *reply) {
    if (step->rude >= 0 || step->garbage >= 0) {
        reply->ending = ENDING_CUT;
    } else if (step->bye >= 0 || step->until >= 0 || step->say >= 0) {
        reply->ending = ENDING_CLOSE;
    }
    reply->unasked = step->late >= 0;
    if (step->idle >= 0 || step->late >= 0) {
        reply->idle = (unsigned long)(step->late >= 0 ? step->late : step->idle) + 1;
    }
}

static void choose_fault(const struct step *step, struct reply *reply) {
    const struct {
        long place;
        enum ending ending;
    } faults[] = {
        {step->fin, ENDING_CUT}, {step->rst, ENDING_RESET}, {step->stall, ENDING_HANG}, {step->notify, ENDING_CLOSE}};
    size_t i;

    for (i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (faults[i].place >= 0) {
            reply->cut = (uint64_t)faults[i].place % reply->bytes.len;
            reply->ending = faults[i].ending;
        }
    }
}

void job_script(const struct ask *ask, struct reply *reply) {
    struct step step;

    read_step(&step, find_step(ask));
    if (step.garbage >= 0) {
        write_random(ask, step.garbage, &reply->bytes);
    } else {
        write_whole(ask, &step, reply);
    }
    choose_ending(&step, reply);
    choose_fault(&step, reply);
    if (step.extra > 0) {
        write_random(ask, step.extra, &reply->bytes);
    }
    if (step.slow > 0) {
        reply->pace = 1;
        reply->piece = (size_t)step.slow;
    }
    if (step.raw >= 0) {
        reply->raw = (size_t)step.raw;
        reply->ending = ENDING_CUT;
    }
    if (step.next >= 0) {
        ask->sim->next_raw = (size_t)step.next;
    }
}
