/* SPDX-License-Identifier: Apache-2.0 */
/* The services: what to ask, and what an answer means. No I/O. */
#ifndef ZIMPORT_API_H
#define ZIMPORT_API_H
#include "zimport/origin.h"

/* How a job or a file stands (the words: api.md 2.3, 3.4). From uncommitted on it does not change by itself. */
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
    bool reason_of_file;      /* the job itself gave no reason */
    int32_t percent;          /* in hundredths, rounded down, or ZIMPORT_PERCENT_NONE */
    uint32_t files;           /* file rows in the reply */
    uint32_t files_done;      /* of these, completed by the service's word; 0 with v1, which has none */
    uint32_t files_cut;       /* of these, shortened or left out for lack of memory */
    zimport_number file_size; /* bytes */
    zimport_number imported_rows, total_rows;
    zimport_text collection, file_name;
    zimport_text complete_time; /* as the server wrote it, mostly RFC 3339; not given while it runs */
    zimport_text reason;        /* of a failure; the first of its files' where the job itself has none */
} zimport_progress;
/* Every file is imported, and the job waits for the index: what 70 to 90 % mean then (api.md 3.4). */
bool zimport_progress_waits_for_index(const zimport_progress *progress);
/* Completed, with fewer rows imported than there were. */
bool zimport_progress_lacks_rows(const zimport_progress *progress);

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
/* Who wants them: zimport_config.files. Without it v1 only counts them, which links less. */
typedef struct zimport_files {
    zimport_on_file on_file;
    void *context;
    const struct zimport_rows *how; /* src/api/dialect.h */
} zimport_files;
void zimport_files_init(zimport_files *files, zimport_on_file on_file, void *context);

/* What a reply was, apart from progress. `message` is in memory of the caller. */
typedef struct zimport_answer {
    zimport_status status;
    uint16_t http_status; /* 0: no reply */
    bool has_code;
    uint8_t code_row;     /* of the dialect's table of codes, from 1; 0: none that is known */
    int64_t code;         /* the service's own */
    zimport_text message; /* the service's words; after ZIMPORT_REDIRECTED, where it pointed */
} zimport_answer;
/* What to do about the service's code, of the words of its dialect; NULL where nothing is known. Static memory. */
const char *zimport_code_advice(const zimport_answer *answer, const char *words);
extern const char zimport_v1_words[], zimport_v2_words[], zimport_milvus_words[];

/* One job of a list. The views end with the callback that got it; `data` is NULL where the server gave nothing. */
typedef struct zimport_listed {
    uint32_t index; /* on its page, from 0. A 0 again: the page is asked for again, forget its jobs so far */
    zimport_state state;
    int32_t percent;
    zimport_view id, collection, reason;
    bool cut; /* a text was shortened */
} zimport_listed;
/* A list of jobs, which is asked for a page at a time: set the first five, and ask with it as long as `more`. */
typedef struct zimport_list {
    zimport_view collection; /* only jobs of that one, where the service can choose (not v1); empty: all */
    uint32_t page, size;     /* from 1; v1 takes 5 to 100 jobs a page, v2 1 to 100, milvus knows no pages */
    void (*on_job)(void *context, const zimport_listed *job); /* before it is known whether the reply is whole */
    void *context;
    uint32_t jobs;                /* on the page that was answered last */
    bool more;                    /* there may be another page, which is the next one asked for */
    zimport_number count, served; /* bookkeeping from here on */
    uint64_t seen;
    uint32_t first, next_first;
} zimport_list;
typedef struct zimport_option {
    zimport_view name, value;
} zimport_option;

/* An import to be started; texts are UTF-8. What the dialect does not take is refused: v1 takes one URL, no options and
 * no session token; milvus reads from a store of its own and takes no keys. */
typedef struct zimport_start {
    zimport_view collection, partition; /* partition may be empty */
    const zimport_view *urls;           /* objects, at least one */
    const zimport_option *options;
    size_t url_count, option_count;
    zimport_view access_key, secret_key, session_token; /* of the object store, secret; may be empty */
    bool group;                                         /* the objects belong together, as the files of NumPy do */
    zimport_text job; /* the answer: the id of the new job, at most ZIMPORT_ID_MAX bytes */
} zimport_start;

/* One of the services: all that differs between them. One const table each, in a file of its own. */
typedef struct zimport_dialect {
    const char *name; /* "v1" */
    bool paged, databases, key_required, cluster_required;
    bool start_groups, start_keys, start_token, start_options; /* what a start can carry beside one object URL */
    bool fraction;                                             /* progress goes from 0 to 1, not to 100 */
    const struct zimport_states *states;          /* NULL: there is no word for it, it follows from the rest */
    const char *const *paths;                     /* of the progress, the best first; then NULL */
    const char *list_path, *start_path, *urls;    /* urls: member of a start */
    const struct zimport_encoding *encoding;      /* how requests carry parameters: src/api/encoding.h */
    const struct zimport_json_shape *reply, *row; /* the members wanted of a reply, and of a file row */
    const struct zimport_rows *rows;              /* NULL: a row tells nothing about its job */
    const struct zimport_code *codes;             /* error codes: src/api/dialect.h */
    uint8_t code_count;
} zimport_dialect;

/* Zilliz Cloud, first edition: GET with a query, no state word, readyPercentage from 0 to 1 (api.md 1); its second
 * edition (api.md 2); Milvus, self-hosted (api.md 3). */
extern const zimport_dialect zimport_v1, zimport_v2, zimport_milvus;
/* Whether these bytes are a job or cluster id: A-Z a-z 0-9 _ -, 1 to ZIMPORT_ID_MAX of them. */
bool zimport_id_is_valid(zimport_view id);
#endif
