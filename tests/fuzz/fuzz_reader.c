/* SPDX-License-Identifier: Apache-2.0 */
/* Responses: read whole and in pieces, the outcome is the same; and what is complete adds up. */
#include "fuzz.h"

#include "http/reader.h"

#define LINE_ROOM 256
static char line_room[LINE_ROOM];

struct outcome {
    zimport_status status; /* of reading; ZIMPORT_CLOSED: complete by the end of the stream, ZIMPORT_LOST: not */
    bool done;
    size_t used;
    uint64_t body_sum;
    uint64_t line_sum;
    uint64_t body;
    uint16_t http_status;
    bool keep_alive;
    bool encoded;
    int64_t date;
    int64_t retry_at;
    int32_t retry_after;
    char location[32];
    zimport_text text;
};

static void on_field(void *context, zimport_view line) {
    struct outcome *outcome = context;
    REQUIRE(line.size >= 2 && line.size <= LINE_ROOM);
    REQUIRE(memchr(line.data, '\n', line.size) == NULL && memchr(line.data, '\0', line.size) == NULL);
    REQUIRE(memchr(line.data, '\r', line.size) == NULL);
    mix(&outcome->line_sum, line.data, line.size);
    mix(&outcome->line_sum, "\n", 1);
}

static zimport_status read_piece(zimport_http_reader *reader, zimport_view piece, struct outcome *outcome) {
    char *copy = copy_of(piece);
    zimport_status status = ZIMPORT_OK;
    size_t at = 0;
    while (at < piece.size && status == ZIMPORT_OK && reader->state != ZIMPORT_HTTP_DONE) {
        zimport_view input = {copy + at, piece.size - at};
        zimport_view body = {NULL, 0};
        size_t used = 0;
        status = zimport_http_read(reader, input, &used, &body);
        if (status != ZIMPORT_OK) {
            break;
        }
        REQUIRE(used <= input.size && (used > 0 || reader->state == ZIMPORT_HTTP_DONE));
        REQUIRE(body.size == 0 || (body.data >= input.data && body.data + body.size <= input.data + used));
        mix(&outcome->body_sum, body.data, body.size);
        outcome->body += body.size;
        at += used;
    }
    free(copy);
    outcome->used += at;
    return status;
}

static void run(struct outcome *outcome, zimport_view input, uint32_t seed) {
    zimport_http_reader reader;
    memset(outcome, 0, sizeof *outcome);
    memset(&reader, 0x5a, sizeof reader);
    outcome->text.data = outcome->location;
    outcome->text.capacity = sizeof outcome->location;
    zimport_http_reader_init(&reader, line_room, LINE_ROOM, &outcome->text, on_field, outcome);
    while (input.size > 0 && outcome->status == ZIMPORT_OK && reader.state != ZIMPORT_HTTP_DONE) {
        zimport_view piece = {input.data, piece_size(&seed, input.size)};
        outcome->status = read_piece(&reader, piece, outcome);
        input.data += piece.size;
        input.size -= piece.size;
    }
    outcome->done = outcome->status == ZIMPORT_OK && reader.state == ZIMPORT_HTTP_DONE;
    if (outcome->status == ZIMPORT_OK && !outcome->done) {
        outcome->status = zimport_http_eof(&reader) == ZIMPORT_OK ? ZIMPORT_CLOSED : ZIMPORT_LOST;
    }
    outcome->http_status = reader.status;
    outcome->keep_alive = reader.keep_alive;
    outcome->encoded = reader.encoded;
    outcome->date = reader.date;
    outcome->retry_at = reader.retry_at;
    outcome->retry_after = reader.retry_after;
    REQUIRE(outcome->status >= ZIMPORT_HTTP_SYNTAX || reader.body == outcome->body);
}

static void check_same(const struct outcome *a, const struct outcome *b) {
    REQUIRE(a->status == b->status);
    REQUIRE(a->done == b->done);
    if (a->status >= ZIMPORT_HTTP_SYNTAX) {
        return;
    }
    REQUIRE(a->used == b->used && a->body == b->body && a->body_sum == b->body_sum && a->line_sum == b->line_sum);
    REQUIRE(a->http_status == b->http_status && a->keep_alive == b->keep_alive && a->encoded == b->encoded);
    REQUIRE(a->date == b->date && a->retry_at == b->retry_at && a->retry_after == b->retry_after);
    REQUIRE(a->text.given == b->text.given && a->text.cut == b->text.cut && a->text.size == b->text.size);
    REQUIRE(memcmp(a->location, b->location, a->text.size) == 0);
}

static void check_outcome(const struct outcome *outcome, size_t size) {
    REQUIRE(outcome->status == ZIMPORT_OK || outcome->status == ZIMPORT_CLOSED || outcome->status == ZIMPORT_LOST ||
            outcome->status == ZIMPORT_HTTP_SYNTAX || outcome->status == ZIMPORT_HTTP_FRAMING ||
            outcome->status == ZIMPORT_HTTP_LIMIT);
    if (outcome->done || outcome->status == ZIMPORT_CLOSED) {
        REQUIRE(outcome->http_status >= 200 && outcome->http_status <= 599);
        REQUIRE(outcome->body < outcome->used && outcome->used <= size);
        REQUIRE(outcome->body == 0 || (outcome->http_status != 204 && outcome->http_status != 304));
    }
    REQUIRE(outcome->retry_after >= -1);
}

/* Cut off one byte before its end, it is not complete. */
static void check_one_less(const struct outcome *whole, zimport_view input) {
    struct outcome cut;
    if (!whole->done) {
        return;
    }
    input.size = whole->used - 1;
    run(&cut, input, 0);
    REQUIRE(cut.status == ZIMPORT_LOST);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size};
    struct outcome whole;
    struct outcome pieces;
    uint32_t seed = take_seed(&input);
    run(&whole, input, 0);
    check_outcome(&whole, input.size);
    check_one_less(&whole, input);
    for (int round = 0; round < 3; round++) {
        run(&pieces, input, seed + (uint32_t)round);
        check_same(&whole, &pieces);
    }
    return 0;
}
