/* SPDX-License-Identifier: Apache-2.0 */
/* The services: what to ask, and what an answer means. No I/O: bytes and numbers in, results out. */
#ifndef ZIMPORT_API_H
#define ZIMPORT_API_H

#include "zimport/origin.h"

/* How a job or a file stands. The words are the services' (api.md 2.3, 3.4). */
typedef enum zimport_state {
    ZIMPORT_UNKNOWN, /* the server did not say, or used a word that is not known; never final */
    ZIMPORT_PENDING,
    ZIMPORT_IMPORTING,
    ZIMPORT_UNCOMMITTED, /* imported, and waits for a commit by somebody */
    ZIMPORT_COMPLETED,
    ZIMPORT_FAILED,
    ZIMPORT_CANCELLED
} zimport_state;

/* "Importing" and so on. Static memory, never NULL. */
const char *zimport_state_name(zimport_state state);

/* Completed, failed or cancelled: it will not change any more. */
bool zimport_state_is_final(zimport_state state);

/* What the server said about a job. The caller gives memory for the texts it wants (zimport_text). */
typedef struct zimport_progress {
    zimport_state state;
    int32_t percent;          /* in hundredths, rounded down, or ZIMPORT_PERCENT_NONE */
    zimport_number file_size; /* bytes */
    zimport_number imported_rows, total_rows;
    zimport_text collection, file_name;
    zimport_text complete_time; /* as the server wrote it, mostly RFC 3339; not given while it runs */
    zimport_text reason;        /* of a failure; the first of its files' where the job itself has none */
    uint32_t files;             /* file rows in the reply */
    uint32_t files_cut;         /* of these, shortened or left out for lack of memory */
} zimport_progress;

/* One file of a job. The views end with the callback that got it; `data` is NULL where the server gave nothing. */
typedef struct zimport_file {
    uint32_t index; /* from 0. A 0 again: the server repeated the list, forget the rows so far */
    zimport_state state;
    int32_t percent;
    zimport_number file_size, imported_rows, total_rows;
    zimport_view file_name, complete_time, reason;
    bool cut; /* a text was shortened */
} zimport_file;

/* Gets each file row as it arrives, before it is known whether the reply is whole: keep it apart until then. */
typedef void (*zimport_on_file)(void *context, const zimport_file *file);

/* What a reply was, apart from progress. `message` is in memory of the caller. */
typedef struct zimport_answer {
    zimport_status status;
    uint16_t http_status; /* 0: no reply */
    bool has_code;
    int64_t code;         /* the service's own */
    const char *advice;   /* what to do about the code, in static memory; NULL where nothing is known */
    zimport_text message; /* the service's words; after ZIMPORT_REDIRECTED, where it pointed */
} zimport_answer;

/* One of the services: all that differs between them. One const table each, in a file of its own. */
typedef struct zimport_dialect {
    const char *name;                       /* "v1" */
    const char *path;                       /* of the progress request */
    const struct zimport_json_shape *reply; /* the members wanted of a reply, and of one of its file rows */
    const struct zimport_json_shape *row;
    const struct zimport_code *codes; /* the service's error codes: src/api/dialect.h */
    size_t code_count;
    bool fraction; /* progress goes from 0 to 1, not to 100, and there is no state word: it follows from the rest */
    bool key_required, cluster_required;
} zimport_dialect;

/* Zilliz Cloud, first edition: GET with a query, no state word, readyPercentage from 0 to 1 (api.md 1). */
extern const zimport_dialect zimport_v1;

/* Whether these bytes are a job or cluster id: A-Z a-z 0-9 _ -, 1 to ZIMPORT_ID_MAX of them. */
bool zimport_id_is_valid(zimport_view id);

#endif
