/* SPDX-License-Identifier: Apache-2.0 */
/* Replies of v1: the same answer however they are cut, and one that is consistent in itself. */
#include "fuzz.h"

#include "api/operation.h"

#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"

struct decoded {
    zimport_status status;
    zimport_progress progress;
    zimport_answer answer;
    char texts[5][24];
    uint64_t rows;
    uint64_t rows_cut;
    uint64_t sum;
};

static void check_state(zimport_state state, int32_t percent, bool has_reason) {
    REQUIRE(percent >= ZIMPORT_PERCENT_NONE && percent <= ZIMPORT_PERCENT_DONE);
    REQUIRE(has_reason == (state == ZIMPORT_FAILED));
    REQUIRE(state == ZIMPORT_FAILED || (percent == ZIMPORT_PERCENT_DONE) == (state == ZIMPORT_COMPLETED) ||
            (percent == ZIMPORT_PERCENT_NONE && state == ZIMPORT_COMPLETED));
    REQUIRE(state != ZIMPORT_UNKNOWN || percent == ZIMPORT_PERCENT_NONE);
    REQUIRE(state != ZIMPORT_PENDING && state != ZIMPORT_UNCOMMITTED && state != ZIMPORT_CANCELLED);
}

static void on_file(void *context, const zimport_file *file) {
    struct decoded *decoded = context;
    if (file->index == 0) {
        decoded->rows = decoded->rows_cut = decoded->sum = 0;
    }
    REQUIRE(file->index == decoded->rows);
    decoded->rows++;
    decoded->rows_cut += file->cut;
    REQUIRE(is_utf8(file->file_name) && is_utf8(file->complete_time) && is_utf8(file->reason));
    REQUIRE(!file->imported_rows.given && !file->total_rows.given);
    check_state(file->state, file->percent, file->reason.size > 0);
    mix_number(&decoded->sum, file->state);
    mix_number(&decoded->sum, (uint64_t)file->percent);
    mix_number(&decoded->sum, file->file_size.given ? file->file_size.value : 77);
    mix_number(&decoded->sum, file->cut);
    mix(&decoded->sum, file->file_name.data, file->file_name.size);
    mix(&decoded->sum, file->complete_time.data, file->complete_time.size);
    mix(&decoded->sum, file->reason.data, file->reason.size);
}

static void texts_of(struct decoded *decoded, zimport_text *texts[5]) {
    texts[0] = &decoded->progress.collection;
    texts[1] = &decoded->progress.file_name;
    texts[2] = &decoded->progress.complete_time;
    texts[3] = &decoded->progress.reason;
    texts[4] = &decoded->answer.message;
}

static void run(struct decoded *decoded, zimport_view body, uint16_t http, size_t capacity, uint32_t seed) {
    zimport_decoder decoder;
    zimport_text *texts[5];
    char *memory = malloc(capacity);
    REQUIRE(memory != NULL);
    memset(decoded, 0, sizeof *decoded);
    memset(&decoder, 0x5a, sizeof decoder);
    texts_of(decoded, texts);
    for (size_t i = 0; i < 5; i++) {
        texts[i]->data = decoded->texts[i];
        texts[i]->capacity = sizeof decoded->texts[i] - i;
    }
    zimport_decoder_init(&decoder, &operation_progress, &zimport_v1, zimport_view_of(JOB), &decoded->progress,
                         &decoded->answer, on_file, decoded, memory, capacity);
    zimport_status status = ZIMPORT_OK;
    while (body.size > 0 && status == ZIMPORT_OK) {
        zimport_view piece = {body.data, piece_size(&seed, body.size)};
        char *copy = copy_of(piece);
        status = zimport_decoder_feed(&decoder, (zimport_view){copy, piece.size});
        free(copy);
        body.data += piece.size;
        body.size -= piece.size;
    }
    decoded->status = zimport_decoder_end(&decoder, http);
    REQUIRE(status == ZIMPORT_OK || decoded->status != ZIMPORT_OK);
    free(memory);
}

static void check(struct decoded *decoded, uint16_t http) {
    zimport_text *texts[5];
    texts_of(decoded, texts);
    REQUIRE(decoded->status == decoded->answer.status && decoded->answer.http_status == http);
    for (size_t i = 0; i < 5; i++) {
        REQUIRE(texts[i]->size <= texts[i]->capacity && is_utf8(zimport_text_view(texts[i])));
        REQUIRE(texts[i]->given || (texts[i]->size == 0 && !texts[i]->cut));
    }
    if (decoded->status != ZIMPORT_OK) {
        REQUIRE(decoded->status >= ZIMPORT_JSON_SYNTAX && decoded->status <= ZIMPORT_REFUSED);
        return;
    }
    const zimport_progress *progress = &decoded->progress;
    REQUIRE(http >= 200 && http <= 299);
    REQUIRE(decoded->answer.has_code && (decoded->answer.code == 0 || decoded->answer.code == 200));
    REQUIRE(progress->files == decoded->rows || progress->files == 0);
    REQUIRE(progress->files_cut <= progress->files);
    check_state(progress->state, progress->percent, progress->reason.given && progress->reason.size > 0);
}

static void check_same(struct decoded *a, struct decoded *b) {
    zimport_text *left[5];
    zimport_text *right[5];
    REQUIRE(a->status == b->status && a->answer.advice == b->answer.advice);
    REQUIRE(a->answer.has_code == b->answer.has_code && a->answer.code == b->answer.code);
    texts_of(a, left);
    texts_of(b, right);
    for (size_t i = 0; i < 5; i++) {
        REQUIRE(left[i]->given == right[i]->given && left[i]->cut == right[i]->cut && left[i]->size == right[i]->size);
        REQUIRE(memcmp(left[i]->data, right[i]->data, left[i]->size) == 0);
    }
    const zimport_progress *progress = &a->progress;
    const zimport_progress *other = &b->progress;
    REQUIRE(progress->state == other->state && progress->percent == other->percent);
    REQUIRE(progress->file_size.given == other->file_size.given && progress->file_size.value == other->file_size.value);
    REQUIRE(progress->files == other->files && progress->files_cut == other->files_cut);
    REQUIRE(a->rows == b->rows && a->rows_cut == b->rows_cut && a->sum == b->sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint16_t statuses[] = {200, 200, 200, 200, 201, 302, 400, 401, 404, 429, 500, 503};
    zimport_view input = {(const char *)data, size};
    struct decoded whole;
    struct decoded pieces;
    uint32_t seed = take_seed(&input);
    size_t capacity = ZIMPORT_VALUE_MIN + take_byte(&input) * 4U;
    uint16_t http = statuses[take_byte(&input) % (sizeof statuses / sizeof statuses[0])];
    run(&whole, input, http, capacity, 0);
    check(&whole, http);
    for (int round = 0; round < 3; round++) {
        run(&pieces, input, http, capacity, seed + (uint32_t)round);
        check_same(&whole, &pieces);
    }
    /* Without its last byte it is not good, unless that was white space. */
    if (whole.status == ZIMPORT_OK && input.data[input.size - 1] == '}') {
        input.size--;
        run(&pieces, input, http, capacity, 0);
        REQUIRE(pieces.status == ZIMPORT_JSON_EARLY);
    }
    return 0;
}
