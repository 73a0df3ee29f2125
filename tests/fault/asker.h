/* SPDX-License-Identifier: Apache-2.0 */
/* A client on a script, and what must be true of all its answers. */
#ifndef ZIMPORT_TESTS_ASKER_H
#define ZIMPORT_TESTS_ASKER_H

#include "script.h"

#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"
#define KEY "S3cret-Key:0123456789abcdef"

struct asker {
    struct script script;
    zimport_client client;
    zimport_config config;
    zimport_origin origin;
    zimport_progress progress;
    zimport_answer answer;
    zimport_files files;
    zimport_log log;
    char window[600];
    char value[256];
    char texts[6][80];
    size_t rows;
    uint64_t row_bytes;
    size_t events[16]; /* how often each came */
    uint64_t last_number[16];
    uint64_t elapsed;
    size_t steps; /* of the last question */
};

static inline void asker_row(void *context, const zimport_file *file) {
    struct asker *asker = context;
    asker->rows = file->index == 0 ? 1 : asker->rows + 1;
    asker->row_bytes = file->index == 0 ? 0 : asker->row_bytes;
    asker->row_bytes += file->file_size.given ? file->file_size.value : 0;
}

static inline void asker_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    struct asker *asker = context;
    assert_true(event < COUNT(asker->events));
    asker->events[event]++;
    asker->last_number[event] = number;
    assert_true(event == ZIMPORT_EVENT_SENT || !script_finds(text.data, text.size, VIEW(KEY)));
}

static inline void asker_init(struct asker *asker, const script_reply *replies, size_t count) {
    memset(asker, 0, sizeof *asker);
    script_init(&asker->script, replies, count);
    asker->script.secret = VIEW(KEY);
    assert_int_equal(zimport_origin_parse(&asker->origin, VIEW("http://localhost:8080")), ZIMPORT_OK);
    zimport_files_init(&asker->files, asker_row, asker);
    zimport_log_init(&asker->log, asker_event, asker);
    asker->config = (zimport_config){.platform = &asker->script.platform.base,
                                     .transport = &asker->script.transport,
                                     .dialect = &zimport_v1,
                                     .origin = &asker->origin,
                                     .cluster = VIEW("in01-6e64b4d2870ae54"),
                                     .key = VIEW(KEY),
                                     .window = asker->window,
                                     .window_size = sizeof asker->window,
                                     .value = asker->value,
                                     .value_size = sizeof asker->value,
                                     .files = &asker->files,
                                     .log = &asker->log};
    zimport_text *texts[] = {&asker->progress.collection,  &asker->progress.file_name, &asker->progress.complete_time,
                             &asker->progress.create_time, &asker->progress.reason,    &asker->answer.message};
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->data = asker->texts[i];
        texts[i]->capacity = sizeof asker->texts[i];
    }
}

static inline void asker_start(struct asker *asker) {
    assert_int_equal(zimport_client_init(&asker->client, &asker->config), ZIMPORT_OK);
}

/* In none of the client's memory. */
static inline void check_wiped(const struct asker *asker) {
    assert_false(script_finds(asker->window, sizeof asker->window, VIEW(KEY)));
    assert_false(script_finds(asker->value, sizeof asker->value, VIEW(KEY)));
    assert_false(script_finds(&asker->client, sizeof asker->client, VIEW(KEY)));
    assert_false(script_finds(asker->texts, sizeof asker->texts, VIEW(KEY)));
}

static inline zimport_status asker_finish(struct asker *asker) {
    asker->rows = 0;
    asker->row_bytes = 0;
    asker->answer.status = ZIMPORT_STATUS_COUNT;
    asker->elapsed = script_drive(&asker->script, &asker->client);
    asker->steps = asker->script.steps;
    const zimport_client *client = &asker->client;
    assert_int_equal(client->phase, ZIMPORT_PHASE_IDLE);
    assert_true(asker->answer.status < ZIMPORT_STATUS_COUNT);
    assert_int_equal(client->open, asker->script.open);
    assert_false(asker->script.opening);
    assert_int_equal(asker->script.opens - asker->script.closes, asker->script.open ? 1 : 0);
    assert_int_equal(client->counts.requests, asker->script.requests);
    assert_true(client->counts.connections >= asker->script.opens);
    assert_int_equal(client->counts.retries, asker->events[ZIMPORT_EVENT_RETRY]);
    assert_int_equal(client->counts.connections, asker->events[ZIMPORT_EVENT_CONNECTING]);
    assert_int_equal(asker->script.opens, asker->events[ZIMPORT_EVENT_CONNECTED]);
    uint64_t tries = (uint64_t)asker->config.retries + 1;
    uint64_t total = client->config.total_ms;
    assert_true(asker->elapsed <= tries * total + tries * (ZIMPORT_BACKOFF_CAP_MS + ZIMPORT_RETRY_AFTER_MAX * 1000));
    check_wiped(asker);
    return asker->answer.status;
}

static inline zimport_status asker_ask(struct asker *asker) {
    assert_int_equal(zimport_client_begin(&asker->client, VIEW(JOB), &asker->progress, &asker->answer), ZIMPORT_OK);
    return asker_finish(asker);
}

#define HEAD_OF(length) "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " length "\r\n\r\n"
#define BODY \
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600," \
    "\"readyPercentage\":0.4,\"jobId\":\"" JOB "\",\"details\":[{\"fileName\":\"1.parquet\",\"fileSize\":7}," \
    "{\"fileName\":\"2.parquet\",\"fileSize\":9}]}}"
#define BODY_SIZE "245"
#define WHOLE HEAD_OF(BODY_SIZE) BODY

static inline void check_good(const struct asker *asker) {
    assert_int_equal(asker->answer.status, ZIMPORT_OK);
    assert_int_equal(asker->answer.http_status, 200);
    assert_int_equal(asker->answer.code, 200);
    assert_int_equal(asker->progress.state, ZIMPORT_IMPORTING);
    assert_int_equal(asker->progress.percent, 4000);
    assert_int_equal(asker->progress.file_size.value, 104857600);
    CHECK_VIEW(zimport_text_view(&asker->progress.collection), VIEW("articles"), "good");
    CHECK_VIEW(zimport_text_view(&asker->progress.file_name), VIEW("s3://bkt/run7/"), "good");
    assert_int_equal(asker->progress.files, 2);
    assert_int_equal(asker->rows, 2);
    assert_int_equal(asker->row_bytes, 16);
}

#endif
