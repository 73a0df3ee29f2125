/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/1.1 without I/O: origins, request heads, responses read in pieces of any size. */
#ifndef ZIMPORT_HTTP_H
#define ZIMPORT_HTTP_H

#include "zimport/base.h"

/* Where requests go: an origin (RFC 9110 section 4.3.1) and a path prefix. Holds its own copies of the texts. */
typedef struct zimport_origin {
    bool tls;
    bool address;  /* host is an IPv4 or IPv6 address */
    bool loopback; /* it can only be this machine: "localhost", 127.0.0.0/8 or ::1 */
    uint16_t port;
    char host[ZIMPORT_HOST_MAX + 1];     /* lower case, without brackets and without a final dot */
    char prefix[ZIMPORT_PREFIX_MAX + 1]; /* "" or "/a/b", without a final slash */
} zimport_origin;

/*
 * Reads `[http://|https://]HOST[:PORT][/PREFIX][/]`; without a scheme it is https. HOST is a name, an IPv4 address or
 * an IPv6 address in brackets. User info, query, fragment, spaces, controls and percent-encoding in the host are refused:
 * ZIMPORT_BAD_URL. (RFC 3986)
 */
zimport_status zimport_origin_parse(zimport_origin *origin, zimport_view text);

/* Where a date in a header field lies: seconds since 1970 in UTC. All three forms of RFC 9110 section 5.6.7; false
 * for anything else. */
bool zimport_http_date(zimport_view text, int64_t *seconds);

/*
 * Writes one contiguous request head into memory of the caller. Begin, then query, then fields, then end: each refuses
 * what could break the framing (controls; whatever is not a token in a name) and the first refusal sticks.
 */
typedef struct zimport_http_writer {
    char *data;
    size_t capacity;
    size_t size;
    zimport_status status; /* ZIMPORT_OK, ZIMPORT_NO_ROOM or ZIMPORT_BAD_ARGUMENT */
    bool query;            /* a parameter was written: the next one follows after & */
} zimport_http_writer;

/* `METHOD prefix path`. Neither is encoded: both must be characters that RFC 3986 allows in a path. */
void zimport_http_begin(zimport_http_writer *writer, char *memory, size_t capacity, const char *method,
                        const zimport_origin *origin, const char *path);
/* `?name=value` or `&name=value`, everything outside of RFC 3986's unreserved characters percent-encoded. */
void zimport_http_query(zimport_http_writer *writer, const char *name, zimport_view value);
/* ` HTTP/1.1` and the Host field. After the queries, before the fields. */
void zimport_http_target_end(zimport_http_writer *writer, const zimport_origin *origin);
/* `name: before value`. */
void zimport_http_field(zimport_http_writer *writer, const char *name, const char *before, zimport_view value);
/* The empty line. Returns the writer's status. */
zimport_status zimport_http_end(zimport_http_writer *writer);

/* Gets each field line of the final response, without its line end; for logs. The view ends with the call. */
typedef void (*zimport_http_on_field)(void *context, zimport_view line);

/* Where the reader is. The drawing is at the top of src/http/reader.c. */
typedef enum zimport_http_state {
    ZIMPORT_HTTP_LINE_START,
    ZIMPORT_HTTP_LINE,
    ZIMPORT_HTTP_LINE_LF,
    ZIMPORT_HTTP_BODY_LENGTH,
    ZIMPORT_HTTP_BODY_UNTIL_CLOSE,
    ZIMPORT_HTTP_CHUNK_SIZE,
    ZIMPORT_HTTP_CHUNK_EXT,
    ZIMPORT_HTTP_CHUNK_SIZE_LF,
    ZIMPORT_HTTP_CHUNK_DATA,
    ZIMPORT_HTTP_CHUNK_CR,
    ZIMPORT_HTTP_CHUNK_LF,
    ZIMPORT_HTTP_DONE
} zimport_http_state;

/* A response while it is read. Plain memory; nothing to free. The last seven are answers. */
typedef struct zimport_http_reader {
    zimport_http_state state;
    zimport_status failure; /* the first one, which sticks */
    bool old;               /* HTTP/1.0 */
    bool closes;            /* "Connection: close" was seen */
    bool trailers;          /* the lines are those behind the last chunk */
    bool has_length;
    bool chunked;
    bool line_cut;
    bool extended;          /* the ; of a chunk extension was seen */
    uint8_t digits;         /* of the chunk size */
    uint8_t interim;        /* 1xx seen */
    uint16_t fields;
    uint16_t line_size;
    uint32_t head_size;
    uint32_t extension;     /* bytes behind the present chunk size */
    uint32_t overhead;      /* bytes of chunk framing */
    uint32_t left;          /* of the body or chunk */
    uint32_t length;        /* Content-Length */
    zimport_http_on_field on_field;
    void *context;
    zimport_text *location; /* gets the Location field; may be NULL */
    char line[ZIMPORT_HTTP_LINE_MAX];

    uint16_t status;     /* 100 to 599; 0 before the status line */
    bool keep_alive;     /* the connection may be used again, once the state is ZIMPORT_HTTP_DONE */
    bool encoded;        /* Content-Encoding is not identity */
    uint32_t body;       /* bytes of body so far, framing not counted */
    int64_t date;        /* Date, seconds since 1970; -1 without */
    int64_t retry_at;    /* Retry-After as a date; -1 without */
    int32_t retry_after; /* Retry-After in seconds; -1 without */
} zimport_http_reader;

/* Begins a response. `location` and `on_field` may be NULL. */
void zimport_http_reader_init(zimport_http_reader *reader, zimport_text *location, zimport_http_on_field on_field,
                              void *context);

/*
 * Reads from `input` and says in *used how many bytes it took, and in *body which of them are body (a view into
 * input, empty when none). Call it until all input is used or the state is ZIMPORT_HTTP_DONE; bytes left over then
 * belong to no response. Failures, which stick: ZIMPORT_HTTP_SYNTAX, _FRAMING, _LIMIT.
 */
zimport_status zimport_http_read(zimport_http_reader *reader, zimport_view input, size_t *used, zimport_view *body);

/* The stream ended. ZIMPORT_OK when that completes the response (body until close), else ZIMPORT_LOST. */
zimport_status zimport_http_eof(zimport_http_reader *reader);

#endif
