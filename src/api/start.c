/* SPDX-License-Identifier: Apache-2.0 */
/* api.md 1.6, 2.5, 3.2, 9. Never sent a second time without an idempotency key. */
#include "api/dialect.h"
#include "api/operation.h"
#include "api/place.h"
#include "api/take.h"
#include "http/body.h"

static const zimport_json_key data_keys[] = {
    KEY("jobId", ZIMPORT_MEMBER_JOB_ID),
    KEY("jobID", ZIMPORT_MEMBER_JOB_ID),
};

static const zimport_json_shape data_shape = {data_keys, ITEMS(data_keys)};

static const zimport_json_key reply_keys[] = {REPLY_KEYS(&data_shape)};

static const zimport_json_shape reply_shape = {reply_keys, ITEMS(reply_keys)};

static void begin(zimport_decoder *decoder) {
    zimport_text_clear(&((zimport_start *)decoder->result)->job);
}

static void member(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_view id = zimport_take_id(value);

    zimport_text_clear(&((zimport_start *)decoder->result)->job);
    if (zimport_id_is_valid(id) && !value->cut) {
        zimport_text_set(&((zimport_start *)decoder->result)->job, id);
    }
}

static zimport_status end(zimport_decoder *decoder) {
    const zimport_start *start = decoder->result;

    return start->job.given ? ZIMPORT_OK : ZIMPORT_REPLY_NO_DATA;
}

/* A parameter that Milvus cannot read (1801) or misses (1802) is one of this request: no sign of an old server. */
static zimport_status refine(zimport_decoder *decoder, zimport_status status) {
    zimport_answer *answer = decoder->answer;

    if (status == ZIMPORT_REFUSED && (answer->code == 1801 || answer->code == 1802)) {
        answer->code_row = 0;
    }
    return zimport_operation_without_job(decoder, status);
}

static const char *path(const zimport_dialect *dialect, size_t index) {
    (void)index;
    return dialect->start_path;
}

static bool has_secret(const zimport_start *start) {
    return start->access_key.size > 0 || start->secret_key.size > 0 || start->session_token.size > 0;
}

bool zimport_idempotency_key_is_valid(zimport_view key) {
    for (size_t i = 0; i < key.size; i++) {
        if (key.data[i] < '!' || key.data[i] > '~') {
            return false;
        }
    }
    return key.size > 0 && key.size <= 256;
}

/* Refuses whatever the service would ignore, so that nothing is dropped silently. */
static zimport_status check(const zimport_question *question) {
    const zimport_start *start = question->subject;
    const zimport_dialect *to = question->dialect;
    bool keys = start->access_key.size > 0 || start->secret_key.size > 0;
    bool keyed = start->idempotency_key.size > 0;
    bool options = start->option_count > 0 || keyed;
    bool fits = (to->start_groups || start->url_count == 1) && (to->start_options || !options) &&
                (to->start_keys || !keys) && (to->start_token || start->session_token.size == 0) &&
                (start->volume.size == 0 || (to->start_volumes && !has_secret(start)));

    if (start->collection.size == 0 || start->url_count == 0 || !fits ||
        (keyed && !zimport_idempotency_key_is_valid(start->idempotency_key))) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    return has_secret(start) && !zimport_question_is_safe(question) ? ZIMPORT_KEY_PLAINTEXT : ZIMPORT_OK;
}

/* [["a"],["b"]], or in one group [["a","b"]]. */
static void write_groups(zimport_http_writer *writer, const zimport_start *start) {
    zimport_http_raw(writer, "[[");
    for (size_t i = 0; i < start->url_count; i++) {
        zimport_http_raw(writer, i == 0 ? "" : start->group ? "," : "],[");
        zimport_http_string(writer, start->urls[i]);
    }
    zimport_http_raw(writer, "]]");
}

static void write_urls(zimport_http_writer *writer, const zimport_question *question, const zimport_start *start) {
    zimport_encoding_text(writer, question, "volumeName", start->volume);
    zimport_http_member(writer, start->volume.size > 0 ? "dataPaths" : question->dialect->urls);
    if (question->dialect->start_groups) {
        write_groups(writer, start);
    } else {
        zimport_http_string(writer, start->urls[0]);
    }
}

static void write_options(zimport_http_writer *writer, const zimport_start *start) {
    if (start->option_count == 0) {
        return;
    }
    zimport_http_member(writer, "options");
    for (size_t i = 0; i < start->option_count; i++) {
        zimport_http_raw(writer, i == 0 ? "{" : ",");
        zimport_http_string(writer, start->options[i].name);
        zimport_http_raw(writer, ":");
        zimport_http_string(writer, start->options[i].value);
    }
    zimport_http_raw(writer, "}");
}

static void parameters(zimport_http_writer *writer, const zimport_question *question) {
    const zimport_start *start = question->subject;

    question->dialect->place->parameters(writer, question);
    zimport_encoding_text(writer, question, "collectionName", start->collection);
    zimport_encoding_text(writer, question, "partitionName", start->partition);
    write_urls(writer, question, start);
    zimport_encoding_text(writer, question, "accessKey", start->access_key);
    zimport_encoding_text(writer, question, "secretKey", start->secret_key);
    zimport_encoding_text(writer, question, "token", start->session_token);
    write_options(writer, start);
}

static void end_with_key(zimport_http_writer *writer, const zimport_question *question) {
    zimport_view key = ((const zimport_start *)question->subject)->idempotency_key;

    if (key.size > 0) {
        zimport_http_raw(writer, "Idempotency-Key: ");
        zimport_http_value(writer, key);
    }
    zimport_encoding_body_end(writer, question);
}

static const struct zimport_encoding body_with_key = {"POST", NULL, end_with_key, zimport_encoding_body_text, NULL};

const zimport_operation zimport_operation_start = {
    .path = path,
    .check = check,
    .parameters = parameters,
    .encoding = &body_with_key,
    .shape = &reply_shape,
    .begin = begin,
    .member = member,
    .end = end,
    .refine = refine,
    .once = true,
};
