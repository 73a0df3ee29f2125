/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes a dialect's reply in pieces and gathers progress, answer and file rows. */
#ifndef ZIMPORT_TESTS_REPLY_RUN_H
#define ZIMPORT_TESTS_REPLY_RUN_H

#include "check.h"

#include "api/dialect.h"
#include "api/operation.h"

#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"
#define TEXT_MAX 256

typedef struct reply_result {
    zimport_status status;
    zimport_progress progress;
    zimport_answer answer;
    char texts[6][TEXT_MAX];
    size_t rows_size;
    uint64_t rows;
    uint64_t rows_cut;
    char log[2048]; /* each row: index state percent size name time reason, and '!' when cut; NULL is -. Between size
                       and name imported/total where one of them was given */
} reply_result;

static inline void reply_log(reply_result *result, zimport_view view) {
    if (view.data == NULL) {
        view = VIEW("-");
    }
    for (size_t i = 0; i < view.size && result->rows_size < sizeof result->log; i++) {
        result->log[result->rows_size++] = view.data[i];
    }
}

static inline void reply_log_number(reply_result *result, zimport_number number, const char *behind) {
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)number.value);
    reply_log(result, zimport_view_of(number.given ? text : "-"));
    reply_log(result, zimport_view_of(behind));
}

#define FILES(on_file, context) (&(zimport_files){on_file, context, &zimport_dialect_rows})

static inline void reply_row(void *context, const zimport_file *file) {
    reply_result *result = context;
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
    reply_log(result, (zimport_view){text, (size_t)size});
    reply_log_number(result, file->file_size, " ");
    if (file->imported_rows.given || file->total_rows.given) {
        reply_log_number(result, file->imported_rows, "/");
        reply_log_number(result, file->total_rows, " ");
    }
    const zimport_view views[] = {file->file_name, file->complete_time, file->reason};
    for (size_t i = 0; i < COUNT(views); i++) {
        reply_log(result, views[i]);
        reply_log(result, i < 2 ? VIEW(" ") : file->cut ? VIEW("!\n") : VIEW("\n"));
    }
}

static inline zimport_view reply_rows(const reply_result *result) {
    return (zimport_view){result->log, result->rows_size};
}

static inline void reply_begin(reply_result *result, size_t capacity) {
    memset(result, 0, sizeof *result);
    zimport_text *texts[] = {&result->progress.collection,    &result->progress.file_name,
                             &result->progress.complete_time, &result->progress.create_time,
                             &result->progress.reason,        &result->answer.message};
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->data = capacity > 0 ? result->texts[i] : NULL;
        texts[i]->capacity = capacity;
    }
}

/* Each piece in a block of its own. */
static inline zimport_status reply_feed(zimport_decoder *decoder, zimport_view body, uint16_t http, const size_t *cuts,
                                        size_t count) {
    zimport_status status = ZIMPORT_OK;
    size_t begin = 0;
    for (size_t i = 0; i <= count && status == ZIMPORT_OK; i++) {
        zimport_view piece = part(body, begin, i < count ? cuts[i] : body.size);
        char *copy = exact(piece);
        status = zimport_decoder_feed(decoder, (zimport_view){copy, piece.size});
        free(copy);
        begin += piece.size;
    }
    zimport_status end = zimport_decoder_end(decoder, http);
    assert_int_equal(end, decoder->answer->status);
    assert_int_equal(decoder->answer->http_status, http);
    assert_true(status == ZIMPORT_OK || end != ZIMPORT_OK);
    return end;
}

static inline void reply_run(const zimport_dialect *dialect, reply_result *result, zimport_view body, uint16_t http,
                             const size_t *cuts, size_t count, size_t capacity) {
    zimport_decoder decoder;
    char *memory = malloc(capacity);
    assert_non_null(memory);
    reply_begin(result, TEXT_MAX);
    memset(&decoder, 0x5a, sizeof decoder);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = &zimport_operation_progress,
                                             .dialect = dialect,
                                             .job = VIEW(JOB),
                                             .subject = &result->progress},
                         &result->answer, FILES(reply_row, result), memory, capacity);
    result->status = reply_feed(&decoder, body, http, cuts, count);
    assert_true(dialect->states != NULL || result->progress.files_done == 0);
    free(memory);
}

static inline void reply_check_number(zimport_number a, zimport_number b, const char *label) {
    CHECK_EQUAL(a.given, b.given, label);
    CHECK_EQUAL(a.value, b.value, label);
}

static inline void reply_check_same(const reply_result *a, const reply_result *b, const char *label) {
    CHECK_STATUS(a->status, b->status, label);
    CHECK_EQUAL(a->answer.has_code, b->answer.has_code, label);
    CHECK(a->answer.code == (a->answer.has_code ? b->answer.code : 0), label);
    CHECK_EQUAL(a->answer.code_row, b->answer.code_row, label);
    CHECK_VIEW(zimport_text_view(&a->answer.message), zimport_text_view(&b->answer.message), label);
    if (a->status != ZIMPORT_OK) {
        return;
    }
    CHECK_EQUAL(a->progress.state, b->progress.state, label);
    CHECK_EQUAL(a->progress.percent, b->progress.percent, label);
    reply_check_number(a->progress.file_size, b->progress.file_size, label);
    reply_check_number(a->progress.imported_rows, b->progress.imported_rows, label);
    reply_check_number(a->progress.total_rows, b->progress.total_rows, label);
    CHECK_EQUAL(a->progress.files, b->progress.files, label);
    CHECK_EQUAL(a->progress.files_done, b->progress.files_done, label);
    CHECK_EQUAL(a->progress.files_cut, b->progress.files_cut, label);
    CHECK_EQUAL(a->progress.missing_rows, b->progress.missing_rows, label);
    CHECK_EQUAL(a->progress.reason_of_file, b->progress.reason_of_file, label);
    CHECK_VIEW(zimport_text_view(&a->progress.collection), zimport_text_view(&b->progress.collection), label);
    CHECK_VIEW(zimport_text_view(&a->progress.file_name), zimport_text_view(&b->progress.file_name), label);
    CHECK_VIEW(zimport_text_view(&a->progress.complete_time), zimport_text_view(&b->progress.complete_time), label);
    CHECK_VIEW(zimport_text_view(&a->progress.create_time), zimport_text_view(&b->progress.create_time), label);
    CHECK_VIEW(zimport_text_view(&a->progress.reason), zimport_text_view(&b->progress.reason), label);
    CHECK_VIEW(reply_rows(a), reply_rows(b), label);
}

/* Whole, byte by byte, cut in two everywhere. */
static inline void reply_run_all(const zimport_dialect *dialect, reply_result *result, zimport_view body, uint16_t http,
                                 size_t capacity) {
    static reply_result other;
    static size_t cuts[8192];
    assert_true(body.size < COUNT(cuts));
    reply_run(dialect, result, body, http, NULL, 0, capacity);
    for (size_t i = 0; i <= body.size; i++) {
        cuts[i] = i;
    }
    reply_run(dialect, &other, body, http, cuts, body.size, capacity);
    reply_check_same(&other, result, show(body));
    for (size_t i = 0; i <= body.size && body.size < 2500; i++) {
        reply_run(dialect, &other, body, http, &cuts[i], 1, capacity);
        reply_check_same(&other, result, show(body));
    }
}

/* NULL: not given. */
static inline void reply_check_text(const zimport_text *text, const char *want, const char *label) {
    CHECK_EQUAL(text->given && text->size > 0, want != NULL, label);
    CHECK_VIEW(zimport_text_view(text), zimport_view_of(want), label);
}

#define DATA(inside) "{\"code\":200,\"data\":{" inside "}}"

#endif
