/* SPDX-License-Identifier: Apache-2.0 */
/* What a client is made of. It stands here for its size alone: an application has no use for a member of these. */
#ifndef ZIMPORT_PARTS_H
#define ZIMPORT_PARTS_H

#include "zimport/api.h"

/* Gets each field line of the final response, without its line end; for logs. The view ends with the call. */
typedef void (*zimport_http_on_field)(void *context, zimport_view line);

/* A response while it is read. Plain memory; nothing to free. The last seven are answers. */
typedef struct zimport_http_reader {
    uint8_t state;          /* zimport_http_state: src/http/reader.h */
    zimport_status failure; /* the first one, which sticks */
    bool old, closes;       /* HTTP/1.0; "Connection: close" was seen */
    bool trailers;          /* the lines are those behind the last chunk */
    bool has_length, chunked, line_cut;
    bool extended;   /* the ; of a chunk extension was seen */
    uint8_t digits;  /* of the chunk size */
    uint8_t interim; /* 1xx seen */
    uint16_t fields;
    uint16_t line_size;
    uint32_t head_size;
    uint32_t extension; /* bytes behind the present chunk size */
    uint32_t overhead;  /* bytes of chunk framing */
    uint32_t left;      /* of the body or chunk */
    uint32_t length;    /* Content-Length */
    zimport_http_on_field on_field;
    void *context;
    zimport_text *location; /* gets the Location field; may be NULL */
    char *line;             /* the line at hand */
    uint16_t line_capacity;

    uint16_t status;     /* 100 to 599; 0 before the status line */
    bool keep_alive;     /* the connection may be used again, once the state is ZIMPORT_HTTP_DONE */
    bool encoded;        /* Content-Encoding is not identity */
    uint32_t body;       /* bytes of body so far, framing not counted */
    int64_t date;        /* Date, seconds since 1970; -1 without */
    int64_t retry_at;    /* Retry-After as a date; -1 without */
    int32_t retry_after; /* Retry-After in seconds; -1 without */
} zimport_http_reader;

struct zimport_json_shape; /* which members of an object are wanted: src/json/json.h */
struct zimport_json_key;
struct zimport_json_value;

/* Longest name of a wanted member. */
#define ZIMPORT_JSON_KEY_MAX 20

/* Takes a value. Anything but ZIMPORT_OK stops the scan and becomes its status. */
typedef zimport_status (*zimport_json_sink)(void *context, const struct zimport_json_value *value);

/* What of a text is kept, and where; part of a scan. */
typedef struct zimport_json_keeper {
    const struct zimport_json_shape
        *shapes[4];                        /* of the containers that are entered: root, member, its array, element */
    const struct zimport_json_key *member; /* the wanted one whose value is at hand, or NULL */
    zimport_json_sink sink;
    void *context;
    char *memory; /* one value or element */
    size_t capacity;
    size_t size;      /* bytes in use */
    size_t mark;      /* where the member at hand began */
    size_t safe;      /* end of the last whole character */
    size_t limit;     /* how far the value at hand may reach */
    uint8_t type;     /* of the value at hand */
    uint8_t entered;  /* how many of shapes are in use */
    uint8_t array_id; /* of the array that is entered */
    uint8_t key_size; /* beyond ZIMPORT_JSON_KEY_MAX: matches nothing */
    bool element;     /* inside of an element */
    bool keeping;     /* the value at hand is wanted */
    bool cut;         /* it did not fit */
    bool element_cut;
    char key[ZIMPORT_JSON_KEY_MAX];
} zimport_json_keeper;

/* A scan in progress. Plain memory; nothing to free. */
typedef struct zimport_json_scanner {
    zimport_json_keeper keeper;
    uint64_t arrays;                        /* bit d - 1: the container at depth d is an array */
    const char *literal;                    /* what has to follow of null, true or false */
    zimport_status status;                  /* the first failure, which sticks */
    uint16_t unit;                          /* of \uXXXX */
    uint8_t state;                          /* drawn at the top of src/json/scanner.c */
    uint8_t depth;                          /* open containers */
    uint8_t utf8_left, utf8_low, utf8_high; /* bytes of a character to come, and the range of the next one */
    uint8_t hex_left;                       /* digits of \uXXXX to come */
    bool in_key;
} zimport_json_scanner;

/* A reply while it is decoded. Plain memory; nothing to free. */
typedef struct zimport_decoder {
    zimport_json_scanner scanner;
    const zimport_dialect *dialect;
    zimport_view job;
    zimport_progress *progress;
    zimport_answer *answer;
    zimport_on_file on_file;
    void *context;
    uint8_t misfits;            /* what had a wrong type when it was last given */
    bool data_seen, data_tells; /* an object; with something in it */
    bool other_job;
    bool reason_of_file; /* progress->reason is a file's */
} zimport_decoder;

#endif
