/* SPDX-License-Identifier: Apache-2.0 */
#include "api/question.h"

#include "base/chars.h"
#include "http/via.h"

bool zimport_id_is_valid(zimport_view id) {
    for (size_t i = 0; i < id.size; i++) {
        char c = id.data[i];
        if (!is_alnum(c) && c != '_' && c != '-') {
            return false;
        }
    }
    return id.size > 0 && id.size <= ZIMPORT_ID_MAX;
}

static bool key_is_clean(zimport_view key) {
    for (size_t i = 0; i < key.size; i++) {
        unsigned char c = (unsigned char)key.data[i];
        if (c <= ' ' || c == 0x7F) {
            return false;
        }
    }
    return true;
}

static zimport_status check_key(const zimport_question *question) {
    if (question->key.size == 0) {
        return question->dialect->key_required ? ZIMPORT_KEY_MISSING : ZIMPORT_OK;
    }
    if (!key_is_clean(question->key)) {
        return ZIMPORT_BAD_KEY;
    }
    bool local = question->origin->loopback && (question->via == NULL || question->via->origin.loopback);
    bool safe = question->origin->tls || local || question->allow_plaintext_key;
    return safe ? ZIMPORT_OK : ZIMPORT_KEY_PLAINTEXT;
}

zimport_status zimport_question_check(const zimport_question *question) {
    /* What TLS is to protect must not go through a proxy in the clear. */
    if (question->via != NULL && question->origin->tls) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    bool no_cluster = question->cluster.size == 0 && !question->dialect->cluster_required;

    if (!zimport_id_is_valid(question->job) || !(no_cluster || zimport_id_is_valid(question->cluster))) {
        return ZIMPORT_BAD_ID;
    }
    return check_key(question);
}

zimport_status zimport_question_write(const zimport_question *question, char *memory, size_t capacity, size_t *size) {
    zimport_status status = zimport_question_check(question);
    const zimport_proxy_server *via = question->via;
    zimport_http_writer writer;

    if (status != ZIMPORT_OK) {
        return status;
    }
    zimport_http_begin(&writer, memory, capacity, "GET");
    if (via != NULL) {
        via->how->site(&writer, question->origin);
    }
    zimport_http_path(&writer, question->origin, question->dialect->path);
    zimport_http_query(&writer, "jobId", question->job);
    zimport_http_query(&writer, "clusterId", question->cluster);
    zimport_http_target_end(&writer, question->origin);
    if (via != NULL) {
        via->how->credentials(&writer, via);
    }
    if (question->key.size > 0) {
        zimport_http_field(&writer, "Authorization", "Bearer ", question->key);
    }
    zimport_http_field(&writer, "Accept", "application/json", zimport_view_of(NULL));
    zimport_http_field(&writer, "Content-Type", "application/json", zimport_view_of(NULL));
    zimport_http_field(&writer, "User-Agent", "zimport/" ZIMPORT_VERSION, zimport_view_of(NULL));
    zimport_http_field(&writer, "Accept-Encoding", "identity", zimport_view_of(NULL));
    status = zimport_http_end(&writer);
    *size = writer.size;
    return status;
}
