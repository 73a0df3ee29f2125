/* SPDX-License-Identifier: Apache-2.0 */
/* The services: requests, and what their replies mean. No I/O. */
#ifndef ZIMPORT_API_H
#define ZIMPORT_API_H
#include "zimport/origin.h"
ZIMPORT_BEGIN_C
/* The state of a job or a file. From ZIMPORT_UNCOMMITTED on it does not change by itself. */
typedef enum zimport_state {
    ZIMPORT_UNKNOWN, /* not given, or an unknown word; never final */
    ZIMPORT_PENDING,
    ZIMPORT_IMPORTING,
    ZIMPORT_UNCOMMITTED, /* imported; somebody has to commit it */
    ZIMPORT_COMPLETED,
    ZIMPORT_FAILED,
    ZIMPORT_CANCELLED
} zimport_state;
/* "Importing" and so on: static memory, never NULL. Whether it is final: completed, failed or cancelled. */
const char *zimport_state_name(zimport_state state);
bool zimport_state_is_final(zimport_state state);
/* The progress of a job. Supply memory for the texts that are wanted (see zimport_text). */
typedef struct zimport_progress {
    zimport_state state;
    bool reason_of_file;                   /* `reason` is a file's: the job gave none */
    int32_t percent;                       /* in hundredths, rounded down, or ZIMPORT_PERCENT_NONE */
    uint32_t files, files_done, files_cut; /* file rows; of these, completed (0 with v1), cut for lack of memory */
    zimport_number file_size, imported_rows, total_rows; /* size in bytes */
    uint64_t missing_rows; /* of all files: not imported. From sorting on, the job's own numbers hide it */
    zimport_text collection, file_name;
    zimport_text complete_time, create_time; /* as the server wrote them, mostly RFC 3339; see zimport_time_read */
    zimport_text reason;                     /* of a failure; the first given by a file if the job itself has none */
} zimport_progress;
/* All files are imported and the index is being built: from 70 to 99 %. */
bool zimport_progress_waits_for_index(const zimport_progress *progress);
/* The job is completed or uncommitted, and fewer rows were imported than it or its files have. */
bool zimport_progress_lacks_rows(const zimport_progress *progress);
/* Seconds since 1970 of an RFC 3339 time with any offset, rounded down; -1: it is none, or before 1970, or was cut. */
int64_t zimport_time_read(const zimport_text *text);
/* One file of a job. The views are valid during the callback; their `data` is NULL if the server gave nothing. */
typedef struct zimport_file {
    uint32_t index; /* from 0. If 0 comes again, the list has started over: drop the rows so far */
    zimport_state state;
    int32_t percent;
    zimport_number file_size, imported_rows, total_rows;
    uint64_t missing_rows; /* the difference, if both are given */
    zimport_view file_name, complete_time, reason;
    bool cut; /* a text was cut */
} zimport_file;
/* Gets each file row as it arrives. The reply may still fail: do not rely on the rows before it is complete. */
typedef void (*zimport_on_file)(void *context, const zimport_file *file);
/* Asks for file rows: zimport_config.files. Without it v1 only counts them, which links less code. */
typedef struct zimport_files {
    zimport_on_file on_file;
    void *context;
    const struct zimport_rows *how; /* internal: src/api/dialect.h */
} zimport_files;
void zimport_files_init(zimport_files *files, zimport_on_file on_file, void *context);
/* How a request ended. `message` is in the caller's memory. */
typedef struct zimport_answer {
    zimport_status status;
    uint16_t http_status; /* 0: no reply */
    bool has_code;
    uint8_t code_row;     /* row in the dialect's table of codes, from 1; 0: not in the table */
    int64_t code;         /* the service's code */
    zimport_text message; /* the service's message; after ZIMPORT_REDIRECTED, the target */
} zimport_answer;
/* What to do about the service's code, from the texts of its dialect. NULL: no advice. Static memory. */
const char *zimport_code_advice(const zimport_answer *answer, const char *words);
extern const char zimport_v1_words[], zimport_v2_words[], zimport_milvus_words[];
/* One job of a list. The views are valid during the callback; their `data` is NULL if the server gave nothing. */
typedef struct zimport_listed {
    uint32_t index; /* on its page, from 0. If 0 comes again, the page has started over: drop its jobs so far */
    zimport_state state;
    int32_t percent;
    zimport_view id, collection, reason;
    bool cut; /* a text was cut */
} zimport_listed;
/* A list of jobs, fetched page by page. Set the first five members, zero the rest, and ask again while `more`. */
typedef struct zimport_list {
    zimport_view collection; /* only its jobs; empty: all. Ignored by v1 */
    uint32_t page, size;     /* both above 0. Jobs per page: v1 5 to 100, v2 1 to 100; milvus has one page for all */
    void (*on_job)(void *context, const zimport_listed *job); /* called as jobs arrive; the reply may still fail */
    void *context;
    uint32_t jobs;                /* on the last page */
    bool more;                    /* there may be another page, and `page` is its number */
    zimport_number count, served; /* internal from here on */
    uint64_t seen;
    uint32_t first, next_first;
} zimport_list;
typedef struct zimport_option {
    zimport_view name, value;
} zimport_option;
typedef struct zimport_project {
    zimport_view id, region; /* of Zilliz Cloud v2; ids like a cluster's */
} zimport_project;
/* An import to start; texts are UTF-8. What the dialect does not support is refused: v1 takes one URL, no options and
 * no session token; milvus reads from its own store and takes no keys. */
typedef struct zimport_start {
    zimport_view collection, partition; /* partition may be empty */
    const zimport_view *urls;           /* the objects, at least one */
    const zimport_option *options;
    size_t url_count, option_count;
    zimport_view access_key, secret_key, session_token; /* of the object store, secret; may be empty */
    zimport_view volume;          /* v2: the objects are paths in it, and keys are refused; may be empty */
    zimport_view idempotency_key; /* 1 to 256 bytes from ! to ~: see zimport_start_begin; may be empty */
    bool group;                   /* the objects belong together, as NumPy files do */
    zimport_text job;             /* result: the id of the new job, at most ZIMPORT_ID_MAX bytes */
} zimport_start;
/* All that differs between the services: one const table each, in its own source file. */
typedef struct zimport_dialect {
    const char *name; /* "v1" */
    bool paged, databases, key_required, cluster_required;
    bool start_groups, start_keys, start_token, start_volumes; /* what a start may have besides one URL */
    bool start_options, fraction, phases;         /* as those; progress is 0 to 1, not 100; has phases, as Milvus */
    const struct zimport_states *states;          /* NULL: not sent, derived from the other members */
    const char *const *paths;                     /* of the progress, best first, ended by NULL */
    const char *list_path, *start_path, *urls;    /* urls: name of a member of a start */
    const struct zimport_encoding *encoding;      /* of parameters: src/api/encoding.h */
    const struct zimport_place *place;            /* src/api/place.h */
    const struct zimport_json_shape *reply, *row; /* members to read from a reply and from a file row */
    const struct zimport_rows *rows;              /* NULL: rows say nothing about the job */
    const struct zimport_code *codes;             /* error codes: src/api/dialect.h */
    uint8_t code_count;
} zimport_dialect;
/* Zilliz Cloud v1 (GET, no state, progress from 0 to 1) and v2; self-hosted Milvus. */
extern const zimport_dialect zimport_v1, zimport_v2, zimport_milvus;
/* What Milvus does with a job that is pending or importing. Static memory; NULL: not known. */
typedef struct zimport_job_phase {
    int16_t end;              /* the percentage, in hundredths, at which it ends */
    char name[11], words[17]; /* "queued", "reading", "importing", "sorting", "indexing", "committing"; in words */
} zimport_job_phase;
const zimport_job_phase *zimport_job_phase_of(const zimport_dialect *dialect, zimport_state state, int32_t percent);
/* Whether a job or cluster id is valid: 1 to ZIMPORT_ID_MAX of A-Z a-z 0-9 _ -; a key: 1 to 256 bytes from ! to ~. */
bool zimport_id_is_valid(zimport_view id);
bool zimport_idempotency_key_is_valid(zimport_view key);
ZIMPORT_END_C
#endif
