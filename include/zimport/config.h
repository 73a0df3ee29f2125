/* SPDX-License-Identifier: Apache-2.0 */
/* Every compile-time limit, and what happens beyond it. Those in #ifndef can be set with -DNAME=VALUE, for library and
 * application alike, since some are sizes inside of public structures. */
#ifndef ZIMPORT_CONFIG_H
#define ZIMPORT_CONFIG_H
#define ZIMPORT_VERSION "0.1.0"
/* Longest host name in bytes, without the final NUL. Minimum 1. Beyond: ZIMPORT_BAD_URL. RFC 1035 allows 253. */
#ifndef ZIMPORT_HOST_MAX
#define ZIMPORT_HOST_MAX 253
#endif
/* Longest path prefix of an endpoint in bytes. Minimum 0. Beyond: ZIMPORT_BAD_URL. */
#ifndef ZIMPORT_PREFIX_MAX
#define ZIMPORT_PREFIX_MAX 128
#endif
/* Longest user and password of a proxy, with the colon between them, in bytes. Beyond: ZIMPORT_BAD_URL. */
#ifndef ZIMPORT_CREDENTIALS_MAX
#define ZIMPORT_CREDENTIALS_MAX 255
#endif

/* Longest job or cluster id in bytes. Minimum 26, the services' own. Beyond: ZIMPORT_BAD_ID. */
#ifndef ZIMPORT_ID_MAX
#define ZIMPORT_ID_MAX 128
#endif

/* Beyond any of these: ZIMPORT_HTTP_LIMIT. Bytes of a head (status line and fields; each 1xx one too) or of the
 * trailers; their field lines; interim (1xx) responses; bytes of extensions after one chunk size; and bytes of chunk
 * framing, as long as they are more than four times the data, against a peer that sends for ever in tiny chunks. */
#define ZIMPORT_HTTP_HEAD_MAX 16384
#define ZIMPORT_HTTP_FIELDS_MAX 100
#define ZIMPORT_HTTP_INTERIM_MAX 8
#define ZIMPORT_HTTP_CHUNK_EXT_MAX 256
#define ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX 65536
/* Bytes of a body, at most 4294967295. Beyond: ZIMPORT_HTTP_LIMIT. The largest to expect has 1.2 MB: 1,024 files. */
#ifndef ZIMPORT_HTTP_BODY_MAX
#define ZIMPORT_HTTP_BODY_MAX UINT64_C(4294967295)
#endif

/* Containers inside of containers. Beyond: ZIMPORT_JSON_DEPTH. */
#define ZIMPORT_JSON_DEPTH_MAX 32
/* Tokens for one file row: 1 for the row, 2 for each of its known members. Minimum 17.
 * Beyond (members given many times over): the row is left out and counted as cut. */
#ifndef ZIMPORT_JSON_TOKENS
#define ZIMPORT_JSON_TOKENS 24
#endif

/* Smallest memory that zimport_client_init takes for one value, file row or header line, and for the window, in bytes.
 * A longer header line is cut: ZIMPORT_HTTP_FRAMING for a field that frames the body, and harmless for others. */
#define ZIMPORT_VALUE_MIN 128
#define ZIMPORT_WINDOW_MIN 256
/* Milliseconds between two requests on one connection: the cloud allows 20 a second (api.md 1.9). */
#ifndef ZIMPORT_SPACING_MS
#define ZIMPORT_SPACING_MS 50
#endif

/* Upper bound of the random delay before the first retry, and before any, in milliseconds. */
#define ZIMPORT_BACKOFF_BASE_MS 500
#define ZIMPORT_BACKOFF_CAP_MS 30000
/* Longest Retry-After that is waited for, in seconds. Beyond: no retry; a follower that goes on does so then. */
#define ZIMPORT_RETRY_AFTER_MAX 300
#endif
