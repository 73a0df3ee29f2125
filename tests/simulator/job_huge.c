/* SPDX-License-Identifier: Apache-2.0 */
/* Any number of file rows in constant memory. All have the same length, so that Content-Length is known, and only
 * digits are written into copies of one: fast enough to measure clients with. */
#include "jobs.h"

#include <string.h>

/* Per dialect, with folders before the file's name. Its first number is the file's, the second its size, each of eight
 * digits. */
#define ROWS(folders) \
    { \
        [V1] = "{\"fileName\":\"s3://zimport-demo/" folders "part-00000000.parquet\",\"fileSize\":10000000," \
               "\"readyPercentage\":1,\"completeTime\":\"2024-02-03T04:05:06Z\",\"errorMessage\":null},", \
        [V2] = "{\"fileName\":\"s3://zimport-demo/" folders "part-00000000.parquet\",\"fileSize\":10000000," \
               "\"state\":\"Completed\",\"progress\":100,\"completeTime\":\"2024-02-03T04:05:06Z\",\"reason\":\"\"},", \
        [MILVUS] = "{\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"fileName\":\"[" folders \
                   "part-00000000.parquet]\",\"fileSize\":10000000,\"importedRows\":1000,\"progress\":100," \
                   "\"state\":\"Completed\",\"totalRows\":1000},", \
    }
#define FOLDER "a-folder-whose-name-is-as-long-as-those-of-hashes/"

static const char *const patterns[] = ROWS("huge/");
static const char *const wide_patterns[] = ROWS("wide/" FOLDER FOLDER FOLDER "year=2026/month=11/day=26/");

#define MILVUS_FRONT OPEN "\"collectionName\":\"articles\",\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"details\":["
#define MILVUS_BACK \
    "],\"fileSize\":104857600,\"importedRows\":5979,\"jobId\":\"@\",\"progress\":100,\"state\":\"Completed\"," \
    "\"totalRows\":5979}}"

enum { DIGITS = 8, ROWS_MAX = 99999999, CHUNK_HEAD = 10 };

static void write_digits(char *to, uint64_t value) {
    int i;

    for (i = DIGITS - 1; i >= 0; i--, value /= 10) {
        to[i] = (char)('0' + value % 10);
    }
}

/* As many as fit; after the last, which has no comma, the rest of the body. */
static size_t more_rows(struct reply *reply, char *room, size_t size) {
    const size_t row = strlen(reply->pattern);
    const size_t name_at = (size_t)(strstr(reply->pattern, "00000000") - reply->pattern);
    const size_t size_at = (size_t)(strstr(reply->pattern, "10000000") - reply->pattern);
    size_t len = 0;

    while (reply->row < reply->rows && size - len >= row + reply->tail.len) {
        memcpy(room + len, reply->pattern, row);
        write_digits(room + len + name_at, reply->row + 1);
        write_digits(room + len + size_at, 10000000 + reply->row * 7919 % 90000000);
        len += row;
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

static void prepare(const struct ask *ask, const char *const *rows, bool first, struct text *start,
                    struct reply *reply) {
    if (ask->dialect == MILVUS) {
        fill_template(MILVUS_FRONT, ask, start);
        fill_template(MILVUS_BACK, ask, &reply->tail);
    } else if (first) {
        fill_template(OPEN "\"collectionName\":\"articles\",\"details\":[", ask, start);
        fill_template("],\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600," DONE "\"jobId\":\"@\"}}", ask,
                      &reply->tail);
    } else {
        fill_template(DATA_HEAD DONE "\"jobId\":\"@\",\"details\":[", ask, start);
        fill_template("]}}", ask, &reply->tail);
    }
    reply->pattern = rows[ask->dialect];
    reply->rows = wanted_rows(ask);
}

static void reply_rows(const struct ask *ask, const char *const *rows, bool first, struct reply *reply) {
    struct text start = {0};
    uint64_t len;

    prepare(ask, rows, first, &start, reply);
    reply->more = more_rows;
    len = start.len + reply->rows * strlen(reply->pattern) - (reply->rows > 0) + reply->tail.len;
    reply_head(reply, 200);
    text_format(&reply->bytes, "Content-Type: application/json\r\nContent-Length: %llu\r\n\r\n%s",
                (unsigned long long)len, start.data);
    text_free(&start);
}

void job_huge(const struct ask *ask, struct reply *reply) {
    reply_rows(ask, patterns, false, reply);
}

/* About 350 bytes a row, as with the names that object stores are full of. */
void job_wide(const struct ask *ask, struct reply *reply) {
    reply_rows(ask, wide_patterns, false, reply);
}

void job_huge_first(const struct ask *ask, struct reply *reply) {
    reply_rows(ask, patterns, true, reply);
}

/* As one chunk; leading zeros let its size be written afterwards. */
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

    prepare(ask, patterns, false, &start, reply);
    reply->more = more_chunks;
    reply_head(reply, 200);
    text_add(&reply->bytes, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    text_format(&reply->bytes, "%zx\r\n%s\r\n", start.len, start.data);
    text_free(&start);
}
