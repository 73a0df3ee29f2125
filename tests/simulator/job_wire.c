/* SPDX-License-Identifier: Apache-2.0 */
/* Time, ends at the wrong place, and replies that never end. */
#include "jobs.h"

#include <string.h>

static void reply_complete(const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    complete_body(ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

static unsigned long wanted(const struct ask *ask, unsigned long otherwise) {
    return ask->number < 0 ? otherwise : (unsigned long)ask->number;
}

void job_slow(const struct ask *ask, struct reply *reply) {
    reply_complete(ask, reply);
    reply->delay = wanted(ask, 1000);
}

void job_dribble(const struct ask *ask, struct reply *reply) {
    reply_complete(ask, reply);
    reply->pace = wanted(ask, 20);
}

void job_stall(const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    complete_body(ask, &body);
    reply_json(reply, 200, &body);
    reply->cut = reply->bytes.len - body.len / 2;
    text_free(&body);
    reply->ending = ENDING_HANG;
}

void job_cut(const struct ask *ask, struct reply *reply) {
    reply_complete(ask, reply);
    reply->cut = wanted(ask, 100);
    reply->ending = ENDING_CUT;
}

void job_reset(const struct ask *ask, struct reply *reply) {
    reply_complete(ask, reply);
    reply->cut = wanted(ask, 100);
    reply->ending = ENDING_RESET;
}

void job_drop(const struct ask *ask, struct reply *reply) {
    if (ask->number >= 0 && ask->job->asks > (unsigned long)ask->number) {
        reply_complete(ask, reply);
        return;
    }
    reply->ending = ENDING_CUT;
}

/* It is done, but nobody hears of it; with a text the answer says so. */
void job_lost(const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    complete_body(ask, &body);
    if (ask->job->asks > wanted(ask, 1)) {
        reply_json(reply, 200, &body);
    } else if (ask->kind->text != NULL) {
        reply_error(reply, 200, 65535, ask->kind->text);
    } else {
        reply->ending = ENDING_CUT;
    }
    text_free(&body);
}

void job_garbage(const struct ask *ask, struct reply *reply) {
    int i;

    for (i = 0; i < 512; i++) {
        uint64_t word = simulator_random(ask->sim);

        text_bytes(&reply->bytes, &word, sizeof word);
    }
    reply->ending = ENDING_CLOSE;
}

static size_t more_of_it(struct reply *reply, char *room, size_t size) {
    size_t len = 0;

    while (size - len >= reply->tail.len) {
        memcpy(room + len, reply->tail.data, reply->tail.len);
        len += reply->tail.len;
    }
    return len;
}

/* What comes in front of the endless part depends on where it stands. */
void job_endless(const struct ask *ask, struct reply *reply) {
    const char *text = ask->kind->text;

    text_add(&reply->tail, text);
    reply->more = more_of_it;
    reply->ending = ENDING_CLOSE;
    if (strncmp(text, "HTTP/", 5) == 0) {
        return;
    }
    reply_head(reply, 200);
    if (*text == ' ') {
        text_add(&reply->bytes, "Content-Type: application/json\r\nConnection: close\r\n\r\n");
    } else if (*text == ';') {
        text_add(&reply->bytes, "Transfer-Encoding: chunked\r\n\r\n1");
    } else if (strncmp(text, "X-Trailer", 9) == 0) {
        struct text body = {0};

        complete_body(ask, &body);
        text_format(&reply->bytes, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n", body.len, body.data);
        text_free(&body);
    } else if (*text == '0') {
        text_add(&reply->bytes, "X-Long: ");
    }
}
