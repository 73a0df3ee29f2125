/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_DIALECT_H
#define ZIMPORT_SRC_API_DIALECT_H

#include "api/decoder.h"
#include "api/encoding.h"
#include "json/json.h"

#define ITEMS(array) (sizeof(array) / sizeof *(array))

/* ZIMPORT_BUSY is retried. */
typedef struct zimport_code {
    unsigned code : 24, status : 8;
} zimport_code;

/* Turn a list of CODE(code, status, advice) into the table, and into its texts. Two constants, so that a program that
 * gives no advice does not link the texts. */
#define CODE_ROW(code, status, advice) {code, status},
#define CODE_ADVICE(code, status, advice) advice "\0"
#define SAME "" /* same advice as the line above */

/* The ids used in shapes. */
typedef enum zimport_member {
    ZIMPORT_MEMBER_CODE = 1,
    ZIMPORT_MEMBER_MESSAGE,
    ZIMPORT_MEMBER_DATA,
    ZIMPORT_MEMBER_JOB_ID,
    ZIMPORT_MEMBER_COLLECTION,
    ZIMPORT_MEMBER_FILE_NAME,
    ZIMPORT_MEMBER_FILE_SIZE,
    ZIMPORT_MEMBER_STATE,
    ZIMPORT_MEMBER_PERCENT,
    ZIMPORT_MEMBER_IMPORTED_ROWS,
    ZIMPORT_MEMBER_TOTAL_ROWS,
    ZIMPORT_MEMBER_COMPLETE_TIME,
    ZIMPORT_MEMBER_CREATE_TIME,
    ZIMPORT_MEMBER_REASON,
    ZIMPORT_MEMBER_DETAILS,
    ZIMPORT_MEMBER_JOBS,
    ZIMPORT_MEMBER_COUNT,
    ZIMPORT_MEMBER_PAGE_SIZE
} zimport_member;

#define KEY(text, member) \
    { .name = (text), .id = (member) }

#define REPLY_KEYS(data) \
    KEY("code", ZIMPORT_MEMBER_CODE), KEY("message", ZIMPORT_MEMBER_MESSAGE), { \
        .name = "data", .id = ZIMPORT_MEMBER_DATA, .inner = (data) \
    }

/* Takes the start of the array of file rows, then each row, already counted. */
struct zimport_rows {
    void (*take)(zimport_decoder *decoder, const zimport_json_value *value);
};

extern const struct zimport_rows zimport_dialect_rows;

struct zimport_states {
    zimport_state (*of)(zimport_view word);
    void (*take)(zimport_decoder *decoder, const zimport_json_value *value);
};

/* Shared by v2 and milvus. */
extern const zimport_json_shape zimport_dialect_words_reply, zimport_dialect_words_row;
extern const struct zimport_states zimport_dialect_words_states;
zimport_state zimport_dialect_words_state(zimport_view word);

#endif
