/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The client against a transport that does anything at any step, and time that jumps. Every question has an answer, by
 * its deadlines, which what happened can lead to; a good one only for a whole reply, and then the same as when that
 * reply is decoded by itself. Where the transport does no harm, the same replies in pieces give the same. An input is
 *
 *     dialect and question, retries, sizes and times, two for chance, the size of the script,
 *     the script: what becomes of each call; see wire.h
 *     replies, with 0xFF between them
 */
#include "fuzz.h"

#include "api/operation.h"
#include "http/reader.h"

#include "wire.h"

#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"
enum { TEXTS = 7, QUESTIONS = 3 };

struct asked {
    const zimport_operation *operation;
    zimport_progress progress;
    zimport_list list;
    zimport_start start;
    zimport_answer answer;
    char texts[TEXTS][40];
    uint64_t rows;
    uint64_t sum;
};

static struct setting {
    const zimport_dialect *dialect;
    unsigned question, retries, flags;
    uint32_t seed;
    zimport_view script, replies;
} setting;

static zimport_client client;
static zimport_origin origin;
static struct asked *asking;

static void on_file(void *context, const zimport_file *file) {
    (void)context;
    asking->rows = file->index == 0 ? 1 : asking->rows + 1;
    asking->sum = file->index == 0 ? 0 : asking->sum;
    mix_number(&asking->sum, file->file_size.value);
    mix(&asking->sum, file->reason.data, file->reason.size);
}

static void on_job(void *context, const zimport_listed *job) {
    (void)context;
    asking->rows = job->index == 0 ? 1 : asking->rows + 1;
    mix(&asking->sum, job->id.data, job->id.size);
}

static void prepare(struct asked *asked) {
    static const zimport_operation *const operations[] = {&zimport_operation_progress, &zimport_operation_list,
                                                          &zimport_operation_start, &zimport_operation_commit,
                                                          &zimport_operation_abort};
    static const zimport_view urls[] = {{"s3://bucket/a.json", 18}};
    zimport_text *const texts[] = {&asked->progress.collection,
                                   &asked->progress.file_name,
                                   &asked->progress.create_time,
                                   &asked->progress.complete_time,
                                   &asked->progress.reason,
                                   &asked->answer.message,
                                   &asked->start.job};

    memset(asked, 0, sizeof *asked);
    asked->operation = operations[setting.question];
    asked->list = (zimport_list){.page = 1, .size = 10, .on_job = on_job};
    asked->start = (zimport_start){.collection = {"articles", 8}, .urls = urls, .url_count = 1};
    for (size_t i = 0; i < TEXTS; i++) {
        *texts[i] = (zimport_text){.data = asked->texts[i], .capacity = sizeof asked->texts[i]};
    }
    asking = asked;
}

static void *result_of(struct asked *asked) {
    return setting.question == 1   ? (void *)&asked->list
           : setting.question == 2 ? (void *)&asked->start
           : setting.question == 0 ? (void *)&asked->progress
                                   : NULL;
}

static zimport_status begin(struct asked *asked) {
    zimport_view job = zimport_view_of(JOB);

    wire.job = setting.question == 1 || setting.question == 2 ? zimport_view_of(NULL) : job;
    switch (setting.question) {
    case 1:
        return zimport_list_begin(&client, &asked->list, &asked->answer);
    case 2:
        return zimport_start_begin(&client, &asked->start, &asked->answer);
    case 3:
        return zimport_commit_begin(&client, job, &asked->answer);
    case 4:
        return zimport_abort_begin(&client, job, &asked->answer);
    default:
        return zimport_client_begin(&client, job, &asked->progress, &asked->answer);
    }
}

/* ---- the answer */

static uint64_t sum_of(struct asked *asked) {
    uint64_t sum = 0;
    const zimport_progress *progress = &asked->progress;

    mix_number(&sum, asked->answer.status);
    mix_number(&sum, asked->answer.http_status);
    mix_number(&sum, (uint64_t)asked->answer.code + asked->answer.has_code);
    mix_number(&sum, asked->answer.code_row);
    if (asked->answer.status == ZIMPORT_OK) {
        mix_number(&sum, (uint64_t)progress->percent + progress->state * 20000U);
        mix_number(&sum, progress->files + (uint64_t)progress->files_done * 1000 + progress->missing_rows);
        mix_number(&sum, progress->imported_rows.value + progress->file_size.value * 3);
        mix_number(&sum, asked->list.jobs + (uint64_t)asked->list.more);
        bool rows = progress->files > 0 || asked->list.jobs > 0; /* else they are of a try before, which failed */
        mix_number(&sum, rows ? asked->rows : 0);
        mix_number(&sum, rows ? asked->sum : 0);
    }
    for (size_t i = 0; i < TEXTS; i++) {
        zimport_text *const texts[] = {&asked->progress.collection,
                                       &asked->progress.file_name,
                                       &asked->progress.create_time,
                                       &asked->progress.complete_time,
                                       &asked->progress.reason,
                                       &asked->answer.message,
                                       &asked->start.job};
        if (asked->answer.status == ZIMPORT_OK || i == 5) {
            mix_number(&sum, texts[i]->size + texts[i]->given);
            mix(&sum, texts[i]->data, texts[i]->size);
        }
    }
    return sum;
}

/* What was given of the last reply, decoded by itself, has to be whole and to say the same. */
static void check_good(struct asked *asked) {
    zimport_view input = {wire.given, (size_t)(wire.left.data - wire.given)};
    zimport_http_reader reader;
    zimport_decoder decoder;
    zimport_files files;
    static struct asked again;
    char line[600];
    char value[600];

    prepare(&again);
    zimport_files_init(&files, on_file, NULL);
    zimport_http_reader_init(&reader, line, client.config.value_size, &again.answer.message, NULL, NULL);
    zimport_decoder_init(&decoder,
                         &(zimport_question){.operation = again.operation,
                                             .dialect = setting.dialect,
                                             .job = zimport_view_of(JOB),
                                             .subject = result_of(&again)},
                         &again.answer, &files, value, client.config.value_size);
    while (input.size > 0 && reader.state != ZIMPORT_HTTP_DONE) {
        size_t used;
        zimport_view body;
        REQUIRE(zimport_http_read(&reader, input, &used, &body) == ZIMPORT_OK);
        REQUIRE(zimport_decoder_feed(&decoder, body) == ZIMPORT_OK);
        input.data += used;
        input.size -= used;
    }
    REQUIRE(reader.state == ZIMPORT_HTTP_DONE || (wire.closed && zimport_http_eof(&reader) == ZIMPORT_OK));
    REQUIRE(reader.status / 100 == 2 && !reader.encoded);
    REQUIRE(zimport_decoder_end(&decoder, reader.status) == ZIMPORT_OK);
    asking = asked;
    REQUIRE(sum_of(asked) == sum_of(&again));
}

/* What never comes from a transport that is not TLS, a proxy or a caller that is wrong. */
static uint64_t allowed(bool aborted) {
    uint64_t set = A(ZIMPORT_OK) | A(ZIMPORT_LOST) | A(ZIMPORT_UNAUTHORIZED) | A(ZIMPORT_NOT_FOUND) |
                   A(ZIMPORT_REDIRECTED) | A(ZIMPORT_BUSY) | A(ZIMPORT_REFUSED) | (aborted ? A(ZIMPORT_ABORTED) : 0);

    for (int status = ZIMPORT_HTTP_SYNTAX; status <= ZIMPORT_REPLY_OTHER_JOB; status++) {
        set |= A(status);
    }
    if (wire.slept) {
        set |= A(ZIMPORT_CONNECT_TIMEOUT) | A(ZIMPORT_IDLE_TIMEOUT) | A(ZIMPORT_TOTAL_TIMEOUT);
    }
    return set | (wire.failures & ~A(ZIMPORT_CLOSED));
}

static void check_answer(struct asked *asked, bool aborted) {
    zimport_status status = asked->answer.status;
    uint64_t until = 0;

    REQUIRE((allowed(aborted) >> status & 1) != 0);
    REQUIRE(client.phase == ZIMPORT_PHASE_IDLE && client.open == wire.open && !wire.opening);
    REQUIRE(!wire_holds(client.config.window, client.config.window_size, WIRE_KEY));
    /* Where replies meet, they can be made to spell it. */
    REQUIRE(!wire_holds(client.config.value, client.config.value_size, WIRE_KEY) ||
            memchr(wire.replies.data, WIRE_KEY_MARK, wire.replies.size) != NULL);
    REQUIRE(client.tries <= setting.retries + 1U);
    REQUIRE(zimport_client_step(&client, wire.now, &until) == ZIMPORT_STEP_DONE);
    if (status == ZIMPORT_OK) {
        check_good(asked);
    }
}

/* ---- a run */

static void ask(struct asked *asked) {
    unsigned begun = wire.begun;
    bool aborted = false;
    uint64_t until = 0;
    zimport_step step;

    prepare(asked);
    wire.tried = false;
    zimport_status status = begin(asked);
    if (status != ZIMPORT_OK) { /* this dialect cannot do it, or the window is too small */
        REQUIRE(status == ZIMPORT_BAD_ARGUMENT || status == ZIMPORT_NO_ROOM);
        return;
    }
    for (size_t steps = 0; (step = zimport_client_step(&client, wire.now, &until)) != ZIMPORT_STEP_DONE; steps++) {
        REQUIRE(steps < 20000);
        REQUIRE(client.phase == ZIMPORT_PHASE_PAUSING || client.limit_at > wire.now);
        aborted = wire.mood == HARSH && wire.script.size > 0 && wire.script.data[0] == '\x7F';
        if (aborted) {
            zimport_client_abort(&client);
            REQUIRE(asked->answer.status == ZIMPORT_ABORTED && !wire.open);
            break;
        }
        wire_pass(step, until);
    }
    bool once = setting.question == 2 || setting.question == 4;
    REQUIRE(!once || wire.begun <= begun + 1 || asked->answer.http_status == 404);
    check_answer(asked, aborted);
}

/* Returns a sum of the answers. */
static uint64_t run(wire_mood mood, uint32_t seed) {
    static struct asked asked;
    zimport_files files;
    char *window = calloc(1, 1024);
    char *value = calloc(1, 600);
    uint64_t sum = 0;

    REQUIRE(window != NULL && value != NULL);
    wire_init(mood, setting.seed, setting.script, setting.replies);
    wire.seed = seed;
    wire.client = &client;
    zimport_files_init(&files, on_file, NULL);
    zimport_config config = {.platform = &wire.platform,
                             .transport = &wire.base,
                             .dialect = setting.dialect,
                             .origin = &origin,
                             .cluster = zimport_view_of("in01-6e64b4d2870ae54"),
                             .key = zimport_view_of(WIRE_KEY),
                             .window = window,
                             .window_size = (setting.flags & 1) != 0 ? 1024 : 512,
                             .value = value,
                             .value_size = (setting.flags & 2) != 0 ? 600 : ZIMPORT_VALUE_MIN,
                             .idle_ms = (setting.flags & 4) != 0 ? 1 : 0,
                             .total_ms = (setting.flags & 8) != 0 ? 100 : 0,
                             .connect_ms = (setting.flags & 16) != 0 ? 7 : 0,
                             .retries = (uint16_t)setting.retries,
                             .files = &files};
    REQUIRE(zimport_client_init(&client, &config) == ZIMPORT_OK);
    for (int i = 0; i < QUESTIONS; i++) {
        ask(&asked);
        if (mood != HARSH && asked.answer.status != ZIMPORT_OK) {
            zimport_client_close(&client); /* a reply that is wrong early or late leaves the connection or not */
        }
        sum = sum * 31 + sum_of(&asked);
        mix_number(&sum, wire.requests);
    }
    zimport_client_close(&client);
    REQUIRE(!wire.open && !wire.opening);
    free(window);
    free(value);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    zimport_view input = {(const char *)data, size};
    unsigned choice = take_byte(&input);

    setting.dialect = dialects[choice % 3];
    setting.question = choice / 3 % 5;
    setting.retries = take_byte(&input) % 4U;
    setting.flags = take_byte(&input);
    setting.seed = take_seed(&input);
    size_t script = take_byte(&input);
    script = script < input.size ? script : input.size;
    setting.script = (zimport_view){input.data, script};
    setting.replies = (zimport_view){input.data + script, input.size - script};
    REQUIRE(zimport_origin_parse(&origin, zimport_view_of("http://localhost:8080")) == ZIMPORT_OK);
    uint64_t whole = run(WHOLE, 1);
    REQUIRE(run(PIECES, setting.seed) == whole);
    (void)run(HARSH, setting.seed);
    return 0;
}
