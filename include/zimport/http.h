/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/1.1 without I/O: where requests go, and a response while it is read. */
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

/* Gets each field line of the final response, without its line end; for logs. The view ends with the call. */
typedef void (*zimport_http_on_field)(void *context, zimport_view line);

/* A response while it is read. Plain memory; nothing to free. The last seven are answers. */
typedef struct zimport_http_reader {
    uint8_t state;          /* zimport_http_state: src/http/reader.h */
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

#endif
