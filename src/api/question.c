/* SPDX-License-Identifier: Apache-2.0 */
#include "api/question.h"

#include "api/operation.h"
#include "api/place.h"
#include "base/chars.h"
#include "http/via.h"

bool zimport_id_is_valid(zimport_view id) {
    for (size_t i = 0; i < id.size; i++) {
        if (!zimport_chars_id(id.data[i])) {
            return false;
        }
    }
    return id.size > 0 && id.size <= ZIMPORT_ID_MAX;
}

bool zimport_question_is_clean(zimport_view text, unsigned char least) {
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < least || c == 0x7F) {
            return false;
        }
    }
    return true;
}

bool zimport_question_is_safe(const zimport_question *question) {
    bool local = question->origin->loopback && (question->via == NULL || question->via->origin.loopback);

    return question->origin->tls || local || question->allow_plaintext_key;
}

static zimport_status check_key(const zimport_question *question) {
    if (question->key.size == 0) {
        return question->dialect->key_required ? ZIMPORT_KEY_MISSING : ZIMPORT_OK;
    }
    if (!zimport_question_is_clean(question->key, '!')) {
        return ZIMPORT_BAD_KEY;
    }
    return zimport_question_is_safe(question) ? ZIMPORT_OK : ZIMPORT_KEY_PLAINTEXT;
}

zimport_status zimport_question_check(const zimport_question *question) {
    /* `via` would send in the clear what TLS should protect. */
    if (question->via != NULL && question->origin->tls) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    zimport_status status = question->dialect->place->check(question);

    if (status == ZIMPORT_OK) {
        status = question->operation->check(question);
    }
    return status == ZIMPORT_OK ? check_key(question) : status;
}

static void write_fields(zimport_http_writer *writer, const zimport_question *question) {
    if (question->via != NULL) {
        question->via->how->credentials(writer, question->via);
    }
    if (question->key.size > 0) {
        zimport_http_raw(writer, "Authorization: Bearer ");
        zimport_http_value(writer, question->key);
    }
    if (question->dialect->place->fields != NULL) {
        question->dialect->place->fields(writer, question);
    }
    zimport_http_raw(writer, "Accept: application/json\r\n"
                             "Content-Type: application/json\r\n"
                             "User-Agent: zimport/" ZIMPORT_VERSION "\r\n"
                             "Accept-Encoding: identity\r\n");
}

zimport_status zimport_question_write(const zimport_question *question, char *memory, size_t capacity, size_t *head,
                                      size_t *size) {
    const struct zimport_encoding *encoding = zimport_encoding_of(question);
    zimport_status status = zimport_question_check(question);
    zimport_http_writer writer;

    if (status != ZIMPORT_OK) {
        return status;
    }
    zimport_http_begin(&writer, memory, capacity, encoding->method);
    if (question->via != NULL) {
        question->via->how->site(&writer, question->origin);
    }
    zimport_http_path(&writer, question->origin, question->path);
    if (encoding->target != NULL) {
        encoding->target(&writer, question);
    }
    zimport_http_target_end(&writer, question->origin);
    write_fields(&writer, question);
    encoding->end(&writer, question);
    *head = writer.head;
    *size = writer.size;
    return writer.status;
}
