/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by v2 and milvus, whose replies name the state in a word (api.md 2.3, 3.3, 3.4). */
#include "api/dialect.h"
#include "api/take.h"
#include "base/chars.h"

static const zimport_json_key data_keys[] = {
    KEY("fileName", ZIMPORT_MEMBER_FILE_NAME),
    KEY("fileSize", ZIMPORT_MEMBER_FILE_SIZE),
    KEY("state", ZIMPORT_MEMBER_STATE),
    KEY("progress", ZIMPORT_MEMBER_PERCENT),
    KEY("importedRows", ZIMPORT_MEMBER_IMPORTED_ROWS),
    KEY("totalRows", ZIMPORT_MEMBER_TOTAL_ROWS),
    KEY("completeTime", ZIMPORT_MEMBER_COMPLETE_TIME),
    KEY("reason", ZIMPORT_MEMBER_REASON),
    KEY("collectionName", ZIMPORT_MEMBER_COLLECTION),
    KEY("jobId", ZIMPORT_MEMBER_JOB_ID),
    KEY("jobID", ZIMPORT_MEMBER_JOB_ID),
    KEY("createTime", ZIMPORT_MEMBER_CREATE_TIME),
    {.name = "details", .id = ZIMPORT_MEMBER_DETAILS, .inner = &zimport_dialect_words_row, .array = true},
};

static const zimport_json_shape data_shape = {data_keys, ITEMS(data_keys)};

/* File rows have the first eight. */
const zimport_json_shape zimport_dialect_words_row = {data_keys, 8};

static const zimport_json_key reply_keys[] = {REPLY_KEYS(&data_shape)};

const zimport_json_shape zimport_dialect_words_reply = {reply_keys, ITEMS(reply_keys)};

/* One page has the words in capitals. */
static bool begins(zimport_view word, const char *start) {
    size_t size = zimport_view_of(start).size;

    return word.size >= size && zimport_view_is_nocase((zimport_view){word.data, size}, start);
}

/* Lists of v1 write ImportRunning and so on. Committing needs nobody to act, so it counts as importing. A file in
 * Retry waits to be begun again; one in None has no state yet (api.md 9), which is Unknown. */
zimport_state zimport_dialect_words_state(zimport_view word) {
    static const struct {
        const char *word;
        zimport_state state;
    } words[] = {
        {"Pending", ZIMPORT_PENDING},     {"Importing", ZIMPORT_IMPORTING},     {"InProgress", ZIMPORT_IMPORTING},
        {"Running", ZIMPORT_IMPORTING},   {"Uncommitted", ZIMPORT_UNCOMMITTED}, {"Committing", ZIMPORT_IMPORTING},
        {"Completed", ZIMPORT_COMPLETED}, {"Failed", ZIMPORT_FAILED},           {"Retry", ZIMPORT_PENDING},
    };

    if (word.size > 6 && begins(word, "Import") && word.data[6] != 'i') {
        word.data += 6;
        word.size -= 6;
    }
    for (size_t i = 0; i < ITEMS(words); i++) {
        if (zimport_view_is(word, words[i].word)) {
            return words[i].state;
        }
    }
    return begins(word, "Cancel") ? ZIMPORT_CANCELLED : ZIMPORT_UNKNOWN;
}

static void take_state(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_progress *progress = decoder->result;
    zimport_view word = zimport_take_view(value, true);

    zimport_decoder_note(decoder, NOTE_TOLD, word.size > 0);
    progress->state = zimport_dialect_words_state(word);
    zimport_decoder_note(decoder, NOTE_BAD_STATE,
                         value->type != ZIMPORT_JSON_STRING && value->type != ZIMPORT_JSON_NULL);
}

const struct zimport_states zimport_dialect_words_states = {zimport_dialect_words_state, take_state};
