/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes a v1 reply in pieces and gathers progress, answer and file rows. */
#ifndef ZIMPORT_TESTS_V1_RUN_H
#define ZIMPORT_TESTS_V1_RUN_H

#include "check.h"

#include "api/dialect.h"
#include "api/operation.h"

#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"
#define TEXT_MAX 256

typedef struct v1_result {
    zimport_status status;
    zimport_progress progress;
    zimport_answer answer;
    char texts[5][TEXT_MAX];
    size_t rows_size;
    uint64_t rows;
    uint64_t rows_cut;
    uint64_t next;
    char log[2048]; /* each row: index state percent size name time reason, and '!' when cut; NULL is - */
} v1_result;

static inline void v1_log(v1_result *result, zimport_view view) {
    if (view.data == NULL) {
        view = VIEW("-");
    }
    for (size_t i = 0; i < view.size && result->rows_size < sizeof result->log; i++) {
        result->log[result->rows_size++] = view.data[i];
    }
}

static inline void v1_row(void *context, const zimport_file *file) {
    v1_result *result = context;
    char text[96];
    if (file->index == 0) {
        result->rows_size = 0;
        result->rows = 0;
        result->rows_cut = 0;
    }
    assert_int_equal(file->index, result->rows);
    result->rows++;
    result->rows_cut += file->cut ? 1 : 0;
    int size = snprintf(text, sizeof text, "%u %s %ld ", (unsigned)file->index, zimport_state_name(file->state),
                        (long)file->percent);
    v1_log(result, (zimport_view){text, (size_t)size});
    size = file->file_size.given ? snprintf(text, sizeof text, "%llu ", (unsigned long long)file->file_size.value)
                                 : snprintf(text, sizeof text, "- ");
    v1_log(result, (zimport_view){text, (size_t)size});
    assert_false(file->imported_rows.given);
    assert_false(file->total_rows.given);
    const zimport_view views[] = {file->file_name, file->complete_time, file->reason};
    for (size_t i = 0; i < COUNT(views); i++) {
        v1_log(result, views[i]);
        v1_log(result, i < 2 ? VIEW(" ") : file->cut ? VIEW("!\n") : VIEW("\n"));
    }
}

static inline zimport_view v1_rows(const v1_result *result) {
    return (zimport_view){result->log, result->rows_size};
}

static inline void v1_begin(v1_result *result, size_t capacity) {
    memset(result, 0, sizeof *result);
    zimport_text *texts[] = {&result->progress.collection, &result->progress.file_name, &result->progress.complete_time,
                             &result->progress.reason, &result->answer.message};
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->data = capacity > 0 ? result->texts[i] : NULL;
        texts[i]->capacity = capacity;
    }
}

/* Decodes the pieces between `cuts` with so much memory for a value. */
static inline void v1_run(v1_result *result, zimport_view body, uint16_t http, const size_t *cuts, size_t count,
                          size_t capacity) {
    zimport_decoder decoder;
    char *memory = malloc(capacity);
    assert_non_null(memory);
    v1_begin(result, TEXT_MAX);
    memset(&decoder, 0x5a, sizeof decoder);
    zimport_decoder_init(&decoder, &operation_progress, &zimport_v1, VIEW(JOB), &result->progress, &result->answer,
                         v1_row, result, memory, capacity);
    zimport_status status = ZIMPORT_OK;
    size_t begin = 0;
    for (size_t i = 0; i <= count && status == ZIMPORT_OK; i++) {
        zimport_view piece = part(body, begin, i < count ? cuts[i] : body.size);
        char *copy = exact(piece);
        status = zimport_decoder_feed(&decoder, (zimport_view){copy, piece.size});
        free(copy);
        begin += piece.size;
    }
    result->status = zimport_decoder_end(&decoder, http);
    assert_int_equal(result->status, result->answer.status);
    assert_int_equal(result->answer.http_status, http);
    assert_true(status == ZIMPORT_OK || result->status != ZIMPORT_OK);
    free(memory);
}

static inline void v1_check_same(const v1_result *a, const v1_result *b, const char *label) {
    CHECK_STATUS(a->status, b->status, label);
    CHECK_EQUAL(a->answer.has_code, b->answer.has_code, label);
    CHECK(!a->answer.has_code || a->answer.code == b->answer.code, label);
    CHECK(a->answer.advice == b->answer.advice, label);
    CHECK_VIEW(zimport_text_view(&a->answer.message), zimport_text_view(&b->answer.message), label);
    if (a->status != ZIMPORT_OK) {
        return;
    }
    CHECK_EQUAL(a->progress.state, b->progress.state, label);
    CHECK_EQUAL(a->progress.percent, b->progress.percent, label);
    CHECK_EQUAL(a->progress.file_size.given, b->progress.file_size.given, label);
    CHECK_EQUAL(a->progress.file_size.value, b->progress.file_size.value, label);
    CHECK_EQUAL(a->progress.files, b->progress.files, label);
    CHECK_EQUAL(a->progress.files_cut, b->progress.files_cut, label);
    CHECK_VIEW(zimport_text_view(&a->progress.collection), zimport_text_view(&b->progress.collection), label);
    CHECK_VIEW(zimport_text_view(&a->progress.file_name), zimport_text_view(&b->progress.file_name), label);
    CHECK_VIEW(zimport_text_view(&a->progress.complete_time), zimport_text_view(&b->progress.complete_time), label);
    CHECK_VIEW(zimport_text_view(&a->progress.reason), zimport_text_view(&b->progress.reason), label);
    CHECK_VIEW(v1_rows(a), v1_rows(b), label);
}

/* Whole, byte by byte, cut in two everywhere. */
static inline void v1_run_all(v1_result *result, zimport_view body, uint16_t http, size_t capacity) {
    static v1_result other;
    static size_t cuts[8192];
    assert_true(body.size < COUNT(cuts));
    v1_run(result, body, http, NULL, 0, capacity);
    for (size_t i = 0; i <= body.size; i++) {
        cuts[i] = i;
    }
    v1_run(&other, body, http, cuts, body.size, capacity);
    v1_check_same(&other, result, show(body));
    for (size_t i = 0; i <= body.size && body.size < 2500; i++) {
        v1_run(&other, body, http, &cuts[i], 1, capacity);
        v1_check_same(&other, result, show(body));
    }
}

/* What a text must be: NULL for one that was not given. */
static inline void v1_check_text(const zimport_text *text, const char *want, const char *label) {
    CHECK_EQUAL(text->given && text->size > 0, want != NULL, label);
    CHECK_VIEW(zimport_text_view(text), zimport_view_of(want), label);
}

#define DATA(inside) "{\"code\":200,\"data\":{" inside "}}"

#endif
