/* SPDX-License-Identifier: Apache-2.0 */
/* Replies of every dialect to every question: the same consistent answer however they are cut. The input begins with:
 * dialect and question, two bytes for the pieces, memory for a value, HTTP status. */
#include "fuzz.h"

#include "api/operation.h"

#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"
#define TEXTS 7

struct question {
    const zimport_operation *operation;
    const zimport_dialect *dialect;
    size_t capacity;
    uint16_t http;
};

struct decoded {
    const struct question *question;
    zimport_status status;
    zimport_progress progress;
    zimport_list list;
    zimport_start start;
    zimport_answer answer;
    char texts[TEXTS][40];
    char job[ZIMPORT_ID_MAX];
    uint64_t rows;
    uint64_t rows_cut;
    uint64_t sum;
    bool missing; /* rows of a file */
};

static void check_percent(int32_t percent) {
    REQUIRE(percent >= ZIMPORT_PERCENT_NONE && percent <= ZIMPORT_PERCENT_DONE);
}

/* If the service does not name it. */
static void check_state(const struct decoded *decoded, zimport_state state, int32_t percent, bool has_reason) {
    check_percent(percent);
    REQUIRE((unsigned)state <= ZIMPORT_CANCELLED);
    if (decoded->question->dialect->states != NULL) {
        return;
    }
    REQUIRE(has_reason == (state == ZIMPORT_FAILED));
    REQUIRE(state == ZIMPORT_FAILED || (percent == ZIMPORT_PERCENT_DONE) == (state == ZIMPORT_COMPLETED) ||
            (percent == ZIMPORT_PERCENT_NONE && state == ZIMPORT_COMPLETED));
    REQUIRE(state != ZIMPORT_UNKNOWN || percent == ZIMPORT_PERCENT_NONE);
    REQUIRE(state != ZIMPORT_PENDING && state != ZIMPORT_UNCOMMITTED && state != ZIMPORT_CANCELLED);
}

/* In order from 0, its texts UTF-8. */
static void count_row(struct decoded *decoded, uint32_t index, bool cut) {
    if (index == 0) {
        decoded->missing = false;
        decoded->rows = decoded->rows_cut = decoded->sum = 0;
    }
    REQUIRE(index == decoded->rows);
    decoded->rows++;
    decoded->rows_cut += cut;
}

static void mix_text(struct decoded *decoded, zimport_view text) {
    REQUIRE(is_utf8(text));
    mix_number(&decoded->sum, text.size);
    mix(&decoded->sum, text.data, text.size);
}

static void mix_given(struct decoded *decoded, zimport_number number) {
    mix_number(&decoded->sum, number.given ? number.value : 77);
}

static void on_file(void *context, const zimport_file *file) {
    struct decoded *decoded = context;
    count_row(decoded, file->index, file->cut);
    REQUIRE(decoded->question->dialect->states != NULL || (!file->imported_rows.given && !file->total_rows.given));
    check_state(decoded, file->state, file->percent, file->reason.size > 0);
    mix_number(&decoded->sum, file->state);
    mix_number(&decoded->sum, (uint64_t)file->percent);
    mix_number(&decoded->sum, file->cut);
    mix_given(decoded, file->file_size);
    mix_given(decoded, file->imported_rows);
    mix_given(decoded, file->total_rows);
    REQUIRE(file->missing_rows <= file->total_rows.value);
    decoded->missing |= file->missing_rows > 0;
    mix_text(decoded, file->file_name);
    mix_text(decoded, file->complete_time);
    mix_text(decoded, file->reason);
}

static void on_job(void *context, const zimport_listed *job) {
    struct decoded *decoded = context;
    count_row(decoded, job->index, job->cut);
    check_percent(job->percent);
    mix_number(&decoded->sum, job->state);
    mix_number(&decoded->sum, (uint64_t)job->percent);
    mix_number(&decoded->sum, job->cut);
    mix_text(decoded, job->id);
    mix_text(decoded, job->collection);
    mix_text(decoded, job->reason);
}

static void texts_of(struct decoded *decoded, zimport_text *texts[TEXTS]) {
    texts[0] = &decoded->progress.collection;
    texts[1] = &decoded->progress.file_name;
    texts[2] = &decoded->progress.complete_time;
    texts[3] = &decoded->progress.reason;
    texts[4] = &decoded->answer.message;
    texts[5] = &decoded->start.job;
    texts[6] = &decoded->progress.create_time;
}

static void begin(struct decoded *decoded, const struct question *question) {
    zimport_text *texts[TEXTS];
    memset(decoded, 0, sizeof *decoded);
    decoded->question = question;
    decoded->list = (zimport_list){.page = 1, .size = 3, .on_job = on_job};
    texts_of(decoded, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i]->data = decoded->texts[i];
        texts[i]->capacity = sizeof decoded->texts[i] - i;
    }
    decoded->start.job = (zimport_text){.data = decoded->job, .capacity = sizeof decoded->job};
}

static void *result_of(struct decoded *decoded) {
    const zimport_operation *operation = decoded->question->operation;
    return operation == &zimport_operation_progress ? (void *)&decoded->progress
           : operation == &zimport_operation_list   ? (void *)&decoded->list
                                                    : (void *)&decoded->start;
}

static void run(struct decoded *decoded, zimport_view body, uint32_t seed) {
    const struct question *question = decoded->question;
    zimport_decoder decoder;
    zimport_files files;
    char *memory = malloc(question->capacity);
    REQUIRE(memory != NULL);
    memset(&decoder, 0x5a, sizeof decoder);
    decoded->rows = decoded->rows_cut = decoded->sum = 0;
    decoded->list.context = decoded;
    zimport_files_init(&files, on_file, decoded);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = question->operation,
                                             .dialect = question->dialect,
                                             .job = zimport_view_of(JOB),
                                             .subject = result_of(decoded)},
                         &decoded->answer, &files, memory, question->capacity);
    zimport_status status = ZIMPORT_OK;
    while (body.size > 0 && status == ZIMPORT_OK) {
        zimport_view piece = {body.data, piece_size(&seed, body.size)};
        char *copy = copy_of(piece);
        status = zimport_decoder_feed(&decoder, (zimport_view){copy, piece.size});
        free(copy);
        body.data += piece.size;
        body.size -= piece.size;
    }
    decoded->status = zimport_decoder_end(&decoder, question->http);
    REQUIRE(status == ZIMPORT_OK || decoded->status != ZIMPORT_OK);
    free(memory);
}

/* A time stays within the years 1970 to 9999 and their offsets, and has as many digits as one needs. */
static void check_times(const zimport_progress *progress) {
    const zimport_text *const times[3] = {&progress->create_time, &progress->complete_time, &progress->reason};
    for (size_t i = 0; i < 3; i++) {
        int64_t time = zimport_time_read(times[i]);
        REQUIRE(time >= -1 && time < INT64_C(253402300800) + 86400);
        REQUIRE(time == -1 || (times[i]->size >= 20 && !times[i]->cut));
    }
}

static void check_progress(const struct decoded *decoded) {
    const zimport_progress *progress = &decoded->progress;
    REQUIRE(progress->files == decoded->rows || progress->files == 0);
    REQUIRE(progress->files_cut <= progress->files && progress->files_done <= progress->files);
    REQUIRE(!progress->reason_of_file || (progress->state == ZIMPORT_FAILED && progress->reason.given));
    check_state(decoded, progress->state, progress->percent, progress->reason.given && progress->reason.size > 0);
    if (decoded->question->dialect->states == NULL) {
        REQUIRE(progress->files_done == 0 && !progress->reason_of_file);
        REQUIRE(!progress->imported_rows.given && !progress->total_rows.given);
    }
    REQUIRE((progress->missing_rows > 0) == (decoded->missing && progress->files > 0));
    check_times(progress);
    REQUIRE(!zimport_progress_waits_for_index(progress) || progress->files_done > 0);
}

/* The first page, then the same again: no job comes twice, and the list ends. */
static void check_list(const struct decoded *decoded, zimport_view body) {
    const zimport_list *list = &decoded->list;
    REQUIRE(list->jobs == decoded->rows || list->jobs == 0);
    REQUIRE(list->seen == list->jobs && list->page == 1 + (uint32_t)list->more);
    REQUIRE(!list->more || (decoded->question->dialect->paged && list->jobs > 0));
    if (list->jobs > 0) {
        struct decoded again = *decoded;
        run(&again, body, 0);
        REQUIRE(again.status == ZIMPORT_OK && again.list.jobs == list->jobs);
        REQUIRE(!again.list.more && again.rows == 0 && again.list.seen == list->seen && again.list.page == list->page);
    }
}

static void check_result(const struct decoded *decoded, zimport_view body) {
    const zimport_operation *operation = decoded->question->operation;
    if (operation == &zimport_operation_progress) {
        check_progress(decoded);
    } else if (operation == &zimport_operation_list) {
        check_list(decoded, body);
    } else if (operation == &zimport_operation_start) {
        REQUIRE(zimport_id_is_valid(zimport_text_view(&decoded->start.job)) && !decoded->start.job.cut);
    }
}

static void check(struct decoded *decoded, zimport_view body) {
    const struct question *question = decoded->question;
    zimport_text *texts[TEXTS];
    texts_of(decoded, texts);
    REQUIRE(decoded->status == decoded->answer.status && decoded->answer.http_status == question->http);
    for (size_t i = 0; i < TEXTS; i++) {
        REQUIRE(texts[i]->size <= texts[i]->capacity && is_utf8(zimport_text_view(texts[i])));
        REQUIRE(texts[i]->given || (texts[i]->size == 0 && !texts[i]->cut));
    }
    if (decoded->status != ZIMPORT_OK) {
        REQUIRE(decoded->status >= ZIMPORT_JSON_SYNTAX && decoded->status <= ZIMPORT_REFUSED);
        REQUIRE(decoded->status != ZIMPORT_NOT_FOUND ||
                (question->operation != &zimport_operation_list && question->operation != &zimport_operation_start));
        REQUIRE(decoded->progress.percent <= 0 && decoded->progress.files == 0 && !decoded->progress.reason.given);
        REQUIRE(decoded->list.jobs == 0 && !decoded->list.more && decoded->list.seen == 0 && decoded->list.page == 1);
        REQUIRE(!decoded->start.job.given);
        return;
    }
    REQUIRE(question->http >= 200 && question->http <= 299);
    REQUIRE(decoded->answer.has_code && (decoded->answer.code == 0 || decoded->answer.code == 200));
    check_result(decoded, body);
}

static void check_same_number(zimport_number a, zimport_number b) {
    REQUIRE(a.given == b.given && a.value == b.value);
}

static void check_same(struct decoded *a, struct decoded *b) {
    zimport_text *left[TEXTS];
    zimport_text *right[TEXTS];
    REQUIRE(a->status == b->status && a->answer.code_row == b->answer.code_row);
    REQUIRE(a->answer.has_code == b->answer.has_code && a->answer.code == b->answer.code);
    texts_of(a, left);
    texts_of(b, right);
    for (size_t i = 0; i < TEXTS; i++) {
        REQUIRE(left[i]->given == right[i]->given && left[i]->cut == right[i]->cut && left[i]->size == right[i]->size);
        REQUIRE(memcmp(left[i]->data, right[i]->data, left[i]->size) == 0);
    }
    const zimport_progress *progress = &a->progress;
    const zimport_progress *other = &b->progress;
    REQUIRE(progress->state == other->state && progress->percent == other->percent);
    check_same_number(progress->file_size, other->file_size);
    check_same_number(progress->imported_rows, other->imported_rows);
    check_same_number(progress->total_rows, other->total_rows);
    REQUIRE(progress->files == other->files && progress->files_cut == other->files_cut);
    REQUIRE(progress->files_done == other->files_done && progress->reason_of_file == other->reason_of_file);
    REQUIRE(a->list.jobs == b->list.jobs && a->list.more == b->list.more && a->list.first == b->list.first);
    check_same_number(a->list.count, b->list.count);
    check_same_number(a->list.served, b->list.served);
    REQUIRE(a->rows == b->rows && a->rows_cut == b->rows_cut && a->sum == b->sum);
}

static struct question take_question(uint8_t byte) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    static const zimport_operation *const operations[] = {&zimport_operation_progress, &zimport_operation_list,
                                                          &zimport_operation_start};
    static const zimport_operation *const decisions[] = {&zimport_operation_commit, &zimport_operation_abort};
    return (struct question){.operation = byte < 128 ? operations[byte / 3 % 3] : decisions[byte / 3 % 2],
                             .dialect = dialects[byte % 3]};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint16_t statuses[] = {200, 200, 200, 200, 201, 302, 400, 401, 404, 429, 500, 503};
    zimport_view input = {(const char *)data, size};
    struct decoded whole;
    struct decoded pieces;
    struct question question = take_question(take_byte(&input));
    uint32_t seed = take_seed(&input);
    question.capacity = ZIMPORT_VALUE_MIN + take_byte(&input) * 4U;
    question.http = statuses[take_byte(&input) % (sizeof statuses / sizeof statuses[0])];
    begin(&whole, &question);
    run(&whole, input, 0);
    check(&whole, input);
    for (int round = 0; round < 3; round++) {
        begin(&pieces, &question);
        run(&pieces, input, seed + (uint32_t)round);
        check_same(&whole, &pieces);
    }
    /* Without its last byte it is not good, unless that was white space. */
    if (whole.status == ZIMPORT_OK && input.data[input.size - 1] == '}') {
        input.size--;
        begin(&pieces, &question);
        run(&pieces, input, 0);
        REQUIRE(pieces.status == ZIMPORT_JSON_EARLY);
    }
    return 0;
}
