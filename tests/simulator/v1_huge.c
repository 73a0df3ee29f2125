/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any number of file rows in constant memory. All rows have the same length, so that Content-Length is known before,
 * and only digits are written into copies of one row: fast enough to measure clients with.
 */
#include "v1.h"

#include <string.h>

static const char row[] =
    "{\"fileName\":\"s3://zimport-demo/huge/part-00000000.parquet\",\"fileSize\":10000000,\"readyPercentage\":1,"
    "\"completeTime\":\"2024-02-03T04:05:06Z\",\"errorMessage\":null},";

enum { ROW = sizeof row - 1, NAME_AT = 41, SIZE_AT = 70, DIGITS = 8, ROWS_MAX = 99999999, CHUNK_HEAD = 10 };

static void write_digits(char *to, uint64_t value) {
    int i;

    for (i = DIGITS - 1; i >= 0; i--, value /= 10) {
        to[i] = (char)('0' + value % 10);
    }
}

/* As many rows as fit into room; right after the last, which has no comma, what is left of the body. */
static size_t more_rows(struct reply *reply, char *room, size_t size) {
    size_t len = 0;

    while (reply->row < reply->rows && size - len >= ROW + reply->tail.len) {
        memcpy(room + len, row, ROW);
        write_digits(room + len + NAME_AT, reply->row + 1);
        write_digits(room + len + SIZE_AT, 10000000 + reply->row * 7919 % 90000000);
        len += ROW;
        reply->row++;
    }
    if (reply->row == reply->rows) {
        len -= reply->rows > 0;
        memcpy(room + len, reply->tail.data, reply->tail.len);
        len += reply->tail.len;
        reply->row++;
    }
    return len;
}

static uint64_t wanted_rows(const struct ask *ask) {
    return ask->number < 0 ? 1000 : ask->number > ROWS_MAX ? ROWS_MAX : (uint64_t)ask->number;
}

static void reply_rows(const struct ask *ask, const char *front, const char *tail, struct reply *reply) {
    struct text start = {0};
    uint64_t len;

    fill_template(front, ask, &start);
    fill_template(tail, ask, &reply->tail);
    reply->rows = wanted_rows(ask);
    reply->more = more_rows;
    len = start.len + reply->rows * ROW - (reply->rows > 0) + reply->tail.len;
    reply_head(reply, 200);
    text_format(&reply->bytes, "Content-Type: application/json\r\nContent-Length: %llu\r\n\r\n%s",
                (unsigned long long)len, start.data);
    text_free(&start);
}

void job_huge(const struct ask *ask, struct reply *reply) {
    reply_rows(ask, DATA_HEAD DONE "\"jobId\":\"@\",\"details\":[", "]}}", reply);
}

void job_huge_first(const struct ask *ask, struct reply *reply) {
    reply_rows(ask, "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"details\":[",
               "],\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600," DONE "\"jobId\":\"@\"}}", reply);
}

/* A block of rows as one chunk; the size has leading zeros, so that it can be written afterwards. */
static size_t more_chunks(struct reply *reply, char *room, size_t size) {
    static const char hex[] = "0123456789abcdef";
    size_t len = more_rows(reply, room + CHUNK_HEAD, size - CHUNK_HEAD - 2);
    size_t rest = len;
    int i;

    if (len == 0) {
        if (reply->row > reply->rows + 1) {
            return 0;
        }
        reply->row++;
        memcpy(room, "0\r\n\r\n", 5);
        return 5;
    }
    for (i = 7; i >= 0; i--, rest >>= 4) {
        room[i] = hex[rest & 15];
    }
    memcpy(room + 8, "\r\n", 2);
    memcpy(room + CHUNK_HEAD + len, "\r\n", 2);
    return CHUNK_HEAD + len + 2;
}

void job_huge_chunked(const struct ask *ask, struct reply *reply) {
    struct text start = {0};

    fill_template(DATA_HEAD DONE "\"jobId\":\"@\",\"details\":[", ask, &start);
    fill_template("]}}", ask, &reply->tail);
    reply->rows = wanted_rows(ask);
    reply->more = more_chunks;
    reply_head(reply, 200);
    text_add(&reply->bytes, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    text_format(&reply->bytes, "%zx\r\n%s\r\n", start.len, start.data);
    text_free(&start);
}
